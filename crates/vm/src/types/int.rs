//! `int`.

mod bytes;
mod new;

pub(super) use new::defined;

use super::Types;
use super::arguments::*;
use super::dunder::{self, Builtin, operators};
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::text::error::PyResult;
use crate::text::int as ints;
use crate::text::{Int, IntRef};
use crate::thread::{Args, Thread};

impl<M: Model> Builtin<M> for BigIntBody<M> {
    fn class(types: &Types<M>) -> &Obj<M, Class<M>> {
        types.int()
    }

    fn content(value: &Value<M>) -> Option<Value<M>> {
        make::int_ref::<M>(value).map(|n| make::number::<M>(n.to_int()))
    }

    fn peer(other: &Value<M>) -> Option<Value<M>> {
        Self::content(other)
    }
}

/// Fills the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.int();
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    dunder::fill::<M, BigIntBody<M>>(interp);
    add_new(interp, types, class, new::new);
    add(operators!(BigIntBody<M>: Add Subtract Multiply TrueDivide FloorDivide Modulo));
    add(operators!(BigIntBody<M>: ShiftLeft ShiftRight And Or Xor));
    add(&[("__pow__", power), ("__rpow__", reflected_power)]);
    add(&[("__divmod__", div_mod), ("__rdivmod__", reflected_div_mod)]);
    add(methods!("int" computed:
        "__int__" |n| Ok(n.to_int()), "__index__" |n| Ok(n.to_int()), "__trunc__" |n| Ok(n.to_int()),
        "__floor__" |n| Ok(n.to_int()), "__ceil__" |n| Ok(n.to_int()), "__pos__" |n| Ok(n.to_int()),
        "__neg__" |n| Ok(ints::neg(n)), "__abs__" |n| Ok(ints::abs(n)), "__invert__" |n| Ok(ints::invert(n)),
        "bit_length" |n| Ok(Int::Small(ints::bit_length(n) as i64)),
        "bit_count" |n| Ok(Int::Small(ints::bit_count(n) as i64)),
        "conjugate" |n| Ok(n.to_int()),
    ));
    add(methods!("int" told:
        "__bool__" |n| Ok(Value::<M>::bool(!n.is_zero())),
        "__float__" |n| n.to_f64().map(Value::<M>::float),
        "as_integer_ratio" |n| Ok(make::tuple::<M>([make::number::<M>(n.to_int()), Value::<M>::small(1)])),
    ));
    add(&[("__round__", round)]);
    types.add_getters(
        interp,
        class,
        methods!("int" computed:
            "real" |n| Ok(n.to_int()), "imag" |_| Ok(Int::Small(0)),
            "numerator" |n| Ok(n.to_int()), "denominator" |_| Ok(Int::Small(1)),
        ),
    );
    bytes::fill(interp, class);
}

fn computed<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    compute: fn(IntRef<'_>) -> PyResult<Int>,
) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, name)?;
    let [] = rest.exactly(thread, name)?;
    compute(this).map(make::number::<M>).map_err(|e| thread.text_error(e))
}

fn told<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    tell: fn(IntRef<'_>) -> PyResult<Value<M>>,
) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, name)?;
    let [] = rest.exactly(thread, name)?;
    tell(this).map_err(|e| thread.text_error(e))
}

fn round<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, "int.__round__")?;
    let digits = match rest.between(thread, "__round__", 0, 1)? {
        [digits] if !digits.is_none() => clamped(thread, digits)?,
        _ => 0,
    };
    Ok(make::number::<M>(ints::round(this, digits)))
}

fn power<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, "int.__pow__")?;
    let (exponent, modulus) = power_arguments(thread, rest)?;
    raised(thread, Some(this), make::int_ref::<M>(exponent), modulus)
}

fn reflected_power<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, "int.__rpow__")?;
    let (base, modulus) = power_arguments(thread, rest)?;
    raised(thread, make::int_ref::<M>(base), Some(this), modulus)
}

/// The other side of a power, and a modulus that is not None.
///
/// # Errors
/// TypeError for another number of arguments.
pub(super) fn power_arguments<'a, M: Model>(
    thread: &mut Thread<M>,
    rest: Args<'a, M>,
) -> R<(&'a Value<M>, Option<&'a Value<M>>)> {
    let values = rest.between(thread, "__pow__", 1, 2)?;
    Ok((&values[0], values.get(1).filter(|modulus| !modulus.is_none())))
}

fn raised<M: Model>(
    thread: &mut Thread<M>,
    base: Option<IntRef<'_>>,
    exponent: Option<IntRef<'_>>,
    modulus: Option<&Value<M>>,
) -> R<Value<M>> {
    let modulus_int = modulus.map(make::int_ref::<M>);
    let (Some(base), Some(exponent)) = (base, exponent) else { return Ok(Value::<M>::NOT_IMPLEMENTED) };
    match modulus_int {
        None => {
            let (base, exponent) = (make::number::<M>(base.to_int()), make::number::<M>(exponent.to_int()));
            thread.binary(Binary::Power, false, &base, &exponent)
        }
        Some(None) => Ok(Value::<M>::NOT_IMPLEMENTED),
        Some(Some(modulus)) => {
            let power = ints::pow_mod(base, exponent, modulus);
            power.map(make::number::<M>).map_err(|e| thread.text_error(e))
        }
    }
}

fn div_mod<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, "int.__divmod__")?;
    let [other] = rest.exactly(thread, "int.__divmod__")?;
    divided(thread, Some(this), make::int_ref::<M>(other))
}

fn reflected_div_mod<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, "int.__rdivmod__")?;
    let [other] = rest.exactly(thread, "int.__rdivmod__")?;
    divided(thread, make::int_ref::<M>(other), Some(this))
}

fn divided<M: Model>(thread: &mut Thread<M>, a: Option<IntRef<'_>>, b: Option<IntRef<'_>>) -> R<Value<M>> {
    let (Some(a), Some(b)) = (a, b) else { return Ok(Value::<M>::NOT_IMPLEMENTED) };
    match ints::div_mod(a, b) {
        Ok((quotient, remainder)) => Ok(make::tuple::<M>([quotient, remainder].map(make::number::<M>))),
        Err(error) => Err(thread.text_error(error)),
    }
}
