//! The one place that knows how a value becomes bytes.
//!
//! Nothing written here is stored or sent to another host: both ends are the same binary, so the encoding may change at
//! any time. `bincode` is held at 1.3.3, the release its authors call complete; 3.0.0 on the registry is a tombstone.

use bincode::Options;
use serde::{Deserialize, Serialize};

/// No value is decoded from, and no link carries, more bytes than this (4 GiB).
pub(crate) const MAX_ENCODED: u64 = 1 << 32;

/// Why a value could not be encoded or decoded, in words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct CodecError(String);

impl CodecError {
    pub(crate) fn new(what: &str) -> Self {
        Self(what.to_owned())
    }
}

/// Appends the encoded `value` to `bytes`; on error `bytes` is as it was.
pub(crate) fn encode_into<T: Serialize + ?Sized>(value: &T, bytes: &mut Vec<u8>) -> Result<(), CodecError> {
    let start = bytes.len();
    // No limit here: with one, bincode walks the value twice. A link refuses what is too large.
    base().serialize_into(&mut *bytes, value).map_err(|error| {
        bytes.truncate(start);
        CodecError(error.to_string())
    })
}

/// Encodes `value` into fresh bytes.
pub(crate) fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::new();
    encode_into(value, &mut bytes)?;
    Ok(bytes)
}

/// Decodes a value that must fill `bytes` exactly.
pub(crate) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, CodecError> {
    base().with_limit(MAX_ENCODED).deserialize(bytes).map_err(|error| CodecError(error.to_string()))
}

fn base() -> impl Options {
    bincode::DefaultOptions::new().with_fixint_encoding().reject_trailing_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        let value = (7_u64, "seven".to_owned(), vec![Some(1_i64), None]);
        let bytes = encode(&value).unwrap();
        assert_eq!(decode::<(u64, String, Vec<Option<i64>>)>(&bytes).unwrap(), value);
    }

    #[test]
    fn trailing_and_missing_bytes_are_errors() {
        let mut bytes = encode(&1_u64).unwrap();
        bytes.push(0);
        assert!(decode::<u64>(&bytes).is_err());
        bytes.truncate(7);
        assert!(decode::<u64>(&bytes).is_err());
    }

    #[test]
    fn a_length_that_lies_is_an_error() {
        let bytes = encode(&u64::MAX).unwrap();
        assert!(decode::<Vec<u8>>(&bytes).is_err());
    }

    #[test]
    fn a_failed_encoding_leaves_no_bytes_behind() {
        struct Refuses;
        impl Serialize for Refuses {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("will not be encoded"))
            }
        }
        let mut bytes = vec![1];
        let error = encode_into(&(1_u64, Refuses), &mut bytes).unwrap_err();
        assert_eq!(bytes, [1]);
        assert!(error.to_string().contains("will not be encoded"));
    }

    /// The lock file is the only thing that keeps the tombstone release 3.0.0 out.
    #[test]
    fn the_lock_file_pins_bincode() {
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock");
        let lock = std::fs::read_to_string(lock).unwrap();
        let versions: Vec<&str> = lock
            .split("[[package]]")
            .filter(|package| package.contains("\nname = \"bincode\"\n"))
            .filter_map(|package| package.lines().find(|line| line.starts_with("version")))
            .collect();
        assert_eq!(versions, ["version = \"1.3.3\""]);
    }
}
