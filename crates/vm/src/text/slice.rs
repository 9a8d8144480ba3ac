//! From Python's signed, open-ended indices to positions inside a sequence.

use super::error::{PyError, PyResult};

/// The three parts of a `slice` object whose items are integers or `None`.
///
/// An integer too large for `i64` is clamped to it by the caller, as CPython clamps to `Py_ssize_t`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Slice {
    /// First position, `None` for the end that the step comes from.
    pub start: Option<i64>,
    /// Position to stop before, `None` for the end that the step goes to.
    pub stop: Option<i64>,
    /// Distance between items; `None` is 1.
    pub step: Option<i64>,
}

/// A slice adjusted to one length: `count` items at `start`, `start + step`, and so on, all inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjusted {
    /// Position of the first item; may be -1 or the length when there is none.
    pub start: i64,
    /// Position to stop before; -1 when a backward slice runs off the front.
    pub stop: i64,
    /// Distance between items, never 0.
    pub step: i64,
    /// How many items there are.
    pub count: usize,
}

impl Slice {
    /// A slice with these three parts.
    pub fn new(start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> Self {
        Slice { start, stop, step }
    }

    /// Fits the slice to a sequence of `len` items.
    ///
    /// # Errors
    /// `ValueError` for a step of zero.
    pub fn adjust(self, len: usize) -> PyResult<Adjusted> {
        // As CPython does, so that a step can always be negated.
        let step = self.step.unwrap_or(1).max(-i64::MAX);
        if step == 0 {
            return Err(PyError::value("slice step cannot be zero"));
        }
        let len = len as i64;
        let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
        let clamp = |index: i64| {
            if index < 0 { (index + len).max(low) } else { index.min(high) }
        };
        let start = self.start.map_or(if step > 0 { low } else { high }, clamp);
        let stop = self.stop.map_or(if step > 0 { high } else { low }, clamp);
        Ok(Adjusted { start, stop, step, count: count(start, stop, step) })
    }
}

impl Adjusted {
    /// The positions of the items, in the order of the slice.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |i| (self.start + i * self.step) as usize)
    }

    /// The positions as a range, if they follow one another.
    #[inline]
    pub fn run(self) -> Option<std::ops::Range<usize>> {
        let start = self.start.max(0) as usize;
        (self.step == 1).then(|| start..start + self.count)
    }

    /// The same positions in ascending order: the way to delete or to walk a string once.
    pub fn ascending(self) -> Adjusted {
        if self.step > 0 || self.count == 0 {
            return self;
        }
        let start = self.start + (self.count as i64 - 1) * self.step;
        Adjusted { start, stop: self.start + 1, step: -self.step, count: self.count }
    }
}

fn count(start: i64, stop: i64, step: i64) -> usize {
    match step {
        1 => (stop - start).max(0) as usize,
        _ if step > 0 && start < stop => ((stop - start - 1) / step + 1) as usize,
        _ if step < 0 && stop < start => ((start - stop - 1) / -step + 1) as usize,
        _ => 0,
    }
}

/// The position an index names, negative ones counted from the end; `None` when it is out of range.
#[inline]
pub fn index(index: i64, len: usize) -> Option<usize> {
    let position = if index < 0 { index + len as i64 } else { index };
    (0 <= position && position < len as i64).then_some(position as usize)
}

/// The optional bounds that methods such as `find` and `index` take, fitted to `len`.
///
/// The first may be larger than the second, and then nothing is found, not even the empty string.
pub fn bounds(start: Option<i64>, end: Option<i64>, len: usize) -> (usize, usize) {
    let from_end = |index: i64| if index < 0 { (index + len as i64).max(0) } else { index } as usize;
    (start.map_or(0, from_end), end.map_or(len, from_end).min(len))
}
