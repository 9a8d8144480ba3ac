//! `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`, read into a value.

use crate::text::error::{Kind, PyError, PyResult};

/// Where the padding goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// `<`: text on the left.
    Left,
    /// `>`: text on the right.
    Right,
    /// `^`: text in the middle.
    Center,
    /// `=`: padding between the sign and the digits.
    AfterSign,
}

/// What stands in front of a number that is not negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Nothing (`-`).
    Minus,
    /// A plus.
    Plus,
    /// A blank.
    Blank,
}

/// What separates the thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

/// A format specifier and the name of the type it is for, which error messages need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec<'a> {
    /// The name of the type of what is formatted.
    pub type_name: &'a str,
    /// The padding, if given.
    pub fill: Option<char>,
    /// The place of the padding, if given.
    pub align: Option<Align>,
    /// The sign, if given.
    pub sign: Option<Sign>,
    /// `z`: show no minus before a zero.
    pub no_negative_zero: bool,
    /// `#`: prefixes for integers, the point for floats.
    pub alternate: bool,
    /// `0`: pad a number with zeros after its sign.
    pub zero: bool,
    /// The least width in characters.
    pub width: Option<usize>,
    /// The separator of thousands.
    pub grouping: Option<Grouping>,
    /// Digits for a float, the most characters for a string.
    pub precision: Option<usize>,
    /// The letter of the presentation.
    pub code: Option<char>,
}

impl<'a> Spec<'a> {
    /// The empty specifier.
    pub fn empty(type_name: &'a str) -> Self {
        Spec {
            type_name,
            fill: None,
            align: None,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            zero: false,
            width: None,
            grouping: None,
            precision: None,
            code: None,
        }
    }

    /// Reads a specifier for an object whose type has this name.
    ///
    /// # Errors
    /// `ValueError` for what no type could have, `MemoryError` for a width or precision beyond 2³¹.
    pub fn parse(text: &str, type_name: &'a str) -> PyResult<Self> {
        let mut spec = Spec::empty(type_name);
        let mut rest = spec.read_align(text);
        spec.sign = take(&mut rest, &[('-', Sign::Minus), ('+', Sign::Plus), (' ', Sign::Blank)]);
        spec.no_negative_zero = take_char(&mut rest, 'z');
        spec.alternate = take_char(&mut rest, '#');
        spec.zero = spec.fill.is_none() && take_char(&mut rest, '0');
        spec.width = take_number(&mut rest)?.map(affordable).transpose()?;
        spec.grouping = take_grouping(&mut rest)?;
        if take_char(&mut rest, '.') {
            let missing = || PyError::value("Format specifier missing precision");
            spec.precision = Some(affordable(take_number(&mut rest)?.ok_or_else(missing)?)?);
        }
        let mut chars = rest.chars();
        spec.code = chars.next();
        if chars.next().is_some() {
            return Err(PyError::value(format!("Invalid format specifier '{text}' for object of type '{type_name}'")));
        }
        spec.check_grouping()?;
        Ok(spec)
    }

    /// Whether the specifier asks for nothing.
    pub fn is_empty(&self) -> bool {
        *self == Spec::empty(self.type_name)
    }

    /// Where the padding goes for a type with this default.
    pub(super) fn align_or(&self, default: Align) -> Align {
        let zero = if self.zero && default == Align::Right { Align::AfterSign } else { default };
        self.align.unwrap_or(zero)
    }

    /// The padding.
    pub(super) fn fill(&self) -> char {
        self.fill.unwrap_or(if self.zero { '0' } else { ' ' })
    }

    /// The separator and how many digits are between two of them.
    pub(super) fn separator(&self) -> Option<(char, usize)> {
        match self.grouping? {
            Grouping::Comma => Some((',', 3)),
            Grouping::Underscore if matches!(self.code, Some('b' | 'o' | 'x' | 'X')) => Some(('_', 4)),
            Grouping::Underscore => Some(('_', 3)),
        }
    }

    pub(super) fn unknown_code(&self, code: char) -> PyError {
        let (code, name) = (shown(code), self.type_name);
        PyError::value(format!("Unknown format code '{code}' for object of type '{name}'"))
    }

