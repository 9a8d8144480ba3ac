//! Dicts, their views, sets and modules.

use super::{Table, body};
use crate::model::{Model, Obj, Value};
use taipan_heap::Inner;

/// A `dict`.
pub struct Dict<M: Model> {
    /// The table, under the dict's lock.
    pub table: Inner<Table<M, Value<M>>>,
}

impl<M: Model> Dict<M> {
    /// A dict of this table.
    pub fn new(table: Table<M, Value<M>>) -> Self {
        Self { table: Inner::new(table) }
    }
}

body!(
    Dict,
    DICT,
    "dict",
    |this, visit| {
        // SAFETY: inside `trace`.
        for entry in unsafe { this.table.peek() }.iter() {
            visit(&entry.key);
            visit(&entry.value);
        }
    },
    clear | this | {
        let table = this.open(|d| &d.table).take();
        drop(table);
    }
);

/// A `set`.
pub struct Set<M: Model> {
    /// The table, under the set's lock.
    pub table: Inner<Table<M, ()>>,
}

impl<M: Model> Set<M> {
    /// A set of this table.
    pub fn new(table: Table<M, ()>) -> Self {
        Self { table: Inner::new(table) }
    }
}

body!(
    Set,
    SET,
    "set",
    |this, visit| {
        // SAFETY: inside `trace`.
        unsafe { this.table.peek() }.iter().for_each(|e| visit(&e.key));
    },
    clear | this | {
        let table = this.open(|s| &s.table).take();
        drop(table);
    }
);

/// A `frozenset`.
pub struct FrozenSet<M: Model> {
    /// The table; it never changes.
    pub table: Table<M, ()>,
}

body!(FrozenSet, FROZEN_SET, "frozenset", |this, visit| {
    this.table.iter().for_each(|e| visit(&e.key));
});

/// What a view shows of a dict.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ViewOf {
    /// `dict.keys()`.
    Keys,
    /// `dict.values()`.
    Values,
    /// `dict.items()`.
    Items,
}

/// A live view of a dict.
pub struct DictView<M: Model> {
    /// The dict.
    pub dict: Obj<M, Dict<M>>,
    /// What it shows.
    pub of: ViewOf,
}

body!(DictView, DICT_VIEW, "dict view", |this, visit| {
    visit(this.dict.as_value());
});

/// A module: a name and a namespace.
pub struct Module<M: Model> {
    /// Dotted name.
    pub name: Box<str>,
    /// The namespace: what its functions see as globals.
    pub namespace: Obj<M, Dict<M>>,
}

body!(
    Module,
    MODULE,
    "module",
    |this, visit| {
        visit(this.namespace.as_value());
    },
    clear | this | {
        let table = this.namespace.open(|d| &d.table).take();
        drop(table);
    }
);
