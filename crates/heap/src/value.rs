//! One word that is an int, a float, a singleton or a counted pointer to an object.
//!
//! | bits | meaning |
//! |---|---|
//! | `0` | absent: what `Option<Value>` uses for `None` |
//! | `1 ..= 2^48 - 1` | address of an object's header; the word owns one count |
//! | `2^48` plus such an address | the same object, lent: the word owns nothing (see [`Value::lend`]) |
//! | `2^49 ..= 0xFFFA…` | a float: its bits plus `2^49`, NaNs made canonical first |
//! | `0xFFFB_…_000n` | a singleton: None, False, True, Ellipsis, NotImplemented |
//! | `0xFFFC_… ..` | an int of 50 bits, two's complement in the low bits |
//!
//! Two ints are recognised by one comparison, because the conjunction of two int words is an int word.

use crate::header::Header;
use crate::{Body, Obj};
use crate::{Count, Sharing};
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::num::NonZeroU64;
use std::ptr::NonNull;

const LENT: u64 = 1 << 48;
const FLOAT_OFFSET: u64 = 1 << 49;
const SINGLETON: u64 = 0xFFFB << 48;
const INT_TAG: u64 = 0xFFFC << 48;
const INT_SHIFT: u32 = 14;

/// The largest int that a word holds; larger ones are objects of whoever uses the heap.
pub const INT_MAX: i64 = (1 << 49) - 1;
/// The smallest int that a word holds.
pub const INT_MIN: i64 = -(1 << 49);

/// An owned value: cloning it adds a count to the object it points to, dropping it takes one away.
///
/// Not `Send`: a value may be moved and counted only by a thread that is allowed to run.
///
/// ```compile_fail
/// fn send<T: Send>(_: T) {}
/// struct S;
/// impl taipan_heap::Sharing for S { type Count = taipan_heap::Atomic; type Lock = taipan_heap::Own; }
/// send(taipan_heap::Value::<S>::NONE);
/// ```
#[repr(transparent)]
pub struct Value<S: Sharing>(NonZeroU64, PhantomData<*mut S>);

impl<S: Sharing> Value<S> {
    /// Python's `None`.
    pub const NONE: Self = Self::raw(SINGLETON);
    /// Python's `False`.
    pub const FALSE: Self = Self::raw(SINGLETON | 1);
    /// Python's `True`.
    pub const TRUE: Self = Self::raw(SINGLETON | 2);
    /// Python's `...`.
    pub const ELLIPSIS: Self = Self::raw(SINGLETON | 3);
    /// Python's `NotImplemented`.
    pub const NOT_IMPLEMENTED: Self = Self::raw(SINGLETON | 4);

    #[inline(always)]
    const fn raw(bits: u64) -> Self {
        debug_assert!(bits != 0);
        // SAFETY: every encoding sets a tag or is the address of a header, so the word is not zero.
        Self(unsafe { NonZeroU64::new_unchecked(bits) }, PhantomData)
    }

    /// An int, or `None` when it needs more than 50 bits.
    #[inline]
    pub const fn int(n: i64) -> Option<Self> {
        if n >= INT_MIN && n <= INT_MAX { Some(Self::fitting(n)) } else { None }
    }

    /// An int that the caller knows to need no more than 50 bits; of another one only so many bits stay.
    #[inline]
    pub const fn fitting(n: i64) -> Self {
        debug_assert!(n >= INT_MIN && n <= INT_MAX);
        Self::raw(INT_TAG | (n as u64 & (u64::MAX >> INT_SHIFT)))
    }

    /// An int known to be small: a length, an index, a 32-bit number.
    #[inline]
    pub const fn small(n: i32) -> Self {
        Self::raw(INT_TAG | (n as i64 as u64 & (u64::MAX >> INT_SHIFT)))
    }

    /// A float; every NaN becomes the same one.
    #[inline]
    pub fn float(x: f64) -> Self {
        let bits = if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
        Self::raw(bits.wrapping_add(FLOAT_OFFSET))
    }

    /// A float that was computed from floats and ints of values. Such a NaN is the one that [`float`](Self::float) makes,
    /// or the processor's own, of either sign, which is a float's word too.
    #[inline]
    pub fn computed(x: f64) -> Self {
        debug_assert!(x.to_bits() < SINGLETON - FLOAT_OFFSET, "a NaN with a payload");
        Self::raw(x.to_bits().wrapping_add(FLOAT_OFFSET))
    }

    /// True or False.
    #[inline]
    pub const fn bool(b: bool) -> Self {
        Self::raw(SINGLETON | (1 + b as u64))
    }

