//! Searching: `find`, `index`, `count`, `startswith` and their kind, within optional bounds.

use super::Text;
use crate::text::error::{PyError, PyResult};
use crate::text::slice::bounds;

/// `text.find(sub, start, end)`, `None` for −1.
pub fn find(text: Text<'_>, sub: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let window = Window::new(text, start, end)?;
    Some(window.position(window.inside.find(sub)?))
}

/// `text.rfind(sub, start, end)`, `None` for −1.
pub fn rfind(text: Text<'_>, sub: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let window = Window::new(text, start, end)?;
    Some(window.position(window.inside.rfind(sub)?))
}

/// `text.index(sub, start, end)`
///
/// # Errors
/// `ValueError` when it is not found.
pub fn index(text: Text<'_>, sub: &str, start: Option<i64>, end: Option<i64>) -> PyResult<usize> {
    find(text, sub, start, end).ok_or_else(not_found)
}

/// `text.rindex(sub, start, end)`
///
/// # Errors
/// `ValueError` when it is not found.
pub fn rindex(text: Text<'_>, sub: &str, start: Option<i64>, end: Option<i64>) -> PyResult<usize> {
    rfind(text, sub, start, end).ok_or_else(not_found)
}

/// `text.count(sub, start, end)`: places that do not overlap; an empty string is before and after every character.
pub fn count(text: Text<'_>, sub: &str, start: Option<i64>, end: Option<i64>) -> usize {
    let Some(window) = Window::new(text, start, end) else {
        return 0;
    };
    match sub.as_bytes() {
        [] => window.inside.chars().count() + 1,
        [byte] => window.inside.bytes().filter(|it| it == byte).count(),
        _ => window.inside.matches(sub).count(),
    }
}

/// `text.startswith(prefix, start, end)`, for one prefix.
pub fn starts_with(text: Text<'_>, prefix: &str, start: Option<i64>, end: Option<i64>) -> bool {
    Window::new(text, start, end).is_some_and(|window| window.inside.starts_with(prefix))
}

/// `text.endswith(suffix, start, end)`, for one suffix.
pub fn ends_with(text: Text<'_>, suffix: &str, start: Option<i64>, end: Option<i64>) -> bool {
    Window::new(text, start, end).is_some_and(|window| window.inside.ends_with(suffix))
}

/// The part of a string that is searched, and where it starts.
struct Window<'a> {
    inside: &'a str,
    start: usize,
    is_ascii: bool,
}

impl<'a> Window<'a> {
    /// `None` when the bounds are the wrong way round, where not even the empty string is.
    fn new(text: Text<'a>, start: Option<i64>, end: Option<i64>) -> Option<Self> {
        if start.is_none() && end.is_none() {
            return Some(Window { inside: text.as_str(), start: 0, is_ascii: text.is_ascii() });
        }
        let (start, end) = bounds(start, end, text.len());
        let inside = (start <= end).then(|| text.range(start, end))?;
        Some(Window { inside, start, is_ascii: text.is_ascii() })
    }

    fn position(&self, byte: usize) -> usize {
        self.start + if self.is_ascii { byte } else { self.inside[..byte].chars().count() }
    }
}

fn not_found() -> PyError {
    PyError::value("substring not found")
}
