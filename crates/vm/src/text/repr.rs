//! The source form of strings and bytes: `repr` and `ascii`.

use std::fmt::Write;

use super::unicode::is_printable;

/// `repr(text)`.
pub fn str(text: &str) -> String {
    quoted(text, is_printable)
}

/// `ascii(text)`: as [`str`](self::str) but every other character escaped too.
pub fn ascii(text: &str) -> String {
    quoted(text, |c| matches!(c, ' '..='~'))
}

/// `ascii` of an object whose `repr` is given: escapes what is not ASCII and leaves the rest alone.
pub fn ascii_of_repr(repr: &str) -> String {
    let mut out = String::with_capacity(repr.len());
    for c in repr.chars() {
        if c.is_ascii() { out.push(c) } else { push_escape(c, &mut out) }
    }
    out
}

/// `repr(bytes)`, with the `b` in front.
pub fn bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b' '..=b'~' => push_plain(byte as char, quote, &mut out),
            _ => push_escape(byte as char, &mut out),
        }
    }
    out.push(quote);
    out
}

fn quoted(text: &str, is_shown: impl Fn(char) -> bool) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    if is_plain(text) {
        out.push_str(text);
    } else {
        for c in text.chars() {
            if is_shown(c) { push_plain(c, quote, &mut out) } else { push_escape(c, &mut out) }
        }
    }
    out.push(quote);
    out
}

/// Whether nothing in the text needs an escape under any quote: the usual case, found in one pass over the bytes.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\'' && byte != b'\\')
}

fn push_plain(c: char, quote: char, out: &mut String) {
    if c == quote || c == '\\' {
        out.push('\\');
    }
    out.push(c);
}

fn push_escape(c: char, out: &mut String) {
    let code = c as u32;
    let _ = match c {
        '\t' => out.write_str("\\t"),
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        _ if code <= 0xff => write!(out, "\\x{code:02x}"),
        _ if code <= 0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}
