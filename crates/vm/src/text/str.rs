//! The methods of `str`, on Rust's UTF-8 strings and with positions counted in characters.
//!
//! What takes or gives positions works on [`Text`], a string that knows its length; all else on `&str`.

mod case;
mod classify;
mod edit;
mod find;
mod pad;
mod split;
mod view;

pub use case::{capitalize, casefold, lower, swapcase, title, upper};
pub use classify::{
    is_alnum, is_alpha, is_decimal, is_digit, is_identifier, is_lower, is_numeric, is_printable, is_space, is_title,
    is_upper,
};
pub use edit::{Mapped, lstrip, remove_prefix, remove_suffix, repeat, replace, rstrip, strip, translate};
pub use find::{count, ends_with, find, index, rfind, rindex, starts_with};
pub use pad::{center, expand_tabs, fill_char, ljust, rjust, zfill};
pub use split::{partition, rpartition, rsplit, rsplit_space, split, split_lines, split_space};
pub use view::Text;
