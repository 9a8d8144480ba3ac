//! `range` and `slice`.

use super::Types;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::RANGE);
    add_new(interp, types, class, new_range);
    types.add_getters(
        interp,
        class,
        &[
            ("start", |thread, args| Ok(make::int::<M>(alone::<M, Range<M>>(thread, args, "start")?.start))),
            ("stop", |thread, args| Ok(make::int::<M>(alone::<M, Range<M>>(thread, args, "stop")?.stop))),
            ("step", |thread, args| Ok(make::int::<M>(alone::<M, Range<M>>(thread, args, "step")?.step))),
        ],
    );
    types.add_methods(
        interp,
        class,
        &[
            ("index", index),
            ("count", count),
            ("__reversed__", reversed),
            ("__len__", p::len::<M, Range<M>>),
            ("__iter__", p::iter::<M, Range<M>>),
            ("__repr__", p::repr::<M, Range<M>>),
            ("__hash__", p::hash::<M, Range<M>>),
            ("__contains__", p::contains::<M, Range<M>>),
            ("__getitem__", p::get_item::<M, Range<M>>),
            ("__eq__", p::eq::<M, Range<M>>),
            ("__ne__", p::ne::<M, Range<M>>),
        ],
    );
    let class = types.of_kind(kind::SLICE);
    add_new(interp, types, class, new_slice);
    make_unhashable(interp, types, class);
    types.add_getters(
        interp,
        class,
        &[
            ("start", |thread, args| Ok(alone::<M, Slice<M>>(thread, args, "start")?.start.clone())),
            ("stop", |thread, args| Ok(alone::<M, Slice<M>>(thread, args, "stop")?.stop.clone())),
            ("step", |thread, args| Ok(alone::<M, Slice<M>>(thread, args, "step")?.step.clone())),
        ],
    );
    types.add_methods(
        interp,
        class,
        &[
            ("indices", indices),
            ("__repr__", p::repr::<M, Slice<M>>),
            ("__eq__", p::eq::<M, Slice<M>>),
            ("__ne__", p::ne::<M, Slice<M>>),
        ],
    );
}

/// Largest distance from zero of a bound, so that no step of an iteration overflows.
const FAR: i64 = i64::MAX / 4;

fn new_range<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (_, rest) = class_of_kind(thread, args, kind::RANGE)?;
    let given = rest.between(thread, "range", 1, 3)?;
    let mut parts = [0; 3];
    for (part, value) in parts.iter_mut().zip(given) {
        *part = thread.index(value)?;
        if !(-FAR..=FAR).contains(part) {
            return Err(thread.raise(Exc::Overflow, "Python int too large to convert to C ssize_t"));
        }
    }
    let (start, stop, step) = match given.len() {
        1 => (0, parts[0], 1),
        2 => (parts[0], parts[1], 1),
        _ => (parts[0], parts[1], parts[2]),
    };
    if step == 0 {
        return Err(thread.value_error("range() arg 3 must not be zero"));
    }
    Ok(Obj::<M, _>::new(Range::<M>::new(start, stop, step)).into_value())
}

/// The position of a number in a range; any other value is compared with each number.
fn position<M: Model>(thread: &mut Thread<M>, range: &Range<M>, wanted: &Value<M>) -> R<Option<i64>> {
    if let Some(n) = make::int_ref::<M>(wanted).map(|n| n.to_i64()) {
        return Ok(n.filter(|&n| range.contains(n)).map(|n| (n - range.start) / range.step));
    }
    for i in 0..range.len() {
        if thread.equal(&make::int::<M>(range.start + i * range.step), wanted)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn index<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, wanted) = with_one::<M, Range<M>>(thread, args, "range.index")?;
    match position(thread, this, wanted)? {
        Some(i) => Ok(make::int::<M>(i)),
        None => {
            let shown = thread.repr(wanted)?;
            Err(thread.value_error(format!("{shown} is not in range")))
        }
    }
}

fn count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, wanted) = with_one::<M, Range<M>>(thread, args, "range.count")?;
    let found = position(thread, this, wanted)?;
    Ok(Value::<M>::small(found.is_some().into()))
}

fn reversed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, Range<M>>(thread, args, "range.__reversed__")?;
    let next = this.start + (this.len() - 1) * this.step;
    let state = IterState::Range { next, stop: this.start - this.step, step: -this.step };
    Ok(make::iter::<M>(if this.is_empty() { IterState::Done } else { state }))
}

fn new_slice<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (_, rest) = class_of_kind(thread, args, kind::SLICE)?;
    let given = rest.between(thread, "slice", 1, 3)?;
    let part = |i: usize| given.get(i).cloned().unwrap_or(Value::<M>::NONE);
    let slice = match given.len() {
        1 => Slice::<M> { start: Value::<M>::NONE, stop: part(0), step: Value::<M>::NONE },
        _ => Slice::<M> { start: part(0), stop: part(1), step: part(2) },
    };
    Ok(Obj::<M, _>::new(slice).into_value())
}

fn indices<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, length) = with_one::<M, Slice<M>>(thread, args, "slice.indices")?;
    let length = thread.index(length)?;
    if length < 0 {
        return Err(thread.value_error("length should not be negative"));
    }
    let adjusted = thread.slice_positions(this, length as usize)?;
    Ok(make::tuple::<M>([adjusted.start, adjusted.stop, adjusted.step].map(make::int::<M>)))
}
