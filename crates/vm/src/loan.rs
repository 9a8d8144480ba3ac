//! Arguments that a call sees side by side, though they lie apart.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use taipan_heap::{Sharing, Value};

/// Values on loan: a slice of what others own, made without moving a count.
pub struct Loan<'a, S: Sharing, const N: usize> {
    values: ManuallyDrop<[Value<S>; N]>,
    owners: PhantomData<&'a Value<S>>,
}

impl<'a, S: Sharing, const N: usize> Loan<'a, S, N> {
    /// These values.
    #[inline]
    pub fn of(values: [&'a Value<S>; N]) -> Self {
        // SAFETY: the copies are never dropped, and are seen only while the originals, which are borrowed as long, keep
        // what they refer to.
        let copies = values.map(|value| unsafe { std::ptr::read(value) });
        Self { values: ManuallyDrop::new(copies), owners: PhantomData }
    }
}

impl<S: Sharing, const N: usize> Deref for Loan<'_, S, N> {
    type Target = [Value<S>];

    #[inline]
    fn deref(&self) -> &[Value<S>] {
        &*self.values
    }
}
