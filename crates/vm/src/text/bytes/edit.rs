//! Bytes with something taken away or put in another's place.

use std::borrow::Cow;

use super::classify::is_space_byte;
use super::find::first;
use crate::text::error::{PyError, PyResult};

/// `bytes.strip(chars)`; `None` strips white space.
pub fn strip<'a>(bytes: &'a [u8], chars: Option<&[u8]>) -> &'a [u8] {
    lstrip(rstrip(bytes, chars), chars)
}

/// `bytes.lstrip(chars)`; `None` strips white space.
pub fn lstrip<'a>(bytes: &'a [u8], chars: Option<&[u8]>) -> &'a [u8] {
    let start = bytes.iter().position(|byte| !is_stripped(byte, chars));
    &bytes[start.unwrap_or(bytes.len())..]
}

/// `bytes.rstrip(chars)`; `None` strips white space.
pub fn rstrip<'a>(bytes: &'a [u8], chars: Option<&[u8]>) -> &'a [u8] {
    let last = bytes.iter().rposition(|byte| !is_stripped(byte, chars));
    &bytes[..last.map_or(0, |at| at + 1)]
}

/// `bytes.removeprefix(prefix)`
pub fn remove_prefix<'a>(bytes: &'a [u8], prefix: &[u8]) -> &'a [u8] {
    bytes.strip_prefix(prefix).unwrap_or(bytes)
}

/// `bytes.removesuffix(suffix)`
pub fn remove_suffix<'a>(bytes: &'a [u8], suffix: &[u8]) -> &'a [u8] {
    bytes.strip_suffix(suffix).unwrap_or(bytes)
}

/// `bytes.replace(old, new, limit)`; a negative limit is none. Borrowed when there is nothing to replace.
pub fn replace<'a>(bytes: &'a [u8], old: &[u8], new: &[u8], limit: i64) -> Cow<'a, [u8]> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if limit == 0 || first(bytes, old).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    if old.is_empty() {
        interleave(bytes, new, limit, &mut out);
        return out.into();
    }
    let (mut rest, mut done) = (bytes, 0);
    while done < limit
        && let Some(at) = first(rest, old)
    {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(new);
        rest = &rest[at + old.len()..];
        done += 1;
    }
    out.extend_from_slice(rest);
    out.into()
}

/// `bytes.translate(table, delete)`; no table leaves the bytes that are not deleted as they are.
///
/// # Errors
/// `ValueError` for a table that has not 256 entries.
pub fn translate(bytes: &[u8], table: Option<&[u8]>, delete: &[u8]) -> PyResult<Vec<u8>> {
    if table.is_some_and(|table| table.len() != 256) {
        return Err(PyError::value("translation table must be 256 characters long"));
    }
    let kept = bytes.iter().copied().filter(|byte| !delete.contains(byte));
    Ok(match table {
        Some(table) => kept.map(|byte| table[usize::from(byte)]).collect(),
        None => kept.collect(),
    })
}

/// Puts `new` before each of the first bytes, and after the last if the limit allows.
fn interleave(bytes: &[u8], new: &[u8], limit: usize, out: &mut Vec<u8>) {
    for (at, byte) in bytes.iter().enumerate() {
        if at < limit {
            out.extend_from_slice(new);
        }
        out.push(*byte);
    }
    if bytes.len() < limit {
        out.extend_from_slice(new);
    }
}

fn is_stripped(byte: &u8, chars: Option<&[u8]>) -> bool {
    chars.map_or_else(|| is_space_byte(*byte), |chars| chars.contains(byte))
}
