//! Decimals of ordinary floats by one multiplication, where that surely gives the right digits.

use std::fmt::Write;

/// Products from here on leave too few bits behind the point to tell on which side of a tie they are.
const TOO_LARGE: f64 = 1e12;
/// The product is off by less than this much, so a fraction further from one half than this rounds as the exact one.
const DOUBT: f64 = 1e-3;
const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// `|value| · 10^decimals` rounded to an integer, if that is certain.
fn scaled(value: f64, decimals: usize) -> Option<f64> {
    let product = value.abs() * POWERS.get(decimals)?;
    let certain = product < TOO_LARGE && (product - product.floor() - 0.5).abs() > DOUBT;
    certain.then(|| product.round_ties_even())
}

/// `round(value, decimals)`, or None where it takes more thought.
pub(super) fn round(value: f64, decimals: usize) -> Option<f64> {
    // Both are exact, so the quotient is the float nearest to the decimal.
    Some((scaled(value, decimals)? / POWERS[decimals]).copysign(value))
}

/// The value with so many decimals, or None where it takes more thought.
pub(super) fn fixed(value: f64, decimals: usize) -> Option<String> {
    let all = scaled(value, decimals)? as u64;
    let unit = POWERS[decimals] as u64;
    let mut text = String::with_capacity(16);
    if value.is_sign_negative() {
        text.push('-');
    }
    let _ = match decimals {
        0 => write!(text, "{all}"),
        _ => write!(text, "{}.{:0decimals$}", all / unit, all % unit),
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_long_way(value in -1e9f64..1e9, decimals in 0usize..12) {
            let long = format!("{value:.decimals$}");
            if let Some(quick) = fixed(value, decimals) {
                prop_assert_eq!(&quick, &long);
            }
            if let Some(quick) = round(value, decimals) {
                prop_assert_eq!(quick.to_bits(), long.parse::<f64>().unwrap().to_bits());
            }
        }

        #[test]
        fn agrees_near_ties(whole in -1_000_000i64..1_000_000, decimals in 0usize..6) {
            let value = (whole as f64 + 0.5) / POWERS[decimals];
            let long = format!("{value:.decimals$}");
            prop_assert!(fixed(value, decimals).is_none_or(|quick| quick == long));
        }
    }
}
