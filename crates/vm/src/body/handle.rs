//! Objects of native modules: a class and a Rust value that the module knows.

use super::{Class, body};
use crate::model::{Model, Obj, Value};
use std::any::Any;

/// An object whose state is a Rust value: a lock, a socket, a hash.
///
/// The state is shared between threads as Rust shares it; it holds no values, except in `held`.
pub struct Handle<M: Model> {
    /// Its class.
    pub class: Obj<M, Class<M>>,
    /// The Rust value.
    pub state: Box<dyn Any + Send + Sync>,
    /// What it stands for, if several handles of its class may stand for the same: those are equal.
    pub key: Option<u64>,
    /// Values it keeps, which never change.
    pub held: Box<[Value<M>]>,
}

body!(
    Handle,
    HANDLE,
    "handle",
    |this, visit| {
        visit(this.class.as_value());
        this.held.iter().for_each(visit);
    },
    label | this | { this.class.name.to_string() }
);
