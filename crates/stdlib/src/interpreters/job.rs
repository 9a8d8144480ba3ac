//! What can be asked of an interpreter, and how it answers.

use super::message::Message;
use crate::processes::pack::pack_message;
use crate::processes::perform;
use crate::processes::unpack::unpack_message;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use taipan_code::Code;
use taipan_vm::body::{Dict, Str};
use taipan_vm::load::code_object;
use taipan_vm::ops::dict::set_name;
use taipan_vm::{Exc, Model, Obj, R, Thread, Value};

/// A job, and where the answer goes.
pub(super) struct Order {
    pub(super) job: Job,
    pub(super) answer: Sender<Reply>,
}

/// What can be asked of an interpreter.
pub(super) enum Job {
    /// Run code in its `__main__`.
    Exec(Arc<Code>),
    /// Make a call: a tuple of a function, its arguments and its keyword arguments.
    Call(Message),
    /// Set names of its `__main__` to the values of a dict.
    Prepare(Message),
    /// End.
    Close,
}

/// How a job ended.
pub(super) enum Reply {
    /// Well; a call has a result.
    Done(Option<Message>),
    /// What the call returned cannot travel, says the text.
    NotShareable(String),
    /// With an exception.
    Failed(Box<Failure>),
}

/// An exception, as another interpreter is told of it.
pub(super) struct Failure {
    pub(super) name: String,
    pub(super) qualname: String,
    pub(super) module: String,
    /// What `str` says.
    pub(super) message: String,
    /// Type and message.
    pub(super) formatted: String,
    /// The whole traceback.
    pub(super) display: String,
    /// The exception itself, if it can travel.
    pub(super) exception: Option<Message>,
}

/// Does a job; `main` is the namespace of `__main__`.
pub(super) fn run<M: Model>(thread: &mut Thread<M>, main: &Obj<M, Dict<M>>, job: Job) -> Reply {
    let result = match job {
        Job::Exec(code) => {
            let code = code_object(thread.interp(), &code);
            thread.run_code(&code, main, main).map(|_| None)
        }
        Job::Call(call) => unpack_message(thread, call).and_then(|call| perform(thread, &call)).map(Some),
        Job::Prepare(names) => prepare(thread, main, names).map(|()| None),
        Job::Close => Ok(None),
    };
    match result {
        Ok(None) => Reply::Done(None),
        Ok(Some(value)) => returned(thread, &value),
        Err(_) => Reply::Failed(Box::new(Failure::take(thread))),
    }
}

fn prepare<M: Model>(thread: &mut Thread<M>, main: &Obj<M, Dict<M>>, names: Message) -> R<()> {
    let names = unpack_message(thread, names)?;
    let Some(names) = names.downcast::<Dict<M>>() else {
        return Err(thread.type_error("names and values must come in a dict"));
    };
    for entry in thread.dict_copy(names).into_entries() {
        let Some(name) = entry.key.downcast::<Str<M>>() else {
            return Err(thread.type_error("the names of values must be str"));
        };
        let name = thread.interp().intern_str(name);
        set_name::<M>(main, &name, entry.value);
    }
    Ok(())
}

fn returned<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> Reply {
    match pack_message(thread, value) {
        Ok(message) => Reply::Done(Some(message)),
        Err(_) if thread.error_is(Exc::Type) => {
            let error = thread.take_error();
            Reply::NotShareable(thread.str(&error).unwrap_or_default())
        }
        Err(_) => Reply::Failed(Box::new(Failure::take(thread))),
    }
}

impl Failure {
    /// Takes the exception that was raised.
    fn take<M: Model>(thread: &mut Thread<M>) -> Self {
        let error = thread.take_error();
        let class = thread.class_of(&error).clone();
        let display = taipan_vm::report::report(thread, &error).trim_end().to_owned();
        let message = lenient(thread, |thread| thread.str(&error)).unwrap_or_default();
        let path = thread.class_path(&class);
        let shown = path.strip_prefix("__main__.").unwrap_or(&path);
        Self {
            name: class.name.to_string(),
            qualname: thread.qualname_of(&class),
            module: thread.module_of(&class).unwrap_or_else(|| "builtins".to_owned()),
            formatted: if message.is_empty() { shown.to_owned() } else { format!("{shown}: {message}") },
            message,
            display,
            exception: lenient(thread, |thread| pack_message(thread, &error)),
        }
    }
}

/// The result of an attempt whose own exception is of no interest.
fn lenient<M: Model, T>(thread: &mut Thread<M>, attempt: impl FnOnce(&mut Thread<M>) -> R<T>) -> Option<T> {
    attempt(thread).map_err(|_| drop(thread.take_error())).ok()
}
