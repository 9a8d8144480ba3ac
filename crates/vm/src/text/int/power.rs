//! Powers, roots and common divisors.

use num_bigint::BigInt;
use num_integer::{Integer, Roots};
use num_traits::{One, Signed};

use super::{Int, IntRef, bit_length};
use crate::text::error::{Kind, PyError, PyResult};
use crate::text::float;

/// Powers of more bits than this are refused as out of memory, rather than tried.
const MAX_BITS: u64 = 1 << 33;

/// `a ** b` is an integer, unless `b` is negative.
#[derive(Debug, Clone, PartialEq)]
pub enum Power {
    /// The exact power.
    Int(Int),
    /// The float that a negative exponent gives.
    Float(f64),
}

/// `base ** exponent`
///
/// # Errors
/// `ZeroDivisionError` for a negative power of zero, `OverflowError` for a negative power of a number too large for a
/// float, `MemoryError` for a result too large to hold.
pub fn pow(base: IntRef<'_>, exponent: IntRef<'_>) -> PyResult<Power> {
    if exponent.is_negative() {
        return float::pow(base.to_f64()?, exponent.to_f64()?).map(Power::Float);
    }
    whole_power(base, exponent).map(Power::Int)
}

/// `pow(base, exponent, modulus)`, with the sign of the modulus; a negative exponent takes the inverse of the base.
///
/// # Errors
/// `ValueError` for a modulus of zero and for a base without an inverse.
pub fn pow_mod(base: IntRef<'_>, exponent: IntRef<'_>, modulus: IntRef<'_>) -> PyResult<Int> {
    if modulus.is_zero() {
        return Err(PyError::value("pow() 3rd argument cannot be 0"));
    }
    let (base, exponent, modulus) = (base.to_big(), exponent.to_big(), modulus.to_big());
    if !exponent.is_negative() {
        return Ok(base.modpow(&exponent, &modulus).into());
    }
    // Modulo 1 every number is its own inverse, but the library says that there is none.
    let inverse = if modulus.magnitude().is_one() { Some(base.into_owned()) } else { base.modinv(&modulus) };
    let inverse = inverse.ok_or_else(|| PyError::value("base is not invertible for the given modulus"))?;
    Ok(inverse.modpow(&-&*exponent, &modulus).into())
}

/// `math.isqrt(a)`: the largest integer whose square is not above `a`.
///
/// # Errors
/// `ValueError` for a negative number.
pub fn isqrt(a: IntRef<'_>) -> PyResult<Int> {
    if a.is_negative() {
        return Err(PyError::value("isqrt() argument must be nonnegative"));
    }
    Ok(match a {
        IntRef::Small(a) => Int::Small(a.sqrt()),
        IntRef::Big(a) => Int::from(a.sqrt()),
    })
}

/// `math.gcd(a, b)`, never negative.
pub fn gcd(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => {
            let divisor = a.unsigned_abs().gcd(&b.unsigned_abs());
            Int::from(BigInt::from(divisor))
        }
        _ => Int::from(a.to_big().gcd(&b.to_big())),
    }
}

/// `math.lcm(a, b)`, never negative.
pub fn lcm(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    Int::from(a.to_big().lcm(&b.to_big()).abs())
}

fn whole_power(base: IntRef<'_>, exponent: IntRef<'_>) -> PyResult<Int> {
    let even = match exponent {
        IntRef::Small(exponent) => exponent & 1 == 0,
        IntRef::Big(exponent) => exponent.is_even(),
    };
    match base.to_i64() {
        Some(_) if exponent.is_zero() => return Ok(Int::Small(1)),
        Some(base @ (0 | 1)) => return Ok(Int::Small(base)),
        Some(-1) => return Ok(Int::Small(if even { 1 } else { -1 })),
        _ => {}
    }
    let bits = |exponent: i64| bit_length(base).checked_mul(exponent as u64);
    let Some(exponent) = exponent.to_i64().filter(|&it| bits(it).is_some_and(|n| n <= MAX_BITS)) else {
        return Err(PyError::new(Kind::Memory, ""));
    };
    let exponent = u32::try_from(exponent).map_err(|_| PyError::new(Kind::Memory, ""))?;
    let small = match base {
        IntRef::Small(base) => base.checked_pow(exponent),
        IntRef::Big(_) => None,
    };
    Ok(small.map_or_else(|| Int::from(base.to_big().pow(exponent)), Int::Small))
}
