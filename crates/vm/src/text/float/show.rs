//! Floats as text: the shortest that reads back, a number of decimals, or hexadecimal.

use std::fmt::Write;

use super::exact::decompose;
use super::quick;

/// How a float is laid out; the precision is in digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The shortest digits that read back as the same float.
    Shortest,
    /// `e`: one digit, a point, so many decimals, an exponent.
    Exponent(usize),
    /// `f`: so many decimals and no exponent.
    Fixed(usize),
    /// `g`: so many significant digits, with an exponent when the number is too large or small.
    General(usize),
}

/// No float has more digits after the point, or significant ones, than this; the rest is zeros.
const MOST_DIGITS: usize = 1100;

/// `repr(value)`
pub fn repr(value: f64) -> String {
    // Rust's own shortest form looks the same where neither language needs an exponent.
    if value == 0.0 || (1e-4..1e16).contains(&value.abs()) {
        return ties_to_even(value, format!("{value:?}"));
    }
    to_string(value, Style::Shortest, false, true)
}

/// The shortest form with the last digit as CPython chooses it: where two are equally near, the even one.
///
/// That can only matter with all the digits that a float has.
fn ties_to_even(value: f64, shortest: String) -> String {
    const ALL_DIGITS: usize = 16;
    let decimals = shortest.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if shortest.len() <= ALL_DIGITS || decimals == 0 {
        return shortest;
    }
    let exact = format!("{value:.decimals$}");
    if exact.parse() == Ok(value) { exact } else { shortest }
}

/// The text of a float as C's `printf` and CPython's `float.__format__` lay it out.
///
/// `alternate` keeps the point and, for [`Style::General`], trailing zeros; `add_dot_0` makes a whole number without
/// an exponent end in `.0`. Names (`inf`, `nan`) and exponents are in lower case.
pub fn to_string(value: f64, style: Style, alternate: bool, add_dot_0: bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    // Rust lays out decimals as C does, but for the point of the alternate form.
    if let Style::Fixed(precision @ 0..=MOST_DIGITS) = style
        && !alternate
        && !add_dot_0
    {
        return quick::fixed(value, precision).unwrap_or_else(|| format!("{value:.precision$}"));
    }
    let mut out = String::with_capacity(24);
    if value.is_sign_negative() {
        out.push('-');
    }
    if value.is_infinite() {
        out.push_str("inf");
    } else {
        let decimal = Decimal::new(value.abs(), style);
        Layout::new(&decimal, style, alternate, add_dot_0).push(&decimal, alternate, &mut out);
    }
    out
}

/// `value.hex()`
pub fn hex(value: f64) -> String {
    if !value.is_finite() {
        return repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent) = decompose(value.abs());
    let (whole, fraction) = (mantissa >> 52, mantissa & ((1 << 52) - 1));
    format!("{sign}0x{whole}.{fraction:013x}p{:+}", exponent + 52)
}

/// `0.d₁d₂d₃… · 10^point`, without trailing zeros.
struct Decimal {
    digits: String,
    point: i64,
}

impl Decimal {
    /// The digits that the style asks for, correctly rounded, of a finite value that is not negative.
    fn new(value: f64, style: Style) -> Self {
        let text = match style {
            Style::Shortest => format!("{value:e}"),
            Style::Exponent(precision) => format!("{value:.*e}", precision.min(MOST_DIGITS)),
            Style::General(precision) => {
                format!("{value:.*e}", precision.clamp(1, MOST_DIGITS) - 1)
            }
            Style::Fixed(precision) => return Decimal::fixed(value, precision),
        };
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = mantissa.chars().filter(|&c| c != '.').collect();
        Decimal { digits, point: exponent.parse().unwrap_or(0) + 1 }.trimmed()
    }

    fn fixed(value: f64, precision: usize) -> Self {
        let text = format!("{value:.*}", precision.min(MOST_DIGITS));
        let whole = text.find('.').unwrap_or(text.len());
        let all: String = text.chars().filter(|&c| c != '.').collect();
        let digits = all.trim_start_matches('0');
        let zeros = all.len() - digits.len();
        Decimal { digits: digits.to_owned(), point: whole as i64 - zeros as i64 }.trimmed()
    }

    /// A zero is the one digit `0`, before the point.
    fn trimmed(mut self) -> Self {
        self.digits.truncate(self.digits.trim_end_matches('0').len());
        if self.digits.is_empty() {
            self.digits.push('0');
            self.point = 1;
        }
        self
    }
}

/// Where the digits stand: shown are the positions from `start` to `end`, the first digit being 0 and the point at
/// `point`; positions without a digit are zeros.
struct Layout {
    start: i64,
    end: i64,
    point: i64,
    exponent: Option<i64>,
}

impl Layout {
    fn new(decimal: &Decimal, style: Style, alternate: bool, add_dot_0: bool) -> Self {
        let point = decimal.point;
        let digits = decimal.digits.len() as i64;
        let (with_exponent, end) = match style {
            Style::Shortest => (point <= -4 || point > 16, digits),
            Style::Exponent(precision) => (true, precision as i64 + 1),
            Style::Fixed(precision) => (false, point + precision as i64),
            Style::General(precision) => {
                let precision = precision.max(1) as i64;
                let largest = precision - i64::from(add_dot_0);
                (point <= -4 || point > largest, if alternate { precision } else { digits })
            }
        };
        let exponent = with_exponent.then_some(point - 1);
        let point = if with_exponent { 1 } else { point };
        let least_end = if add_dot_0 && !with_exponent { point + 1 } else { point };
        Layout { start: if point <= 0 { point - 1 } else { 0 }, end: end.max(least_end), point, exponent }
    }

    fn push(&self, decimal: &Decimal, alternate: bool, out: &mut String) {
        self.push_positions(decimal, self.start, self.point, out);
        if self.point < self.end || alternate {
            out.push('.');
        }
        self.push_positions(decimal, self.point, self.end, out);
        if let Some(exponent) = self.exponent {
            let _ = write!(out, "e{exponent:+03}");
        }
    }

    /// Appends the digits of positions `from..to`, with zeros before the first and after the last.
    fn push_positions(&self, decimal: &Decimal, from: i64, to: i64, out: &mut String) {
        let count = decimal.digits.len() as i64;
        let (first, last) = (from.clamp(0, count), to.clamp(0, count));
        out.extend(std::iter::repeat_n('0', (to.min(0) - from).max(0) as usize));
        out.push_str(&decimal.digits[first as usize..last as usize]);
        out.extend(std::iter::repeat_n('0', (to - from.max(count)).max(0) as usize));
    }
}
