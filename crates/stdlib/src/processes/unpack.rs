//! Wire to values.

use super::globals::MAIN;
use super::pipe;
use super::queue;
use super::wire::{self, Names, Node, Ref, Wire};
use crate::interpreters::{Message, Shared};
use taipan_heap::Inner;
use taipan_vm::body::{
    ByteArray, Cell, Class, ClassFlags, ClassMethod, Deque, DequeState, Dict, Exception, FrozenSet, Function, Globals,
    List, Module, Property, Range, Set, Slice, StaticMethod, Table,
};
use taipan_vm::load::code_object;
use taipan_vm::ops::class::instance;
use taipan_vm::ops::dict::{get_str, set_name};
use taipan_vm::{Exc, Model, Obj, R, Thread, Value, make};

/// Unpacks what `pack` packed.
///
/// # Errors
/// What importing modules and making classes raises; ValueError for a tuple that contains itself.
pub(crate) fn unpack<M: Model>(thread: &mut Thread<M>, bytes: &[u8]) -> R<Value<M>> {
    let wire: Wire = wire::decode(bytes).map_err(|error| thread.value_error(error))?;
    unpack_message(thread, Message { wire, shared: Vec::new() })
}

/// Unpacks what another interpreter of this process packed.
///
/// # Errors
/// As [`unpack`].
pub(crate) fn unpack_message<M: Model>(thread: &mut Thread<M>, message: Message) -> R<Value<M>> {
    let Message { wire: Wire { root, nodes }, shared } = message;
    let made = nodes.iter().map(|_| Made::Not).collect();
    let mut unpacker = Unpacker { nodes, shared, made, later: Vec::new() };
    let root = unpacker.value(thread, &root)?;
    while let Some(later) = unpacker.later.pop() {
        unpacker.finish(thread, later)?;
    }
    Ok(root)
}

struct Unpacker<M: Model> {
    nodes: Vec<Node>,
    /// What nodes of interpreters refer to by its place.
    shared: Vec<Shared>,
    made: Vec<Made<M>>,
    /// What waits until everything exists, because it may close a cycle.
    later: Vec<Later<M>>,
}

/// How far a node is.
enum Made<M: Model> {
    Not,
    /// Being made of its parts, so that none of them can have it yet.
    Making,
    Done(Value<M>),
}

enum Later<M: Model> {
    Cell(Obj<M, Cell<M>>, Ref),
    Global(Obj<M, Dict<M>>, String, Ref),
    Attributes(Obj<M, Dict<M>>, Names),
}

impl<M: Model> Unpacker<M> {
    fn value(&mut self, thread: &mut Thread<M>, value: &Ref) -> R<Value<M>> {
        Ok(match value {
            Ref::None => Value::<M>::NONE,
            Ref::Bool(b) => Value::<M>::bool(*b),
            Ref::Ellipsis => Value::<M>::ELLIPSIS,
            Ref::NotImplemented => Value::<M>::NOT_IMPLEMENTED,
            Ref::Int(n) => make::int::<M>(*n),
            Ref::Float(x) => Value::<M>::float(*x),
            Ref::Str(text) => make::str::<M>(text.as_str()),
            Ref::Node(number) => return self.node(thread, *number as usize),
        })
    }

    fn values(&mut self, thread: &mut Thread<M>, values: &[Ref]) -> R<Vec<Value<M>>> {
        values.iter().map(|it| self.value(thread, it)).collect()
    }

    fn node(&mut self, thread: &mut Thread<M>, number: usize) -> R<Value<M>> {
        match self.made.get(number) {
            Some(Made::Done(value)) => return Ok(value.clone()),
            Some(Made::Not) => {}
            _ => return Err(thread.value_error("a value that contains itself cannot be sent")),
        }
        thread.check_stack()?;
        self.made[number] = Made::Making;
        // A node is made once, so it is taken out of the table.
        let node = std::mem::replace(&mut self.nodes[number], Node::List(Vec::new()));
        let value = self.make(thread, number, node)?;
        self.made[number] = Made::Done(value.clone());
        Ok(value)
    }

