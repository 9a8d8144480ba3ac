//! Functions and classes to wire: by name where the receiver can import them, else with all that they reach.

use super::pack::{Packer, names_of};
use super::wire::{self, Names, Node, Ref};
use std::collections::BTreeSet;
use taipan_code::{Code, Constant, Op};
use taipan_vm::body::{Class, ClassFlags, Dict, Entry, Function, Module, Str};
use taipan_vm::ops::dict::get_str;
use taipan_vm::{Model, Obj, R, Thread, Value};

/// The module of a program, which nobody can import.
pub(super) const MAIN: &str = "__main__";

/// A function. What it reaches of the globals goes with it if it belongs to the program itself.
pub(super) fn function<M: Model>(
    packer: &mut Packer<M>,
    thread: &mut Thread<M>,
    function: &Obj<M, Function<M>>,
) -> R<Node> {
    let code = function.code.code.clone();
    let module = module_of(thread, function);
    if let Some(global) = as_global(packer, thread, function.as_value(), &module, &code.qualname) {
        return Ok(global);
    }
    let defaults = packer.values(thread, &function.defaults)?;
    let keyword_defaults = packer.value(thread, &function.keyword_defaults)?;
    let closure = packer.values(thread, &function.closure)?;
    let attributes = function.open(|it| &it.attributes).clone();
    let facts = function.open(|it| &it.facts).clone();
    let mut possible = |dict: Option<Obj<M, Dict<M>>>| dict.map(|it| possible_names(packer, thread, &it));
    let (attributes, facts) = (possible(attributes).unwrap_or_default(), possible(facts).unwrap_or_default());
    let globals = if module == MAIN { reached(packer, thread, &code, &function.globals) } else { Vec::new() };
    let function = wire::Function { code, module, defaults, keyword_defaults, closure, attributes, facts, globals };
    Ok(Node::Function(Box::new(function)))
}

fn module_of<M: Model>(thread: &Thread<M>, function: &Function<M>) -> String {
    let name = get_str::<M>(&function.globals, thread.interp().types().names.name.as_str());
    let name = name.as_ref().and_then(|it| it.downcast::<Str<M>>());
    name.map_or_else(|| MAIN.to_owned(), |it| it.as_str().to_owned())
}

/// A class.
pub(super) fn class<M: Model>(packer: &mut Packer<M>, thread: &mut Thread<M>, class: &Obj<M, Class<M>>) -> R<Node> {
    if class.flags.has(ClassFlags::BUILT_IN) {
        return native(packer, thread, class.as_value(), &class.name.clone());
    }
    let qualname = thread.qualname_of(class);
    let module = thread.module_of(class).unwrap_or_else(|| MAIN.to_owned());
    if let Some(global) = as_global(packer, thread, class.as_value(), &module, &qualname) {
        return Ok(global);
    }
    let metaclass = class.metaclass.as_ref().map(|it| packer.value(thread, it.as_value()));
    let metaclass = metaclass.transpose()?.unwrap_or(Ref::None);
    let bases: Vec<_> = class.bases.iter().map(|it| it.as_value().clone()).collect();
    let bases = packer.values(thread, &bases)?;
    let members = class.names().copy().into_entries();
    let mut namespace = Vec::new();
    for Entry { key, value, .. } in members {
        if let Some(name) = key.downcast::<Str<M>>() {
            namespace.push((name.as_str().to_owned(), packer.value(thread, &value)?));
        }
    }
    let name = class.name.to_string();
    Ok(Node::Class(Box::new(wire::Class { name, qualname, module, metaclass, bases, namespace })))
}

