//! Division: towards negative infinity for `//` and `%`, to the nearest float for `/`.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

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
        _ => {
            let (a, b) = (a.to_big(), b.to_big());
            short_quotient(&a, &b).map_or_else(|| Int::from(a.div_floor(&b)), Int::from)
        }
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
        _ => {
            let (a, b) = (a.to_big(), b.to_big());
            let quotient = short_quotient(&a, &b);
            Int::from(quotient.map_or_else(|| a.mod_floor(&b), |quotient| &*a - &*b * quotient))
        }
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
    let (a, b) = (a.to_big(), b.to_big());
    if let Some(quotient) = short_quotient(&a, &b) {
        return Ok((quotient.into(), Int::from(&*a - &*b * quotient)));
    }
    let (quotient, remainder) = a.div_mod_floor(&b);
    Ok((quotient.into(), remainder.into()))
}

/// `a // b` of two large numbers that are about as long, if their first digits tell: then the others need not be read.
///
/// The library divides long numbers by the method of Burnikel and Ziegler, which pays only where the quotient is long too.
fn short_quotient(a: &BigInt, b: &BigInt) -> Option<i64> {
    /// Bits of the divisor that are looked at; twice as many of the dividend, but for a few.
    const FIRST: u64 = 64;
    const LONGEST: u64 = 60;
    if a.is_negative() || b.is_negative() || b.bits() <= FIRST || a.bits() > b.bits() + LONGEST {
        return None;
    }
    let rest = b.bits() - FIRST;
    let first = |n: &BigInt| (n >> rest).to_u128();
    let (a, b) = (first(a)?, first(b)?);
    // The quotient lies between these two.
    let (most, least) = (a / b, a / (b + 1));
    (most == least).then_some(most as i64)
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
