//! `tuple`.

use super::Types;
use super::list::index_bounds;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Value};
use crate::thread::{Args, Thread};

type T<M> = Tuple<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::TUPLE);
    add_new(interp, types, class, new);
    make_generic(interp, types, class);
    types.add_methods(
        interp,
        class,
        &[
            ("index", index),
            ("count", count),
            ("__getnewargs__", get_new_args),
            ("__len__", p::len::<M, T<M>>),
            ("__iter__", p::iter::<M, T<M>>),
            ("__repr__", p::repr::<M, T<M>>),
            ("__hash__", p::hash::<M, T<M>>),
            ("__contains__", p::contains::<M, T<M>>),
            ("__getitem__", p::get_item::<M, T<M>>),
            ("__add__", p::add::<M, T<M>>),
            ("__mul__", p::mul::<M, T<M>>),
            ("__rmul__", p::rmul::<M, T<M>>),
            ("__eq__", p::eq::<M, T<M>>),
            ("__ne__", p::ne::<M, T<M>>),
            ("__lt__", p::lt::<M, T<M>>),
            ("__le__", p::le::<M, T<M>>),
            ("__gt__", p::gt::<M, T<M>>),
            ("__ge__", p::ge::<M, T<M>>),
        ],
    );
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::TUPLE)?;
    let made = match rest.between(thread, "tuple", 0, 1)? {
        [] => thread.interp().types().empty_tuple.clone(),
        [items, ..] if items.kind() == kind::TUPLE => items.clone(),
        [items, ..] => make::tuple::<M>(thread.collect_vec(items)?),
    };
    Ok(made_for(class, made))
}

fn index<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, T<M>>(thread, args)?;
    let given = rest.between(thread, "index", 1, 3)?;
    let bounds = index_bounds(thread, &given[1..], this.items().len())?;
    for i in bounds {
        if thread.equal(&this.items()[i], &given[0])? {
            return Ok(make::size::<M>(i));
        }
    }
    Err(thread.value_error("tuple.index(x): x not in tuple"))
}

fn count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, wanted) = with_one::<M, T<M>>(thread, args, "tuple.count")?;
    let mut found = 0;
    for item in this.items() {
        found += usize::from(thread.equal(item, wanted)?);
    }
    Ok(make::size::<M>(found))
}

fn get_new_args<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, T<M>>(thread, args, "tuple.__getnewargs__")?;
    Ok(make::tuple::<M>([this.as_value().clone()]))
}