    pub(super) fn check_for_str(&self) -> PyResult<()> {
        if let Some((separator, _)) = self.separator() {
            return Err(cannot_group(separator, 's'));
        }
        let message = match self {
            Spec { sign: Some(Sign::Blank), .. } => "Space not allowed in string format specifier",
            Spec { sign: Some(_), .. } => "Sign not allowed in string format specifier",
            Spec { no_negative_zero: true, .. } => "Negative zero coercion (z) not allowed in string format specifier",
            Spec { alternate: true, .. } => "Alternate form (#) not allowed in string format specifier",
            Spec { align: Some(Align::AfterSign), .. } => "'=' alignment not allowed in string format specifier",
            _ => return Ok(()),
        };
        Err(PyError::value(message))
    }

    pub(super) fn check_for_int(&self) -> PyResult<()> {
        let message = match self {
            Spec { precision: Some(_), .. } => "Precision not allowed in integer format specifier",
            Spec { no_negative_zero: true, .. } => "Negative zero coercion (z) not allowed in integer format specifier",
            _ => return Ok(()),
        };
        Err(PyError::value(message))
    }

    pub(super) fn check_for_char(&self) -> PyResult<()> {
        let message = match self {
            Spec { sign: Some(_), .. } => "Sign not allowed with integer format specifier 'c'",
            Spec { alternate: true, .. } => "Alternate form (#) not allowed with integer format specifier 'c'",
            _ => return Ok(()),
        };
        Err(PyError::value(message))
    }

    /// Reads fill and alignment; the fill may be any character, even one that means something elsewhere.
    fn read_align<'t>(&mut self, text: &'t str) -> &'t str {
        let mut chars = text.chars();
        let (first, second) = (chars.next(), chars.clone().next());
        if let Some(align) = second.and_then(align) {
            (self.fill, self.align) = (first, Some(align));
            chars.next();
            return chars.as_str();
        }
        self.align = first.and_then(align);
        if self.align.is_some() { chars.as_str() } else { text }
    }

    fn check_grouping(&self) -> PyResult<()> {
        let separator = match (self.grouping, self.code) {
            (None, _) | (_, None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F')) => {
                return Ok(());
            }
            (Some(Grouping::Underscore), Some('b' | 'o' | 'x' | 'X')) => return Ok(()),
            (Some(Grouping::Underscore), _) => '_',
            (Some(Grouping::Comma), _) => ',',
        };
        Err(cannot_group(separator, self.code.unwrap_or_default()))
    }
}

fn cannot_group(separator: char, code: char) -> PyError {
    PyError::value(format!("Cannot specify '{separator}' with '{}'.", shown(code)))
}

fn align(c: char) -> Option<Align> {
    match c {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

fn take_grouping(rest: &mut &str) -> PyResult<Option<Grouping>> {
    let comma = take_char(rest, ',').then_some(Grouping::Comma);
    let underscore = take_char(rest, '_').then_some(Grouping::Underscore);
    let both = comma.is_some() && underscore.is_some();
    if both || underscore.is_some() && rest.starts_with(',') {
        return Err(PyError::value("Cannot specify both ',' and '_'."));
    }
    Ok(comma.or(underscore))
}

/// Reads decimal digits, if there are any.
pub(super) fn take_number(rest: &mut &str) -> PyResult<Option<usize>> {
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    *rest = after;
    if digits.is_empty() {
        return Ok(None);
    }
    let number = digits.parse::<i64>().ok().and_then(|number| usize::try_from(number).ok());
    let too_many = || PyError::value("Too many decimal digits in format string");
    number.map(Some).ok_or_else(too_many)
}

/// Refuses a width or precision that no text should have, so that it is an exception and not the end of the process.
///
/// # Errors
/// `MemoryError`
pub(super) fn affordable(size: usize) -> PyResult<usize> {
    const MOST: usize = i32::MAX as usize;
    if size > MOST { Err(PyError::new(Kind::Memory, "")) } else { Ok(size) }
}

fn take_char(rest: &mut &str, c: char) -> bool {
    take(rest, &[(c, ())]).is_some()
}

fn take<T: Copy>(rest: &mut &str, choices: &[(char, T)]) -> Option<T> {
    let (after, found) = choices.iter().find_map(|&(c, meaning)| Some((rest.strip_prefix(c)?, meaning)))?;
    *rest = after;
    Some(found)
}

/// A character in an error message: itself if it is printable ASCII, else its number.
fn shown(c: char) -> String {
    if matches!(c, '!'..='\x7f') { c.to_string() } else { format!("\\x{:x}", c as u32) }
}
