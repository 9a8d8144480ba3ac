//! Cutting a string into pieces, each a part of it.

use crate::text::error::{PyError, PyResult};
use crate::text::unicode::{is_line_break, is_space};

/// `text.split(sep, limit)`; a negative limit is none.
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn split<'a>(text: &'a str, sep: &str, limit: i64) -> PyResult<Vec<&'a str>> {
    checked(sep)?;
    // One character is looked for without preparing a search.
    let mut chars = sep.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Ok(text.splitn(pieces(limit), only).collect());
    }
    Ok(text.splitn(pieces(limit), sep).collect())
}

/// `text.rsplit(sep, limit)`; a negative limit is none.
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn rsplit<'a>(text: &'a str, sep: &str, limit: i64) -> PyResult<Vec<&'a str>> {
    checked(sep)?;
    let mut parts: Vec<_> = text.rsplitn(pieces(limit), sep).collect();
    parts.reverse();
    Ok(parts)
}

/// `text.split(None, limit)`: at runs of white space, without empty pieces.
pub fn split_space(text: &str, limit: i64) -> Vec<&str> {
    if text.is_ascii() {
        return split_ascii_space(text, pieces(limit));
    }
    let (mut parts, mut rest) = (Vec::new(), text.trim_start_matches(is_space));
    while !rest.is_empty() {
        let end = if parts.len() + 1 == pieces(limit) { None } else { rest.find(is_space) };
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        parts.push(part);
        rest = after.trim_start_matches(is_space);
    }
    parts
}

/// The same for text whose bytes are its characters, in at most so many pieces.
fn split_ascii_space(text: &str, most: usize) -> Vec<&str> {
    let is_space = |&byte: &u8| is_space(byte.into());
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some(spaces) = text.as_bytes()[at..].iter().position(|byte| !is_space(byte)) {
        let start = at + spaces;
        let word = &text.as_bytes()[start..];
        let length = if parts.len() + 1 == most { None } else { word.iter().position(is_space) };
        at = start + length.unwrap_or(word.len());
        parts.push(&text[start..at]);
    }
    parts
}

/// `text.rsplit(None, limit)`: as [`split_space`], but a limit keeps the pieces at the end.
pub fn rsplit_space(text: &str, limit: i64) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text.trim_end_matches(is_space));
    while !rest.is_empty() {
        let last = parts.len() + 1 == pieces(limit);
        let space = if last { None } else { rest.char_indices().rfind(|&(_, c)| is_space(c)) };
        let start = space.map_or(0, |(at, c)| at + c.len_utf8());
        let (before, part) = rest.split_at(start);
        parts.push(part);
        rest = before.trim_end_matches(is_space);
    }
    parts.reverse();
    parts
}

/// `text.splitlines()`, with the line breaks if `keep_ends`; `"\r\n"` is one break.
pub fn split_lines(text: &str, keep_ends: bool) -> Vec<&str> {
    let (mut lines, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (line, end) = match rest.char_indices().find(|&(_, c)| is_line_break(c)) {
            None => (rest.len(), rest.len()),
            Some((at, '\r')) if rest[at + 1..].starts_with('\n') => (at, at + 2),
            Some((at, c)) => (at, at + c.len_utf8()),
        };
        lines.push(&rest[..if keep_ends { end } else { line }]);
        rest = &rest[end..];
    }
    lines
}

/// `text.partition(sep)`
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn partition<'a>(text: &'a str, sep: &'a str) -> PyResult<(&'a str, &'a str, &'a str)> {
    checked(sep)?;
    Ok(text.split_once(sep).map_or((text, "", ""), |(before, after)| (before, sep, after)))
}

/// `text.rpartition(sep)`
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn rpartition<'a>(text: &'a str, sep: &'a str) -> PyResult<(&'a str, &'a str, &'a str)> {
    checked(sep)?;
    Ok(text.rsplit_once(sep).map_or(("", "", text), |(before, after)| (before, sep, after)))
}

fn checked(sep: &str) -> PyResult<()> {
    if sep.is_empty() { Err(PyError::value("empty separator")) } else { Ok(()) }
}

/// The largest number of pieces that so many cuts give.
fn pieces(limit: i64) -> usize {
    usize::try_from(limit).map_or(usize::MAX, |cuts| cuts.saturating_add(1))
}
