//! The methods of `bytes` and `bytearray`, on slices of bytes. Letters are ASCII's.

mod case;
mod classify;
mod codec;
mod edit;
mod find;
mod hex;
mod pad;
mod split;

pub use case::{capitalize, lower, swapcase, title, upper};
pub use classify::{is_alnum, is_alpha, is_ascii, is_digit, is_lower, is_space, is_title, is_upper};
pub use codec::{Encoding, decode, encode};
pub use edit::{lstrip, remove_prefix, remove_suffix, replace, rstrip, strip, translate};
pub use find::{contains, count, ends_with, find, index, rfind, rindex, starts_with};
pub use hex::{from_hex, hex, hex_grouped};
pub use pad::{center, expand_tabs, ljust, rjust, zfill};
pub use split::{partition, rpartition, rsplit, rsplit_space, split, split_lines, split_space};
