//! The templates of `str.format`: literal text and replacement fields.

use super::spec::take_number;
use crate::text::error::{Kind, PyError, PyResult};

/// Specifiers may hold fields, whose specifiers may hold none.
const MAX_DEPTH: u32 = 2;

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text to copy.
    Literal(&'a str),
    /// A value to format.
    Field(Field<'a>),
}

/// `{name[!conversion][:spec]}`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// The first part of the name and the way from there; see [`Field::first`] and [`Field::steps`].
    name: &'a str,
    /// The letter after `!`; see [`Field::check_conversion`].
    pub conversion: Option<char>,
    /// The format specifier, a template itself if `is_nested`.
    pub spec: &'a str,
    /// Whether the specifier holds fields to be replaced first.
    pub is_nested: bool,
}

/// Which argument a field starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First<'a> {
    /// The next positional one.
    Next,
    /// The positional one of this number.
    Index(usize),
    /// The keyword argument of this name.
    Name(&'a str),
}

/// One step from a value to a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[number]`
    Index(usize),
    /// `[key]`
    Key(&'a str),
}

/// An argument, once fields are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument<'a> {
    /// The positional one of this number; see [`index_out_of_range`].
    Index(usize),
    /// The keyword argument of this name.
    Name(&'a str),
}

/// How the fields of one template are numbered: by themselves or by hand, but not both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbering {
    state: Numbered,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Numbered {
    #[default]
    Undecided,
    Automatic(usize),
    Manual,
}

/// The pieces of a template, in order; after an error there is nothing more.
pub fn parse(template: &str) -> impl Iterator<Item = PyResult<Piece<'_>>> {
    let mut parser = Parser { rest: template, field_follows: false };
    std::iter::from_fn(move || {
        let piece = parser.next_piece();
        if matches!(piece, Some(Err(_))) {
            parser = Parser { rest: "", field_follows: false };
        }
        piece
    })
}

/// `template.format(…)`, where `field` gives the text of one value: it is called with the argument, the field (for its
/// steps and conversion) and the specifier with its own fields replaced.
///
/// # Errors
/// Those of the template and of `field`.
pub fn render<E: From<PyError>>(
    template: &str,
    mut field: impl FnMut(Argument<'_>, &Field<'_>, &str) -> Result<String, E>,
) -> Result<String, E> {
    render_at(template, &mut Numbering::default(), MAX_DEPTH, &mut field)
}

impl<'a> Field<'a> {
    /// The argument that the field starts from.
    ///
    /// # Errors
    /// `ValueError` for a number that is too large.
    pub fn first(&self) -> PyResult<First<'a>> {
        let first = &self.name[..self.name.find(['.', '[']).unwrap_or(self.name.len())];
        if first.is_empty() {
            return Ok(First::Next);
        }
        Ok(whole_number(first)?.map_or(First::Name(first), First::Index))
    }

    /// The way from the argument to the value.
    pub fn steps(&self) -> impl Iterator<Item = PyResult<Step<'a>>> + use<'a> {
        let mut rest = &self.name[self.name.find(['.', '[']).unwrap_or(self.name.len())..];
        std::iter::from_fn(move || {
            let step = take_step(&mut rest)?;
            if step.is_err() {
                rest = "";
            }
            Some(step)
        })
    }

    /// The conversion, checked to be `r`, `s` or `a`.
    ///
    /// # Errors
    /// `ValueError` for another letter.
    pub fn check_conversion(&self) -> PyResult<Option<char>> {
        match self.conversion {
            None | Some('r' | 's' | 'a') => Ok(self.conversion),
            Some(c @ '!'..='~') => Err(PyError::value(format!("Unknown conversion specifier {c}"))),
            Some(c) => Err(PyError::value(format!("Unknown conversion specifier \\x{:x}", c as u32))),
        }
    }
}

impl Numbering {
    /// Gives a field without a number the next.
    ///
    /// # Errors
    /// `ValueError` when fields with and without numbers are mixed.
    pub fn resolve<'a>(&mut self, first: First<'a>) -> PyResult<Argument<'a>> {
        let (state, index) = match (first, self.state) {
            (First::Name(name), _) => return Ok(Argument::Name(name)),
            (First::Next, Numbered::Undecided) => (Numbered::Automatic(1), 0),
            (First::Next, Numbered::Automatic(next)) => (Numbered::Automatic(next + 1), next),
            (First::Index(index), Numbered::Undecided | Numbered::Manual) => (Numbered::Manual, index),
            (First::Next, Numbered::Manual) => {
                return Err(switched("manual field specification", "automatic field numbering"));
            }
            (First::Index(_), Numbered::Automatic(_)) => {
                return Err(switched("automatic field numbering", "manual field specification"));
            }
        };
        self.state = state;
        Ok(Argument::Index(index))
    }
}

/// The `IndexError` for a positional argument that was not given.
pub fn index_out_of_range(index: usize) -> PyError {
    let message = format!("Replacement index {index} out of range for positional args tuple");
    PyError::new(Kind::Index, message)
}

fn switched(from: &str, to: &str) -> PyError {
    PyError::value(format!("cannot switch from {from} to {to}"))
}

