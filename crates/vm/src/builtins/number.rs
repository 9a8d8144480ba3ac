//! Functions of numbers and characters.

use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::loan::Loan;
use crate::make;
use crate::model::{Model, Value};
use crate::ops::arith::Binary;
use crate::text::int::{self as ints, to_radix};
use crate::text::{IntRef, float as floats};
use crate::thread::{Args, Thread};
use crate::types::receiver::add_new;

pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    super::add(
        interp,
        &[
            ("abs", abs),
            ("bin", |thread, args| radix(thread, args, "bin", 2, "0b")),
            ("oct", |thread, args| radix(thread, args, "oct", 8, "0o")),
            ("hex", |thread, args| radix(thread, args, "hex", 16, "0x")),
            ("chr", chr),
            ("ord", ord),
            ("divmod", div_mod),
            ("pow", pow),
            ("round", round),
        ],
    );
    let types = interp.types();
    let complex = types.new_class(interp, "complex", types.object.clone(), 0);
    add_new(interp, types, &complex, |thread, _| {
        Err(thread.raise(Exc::NotImplemented, "complex numbers are not part of Taipan"))
    });
    interp.define(interp.builtins(), "complex", complex.into_value());
}

/// The int in a value that has no method of its own to ask.
fn plain_int<M: Model>(value: &Value<M>) -> Option<IntRef<'_>> {
    make::int_ref::<M>(value).filter(|_| value.kind() != kind::INSTANCE)
}

fn abs<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value] = args.exactly::<1>(thread, "abs")?;
    if let Some(n) = plain_int::<M>(value) {
        return Ok(make::number::<M>(ints::abs(n)));
    }
    if let Some(x) = value.as_float() {
        return Ok(Value::<M>::float(x.abs()));
    }
    match thread.special(value, |n| &n.abs) {
        Some(method) => thread.call(&method, std::slice::from_ref(value)),
        None => {
            let name = thread.type_name(value);
            Err(thread.type_error(format!("bad operand type for abs(): '{name}'")))
        }
    }
}

fn radix<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, radix: u32, prefix: &str) -> R<Value<M>> {
    let [value] = args.exactly::<1>(thread, name)?;
    let value = thread.int_of(value)?;
    let digits = to_radix(make::int_ref::<M>(&value).expect("an int"), radix);
    Ok(make::str::<M>(match digits.strip_prefix('-') {
        Some(digits) => format!("-{prefix}{digits}"),
        None => format!("{prefix}{digits}"),
    }))
}

fn chr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value] = args.exactly::<1>(thread, "chr")?;
    let number = thread.index(value)?;
    if let Ok(ascii @ 0..=127) = usize::try_from(number) {
        return Ok(thread.interp().types().ascii[ascii].clone());
    }
    match u32::try_from(number).ok().and_then(char::from_u32) {
        Some(c) => Ok(make::str::<M>(c.to_string())),
        None => Err(thread.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value] = args.exactly::<1>(thread, "ord")?;
    let length = if let Some(text) = thread.payload::<Str<M>>(value) {
        if text.len() == 1 {
            return Ok(make::int::<M>(text.as_str().chars().next().map_or(0, u32::from).into()));
        }
        text.len()
    } else if let Some(bytes) = crate::ops::compare::bytes_of::<M>(value) {
        if let [byte] = *bytes {
            return Ok(Value::<M>::small(byte.into()));
        }
        bytes.len()
    } else {
        let name = thread.type_name(value);
        return Err(thread.type_error(format!("ord() expected string of length 1, but {name} found")));
    };
    Err(thread.type_error(format!("ord() expected a character, but string of length {length} found")))
}

fn div_mod<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [a, b] = args.exactly::<2>(thread, "divmod")?;
    for (this, name, other) in [(a, "__divmod__", b), (b, "__rdivmod__", a)] {
        if this.kind() == kind::INSTANCE
            && let Some(method) = thread.special_named(this, name)
        {
            let answer = thread.call(&method, &Loan::of([this, other]))?;
            if !answer.is(&Value::<M>::NOT_IMPLEMENTED) {
                return Ok(answer);
            }
        }
    }
    let is_number = |value: &Value<M>| value.is_float() || make::int_ref::<M>(value).is_some();
    if !is_number(a) || !is_number(b) {
        let (a, b) = (thread.type_name(a), thread.type_name(b));
        return Err(thread.type_error(format!("unsupported operand type(s) for divmod(): '{a}' and '{b}'")));
    }
    if let (Some(x), Some(y)) = (make::int_ref::<M>(a), make::int_ref::<M>(b)) {
        let (quotient, remainder) = ints::div_mod(x, y).map_err(|e| thread.text_error(e))?;
        return Ok(make::tuple::<M>([make::number::<M>(quotient), make::number::<M>(remainder)]));
    }
    let (x, y) = (thread.float_of(a)?, thread.float_of(b)?);
    let (quotient, remainder) = floats::div_mod(x, y).map_err(|e| thread.text_error(e))?;
    Ok(make::tuple::<M>([Value::<M>::float(quotient), Value::<M>::float(remainder)]))
}

fn pow<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [base, exponent, modulus] = args.named(thread, "pow", ["base", "exp", "mod"], 2)?;
    let (base, exponent) = (base.expect("required"), exponent.expect("required"));
    let Some(modulus) = modulus.filter(|m| !m.is_none()) else {
        return thread.binary(Binary::Power, false, base, exponent);
    };
    if base.kind() == kind::INSTANCE
        && let Some(method) = thread.special_named(base, "__pow__")
    {
        return thread.call(&method, &Loan::of([base, exponent, modulus]));
    }
    let int = |value| make::int_ref::<M>(value);
    let (Some(b), Some(e), Some(m)) = (int(base), int(exponent), int(modulus)) else {
        return Err(thread.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    };
    ints::pow_mod(b, e, m).map(make::number::<M>).map_err(|e| thread.text_error(e))
}

fn round<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value, digits] = args.named(thread, "round", ["number", "ndigits"], 1)?;
    let value = value.expect("required");
    let digits = digits.filter(|digits| !digits.is_none());
    let result = match (digits, plain_int::<M>(value), value.as_float()) {
        (None, Some(n), _) => Ok(make::number::<M>(n.to_int())),
        (None, _, Some(x)) => floats::round_to_int(x).map(make::number::<M>),
        (Some(digits), Some(n), _) => Ok(make::number::<M>(ints::round(n, thread.index(digits)?))),
        (Some(digits), _, Some(x)) => floats::round(x, thread.index(digits)?).map(Value::<M>::float),
        _ => match thread.special(value, |n| &n.round) {
            Some(method) => {
                let values: Vec<_> = std::iter::once(value).chain(digits).cloned().collect();
                return thread.call(&method, &values);
            }
            None => {
                let name = thread.type_name(value);
                return Err(thread.type_error(format!("type {name} doesn't define __round__ method")));
            }
        },
    };
    result.map_err(|e| thread.text_error(e))
}