    /// The word itself: equal words are the same object (`is`).
    #[inline]
    pub const fn bits(&self) -> u64 {
        self.0.get()
    }

    /// Whether both are the same object, as Python's `is` sees it.
    #[inline]
    pub const fn is(&self, other: &Self) -> bool {
        self.bits() == other.bits()
    }

    /// Whether the value is `None`.
    #[inline]
    pub const fn is_none(&self) -> bool {
        self.bits() == SINGLETON
    }

    /// Whether the value is an int held in the word.
    #[inline]
    pub const fn is_int(&self) -> bool {
        self.bits() >= INT_TAG
    }

    /// Whether the value is a float.
    #[inline]
    pub const fn is_float(&self) -> bool {
        self.bits().wrapping_sub(FLOAT_OFFSET) < SINGLETON - FLOAT_OFFSET
    }

    /// Whether the value is a counted pointer.
    #[inline]
    pub const fn is_object(&self) -> bool {
        self.bits() < LENT
    }

    /// The int in the word.
    #[inline]
    pub const fn as_int(&self) -> Option<i64> {
        if self.is_int() { Some(self.int_unchecked()) } else { None }
    }

    /// The int in the word, meaningless when the value is not an int.
    #[inline]
    pub const fn int_unchecked(&self) -> i64 {
        ((self.bits() << INT_SHIFT) as i64) >> INT_SHIFT
    }

    /// Both ints, by one comparison.
    #[inline]
    pub const fn both_ints(&self, other: &Self) -> Option<(i64, i64)> {
        if self.bits() & other.bits() >= INT_TAG { Some((self.int_unchecked(), other.int_unchecked())) } else { None }
    }

    /// Sum of two ints that stays in a word.
    #[inline]
    pub fn add_ints(&self, other: &Self) -> Option<Self> {
        if self.bits() & other.bits() < INT_TAG {
            return None;
        }
        // Shifted up, the 50 bits fill the word, so that the machine's overflow flag is ours.
        let (a, b) = ((self.bits() << INT_SHIFT) as i64, (other.bits() << INT_SHIFT) as i64);
        let sum = a.checked_add(b)?;
        Some(Self::raw(INT_TAG | (sum as u64 >> INT_SHIFT)))
    }

    /// Difference of two ints that stays in a word.
    #[inline]
    pub fn sub_ints(&self, other: &Self) -> Option<Self> {
        if self.bits() & other.bits() < INT_TAG {
            return None;
        }
        let (a, b) = ((self.bits() << INT_SHIFT) as i64, (other.bits() << INT_SHIFT) as i64);
        let difference = a.checked_sub(b)?;
        Some(Self::raw(INT_TAG | (difference as u64 >> INT_SHIFT)))
    }

    /// The float in the word.
    #[inline]
    pub fn as_float(&self) -> Option<f64> {
        if self.is_float() { Some(f64::from_bits(self.bits() - FLOAT_OFFSET)) } else { None }
    }

    /// True or False as a Rust bool.
    #[inline]
    pub const fn as_bool(&self) -> Option<bool> {
        match self.bits() {
            b if b == SINGLETON | 1 => Some(false),
            b if b == SINGLETON | 2 => Some(true),
            _ => None,
        }
    }

    /// The header of the object pointed to.
    #[inline]
    pub fn header(&self) -> Option<&Header<S>> {
        if self.is_object() {
            // SAFETY: an object word is the address of a header, alive because this value owns a count.
            Some(unsafe { &*(self.bits() as *const Header<S>) })
        } else {
            None
        }
    }

    /// A clone of what is probably a function, a class or a module: those are counted in another way than other objects,
    /// and this looks for that one first.
    #[inline]
    pub fn clone_common(&self) -> Self {
        if let Some(header) = self.header() {
            header.retain_common();
        }
        Self(self.0, PhantomData)
    }

    /// Drops what is probably a function, a class or a module.
    #[inline]
    pub fn drop_common(self) {
        if let Some(header) = ManuallyDrop::new(self).header() {
            header.release_common();
        }
    }

    /// A word for the same object that owns no count, if the object lives until a collection whatever is counted; else a
    /// clone.
    ///
    /// A lent word is no value: it is no object's to whoever does not ask for [`lent`](Self::lent), and dropping it does
    /// nothing. Whoever keeps it across a check point shows it to [`Heap::collect_beside`](crate::Heap::collect_beside).
    #[inline]
    pub fn lend(&self) -> Self {
        if let Some(header) = self.header() {
            if S::Count::LENDS && header.count.lasts() {
                return Self::raw(self.bits() | LENT);
            }
            header.retain();
        }
        Self(self.0, PhantomData)
    }

