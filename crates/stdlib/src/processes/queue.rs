//! `_pool.queue`: a queue between processes.

use super::port::{Patience, Port};
use super::wire::Answer;
use super::{pack, raise_from_module, unpack};
use crate::{shape, take};
use taipan_vm::body::{Class, Module};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Adds the function that makes a queue.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> = &[
        ("put", put),
        ("put_nowait", put_nowait),
        ("get", get),
        ("get_nowait", get_nowait),
        ("qsize", qsize),
        ("empty", empty),
        ("full", full),
        ("close", nothing),
        ("join_thread", nothing),
        ("cancel_join_thread", nothing),
    ];
    let class = shape::class(thread, "multiprocessing.queues", "Queue", methods, &[]);
    shape::define(thread, module, "Queue", class.as_value().clone());
    shape::closures(thread, module, class.as_value(), &[("queue", new)]);
}

/// `queue(maxsize=0)`.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [bound] = args.named(thread, "queue", ["maxsize"], 0)?;
    let bound = bound.map_or(Ok(0), |it| thread.index(it))?;
    let port = Port::new_queue(thread, usize::try_from(bound).unwrap_or(0))?;
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of queues");
    Ok(make::handle::<M>(class, port))
}

/// The queue of a channel that came from another process.
pub(super) fn from_channel<M: Model>(thread: &mut Thread<M>, number: u64) -> R<Value<M>> {
    let pool = thread.import("_pool")?;
    let class = thread.get_attr_str(&pool, "Queue")?;
    let class = class.downcast::<Class<M>>().expect("the class of queues").clone();
    Ok(make::handle::<M>(&class, Port::of_number(number)))
}

fn port_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a Port> {
    take::receiver(thread, args.values, "Queue")
}

/// `put(item, block=True, timeout=None)`.
fn put<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let port = port_of(thread, args)?;
    let [_, item, block, timeout] = args.named(thread, "put", ["self", "obj", "block", "timeout"], 2)?;
    let patience = Patience::from_args(thread, block, timeout)?;
    put_into(thread, port, item.expect("required"), patience)
}

fn put_nowait<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let port = port_of(thread, args)?;
    let [_, item] = args.exactly(thread, "put_nowait")?;
    put_into(thread, port, item, Patience::None)
}

fn put_into<M: Model>(thread: &mut Thread<M>, port: &Port, item: &Value<M>, patience: Patience) -> R<Value<M>> {
    let item = pack::pack(thread, item)?;
    match port.put(thread, item.bytes, patience)? {
        Answer::Put => Ok(Value::<M>::NONE),
        Answer::NotNow => Err(raise_from_module(thread, "queue", "Full", "")),
        _ => Err(thread.value_error("Queue is closed")),
    }
}

/// `get(block=True, timeout=None)`.
fn get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let port = port_of(thread, args)?;
    let [_, block, timeout] = args.named(thread, "get", ["self", "block", "timeout"], 1)?;
    let patience = Patience::from_args(thread, block, timeout)?;
    take_from(thread, port, patience)
}

fn get_nowait<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let port = port_of(thread, args)?;
    take_from(thread, port, Patience::None)
}

fn take_from<M: Model>(thread: &mut Thread<M>, port: &Port, patience: Patience) -> R<Value<M>> {
    match port.get(thread, patience)? {
        Answer::Item(item) => unpack::unpack(thread, &item),
        Answer::NotNow => Err(raise_from_module(thread, "queue", "Empty", "")),
        _ => Err(thread.value_error("Queue is closed")),
    }
}

fn qsize<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (items, _, _) = port_of(thread, args)?.look(thread)?;
    Ok(make::int::<M>(items as i64))
}

fn empty<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (items, _, _) = port_of(thread, args)?.look(thread)?;
    Ok(Value::<M>::bool(items == 0))
}

fn full<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (items, bound, _) = port_of(thread, args)?.look(thread)?;
    Ok(Value::<M>::bool(bound > 0 && items >= bound))
}

/// There is no thread behind a queue that would have to end.
fn nothing<M: Model>(_thread: &mut Thread<M>, _args: Args<'_, M>) -> R<Value<M>> {
    Ok(Value::<M>::NONE)
}
