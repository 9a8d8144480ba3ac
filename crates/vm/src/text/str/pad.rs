//! Strings made as wide as asked for, in characters.
//!
//! Widths are taken as they are: the caller refuses those beyond memory.

use super::Text;
use crate::text::error::{PyError, PyResult};

/// `text.ljust(width, fill)`
pub fn ljust(text: Text<'_>, width: i64, fill: char) -> String {
    padded(text, 0, missing(text, width), fill)
}

/// `text.rjust(width, fill)`
pub fn rjust(text: Text<'_>, width: i64, fill: char) -> String {
    padded(text, missing(text, width), 0, fill)
}

/// `text.center(width, fill)`: an odd remainder goes to the left if the width is odd, else to the right.
pub fn center(text: Text<'_>, width: i64, fill: char) -> String {
    let missing = missing(text, width);
    let left = missing / 2 + (missing & width.max(0) as usize & 1);
    padded(text, left, missing - left, fill)
}

/// `text.zfill(width)`: zeros after the sign.
pub fn zfill(text: Text<'_>, width: i64) -> String {
    let digits = text.as_str().strip_prefix(['+', '-']).unwrap_or(text.as_str());
    let sign = &text.as_str()[..text.as_str().len() - digits.len()];
    format!("{sign}{}{digits}", "0".repeat(missing(text, width)))
}

/// `text.expandtabs(size)`: blanks up to the next multiple of the size, counted from the start of the line.
pub fn expand_tabs(text: &str, size: i64) -> String {
    let (mut out, mut column) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let blanks = size - column % size;
                column += blanks;
                out.extend(std::iter::repeat_n(' ', blanks as usize));
            }
            '\t' => {}
            _ => {
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
                out.push(c);
            }
        }
    }
    out
}

/// The one character of a fill argument.
///
/// # Errors
/// `TypeError` for none or several.
pub fn fill_char(text: &str) -> PyResult<char> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(fill), None) => Ok(fill),
        _ => Err(PyError::type_error("The fill character must be exactly one character long")),
    }
}

fn missing(text: Text<'_>, width: i64) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(text.len())
}

fn padded(text: Text<'_>, left: usize, right: usize, fill: char) -> String {
    let mut out = String::with_capacity(text.as_str().len() + (left + right) * fill.len_utf8());
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text.as_str());
    out.extend(std::iter::repeat_n(fill, right));
    out
}
