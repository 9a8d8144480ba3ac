//! What is remembered of attributes: at each site, and for all sites of a thread.
//!
//! A site knows where the attribute of one kind of receivers was found last time. What it knows is immutable and
//! published through one pointer, so that a reader never sees half of it while another thread adds to it. Old
//! knowledge is kept until the code goes, because a reader may still look at it, and because a few kinds of receivers
//! often take turns; a site that keeps learning is stopped, which bounds that. Receivers that a site does not know are
//! looked for in the thread's own [`Cache`], which no other thread reads, and which serves sites that see many kinds of
//! receivers.

pub(crate) mod quick;

use crate::body::{Class, ClassMethod, Handle, Instance, Shape, StaticMethod, Str, kind};
use crate::interp::Interp;
use crate::load::Site;
use crate::model::{Model, Obj, Value};
use std::cell::Cell;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

/// Where an attribute was found.
pub struct Known<M: Model> {
    /// Which receivers: see [`key`].
    key: u64,
    /// The interpreter's count of changes to classes when this was learnt.
    epoch: u32,
    /// What is where.
    pub place: Place<M>,
    /// What the site knew before: of other receivers, or out of date.
    before: *mut Known<M>,
}

/// A place that an attribute can be in. Numbers are slots of instances or entries of classes.
#[repr(u8)]
pub enum Place<M: Model> {
    /// A slot of the instance.
    Slot(usize),
    /// Not in the instance: setting it makes this shape, whose last slot it is.
    Add(*const Shape<M>, usize),
    /// Entry of a class, used as it is.
    Class(*const Class<M>, usize),
    /// Entry of a class that is a function, to be bound to the receiver.
    Method(*const Class<M>, usize),
    /// Entry of a class that is a `staticmethod`.
    Static(*const Class<M>, usize),
    /// Entry of a class that is a `classmethod`, to be bound to the receiver's class.
    ClassMethod(*const Class<M>, usize),
    /// Entry of a class that is a `property`.
    Property(*const Class<M>, usize),
    /// Nowhere in the class.
    Missing,
}

impl<M: Model> Clone for Place<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model> Copy for Place<M> {}

/// After so many replacements a site stops learning.
const PATIENCE: u32 = 16;
/// Added to a class's number where the class itself is the receiver.
const OF_CLASS: u64 = 1 << 62;
/// Added to the number of a shape where an attribute is set.
const TO_SET: u64 = 1 << 61;
/// Added to a class's number where only the class is asked, not the receiver.
const UNBOUND: u64 = 1 << 60;

/// The key that no receiver has.
const NOBODY: u64 = u64::MAX;

/// What tells receivers apart for a cache; 0 for those that are not remembered.
#[inline]
pub fn key<M: Model>(receiver: &Value<M>) -> u64 {
    if let Some(instance) = receiver.downcast::<Instance<M>>() {
        return instance.look(|i| &i.attributes, |own| own.shape().id);
    }
    let kind = receiver.kind();
    // One bit of a constant each, which is quicker here than a table of places to go to.
    if matches!(kind, 0 | kind::CLASS | kind::HANDLE | kind::MODULE | kind::SUPER | kind::EXCEPTION | kind::FUNCTION) {
        return key_of_rare::<M>(receiver);
    }
    kind.into()
}

#[inline(never)]
fn key_of_rare<M: Model>(receiver: &Value<M>) -> u64 {
    if let Some(class) = receiver.downcast::<Class<M>>() {
        return class.shapes.root().id | OF_CLASS;
    }
    // A handle has no attributes of its own: it is as an instance of its class without any.
    receiver.downcast::<Handle<M>>().map_or(0, |handle| handle.class.shapes.root().id)
}

/// The key of receivers whose attribute is set; 0 for those that are not remembered.
pub fn key_to_set<M: Model>(receiver: &Obj<M, Instance<M>>) -> u64 {
    match receiver.read(|i| &i.attributes).shape().id {
        0 => 0,
        id => id | TO_SET,
    }
}

/// The key of questions to a class alone.
#[inline]
pub fn key_unbound<M: Model>(class: &Class<M>) -> u64 {
    class.shapes.root().id | UNBOUND
}

impl<M: Model> Site<M> {
    /// The place known for receivers of this key.
    #[inline]
    pub fn known(&self, interp: &Interp<M>, key: u64) -> Option<&Place<M>> {
        // SAFETY: published by `learn`, and freed only with the site; or `Known::NOTHING`.
        let known = unsafe { &*self.known.load(Acquire) };
        let epoch = interp.epoch.load(Relaxed);
        if known.key == key && known.epoch == epoch { Some(&known.place) } else { known.before(key, epoch) }
    }

    /// The place known for setting an attribute of instances of this shape.
    #[inline]
    pub fn known_to_set(&self, interp: &Interp<M>, shape: u64) -> Option<&Place<M>> {
        self.known(interp, shape | TO_SET)
    }

    /// Whether a key stands for setting an attribute of instances of this shape.
    #[inline]
    pub fn is_to_set(&self, shape: u64, key: u64) -> bool {
        shape | TO_SET == key
    }

    /// Remembers a place for receivers of this key.
    #[cold]
    pub fn learn(&self, interp: &Interp<M>, key: u64, place: Place<M>) {
        if self.changes.load(Relaxed) >= PATIENCE {
            return;
        }
        self.changes.fetch_add(1, Relaxed);
        let epoch = interp.epoch.load(Relaxed);
        if let Place::Slot(slot) = place {
            self.learn_quick(key & !TO_SET, epoch, slot);
        }
        let before = self.known.load(Acquire);
        let known = Box::into_raw(Box::new(Known { key, epoch, place, before }));
        // Release: whoever reads the pointer sees what it points to. Where another thread was faster, its knowledge
        // is as good.
        if self.known.compare_exchange(before, known, Release, Relaxed).is_err() {
            // SAFETY: nobody has seen it.
            drop(unsafe { Box::from_raw(known) });
        }
    }
}

