//! `super`.

use super::Types;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::frame::Frame;
use crate::interp::Interp;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::thread::{Args, Thread};

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::SUPER);
    add_new(interp, types, class, new);
    types.add_getters(
        interp,
        class,
        &[
            ("__thisclass__", |thread, args| Ok(alone::<M, Super<M>>(thread, args, "__thisclass__")?.after.clone())),
            ("__self__", |thread, args| Ok(alone::<M, Super<M>>(thread, args, "__self__")?.receiver.clone())),
        ],
    );
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (_, rest) = class_of_kind(thread, args, kind::SUPER)?;
    let (after, receiver) = match rest.between(thread, "super", 0, 2)? {
        [] => implied(thread)?,
        [_] => return Err(thread.type_error("super() with one argument is not supported")),
        [after, receiver, ..] => (after.clone(), receiver.clone()),
    };
    let Some(class) = after.downcast::<Class<M>>() else {
        let name = thread.type_name(&after);
        return Err(thread.type_error(format!("super() argument 1 must be a type, not {name}")));
    };
    let of_class = receiver.downcast::<Class<M>>().is_some_and(|r| r.is_subclass(class));
    if !of_class && !thread.class_of(&receiver).is_subclass(class) {
        return Err(thread.type_error("super(type, obj): obj must be an instance or subtype of type"));
    }
    Ok(Obj::<M, _>::new(Super::<M> { after, receiver }).into_value())
}

/// The class and the receiver of the running method: `__class__` of its closure, and its first argument.
fn implied<M: Model>(thread: &mut Thread<M>) -> R<(Value<M>, Value<M>)> {
    let problem = match thread.frames.last() {
        None => "super(): no current frame",
        Some(frame) if frame.code().code.parameter_count() == 0 => "super(): no arguments",
        Some(frame) => match (class_cell(frame), first_argument(frame)) {
            (None, _) => "super(): __class__ cell not found",
            (Some(None), _) => "super(): empty __class__ cell",
            (_, None) => "super(): arg[0] deleted",
            (Some(Some(class)), Some(receiver)) => return Ok((class, receiver)),
        },
    };
    Err(thread.raise(Exc::Runtime, problem))
}

fn cell_value<M: Model>(cell: Option<Value<M>>) -> Option<Value<M>> {
    cell?.downcast::<Cell<M>>()?.read(|c| &c.value).clone()
}

fn class_cell<M: Model>(frame: &Frame<M>) -> Option<Option<Value<M>>> {
    let number = frame.code().code.free_vars.iter().position(|name| name == "__class__")?;
    let exec = frame.exec();
    Some(cell_value::<M>(frame.slot(exec.locals as usize + exec.cells.len() + number)))
}

/// The first argument, which is in a cell when an inner function uses it.
fn first_argument<M: Model>(frame: &Frame<M>) -> Option<Value<M>> {
    let exec = frame.exec();
    match exec.cells.iter().position(|start| *start == Some(0)) {
        Some(cell) => cell_value::<M>(frame.slot(exec.locals as usize + cell)),
        None => frame.slot(0),
    }
}
