//! Things that can be called, and the descriptors that bind them.

use super::{CodeBody, Dict, Globals, body};
use crate::error::R;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};
use taipan_heap::Inner;

/// A function written in Python.
pub struct Function<M: Model> {
    /// Its code.
    pub code: Obj<M, CodeBody<M>>,
    /// The namespace of its module.
    pub globals: Globals<M>,
    /// Default values of the last positional parameters.
    pub defaults: Box<[Value<M>]>,
    /// Default values of keyword-only parameters, a dict or None.
    pub keyword_defaults: Value<M>,
    /// The cells of its free variables.
    pub closure: Box<[Value<M>]>,
    /// What the program added.
    pub attributes: Inner<Option<Obj<M, Dict<M>>>>,
    /// `__annotations__`, and what the program set of `__name__`, `__doc__` and their like.
    pub facts: Inner<Option<Obj<M, Dict<M>>>>,
}

body!(
    Function,
    FUNCTION,
    "function",
    |this, visit| {
        visit(this.code.as_value());
        this.globals.trace(visit);
        this.defaults.iter().for_each(&mut *visit);
        visit(&this.keyword_defaults);
        this.closure.iter().for_each(&mut *visit);
        // SAFETY: inside `trace`.
        let (attributes, facts) = unsafe { (this.attributes.peek(), this.facts.peek()) };
        attributes.iter().chain(facts).for_each(|dict| visit(dict.as_value()));
    },
    clear | this | {
        let attributes = this.open(|f| &f.attributes).take();
        let facts = this.open(|f| &f.facts).take();
        drop((attributes, facts));
    },
    label | this | { format!("function {}", this.code.code.name) }
);

/// What a native function is: arguments in, a value or a raised exception out.
pub type NativeFn<M> = fn(&mut Thread<M>, Args<'_, M>) -> R<Value<M>>;

/// A function written in Rust.
pub struct Native<M: Model> {
    /// What it is called.
    pub name: &'static str,
    /// What runs.
    pub call: NativeFn<M>,
    /// Whether it takes the instance as first argument when found in a class.
    pub binds: bool,
    /// What it was made for, passed by `Args::bound` (a closure's environment), or None.
    pub bound: Value<M>,
    /// What the loop does in its place when its first argument is a generator.
    pub resumes: Resumes,
}

/// How a native function resumes a generator, so that the loop can do it without calling from Rust.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumes {
    /// It is no such function.
    Nothing,
    /// `next(generator)`: the only argument is a generator.
    Next,
    /// `generator.send(value)`: the second argument is what is sent.
    Send,
}

impl<M: Model> Native<M> {
    /// A function that no class binds.
    pub fn new(name: &'static str, call: NativeFn<M>) -> Self {
        Self { name, call, binds: false, bound: Value::<M>::NONE, resumes: Resumes::Nothing }
    }

    /// A method: it takes the instance as first argument.
    pub fn method(name: &'static str, call: NativeFn<M>) -> Self {
        Self { binds: true, ..Self::new(name, call) }
    }
}

body!(Native, NATIVE, "builtin_function_or_method", |this, visit| {
    visit(&this.bound);
});

/// A function together with the object it was found through.
pub struct BoundMethod<M: Model> {
    /// The function.
    pub function: Value<M>,
    /// The first argument.
    pub receiver: Value<M>,
}

body!(BoundMethod, BOUND_METHOD, "method", |this, visit| {
    visit(&this.function);
    visit(&this.receiver);
});

/// A variable that inner functions share.
pub struct Cell<M: Model> {
    /// Its value, if bound.
    pub value: Inner<Option<Value<M>>>,
}

body!(
    Cell,
    CELL,
    "cell",
    |this, visit| {
        // SAFETY: inside `trace`.
        unsafe { this.value.peek() }.iter().for_each(visit);
    },
    clear | this | {
        let value = this.open(|c| &c.value).take();
        drop(value);
    }
);

/// `property`.
pub struct Property<M: Model> {
    /// Called to get, or None.
    pub get: Value<M>,
    /// Called to set, or None.
    pub set: Value<M>,
    /// Called to delete, or None.
    pub delete: Value<M>,
}

body!(Property, PROPERTY, "property", |this, visit| {
    [&this.get, &this.set, &this.delete].into_iter().for_each(visit);
});

/// `staticmethod`.
pub struct StaticMethod<M: Model>(pub Value<M>);

body!(StaticMethod, STATIC_METHOD, "staticmethod", |this, visit| {
    visit(&this.0);
});

/// `classmethod`.
pub struct ClassMethod<M: Model>(pub Value<M>);

body!(ClassMethod, CLASS_METHOD, "classmethod", |this, visit| {
    visit(&this.0);
});

/// `super(class, receiver)`.
pub struct Super<M: Model> {
    /// Lookup starts after this class.
    pub after: Value<M>,
    /// The instance or class that methods are bound to.
    pub receiver: Value<M>,
}

body!(Super, SUPER, "super", |this, visit| {
    visit(&this.after);
    visit(&this.receiver);
});
