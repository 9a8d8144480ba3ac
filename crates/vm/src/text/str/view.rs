//! A string that knows how many characters it has, so that an ASCII one is indexed without a walk.

use std::borrow::Cow;

use crate::text::slice::{self, Adjusted};

/// A string and its length in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    text: &'a str,
    len: usize,
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text::new(text)
    }
}

impl<'a> Text<'a> {
    /// Counts the characters.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        let len = if text.is_ascii() { text.len() } else { text.chars().count() };
        Text { text, len }
    }

    /// A string whose length in characters is known. A wrong one gives wrong answers or a panic.
    #[inline]
    pub fn with_len(text: &'a str, len: usize) -> Self {
        debug_assert_eq!(len, text.chars().count());
        Text { text, len }
    }

    /// The string itself.
    #[inline]
    pub fn as_str(self) -> &'a str {
        self.text
    }

    /// The number of characters.
    #[inline]
    pub fn len(self) -> usize {
        self.len
    }

    /// Whether there is no character.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Whether every character is ASCII, which the two lengths tell.
    #[inline]
    pub fn is_ascii(self) -> bool {
        self.len == self.text.len()
    }

    /// The byte offset of a character; the length in bytes for the position after the last and beyond.
    pub fn byte_of(self, position: usize) -> usize {
        if position >= self.len {
            return self.text.len();
        }
        if self.is_ascii() || position == 0 {
            return position;
        }
        let mut chars = self.text.chars();
        chars.nth(position - 1);
        self.text.len() - chars.as_str().len()
    }

    /// The position of the character at a byte offset.
    ///
    /// # Panics
    /// When the offset is inside a character.
    pub fn position_of(self, byte: usize) -> usize {
        if self.is_ascii() { byte } else { self.text[..byte].chars().count() }
    }

    /// `text[index]`, `None` when it is out of range.
    pub fn get(self, index: i64) -> Option<&'a str> {
        let position = slice::index(index, self.len)?;
        let rest = &self.text[self.byte_of(position)..];
        let len = rest.chars().next()?.len_utf8();
        Some(&rest[..len])
    }

    /// The characters from one position up to another.
    pub fn range(self, start: usize, end: usize) -> &'a str {
        if start >= end {
            return "";
        }
        let rest = &self.text[self.byte_of(start)..];
        let len = end.min(self.len) - start.min(self.len);
        &rest[..Text { text: rest, len: self.len - start.min(self.len) }.byte_of(len)]
    }

    /// `text[slice]`, for a slice fitted to this length.
    pub fn slice(self, slice: Adjusted) -> Cow<'a, str> {
        if slice.count == 0 {
            return Cow::Borrowed("");
        }
        if slice.step == 1 {
            return Cow::Borrowed(self.range(slice.start as usize, slice.start as usize + slice.count));
        }
        Cow::Owned(if self.is_ascii() {
            let bytes = self.text.as_bytes();
            slice.positions().map(|position| bytes[position] as char).collect()
        } else {
            self.stepped(slice)
        })
    }

    fn stepped(self, slice: Adjusted) -> String {
        let forward = slice.ascending();
        let rest = &self.text[self.byte_of(forward.start as usize)..];
        let chosen = rest.chars().step_by(forward.step as usize).take(forward.count);
        if slice.step > 0 {
            return chosen.collect();
        }
        let chosen: Vec<char> = chosen.collect();
        chosen.into_iter().rev().collect()
    }
}
