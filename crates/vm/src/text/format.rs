//! Formatting: the mini-language of `format()` and f-strings, the `%` operator, and the templates of `str.format`.
//!
//! A format specifier is read once into a [`Spec`], which [`str()`], [`int()`], [`float()`] and [`bool()`] apply.

mod number;
pub mod percent;
mod spec;
pub mod template;

use super::error::{PyError, PyResult};
use super::float::{Style, to_string};
use super::int::{IntRef, to_radix};
use super::str::Text;
use number::Number;

pub use spec::{Align, Grouping, Sign, Spec};

/// `format(text, spec)`
///
/// # Errors
/// `ValueError` for what only numbers can have.
pub fn str<'a>(text: impl Into<Text<'a>>, spec: &Spec<'_>) -> PyResult<String> {
    match spec.code {
        None | Some('s') => {}
        Some(code) => return Err(spec.unknown_code(code)),
    }
    spec.check_for_str()?;
    let text = text.into();
    let shown = spec.precision.map_or(text.as_str(), |precision| text.range(0, precision));
    Ok(number::padded(shown, spec, Align::Left))
}

/// `format(value, spec)` of an integer.
///
/// # Errors
/// `ValueError` for what integers cannot have, `OverflowError` for a `c` that is no character and for a number too large
/// for a code that needs a float.
pub fn int(value: IntRef<'_>, spec: &Spec<'_>) -> PyResult<String> {
    let (radix, prefix) = match spec.code {
        None | Some('d' | 'n') => (10, ""),
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        Some('c') => return char(value, spec),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => return float(value.to_f64()?, spec),
        Some(code) => return Err(spec.unknown_code(code)),
    };
    spec.check_for_int()?;
    let mut digits = to_radix(value, radix);
    if spec.code == Some('X') {
        digits.make_ascii_uppercase();
    }
    let number = Number { prefix: if spec.alternate { prefix } else { "" }, ..Number::whole(&digits) };
    Ok(number.layout(spec))
}

/// `format(value, spec)` of a float.
///
/// # Errors
/// `ValueError` for an unknown code.
pub fn float(value: f64, spec: &Spec<'_>) -> PyResult<String> {
    let precision = spec.precision.unwrap_or(6);
    let style = match spec.code {
        None => spec.precision.map_or(Style::Shortest, Style::General),
        Some('e' | 'E') => Style::Exponent(precision),
        Some('f' | 'F' | '%') => Style::Fixed(precision),
        Some('g' | 'G' | 'n') => Style::General(precision),
        Some(code) => return Err(spec.unknown_code(code)),
    };
    let value = if spec.code == Some('%') { value * 100.0 } else { value };
    let mut text = to_string(value, style, spec.alternate, spec.code.is_none());
    if spec.no_negative_zero && is_negative_zero(&text) {
        text.remove(0);
    }
    match spec.code {
        Some('E' | 'F' | 'G') => text.make_ascii_uppercase(),
        Some('%') => text.push('%'),
        _ => {}
    }
    Ok(Number::of_float(&text).layout(spec))
}

/// `format(value, spec)` of a bool: its name without a specifier, an integer with one.
///
/// # Errors
/// As for [`int`].
pub fn bool(value: bool, spec: &Spec<'_>) -> PyResult<String> {
    if spec.is_empty() {
        return Ok(if value { "True" } else { "False" }.to_owned());
    }
    int(IntRef::Small(value.into()), spec)
}

fn char(value: IntRef<'_>, spec: &Spec<'_>) -> PyResult<String> {
    spec.check_for_int()?;
    spec.check_for_char()?;
    let code = value.to_i64().ok_or_else(|| PyError::overflow("Python int too large to convert to C long"))?;
    let c = u32::try_from(code).ok().and_then(char::from_u32);
    let c = c.ok_or_else(|| PyError::overflow("%c arg not in range(0x110000)"))?;
    Ok(Number { rest: c.encode_utf8(&mut [0; 4]), ..Number::whole("") }.layout(spec))
}

/// Whether the text shows a zero with a minus, as rounding to so many digits can make of any small number.
fn is_negative_zero(text: &str) -> bool {
    let digits = text.split('e').next().unwrap_or_default();
    digits.starts_with("-0") && !digits.contains(|c: char| ('1'..='9').contains(&c))
}
