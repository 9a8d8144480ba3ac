//! Searching in bytes, within optional bounds.

use crate::text::error::{PyError, PyResult};
use crate::text::slice::bounds;

/// `sub in bytes`
pub fn contains(bytes: &[u8], sub: &[u8]) -> bool {
    first(bytes, sub).is_some()
}

/// `bytes.find(sub, start, end)`, `None` for −1.
pub fn find(bytes: &[u8], sub: &[u8], start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (offset, window) = window(bytes, start, end)?;
    first(window, sub).map(|at| offset + at)
}

/// `bytes.rfind(sub, start, end)`, `None` for −1.
pub fn rfind(bytes: &[u8], sub: &[u8], start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (offset, window) = window(bytes, start, end)?;
    last(window, sub).map(|at| offset + at)
}

/// `bytes.index(sub, start, end)`
///
/// # Errors
/// `ValueError` when it is not found.
pub fn index(bytes: &[u8], sub: &[u8], start: Option<i64>, end: Option<i64>) -> PyResult<usize> {
    find(bytes, sub, start, end).ok_or_else(not_found)
}

/// `bytes.rindex(sub, start, end)`
///
/// # Errors
/// `ValueError` when it is not found.
pub fn rindex(bytes: &[u8], sub: &[u8], start: Option<i64>, end: Option<i64>) -> PyResult<usize> {
    rfind(bytes, sub, start, end).ok_or_else(not_found)
}

/// `bytes.count(sub, start, end)`: places that do not overlap.
pub fn count(bytes: &[u8], sub: &[u8], start: Option<i64>, end: Option<i64>) -> usize {
    let Some((_, mut rest)) = window(bytes, start, end) else {
        return 0;
    };
    match sub {
        [] => return rest.len() + 1,
        [byte] => return rest.iter().filter(|it| *it == byte).count(),
        _ => {}
    }
    let mut count = 0;
    while let Some(at) = first(rest, sub) {
        count += 1;
        rest = &rest[at + sub.len()..];
    }
    count
}

/// `bytes.startswith(prefix, start, end)`, for one prefix.
pub fn starts_with(bytes: &[u8], prefix: &[u8], start: Option<i64>, end: Option<i64>) -> bool {
    window(bytes, start, end).is_some_and(|(_, window)| window.starts_with(prefix))
}

/// `bytes.endswith(suffix, start, end)`, for one suffix.
pub fn ends_with(bytes: &[u8], suffix: &[u8], start: Option<i64>, end: Option<i64>) -> bool {
    window(bytes, start, end).is_some_and(|(_, window)| window.ends_with(suffix))
}

/// Where `sub` is first. Looks for its first byte and compares the rest there, which is fast but for repetitive data.
pub(super) fn first(bytes: &[u8], sub: &[u8]) -> Option<usize> {
    let Some(&head) = sub.first() else {
        return Some(0);
    };
    let places = bytes.len().checked_sub(sub.len())? + 1;
    let mut from = 0;
    while let Some(step) = bytes[from..places].iter().position(|&byte| byte == head) {
        from += step;
        if bytes[from..].starts_with(sub) {
            return Some(from);
        }
        from += 1;
    }
    None
}

/// Where `sub` is last.
pub(super) fn last(bytes: &[u8], sub: &[u8]) -> Option<usize> {
    let last_place = bytes.len().checked_sub(sub.len())?;
    (0..=last_place).rev().find(|&at| bytes[at..].starts_with(sub))
}

/// The part that is searched and where it starts; `None` when the bounds are the wrong way round.
fn window(bytes: &[u8], start: Option<i64>, end: Option<i64>) -> Option<(usize, &[u8])> {
    let (start, end) = bounds(start, end, bytes.len());
    (start <= end).then(|| (start, &bytes[start..end]))
}

fn not_found() -> PyError {
    PyError::value("subsection not found")
}
