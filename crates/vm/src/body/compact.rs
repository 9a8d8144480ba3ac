//! Text in three words: up to 23 bytes inside, longer text in a buffer that can grow.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error, realloc};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// Text that knows whether it is ASCII, and how many characters it has where it is not.
///
/// The last byte tells the two forms apart and belongs to both:
///
/// | bits | meaning |
/// |---|---|
/// | `APART` | the text is in a buffer |
/// | `ASCII` | every character is one byte |
/// | `KNOWN` | its owner marked it, which is no part of the text |
/// | low five | length, of text that is inside; the bytes behind it are zero |
#[repr(C)]
pub union Compact {
    inside: [u8; SIZE],
    apart: ManuallyDrop<Apart>,
}

#[repr(C)]
struct Apart {
    buffer: NonNull<Buffer>,
    length: usize,
    unused: [u8; 7],
    tag: u8,
}

/// What starts a buffer; the bytes of the text follow.
#[repr(C)]
struct Buffer {
    capacity: usize,
    /// How many characters, unless all are ASCII.
    chars: usize,
}

const SIZE: usize = 24;
/// The longest text that is inside.
const INSIDE: usize = SIZE - 1;
const APART: u8 = 0x80;
const ASCII: u8 = 0x40;
const KNOWN: u8 = 0x20;
const LENGTH: u8 = 0x1f;

const _: () = assert!(size_of::<Compact>() == SIZE && size_of::<Apart>() == SIZE);

impl Compact {
    /// The text of some parts, one after the other.
    #[inline]
    pub fn concat(parts: &[&str]) -> Self {
        let length = parts.iter().map(|part| part.len()).sum();
        let ascii = parts.iter().all(|part| part.is_ascii());
        if length > INSIDE {
            return Self::apart(parts, length, ascii);
        }
        let mut inside = [0; SIZE];
        let mut at = 0;
        for part in parts {
            inside[at..at + part.len()].copy_from_slice(part.as_bytes());
            at += part.len();
        }
        inside[INSIDE] = length as u8 | if ascii { ASCII } else { 0 };
        Self { inside }
    }

    #[cold]
    #[inline(never)]
    fn apart(parts: &[&str], length: usize, ascii: bool) -> Self {
        let chars = if ascii { length } else { parts.iter().map(|part| part.chars().count()).sum() };
        let buffer = Buffer::new(length, chars);
        let tag = APART | if ascii { ASCII } else { 0 };
        let mut apart = Apart { buffer, length: 0, unused: [0; 7], tag };
        for part in parts {
            // SAFETY: the buffer has room for all parts.
            unsafe { apart.put(part) };
        }
        Self { apart: ManuallyDrop::new(apart) }
    }

    #[inline]
    fn tag(&self) -> u8 {
        // SAFETY: the last byte is the tag in both forms.
        unsafe { self.inside[INSIDE] }
    }

    /// The text in a buffer, if that is where it is.
    #[inline]
    fn as_apart(&self) -> Option<&Apart> {
        // SAFETY: the tag says which form it is.
        (self.tag() & APART != 0).then(|| unsafe { &*self.apart })
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        let bytes = match self.as_apart() {
            // SAFETY: the buffer holds so many bytes.
            Some(apart) => unsafe { std::slice::from_raw_parts(apart.bytes(), apart.length) },
            // SAFETY: the tag says that the text is inside; its length is less than the size.
            None => unsafe { self.inside.get_unchecked(..usize::from(self.tag() & LENGTH)) },
        };
        // SAFETY: both forms are made of whole `str`s.
        unsafe { std::str::from_utf8_unchecked(bytes) }
    }