    /// What a word stands for that may be lent.
    ///
    /// # Safety
    /// If the word is lent, every collection since has been shown it.
    #[inline(always)]
    pub unsafe fn lent(&self) -> Lent<'_, S> {
        let lent = S::Count::LENDS && self.bits() < FLOAT_OFFSET;
        let bits = if lent { self.bits() & !LENT } else { self.bits() };
        Lent(ManuallyDrop::new(Self::raw(bits)), PhantomData)
    }

    /// The value that a word stands for that may be lent: it is counted now.
    ///
    /// # Safety
    /// As for [`lent`](Self::lent).
    #[inline]
    pub unsafe fn into_owned(self) -> Self {
        match self.lent_address() {
            // SAFETY: says the caller.
            Some(_) => unsafe { self.lent() }.clone(),
            None => self,
        }
    }

    /// The address of the object, if the word is lent.
    #[inline]
    pub fn lent_address(&self) -> Option<usize> {
        let lent = S::Count::LENDS && self.bits().wrapping_sub(LENT) < FLOAT_OFFSET - LENT;
        lent.then(|| (self.bits() - LENT) as usize)
    }

    /// The kind of the object pointed to; 0 when the value is not an object.
    #[inline]
    pub fn kind(&self) -> u8 {
        self.header().map_or(0, Header::kind)
    }

    /// The object as one with a body of type `T`, without moving a count.
    #[inline]
    pub fn downcast<T: Body<S>>(&self) -> Option<&Obj<S, T>> {
        if self.kind() == T::KIND {
            // SAFETY: `Obj` and `Value` are both one word that owns a count and holds the header's
            // address, and the kind says that the body is a `T` (the law of `Body`).
            Some(unsafe { &*(self as *const Self as *const Obj<S, T>) })
        } else {
            None
        }
    }

    /// The same, to get at a body that nobody else can see.
    #[inline]
    pub fn downcast_mut<T: Body<S>>(&mut self) -> Option<&mut Obj<S, T>> {
        if self.kind() == T::KIND {
            // SAFETY: as in `downcast`.
            Some(unsafe { &mut *(self as *mut Self as *mut Obj<S, T>) })
        } else {
            None
        }
    }

    /// The same, taking the value.
    #[inline]
    pub fn downcast_into<T: Body<S>>(self) -> Result<Obj<S, T>, Self> {
        if self.kind() == T::KIND {
            let header = NonNull::new(self.bits() as *mut Header<S>).expect("an object word is not zero");
            std::mem::forget(self);
            // SAFETY: as in `downcast`; the count moves from the value to the result.
            Ok(unsafe { Obj::from_header(header) })
        } else {
            Err(self)
        }
    }

    /// A value that owns the count which the header's reference stands for.
    ///
    /// # Safety
    /// `header` belongs to a live object, and the caller gives up one of its counts.
    #[inline]
    pub(crate) unsafe fn from_header(header: NonNull<Header<S>>) -> Self {
        Self::raw(header.as_ptr() as u64)
    }
}

/// Whether a slot in memory may own a count: false for what is no object, true for an object, and for an empty slot.
///
/// Looks at the half of the word that tells, and so needs neither the word nor a mask of its width in a register.
#[inline(always)]
pub fn may_own<S: Sharing>(slot: &Option<Value<S>>) -> bool {
    let quarter = if cfg!(target_endian = "little") { 3 } else { 0 };
    // SAFETY: a slot is a word of eight bytes, aligned for one, of which the last two are read.
    unsafe { *std::ptr::from_ref(slot).cast::<u16>().add(quarter) == 0 }
}

/// Writes a slot, and lets go of what it owned.
#[inline(always)]
pub fn replace_slot<S: Sharing>(slot: &mut Option<Value<S>>, new: Option<Value<S>>) {
    if !may_own(slot) {
        // What was there owns nothing, so nobody misses its drop.
        std::mem::forget(std::mem::replace(slot, new));
    } else if let Some(old) = std::mem::replace(slot, new) {
        // SAFETY: it is no empty slot, and the half of the word that tells says that it is an object.
        unsafe { std::hint::assert_unchecked(old.is_object()) };
        drop(old);
    }
}

/// Lets go of what a slot owns, which is empty then; what owns nothing may stay in it.
#[inline(always)]
pub fn release_slot<S: Sharing>(slot: &mut Option<Value<S>>) {
    if may_own(slot)
        && let Some(old) = slot.take()
    {
        // SAFETY: as in `replace_slot`.
        unsafe { std::hint::assert_unchecked(old.is_object()) };
        drop(old);
    }
}

