//! `float(text)`.

use crate::text::error::{PyError, PyResult};
use crate::text::int::{to_ascii, without_underscores};
use crate::text::repr;

/// `float(text)`: a decimal number, an infinity or a NaN, with white space around and underscores between digits.
///
/// # Errors
/// `ValueError` for anything else.
pub fn parse(text: &str) -> PyResult<f64> {
    parse_trimmed(text.trim())
        .ok_or_else(|| PyError::value(format!("could not convert string to float: {}", repr::str(text))))
}

/// Rust's parser is correctly rounded and accepts the same numbers and names as Python, but no underscores.
fn parse_trimmed(text: &str) -> Option<f64> {
    let ascii = to_ascii(text)?;
    let plain = without_underscores(ascii.as_bytes(), |byte| byte.is_ascii_digit())?;
    let text = std::str::from_utf8(&plain).ok()?;
    let number: f64 = text.parse().ok()?;
    // Python's NaN takes the sign that is written, as Rust's does not everywhere.
    Some(if number.is_nan() && text.starts_with('-') { -f64::NAN } else { number })
}
