//! The sparse half of a hash table: where the entry of a hash is.
//!
//! Slots are tried in the order that CPython made known: the low bits of the hash first, so that ints in a row are in a
//! row here too and share cache lines; then a sequence into which the other bits of the hash are mixed.

/// Numbers of entries, found by hash.
#[derive(Clone, Default)]
pub(super) struct Index {
    /// `FREE`, `GONE` or the number of an entry plus one. The length is a power of two, or zero.
    slots: Box<[u32]>,
    /// How many slots are not free.
    used: usize,
}

const FREE: u32 = 0;
/// Was in use: a search goes on behind it.
const GONE: u32 = u32::MAX;

impl Index {
    /// An index with room for so many entries, none of which is in it yet.
    pub fn with_room(entries: usize) -> Self {
        let size = (entries * 2).next_power_of_two().max(16);
        Self { slots: vec![FREE; size].into(), used: 0 }
    }

    /// Whether there is no index: few entries are searched one by one.
    #[inline]
    pub fn is_absent(&self) -> bool {
        self.slots.is_empty()
    }

    /// Whether one more entry would leave too few slots free.
    #[inline]
    pub fn is_full(&self) -> bool {
        (self.used + 1) * 3 > self.slots.len() * 2
    }

    /// Asks `is_it` about the entries that may have a hash, until it has an answer.
    #[inline]
    pub fn search<T>(&self, hash: u64, mut is_it: impl FnMut(usize) -> Option<T>) -> Option<T> {
        let mut way = Way::new(hash, self.slots.len());
        loop {
            match self.slot(way.here) {
                FREE => return None,
                GONE => {}
                number => {
                    if let Some(answer) = is_it(number as usize - 1) {
                        return Some(answer);
                    }
                }
            }
            way.on();
        }
    }

    /// Adds an entry that is not in the index; there is a free slot.
    #[inline]
    pub fn add(&mut self, number: usize, hash: u64) {
        let mut way = Way::new(hash, self.slots.len());
        while !matches!(self.slot(way.here), FREE | GONE) {
            way.on();
        }
        self.used += usize::from(self.slots[way.here] == FREE);
        self.slots[way.here] = number as u32 + 1;
    }

    /// Takes an entry out that is in the index.
    pub fn remove(&mut self, number: usize, hash: u64) {
        let mut way = Way::new(hash, self.slots.len());
        while self.slot(way.here) != number as u32 + 1 {
            way.on();
        }
        self.slots[way.here] = GONE;
    }

    #[inline]
    fn slot(&self, number: usize) -> u32 {
        debug_assert!(number < self.slots.len());
        // SAFETY: a way stays below the length that it was made for, which is that of these slots.
        unsafe { *self.slots.get_unchecked(number) }
    }
}

/// The slots to try for a hash, one after the other: in the end, all.
struct Way {
    here: usize,
    rest: u64,
    mask: usize,
}

impl Way {
    #[inline]
    fn new(hash: u64, length: usize) -> Self {
        let mask = length - 1;
        Self { here: hash as usize & mask, rest: hash, mask }
    }

    #[inline]
    fn on(&mut self) {
        self.rest >>= 5;
        self.here = self.here.wrapping_mul(5).wrapping_add(self.rest as usize).wrapping_add(1) & self.mask;
    }
}
