//! Strings and bytes.

use super::body;
use crate::model::Model;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use taipan_heap::Inner;

/// A `str`: UTF-8 with its length in characters, and its hash once somebody asked.
pub struct Str<M> {
    text: Box<str>,
    chars: usize,
    hash: AtomicU64,
    model: PhantomData<M>,
}

impl<M: Model> Str<M> {
    /// A string of this text.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let chars = if text.is_ascii() { text.len() } else { text.chars().count() };
        Self { text, chars, hash: AtomicU64::new(0), model: PhantomData }
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many characters (code points).
    #[inline]
    pub fn len(&self) -> usize {
        self.chars
    }

    /// Whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// Whether every character is one byte, so that positions are byte offsets.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.chars == self.text.len()
    }

    /// The hash, computed once. Relaxed: every thread computes the same number.
    #[inline]
    pub fn hash(&self) -> u64 {
        match self.hash.load(Relaxed) {
            0 => {
                let hash = crate::text::hash::str(&self.text) as u64 | 1;
                self.hash.store(hash, Relaxed);
                hash
            }
            hash => hash,
        }
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
