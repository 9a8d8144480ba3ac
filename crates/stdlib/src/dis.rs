//! `dis`: the listing of bytecode in its portable form.

use crate::shape;
use std::sync::Arc;
use taipan_code::{Code, Mode};
use taipan_vm::body::{
    BoundMethod, Class, ClassMethod, CodeBody, Function, Generator, Module, Property, StaticMethod, Str,
};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(thread, module, &[("dis", dis), ("disassemble", dis), ("_listing", listing)]);
    Ok(())
}

/// `dis(x, *, file=None, depth=None)`.
fn dis<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value, file, _depth] = args.named(thread, "dis", ["x", "*file", "*depth"], 1)?;
    let text = list(thread, value.expect("required"))?;
    match file.filter(|it| !it.is_none()) {
        Some(file) => drop(thread.call_method(file, "write", &[make::str::<M>(text)])?),
        None => crate::sys::write_out(thread, &text)?,
    }
    Ok(Value::<M>::NONE)
}

/// The listing as text.
fn listing<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value] = args.exactly(thread, "_listing")?;
    list(thread, value).map(make::str::<M>)
}

fn list<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<String> {
    if let Some(code) = code_of::<M>(value) {
        return Ok(taipan_code::dis(&code));
    }
    if let Some(text) = value.downcast::<Str<M>>() {
        return match compile(text.as_str()) {
            Ok(code) => Ok(taipan_code::dis(&code)),
            Err(error) => Err(thread.syntax_error(&error)),
        };
    }
    if let Some(members) = members(thread, value) {
        return Ok(list_members::<M>(&members));
    }
    let name = thread.type_name(value);
    Err(thread.type_error(format!("don't know how to disassemble {name} objects")))
}

/// Source is an expression if it can be one, else statements, as in CPython.
fn compile(source: &str) -> Result<Arc<Code>, taipan_code::CompileError> {
    taipan_code::compile(source, "<dis>", Mode::Eval).or_else(|_| taipan_code::compile(source, "<dis>", Mode::Exec))
}

fn code_of<M: Model>(value: &Value<M>) -> Option<Arc<Code>> {
    if let Some(code) = value.downcast::<CodeBody<M>>() {
        return Some(code.code.clone());
    }
    if let Some(function) = value.downcast::<Function<M>>() {
        return Some(function.code.code.clone());
    }
    if let Some(generator) = value.downcast::<Generator<M>>() {
        return Some(generator.function.code.code.clone());
    }
    let inner = if let Some(method) = value.downcast::<BoundMethod<M>>() {
        &method.function
    } else if let Some(method) = value.downcast::<StaticMethod<M>>() {
        &method.0
    } else if let Some(method) = value.downcast::<ClassMethod<M>>() {
        &method.0
    } else if let Some(property) = value.downcast::<Property<M>>() {
        &property.get
    } else {
        return None;
    };
    code_of::<M>(inner)
}

/// The names and values in a class or module.
fn members<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> Option<Vec<(String, Value<M>)>> {
    let table = if let Some(class) = value.downcast::<Class<M>>() {
        class.names().copy()
    } else if let Some(module) = value.downcast::<Module<M>>() {
        thread.dict_copy(&module.namespace)
    } else {
        return None;
    };
    let name = |key: &Value<M>| key.downcast::<Str<M>>().map_or(String::new(), |it| it.as_str().to_owned());
    Some(table.into_entries().map(|it| (name(&it.key), it.value)).collect())
}

fn list_members<M: Model>(members: &[(String, Value<M>)]) -> String {
    let mut members: Vec<_> = members.iter().filter_map(|(name, value)| Some((name, code_of::<M>(value)?))).collect();
    members.sort_by(|a, b| a.0.cmp(b.0));
    members.iter().map(|(name, code)| format!("Disassembly of {name}:\n{}\n", taipan_code::dis(code))).collect()
}
