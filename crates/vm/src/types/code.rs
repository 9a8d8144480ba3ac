//! Code objects and cells.

use super::Types;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};
use taipan_code::Code;

/// Declares getters that compute an attribute from the portable form.
macro_rules! attributes {
    ($model:ident, $($name:literal: |$code:ident| $value:expr;)*) => {
        &[$(($name, |thread: &mut Thread<$model>, args: Args<'_, $model>| {
            let $code: &Code = &alone::<$model, CodeBody<$model>>(thread, args, $name)?.code;
            Ok($value)
        })),*]
    };
}

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::CODE);
    types.add_getters(
        interp,
        class,
        attributes! { M,
            "co_name": |c| make::str::<M>(c.name.as_str());
            "co_qualname": |c| make::str::<M>(c.qualname.as_str());
            "co_filename": |c| make::str::<M>(&*c.filename);
            "co_firstlineno": |c| make::int::<M>(c.first_line.into());
            "co_argcount": |c| make::int::<M>(c.arg_count.into());
            "co_posonlyargcount": |c| make::int::<M>(c.pos_only_count.into());
            "co_kwonlyargcount": |c| make::int::<M>(c.kw_only_count.into());
            "co_nlocals": |c| make::size::<M>(c.var_names.len());
            "co_stacksize": |c| make::int::<M>(c.stack_size.into());
            "co_flags": |c| make::int::<M>(c.flags.0.into());
            "co_varnames": |c| names::<M, _>(c.local_names());
            "co_names": |c| names::<M, _>(&c.names);
            "co_cellvars": |c| names::<M, _>(&c.cell_vars);
            "co_freevars": |c| names::<M, _>(&c.free_vars);
            "co_code": |c| make::bytes::<M>(c.wordcode.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>());
        },
    );
    types.add_getters(interp, class, &[("co_consts", constants)]);
    let class = types.of_kind(kind::CELL);
    add_new(interp, types, class, new_cell);
    add_accessors(interp, types, class, &[("cell_contents", contents, set_contents)]);
}

fn names<M: Model, S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Value<M> {
    make::tuple::<M>(names.into_iter().map(|n| make::str::<M>(n.as_ref())).collect::<Vec<_>>())
}

fn constants<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, CodeBody<M>>(thread, args, "co_consts")?;
    Ok(make::tuple::<M>(this.constants.clone()))
}

fn new_cell<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = after_first(args).between(thread, "cell", 0, 1)?;
    Ok(make::cell::<M>(given.first().cloned()))
}

fn contents<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this: &Obj<M, Cell<M>> = alone(thread, args, "cell_contents")?;
    let value = this.read(|c| &c.value).clone();
    value.ok_or(()).map_err(|()| thread.value_error("Cell is empty"))
}

fn set_contents<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, value) = with_one::<M, Cell<M>>(thread, args, "cell_contents")?;
    let old = this.open(|c| &c.value).replace(value.clone());
    drop(old);
    Ok(Value::<M>::NONE)
}
