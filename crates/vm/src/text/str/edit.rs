//! Strings with something taken away or put in another's place.

use std::borrow::Cow;

use crate::text::unicode::is_space;

/// What `translate` makes of a character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mapped {
    /// The character stays.
    Same,
    /// The character goes.
    Removed,
    /// Another character takes its place.
    Char(char),
    /// A string takes its place.
    Text(String),
}

/// `text.strip(chars)`; `None` strips white space.
pub fn strip<'a>(text: &'a str, chars: Option<&str>) -> &'a str {
    lstrip(rstrip(text, chars), chars)
}

/// `text.lstrip(chars)`; `None` strips white space.
pub fn lstrip<'a>(text: &'a str, chars: Option<&str>) -> &'a str {
    match chars {
        None => text.trim_start_matches(is_space),
        Some(chars) => text.trim_start_matches(|c| chars.contains(c)),
    }
}

/// `text.rstrip(chars)`; `None` strips white space.
pub fn rstrip<'a>(text: &'a str, chars: Option<&str>) -> &'a str {
    match chars {
        None => text.trim_end_matches(is_space),
        Some(chars) => text.trim_end_matches(|c| chars.contains(c)),
    }
}

/// `text.removeprefix(prefix)`
pub fn remove_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    text.strip_prefix(prefix).unwrap_or(text)
}

/// `text.removesuffix(suffix)`
pub fn remove_suffix<'a>(text: &'a str, suffix: &str) -> &'a str {
    text.strip_suffix(suffix).unwrap_or(text)
}

/// `text.replace(old, new, limit)`; a negative limit is none. Borrowed when there is nothing to replace.
pub fn replace<'a>(text: &'a str, old: &str, new: &str, limit: i64) -> Cow<'a, str> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if limit == 0 || !text.contains(old) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replacen(old, new, limit))
}

/// `text * count`; nothing for a negative count.
///
/// # Panics
/// When the result would be longer than memory; the caller checks.
pub fn repeat(text: &str, count: i64) -> String {
    text.repeat(usize::try_from(count).unwrap_or(0))
}

/// `text.translate(table)`, with the table as a function that may fail.
///
/// # Errors
/// The first of the function.
pub fn translate<E>(text: &str, mut table: impl FnMut(char) -> Result<Mapped, E>) -> Result<String, E> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match table(c)? {
            Mapped::Same => out.push(c),
            Mapped::Removed => {}
            Mapped::Char(other) => out.push(other),
            Mapped::Text(other) => out.push_str(&other),
        }
    }
    Ok(out)
}
