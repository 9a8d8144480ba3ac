//! Upper, lower and title case.

use crate::text::unicode::{is_cased, push_folded, push_title};

/// `text.upper()`
pub fn upper(text: &str) -> String {
    text.to_uppercase()
}

/// `text.lower()`
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// `text.casefold()`
pub fn casefold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_folded(c, &mut out));
    out
}

/// `text.capitalize()`: the first character in title case, the rest in lower case.
pub fn capitalize(text: &str) -> String {
    map_with_lower(text, |at, c, lower, out| if at == 0 { push_title(c, out) } else { out.push_str(lower) })
}

/// `text.title()`: title case where a word starts, that is after a character without case.
pub fn title(text: &str) -> String {
    let mut in_word = false;
    map_with_lower(text, |_, c, lower, out| {
        if in_word {
            out.push_str(lower)
        } else {
            push_title(c, out)
        }
        in_word = is_cased(c);
    })
}

/// `text.swapcase()`
pub fn swapcase(text: &str) -> String {
    map_with_lower(text, |_, c, lower, out| {
        if c.is_uppercase() {
            out.push_str(lower);
        } else if c.is_lowercase() {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    })
}

/// Maps each character, given with its position and its lower case.
///
/// The lower case is cut from that of the whole string, because a final sigma is known by its neighbours.
fn map_with_lower(text: &str, mut push: impl FnMut(usize, char, &str, &mut String)) -> String {
    let lowered = text.to_lowercase();
    let mut rest = lowered.as_str();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        // Both sigmas are two bytes, so the length does not depend on the neighbours.
        let len = c.to_lowercase().map(char::len_utf8).sum();
        let (lower, after) = rest.split_at(len);
        push(at, c, lower, &mut out);
        rest = after;
    }
    out
}
