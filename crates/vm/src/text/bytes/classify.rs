//! The questions `bytes.isalpha` and its kind ask. All but `isascii` say no to empty bytes.

/// `bytes.isalpha()`
pub fn is_alpha(bytes: &[u8]) -> bool {
    all(bytes, |byte| byte.is_ascii_alphabetic())
}

/// `bytes.isdigit()`
pub fn is_digit(bytes: &[u8]) -> bool {
    all(bytes, |byte| byte.is_ascii_digit())
}

/// `bytes.isalnum()`
pub fn is_alnum(bytes: &[u8]) -> bool {
    all(bytes, |byte| byte.is_ascii_alphanumeric())
}

/// `bytes.isspace()`
pub fn is_space(bytes: &[u8]) -> bool {
    all(bytes, is_space_byte)
}

/// `bytes.isascii()`
pub fn is_ascii(bytes: &[u8]) -> bool {
    bytes.is_ascii()
}

/// `bytes.isupper()`
pub fn is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.islower()`
pub fn is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.istitle()`: capitals where words start and only there.
pub fn is_title(bytes: &[u8]) -> bool {
    let (mut in_word, mut any) = (false, false);
    for byte in bytes {
        let cased = byte.is_ascii_alphabetic();
        if cased && byte.is_ascii_uppercase() == in_word {
            return false;
        }
        in_word = cased;
        any |= cased;
    }
    any
}

/// Whether the byte is white space, which the vertical tab is for Python but not for Rust.
pub(super) fn is_space_byte(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'\x0b'
}

fn all(bytes: &[u8], is_member: fn(u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| is_member(byte))
}