impl<M: Model> Known<M> {
    /// What a site knows at first: the place of no receiver, so that no reader has to ask whether there is anything.
    const NOTHING: &'static Self = &Self { key: NOBODY, epoch: 0, place: Place::Missing, before: std::ptr::null_mut() };

    /// The beginning of a site's chain.
    pub(crate) fn nothing() -> *mut Self {
        std::ptr::from_ref(Self::NOTHING).cast_mut()
    }

    /// The place among what was known before: few places see more kinds of receivers than that.
    fn before(&self, key: u64, epoch: u32) -> Option<&Place<M>> {
        const DEPTH: usize = 3;
        let mut known = self;
        for _ in 0..DEPTH {
            // SAFETY: what a site knew before, and is freed only with the site; null behind the first of its chain.
            known = unsafe { known.before.as_ref() }?;
            if known.key == key && known.epoch == epoch {
                return Some(&known.place);
            }
        }
        None
    }

    pub(crate) fn free_all(mut known: *mut Known<M>) {
        // SAFETY: a chain ends with what no receiver has the key of.
        while unsafe { (*known).key } != NOBODY {
            // SAFETY: all others come from a box and are in one site's chain; the site is gone.
            let this = unsafe { Box::from_raw(known) };
            known = this.before;
        }
    }
}

impl<M: Model> Place<M> {
    /// What a class says, unbound; None for places that are not in a class.
    ///
    /// # Safety
    /// The place was remembered for the class of a live receiver, and no class changed since.
    #[inline]
    pub unsafe fn unbound(&self) -> Option<Value<M>> {
        // SAFETY: says the caller.
        unsafe { self.unbound_as(Value::<M>::clone_common) }
    }

    /// What `hand` makes of it.
    ///
    /// # Safety
    /// As [`unbound`](Self::unbound).
    #[inline]
    pub unsafe fn unbound_as(&self, hand: impl FnOnce(&Value<M>) -> Value<M>) -> Option<Value<M>> {
        match *self {
            Place::Class(class, entry)
            | Place::Method(class, entry)
            | Place::Static(class, entry)
            | Place::ClassMethod(class, entry)
            | Place::Property(class, entry) => {
                // SAFETY: the receiver's class is, or descends from, this class, which lives with it.
                unsafe { &*class }.names().entry(entry).map(|e| hand(&e.value))
            }
            Place::Slot(_) | Place::Add(..) | Place::Missing => None,
        }
    }

    /// The same with the wrapping of `staticmethod` and `classmethod` taken off.
    ///
    /// # Safety
    /// As [`unbound`](Self::unbound).
    #[inline]
    pub unsafe fn function(&self) -> Option<Value<M>> {
        // SAFETY: says the caller.
        let found = unsafe { self.unbound() }?;
        match self {
            Place::Static(..) => found.downcast::<StaticMethod<M>>().map(|s| s.0.clone()),
            Place::ClassMethod(..) => found.downcast::<ClassMethod<M>>().map(|c| c.0.clone()),
            _ => Some(found),
        }
    }
}

/// The entry of a name in a class or its ancestors.
pub fn find<M: Model>(class: &Class<M>, name: &Obj<M, Str<M>>) -> Option<(*const Class<M>, usize)> {
    let mut chain = std::iter::once(class).chain(class.ancestors.iter().map(|c| &**c));
    chain.find_map(|c| Some((std::ptr::from_ref::<Class<M>>(c), c.names().find_name(name)?)))
}

/// Places that one thread remembers, for all sites.
pub struct Cache<M: Model>(Box<[Cell<Entry<M>>]>);

struct Entry<M: Model> {
    key: u64,
    name: usize,
    epoch: u32,
    place: Place<M>,
}

impl<M: Model> Clone for Entry<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model> Copy for Entry<M> {}

/// How many places a thread remembers: a power of two.
const ENTRIES: usize = 1024;

impl<M: Model> Cache<M> {
    /// Nothing remembered.
    pub fn new() -> Self {
        // SAFETY: zeros are an entry: numbers, and a place of the first variant. As no key is 0 it is never found.
        // A thread that remembers little touches little of the memory.
        Self(unsafe { Box::new_zeroed_slice(ENTRIES).assume_init() })
    }

    #[inline]
    fn slot(&self, key: u64, name: usize) -> &Cell<Entry<M>> {
        let mixed = (key ^ (name as u64 >> 4)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
        &self.0[mixed as usize % ENTRIES]
    }

    /// The place remembered for a key and an interned name.
    #[inline]
    pub fn get(&self, interp: &Interp<M>, key: u64, name: &Obj<M, Str<M>>) -> Option<Place<M>> {
        let entry = self.slot(key, name.address()).get();
        let same = entry.key == key && entry.name == name.address() && entry.epoch == interp.epoch.load(Relaxed);
        same.then_some(entry.place)
    }

    /// Remembers a place.
    pub fn put(&self, interp: &Interp<M>, key: u64, name: &Obj<M, Str<M>>, place: Place<M>) {
        let (name, epoch) = (name.address(), interp.epoch.load(Relaxed));
        self.slot(key, name).set(Entry { key, name, epoch, place });
    }
}

impl<M: Model> Default for Cache<M> {
    fn default() -> Self {
        Self::new()
    }
}
