//! `_copy`: the part of `copy` that knows what built-in things and plain instances are made of.
//!
//! Everything else is left to the module in Python, which hands over the function to ask.

use crate::shape;
use taipan_vm::body::{Dict, FrozenSet, Items, List, Module, Set, Str, Tuple, kind};
use taipan_vm::ops::duplicate::Parts;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(thread, module, &[("make_deepcopy", make_deepcopy), ("shallow", shallow)]);
    Ok(())
}

/// `make_deepcopy(other)`: the function `deepcopy`, which calls `other(x, memo)` for what it does not know.
fn make_deepcopy<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [other] = args.exactly(thread, "make_deepcopy")?;
    let hook = thread.interp().intern("__deepcopy__").into_value();
    let bound = make::tuple::<M>([other.clone(), hook]);
    Ok(make::closure::<M>("deepcopy", deepcopy, bound))
}

/// `shallow(x)`: another instance with the same attributes, or None for what is no plain instance.
fn shallow<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [x] = args.exactly(thread, "shallow")?;
    Ok(Parts::<M>::of(x).map_or(Value::<M>::NONE, |parts| {
        let copy = parts.empty();
        parts.fill(&copy);
        copy
    }))
}

/// `deepcopy(x, memo=None)`.
fn deepcopy<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [x, memo] = args.named(thread, "deepcopy", ["x", "memo"], 1)?;
    let x = x.expect("required");
    if is_immutable::<M>(x) {
        return Ok(x.clone());
    }
    let memo = match memo.filter(|memo| !memo.is_none()) {
        None => make::dict::<M>(),
        Some(memo) => match thread.payload::<Dict<M>>(memo) {
            Some(dict) => dict,
            None => return Err(thread.type_error("the memo of deepcopy() must be a dict")),
        },
    };
    let [other, hook] = args.bound().downcast::<Tuple<M>>().map_or(&[][..], |it| it.items()) else {
        unreachable!("made with two values")
    };
    let hook = hook.downcast::<Str<M>>().expect("a name");
    Copier { other, hook, memo, kept: None }.copy(thread, x)
}

/// What a copy is the thing itself, because it never changes.
fn is_immutable<M: Model>(x: &Value<M>) -> bool {
    const KINDS: &[u8] =
        &[kind::STR, kind::BYTES, kind::BIG_INT, kind::FUNCTION, kind::NATIVE, kind::CLASS, kind::RANGE, kind::SLICE];
    !x.is_object() || KINDS.contains(&x.kind()) || x.kind() == kind::PROPERTY
}

/// A copy in progress.
struct Copier<'a, M: Model> {
    /// Asked for what is not known here.
    other: &'a Value<M>,
    /// The name of the method by which a class copies its instances itself.
    hook: &'a Obj<M, Str<M>>,
    /// Copies by the ids of their originals.
    memo: Obj<M, Dict<M>>,
    /// Keeps originals alive as long as the memo, so that their ids stay theirs.
    kept: Option<Obj<M, List<M>>>,
}