    /// Makes a node. What may be part of itself is entered before its parts are made.
    fn make(&mut self, thread: &mut Thread<M>, number: usize, node: Node) -> R<Value<M>> {
        Ok(match node {
            Node::BigInt(n) => make::big::<M>(n),
            Node::Bytes(bytes) => make::bytes::<M>(bytes),
            Node::ByteArray(bytes) => Obj::<M, _>::new(ByteArray::<M>::new(bytes)).into_value(),
            Node::Tuple(items) => make::tuple::<M>(self.values(thread, &items)?),
            Node::Range(start, stop, step) => Obj::<M, _>::new(Range::<M>::new(start, stop, step)).into_value(),
            Node::Cache { function, most, typed } => {
                let module = thread.import("_functools")?;
                let make = thread.get_attr_str(&module, "make_cache")?;
                let most = most.map_or(Value::<M>::NONE, |most| make::size::<M>(most as usize));
                let function = self.value(thread, &function)?;
                thread.call(&make, &[function, most, Value::<M>::bool(typed)])?
            }
            Node::Module(name) => thread.import(&name)?,
            Node::Code(code) => code_object(thread.interp(), &code).into_value(),
            Node::Queue(channel) => queue::from_channel(thread, channel)?,
            Node::Shared(place) => match self.shared.get(place as usize).cloned() {
                Some(shared) => shared.into_value(thread)?,
                None => return Err(thread.value_error("what interpreters share came without its message")),
            },
            Node::End { read, write } => pipe::from_channels(thread, read, write)?,
            Node::Global { module, path } => find_global(thread, &module, &path)?,
            Node::Method { receiver, name } => {
                let receiver = self.value(thread, &receiver)?;
                thread.get_attr_str(&receiver, &name)?
            }
            Node::Function(function) => self.function(thread, *function)?,
            Node::Class(class) => self.class(thread, *class)?,
            Node::Instance { class, payload, attributes } => {
                self.instance(thread, number, &class, &payload, attributes)?
            }
            Node::Exception { class, args, cause, attributes } => {
                self.exception(thread, &class, &args, &cause, attributes)?
            }
            Node::List(_) | Node::Deque { .. } | Node::Dict(_) | Node::Set(_) | Node::FrozenSet(_) | Node::Cell(_) => {
                return self.container(thread, number, node);
            }
            Node::Slice(..) | Node::Property { .. } | Node::StaticMethod(_) | Node::ClassMethod(_) => {
                return self.binding(thread, node);
            }
        })
    }

    fn container(&mut self, thread: &mut Thread<M>, number: usize, node: Node) -> R<Value<M>> {
        match node {
            Node::List(items) => {
                let list = Obj::<M, _>::new(List::<M>::new(Vec::new()));
                self.made[number] = Made::Done(list.as_value().clone());
                let items = self.values(thread, &items)?;
                *list.open(|it| &it.items) = items;
                Ok(list.into_value())
            }
            Node::Deque { items, most } => {
                let state = DequeState { items: Default::default(), most: most.map(|it| it as usize), version: 0 };
                let deque = Obj::<M, _>::new(Deque::<M> { state: Inner::new(state) });
                self.made[number] = Made::Done(deque.as_value().clone());
                let items = self.values(thread, &items)?;
                deque.open(|it| &it.state).items = items.into();
                Ok(deque.into_value())
            }
            Node::Dict(pairs) => {
                let dict = make::dict::<M>();
                self.made[number] = Made::Done(dict.as_value().clone());
                for (key, value) in pairs {
                    let (key, value) = (self.value(thread, &key)?, self.value(thread, &value)?);
                    thread.dict_set(&dict, key, value)?;
                }
                Ok(dict.into_value())
            }
            Node::Set(items) => {
                let set = Obj::<M, _>::new(Set::<M>::new(Table::default()));
                self.made[number] = Made::Done(set.as_value().clone());
                for item in items {
                    let item = self.value(thread, &item)?;
                    thread.set_add(&set, item)?;
                }
                Ok(set.into_value())
            }
            Node::FrozenSet(items) => {
                let items = self.values(thread, &items)?;
                let table = thread.set_table(&make::list::<M>(items))?;
                Ok(Obj::<M, _>::new(FrozenSet::<M> { table }).into_value())
            }
            Node::Cell(content) => {
                let cell = Obj::<M, _>::new(Cell::<M> { value: Inner::new(None) });
                if let Some(content) = content {
                    self.later.push(Later::Cell(cell.clone(), content));
                }
                Ok(cell.into_value())
            }
            _ => unreachable!("only containers come here"),
        }
    }

