//! Bytes as hexadecimal digits and back.

use crate::text::error::{PyError, PyResult};

/// `bytes.hex()`
pub fn hex(bytes: &[u8]) -> String {
    hex_grouped(bytes, None, 1)
}

/// `bytes.hex(separator, group)`: the separator after so many bytes, counted from the end, or from the start if the
/// group is negative; none if it is 0.
pub fn hex_grouped(bytes: &[u8], separator: Option<char>, group: i64) -> String {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(bytes.len() * 2);
    for (at, &byte) in bytes.iter().enumerate() {
        let counted = if group < 0 { at } else { bytes.len() - at };
        if let Some(separator) = separator
            && at > 0
            && counted.checked_rem(size) == Some(0)
        {
            out.push(separator);
        }
        out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
    }
    out
}

/// `bytes.fromhex(text)`: pairs of digits, with white space between pairs.
///
/// # Errors
/// `ValueError` with the position of the first character that does not fit.
pub fn from_hex(text: &str) -> PyResult<Vec<u8>> {
    if let Some(at) = text.chars().position(|c| !c.is_ascii()) {
        return Err(not_hex(at));
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16)).ok_or_else(|| not_hex(at));
    let (mut out, mut at) = (Vec::with_capacity(bytes.len() / 2), 0);
    while at < bytes.len() {
        if super::classify::is_space_byte(bytes[at]) {
            at += 1;
            continue;
        }
        out.push((digit(at)? << 4 | digit(at + 1)?) as u8);
        at += 2;
    }
    Ok(out)
}

fn not_hex(at: usize) -> PyError {
    PyError::value(format!("non-hexadecimal number found in fromhex() arg at position {at}"))
}
