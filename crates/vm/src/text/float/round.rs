//! `round`: to the nearest decimal by the float's exact value, ties to even.

use super::exact::trunc;
use super::quick;
use crate::text::error::{PyError, PyResult};
use crate::text::int::Int;

/// Beyond this many decimals every float is itself.
const MAX_DIGITS: i64 = 323;
/// Before this many, counted negative, every float is zero.
const MIN_DIGITS: i64 = -308;
/// More significant digits than any float has.
const ALL_DIGITS: usize = 780;

/// `round(value)`: the nearest integer, ties to even.
///
/// # Errors
/// `OverflowError` for an infinity, `ValueError` for a NaN.
pub fn round_to_int(value: f64) -> PyResult<Int> {
    trunc(value.round_ties_even())
}

/// `round(value, digits)`
///
/// # Errors
/// `OverflowError` when rounding up leaves the range of floats.
pub fn round(value: f64, digits: i64) -> PyResult<f64> {
    if !value.is_finite() || value == 0.0 || digits > MAX_DIGITS {
        return Ok(value);
    }
    let zero = 0f64.copysign(value);
    if digits < MIN_DIGITS {
        return Ok(zero);
    }
    if let Some(rounded) = usize::try_from(digits).ok().and_then(|digits| quick::round(value, digits)) {
        return Ok(rounded);
    }
    let rounded = match digits {
        0.. => format!("{value:.*}", digits as usize),
        _ => match tens(value, digits) {
            Some(text) => text,
            None => return Ok(zero),
        },
    };
    let rounded: f64 = rounded.parse().unwrap_or(value);
    if rounded.is_infinite() {
        return Err(PyError::overflow("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// The value rounded to a multiple of `10^-digits`, for negative digits; `None` when that is zero.
fn tens(value: f64, digits: i64) -> Option<String> {
    let all = format!("{:.*e}", ALL_DIGITS, value.abs());
    let (mantissa, exponent) = all.split_once('e')?;
    let exponent: i64 = exponent.parse().ok()?;
    match exponent + digits + 1 {
        kept @ 1.. => Some(format!("{value:.*e}", kept as usize - 1)),
        // The value is below the unit: it is rounded up when it is above half of it, and half goes to the even zero.
        0 if is_above_five(mantissa) => {
            let sign = if value < 0.0 { "-" } else { "" };
            Some(format!("{sign}1e{}", -digits))
        }
        _ => None,
    }
}

fn is_above_five(mantissa: &str) -> bool {
    let (first, rest) = mantissa.split_at(1);
    first > "5" || first == "5" && rest.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0')
}