    fn binding(&mut self, thread: &mut Thread<M>, node: Node) -> R<Value<M>> {
        Ok(match node {
            Node::Slice(start, stop, step) => {
                let [start, stop] = [self.value(thread, &start)?, self.value(thread, &stop)?];
                let slice = Slice::<M> { start, stop, step: self.value(thread, &step)? };
                Obj::<M, _>::new(slice).into_value()
            }
            Node::Property { get, set, delete } => {
                let [get, set] = [self.value(thread, &get)?, self.value(thread, &set)?];
                let property = Property::<M> { get, set, delete: self.value(thread, &delete)? };
                Obj::<M, _>::new(property).into_value()
            }
            Node::StaticMethod(function) => {
                Obj::<M, _>::new(StaticMethod::<M>(self.value(thread, &function)?)).into_value()
            }
            Node::ClassMethod(function) => {
                Obj::<M, _>::new(ClassMethod::<M>(self.value(thread, &function)?)).into_value()
            }
            _ => unreachable!("only bindings come here"),
        })
    }

    /// A function; the program's own is kept under its name, so that it stays the same from call to call.
    fn function(&mut self, thread: &mut Thread<M>, function: wire::Function) -> R<Value<M>> {
        let wire::Function { code, module, defaults, keyword_defaults, closure, attributes, facts, globals } = function;
        let namespace = namespace_of(thread, &module)?;
        let name = code.qualname.clone();
        let known = get_str::<M>(&namespace, &name).and_then(|it| it.downcast::<Function<M>>().cloned());
        if let Some(known) = known.filter(|it| it.code.code == code) {
            return Ok(known.into_value());
        }
        let defaults = self.values(thread, &defaults)?;
        let keyword_defaults = self.value(thread, &keyword_defaults)?;
        let closure = self.values(thread, &closure)?;
        let (own, known_facts) = (make::dict::<M>(), make::dict::<M>());
        let function = Obj::<M, _>::new(Function::<M> {
            code: code_object(thread.interp(), &code),
            globals: Globals::of_dict(namespace.clone()),
            defaults: defaults.into(),
            keyword_defaults,
            closure: closure.into(),
            attributes: Inner::new((!attributes.is_empty()).then(|| own.clone())),
            facts: Inner::new((!facts.is_empty()).then(|| known_facts.clone())),
        });
        self.later.push(Later::Attributes(own, attributes));
        self.later.push(Later::Attributes(known_facts, facts));
        for (name, value) in globals {
            self.later.push(Later::Global(namespace.clone(), name, value));
        }
        if module == MAIN && !name.contains(['<', '.']) {
            set_name::<M>(&namespace, &thread.interp().intern(&name), function.as_value().clone());
        }
        Ok(function.into_value())
    }

    /// A class; one of the same name that is here already is taken instead.
    fn class(&mut self, thread: &mut Thread<M>, class: wire::Class) -> R<Value<M>> {
        let wire::Class { name, qualname, module, metaclass, bases, namespace } = class;
        let home = namespace_of(thread, &module)?;
        if let Some(known) = get_str::<M>(&home, &qualname).filter(|it| it.downcast::<Class<M>>().is_some()) {
            return Ok(known);
        }
        let bases = self.values(thread, &bases)?;
        let dict = make::dict::<M>();
        for (name, value) in namespace {
            let value = self.value(thread, &value)?;
            set_name::<M>(&dict, &thread.interp().intern(&name), value);
        }
        let metaclass = match self.value(thread, &metaclass)? {
            none if none.is_none() => thread.interp().types().type_.as_value().clone(),
            metaclass => metaclass,
        };
        let args = [make::str::<M>(name), make::tuple::<M>(bases), dict.into_value()];
        let class = thread.call(&metaclass, &args)?;
        if module == MAIN && !qualname.contains(['<', '.']) {
            set_name::<M>(&home, &thread.interp().intern(&qualname), class.clone());
        }
        Ok(class)
    }

