//! Laws that hold for all values, tried on many.

use num_bigint::BigInt;
use num_integer::Integer;
use proptest::prelude::*;

use crate::text::int::{self, DEFAULT_MAX_STR_DIGITS, Int};
use crate::text::slice::Slice;
use crate::text::str::{self as text, Text};
use crate::text::{bytes, float, hash};

fn any_int() -> impl Strategy<Value = Int> {
    let big = prop::collection::vec(any::<u32>(), 0..40)
        .prop_map(|digits| BigInt::from_slice(num_bigint::Sign::Plus, &digits));
    prop_oneof![
        any::<i64>().prop_map(Int::Small),
        (-5i64..5).prop_map(Int::Small),
        (big, any::<bool>()).prop_map(|(value, negative)| Int::from(if negative { -value } else { value })),
    ]
}

proptest! {
    #[test]
    fn a_float_is_read_back_from_its_repr(bits: u64) {
        let value = f64::from_bits(bits);
        let read = float::parse(&float::repr(value)).unwrap();
        prop_assert!(read.to_bits() == bits || value.is_nan() && read.is_nan());
    }

    #[test]
    fn an_integer_is_read_back_from_its_digits(value in any_int(), radix in 2u32..=36) {
        let digits = int::to_radix(&value, radix);
        prop_assert_eq!(int::parse(&digits, radix.into(), DEFAULT_MAX_STR_DIGITS).unwrap(), value);
    }

    #[test]
    fn quotient_and_remainder_make_the_number(a in any_int(), b in any_int()) {
        prop_assume!(!b.as_ref().is_zero());
        let (quotient, remainder) = int::div_mod(a.as_ref(), b.as_ref()).unwrap();
        let product = int::mul(quotient.as_ref(), b.as_ref());
        prop_assert_eq!(&int::add(product.as_ref(), remainder.as_ref()), &a);
        prop_assert!(remainder.as_ref().is_zero() || remainder.as_ref().is_negative() == b.as_ref().is_negative());
    }

    #[test]
    fn short_quotients_are_those_of_long_division(
        divisor in prop::collection::vec(any::<u32>(), 2..40),
        quotient in prop_oneof![0u64..4, any::<u64>()],
        beside in -2i64..=2,
    ) {
        let divisor = BigInt::from_slice(num_bigint::Sign::Plus, &divisor);
        prop_assume!(divisor.bits() > 0);
        let number = &divisor * quotient + beside;
        let (long, rest) = number.div_mod_floor(&divisor);
        let (number, divisor) = (Int::from(number), Int::from(divisor));
        let (a, b) = (number.as_ref(), divisor.as_ref());
        prop_assert_eq!(int::floor_div(a, b).unwrap(), Int::from(long.clone()));
        prop_assert_eq!(int::modulo(a, b).unwrap(), Int::from(rest.clone()));
        prop_assert_eq!(int::div_mod(a, b).unwrap(), (Int::from(long), Int::from(rest)));
    }

    #[test]
    fn results_are_small_when_they_fit(a in any_int(), b in any_int()) {
        for result in [int::add(a.as_ref(), b.as_ref()), int::sub(a.as_ref(), b.as_ref()), int::and(a.as_ref(), b.as_ref())] {
            prop_assert_eq!(matches!(result, Int::Small(_)), result.to_i64().is_some());
        }
    }

    #[test]
    fn shifting_there_and_back_changes_nothing(a in any_int(), count in 0i64..200) {
        let shifted = int::shift_left(a.as_ref(), count.into()).unwrap();
        prop_assert_eq!(int::shift_right(shifted.as_ref(), count.into()).unwrap(), a);
    }

    #[test]
    fn equal_numbers_have_equal_hashes(value: i32, exponent in 0u32..400) {
        let value = f64::from(value) * 2f64.powi(exponent as i32);
        let whole = float::trunc(value).unwrap();
        prop_assert_eq!(hash::float(value), hash::int(&whole));
        prop_assert_eq!(float::compare_int(value, whole.as_ref()), Some(std::cmp::Ordering::Equal));
    }

    #[test]
    fn an_integer_becomes_the_nearest_float(value in any_int()) {
        let nearest: f64 = int::to_decimal(&value).parse().unwrap();
        prop_assert_eq!(value.as_ref().to_f64().unwrap_or(f64::INFINITY).abs(), nearest.abs());
    }

    #[test]
    fn a_slice_is_its_characters(value: String, start in -20i64..20, stop in -20i64..20, step in -5i64..5) {
        prop_assume!(step != 0);
        let view = Text::new(&value);
        let slice = Slice::new(Some(start), Some(stop), Some(step)).adjust(view.len()).unwrap();
        let chars: Vec<char> = value.chars().collect();
        let expected: String = slice.positions().map(|at| chars[at]).collect();
        prop_assert_eq!(&*view.slice(slice), &expected);
        let ascending: Vec<usize> = slice.ascending().positions().collect();
        let mut sorted: Vec<usize> = slice.positions().collect();
        sorted.sort_unstable();
        prop_assert_eq!(ascending, sorted);
    }

    #[test]
    fn split_pieces_join_to_the_text(value in "[ab ]{0,30}", limit in -1i64..5) {
        prop_assert_eq!(text::split(&value, "ab", limit).unwrap().join("ab"), value.as_str());
        prop_assert_eq!(text::rsplit(&value, "ab", limit).unwrap().join("ab"), value.as_str());
        prop_assert_eq!(text::split_lines(&value, true).concat(), value.as_str());
        prop_assert_eq!(bytes::split(value.as_bytes(), b"ab", limit).unwrap().join(&b"ab"[..]), value.as_bytes());
    }

    #[test]
    fn bytes_are_found_where_strings_are(value in "[ab]{0,40}", sub in "[ab]{0,4}") {
        prop_assert_eq!(bytes::find(value.as_bytes(), sub.as_bytes(), None, None), value.find(&sub));
        prop_assert_eq!(bytes::rfind(value.as_bytes(), sub.as_bytes(), None, None), value.rfind(&sub));
    }

    #[test]
    fn integers_survive_as_bytes(value in any_int()) {
        let len = int::bit_length(value.as_ref()) as i64 / 8 + 1;
        for order in [int::ByteOrder::Big, int::ByteOrder::Little] {
            let bytes = int::to_bytes(value.as_ref(), len, order, true).unwrap();
            prop_assert_eq!(&int::from_bytes(&bytes, order, true), &value);
        }
    }

    #[test]
    fn different_bytes_have_different_hashes(a: Vec<u8>, b: Vec<u8>) {
        prop_assert_eq!(hash::bytes(&a) == hash::bytes(&b), a == b);
    }
}
