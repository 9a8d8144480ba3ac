//! Values to wire.

use super::globals;
use super::pipe::End;
use super::port::Port;
use super::wire::{self, Names, Node, Ref, Wire};
use super::worker;
use crate::interpreters::{Message, Shared, not_shareable};
use std::collections::HashMap;
use taipan_vm::body::{
    BigIntBody, BoundMethod, ByteArray, Bytes, Cell, Class, ClassFlags, ClassMethod, CodeBody, Deque, Dict, Entry,
    Exception, FrozenSet, Function, Instance, Items, List, Module, Native, Property, Range, Set, Slice, StaticMethod,
    Str, Tuple,
};
use taipan_vm::ops::own_attr::with_attributes;
use taipan_vm::{Model, Obj, R, Raised, Thread, Value};

/// A value, packed.
pub(crate) struct Packed {
    /// The encoded wire.
    pub(crate) bytes: Vec<u8>,
    /// The ends of pipes in it, which the receiver will hold.
    pub(crate) ends: Vec<(Option<u64>, Option<u64>)>,
}

/// Packs a value.
///
/// # Errors
/// TypeError for what cannot leave the process, RecursionError for what is nested too deeply.
pub(crate) fn pack<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Packed> {
    let mut packer = Packer::new(Reach::Process);
    let root = packer.value(thread, value)?;
    let ends = std::mem::take(&mut packer.ends);
    Ok(Packed { bytes: wire::encode(&packer.wire(root)), ends })
}

/// Packs a value for another interpreter of this process.
///
/// # Errors
/// NotShareableError for what cannot leave the interpreter, RecursionError for what is nested too deeply.
pub(crate) fn pack_message<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Message> {
    let mut packer = Packer::new(Reach::Interpreter);
    let root = packer.value(thread, value)?;
    let shared = std::mem::take(&mut packer.shared);
    Ok(Message { wire: packer.wire(root), shared })
}

/// How far a message goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To another process.
    Process,
    /// To another interpreter of this process.
    Interpreter,
}

pub(super) struct Packer<M: Model> {
    /// A node that is being packed is empty meanwhile.
    nodes: Vec<Option<Node>>,
    /// The number of each object's node, by its address.
    known: HashMap<u64, u32>,
    /// Keeps the objects alive, or an address might come to mean another one.
    kept: Vec<Value<M>>,
    ends: Vec<(Option<u64>, Option<u64>)>,
    shared: Vec<Shared>,
    reach: Reach,
}

impl<M: Model> Packer<M> {
    fn new(reach: Reach) -> Self {
        let (nodes, known, kept) = (Vec::new(), HashMap::new(), Vec::new());
        Self { nodes, known, kept, ends: Vec::new(), shared: Vec::new(), reach }
    }

    fn wire(self, root: Ref) -> Wire {
        Wire { root, nodes: self.nodes.into_iter().map(|it| it.expect("every node was filled")).collect() }
    }

    /// Whether the receiver has what the program itself defines under the same names. A worker process may name what
    /// its host sent; nobody else may, least of all an interpreter, whose program is another one.
    pub(super) fn shares_main(&self) -> bool {
        self.reach == Reach::Process && worker::is_worker()
    }

    /// Raises TypeError, or its subclass NotShareableError, for what cannot leave.
    pub(super) fn refuse(&self, thread: &mut Thread<M>, value: &Value<M>) -> Raised {
        let class = thread.class_of(value).clone();
        let built_in = class.flags.has(ClassFlags::BUILT_IN);
        let name = if built_in { thread.class_path(&class) } else { class.name.to_string() };
        match self.reach {
            Reach::Process => thread.type_error(format!("cannot pickle '{name}' object")),
            Reach::Interpreter => not_shareable(thread, &name),
        }
    }

    pub(super) fn value(&mut self, thread: &mut Thread<M>, value: &Value<M>) -> R<Ref> {
        if let Some(plain) = plain::<M>(value) {
            return Ok(plain);
        }
        if let Some(&known) = self.known.get(&value.bits()) {
            return Ok(Ref::Node(known));
        }
        thread.check_stack()?;
        let number = self.nodes.len() as u32;
        self.known.insert(value.bits(), number);
        self.kept.push(value.clone());
        self.nodes.push(None);
        let node = self.node(thread, value)?;
        self.nodes[number as usize] = Some(node);
        Ok(Ref::Node(number))
    }

    /// The same, or None if the value cannot be packed.
    pub(super) fn value_if_possible(&mut self, thread: &mut Thread<M>, value: &Value<M>) -> Option<Ref> {
        let (nodes, ends, shared) = (self.nodes.len(), self.ends.len(), self.shared.len());
        match self.value(thread, value) {
            Ok(packed) => Some(packed),
            Err(Raised) => {
                thread.take_error();
                self.nodes.truncate(nodes);
                self.ends.truncate(ends);
                self.shared.truncate(shared);
                self.known.retain(|_, number| (*number as usize) < nodes);
                None
            }
        }
    }

