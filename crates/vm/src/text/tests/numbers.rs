//! Floats and integers against CPython.

use std::cmp::Ordering;

use super::{Call, Show, check};
use crate::text::error::PyResult;
use crate::text::int::{self, ByteOrder, DEFAULT_MAX_STR_DIGITS, Int, IntRef, Power};
use crate::text::{float, hash};

#[test]
fn floats_answer_as_in_cpython() {
    check(include_str!("../golden/float.txt"), |call| unary_float(call).or_else(|| other_float(call)));
}

#[test]
fn integers_answer_as_in_cpython() {
    check(include_str!("../golden/int.txt"), |call| {
        binary_int(call).or_else(|| unary_int(call)).or_else(|| other_int(call))
    });
}

fn unary_float(call: &Call<'_>) -> Option<PyResult<String>> {
    let x = || call.float(0);
    Some(match call.name {
        "repr" => Ok(float::repr(x()).show()),
        "hex" => Ok(float::hex(x()).show()),
        "hash" => Ok(hash::float(x()).show()),
        "round_to_int" => float::round_to_int(x()).map(|it| it.show()),
        "trunc" => float::trunc(x()).map(|it| it.show()),
        "floor" => float::floor(x()).map(|it| it.show()),
        "ceil" => float::ceil(x()).map(|it| it.show()),
        "is_integer" => Ok(float::is_integer(x()).show()),
        "ratio" => float::as_integer_ratio(x()).map(|it| it.show()),
        _ => return None,
    })
}

fn other_float(call: &Call<'_>) -> Option<PyResult<String>> {
    let (a, b) = (|| call.float(0), || call.float(1));
    Some(match call.name {
        "parse" => float::parse(&call.text(0)).map(|it| it.show()),
        "div" => float::true_div(a(), b()).map(|it| it.show()),
        "floor_div" => float::floor_div(a(), b()).map(|it| it.show()),
        "mod" => float::modulo(a(), b()).map(|it| it.show()),
        "div_mod" => float::div_mod(a(), b()).map(|it| it.show()),
        "pow" => float::pow(a(), b()).map(|it| it.show()),
        "round" => float::round(a(), call.small(1)).map(|it| it.show()),
        "compare" => Ok(match float::compare_int(a(), call.int(1).as_ref()) {
            None => "None".to_owned(),
            Some(Ordering::Less) => "-1".to_owned(),
            Some(Ordering::Equal) => "0".to_owned(),
            Some(Ordering::Greater) => "1".to_owned(),
        }),
        _ => return None,
    })
}

fn binary_int(call: &Call<'_>) -> Option<PyResult<String>> {
    let (a, b) = (|| call.int(0), || call.int(1));
    let with = |function: fn(IntRef<'_>, IntRef<'_>) -> Int| Ok(function(a().as_ref(), b().as_ref()).show());
    let trying = |function: fn(IntRef<'_>, IntRef<'_>) -> PyResult<Int>| {
        function(a().as_ref(), b().as_ref()).map(|it| it.show())
    };
    Some(match call.name {
        "add" => with(int::add),
        "sub" => with(int::sub),
        "mul" => with(int::mul),
        "and" => with(int::and),
        "or" => with(int::or),
        "xor" => with(int::xor),
        "gcd" => with(int::gcd),
        "lcm" => with(int::lcm),
        "floor_div" => trying(int::floor_div),
        "mod" => trying(int::modulo),
        "shl" => trying(int::shift_left),
        "shr" => trying(int::shift_right),
        "div_mod" => int::div_mod(a().as_ref(), b().as_ref()).map(|it| it.show()),
        "true_div" => int::true_div(a().as_ref(), b().as_ref()).map(|it| it.show()),
        "pow" => int::pow(a().as_ref(), b().as_ref()).map(|it| match it {
            Power::Int(it) => it.show(),
            Power::Float(it) => it.show(),
        }),
        _ => return None,
    })
}

fn unary_int(call: &Call<'_>) -> Option<PyResult<String>> {
    let a = || call.int(0);
    Some(match call.name {
        "neg" => Ok(int::neg(a().as_ref()).show()),
        "abs" => Ok(int::abs(a().as_ref()).show()),
        "invert" => Ok(int::invert(a().as_ref()).show()),
        "bit_length" => Ok(int::bit_length(a().as_ref()).show()),
        "bit_count" => Ok(int::bit_count(a().as_ref()).show()),
        "hash" => Ok(hash::int(&a()).show()),
        "float" => a().as_ref().to_f64().map(|it| it.show()),
        "isqrt" => int::isqrt(a().as_ref()).map(|it| it.show()),
        "str" => int::check_digits(a().as_ref(), DEFAULT_MAX_STR_DIGITS).map(|()| int::to_decimal(&a()).show()),
        _ => return None,
    })
}

fn other_int(call: &Call<'_>) -> Option<PyResult<String>> {
    let order = |at: usize| ByteOrder::from_name(&call.text(at));
    let limit = DEFAULT_MAX_STR_DIGITS;
    Some(match call.name {
        "pow_mod" => {
            let [base, exponent, modulus] = [0, 1, 2].map(|at| call.int(at));
            int::pow_mod(base.as_ref(), exponent.as_ref(), modulus.as_ref()).map(|it| it.show())
        }
        "round" => Ok(int::round(call.int(0).as_ref(), call.small(1)).show()),
        "parse" => {
            let base = call.args.get(1).map_or(10, |_| call.small(1));
            int::parse(&call.text(0), base, limit).map(|it| it.show())
        }
        "parse_bytes" => int::parse_bytes(&call.bytes(0), call.small(1), limit).map(|it| it.show()),
        "long_str" => {
            let Ok(Power::Int(power)) = int::pow(call.int(0).as_ref(), call.int(1).as_ref()) else {
                panic!("the power is an integer")
            };
            Ok(int::to_decimal(&power).show())
        }
        "radix" => Ok(int::to_radix(&call.int(0), call.small(1) as u32).show()),
        "to_bytes" => order(2)
            .and_then(|order| int::to_bytes(call.int(0).as_ref(), call.small(1), order, call.flag(3)))
            .map(|it| it.as_slice().show()),
        "from_bytes" => order(1).map(|order| int::from_bytes(&call.bytes(0), order, call.flag(2)).show()),
        _ => return None,
    })
}
