//! The questions `str.isalpha` and its kind ask. All but `isprintable` say no to the empty string.

use crate::text::unicode;

/// `text.isalpha()`
pub fn is_alpha(text: &str) -> bool {
    all(text, unicode::is_alpha)
}

/// `text.isdigit()`
pub fn is_digit(text: &str) -> bool {
    all(text, unicode::is_digit)
}

/// `text.isdecimal()`
pub fn is_decimal(text: &str) -> bool {
    all(text, unicode::is_decimal)
}

/// `text.isnumeric()`
pub fn is_numeric(text: &str) -> bool {
    all(text, unicode::is_numeric)
}

/// `text.isalnum()`
pub fn is_alnum(text: &str) -> bool {
    all(text, unicode::is_alnum)
}

/// `text.isspace()`
pub fn is_space(text: &str) -> bool {
    all(text, unicode::is_space)
}

/// `text.isprintable()`
pub fn is_printable(text: &str) -> bool {
    text.chars().all(unicode::is_printable)
}

/// `text.isidentifier()`
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(unicode::is_identifier_start) && chars.all(unicode::is_identifier_continue)
}

/// `text.isupper()`: some character in upper case and none in another.
pub fn is_upper(text: &str) -> bool {
    let other = |c: char| c.is_lowercase() || unicode::is_title(c);
    text.chars().any(char::is_uppercase) && !text.chars().any(other)
}

/// `text.islower()`: some character in lower case and none in another.
pub fn is_lower(text: &str) -> bool {
    let other = |c: char| c.is_uppercase() || unicode::is_title(c);
    text.chars().any(char::is_lowercase) && !text.chars().any(other)
}

/// `text.istitle()`: capitals where words start and only there.
pub fn is_title(text: &str) -> bool {
    let (mut in_word, mut any) = (false, false);
    for c in text.chars() {
        let capital = c.is_uppercase() || unicode::is_title(c);
        let cased = capital || c.is_lowercase();
        if cased && capital == in_word {
            return false;
        }
        in_word = cased;
        any |= cased;
    }
    any
}

fn all(text: &str, is_member: fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is_member)
}
