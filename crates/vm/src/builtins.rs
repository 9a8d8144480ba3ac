//! Built-in functions.

use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Value};
use crate::thread::{Args, Thread};
use std::io::Write;

/// Fills the namespace of built-in functions.
pub(crate) fn fill<M: Model>(interp: &Interp<M>) {
    let builtins = interp.builtins();
    let functions: &[(&'static str, crate::body::NativeFn<M>)] = &[("print", print), ("__build_class__", build_class)];
    for &(name, call) in functions {
        interp.define(builtins, name, make::native::<M>(name, call));
    }
}

fn build_class<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    thread.build_class(args)
}

fn print<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let mut text = String::new();
    for (i, value) in args.list().iter().enumerate() {
        if i > 0 {
            text.push(' ');
        }
        text.push_str(&thread.str(value)?);
    }
    text.push('\n');
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Value::<M>::NONE)
}
