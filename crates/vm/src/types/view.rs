//! `dict_keys`, `dict_values` and `dict_items`.

use super::Types;
use super::dict::backwards;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};

type V<M> = DictView<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    for of in [ViewOf::Keys, ViewOf::Values, ViewOf::Items] {
        let example = Obj::<M, _>::new(DictView::<M> { dict: make::dict::<M>(), of });
        let class = types.of_plain(example.as_value());
        types.add_getters(interp, class, &[("mapping", mapping)]);
        types.add_methods(
            interp,
            class,
            &[
                ("__reversed__", reversed),
                ("__len__", p::len::<M, V<M>>),
                ("__iter__", p::iter::<M, V<M>>),
                ("__repr__", p::repr::<M, V<M>>),
            ],
        );
        if of != ViewOf::Values {
            fill_set_methods(interp, types, class);
        }
    }
}

/// Keys and items behave as sets.
fn fill_set_methods<M: Model>(interp: &Interp<M>, types: &Types<M>, class: &Obj<M, Class<M>>) {
    make_unhashable(interp, types, class);
    types.add_methods(
        interp,
        class,
        &[
            ("isdisjoint", super::set::is_disjoint::<M, V<M>>),
            ("__contains__", p::contains::<M, V<M>>),
            ("__and__", p::and::<M, V<M>>),
            ("__rand__", p::rand::<M, V<M>>),
            ("__or__", p::or::<M, V<M>>),
            ("__ror__", p::ror::<M, V<M>>),
            ("__sub__", p::sub::<M, V<M>>),
            ("__rsub__", p::rsub::<M, V<M>>),
            ("__xor__", p::xor::<M, V<M>>),
            ("__rxor__", p::rxor::<M, V<M>>),
            ("__eq__", p::eq::<M, V<M>>),
            ("__ne__", p::ne::<M, V<M>>),
            ("__lt__", p::lt::<M, V<M>>),
            ("__le__", p::le::<M, V<M>>),
            ("__gt__", p::gt::<M, V<M>>),
            ("__ge__", p::ge::<M, V<M>>),
        ],
    );
}

fn mapping<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, V<M>>(thread, args, "mapping")?;
    Ok(this.dict.as_value().clone())
}

fn reversed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, V<M>>(thread, args, "__reversed__")?;
    Ok(backwards(&this.dict, this.of))
}