    pub(super) fn values(&mut self, thread: &mut Thread<M>, values: &[Value<M>]) -> R<Vec<Ref>> {
        values.iter().map(|it| self.value(thread, it)).collect()
    }

    fn node(&mut self, thread: &mut Thread<M>, value: &Value<M>) -> R<Node> {
        if let Some(node) = self.container(thread, value)? {
            return Ok(node);
        }
        if let Some(function) = value.downcast::<Function<M>>() {
            return globals::function(self, thread, &function.clone());
        }
        if let Some(class) = value.downcast::<Class<M>>() {
            return globals::class(self, thread, &class.clone());
        }
        if let Some(native) = value.downcast::<Native<M>>() {
            return globals::native(self, thread, value, native.name);
        }
        if let Some(module) = value.downcast::<Module<M>>() {
            return Ok(Node::Module(module.name.to_string()));
        }
        if let Some(exception) = value.downcast::<Exception<M>>() {
            return self.exception(thread, &exception.clone());
        }
        if let Some(instance) = value.downcast::<Instance<M>>() {
            return self.instance(thread, &instance.clone());
        }
        if let Some((function, most, typed)) = crate::functools::cache::recipe::<M>(value) {
            return Ok(Node::Cache { function: self.value(thread, function)?, most: most.map(|it| it as u64), typed });
        }
        if let Some(port) = thread.state::<Port>(value) {
            return Ok(Node::Queue(port.publish()));
        }
        if self.reach == Reach::Interpreter
            && let Some(shared) = Shared::of(thread, value)
        {
            self.shared.push(shared);
            return Ok(Node::Shared(self.shared.len() as u32 - 1));
        }
        if self.reach == Reach::Process
            && let Some(end) = thread.state::<End>(value)
        {
            let (read, write) = end.publish();
            self.ends.push((read, write));
            return Ok(Node::End { read, write });
        }
        self.binding(thread, value)
    }

    fn container(&mut self, thread: &mut Thread<M>, value: &Value<M>) -> R<Option<Node>> {
        Ok(Some(if let Some(big) = value.downcast::<BigIntBody<M>>() {
            Node::BigInt(big.0.clone())
        } else if let Some(bytes) = value.downcast::<Bytes<M>>() {
            Node::Bytes(bytes.0.to_vec())
        } else if let Some(array) = value.downcast::<ByteArray<M>>() {
            Node::ByteArray(array.open(|it| &it.0).clone())
        } else if let Some(list) = value.downcast::<List<M>>() {
            let items = list.open(|it| &it.items).clone();
            Node::List(self.values(thread, &items)?)
        } else if let Some(tuple) = value.downcast::<Tuple<M>>() {
            Node::Tuple(self.values(thread, tuple.items())?)
        } else if let Some(dict) = value.downcast::<Dict<M>>() {
            let entries = thread.dict_copy(dict);
            let pair = |it: &Entry<M, Value<M>>| Ok((self.value(thread, &it.key)?, self.value(thread, &it.value)?));
            Node::Dict(entries.iter().map(pair).collect::<R<_>>()?)
        } else if let Some(set) = value.downcast::<Set<M>>() {
            let items = set.open(|it| &it.table).copy();
            Node::Set(items.iter().map(|it| self.value(thread, &it.key)).collect::<R<_>>()?)
        } else if let Some(set) = value.downcast::<FrozenSet<M>>() {
            Node::FrozenSet(set.table.iter().map(|it| self.value(thread, &it.key)).collect::<R<_>>()?)
        } else if let Some(deque) = value.downcast::<Deque<M>>() {
            let state = deque.open(|it| &it.state);
            let (items, most) = (state.items.iter().cloned().collect::<Vec<_>>(), state.most);
            drop(state);
            Node::Deque { items: self.values(thread, &items)?, most: most.map(|most| most as u64) }
        } else if let Some(range) = value.downcast::<Range<M>>() {
            Node::Range(range.start, range.stop, range.step)
        } else if let Some(slice) = value.downcast::<Slice<M>>() {
            let [start, stop, step] = [&slice.start, &slice.stop, &slice.step];
            Node::Slice(self.value(thread, start)?, self.value(thread, stop)?, self.value(thread, step)?)
        } else {
            return Ok(None);
        }))
    }

