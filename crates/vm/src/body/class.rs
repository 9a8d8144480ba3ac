//! Classes.

use super::{Shapes, Str, Table, body};
use crate::model::{Model, Obj, Value};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use taipan_heap::Inner;

/// A class, built in or made by a `class` statement.
///
/// Its namespace is read without a lock: it changes only while every other thread stands still
/// (see [`crate::ops::attr`]), and no reader keeps a reference into it across a check point.
pub struct Class<M: Model> {
    /// Its name.
    pub name: Box<str>,
    /// Its direct bases.
    pub bases: Box<[Obj<M, Class<M>>]>,
    /// Its ancestors in order of lookup, itself left out.
    pub ancestors: Box<[Obj<M, Class<M>>]>,
    /// Its class: `type` or a metaclass; None while `type` itself is being made.
    pub metaclass: Option<Obj<M, Class<M>>>,
    /// Its namespace.
    pub namespace: Inner<Table<M, Value<M>>>,
    /// Kind of the built-in body that instances hold, 0 for none (see [`super::kind`]).
    pub layout: u8,
    /// What is known of it.
    pub flags: ClassFlags,
    /// The only names that its instances may have, if all its classes before `object` say so.
    pub slots: Option<Box<[Obj<M, Str<M>>]>>,
    /// The shapes of its instances.
    pub shapes: Shapes<M>,
    /// What is remembered of how it is called.
    pub construct: ConstructCache,
}

/// What a call of a class does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Construct {
    /// More than any of the others.
    Other,
    /// Makes an instance without attributes.
    Plain,
    /// Makes one and calls an `__init__`.
    Init(Member),
    /// Calls a native `__new__`, and that is all.
    New(Member),
    /// Makes an exception of the arguments, and that is all.
    Exception,
}

/// Where a class has a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Member {
    /// 0 for the class itself, n for its n-th ancestor.
    pub ancestor: usize,
    /// The number of the entry there.
    pub entry: usize,
}

/// A [`Construct`] remembered as of an epoch of classes, in one word so that no reader sees half of it.
///
/// | bits | meaning |
/// |---|---|
/// | 0 to 3 | 0 unknown, 1 `Other`, 2 `Plain`, 3 `Init`, 4 `New`, 5 `Exception` |
/// | 4 to 15 | the ancestor |
/// | 16 to 31 | the entry |
/// | 32 to 63 | the epoch |
///
/// Any thread may change it; all that know the epoch write the same. Relaxed: the word is all there is to see.
#[derive(Default)]
pub struct ConstructCache(AtomicU64);

impl ConstructCache {
    /// What was remembered in this epoch.
    #[inline]
    pub fn get(&self, epoch: u32) -> Option<Construct> {
        let word = self.0.load(Relaxed);
        if (word >> 32) as u32 != epoch {
            return None;
        }
        let member = Member { ancestor: (word >> 4 & 0xfff) as usize, entry: (word >> 16 & 0xffff) as usize };
        match word & 0xf {
            0 => None,
            1 => Some(Construct::Other),
            2 => Some(Construct::Plain),
            3 => Some(Construct::Init(member)),
            4 => Some(Construct::New(member)),
            _ => Some(Construct::Exception),
        }
    }

    /// Remembers, if it fits.
    pub fn set(&self, epoch: u32, construct: Construct) {
        let (code, member) = match construct {
            Construct::Other => (1, Member { ancestor: 0, entry: 0 }),
            Construct::Plain => (2, Member { ancestor: 0, entry: 0 }),
            Construct::Init(member) => (3, member),
            Construct::New(member) => (4, member),
            Construct::Exception => (5, Member { ancestor: 0, entry: 0 }),
        };
        if member.ancestor > 0xfff || member.entry > 0xffff {
            return;
        }
        let code = code | (member.ancestor as u64) << 4 | (member.entry as u64) << 16;
        self.0.store(u64::from(epoch) << 32 | code, Relaxed);
    }
}

/// Facts about a class that are asked often.
#[derive(Default)]
pub struct ClassFlags(AtomicU32);

impl ClassFlags {
    /// Made by the interpreter: its namespace does not change.
    pub const BUILT_IN: u32 = 1;
    /// Has `__del__`.
    pub const FINALIZER: u32 = 2;
    /// Has `__getattr__` or `__getattribute__`.
    pub const GET_ATTR: u32 = 4;
    /// Was given a `__getattribute__` that is native; `object` has one, too, that need not be called.
    pub const NATIVE_GET: u32 = 32;
    /// Has `__setattr__` or `__delattr__`.
    pub const SET_ATTR: u32 = 8;
    /// Descends from BaseException.
    pub const EXCEPTION: u32 = 16;

    /// These facts.
    pub fn new(bits: u32) -> Self {
        Self(AtomicU32::new(bits))
    }

    /// Whether all of the facts hold. Relaxed: set before the class is published, or while the world stands still.
    #[inline]
    pub fn has(&self, bits: u32) -> bool {
        self.0.load(Relaxed) & bits == bits
    }

    /// Adds facts.
    pub fn set(&self, bits: u32) {
        self.0.fetch_or(bits, Relaxed);
    }

    /// All facts.
    pub fn bits(&self) -> u32 {
        self.0.load(Relaxed)
    }
}

impl<M: Model> Class<M> {
    /// Whether instances may have an attribute of this name, as far as `__slots__` say.
    pub fn admits(&self, name: &Obj<M, Str<M>>) -> bool {
        self.slots.as_ref().is_none_or(|slots| slots.iter().any(|slot| slot.is(name)))
    }

    /// The namespace, to read at once and keep nothing of.
    #[inline]
    pub fn names(&self) -> &Table<M, Value<M>> {
        // SAFETY: a class's namespace changes only while this thread stands still or in this thread itself,
        // and the result is not kept across either (the rule of the type).
        unsafe { self.namespace.peek() }
    }
}

body!(
    Class,
    CLASS,
    "type",
    |this, visit| {
        this.shapes.trace(visit);
        this.slots.iter().flatten().for_each(|name| visit(name.as_value()));
        for class in this.bases.iter().chain(&this.ancestors).chain(&this.metaclass) {
            visit(class.as_value());
        }
        for entry in this.names().iter() {
            visit(&entry.key);
            visit(&entry.value);
        }
    },
    clear | this | {
        let table = this.open(|c| &c.namespace).take();
        drop(table);
    }
);
