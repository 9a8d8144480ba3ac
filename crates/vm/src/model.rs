//! The one parameter of the interpreter: a model answers who may touch an object, and when.

use taipan_gil::Gate;
use taipan_heap::Sharing;

/// A bundle of a sharing (how counts move and bodies are reached) and a gate (what a thread holds to run).
///
/// # Safety
/// `Sharing` and `Gate` suit each other: a lock that trusts the gate ([`taipan_heap::ByGate`]) only with a
/// gate that admits one thread; a count that trusts the gate ([`taipan_heap::Plain`]) only with such a gate,
/// or with `KEEP_DEAD`.
pub unsafe trait Model: Sized + 'static {
    /// What the command line calls it.
    const NAME: &'static str;
    /// How counts move and bodies are reached.
    type Sharing: Sharing;
    /// What a thread must hold to run.
    type Gate: Gate;
}

/// A value under a model.
pub type Value<M> = taipan_heap::Value<<M as Model>::Sharing>;
/// A reference to an object with a body of a known type, under a model.
pub type Obj<M, T> = taipan_heap::Obj<<M as Model>::Sharing, T>;
/// What the collector passes over a body.
pub type Visit<'a, M> = taipan_heap::Visit<'a, <M as Model>::Sharing>;
/// The pass through a model's gate.
pub type Pass<M> = <<M as Model>::Gate as Gate>::Pass;
