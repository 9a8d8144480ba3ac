//! `float.fromhex`.

use crate::text::error::{Kind, PyError, PyResult};
use crate::text::float::from_scaled;
use num_bigint::BigInt;

/// Exponents beyond this give an infinity or zero with any digits that fit in memory.
const MOST: i64 = 1 << 40;

/// A hexadecimal number with an optional sign, prefix, point and exponent; or an infinity or a NaN.
///
/// # Errors
/// ValueError for anything else, OverflowError for a number that no float comes near.
pub(super) fn parse(text: &str) -> PyResult<f64> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let magnitude = match unsigned.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        lower => {
            let invalid = || PyError::new(Kind::Value, "invalid hexadecimal floating-point string");
            let finite = unsigned_hex(lower).ok_or_else(invalid)?;
            if finite.is_infinite() {
                let message = "hexadecimal value too large to represent as a float";
                return Err(PyError::new(Kind::Overflow, message));
            }
            finite
        }
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// None for what is no number; infinite when it is too large.
fn unsigned_hex(text: &str) -> Option<f64> {
    let text = text.strip_prefix("0x").unwrap_or(text);
    let (digits, exponent) = match text.split_once('p') {
        Some((digits, exponent)) => (digits, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = [whole, fraction].concat();
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let magnitude = BigInt::parse_bytes(all.as_bytes(), 16)?;
    Some(from_scaled(&magnitude, exponent - 4 * fraction.len() as i64))
}

/// The exponent, which is cut where it no longer matters.
fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse().unwrap_or(MOST).min(MOST);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}