/// What a word stands for that may be [lent](Value::lent): a value, for as long as the word stays where it is.
pub struct Lent<'a, S: Sharing>(ManuallyDrop<Value<S>>, PhantomData<&'a Value<S>>);

impl<'a, S: Sharing> Lent<'a, S> {
    /// The body, if it is a `T`.
    #[inline]
    pub fn body<T: Body<S>>(&self) -> Option<&'a T> {
        // SAFETY: the object lives as long as the word stays, and its body is where the object is.
        self.0.downcast::<T>().map(|object| unsafe { &*std::ptr::from_ref::<T>(object) })
    }

    /// The body of what is known to be a `T`.
    ///
    /// # Safety
    /// It is one.
    #[inline]
    pub unsafe fn body_unchecked<T: Body<S>>(&self) -> &'a T {
        // SAFETY: says the caller; an `Obj` is one word like the value. The rest is as in `body`.
        unsafe { &*std::ptr::from_ref::<T>(&*std::ptr::from_ref(&self.0).cast::<Obj<S, T>>()) }
    }
}

impl<S: Sharing> std::ops::Deref for Lent<'_, S> {
    type Target = Value<S>;

    #[inline(always)]
    fn deref(&self) -> &Value<S> {
        &self.0
    }
}

impl<S: Sharing> Clone for Value<S> {
    #[inline]
    fn clone(&self) -> Self {
        if let Some(header) = self.header() {
            header.retain();
        }
        Self(self.0, PhantomData)
    }
}

impl<S: Sharing> Drop for Value<S> {
    #[inline]
    fn drop(&mut self) {
        if let Some(header) = self.header() {
            header.release();
        }
    }
}

impl<S: Sharing> std::fmt::Debug for Value<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(n) = self.as_int() {
            write!(f, "{n}")
        } else if let Some(x) = self.as_float() {
            write!(f, "{x:?}")
        } else if let Some(header) = self.header() {
            write!(f, "<{} at {:p}>", header.name(), header)
        } else if let Some(address) = self.lent_address() {
            write!(f, "<lent at {address:#x}>")
        } else {
            let names = ["None", "False", "True", "Ellipsis", "NotImplemented"];
            f.write_str(names[(self.bits() & 7) as usize])
        }
    }
}

const _: () = assert!(size_of::<Option<Value<crate::header::tests_sharing::Sized_>>>() == 8);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::tests_sharing::Sized_;
    use proptest::prelude::*;
    type V = Value<Sized_>;

    proptest! {
        #[test]
        fn ints_come_back(n in INT_MIN..=INT_MAX) {
            let v = V::int(n).unwrap();
            prop_assert_eq!(v.as_int(), Some(n));
            prop_assert!(v.as_float().is_none() && !v.is_object() && v.as_bool().is_none());
        }

        #[test]
        fn floats_come_back(bits in any::<u64>()) {
            let x = f64::from_bits(bits);
            let v = V::float(x);
            prop_assert!(v.is_float() && !v.is_int() && !v.is_object());
            let back = v.as_float().unwrap();
            prop_assert!(back.to_bits() == bits || (x.is_nan() && back.is_nan()));
        }

        #[test]
        fn sums_and_differences_are_those_of_i64(a in INT_MIN..=INT_MAX, b in INT_MIN..=INT_MAX) {
            let (x, y) = (V::int(a).unwrap(), V::int(b).unwrap());
            prop_assert_eq!(x.add_ints(&y).and_then(|v| v.as_int()), V::int(a + b).map(|_| a + b));
            prop_assert_eq!(x.sub_ints(&y).and_then(|v| v.as_int()), V::int(a - b).map(|_| a - b));
        }
    }

    #[test]
    fn what_is_no_object_owns_nothing() {
        let values =
            [V::NONE, V::TRUE, V::small(0), V::small(-1), V::int(INT_MIN).unwrap(), V::float(0.0), V::float(-1e308)];
        for value in values {
            assert!(!may_own(&Some(value)));
        }
        assert!(may_own::<Sized_>(&None));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(V::int(INT_MAX + 1).is_none() && V::int(INT_MIN - 1).is_none());
        assert!(V::int(INT_MAX).unwrap().add_ints(&V::small(1)).is_none());
    }

    #[test]
    fn singletons_are_apart() {
        let all = [V::NONE, V::FALSE, V::TRUE, V::ELLIPSIS, V::NOT_IMPLEMENTED];
        for (i, a) in all.iter().enumerate() {
            assert!(!a.is_int() && !a.is_float() && !a.is_object());
            for (j, b) in all.iter().enumerate() {
                assert_eq!(a.is(b), i == j);
            }
        }
        assert_eq!(V::bool(true).as_bool(), Some(true));
    }
}