    fn class_of_node(&mut self, thread: &mut Thread<M>, class: &Ref) -> R<Obj<M, Class<M>>> {
        let class = self.value(thread, class)?;
        match class.downcast::<Class<M>>() {
            Some(class) => Ok(class.clone()),
            None => Err(thread.type_error("an instance came without its class")),
        }
    }

    fn instance(
        &mut self,
        thread: &mut Thread<M>,
        number: usize,
        class: &Ref,
        payload: &Ref,
        attributes: Names,
    ) -> R<Value<M>> {
        let class = self.class_of_node(thread, class)?;
        let payload = self.value(thread, payload)?;
        let made = instance::<M>(&class, payload);
        self.made[number] = Made::Done(made.clone());
        self.set_attributes(thread, &class, &made, attributes)?;
        Ok(made)
    }

    fn exception(
        &mut self,
        thread: &mut Thread<M>,
        class: &Ref,
        args: &[Ref],
        cause: &Ref,
        attributes: Names,
    ) -> R<Value<M>> {
        let class = self.class_of_node(thread, class)?;
        let made = taipan_vm::ops::exception::new::<M>(&class, self.values(thread, args)?);
        let cause = self.value(thread, cause)?;
        if cause.downcast::<Exception<M>>().is_some() {
            taipan_vm::ops::exception::set_cause::<M>(&made, cause);
        }
        self.set_attributes(thread, &class, &made, attributes)?;
        Ok(made)
    }

    /// Sets attributes as they were, whatever the class would do on setting them.
    fn set_attributes(
        &mut self,
        thread: &mut Thread<M>,
        class: &Obj<M, Class<M>>,
        made: &Value<M>,
        attributes: Names,
    ) -> R<()> {
        for (name, value) in attributes {
            let value = self.value(thread, &value)?;
            let name = thread.interp().intern(&name);
            if !class.flags.has(ClassFlags::SET_ATTR) && class.lookup(&name).is_none() {
                thread.set_attr(made, &name, Some(value))?;
                continue;
            }
            let dict = thread.get_attr_str(made, "__dict__")?;
            if let Some(dict) = dict.downcast::<Dict<M>>() {
                set_name::<M>(dict, &name, value);
            }
        }
        Ok(())
    }

    fn finish(&mut self, thread: &mut Thread<M>, later: Later<M>) -> R<()> {
        match later {
            Later::Cell(cell, content) => {
                let content = self.value(thread, &content)?;
                let old = cell.open(|it| &it.value).replace(content);
                drop(old);
            }
            // What this process has made of a name by now stays.
            Later::Global(namespace, name, value) if get_str::<M>(&namespace, &name).is_none() => {
                let value = self.value(thread, &value)?;
                set_name::<M>(&namespace, &thread.interp().intern(&name), value);
            }
            Later::Global(..) => {}
            Later::Attributes(dict, attributes) => {
                for (name, value) in attributes {
                    let value = self.value(thread, &value)?;
                    set_name::<M>(&dict, &thread.interp().intern(&name), value);
                }
            }
        }
        Ok(())
    }
}

/// The namespace of a module; the program's own is made if there is none, as in a worker.
fn namespace_of<M: Model>(thread: &mut Thread<M>, module: &str) -> R<Obj<M, Dict<M>>> {
    if module == MAIN && get_str::<M>(thread.interp().modules(), MAIN).is_none() {
        thread.new_module(MAIN);
    }
    let found = thread.import(module)?;
    match found.downcast::<Module<M>>() {
        Some(found) => Ok(found.namespace.clone()),
        None => Err(thread.type_error(format!("'{module}' is no module"))),
    }
}

fn find_global<M: Model>(thread: &mut Thread<M>, module: &str, path: &str) -> R<Value<M>> {
    if module != "builtins" {
        let module = thread.import(module)?;
        return follow(thread, module, path);
    }
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match get_str::<M>(thread.interp().builtins(), first) {
        Some(value) => follow(thread, value, rest),
        None => Err(thread.raise(Exc::Name, format!("name '{first}' is not defined"))),
    }
}

fn follow<M: Model>(thread: &mut Thread<M>, mut value: Value<M>, path: &str) -> R<Value<M>> {
    for name in path.split('.').filter(|it| !it.is_empty()) {
        value = thread.get_attr_str(&value, name)?;
    }
    Ok(value)
}
