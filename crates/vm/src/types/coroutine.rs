//! Coroutines: the methods of the generator inside.

use super::Types;
use super::generator;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};

type C<M> = Coroutine<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::COROUTINE);
    types.add_getters(
        interp,
        class,
        &[
            ("cr_running", |thread, args| Ok(generator::is_running::<M>(&inner(thread, args, "cr_running")?))),
            ("cr_code", |thread, args| Ok(inner(thread, args, "cr_code")?.function.code.as_value().clone())),
            ("__name__", |thread, args| name(thread, args, false)),
            ("__qualname__", |thread, args| name(thread, args, true)),
        ],
    );
    types.add_methods(
        interp,
        class,
        &[
            ("__await__", |thread, args| Ok(inner(thread, args, "coroutine.__await__")?.into_value())),
            ("throw", throw),
            ("close", close),
        ],
    );
    types.add_resuming(interp, class, "send", send, Resumes::Send);
}

fn inner<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, what: &str) -> R<Obj<M, Generator<M>>> {
    Ok(alone::<M, C<M>>(thread, args, what)?.generator.clone())
}

fn name<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, qualified: bool) -> R<Value<M>> {
    let generator = inner(thread, args, "__name__")?;
    Ok(make::str::<M>(thread.function_name(&generator.function, qualified)))
}

fn send<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, value) = with_one::<M, C<M>>(thread, args, "coroutine.send")?;
    let generator = thread.usable(this)?;
    generator::advance(thread, &generator, Ok(value.clone()))
}

fn throw<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, C<M>>(thread, args)?;
    let generator = thread.usable(this)?;
    generator::throw(thread, &generator, rest)
}

fn close<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let generator = inner(thread, args, "coroutine.close")?;
    generator::close(thread, &generator)
}