    /// Whether every character is one byte.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.tag() & ASCII != 0
    }

    /// How many characters.
    #[inline]
    pub fn chars(&self) -> usize {
        match self.as_apart() {
            _ if self.is_ascii() => self.as_str().len(),
            // SAFETY: the buffer is alive.
            Some(apart) => unsafe { apart.buffer.as_ref() }.chars,
            None => self.as_str().chars().count(),
        }
    }

    /// Whether both are the same text.
    #[inline]
    pub fn same(&self, other: &Self) -> bool {
        if (self.tag() | other.tag()) & APART != 0 {
            return self.as_str() == other.as_str();
        }
        let text_and_tag = |text: &Self| {
            // SAFETY: both are inside, and zero behind the text.
            let mut bytes = unsafe { text.inside };
            bytes[INSIDE] &= !KNOWN;
            bytes
        };
        text_and_tag(self) == text_and_tag(other)
    }

    /// Marks the text.
    pub fn mark(&mut self) {
        let tag = self.tag() | KNOWN;
        // SAFETY: the last byte is the tag in both forms, and the mark changes neither form nor length.
        unsafe { self.inside[INSIDE] = tag };
    }

    /// Whether it was marked.
    #[inline]
    pub fn is_marked(&self) -> bool {
        self.tag() & KNOWN != 0
    }

    /// Adds text at the end. A buffer grows by half, so that adding again and again is cheap.
    pub fn push(&mut self, text: &str) {
        let length = self.as_str().len() + text.len();
        if self.tag() & APART == 0 {
            let room = if length > INSIDE { 2 * length } else { 0 };
            let mut whole = Self::concat(&[self.as_str(), text]);
            whole.reserve(room);
            *self = whole;
            return;
        }
        let (was_ascii, ascii) = (self.is_ascii(), text.is_ascii());
        let chars = if was_ascii && ascii { length } else { self.chars() + text.chars().count() };
        self.reserve(length);
        // SAFETY: the tag said so above, and reserving changes nothing in that.
        let apart = unsafe { &mut *self.apart };
        // SAFETY: there is room for `length` bytes; the buffer is ours alone.
        unsafe {
            apart.put(text);
            apart.buffer.as_mut().chars = chars;
        }
        apart.tag = APART | if was_ascii && ascii { ASCII } else { 0 };
    }

    /// Makes room for so many bytes in all, if the text is in a buffer.
    fn reserve(&mut self, length: usize) {
        if self.tag() & APART == 0 {
            return;
        }
        // SAFETY: the tag says so.
        let apart = unsafe { &mut *self.apart };
        // SAFETY: the buffer is alive and ours alone.
        let capacity = unsafe { apart.buffer.as_ref() }.capacity;
        if length > capacity {
            // SAFETY: as above.
            apart.buffer = unsafe { Buffer::grown(apart.buffer, length.max(capacity + capacity / 2)) };
        }
    }
}

impl Apart {
    fn bytes(&self) -> *mut u8 {
        // SAFETY: the bytes follow the buffer's start.
        unsafe { self.buffer.add(1).cast::<u8>().as_ptr() }
    }

    /// Writes text behind what is there.
    ///
    /// # Safety
    /// The buffer has room for it.
    unsafe fn put(&mut self, text: &str) {
        // SAFETY: says the caller; a new text never lies in a buffer that is being written.
        unsafe { self.bytes().add(self.length).copy_from_nonoverlapping(text.as_ptr(), text.len()) };
        self.length += text.len();
    }
}

impl Buffer {
    fn layout(capacity: usize) -> Layout {
        let bytes = capacity.checked_add(size_of::<Self>()).expect("text is shorter than the address space");
        Layout::from_size_align(bytes, align_of::<Self>()).expect("text is shorter than the address space")
    }

    fn new(capacity: usize, chars: usize) -> NonNull<Self> {
        let layout = Self::layout(capacity);
        // SAFETY: the layout is not empty.
        let start = unsafe { alloc(layout) }.cast::<Self>();
        let Some(start) = NonNull::new(start) else { handle_alloc_error(layout) };
        // SAFETY: the block is ours and large enough.
        unsafe { start.write(Self { capacity, chars }) };
        start
    }

    /// # Safety
    /// The buffer came from `new` or `grown`, and is not used again.
    unsafe fn grown(buffer: NonNull<Self>, capacity: usize) -> NonNull<Self> {
        let layout = Self::layout(capacity);
        // SAFETY: the buffer was made with its capacity's layout, says the caller.
        let start = unsafe { realloc(buffer.as_ptr().cast(), Self::layout(buffer.as_ref().capacity), layout.size()) };
        let Some(mut start) = NonNull::new(start.cast::<Self>()) else { handle_alloc_error(layout) };
        // SAFETY: the block is ours, and starts as the old one did.
        unsafe { start.as_mut().capacity = capacity };
        start
    }
}

impl Drop for Compact {
    #[inline]
    fn drop(&mut self) {
        if let Some(apart) = self.as_apart() {
            // SAFETY: the buffer is ours alone, and was made with its capacity's layout.
            unsafe { dealloc(apart.buffer.as_ptr().cast(), Buffer::layout(apart.buffer.as_ref().capacity)) };
        }
    }
}

// SAFETY: a buffer belongs to one text, which changes it through `&mut` alone.
unsafe impl Send for Compact {}
// SAFETY: as above.
unsafe impl Sync for Compact {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &Compact, expected: &str) {
        assert_eq!(text.as_str(), expected);
        assert_eq!((text.chars(), text.is_ascii()), (expected.chars().count(), expected.is_ascii()));
        assert!(text.same(&Compact::concat(&[expected])) && !text.same(&Compact::concat(&[expected, "x"])));
    }

    proptest! {
        #[test]
        fn is_what_was_put_together(parts in prop::collection::vec("[a-cä€𝄞]{0,12}", 0..6)) {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            check(&Compact::concat(&parts), &parts.concat());
            let mut pushed = Compact::concat(&[]);
            parts.iter().for_each(|part| pushed.push(part));
            check(&pushed, &parts.concat());
        }
    }
}
