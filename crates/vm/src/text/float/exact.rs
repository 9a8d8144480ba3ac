//! Floats as the exact binary fractions that they are, and the integers nearest or equal to them.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use crate::text::error::{PyError, PyResult};
use crate::text::int::{Int, IntRef};

/// The exponent of the smallest float above zero.
const MIN_EXPONENT: i64 = -1074;
const PRECISION: i64 = f64::MANTISSA_DIGITS as i64;

/// `value.is_integer()`
pub fn is_integer(value: f64) -> bool {
    value.is_finite() && value.fract() == 0.0
}

/// A finite float above zero as `mantissa · 2^exponent`, the mantissa below 2⁵³ and not made odd.
pub fn decompose(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << (PRECISION - 1)) - 1);
    match (bits >> (PRECISION - 1)) & 0x7ff {
        0 => (fraction, MIN_EXPONENT as i32),
        exponent => (fraction | 1 << (PRECISION - 1), exponent as i32 - 1075),
    }
}

/// The float nearest to an integer, ties to even; infinite when the integer is too large.
pub fn from_big(value: &BigInt) -> f64 {
    let magnitude = from_scaled(&value.abs(), 0);
    if value.is_negative() { -magnitude } else { magnitude }
}

/// The float nearest to `magnitude · 2^exponent`, ties to even, subnormal results rounded once; may be infinite.
///
/// The magnitude must not be negative.
pub fn from_scaled(magnitude: &BigInt, exponent: i64) -> f64 {
    let bits = magnitude.bits() as i64;
    if bits + exponent > 1024 {
        return f64::INFINITY;
    }
    let kept = PRECISION.min(bits + exponent - MIN_EXPONENT);
    if bits == 0 || kept < 0 {
        return 0.0;
    }
    let dropped = bits - kept;
    let mantissa =
        if dropped > 0 { rounded_shift(magnitude, dropped as u64) } else { magnitude.to_u64().unwrap_or_default() };
    scale(mantissa as f64, exponent + dropped.max(0))
}

/// The integer part: `int(value)`.
///
/// # Errors
/// `OverflowError` for an infinity, `ValueError` for a NaN.
pub fn trunc(value: f64) -> PyResult<Int> {
    // Every float strictly between these is a machine word after truncation.
    const LIMIT: f64 = -(i64::MIN as f64);
    if -LIMIT < value && value < LIMIT {
        return Ok(Int::Small(value as i64));
    }
    if value.is_nan() {
        return Err(PyError::value("cannot convert float NaN to integer"));
    }
    let big = BigInt::from_f64(value).ok_or_else(|| PyError::overflow("cannot convert float infinity to integer"))?;
    Ok(Int::from(big))
}

/// `math.floor(value)`
///
/// # Errors
/// As for [`trunc`].
pub fn floor(value: f64) -> PyResult<Int> {
    trunc(value.floor())
}

/// `math.ceil(value)`
///
/// # Errors
/// As for [`trunc`].
pub fn ceil(value: f64) -> PyResult<Int> {
    trunc(value.ceil())
}

/// `value.as_integer_ratio()`: numerator and denominator in lowest terms.
///
/// # Errors
/// `OverflowError` for an infinity, `ValueError` for a NaN.
pub fn as_integer_ratio(value: f64) -> PyResult<(Int, Int)> {
    if value.is_nan() {
        return Err(PyError::value("cannot convert NaN to integer ratio"));
    }
    if value.is_infinite() {
        return Err(PyError::overflow("cannot convert Infinity to integer ratio"));
    }
    if value == 0.0 {
        return Ok((Int::Small(0), Int::Small(1)));
    }
    let (mantissa, exponent) = decompose(value.abs());
    let twos = mantissa.trailing_zeros();
    let odd = (mantissa >> twos) as i64;
    let numerator = BigInt::from(if value < 0.0 { -odd } else { odd });
    let exponent = exponent + twos as i32;
    let (up, down) = (exponent.max(0), (-exponent).max(0));
    Ok(((numerator << up).into(), (BigInt::from(1) << down).into()))
}

/// The order of a float and an integer by their exact values; `None` for a NaN.
pub fn compare_int(a: f64, b: IntRef<'_>) -> Option<Ordering> {
    if let IntRef::Small(small) = b
        && small.unsigned_abs() <= 1 << PRECISION
    {
        return a.partial_cmp(&(small as f64));
    }
    if a.is_nan() || a.is_infinite() {
        return a.partial_cmp(&0.0);
    }
    let whole = trunc(a).ok()?;
    let by_fraction = a.partial_cmp(&a.trunc())?;
    Some(whole.as_ref().compare(b).then(by_fraction))
}

/// `value >> dropped`, rounded to even. At most 53 bits remain, or 54 when rounding carries.
fn rounded_shift(value: &BigInt, dropped: u64) -> u64 {
    let kept = (value >> dropped).to_u64().unwrap_or_default();
    let half = value.bit(dropped - 1);
    let above_half = || value.trailing_zeros().is_some_and(|zeros| zeros < dropped - 1);
    kept + u64::from(half && (kept & 1 == 1 || above_half()))
}

/// `value · 2^exponent`, exact when the result is a float; in steps, since 2^exponent need not be one.
fn scale(value: f64, exponent: i64) -> f64 {
    if value.is_zero() {
        return 0.0;
    }
    let half = exponent / 2;
    value * power_of_two(half) * power_of_two(exponent - half)
}

fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((exponent.clamp(-1022, 1023) + 1023) as u64) << (PRECISION - 1))
}
