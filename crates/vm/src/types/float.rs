//! `float`.

mod hex;
mod new;

use super::Types;
use super::arguments::*;
use super::dunder::{self, Builtin, operators};
use super::int::power_arguments;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::ops::compare::held;
use crate::text::error::PyResult;
use crate::text::float as floats;
use crate::thread::{Args, Thread};

impl<M: Model> Builtin<M> for f64 {
    fn class(types: &Types<M>) -> &Obj<M, Class<M>> {
        types.float()
    }

    fn content(value: &Value<M>) -> Option<Value<M>> {
        float::<M>(value).map(Value::<M>::float)
    }

    fn peer(other: &Value<M>) -> Option<Value<M>> {
        held::<M>(other).filter(|other| other.is_float() || make::int_ref::<M>(other).is_some())
    }
}

/// Fills the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.float();
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    dunder::fill::<M, f64>(interp);
    add_new(interp, types, class, new::new);
    add(operators!(f64: Add Subtract Multiply TrueDivide FloorDivide Modulo));
    add(&[("__pow__", power), ("__rpow__", reflected_power), ("__round__", round)]);
    add(&[("__divmod__", div_mod), ("__rdivmod__", reflected_div_mod)]);
    add(methods!("float" told:
        "__int__" |x| floats::trunc(x).map(make::number::<M>),
        "__trunc__" |x| floats::trunc(x).map(make::number::<M>),
        "__floor__" |x| floats::floor(x).map(make::number::<M>),
        "__ceil__" |x| floats::ceil(x).map(make::number::<M>),
        "__bool__" |x| Ok(Value::<M>::bool(x != 0.0)),
        "is_integer" |x| Ok(Value::<M>::bool(floats::is_integer(x))),
        "as_integer_ratio" |x| floats::as_integer_ratio(x)
            .map(|(over, under)| make::tuple::<M>([over, under].map(make::number::<M>))),
        "hex" |x| Ok(make::str::<M>(floats::hex(x))),
    ));
    add(methods!("float" computed:
        "__float__" |x| x, "__pos__" |x| x, "__neg__" |x| -x, "__abs__" f64::abs, "conjugate" |x| x,
    ));
    types.add_getters(interp, class, methods!("float" computed: "real" |x| x, "imag" |_| 0.0));
    add_class_method(interp, types, class, "fromhex", from_hex);
}

fn told<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    tell: fn(f64) -> PyResult<Value<M>>,
) -> R<Value<M>> {
    let (this, rest) = receive_float(thread, args, name)?;
    let [] = rest.exactly(thread, name)?;
    tell(this).map_err(|e| thread.text_error(e))
}

fn computed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, compute: fn(f64) -> f64) -> R<Value<M>> {
    let (this, rest) = receive_float(thread, args, name)?;
    let [] = rest.exactly(thread, name)?;
    Ok(Value::<M>::float(compute(this)))
}

fn round<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_float(thread, args, "float.__round__")?;
    let rounded = match rest.between(thread, "__round__", 0, 1)? {
        [digits] if !digits.is_none() => {
            let digits = clamped(thread, digits)?;
            floats::round(this, digits).map(Value::<M>::float)
        }
        _ => floats::round_to_int(this).map(make::number::<M>),
    };
    rounded.map_err(|e| thread.text_error(e))
}

fn power<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, other) = power_operands(thread, args, "float.__pow__")?;
    match other {
        Some(other) => thread.binary(Binary::Power, false, &this, &other),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}

fn reflected_power<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, other) = power_operands(thread, args, "float.__rpow__")?;
    match other {
        Some(other) => thread.binary(Binary::Power, false, &other, &this),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}

fn power_operands<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str) -> R<(Value<M>, Option<Value<M>>)> {
    let (this, rest) = receive_float(thread, args, name)?;
    let (other, modulus) = power_arguments(thread, rest)?;
    if modulus.is_some() {
        return Err(thread.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    Ok((Value::<M>::float(this), <f64 as Builtin<M>>::peer(other)))
}

fn div_mod<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_float(thread, args, "float.__divmod__")?;
    let [other] = rest.exactly(thread, "float.__divmod__")?;
    divided(thread, other, |other| (this, other))
}

fn reflected_div_mod<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_float(thread, args, "float.__rdivmod__")?;
    let [other] = rest.exactly(thread, "float.__rdivmod__")?;
    divided(thread, other, |other| (other, this))
}

fn divided<M: Model>(thread: &mut Thread<M>, other: &Value<M>, order: impl FnOnce(f64) -> (f64, f64)) -> R<Value<M>> {
    let Some(other) = <f64 as Builtin<M>>::peer(other) else { return Ok(Value::<M>::NOT_IMPLEMENTED) };
    let (a, b) = order(thread.float_of(&other)?);
    match floats::div_mod(a, b) {
        Ok((quotient, remainder)) => Ok(make::tuple::<M>([quotient, remainder].map(Value::<M>::float))),
        Err(error) => Err(thread.text_error(error)),
    }
}

fn from_hex<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = split(thread, args, "float.fromhex")?;
    let [text] = rest.exactly(thread, "float.fromhex")?;
    let Some(text) = body::<M, Str<M>>(text) else {
        return Err(thread.type_error("bad argument type for built-in operation"));
    };
    let x = hex::parse(text.as_str()).map_err(|e| thread.text_error(e))?;
    of_class(thread, class, Value::<M>::float(x))
}
