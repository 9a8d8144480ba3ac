//! `int(text, base)`.

use std::borrow::Cow;

use super::radix::from_digits;
use super::{Int, neg};
use crate::text::error::{PyError, PyResult};
use crate::text::{bytes, repr, unicode};

/// Error messages show at most this many characters of the text.
const SHOWN: usize = 200;

/// `int(text, base)`, where base 0 reads the base from the prefix and `limit` is the largest number of digits in a base
/// that is not a power of two (0 for no limit).
///
/// # Errors
/// `ValueError` for a text that is no integer, a base that is none, and too many digits.
pub fn parse(text: &str, base: i64, limit: usize) -> PyResult<Int> {
    checked_base(base)?;
    to_ascii(text.trim())
        .and_then(|ascii| parse_trimmed(ascii.as_bytes(), base, limit))
        .unwrap_or_else(|| Err(invalid_literal(base, &repr::str(text))))
}

/// [`parse`] for `bytes`.
///
/// # Errors
/// As for `parse`.
pub fn parse_bytes(text: &[u8], base: i64, limit: usize) -> PyResult<Int> {
    checked_base(base)?;
    parse_trimmed(bytes::strip(text, None), base, limit)
        .unwrap_or_else(|| Err(invalid_literal(base, &repr::bytes(text))))
}

/// The text with the decimal digits of all scripts made ASCII; `None` if another character is not ASCII.
pub(in crate::text) fn to_ascii(text: &str) -> Option<Cow<'_, str>> {
    if text.is_ascii() {
        return Some(Cow::Borrowed(text));
    }
    let to_ascii = |c: char| {
        let digit = || unicode::decimal(c).and_then(|value| char::from_digit(value, 10));
        if c.is_ascii() { Some(c) } else { digit() }
    };
    text.chars().map(to_ascii).collect::<Option<String>>().map(Cow::Owned)
}

/// The text without its underscores, each of which must stand between two digits.
pub(in crate::text) fn without_underscores(text: &[u8], is_digit: impl Fn(u8) -> bool) -> Option<Cow<'_, [u8]>> {
    if !text.contains(&b'_') {
        return Some(Cow::Borrowed(text));
    }
    let is_digit_at = |at: usize| text.get(at).is_some_and(|&byte| is_digit(byte));
    let between = |at: usize| at > 0 && is_digit_at(at - 1) && is_digit_at(at + 1);
    if (0..text.len()).any(|at| text[at] == b'_' && !between(at)) {
        return None;
    }
    Some(text.iter().copied().filter(|&byte| byte != b'_').collect::<Vec<_>>().into())
}

fn checked_base(base: i64) -> PyResult<()> {
    if base == 0 || (2..=36).contains(&base) {
        return Ok(());
    }
    Err(PyError::value("int() base must be >= 2 and <= 36, or 0"))
}

/// `None` when the text is no integer.
fn parse_trimmed(text: &[u8], base: i64, limit: usize) -> Option<PyResult<Int>> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (radix, digits) = without_prefix(unsigned, base)?;
    let is_digit = |byte: u8| (byte as char).is_digit(radix);
    let digits = without_underscores(digits, is_digit)?;
    if digits.is_empty() || !digits.iter().copied().all(is_digit) {
        return None;
    }
    // Without a prefix, base 0 refuses what C would read as octal.
    if base == 0 && radix == 10 && digits[0] == b'0' && digits.iter().any(|&byte| byte != b'0') {
        return None;
    }
    if limit != 0 && digits.len() > limit && !radix.is_power_of_two() {
        return Some(Err(too_long(limit, digits.len())));
    }
    let value = from_digits(&digits, radix);
    Some(Ok(if negative { neg(value.as_ref()) } else { value }))
}

/// The radix and what follows the prefix, which an underscore may separate from the digits.
fn without_prefix(text: &[u8], base: i64) -> Option<(u32, &[u8])> {
    let radix = match text {
        [b'0', b'x' | b'X', ..] if matches!(base, 0 | 16) => 16,
        [b'0', b'o' | b'O', ..] if matches!(base, 0 | 8) => 8,
        [b'0', b'b' | b'B', ..] if matches!(base, 0 | 2) => 2,
        _ => return Some((if base == 0 { 10 } else { base as u32 }, text)),
    };
    let digits = &text[2..];
    Some((radix, digits.strip_prefix(b"_").unwrap_or(digits)))
}

fn invalid_literal(base: i64, repr: &str) -> PyError {
    let shown: String = repr.chars().take(SHOWN).collect();
    PyError::value(format!("invalid literal for int() with base {base}: {shown}"))
}

fn too_long(limit: usize, digits: usize) -> PyError {
    PyError::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}
