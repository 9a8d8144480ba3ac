//! Division: towards negative infinity for `//` and `%`, to the nearest float for `/`.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::{Int, IntRef};
use crate::text::error::{PyError, PyResult};
use crate::text::float;

/// Integers up to this size are floats exactly.
const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;

/// `a // b`
///
/// # Errors
/// `ZeroDivisionError`
#[inline]
pub fn floor_div(a: IntRef<'_>, b: IntRef<'_>) -> PyResult<Int> {
    if b.is_zero() {
        return Err(PyError::zero_division("integer division or modulo by zero"));
    }
    Ok(match (a, b) {
        // The one quotient that overflows is that of the smallest number by −1.
        (IntRef::Small(a), IntRef::Small(b)) if b != -1 => Int::Small(Integer::div_floor(&a, &b)),
        _ => Int::from(a.to_big().div_floor(&b.to_big())),
    })
}

/// `a % b`, with the sign of `b`
///
/// # Errors
/// `ZeroDivisionError`
#[inline]
pub fn modulo(a: IntRef<'_>, b: IntRef<'_>) -> PyResult<Int> {
    if b.is_zero() {
        return Err(PyError::zero_division("integer modulo by zero"));
    }
    Ok(match (a, b) {
        (IntRef::Small(_), IntRef::Small(-1)) => Int::Small(0),
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(a.mod_floor(&b)),
        _ => Int::from(a.to_big().mod_floor(&b.to_big())),
    })
}

/// `divmod(a, b)`
///
/// # Errors
/// `ZeroDivisionError`
pub fn div_mod(a: IntRef<'_>, b: IntRef<'_>) -> PyResult<(Int, Int)> {
    if let (IntRef::Small(_), IntRef::Small(_)) = (a, b) {
        return Ok((floor_div(a, b)?, modulo(a, b)?));
    }
    if b.is_zero() {
        return Err(PyError::zero_division("integer division or modulo by zero"));
    }
    let (quotient, remainder) = a.to_big().div_mod_floor(&b.to_big());
    Ok((quotient.into(), remainder.into()))
}

/// `a / b`: the float nearest to the exact quotient.
///
/// # Errors
/// `ZeroDivisionError`, and `OverflowError` when the quotient is too large for a float.
pub fn true_div(a: IntRef<'_>, b: IntRef<'_>) -> PyResult<f64> {
    if b.is_zero() {
        return Err(PyError::zero_division("division by zero"));
    }
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b)
        && a.unsigned_abs() <= EXACT
        && b.unsigned_abs() <= EXACT
    {
        return Ok(a as f64 / b as f64);
    }
    let quotient = nearest_quotient(&a.to_big(), &b.to_big());
    if quotient.is_infinite() {
        return Err(PyError::overflow("integer division result too large for a float"));
    }
    Ok(quotient)
}

/// Scales the quotient to more bits than a float has and lets one rounding do the rest; a remainder becomes a last bit
/// that is set, so that no quotient looks like a tie that is none.
fn nearest_quotient(a: &BigInt, b: &BigInt) -> f64 {
    const BITS: i64 = 66;
    let scale = BITS - (a.bits() as i64 - b.bits() as i64);
    let (a_up, b_up) = if scale > 0 { (scale, 0) } else { (0, -scale) };
    let (quotient, remainder) = (a.abs() << a_up).div_rem(&(b.abs() << b_up));
    let sticky = if remainder.is_zero() { BigInt::zero() } else { BigInt::one() };
    let magnitude = float::from_scaled(&(quotient << 1 | sticky), -scale - 1);
    if a.is_negative() == b.is_negative() { magnitude } else { -magnitude }
}
