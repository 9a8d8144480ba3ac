//! What Python thinks of a single character.
//!
//! Letters, digits, printability and identifiers come from tables made by CPython; letter case comes from Rust's
//! standard library, whose Unicode is newer, so that it knows a few more letters.

mod tables;

use tables::{ALPHABETIC, DIGIT, NUMERIC, PRINTABLE, TITLE, XID_CONTINUE, XID_START, ZEROS};

/// Whether `repr` shows the character as it is.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() { matches!(c, ' '..='~') } else { within(PRINTABLE, c) }
}

/// Whether the character is a letter.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { within(ALPHABETIC, c) }
}

/// Whether the character is a digit of a decimal number.
pub fn is_decimal(c: char) -> bool {
    decimal(c).is_some()
}

/// Whether the character is a digit, superscripts and the like included.
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { within(DIGIT, c) }
}

/// Whether the character has a numeric value, fractions and numerals included.
pub fn is_numeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { within(NUMERIC, c) }
}

/// Whether the character is a letter or has a numeric value.
pub fn is_alnum(c: char) -> bool {
    is_alpha(c) || is_numeric(c)
}

/// Whether the character separates words. Python adds the four ASCII separators to Unicode's white space.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// Whether `splitlines` breaks a line after the character.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether an identifier may start with the character.
pub fn is_identifier_start(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() || c == '_' } else { within(XID_START, c) }
}

/// Whether an identifier may go on with the character.
pub fn is_identifier_continue(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { within(XID_CONTINUE, c) }
}

/// Whether the character is a digraph in title case, such as `ǅ`.
pub fn is_title(c: char) -> bool {
    matches!(c, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | 'ᾈ'..='ᾏ' | 'ᾘ'..='ᾟ' | 'ᾨ'..='ᾯ' | 'ᾼ' | 'ῌ' | 'ῼ')
}

/// Whether the character has a case at all.
pub fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || is_title(c)
}

/// The value of a decimal digit of any script.
pub fn decimal(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let above = ZEROS.partition_point(|&zero| zero <= c as u32);
    let value = c as u32 - ZEROS[above - 1];
    (value < 10).then_some(value)
}

/// Appends the title case of a character.
pub fn push_title(c: char, out: &mut String) {
    match TITLE.binary_search_by_key(&c, |&(from, _)| from) {
        Ok(at) => out.push_str(TITLE[at].1),
        // A Georgian word is not written with a capital.
        Err(_) if ('\u{10d0}'..='\u{10ff}').contains(&c) => out.push(c),
        Err(_) => out.extend(c.to_uppercase()),
    }
}

/// Appends the case-folded form of a character.
///
/// Folding is the lower case of the upper case, but for Cherokee, which folds upwards, and the dotless i.
pub fn push_folded(c: char, out: &mut String) {
    match c {
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        'ı' => out.push(c),
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => out.extend(c.to_uppercase()),
        _ => out.extend(c.to_uppercase().flat_map(char::to_lowercase)),
    }
}

fn within(boundaries: &[u32], c: char) -> bool {
    boundaries.partition_point(|&boundary| boundary <= c as u32) % 2 == 1
}