impl<M: Model> Copier<'_, M> {
    fn copy(&mut self, thread: &mut Thread<M>, x: &Value<M>) -> R<Value<M>> {
        if is_immutable::<M>(x) {
            return Ok(x.clone());
        }
        if let Some(copy) = thread.dict_get(&self.memo, &id::<M>(x))? {
            return Ok(copy);
        }
        thread.check_stack()?;
        match x.kind() {
            kind::LIST => self.list(thread, x),
            kind::TUPLE => self.tuple(thread, x),
            kind::DICT => self.dict(thread, x),
            kind::SET | kind::FROZEN_SET => self.set(thread, x),
            kind::INSTANCE => self.instance(thread, x),
            _ => self.ask(thread, &self.other.clone(), [x.clone(), self.memo.as_value().clone()], x),
        }
    }

    fn remember(&mut self, thread: &mut Thread<M>, x: &Value<M>, copy: &Value<M>) -> R<()> {
        thread.dict_set(&self.memo, id::<M>(x), copy.clone())?;
        let kept = match &self.kept {
            Some(kept) => kept,
            None => self.kept.insert(kept_by(thread, &self.memo)?),
        };
        kept.open(|l| &l.items).push(x.clone());
        Ok(())
    }

    /// Has a function or method make the copy.
    fn ask(&mut self, thread: &mut Thread<M>, callee: &Value<M>, args: [Value<M>; 2], x: &Value<M>) -> R<Value<M>> {
        let copy = thread.call(callee, &args)?;
        if !copy.is(x) {
            self.remember(thread, x, &copy)?;
        }
        Ok(copy)
    }

    fn list(&mut self, thread: &mut Thread<M>, x: &Value<M>) -> R<Value<M>> {
        let list = x.downcast::<List<M>>().expect("kind");
        let copy = Obj::<M, _>::new(List::<M>::new(Vec::new()));
        self.remember(thread, x, copy.as_value())?;
        // One by one, because copying an item may run code that changes the list.
        for i in 0.. {
            let item = list.read(|l| &l.items).get(i).cloned();
            let Some(item) = item else { break };
            let item = self.copy(thread, &item)?;
            copy.open(|l| &l.items).push(item);
        }
        Ok(copy.into_value())
    }

    fn tuple(&mut self, thread: &mut Thread<M>, x: &Value<M>) -> R<Value<M>> {
        let items = x.downcast::<Tuple<M>>().expect("kind").items();
        let copies = items.iter().map(|item| self.copy(thread, item)).collect::<R<Vec<_>>>()?;
        // A tuple that holds itself has been copied meanwhile.
        if let Some(copy) = thread.dict_get(&self.memo, &id::<M>(x))? {
            return Ok(copy);
        }
        if copies.iter().zip(items).all(|(copy, item)| copy.is(item)) {
            return Ok(x.clone());
        }
        let copy = make::tuple::<M>(copies);
        self.remember(thread, x, &copy)?;
        Ok(copy)
    }

    fn dict(&mut self, thread: &mut Thread<M>, x: &Value<M>) -> R<Value<M>> {
        let copy = make::dict::<M>();
        self.remember(thread, x, copy.as_value())?;
        for entry in thread.dict_copy(x.downcast::<Dict<M>>().expect("kind")).into_entries() {
            let key = self.copy(thread, &entry.key)?;
            let value = self.copy(thread, &entry.value)?;
            thread.dict_set(&copy, key, value)?;
        }
        Ok(copy.into_value())
    }

    fn set(&mut self, thread: &mut Thread<M>, x: &Value<M>) -> R<Value<M>> {
        let copy = Obj::<M, _>::new(Set::<M>::new(Default::default()));
        for entry in thread.set_table(x)?.into_entries() {
            let item = self.copy(thread, &entry.key)?;
            thread.set_add(&copy, item)?;
        }
        let copy = if x.kind() == kind::SET {
            copy.into_value()
        } else {
            let table = copy.open(|s| &s.table).take();
            Obj::<M, _>::new(FrozenSet::<M> { table }).into_value()
        };
        self.remember(thread, x, &copy)?;
        Ok(copy)
    }

    fn instance(&mut self, thread: &mut Thread<M>, x: &Value<M>) -> R<Value<M>> {
        let class = thread.class_of(x).clone();
        let memo = self.memo.as_value().clone();
        if let Some(method) = thread.lookup(&class, self.hook) {
            return self.ask(thread, &method, [x.clone(), memo], x);
        }
        let Some(mut parts) = Parts::<M>::of(x) else {
            return self.ask(thread, &self.other.clone(), [x.clone(), memo], x);
        };
        let copy = parts.empty();
        self.remember(thread, x, &copy)?;
        for value in &mut parts.values {
            *value = self.copy(thread, value)?;
        }
        parts.fill(&copy);
        Ok(copy)
    }
}

/// `id::<M>(x)`, for what is an object.
fn id<M: Model>(x: &Value<M>) -> Value<M> {
    make::int::<M>(x.bits() as i64)
}

/// The list in a memo, under the memo's own id, of what is kept alive.
fn kept_by<M: Model>(thread: &mut Thread<M>, memo: &Obj<M, Dict<M>>) -> R<Obj<M, List<M>>> {
    let key = id::<M>(memo.as_value());
    if let Some(list) = thread.dict_get(memo, &key)?.and_then(|list| list.downcast_into::<List<M>>().ok()) {
        return Ok(list);
    }
    let list = Obj::<M, _>::new(List::<M>::new(Vec::new()));
    thread.dict_set(memo, key, list.as_value().clone())?;
    Ok(list)
}