/// A function or class of a native module: found by looking for it.
pub(super) fn native<M: Model>(packer: &Packer<M>, thread: &mut Thread<M>, value: &Value<M>, name: &str) -> R<Node> {
    let builtins = thread.interp().builtins().clone();
    let found = find_in::<M>(thread, &builtins, value, name).map(|path| ("builtins".to_owned(), path));
    let found = found.or_else(|| {
        let modules = thread.interp().modules().clone();
        let modules = names_of(thread, &modules).into_iter().filter(|(name, _)| name != MAIN);
        modules.into_iter().find_map(|(module, object)| {
            let namespace = object.downcast::<Module<M>>()?.namespace.clone();
            Some((module, find_in::<M>(thread, &namespace, value, name)?))
        })
    });
    match found {
        Some((module, path)) => Ok(Node::Global { module, path }),
        None => Err(packer.refuse(thread, value)),
    }
}

/// The path of a value in a namespace or in one of its classes.
fn find_in<M: Model>(
    thread: &mut Thread<M>,
    namespace: &Obj<M, Dict<M>>,
    value: &Value<M>,
    name: &str,
) -> Option<String> {
    if get_str::<M>(namespace, name).is_some_and(|it| it.is(value)) {
        return Some(name.to_owned());
    }
    let name_object = thread.interp().interned(name);
    names_of(thread, namespace).into_iter().find_map(|(path, object)| {
        if object.is(value) {
            return Some(path);
        }
        let own = object.downcast::<Class<M>>()?.own(name_object.as_ref()?)?;
        own.is(value).then(|| format!("{path}.{name}"))
    })
}

/// By name, if the receiver has the same under it: always for a module that can be imported.
fn as_global<M: Model>(
    packer: &Packer<M>,
    thread: &mut Thread<M>,
    value: &Value<M>,
    module: &str,
    path: &str,
) -> Option<Node> {
    if path.contains('<') || (module == MAIN && !packer.shares_main()) {
        return None;
    }
    let mut found = get_str::<M>(thread.interp().modules(), module)?;
    for name in path.split('.') {
        let name = thread.interp().intern(name);
        found = thread.get_attr_opt(&found, &name).unwrap_or_else(|_| {
            thread.take_error();
            None
        })?;
    }
    let same = found.is(value);
    same.then(|| Node::Global { module: module.to_owned(), path: path.to_owned() })
}

/// The globals that code reaches, as far as they can be packed. One that cannot, such as an open socket, is not defined
/// in the receiver.
fn reached<M: Model>(packer: &mut Packer<M>, thread: &mut Thread<M>, code: &Code, globals: &Obj<M, Dict<M>>) -> Names {
    let mut names = BTreeSet::new();
    global_names(code, &mut names);
    let values = names.into_iter().filter_map(|name| Some((name, get_str::<M>(globals, name)?)));
    let values: Vec<_> = values.collect();
    values
        .into_iter()
        .filter_map(|(name, it)| Some((name.to_owned(), packer.value_if_possible(thread, &it)?)))
        .collect()
}

/// The names that code, and the code inside it, looks up in the globals.
fn global_names<'c>(code: &'c Code, names: &mut BTreeSet<&'c str>) {
    for instruction in code.instructions() {
        if matches!(instruction.op, Op::LOAD_GLOBAL | Op::LOAD_NAME) {
            names.extend(code.names.get(instruction.arg as usize).map(String::as_str));
        }
    }
    for constant in &code.constants {
        if let Constant::Code(inner) = constant {
            global_names(inner, names);
        }
    }
}

fn possible_names<M: Model>(packer: &mut Packer<M>, thread: &mut Thread<M>, dict: &Obj<M, Dict<M>>) -> Names {
    let names = names_of(thread, dict);
    names.into_iter().filter_map(|(name, it)| Some((name, packer.value_if_possible(thread, &it)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_inner_code_too() {
        let source =
            "def f(x):\n    import os\n    return [g(y) for y in x if h] and (lambda: k + len(x)) and x.attribute\n";
        let code = taipan_code::compile(source, "<test>", taipan_code::Mode::Exec).unwrap();
        let inner = code.constants.iter().find_map(|it| match it {
            Constant::Code(inner) => Some(inner),
            _ => None,
        });
        let mut names = BTreeSet::new();
        global_names(inner.unwrap(), &mut names);
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["g", "h", "k", "len"]);
    }
}
