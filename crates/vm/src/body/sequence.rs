//! Lists and tuples.

use super::{body, kind};
use crate::model::{Model, Obj, Value, Visit};
use taipan_heap::{Body, Inner};

/// A `list`.
pub struct List<M: Model> {
    /// The items, under the list's lock.
    pub items: Inner<Vec<Value<M>>>,
}

impl<M: Model> List<M> {
    /// A list of these items.
    pub fn new(items: Vec<Value<M>>) -> Self {
        Self { items: Inner::new(items) }
    }
}

impl<M: Model> Drop for List<M> {
    fn drop(&mut self) {
        let_go::<M>(std::mem::take(self.items.get_mut()));
    }
}

/// Lets go of items as a list does: of the last first, as in CPython, for it shows whose `__del__` runs first.
pub(crate) fn let_go<M: Model>(mut items: Vec<Value<M>>) {
    while items.pop().is_some() {}
}

body!(
    List,
    LIST,
    "list",
    |this, visit| {
        // SAFETY: inside `trace`.
        unsafe { this.items.peek() }.iter().for_each(visit);
    },
    clear | this | {
        let items = std::mem::take(&mut *this.open(|l| &l.items));
        drop(items);
    }
);

/// A `tuple`. Its items follow it, unless they are very many; they never change, and are read through [`Items`].
pub struct Tuple<M: Model>(*mut Box<[Value<M>]>);

/// More items than this are in a list of their own.
const MOST_INSIDE: usize = 48;

impl<M: Model> Tuple<M> {
    /// A tuple of these items.
    #[inline]
    pub fn make(items: impl IntoIterator<Item = Value<M>, IntoIter: ExactSizeIterator>) -> Obj<M, Self> {
        let mut items = items.into_iter();
        if items.len() > MOST_INSIDE {
            let apart = Box::into_raw(Box::new(items.collect()));
            return Obj::<M, _>::with_tail(Self(apart), std::iter::empty());
        }
        let inside = Self(std::ptr::without_provenance_mut(items.len() << 1 | 1));
        // Every slot is filled, even if the iterator ends too early: `items` counts on it.
        let slots = (0..items.len()).map(|_| Some(items.next().unwrap_or(Value::<M>::NONE)));
        Obj::<M, _>::with_tail(inside, slots)
    }

    /// The items that are in a list of their own: then the word is the address of that list, and even.
    #[inline]
    fn apart(&self) -> Option<&[Value<M>]> {
        // SAFETY: an even word is the address of a box that this owns.
        (self.0.addr() & 1 == 0).then(|| unsafe { &**self.0 })
    }
}

impl<M: Model> Drop for Tuple<M> {
    #[inline]
    fn drop(&mut self) {
        if self.apart().is_some() {
            // SAFETY: as in `apart`, and nobody looks any more.
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

// SAFETY: the kinds in `kind` are all different, and each is used by one body.
unsafe impl<M: Model> Body<M::Sharing> for Tuple<M> {
    const KIND: u8 = kind::TUPLE;
    const NAME: &'static str = "tuple";
    const TAILED: bool = true;
    const LINGERS: bool = kind::lingers(kind::TUPLE);

    #[inline]
    fn tail(&self) -> usize {
        if self.apart().is_some() { 0 } else { self.0.addr() >> 1 }
    }

    fn trace(&self, visit: &mut Visit<'_, M>) {
        self.apart().into_iter().flatten().for_each(visit);
    }
}

/// Reads the items of a tuple.
pub trait Items<M: Model> {
    /// The items.
    fn items(&self) -> &[Value<M>];
}

impl<M: Model> Items<M> for Obj<M, Tuple<M>> {
    #[inline]
    fn items(&self) -> &[Value<M>] {
        if let Some(items) = self.apart() {
            return items;
        }
        // SAFETY: the tail of a tuple is never opened.
        let tail = unsafe { self.tail() };
        // SAFETY: every slot of a tuple is filled when it is made, and a full slot is its value.
        unsafe { &*(std::ptr::from_ref(tail) as *const [Value<M>]) }
    }
}