    /// What belongs to functions and classes.
    fn binding(&mut self, thread: &mut Thread<M>, value: &Value<M>) -> R<Node> {
        if let Some(method) = value.downcast::<BoundMethod<M>>() {
            let name = match (method.function.downcast::<Native<M>>(), method.function.downcast::<Function<M>>()) {
                (Some(native), _) => native.name.to_owned(),
                (_, Some(function)) => function.code.code.name.clone(),
                _ => return Err(self.refuse(thread, value)),
            };
            return Ok(Node::Method { receiver: self.value(thread, &method.receiver)?, name });
        }
        if let Some(cell) = value.downcast::<Cell<M>>() {
            let content = cell.open(|it| &it.value).clone();
            return Ok(Node::Cell(content.map(|it| self.value(thread, &it)).transpose()?));
        }
        if let Some(property) = value.downcast::<Property<M>>() {
            let [get, set, delete] = [&property.get, &property.set, &property.delete];
            let [get, set] = [self.value(thread, get)?, self.value(thread, set)?];
            return Ok(Node::Property { get, set, delete: self.value(thread, delete)? });
        }
        if let Some(method) = value.downcast::<StaticMethod<M>>() {
            return Ok(Node::StaticMethod(self.value(thread, &method.0)?));
        }
        if let Some(method) = value.downcast::<ClassMethod<M>>() {
            return Ok(Node::ClassMethod(self.value(thread, &method.0)?));
        }
        if let Some(code) = value.downcast::<CodeBody<M>>() {
            return Ok(Node::Code(code.code.clone()));
        }
        Err(self.refuse(thread, value))
    }

    fn instance(&mut self, thread: &mut Thread<M>, instance: &Obj<M, Instance<M>>) -> R<Node> {
        // What is held of a native module stays in this process, whatever it is wrapped in.
        if instance.payload().is_some_and(|it| it.downcast::<taipan_vm::body::Handle<M>>().is_some()) {
            return Err(self.refuse(thread, instance.as_value()));
        }
        let class = self.value(thread, instance.class.as_value())?;
        let payload = self.value(thread, instance.payload().unwrap_or(&Value::<M>::NONE))?;
        let own = own_of::<M>(instance.as_value());
        Ok(Node::Instance { class, payload, attributes: self.attributes(thread, own)? })
    }

    fn exception(&mut self, thread: &mut Thread<M>, exception: &Obj<M, Exception<M>>) -> R<Node> {
        let class = self.value(thread, exception.class.as_value())?;
        let state = exception.open(|it| &it.state);
        let (args, cause) = (state.args.clone(), state.cause.clone());
        drop(state);
        let own = own_of::<M>(exception.as_value());
        let args = self.values(thread, &args)?;
        let cause = self.value_if_possible(thread, &cause).unwrap_or(Ref::None);
        Ok(Node::Exception { class, args, cause, attributes: self.attributes(thread, own)? })
    }

    fn attributes(&mut self, thread: &mut Thread<M>, own: Own<M>) -> R<Names> {
        let pairs = match own {
            Own::Slots(pairs) => pairs,
            Own::Dict(dict) => names_of(thread, &dict),
        };
        pairs.into_iter().map(|(name, value)| Ok((name, self.value(thread, &value)?))).collect()
    }
}

/// The attributes of an instance, as they are kept.
enum Own<M: Model> {
    Slots(Vec<(String, Value<M>)>),
    Dict(Obj<M, Dict<M>>),
}

fn own_of<M: Model>(object: &Value<M>) -> Own<M> {
    let own = with_attributes::<M, _>(object, |_, own| match own.dict() {
        Some(dict) => Own::Dict(dict.clone()),
        None => {
            let names = own.shape().names().iter().map(|it| it.as_str().to_owned());
            Own::Slots(names.zip(own.values()).collect())
        }
    });
    own.unwrap_or(Own::Slots(Vec::new()))
}

/// The names in a namespace, and their values.
pub(super) fn names_of<M: Model>(thread: &mut Thread<M>, dict: &Obj<M, Dict<M>>) -> Vec<(String, Value<M>)> {
    let entries = thread.dict_copy(dict).into_entries();
    entries.filter_map(|it| Some((it.key.downcast::<Str<M>>()?.as_str().to_owned(), it.value))).collect()
}

fn plain<M: Model>(value: &Value<M>) -> Option<Ref> {
    if let Some(n) = value.as_int() {
        return Some(Ref::Int(n));
    }
    if let Some(x) = value.as_float() {
        return Some(Ref::Float(x));
    }
    if let Some(text) = value.downcast::<Str<M>>() {
        return Some(Ref::Str(text.as_str().to_owned()));
    }
    if value.is_object() {
        return None;
    }
    Some(match value.as_bool() {
        Some(b) => Ref::Bool(b),
        None if value.is(&Value::<M>::ELLIPSIS) => Ref::Ellipsis,
        None if value.is(&Value::<M>::NOT_IMPLEMENTED) => Ref::NotImplemented,
        None => Ref::None,
    })
}
