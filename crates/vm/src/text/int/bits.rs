//! Operations on the bits of an integer, negative ones in two's complement without end.

use num_bigint::BigInt;

use super::{Int, IntRef};
use crate::text::error::{Kind, PyError, PyResult};

/// Shifts that would give more bits than this are refused as out of memory, rather than tried.
const MAX_BITS: u64 = 1 << 33;

/// `a & b`
#[inline]
pub fn and(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    bitwise(a, b, |a, b| a & b, |a, b| a & b)
}

/// `a | b`
#[inline]
pub fn or(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    bitwise(a, b, |a, b| a | b, |a, b| a | b)
}

/// `a ^ b`
#[inline]
pub fn xor(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    bitwise(a, b, |a, b| a ^ b, |a, b| a ^ b)
}

/// `~a`
pub fn invert(a: IntRef<'_>) -> Int {
    match a {
        IntRef::Small(a) => Int::Small(!a),
        IntRef::Big(a) => Int::from(!a),
    }
}

/// `a << count`
///
/// # Errors
/// `ValueError` for a negative count, `OverflowError` or `MemoryError` for one too large.
pub fn shift_left(a: IntRef<'_>, count: IntRef<'_>) -> PyResult<Int> {
    if let (IntRef::Small(a), IntRef::Small(count @ 0..=62)) = (a, count)
        && (a << count) >> count == a
    {
        return Ok(Int::Small(a << count));
    }
    let (false, a_is_zero) = (count.is_negative(), a.is_zero()) else {
        return Err(negative_shift());
    };
    if a_is_zero {
        return Ok(Int::Small(0));
    }
    let Some(count) = count.to_i64() else {
        return Err(PyError::overflow("too many digits in integer"));
    };
    if count as u64 > MAX_BITS {
        return Err(PyError::new(Kind::Memory, ""));
    }
    Ok(Int::from(&*a.to_big() << count))
}

/// `a >> count`
///
/// # Errors
/// `ValueError` for a negative count.
pub fn shift_right(a: IntRef<'_>, count: IntRef<'_>) -> PyResult<Int> {
    if count.is_negative() {
        return Err(negative_shift());
    }
    let Some(count) = count.to_i64() else {
        return Ok(Int::Small(-i64::from(a.is_negative())));
    };
    Ok(match a {
        IntRef::Small(a) => Int::Small(a >> count.min(63)),
        IntRef::Big(a) => Int::from(a >> count),
    })
}

/// `a.bit_length()`: the bits of the magnitude, without leading zeros.
pub fn bit_length(a: IntRef<'_>) -> u64 {
    match a {
        IntRef::Small(a) => u64::from(u64::BITS - a.unsigned_abs().leading_zeros()),
        IntRef::Big(a) => a.bits(),
    }
}

/// `a.bit_count()`: the ones in the magnitude.
pub fn bit_count(a: IntRef<'_>) -> u64 {
    match a {
        IntRef::Small(a) => u64::from(a.unsigned_abs().count_ones()),
        IntRef::Big(a) => a.magnitude().count_ones(),
    }
}

fn negative_shift() -> PyError {
    PyError::value("negative shift count")
}

#[inline]
fn bitwise(a: IntRef<'_>, b: IntRef<'_>, small: fn(i64, i64) -> i64, big: fn(&BigInt, &BigInt) -> BigInt) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(small(a, b)),
        _ => Int::from(big(&a.to_big(), &b.to_big())),
    }
}
