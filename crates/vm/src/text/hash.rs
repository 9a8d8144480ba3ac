//! Hashes that agree where Python's equality crosses types: `1 == 1.0 == True`.
//!
//! Numbers and tuples hash as in CPython. Strings and bytes do not: theirs is randomised there and fixed here, so that
//! the order of a set of strings is the same in each run.

use num_bigint::{BigInt, Sign};

use super::int::IntRef;

/// Numbers are hashed modulo this prime, 2⁶¹ − 1.
const MODULUS: u64 = (1 << BITS) - 1;
const BITS: u32 = 61;
/// The hash of positive infinity.
const INFINITY: i64 = 314_159;

/// The hash of an integer.
#[inline]
pub fn int<'a>(value: impl Into<IntRef<'a>>) -> i64 {
    match value.into() {
        IntRef::Small(value) => signed(value.unsigned_abs() % MODULUS, value < 0),
        IntRef::Big(value) => big(value),
    }
}

/// The hash of a float, equal to that of the integer it equals, if any.
///
/// A NaN is equal to nothing, not even itself, and CPython hashes its address; here it is 0 and the caller may do so.
pub fn float(value: f64) -> i64 {
    if value.is_nan() {
        return 0;
    }
    if value.is_infinite() {
        return if value > 0.0 { INFINITY } else { -INFINITY };
    }
    let (mantissa, exponent) = super::float::decompose(value.abs());
    let turn = exponent.rem_euclid(BITS as i32) as u32;
    signed(rotate(mantissa, turn), value < 0.0)
}

/// The hash of a tuple from those of its items, by the rounds of xxHash that CPython uses since 3.8.
pub fn tuple(items: impl IntoIterator<Item = i64>) -> i64 {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let (mut sum, mut len) = (PRIME_5, 0u64);
    for item in items {
        sum = sum.wrapping_add((item as u64).wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
        len += 1;
    }
    sum = sum.wrapping_add(len ^ PRIME_5 ^ 3_527_539);
    if sum == u64::MAX { 1_546_275_796 } else { sum as i64 }
}

/// The hash of a string: that of its bytes.
#[inline]
pub fn str(text: &str) -> i64 {
    bytes(text.as_bytes())
}

/// The hash of bytes: eight at a time, each multiplied into the state and folded, as in wyhash. Nothing hashes to 0 but
/// nothing, and, as everywhere in Python, nothing to −1.
pub fn bytes(text: &[u8]) -> i64 {
    const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
    const WORD: u64 = 0xd6e8_feb8_6659_fd93;
    if text.is_empty() {
        return 0;
    }
    let (words, rest) = text.as_chunks::<8>();
    let state =
        words.iter().fold(SEED ^ text.len() as u64, |state, word| folded(state ^ u64::from_le_bytes(*word), WORD));
    let last = rest.iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte));
    let hash = folded(folded(state ^ last, WORD), SEED);
    without_minus_one(hash.max(1) as i64)
}

fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

fn big(value: &BigInt) -> i64 {
    let digits = value.iter_u64_digits().rev();
    let remainder =
        digits.fold(0u64, |sum, digit| ((u128::from(sum) << 64 | u128::from(digit)) % u128::from(MODULUS)) as u64);
    signed(remainder, value.sign() == Sign::Minus)
}

/// `value · 2^turn` modulo the prime, where multiplying by 2 is a rotation of 61 bits.
fn rotate(value: u64, turn: u32) -> u64 {
    ((value << turn) & MODULUS) | (value >> (BITS - turn))
}

fn signed(magnitude: u64, negative: bool) -> i64 {
    let hash = magnitude as i64;
    without_minus_one(if negative { -hash } else { hash })
}

fn without_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}
