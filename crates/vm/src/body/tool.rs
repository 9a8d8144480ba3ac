//! The states of the iterators of `itertools`.

use super::{Iter, Tuple};
use crate::model::{Model, Obj, Value, Visit};

/// An iterator that makes its items out of those of others, or of a few values.
///
/// `inner` is an iterator. What the program passed as None for "no function" is None here too.
#[allow(missing_docs, reason = "the fields are named for the parameters that they come from")]
pub enum Tool<M: Model> {
    Count {
        next: Value<M>,
        step: Value<M>,
    },
    Repeat {
        item: Value<M>,
        left: Option<u64>,
    },
    /// Saves items until there are no more of them; then `inner` is gone and `next` is the number of a saved one.
    Cycle {
        inner: Option<Value<M>>,
        saved: Vec<Value<M>>,
        next: usize,
    },
    /// `rest` is an iterator over what comes after `current`.
    Chain {
        current: Option<Value<M>>,
        rest: Value<M>,
    },
    /// `at` items were taken; the next one wanted has the number `next`.
    Slice {
        inner: Value<M>,
        at: u64,
        next: u64,
        stop: Option<u64>,
        step: u64,
    },
    /// `pending` is an item that was taken and not yet added.
    Accumulate {
        inner: Value<M>,
        function: Value<M>,
        total: Option<Value<M>>,
        pending: Option<Value<M>>,
        /// Whether the total is the initial one, which comes first.
        initial: bool,
    },
    TakeWhile {
        test: Value<M>,
        inner: Value<M>,
    },
    DropWhile {
        test: Value<M>,
        inner: Value<M>,
        dropping: bool,
    },
    FilterFalse {
        test: Value<M>,
        inner: Value<M>,
    },
    StarMap {
        function: Value<M>,
        inner: Value<M>,
    },
    Compress {
        data: Value<M>,
        selectors: Value<M>,
    },
    Pairwise {
        inner: Value<M>,
        before: Option<Value<M>>,
    },
    /// None stands for an iterator that has come to its end.
    ZipLongest {
        inner: Vec<Option<Value<M>>>,
        fill: Value<M>,
    },
    Product {
        pools: Vec<Obj<M, Tuple<M>>>,
        places: Vec<usize>,
        begun: bool,
    },
    /// Places of a pool that rise, or do not fall if the same one may come again.
    Combinations {
        pool: Obj<M, Tuple<M>>,
        places: Vec<usize>,
        again: bool,
        begun: bool,
    },
    /// The first of the places count; how often each of them can still be turned is in `turns`.
    Permutations {
        pool: Obj<M, Tuple<M>>,
        places: Vec<usize>,
        turns: Vec<usize>,
        begun: bool,
    },
    GroupBy(Groups<M>),
    Group {
        parent: Obj<M, Iter<M>>,
        key: Value<M>,
        number: u64,
    },
}

/// Where a `groupby` and its groups stand in the common iterator.
pub struct Groups<M: Model> {
    /// The iterator.
    pub inner: Value<M>,
    /// The function that makes keys, or None.
    pub function: Value<M>,
    /// The key of the item that was taken last.
    pub key: Option<Value<M>>,
    /// That item, unless a group has given it away.
    pub item: Option<Value<M>>,
    /// The key of the group that was given last.
    pub target: Option<Value<M>>,
    /// The number of that group; those before it are over.
    pub number: u64,
}

impl<M: Model> Tool<M> {
    pub(super) fn trace(&self, visit: &mut Visit<'_, M>) {
        match self {
            Self::Count { next: a, step: b }
            | Self::TakeWhile { test: a, inner: b }
            | Self::DropWhile { test: a, inner: b, .. }
            | Self::FilterFalse { test: a, inner: b }
            | Self::StarMap { function: a, inner: b }
            | Self::Compress { data: a, selectors: b } => [a, b].into_iter().for_each(visit),
            Self::Repeat { item, .. } => visit(item),
            Self::Cycle { inner, saved, .. } => inner.iter().chain(saved).for_each(visit),
            Self::Chain { current: more, rest: one } | Self::Pairwise { inner: one, before: more } => {
                more.iter().chain([one]).for_each(visit);
            }
            Self::Slice { inner, .. } => visit(inner),
            Self::Accumulate { inner, function, total, pending, .. } => {
                [inner, function].into_iter().chain(total).chain(pending).for_each(visit);
            }
            Self::ZipLongest { inner, fill } => inner.iter().flatten().chain([fill]).for_each(visit),
            Self::Product { pools, .. } => pools.iter().for_each(|pool| visit(pool.as_value())),
            Self::Combinations { pool, .. } | Self::Permutations { pool, .. } => visit(pool.as_value()),
            Self::GroupBy(Groups { inner, function, key, item, target, .. }) => {
                [inner, function].into_iter().chain(key).chain(item).chain(target).for_each(visit);
            }
            Self::Group { parent, key, .. } => {
                visit(parent.as_value());
                visit(key);
            }
        }
    }
}
