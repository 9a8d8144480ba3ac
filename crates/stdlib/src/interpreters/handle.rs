//! `_interpreters.interpreter`: an interpreter as the Python half of `concurrent.interpreters` sees it.

use super::family::Place;
use super::job::{Failure, Job, Reply};
use super::member::{self, Member, not_found};
use super::{owner, raise};
use crate::processes::pack::pack_message;
use crate::processes::unpack::unpack_message;
use crate::{shape, take};
use std::sync::Arc;
use taipan_code::Mode;
use taipan_vm::body::{Class, Module};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Adds the class and the functions that find or make an interpreter.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> =
        &[("is_running", is_running), ("close", close), ("prepare", prepare), ("exec", exec), ("call", call)];
    let getters: shape::Natives<'_, M> = &[("id", id), ("whence", whence)];
    let class = shape::class(thread, "_interpreters", "interpreter", methods, getters);
    shape::define(thread, module, "interpreter", class.into_value());
    let functions: shape::Natives<'_, M> =
        &[("create", create), ("current", current), ("main", main), ("all", all), ("find", find)];
    shape::functions(thread, module, functions);
}

/// The value that stands for an interpreter.
pub(super) fn value<M: Model>(thread: &mut Thread<M>, member: Arc<Member>) -> R<Value<M>> {
    let module = thread.import("_interpreters")?;
    let class = thread.get_attr_str(&module, "interpreter")?;
    let class = class.downcast::<Class<M>>().expect("the class of interpreters").clone();
    Ok(make::handle_of::<M>(&class, member.id(), member))
}

fn member_of<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Arc<Member>> {
    take::receiver::<M, Arc<Member>>(thread, args.values, "interpreter").cloned()
}

fn create<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "create")?;
    let member = owner::start(thread)?;
    value(thread, member)
}

fn current<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "current")?;
    let id = Place::of(thread.interp()).id;
    of_number(thread, id)
}

fn main<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "main")?;
    of_number(thread, 0)
}

fn find<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [id] = args.exactly(thread, "find")?;
    let id = thread.index(id)?;
    match u64::try_from(id) {
        Ok(id) => of_number(thread, id),
        Err(_) => Err(thread.value_error(format!("arg must be a non-negative integer, got {id}"))),
    }
}

fn of_number<M: Model>(thread: &mut Thread<M>, id: u64) -> R<Value<M>> {
    match Place::of(thread.interp()).family.find(id) {
        Some(member) => value(thread, member),
        None => Err(not_found(thread, id)),
    }
}

fn all<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "all")?;
    let members = Place::of(thread.interp()).family.all();
    let values = members.into_iter().map(|it| value(thread, it)).collect::<R<Vec<_>>>()?;
    Ok(make::list::<M>(values))
}

fn id<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::int::<M>(member_of(thread, args)?.id() as i64))
}

fn whence<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::str::<M>(member_of(thread, args)?.whence()))
}

fn is_running<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let member = member_of(thread, args)?;
    if member.has_ended() {
        return Err(not_found(thread, member.id()));
    }
    Ok(Value::<M>::bool(member.is_running()))
}

/// `close()`: waits until the interpreter has ended, and its threads with it.
fn close<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let member = member_of(thread, args)?;
    if member.id() == Place::of(thread.interp()).id {
        return Err(raise(thread, "InterpreterError", "cannot close the current interpreter"));
    }
    member::run(thread, &member, Job::Close, "close")?;
    Ok(Value::<M>::NONE)
}

/// `prepare(names)`: None, or what went wrong there.
fn prepare<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let member = member_of(thread, args)?;
    let [_, names] = args.exactly(thread, "prepare")?;
    let message = pack_message(thread, names)?;
    let reply = member::run(thread, &member, Job::Prepare(message), "prepare")?;
    Ok(failure::<M>(reply))
}

/// `exec(source)`: None, or what went wrong there. The source is compiled here, so that its errors are raised here.
fn exec<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let member = member_of(thread, args)?;
    let [_, source] = args.exactly(thread, "exec")?;
    let source = take::text(thread, "exec()", source)?;
    let code = match taipan_code::compile(&source, "<script>", Mode::Exec) {
        Ok(code) => code,
        Err(error) => return Err(thread.syntax_error(&error)),
    };
    let reply = member::run(thread, &member, Job::Exec(code), "exec in")?;
    Ok(failure::<M>(reply))
}

/// `call(function, args, kwargs)`: the result, what went wrong there or None, and the exception if it could travel.
fn call<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let member = member_of(thread, args)?;
    let [_, function, positional, keywords] = args.exactly(thread, "call")?;
    let call = make::tuple::<M>([function.clone(), positional.clone(), keywords.clone()]);
    let message = pack_message(thread, &call)?;
    let none = Value::<M>::NONE;
    let answer = match member::run(thread, &member, Job::Call(message), "call in")? {
        Reply::Done(Some(result)) => [unpack_message(thread, result)?, none.clone(), none],
        Reply::Failed(mut failed) => {
            let exception = failed.exception.take().map(|it| unpack_message(thread, it));
            // Where only the sender knows the exception's class, the description has to do.
            let exception = exception.and_then(|it| it.map_err(|_| drop(thread.take_error())).ok());
            [none.clone(), described::<M>(&failed), exception.unwrap_or(none)]
        }
        _ => [none.clone(), none.clone(), none],
    };
    Ok(make::tuple::<M>(answer))
}

fn failure<M: Model>(reply: Reply) -> Value<M> {
    match reply {
        Reply::Failed(failed) => described::<M>(&failed),
        _ => Value::<M>::NONE,
    }
}

/// `(name, qualname, module, message, formatted, display)`.
fn described<M: Model>(failed: &Failure) -> Value<M> {
    let Failure { name, qualname, module, message, formatted, display, .. } = failed;
    let texts = [name, qualname, module, message, formatted, display];
    make::tuple::<M>(texts.map(|it| make::str::<M>(it.as_str())))
}
