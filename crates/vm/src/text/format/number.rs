//! The parts of a number put together: sign, prefix, grouped digits, the rest, and padding in one of four places.

use super::spec::{Align, Sign, Spec};
use crate::text::str::Text;

/// A number cut into the parts that a layout may separate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Number<'a> {
    pub(super) is_negative: bool,
    /// `0x` and its kind.
    pub(super) prefix: &'a str,
    /// The digits before the point, which may be grouped.
    pub(super) digits: &'a str,
    /// All the rest: point, decimals, exponent, per cent; or a name.
    pub(super) rest: &'a str,
}

impl<'a> Number<'a> {
    /// An integer, from its digits with a minus or without.
    pub(super) fn whole(text: &'a str) -> Self {
        let digits = text.strip_prefix('-');
        Number { is_negative: digits.is_some(), digits: digits.unwrap_or(text), ..Number::default() }
    }

    /// A float, from its text.
    pub(super) fn of_float(text: &'a str) -> Self {
        let number = Number::whole(text);
        let end = number.digits.find(|c: char| !c.is_ascii_digit());
        let (digits, rest) = number.digits.split_at(end.unwrap_or(number.digits.len()));
        Number { digits, rest, ..number }
    }

    /// The number as the specifier wants it.
    pub(super) fn layout(&self, spec: &Spec<'_>) -> String {
        let sign = match (self.is_negative, spec.sign) {
            (true, _) => "-",
            (_, Some(Sign::Plus)) => "+",
            (_, Some(Sign::Blank)) => " ",
            _ => "",
        };
        let (align, fill) = (spec.align_or(Align::Right), spec.fill());
        let width = spec.width.unwrap_or(0);
        let others = sign.len() + self.prefix.len() + self.rest.chars().count();
        // Zeros that pad a grouped number are grouped with it.
        let least = if fill == '0' && align == Align::AfterSign { width.saturating_sub(others) } else { 0 };
        let digits = grouped(self.digits, spec.separator(), least);
        let missing = width.saturating_sub(others + digits.len());
        let pad = |count: usize| std::iter::repeat_n(fill, count);
        let (left, inner, right) = match align {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Center => (missing / 2, 0, missing - missing / 2),
            Align::AfterSign => (0, missing, 0),
        };
        let mut out = String::with_capacity(width.max(others + digits.len()));
        out.extend(pad(left));
        out.push_str(sign);
        out.push_str(self.prefix);
        out.extend(pad(inner));
        out.push_str(&digits);
        out.push_str(self.rest);
        out.extend(pad(right));
        out
    }
}

/// Text padded to the width of the specifier.
pub(super) fn padded(text: &str, spec: &Spec<'_>, default: Align) -> String {
    let missing = spec.width.unwrap_or(0).saturating_sub(Text::new(text).len());
    let left = match spec.align_or(default) {
        Align::Left => 0,
        Align::Center => missing / 2,
        Align::Right | Align::AfterSign => missing,
    };
    let pad = |count: usize| std::iter::repeat_n(spec.fill(), count);
    pad(left).chain(text.chars()).chain(pad(missing - left)).collect()
}

/// The digits with separators, and with zeros in front up to the least width, which may end up one wider so as not to
/// begin with a separator.
fn grouped(digits: &str, separator: Option<(char, usize)>, least: usize) -> String {
    if digits.is_empty() {
        return String::new();
    }
    let Some((separator, size)) = separator else {
        return "0".repeat(least.saturating_sub(digits.len())) + digits;
    };
    let width_of = |count: usize| count + (count - 1) / size;
    let wanted = (least * size).div_ceil(size + 1).max(1);
    let count = digits.len().max(if width_of(wanted) < least { wanted + 1 } else { wanted });
    let zeros = count - digits.len();
    let mut out = String::with_capacity(width_of(count));
    for (at, digit) in std::iter::repeat_n('0', zeros).chain(digits.chars()).enumerate() {
        if at > 0 && (count - at) % size == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}
