//! Built-in functions, and the classes that have a built-in name.

mod aggregate;
mod attribute;
mod evaluate;
pub mod file;
mod file_class;
mod iterate;
mod number;
mod open;
mod output;
pub mod stdout;
mod stream;

use crate::body::{NativeFn, kind};
use crate::error::Exc;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Value};

/// Native functions by name.
type Functions<M> = [(&'static str, NativeFn<M>)];

/// Fills the namespace of built-in functions.
pub(crate) fn fill<M: Model>(interp: &Interp<M>) {
    add_constants(interp);
    add_classes(interp);
    aggregate::fill(interp);
    attribute::fill(interp);
    evaluate::fill(interp);
    iterate::fill(interp);
    number::fill(interp);
    open::fill(interp);
    output::fill(interp);
}

fn add<M: Model>(interp: &Interp<M>, functions: &Functions<M>) {
    for &(name, call) in functions {
        interp.define(interp.builtins(), name, make::native::<M>(name, call));
    }
}

fn add_constants<M: Model>(interp: &Interp<M>) {
    let constants = [
        ("None", Value::<M>::NONE),
        ("True", Value::<M>::TRUE),
        ("False", Value::<M>::FALSE),
        ("Ellipsis", Value::<M>::ELLIPSIS),
        ("NotImplemented", Value::<M>::NOT_IMPLEMENTED),
        ("__debug__", Value::<M>::TRUE),
        ("__name__", make::str::<M>("builtins")),
    ];
    for (name, value) in constants {
        interp.define(interp.builtins(), name, value);
    }
}

/// Kinds of bodies whose classes have a built-in name.
const NAMED: &[u8] = &[
    kind::STR,
    kind::BYTES,
    kind::BYTE_ARRAY,
    kind::LIST,
    kind::TUPLE,
    kind::DICT,
    kind::SET,
    kind::FROZEN_SET,
    kind::RANGE,
    kind::SLICE,
    kind::PROPERTY,
    kind::STATIC_METHOD,
    kind::CLASS_METHOD,
    kind::SUPER,
];

fn add_classes<M: Model>(interp: &Interp<M>) {
    let types = interp.types();
    let plain = [&types.object, &types.type_, types.int(), types.float(), types.bool()];
    let bodies = NAMED.iter().map(|&kind| types.of_kind(kind));
    for class in plain.into_iter().chain(bodies).chain(types.exceptions()) {
        let name = interp.intern(&class.name);
        crate::ops::dict::set_name::<M>(interp.builtins(), &name, class.as_value().clone());
    }
    for alias in ["IOError", "EnvironmentError"] {
        interp.define(interp.builtins(), alias, types.exception(Exc::Os).as_value().clone());
    }
}
