//! Floats as Python has them: their text, their arithmetic, and where they meet integers.

mod arith;
mod exact;
mod parse;
mod quick;
mod round;
mod show;

pub use arith::{div_mod, floor_div, modulo, pow, true_div};
pub use exact::{as_integer_ratio, ceil, compare_int, decompose, floor, from_big, from_scaled, is_integer, trunc};
pub use parse::parse;
pub use round::{round, round_to_int};
pub use show::{Style, hex, repr, to_string};
