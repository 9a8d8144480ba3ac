//! `bytes.decode` and `str.encode` for UTF-8, ASCII and Latin-1.

use std::borrow::Cow;
use std::fmt::Write;

use crate::text::error::{Kind, PyError, PyResult};
use crate::text::repr;

/// The encodings that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8
    Utf8,
    /// The first 128 characters.
    Ascii,
    /// The first 256 characters.
    Latin1,
}

impl Encoding {
    /// The encoding of this name, in any case and with any separators.
    ///
    /// # Errors
    /// `LookupError` for an unknown one.
    pub fn from_name(name: &str) -> PyResult<Self> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.to_ascii_lowercase().as_str() {
            "utf8" | "u8" | "utf" | "cp65001" => Ok(Encoding::Utf8),
            "ascii" | "usascii" | "646" => Ok(Encoding::Ascii),
            "latin1" | "latin" | "iso88591" | "l1" | "8859" | "cp819" => Ok(Encoding::Latin1),
            _ => Err(PyError::new(Kind::Lookup, format!("unknown encoding: {name}"))),
        }
    }

    /// The name that error messages use.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
        }
    }

    fn range(self) -> u32 {
        match self {
            Encoding::Ascii => 128,
            Encoding::Latin1 => 256,
            Encoding::Utf8 => u32::MAX,
        }
    }
}

/// `bytes.decode(encoding, errors)`, where errors is `strict`, `ignore`, `replace` or `backslashreplace`.
///
/// # Errors
/// `UnicodeDecodeError` when strict; `LookupError` for another way to handle errors, if there is one to handle.
pub fn decode<'a>(bytes: &'a [u8], encoding: Encoding, errors: &str) -> PyResult<Cow<'a, str>> {
    match encoding {
        Encoding::Latin1 => Ok(bytes.iter().map(|&byte| byte as char).collect::<String>().into()),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if encoding == Encoding::Utf8 || text.is_ascii() => Ok(text.into()),
            _ if encoding == Encoding::Utf8 => decode_utf8(bytes, errors).map(Cow::Owned),
            _ => decode_ascii(bytes, errors).map(Cow::Owned),
        },
    }
}

/// `text.encode(encoding, errors)`, where errors is as for [`decode`] or `xmlcharrefreplace`.
///
/// # Errors
/// `UnicodeEncodeError` when strict; `LookupError` for another way to handle errors, if there is one to handle.
pub fn encode(text: &str, encoding: Encoding, errors: &str) -> PyResult<Vec<u8>> {
    if encoding == Encoding::Utf8 || text.is_ascii() {
        return Ok(text.into());
    }
    let mut out = Vec::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        match c as u32 {
            code if code < encoding.range() => out.push(code as u8),
            _ => out.extend_from_slice(instead_of_char(text, at, c, encoding, errors)?.as_bytes()),
        }
    }
    Ok(out)
}

fn decode_utf8(bytes: &[u8], errors: &str) -> PyResult<String> {
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            let at_end = at + chunk.invalid().len() == bytes.len();
            let reason = utf8_reason(chunk.invalid(), at_end);
            instead_of_bytes(chunk.invalid(), at, Encoding::Utf8, reason, errors, &mut out)?;
        }
        at += chunk.invalid().len();
    }
    Ok(out)
}

fn utf8_reason(invalid: &[u8], at_end: bool) -> &'static str {
    match invalid[0] {
        0x80..0xc2 | 0xf5.. => "invalid start byte",
        _ if at_end => "unexpected end of data",
        _ => "invalid continuation byte",
    }
}

fn decode_ascii(bytes: &[u8], errors: &str) -> PyResult<String> {
    let mut out = String::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii() {
            out.push(byte as char);
        } else {
            let reason = "ordinal not in range(128)";
            instead_of_bytes(&[byte], at, Encoding::Ascii, reason, errors, &mut out)?;
        }
    }
    Ok(out)
}

fn instead_of_bytes(
    invalid: &[u8],
    at: usize,
    encoding: Encoding,
    reason: &str,
    errors: &str,
    out: &mut String,
) -> PyResult<()> {
    match errors {
        "strict" => return Err(decode_error(invalid, at, encoding, reason)),
        "ignore" => {}
        "replace" => out.push(char::REPLACEMENT_CHARACTER),
        "backslashreplace" => invalid.iter().for_each(|byte| {
            let _ = write!(out, "\\x{byte:02x}");
        }),
        _ => return Err(unknown_handler(errors)),
    }
    Ok(())
}

fn instead_of_char(text: &str, at: usize, c: char, encoding: Encoding, errors: &str) -> PyResult<String> {
    match errors {
        "strict" => Err(encode_error(text, at, encoding)),
        "ignore" => Ok(String::new()),
        "replace" => Ok("?".to_owned()),
        "backslashreplace" => Ok(escape(c)),
        "xmlcharrefreplace" => Ok(format!("&#{};", c as u32)),
        _ => Err(unknown_handler(errors)),
    }
}

fn decode_error(invalid: &[u8], at: usize, encoding: Encoding, reason: &str) -> PyError {
    let what = match invalid {
        [byte] => format!("byte 0x{byte:02x} in position {at}"),
        _ => format!("bytes in position {at}-{}", at + invalid.len() - 1),
    };
    let message = format!("'{}' codec can't decode {what}: {reason}", encoding.name());
    PyError::new(Kind::UnicodeDecode, message)
}

/// The error names the whole run of characters that cannot be encoded.
fn encode_error(text: &str, at: usize, encoding: Encoding) -> PyError {
    let range = encoding.range();
    let run: Vec<char> = text.chars().skip(at).take_while(|&c| c as u32 >= range).collect();
    let what = match run[..] {
        [c] => format!("character '{}' in position {at}", escape(c)),
        _ => format!("characters in position {at}-{}", at + run.len() - 1),
    };
    let name = encoding.name();
    let message = format!("'{name}' codec can't encode {what}: ordinal not in range({range})");
    PyError::new(Kind::UnicodeEncode, message)
}

fn escape(c: char) -> String {
    repr::ascii_of_repr(c.encode_utf8(&mut [0; 4]))
}

fn unknown_handler(name: &str) -> PyError {
    PyError::new(Kind::Lookup, format!("unknown error handler name '{name}'"))
}
