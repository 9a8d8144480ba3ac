//! Python 3.11's rules for text and numbers, as functions on plain Rust types that know nothing of objects.
//!
//! The answers and the messages of the errors are CPython's; the files of `golden/` hold what CPython said.

pub mod bytes;
pub mod error;
pub mod float;
pub mod format;
pub mod hash;
pub mod int;
pub mod repr;
pub mod slice;
pub mod str;
pub mod unicode;

#[cfg(test)]
mod tests;

pub use error::{Kind, PyError};
pub use int::{Int, IntRef};
