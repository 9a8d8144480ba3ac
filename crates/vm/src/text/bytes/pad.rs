//! Bytes made as wide as asked for.
//!
//! Widths are taken as they are: the caller refuses those beyond memory.

/// `bytes.ljust(width, fill)`
pub fn ljust(bytes: &[u8], width: i64, fill: u8) -> Vec<u8> {
    padded(bytes, 0, missing(bytes, width), fill)
}

/// `bytes.rjust(width, fill)`
pub fn rjust(bytes: &[u8], width: i64, fill: u8) -> Vec<u8> {
    padded(bytes, missing(bytes, width), 0, fill)
}

/// `bytes.center(width, fill)`: an odd remainder goes to the left if the width is odd, else to the right.
pub fn center(bytes: &[u8], width: i64, fill: u8) -> Vec<u8> {
    let missing = missing(bytes, width);
    let left = missing / 2 + (missing & width.max(0) as usize & 1);
    padded(bytes, left, missing - left, fill)
}

/// `bytes.zfill(width)`: zeros after the sign.
pub fn zfill(bytes: &[u8], width: i64) -> Vec<u8> {
    let signs = usize::from(matches!(bytes, [b'+' | b'-', ..]));
    let (sign, digits) = bytes.split_at(signs);
    [sign, &padded(digits, missing(bytes, width), 0, b'0')].concat()
}

/// `bytes.expandtabs(size)`: blanks up to the next multiple of the size, counted from the start of the line.
pub fn expand_tabs(bytes: &[u8], size: i64) -> Vec<u8> {
    let (mut out, mut column) = (Vec::with_capacity(bytes.len()), 0);
    for &byte in bytes {
        match byte {
            b'\t' if size > 0 => {
                let blanks = size - column % size;
                column += blanks;
                out.extend(std::iter::repeat_n(b' ', blanks as usize));
            }
            b'\t' => {}
            _ => {
                column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
                out.push(byte);
            }
        }
    }
    out
}

fn missing(bytes: &[u8], width: i64) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(bytes.len())
}

fn padded(bytes: &[u8], left: usize, right: usize, fill: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + left + right);
    out.resize(left, fill);
    out.extend_from_slice(bytes);
    out.resize(left + bytes.len() + right, fill);
    out
}
