//! The `%` operator of strings: a template becomes pieces, and a directive is applied to one value.
//!
//! The caller fetches the values, in this order for each directive: the mapping's item for a `key`, an integer if
//! `wants_width`, an integer if `wants_precision`, then the value that [`Directive::wants`] describes.

use super::number::Number;
use super::spec::{Align, Sign, Spec, affordable, take_number};
use crate::text::error::{PyError, PyResult};
use crate::text::float::{Style, to_string};
use crate::text::int::{IntRef, to_radix};
use crate::text::str::Text;

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text to copy.
    Literal(&'a str),
    /// A value to format.
    Directive(Directive<'a>),
}

/// `%[(key)][flags][width][.precision]conversion`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive<'a> {
    /// The key in parentheses: the right operand must be a mapping.
    pub key: Option<&'a str>,
    /// `-`: text on the left.
    pub left: bool,
    /// `+` or a blank: what stands before a number that is not negative.
    pub sign: Option<Sign>,
    /// `#`: prefixes for integers, the point for floats.
    pub alternate: bool,
    /// `0`: pad a number with zeros after its sign.
    pub zero: bool,
    /// The width is `*`: give it to [`Directive::set_width`].
    pub wants_width: bool,
    /// The precision is `*`: give it to [`Directive::set_precision`].
    pub wants_precision: bool,
    /// The least width in characters.
    pub width: usize,
    /// Decimals of a float, least digits of an integer, most characters of a text.
    pub precision: Option<usize>,
    /// The letter at the end.
    pub conversion: char,
    /// Where that letter is in the template, in characters.
    pub index: usize,
}

/// What a directive is applied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// `s`: [`Directive::text`] of `str(value)`.
    Str,
    /// `r`: [`Directive::text`] of `repr(value)`.
    Repr,
    /// `a`: [`Directive::text`] of `ascii(value)`.
    Ascii,
    /// `c`: [`Directive::char_of_int`] or [`Directive::char_of_str`].
    Char,
    /// `d`, `i`, `u`: [`Directive::int`] of any real number, made an integer.
    Real,
    /// `o`, `x`, `X`: [`Directive::int`] of an integer.
    Int,
    /// `e`, `f`, `g` and their capitals: [`Directive::float`].
    Float,
}

/// The pieces of a template, in order; after an error there is nothing more.
pub fn parse(template: &str) -> impl Iterator<Item = PyResult<Piece<'_>>> {
    let mut parser = Parser { template, rest: template };
    std::iter::from_fn(move || {
        let piece = parser.next_piece()?;
        if piece.is_err() {
            parser.rest = "";
        }
        Some(piece)
    })
}

impl Directive<'_> {
    /// Whether there is nothing between the percent sign and the letter but a key.
    pub fn is_bare(&self) -> bool {
        let flags = self.left || self.alternate || self.zero || self.wants_width || self.wants_precision;
        !flags && self.sign.is_none() && self.width == 0 && self.precision.is_none()
    }

    /// What to apply the directive to.
    ///
    /// # Errors
    /// `ValueError` for an unknown letter; the value is to be fetched first, since its lack is the first error.
    pub fn wants(&self) -> PyResult<Wants> {
        Ok(match self.conversion {
            's' => Wants::Str,
            'r' => Wants::Repr,
            'a' => Wants::Ascii,
            'c' => Wants::Char,
            'd' | 'i' | 'u' => Wants::Real,
            'o' | 'x' | 'X' => Wants::Int,
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => Wants::Float,
            other => return Err(self.unsupported(other)),
        })
    }

    /// Sets the width of a `*`; a negative one is the `-` flag as well.
    pub fn set_width(&mut self, width: i64) {
        self.left |= width < 0;
        self.width = width.unsigned_abs() as usize;
    }

    /// Sets the precision of a `*`; a negative one is 0.
    pub fn set_precision(&mut self, precision: i64) {
        self.precision = Some(usize::try_from(precision).unwrap_or(0));
    }

    /// Applies `s`, `r` or `a` to the text of the value.
    pub fn text<'t>(&self, text: impl Into<Text<'t>>) -> String {
        let text = text.into();
        let shown = self.precision.map_or(text.as_str(), |precision| text.range(0, precision));
        super::number::padded(shown, &self.spec(false), Align::Right)
    }

    /// Applies `d`, `i`, `u`, `o`, `x` or `X`.
    pub fn int(&self, value: IntRef<'_>) -> String {
        let (radix, prefix) = match self.conversion {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let mut text = to_radix(value, radix);
        if self.conversion == 'X' {
            text.make_ascii_uppercase();
        }
        let number = Number::whole(&text);
        let zeros = self.precision.unwrap_or(0).saturating_sub(number.digits.len());
        let digits = "0".repeat(zeros) + number.digits;
        let prefix = if self.alternate { prefix } else { "" };
        Number { prefix, digits: &digits, ..number }.layout(&self.spec(true))
    }

    /// Applies `e`, `f` or `g`, or one of their capitals.
    pub fn float(&self, value: f64) -> String {
        let precision = self.precision.unwrap_or(6);
        let style = match self.conversion {
            'e' | 'E' => Style::Exponent(precision),
            'f' | 'F' => Style::Fixed(precision),
            _ => Style::General(precision),
        };
        let mut text = to_string(value, style, self.alternate, false);
        if self.conversion.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        Number::of_float(&text).layout(&self.spec(true))
    }

    /// Applies `c` to an integer.
    ///
    /// # Errors
    /// `OverflowError` when it is no character.
    pub fn char_of_int(&self, value: IntRef<'_>) -> PyResult<String> {
        let code = value.to_i64().and_then(|code| u32::try_from(code).ok());
        let c = code.and_then(char::from_u32);
        let c = c.ok_or_else(|| PyError::overflow("%c arg not in range(0x110000)"))?;
        Ok(self.char(c))
    }

    /// Applies `c` to a string.
    ///
    /// # Errors
    /// `TypeError` when it is not of one character.
    pub fn char_of_str(&self, value: &str) -> PyResult<String> {
        let mut chars = value.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(self.char(c)),
            _ => Err(not_a_char()),
        }
    }

    /// The `TypeError` for a value that is not what the letter needs.
    pub fn wrong_type(&self, type_name: &str) -> PyError {
        let conversion = self.conversion;
        match conversion {
            'c' => not_a_char(),
            'o' | 'x' | 'X' => {
                PyError::type_error(format!("%{conversion} format: an integer is required, not {type_name}"))
            }
            'd' | 'i' | 'u' => {
                PyError::type_error(format!("%{conversion} format: a real number is required, not {type_name}"))
            }
            _ => PyError::type_error(format!("must be real number, not {type_name}")),
        }
    }

    fn char(&self, c: char) -> String {
        super::number::padded(c.encode_utf8(&mut [0; 4]), &self.spec(false), Align::Right)
    }

    /// The same wishes as a format specifier.
    fn spec(&self, is_number: bool) -> Spec<'static> {
        Spec {
            align: self.left.then_some(Align::Left),
            sign: self.sign,
            zero: is_number && self.zero && !self.left,
            width: Some(self.width),
            ..Spec::empty("")
        }
    }

    fn unsupported(&self, c: char) -> PyError {
        let shown = if (' '..='~').contains(&c) { c } else { '?' };
        let (code, index) = (c as u32, self.index);
        PyError::value(format!("unsupported format character '{shown}' ({code:#x}) at index {index}"))
    }
}

