//! Inline caches of attribute sites: where an attribute of such a receiver was found last time.
//!
//! What is known is immutable and published through one pointer, so that a reader never sees half of it while
//! another thread replaces it. Old knowledge is kept until the code goes, because a reader may still look at
//! it; a site that keeps changing stops learning, which bounds that.

use crate::body::{Class, Instance, kind};
use crate::interp::Interp;
use crate::load::Site;
use crate::model::{Model, Obj, Value};
use std::ptr::{null, null_mut};
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};

/// Where an attribute was found.
pub struct Known<M: Model> {
    /// Which receivers: the number of a shape, or a kind of body.
    key: u64,
    /// The interpreter's count of changes to classes when this was learnt.
    epoch: u32,
    /// What is where.
    pub place: Place<M>,
    before: *mut Known<M>,
}

/// A place that an attribute can be in.
pub enum Place<M: Model> {
    /// A slot of the instance.
    Slot(usize),
    /// Entry of a class, used as it is.
    Class(*const Class<M>, usize),
    /// Entry of a class that is a function, to be bound to the receiver.
    Method(*const Class<M>, usize),
}

/// After so many replacements a site stops learning.
const PATIENCE: u32 = 16;

impl<M: Model> Known<M> {
    pub(crate) fn free_all(mut known: *mut Known<M>) {
        while !known.is_null() {
            // SAFETY: every `Known` comes from a box and is in one site's chain; the site is gone.
            let this = unsafe { Box::from_raw(known) };
            known = this.before;
        }
    }
}

/// What tells receivers apart for a cache; 0 for those that are not remembered.
#[inline]
pub fn key<M: Model>(receiver: &Value<M>) -> u64 {
    match receiver.kind() {
        kind::INSTANCE => {
            let instance = receiver.downcast::<Instance<M>>().expect("the kind was looked at");
            let attributes = instance.read(|i| &i.attributes);
            if attributes.dict.is_some() { 0 } else { attributes.shape().id }
        }
        0 | kind::MODULE | kind::CLASS | kind::SUPER | kind::EXCEPTION | kind::HANDLE | kind::FUNCTION => 0,
        kind => u64::from(kind),
    }
}

impl<M: Model> Site<M> {
    /// What is known for receivers of this key.
    #[inline]
    pub fn known(&self, interp: &Interp<M>, key: u64) -> Option<&Known<M>> {
        // SAFETY: null or published by `learn`, and freed only with the site.
        let known = unsafe { self.known.load(Acquire).as_ref() }?;
        (known.key == key && known.epoch == interp.epoch.load(Relaxed)).then_some(known)
    }

    /// Remembers a place for receivers of this key.
    #[cold]
    pub fn learn(&self, interp: &Interp<M>, key: u64, place: Place<M>) {
        if key == 0 || self.changes.fetch_add(1, Relaxed) >= PATIENCE {
            return;
        }
        let epoch = interp.epoch.load(Relaxed);
        let known = Box::into_raw(Box::new(Known { key, epoch, place, before: null_mut() }));
        let before = self.known.swap(known, AcqRel);
        // SAFETY: `before` of a published `Known` is read only when the site goes.
        unsafe { (*known).before = before };
    }
}

impl<M: Model> Known<M> {
    /// The attribute, if it still is where it was.
    #[inline]
    pub fn load(&self, receiver: &Value<M>) -> Option<Value<M>> {
        match self.place {
            Place::Slot(slot) => {
                let instance = receiver.downcast::<Instance<M>>()?;
                let attributes = instance.read(|i| &i.attributes);
                // Another thread may have added an attribute since the key was read.
                if attributes.shape().id != self.key {
                    return None;
                }
                attributes.slots.get(slot).cloned()
            }
            Place::Class(class, entry) => self.entry(class, entry),
            Place::Method(..) => None,
        }
    }

    /// The function of a method, if the attribute is one.
    #[inline]
    pub fn method(&self) -> Option<Value<M>> {
        match self.place {
            Place::Method(class, entry) => self.entry(class, entry),
            _ => None,
        }
    }

    #[inline]
    fn entry(&self, class: *const Class<M>, entry: usize) -> Option<Value<M>> {
        debug_assert!(!std::ptr::eq(class, null()));
        // SAFETY: the receiver's key says that its class is, or descends from, this class, which lives with it.
        let names = unsafe { &*class }.names();
        names.entry(entry).map(|e| e.value.clone())
    }
}

/// The entry of a name in a class or its ancestors.
pub fn find<M: Model>(
    class: &Obj<M, Class<M>>,
    name: &Obj<M, crate::body::Str<M>>,
) -> Option<(*const Class<M>, usize)> {
    let mut chain = std::iter::once(class).chain(class.ancestors.iter());
    chain.find_map(|c| Some((std::ptr::from_ref::<Class<M>>(c), c.names().find_name(name)?)))
}
