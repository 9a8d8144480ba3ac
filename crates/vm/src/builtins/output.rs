//! `print` and `input`.

use super::file::{File, Standard};
use super::stdout;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Value};
use crate::ops::dict::get_str;
use crate::thread::{Args, Thread};
use std::io::Write;

pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    super::add(interp, &[("print", print), ("input", input)]);
}

/// Where printed text goes.
enum Target<M: Model> {
    Stdout,
    Stderr,
    /// Anything with a method `write`.
    Object(Value<M>),
    Nowhere,
}

fn print<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let list = args.list();
    let options = Args { values: &args.values[list.len()..], ..args };
    if let Some((name, _)) = options.pairs().find(|(name, _)| !["sep", "end", "file", "flush"].contains(name)) {
        return Err(thread.type_error(format!("'{name}' is an invalid keyword argument for print()")));
    }
    let [sep, end, file, flush] = options.named(thread, "print", ["*sep", "*end", "*file", "*flush"], 0)?;
    let sep = separator(thread, sep, "sep", " ")?;
    let end = separator(thread, end, "end", "\n")?;
    let flush = flush.map_or(Ok(false), |flush| thread.truth(flush))?;
    let target = target(thread, file);
    if let Target::Object(object) = &target {
        return print_to_object(thread, object, list, (&sep, &end), flush);
    }
    let mut text = String::new();
    for (i, value) in list.iter().enumerate() {
        if i > 0 {
            text.push_str(&sep);
        }
        match value.downcast::<Str<M>>() {
            Some(part) => text.push_str(part.as_str()),
            None => text.push_str(&thread.str(value)?),
        }
    }
    text.push_str(&end);
    match target {
        Target::Stdout => write_stdout(thread, text.as_bytes(), flush)?,
        Target::Stderr => thread.blocking(|| drop(std::io::stderr().write_all(text.as_bytes()))),
        Target::Object(_) | Target::Nowhere => {}
    }
    Ok(Value::<M>::NONE)
}

/// Each part is written by a call of its own, as in CPython.
fn print_to_object<M: Model>(
    thread: &mut Thread<M>,
    object: &Value<M>,
    list: &[Value<M>],
    (sep, end): (&str, &str),
    flush: bool,
) -> R<Value<M>> {
    let write = thread.get_attr_str(object, "write")?;
    for (i, value) in list.iter().enumerate() {
        if i > 0 {
            thread.call(&write, &[make::str::<M>(sep)])?;
        }
        let text = thread.str(value)?;
        thread.call(&write, &[make::str::<M>(text)])?;
    }
    thread.call(&write, &[make::str::<M>(end)])?;
    if flush {
        thread.call_method(object, "flush", &[])?;
    }
    Ok(Value::<M>::NONE)
}

fn separator<M: Model>(thread: &mut Thread<M>, given: Option<&Value<M>>, name: &str, default: &str) -> R<String> {
    match given.filter(|given| !given.is_none()) {
        None => Ok(default.to_owned()),
        Some(given) => match given.downcast::<Str<M>>() {
            Some(text) => Ok(text.as_str().to_owned()),
            None => {
                let class = thread.type_name(given);
                Err(thread.type_error(format!("{name} must be None or a string, not {class}")))
            }
        },
    }
}

/// An object of the module `sys`, if that is loaded.
fn of_sys<M: Model>(thread: &Thread<M>, name: &str) -> Option<Value<M>> {
    let sys = get_str::<M>(thread.interp().modules(), "sys")?;
    get_str::<M>(&sys.downcast::<Module<M>>()?.namespace, name)
}

fn target<M: Model>(thread: &Thread<M>, file: Option<&Value<M>>) -> Target<M> {
    let file = file.filter(|file| !file.is_none()).cloned();
    let Some(object) = file.or_else(|| of_sys(thread, "stdout")) else { return Target::Stdout };
    match thread.state::<File>(&object).map(|file| file.standard()) {
        Some(Some(Standard::Out)) => Target::Stdout,
        Some(Some(Standard::Err)) => Target::Stderr,
        _ if object.is_none() => Target::Nowhere,
        _ => Target::Object(object),
    }
}

/// Prints bytes on the process's standard output.
pub(super) fn write_stdout<M: Model>(thread: &mut Thread<M>, bytes: &[u8], flush: bool) -> R<()> {
    if (stdout::write(bytes) || flush)
        && let Err(error) = thread.blocking(stdout::flush)
    {
        return Err(thread.os_error(&error, None));
    }
    Ok(())
}

fn input<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "input", 0, 1)?;
    if let Some(prompt) = given.first() {
        let text = thread.str(prompt)?;
        match target(thread, None) {
            Target::Object(object) => drop(thread.call_method(&object, "write", &[make::str::<M>(text)])?),
            _ => write_stdout(thread, text.as_bytes(), true)?,
        }
    }
    let line = match of_sys(thread, "stdin") {
        Some(stdin) => {
            let line = thread.call_method(&stdin, "readline", &[])?;
            thread.str(&line)?
        }
        None => {
            let mut line = String::new();
            let result = thread.blocking(|| std::io::stdin().read_line(&mut line));
            result.map_err(|error| thread.os_error(&error, None))?;
            line
        }
    };
    if line.is_empty() {
        return Err(thread.raise(Exc::Eof, "EOF when reading a line"));
    }
    Ok(make::str::<M>(line.trim_end_matches('\n')))
}