/// The `TypeError` when the values run out.
pub fn not_enough_arguments() -> PyError {
    PyError::type_error("not enough arguments for format string")
}

/// The `TypeError` when values are left over and the right operand is no mapping.
pub fn not_all_converted() -> PyError {
    PyError::type_error("not all arguments converted during string formatting")
}

/// The `TypeError` when a directive has a key and the right operand is no mapping.
pub fn mapping_required() -> PyError {
    PyError::type_error("format requires a mapping")
}

/// The `TypeError` for the value of a `*` that is no integer.
pub fn star_wants_int() -> PyError {
    PyError::type_error("* wants int")
}

fn not_a_char() -> PyError {
    PyError::type_error("%c requires int or char")
}

struct Parser<'a> {
    template: &'a str,
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn next_piece(&mut self) -> Option<PyResult<Piece<'a>>> {
        let literal = &self.rest[..self.rest.find('%').unwrap_or(self.rest.len())];
        self.rest = &self.rest[literal.len()..];
        if !literal.is_empty() {
            return Some(Ok(Piece::Literal(literal)));
        }
        self.rest = self.rest.strip_prefix('%')?;
        Some(self.directive().map(|directive| match directive.conversion {
            '%' => Piece::Literal("%"),
            _ => Piece::Directive(directive),
        }))
    }

    fn directive(&mut self) -> PyResult<Directive<'a>> {
        let mut directive = Directive {
            key: self.key()?,
            left: false,
            sign: None,
            alternate: false,
            zero: false,
            wants_width: false,
            wants_precision: false,
            width: 0,
            precision: None,
            conversion: '%',
            index: 0,
        };
        self.flags(&mut directive);
        directive.wants_width = self.take('*');
        if !directive.wants_width {
            directive.width = self.number("width too big")?.unwrap_or(0);
        }
        if self.take('.') {
            directive.wants_precision = self.take('*');
            if !directive.wants_precision {
                directive.precision = Some(self.number("precision too big")?.unwrap_or(0));
            }
        }
        // A length modifier of C is read and means nothing.
        self.rest = self.rest.strip_prefix(['h', 'l', 'L']).unwrap_or(self.rest);
        let end = self.template.len() - self.rest.len();
        let conversion = self.rest.chars().next();
        directive.conversion = conversion.ok_or_else(|| PyError::value("incomplete format"))?;
        directive.index = self.template[..end].chars().count();
        self.rest = &self.rest[directive.conversion.len_utf8()..];
        Ok(directive)
    }

    /// The key, in which parentheses may nest.
    fn key(&mut self) -> PyResult<Option<&'a str>> {
        let Some(text) = self.rest.strip_prefix('(') else {
            return Ok(None);
        };
        let mut depth = 1;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => continue,
            }
            if depth == 0 {
                self.rest = &text[at + 1..];
                return Ok(Some(&text[..at]));
            }
        }
        Err(PyError::value("incomplete format key"))
    }

    fn flags(&mut self, directive: &mut Directive<'a>) {
        while let Some(flag @ (b'-' | b'+' | b' ' | b'#' | b'0')) = self.rest.bytes().next() {
            match flag {
                b'-' => directive.left = true,
                b'+' => directive.sign = Some(Sign::Plus),
                // A plus is stronger, wherever it stands.
                b' ' => directive.sign = directive.sign.or(Some(Sign::Blank)),
                b'#' => directive.alternate = true,
                _ => directive.zero = true,
            }
            self.rest = &self.rest[1..];
        }
    }

    fn number(&mut self, too_big: &str) -> PyResult<Option<usize>> {
        let number = take_number(&mut self.rest).map_err(|_| PyError::value(too_big))?;
        number.map(affordable).transpose()
    }

    fn take(&mut self, c: char) -> bool {
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }
}
