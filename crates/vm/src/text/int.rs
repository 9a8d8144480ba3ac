//! Integers as Python has them: an `i64` while it fits, a big integer when it does not.
//!
//! Operations take [`IntRef`], so that an object's integer need not be copied, and give [`Int`]. Each tries machine
//! arithmetic first and goes to big integers only on overflow.

mod bits;
mod bytes;
mod division;
mod parse;
mod power;
mod radix;

use std::borrow::Cow;
use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use super::error::{PyError, PyResult};
use super::float;

pub use bits::{and, bit_count, bit_length, invert, or, shift_left, shift_right, xor};
pub use bytes::{ByteOrder, from_bytes, to_bytes};
pub use division::{div_mod, floor_div, modulo, true_div};
pub use parse::{parse, parse_bytes};
pub(in crate::text) use parse::{to_ascii, without_underscores};
pub use power::{Power, gcd, isqrt, lcm, pow, pow_mod};
pub use radix::{DEFAULT_MAX_STR_DIGITS, check_digits, to_decimal, to_radix};

/// An integer; `Big` only when the value does not fit the other, so that equal integers are equal values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Int {
    /// A value that fits a machine word.
    Small(i64),
    /// Any other value.
    Big(BigInt),
}

/// A borrowed integer. A `Big` here may be of any size: what is computed from it is normal again.
#[derive(Debug, Clone, Copy)]
pub enum IntRef<'a> {
    /// A value that fits a machine word.
    Small(i64),
    /// A value that need not.
    Big(&'a BigInt),
}

impl Int {
    /// The borrowed form.
    #[inline]
    pub fn as_ref(&self) -> IntRef<'_> {
        match self {
            Int::Small(value) => IntRef::Small(*value),
            Int::Big(value) => IntRef::Big(value),
        }
    }

    /// The value as a big integer.
    pub fn into_big(self) -> BigInt {
        match self {
            Int::Small(value) => value.into(),
            Int::Big(value) => value,
        }
    }

    /// The value if it fits a machine word.
    pub fn to_i64(&self) -> Option<i64> {
        self.as_ref().to_i64()
    }
}

impl<'a> IntRef<'a> {
    /// The value if it fits a machine word.
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        match self {
            IntRef::Small(value) => Some(value),
            IntRef::Big(value) => value.to_i64(),
        }
    }

    /// The value as a big integer.
    pub fn to_big(self) -> Cow<'a, BigInt> {
        match self {
            IntRef::Small(value) => Cow::Owned(value.into()),
            IntRef::Big(value) => Cow::Borrowed(value),
        }
    }

    /// The value as an owned integer.
    pub fn to_int(self) -> Int {
        match self {
            IntRef::Small(value) => Int::Small(value),
            IntRef::Big(value) => value.to_i64().map_or_else(|| Int::Big(value.clone()), Int::Small),
        }
    }

    /// The nearest float, ties to even.
    ///
    /// # Errors
    /// `OverflowError` when it is too large for one.
    pub fn to_f64(self) -> PyResult<f64> {
        let nearest = match self {
            IntRef::Small(value) => value as f64,
            IntRef::Big(value) => float::from_big(value),
        };
        if nearest.is_infinite() {
            return Err(PyError::overflow("int too large to convert to float"));
        }
        Ok(nearest)
    }

    /// Whether the value is below zero.
    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(value) => value < 0,
            IntRef::Big(value) => value.is_negative(),
        }
    }

    /// Whether the value is zero.
    pub fn is_zero(self) -> bool {
        match self {
            IntRef::Small(value) => value == 0,
            IntRef::Big(value) => value.is_zero(),
        }
    }

    /// The order of two integers.
    pub fn compare(self, other: IntRef<'_>) -> Ordering {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => a.cmp(&b),
            (IntRef::Big(a), IntRef::Big(b)) => a.cmp(b),
            (a, b) => a.to_big().cmp(&b.to_big()),
        }
    }
}

impl From<BigInt> for Int {
    fn from(value: BigInt) -> Self {
        value.to_i64().map_or(Int::Big(value), Int::Small)
    }
}

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Int::Small(value)
    }
}

impl From<i64> for IntRef<'_> {
    fn from(value: i64) -> Self {
        IntRef::Small(value)
    }
}

impl<'a> From<&'a BigInt> for IntRef<'a> {
    fn from(value: &'a BigInt) -> Self {
        IntRef::Big(value)
    }
}

impl<'a> From<&'a Int> for IntRef<'a> {
    fn from(value: &'a Int) -> Self {
        value.as_ref()
    }
}

/// `a + b`
#[inline]
pub fn add(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    arithmetic(a, b, i64::checked_add, |a, b| a + b)
}

/// `a - b`
#[inline]
pub fn sub(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    arithmetic(a, b, i64::checked_sub, |a, b| a - b)
}

/// `a * b`
#[inline]
pub fn mul(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    arithmetic(a, b, i64::checked_mul, |a, b| a * b)
}

/// `-a`
pub fn neg(a: IntRef<'_>) -> Int {
    sub(IntRef::Small(0), a)
}

/// `abs(a)`
pub fn abs(a: IntRef<'_>) -> Int {
    if a.is_negative() { neg(a) } else { a.to_int() }
}

/// `round(a, digits)`: to a multiple of a power of ten, ties to the even multiple; unchanged for `digits >= 0`.
pub fn round(a: IntRef<'_>, digits: i64) -> Int {
    if digits >= 0 {
        return a.to_int();
    }
    // A power of ten of more digits than twice the number is above twice its size, so the answer is 0.
    let zeros = digits.unsigned_abs();
    if zeros > bit_length(a) + 1 {
        return Int::Small(0);
    }
    let unit = BigInt::from(10).pow(zeros as u32);
    let (quotient, remainder) = num_integer::Integer::div_mod_floor(&*a.to_big(), &unit);
    let up = match (&remainder + &remainder).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Equal => quotient.bit(0),
        Ordering::Greater => true,
    };
    Int::from((quotient + i32::from(up)) * unit)
}

#[inline]
fn arithmetic(
    a: IntRef<'_>,
    b: IntRef<'_>,
    small: fn(i64, i64) -> Option<i64>,
    big: fn(&BigInt, &BigInt) -> BigInt,
) -> Int {
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b)
        && let Some(result) = small(a, b)
    {
        return Int::Small(result);
    }
    arithmetic_slow(a, b, big)
}

#[cold]
fn arithmetic_slow(a: IntRef<'_>, b: IntRef<'_>, big: fn(&BigInt, &BigInt) -> BigInt) -> Int {
    Int::from(big(&a.to_big(), &b.to_big()))
}
