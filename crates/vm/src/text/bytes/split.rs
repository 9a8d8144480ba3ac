//! Cutting bytes into pieces, each a part of them.

use super::classify::is_space_byte;
use super::edit::{lstrip, rstrip};
use super::find::{first, last};
use crate::text::error::{PyError, PyResult};

/// `bytes.split(sep, limit)`; a negative limit is none.
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn split<'a>(bytes: &'a [u8], sep: &[u8], limit: i64) -> PyResult<Vec<&'a [u8]>> {
    checked(sep)?;
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while parts.len() < cuts(limit)
        && let Some(at) = first(rest, sep)
    {
        parts.push(&rest[..at]);
        rest = &rest[at + sep.len()..];
    }
    parts.push(rest);
    Ok(parts)
}

/// `bytes.rsplit(sep, limit)`; a negative limit is none.
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn rsplit<'a>(bytes: &'a [u8], sep: &[u8], limit: i64) -> PyResult<Vec<&'a [u8]>> {
    checked(sep)?;
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while parts.len() < cuts(limit)
        && let Some(at) = last(rest, sep)
    {
        parts.push(&rest[at + sep.len()..]);
        rest = &rest[..at];
    }
    parts.push(rest);
    parts.reverse();
    Ok(parts)
}

/// `bytes.split(None, limit)`: at runs of white space, without empty pieces.
pub fn split_space(bytes: &[u8], limit: i64) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), lstrip(bytes, None));
    while !rest.is_empty() {
        let space = rest.iter().position(|&byte| is_space_byte(byte));
        let end = space.filter(|_| parts.len() < cuts(limit)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = lstrip(after, None);
    }
    parts
}

/// `bytes.rsplit(None, limit)`: as [`split_space`], but a limit keeps the pieces at the end.
pub fn rsplit_space(bytes: &[u8], limit: i64) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), rstrip(bytes, None));
    while !rest.is_empty() {
        let space = rest.iter().rposition(|&byte| is_space_byte(byte));
        let start = space.filter(|_| parts.len() < cuts(limit)).map_or(0, |at| at + 1);
        let (before, part) = rest.split_at(start);
        parts.push(part);
        rest = rstrip(before, None);
    }
    parts.reverse();
    parts
}

/// `bytes.splitlines()`, with the line breaks if `keep_ends`; only `\n`, `\r` and `\r\n` break a line.
pub fn split_lines(bytes: &[u8], keep_ends: bool) -> Vec<&[u8]> {
    let (mut lines, mut rest) = (Vec::new(), bytes);
    while !rest.is_empty() {
        let line = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let end = match rest[line..] {
            [] => line,
            [b'\r', b'\n', ..] => line + 2,
            _ => line + 1,
        };
        lines.push(&rest[..if keep_ends { end } else { line }]);
        rest = &rest[end..];
    }
    lines
}

/// `bytes.partition(sep)`
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn partition<'a>(bytes: &'a [u8], sep: &'a [u8]) -> PyResult<(&'a [u8], &'a [u8], &'a [u8])> {
    checked(sep)?;
    let cut = |at: usize| (&bytes[..at], sep, &bytes[at + sep.len()..]);
    Ok(first(bytes, sep).map_or((bytes, b"".as_slice(), b"".as_slice()), cut))
}

/// `bytes.rpartition(sep)`
///
/// # Errors
/// `ValueError` for an empty separator.
pub fn rpartition<'a>(bytes: &'a [u8], sep: &'a [u8]) -> PyResult<(&'a [u8], &'a [u8], &'a [u8])> {
    checked(sep)?;
    let cut = |at: usize| (&bytes[..at], sep, &bytes[at + sep.len()..]);
    Ok(last(bytes, sep).map_or((b"".as_slice(), b"".as_slice(), bytes), cut))
}

fn checked(sep: &[u8]) -> PyResult<()> {
    if sep.is_empty() { Err(PyError::value("empty separator")) } else { Ok(()) }
}

fn cuts(limit: i64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
