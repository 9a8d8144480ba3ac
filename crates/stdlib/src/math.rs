//! `math`: functions of numbers.

mod floats;
mod integers;
mod sums;

use crate::shape;
use taipan_vm::body::Module;
use taipan_vm::text::{Int, IntRef};
use taipan_vm::{Exc, Model, Obj, R, Raised, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    use std::f64::consts::{E, PI, TAU};
    for (name, x) in [("pi", PI), ("e", E), ("tau", TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
        shape::define(thread, module, name, Value::<M>::float(x));
    }
    floats::fill(thread, module);
    integers::fill(thread, module);
    sums::fill(thread, module);
    Ok(())
}

fn domain_error<M: Model>(thread: &mut Thread<M>) -> Raised {
    thread.value_error("math domain error")
}

fn range_error<M: Model>(thread: &mut Thread<M>) -> Raised {
    thread.raise(Exc::Overflow, "math range error")
}

/// An int of any size, `__index__` asked where needed.
fn int<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Int> {
    let value = thread.int_of(value)?;
    Ok(make::int_ref::<M>(&value).unwrap_or(IntRef::Small(0)).to_int())
}
