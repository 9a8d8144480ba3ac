//! `int.to_bytes` and `int.from_bytes`.

use num_bigint::{BigInt, Sign};

use super::{Int, IntRef, bit_length};
use crate::text::error::{PyError, PyResult};

/// Which byte comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrder {
    /// The most significant byte.
    Big,
    /// The least significant byte.
    Little,
}

impl ByteOrder {
    /// The order of this name.
    ///
    /// # Errors
    /// `ValueError` for another name.
    pub fn from_name(name: &str) -> PyResult<Self> {
        match name {
            "big" => Ok(ByteOrder::Big),
            "little" => Ok(ByteOrder::Little),
            _ => Err(PyError::value("byteorder must be either 'little' or 'big'")),
        }
    }
}

/// `value.to_bytes(len, order, signed=signed)`
///
/// # Errors
/// `ValueError` for a negative length, `OverflowError` when the value does not fit.
pub fn to_bytes(value: IntRef<'_>, len: i64, order: ByteOrder, signed: bool) -> PyResult<Vec<u8>> {
    let len = usize::try_from(len).map_err(|_| PyError::value("length argument must be non-negative"))?;
    let negative = value.is_negative();
    if negative && !signed {
        return Err(PyError::overflow("can't convert negative int to unsigned"));
    }
    let value = value.to_big();
    // In two's complement −2ⁿ needs no more bits than 2ⁿ − 1, which is its inverse, and one more holds the sign.
    let bits = if signed && negative { bit_length(IntRef::Big(&!&*value)) } else { value.bits() };
    if bits + u64::from(signed) > len as u64 * 8 && !(bits == 0 && len == 0) {
        return Err(PyError::overflow("int too big to convert"));
    }
    let mut bytes = value.to_signed_bytes_le();
    bytes.resize(len, if negative { 0xff } else { 0 });
    if order == ByteOrder::Big {
        bytes.reverse();
    }
    Ok(bytes)
}

/// `int.from_bytes(bytes, order, signed=signed)`
pub fn from_bytes(bytes: &[u8], order: ByteOrder, signed: bool) -> Int {
    Int::from(match (order, signed) {
        (ByteOrder::Big, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (ByteOrder::Little, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
        (ByteOrder::Big, true) => BigInt::from_signed_bytes_be(bytes),
        (ByteOrder::Little, true) => BigInt::from_signed_bytes_le(bytes),
    })
}
