//! Reading attributes of `local` objects, which is done often: what is there is found without running Python code.

use taipan_vm::body::{Dict, Instance, Items, Native, Str, Tuple};
use taipan_vm::ops::dict::get_name;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Gives the class of `local` objects its `__getattribute__`. `locals` has a dict for each thread, and `slow` is the
/// function that finds what is not in the thread's namespace.
pub(super) fn fill<M: Model>(thread: &mut Thread<M>, class: &Value<M>, locals: &Value<M>, slow: Value<M>) -> R<()> {
    let number = thread.interp().intern("_thread_local").into_value();
    let bound = make::tuple::<M>([locals.clone(), number, slow]);
    let get = Obj::<M, _>::new(Native::<M> { bound, ..Native::method("__getattribute__", get_attribute) });
    get.immortalise();
    let name = thread.interp().intern("__getattribute__");
    thread.set_attr(class, &name, Some(get.into_value()))
}

fn get_attribute<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [local, name] = args.exactly(thread, "__getattribute__")?;
    let bound = args.bound().downcast::<Tuple<M>>().map_or(&[][..], |tuple| tuple.items());
    let [locals, number, slow] = bound else { return Err(thread.type_error("'local' object expected")) };
    if let (Some(local), Some(locals)) = (local.downcast::<Instance<M>>(), locals.downcast::<Dict<M>>())
        && let (Some(name), Some(number)) = (name.downcast::<Str<M>>(), number.downcast::<Str<M>>())
        && let Some(number) = number_of(local, number)
        && let Some(namespace) = namespace(thread, locals, &number)?
        && let Some(found) = get_name::<M>(&namespace, name)
    {
        return Ok(found);
    }
    thread.call(slow, &[local.clone(), name.clone()])
}

/// The number of a `local` object, which is the first item of a tuple that it has under this name.
fn number_of<M: Model>(local: &Obj<M, Instance<M>>, name: &Obj<M, Str<M>>) -> Option<Value<M>> {
    let open = local.read_tail(|i| &i.attributes);
    let (own, tail) = open.split();
    let tuple = own.get(tail, own.shape().slot(name)?)?.downcast::<Tuple<M>>()?;
    tuple.items().first().filter(|number| number.is_int()).cloned()
}

/// The namespace of the object with this number in the running thread.
fn namespace<M: Model>(
    thread: &mut Thread<M>,
    locals: &Obj<M, Dict<M>>,
    number: &Value<M>,
) -> R<Option<Obj<M, Dict<M>>>> {
    let me = make::int::<M>(thread.id as i64);
    let Some(namespaces) = thread.dict_get(locals, &me)? else { return Ok(None) };
    let Some(namespaces) = namespaces.downcast::<Dict<M>>() else { return Ok(None) };
    Ok(thread.dict_get(namespaces, number)?.and_then(|it| it.downcast_into::<Dict<M>>().ok()))
}
