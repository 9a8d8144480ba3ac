//! Strings and bytes.

use super::body;
use super::compact::Compact;
use crate::model::Model;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use taipan_heap::Inner;

/// A `str`: UTF-8 with its length in characters, and its hash once somebody asked.
pub struct Str<M> {
    hash: AtomicU64,
    text: Compact,
    model: PhantomData<M>,
}

impl<M: Model> Str<M> {
    /// A string of this text.
    #[inline]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self::concat(&[text.as_ref()])
    }

    /// A string of some parts, one after the other.
    #[inline]
    pub fn concat(parts: &[&str]) -> Self {
        Self { hash: AtomicU64::new(0), text: Compact::concat(parts), model: PhantomData }
    }

    /// The one string of a name; [`Interp::intern`](crate::Interp::intern) sees to that.
    pub(crate) fn name(text: &str) -> Self {
        let mut name = Self::new(text);
        name.text.mark();
        name
    }

    /// Whether it is the one string of a name.
    #[inline]
    pub fn is_name(&self) -> bool {
        self.text.is_marked()
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// How many characters (code points).
    #[inline]
    pub fn len(&self) -> usize {
        self.text.chars()
    }

    /// Whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// Whether every character is one byte, so that positions are byte offsets.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.text.is_ascii()
    }

    /// Whether both are the same text.
    #[inline]
    pub fn same(&self, other: &Self) -> bool {
        self.text.same(&other.text)
    }

    /// The hash, computed once. Relaxed: every thread computes the same number.
    #[inline]
    pub fn hash(&self) -> u64 {
        match self.hash.load(Relaxed) {
            0 => {
                let hash = crate::text::hash::str(self.as_str()) as u64 | 1;
                self.hash.store(hash, Relaxed);
                hash
            }
            hash => hash,
        }
    }

    /// Adds text at the end, for the only one who can see the string.
    pub fn push(&mut self, text: &str) {
        self.text.push(text);
        *self.hash.get_mut() = 0;
    }
}

body!(Str, STR, "str", leaf);

/// A `bytes`.
pub struct Bytes<M>(pub Box<[u8]>, pub PhantomData<M>);

impl<M> Bytes<M> {
    /// Bytes of this content.
    pub fn new(bytes: impl Into<Box<[u8]>>) -> Self {
        Self(bytes.into(), PhantomData)
    }
}

body!(Bytes, BYTES, "bytes", leaf);

/// A `bytearray`.
pub struct ByteArray<M>(pub Inner<Vec<u8>>, pub PhantomData<M>);

impl<M> ByteArray<M> {
    /// An array of this content.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Inner::new(bytes), PhantomData)
    }
}

body!(ByteArray, BYTE_ARRAY, "bytearray", leaf);
