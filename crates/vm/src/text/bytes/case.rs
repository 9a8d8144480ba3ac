//! Upper, lower and title case of ASCII letters.

/// `bytes.upper()`
pub fn upper(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_uppercase()
}

/// `bytes.lower()`
pub fn lower(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_lowercase()
}

/// `bytes.capitalize()`
pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

/// `bytes.title()`
pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    let mut in_word = false;
    for byte in &mut out {
        let is_letter = byte.is_ascii_alphabetic();
        if !in_word {
            byte.make_ascii_uppercase();
        }
        in_word = is_letter;
    }
    out
}

/// `bytes.swapcase()`
pub fn swapcase(bytes: &[u8]) -> Vec<u8> {
    const CASE: u8 = b'a' - b'A';
    bytes.iter().map(|&byte| if byte.is_ascii_alphabetic() { byte ^ CASE } else { byte }).collect()
}
