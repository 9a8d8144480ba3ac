//! Classes.

use super::{Shapes, Str, Table, body};
use crate::model::{Model, Obj, Value};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
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