fn render_at<E: From<PyError>>(
    template: &str,
    numbering: &mut Numbering,
    depth: u32,
    field: &mut impl FnMut(Argument<'_>, &Field<'_>, &str) -> Result<String, E>,
) -> Result<String, E> {
    if depth == 0 {
        return Err(PyError::value("Max string recursion exceeded").into());
    }
    let mut out = String::with_capacity(template.len());
    for piece in parse(template) {
        match piece? {
            Piece::Literal(text) => out.push_str(text),
            Piece::Field(it) => {
                let argument = numbering.resolve(it.first()?)?;
                let text = if it.is_nested {
                    let spec = render_at(it.spec, numbering, depth - 1, field)?;
                    field(argument, &it, &spec)?
                } else {
                    field(argument, &it, it.spec)?
                };
                out.push_str(&text);
            }
        }
    }
    Ok(out)
}

struct Parser<'a> {
    rest: &'a str,
    field_follows: bool,
}

impl<'a> Parser<'a> {
    fn next_piece(&mut self) -> Option<PyResult<Piece<'a>>> {
        if std::mem::take(&mut self.field_follows) {
            return Some(self.field().map(Piece::Field));
        }
        if self.rest.is_empty() {
            return None;
        }
        match self.literal() {
            Ok("") => self.next_piece(),
            literal => Some(literal.map(Piece::Literal)),
        }
    }

    /// The text up to a field, or up to and with the first of two equal braces.
    fn literal(&mut self) -> PyResult<&'a str> {
        let text = self.rest;
        let Some(at) = text.find(['{', '}']) else {
            self.rest = "";
            return Ok(text);
        };
        let after = &text[at + 1..];
        let is_open = text[at..].starts_with('{');
        if after.starts_with(if is_open { '{' } else { '}' }) {
            self.rest = &after[1..];
            return Ok(&text[..=at]);
        }
        if !is_open {
            return Err(PyError::value("Single '}' encountered in format string"));
        }
        if after.is_empty() {
            return Err(PyError::value("Single '{' encountered in format string"));
        }
        (self.rest, self.field_follows) = (after, true);
        Ok(&text[..at])
    }

    /// The field, from behind its opening brace.
    fn field(&mut self) -> PyResult<Field<'a>> {
        let (name, end) = self.name()?;
        let mut field = Field { name, conversion: None, spec: "", is_nested: false };
        match end {
            Some('}') => return Ok(field),
            Some('!') if self.conversion(&mut field)? => return Ok(field),
            Some(_) => {}
            None => return Err(PyError::value("expected '}' before end of string")),
        }
        field.spec = self.spec()?;
        field.is_nested = field.spec.contains('{');
        Ok(field)
    }

    /// The name and the character that ended it; in brackets any character is part of the name.
    fn name(&mut self) -> PyResult<(&'a str, Option<char>)> {
        let text = self.rest;
        let mut in_brackets = false;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b']' => in_brackets = false,
                _ if in_brackets => {}
                b'[' => in_brackets = true,
                b'{' => return Err(PyError::value("unexpected '{' in field name")),
                b'}' | b':' | b'!' => {
                    self.rest = &text[at + 1..];
                    return Ok((&text[..at], Some(byte as char)));
                }
                _ => {}
            }
        }
        Ok((text, None))
    }

    /// Reads the conversion and what follows it; true when that is the end of the field.
    fn conversion(&mut self, field: &mut Field<'a>) -> PyResult<bool> {
        let mut chars = self.rest.chars();
        field.conversion = chars.next();
        if field.conversion.is_none() {
            return Err(PyError::value("end of string while looking for conversion specifier"));
        }
        let end = chars.next();
        self.rest = chars.as_str();
        match end {
            Some('}') => Ok(true),
            Some(':') | None => Ok(false),
            Some(_) => Err(PyError::value("expected ':' after conversion specifier")),
        }
    }

    /// The specifier up to the closing brace of the field.
    fn spec(&mut self) -> PyResult<&'a str> {
        let text = self.rest;
        let mut depth = 1;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &text[at + 1..];
                return Ok(&text[..at]);
            }
        }
        Err(PyError::value("unmatched '{' in format spec"))
    }
}

fn take_step<'a>(rest: &mut &'a str) -> Option<PyResult<Step<'a>>> {
    if let Some(after) = rest.strip_prefix('.') {
        let (name, after) = after.split_at(after.find(['.', '[']).unwrap_or(after.len()));
        *rest = after;
        return Some(not_empty(name).map(Step::Attribute));
    }
    let Some(after) = rest.strip_prefix('[') else {
        let message = "Only '.' or '[' may follow ']' in format field specifier";
        return (!rest.is_empty()).then(|| Err(PyError::value(message)));
    };
    let Some((key, after)) = after.split_once(']') else {
        return Some(Err(PyError::value("Missing ']' in format string")));
    };
    *rest = after;
    Some(not_empty(key).and_then(|key| Ok(whole_number(key)?.map_or(Step::Key(key), Step::Index))))
}

fn not_empty(name: &str) -> PyResult<&str> {
    if name.is_empty() {
        return Err(PyError::value("Empty attribute in format string"));
    }
    Ok(name)
}

/// The number, if the text is all digits.
fn whole_number(text: &str) -> PyResult<Option<usize>> {
    let mut rest = text;
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { take_number(&mut rest) } else { Ok(None) }
}
