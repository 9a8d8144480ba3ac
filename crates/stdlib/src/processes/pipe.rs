//! `_pool.pipe`: two ends that send each other values.

use super::channel::{self, Channel, Side};
use super::port::{Patience, Port};
use super::wire::{Answer, Ask};
use super::{pack, unpack, worker};
use crate::{shape, take};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Instant;
use taipan_vm::body::{Class, Module};
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// An end of a pipe.
pub(super) struct End {
    read: Option<Port>,
    write: Option<Port>,
    closed: AtomicBool,
}

impl End {
    fn new(read: Option<Port>, write: Option<Port>) -> Self {
        Self { read, write, closed: AtomicBool::new(false) }
    }

    /// The numbers of the channels that it reads from and writes to.
    pub(super) fn publish(&self) -> (Option<u64>, Option<u64>) {
        (self.read.as_ref().map(Port::publish), self.write.as_ref().map(Port::publish))
    }

    /// Lets go of both channels, once.
    fn close(&self) {
        if self.closed.swap(true, SeqCst) {
            return;
        }
        let mut there = (None, None);
        for (port, side) in [(&self.read, Side::Reader), (&self.write, Side::Writer)] {
            match (port, side) {
                (Some(Port::Here(channel, _)), side) => channel.release(side),
                (Some(Port::There(number)), Side::Reader) => there.0 = Some(*number),
                (Some(Port::There(number)), Side::Writer) => there.1 = Some(*number),
                (None, _) => {}
            }
        }
        if let (read, write) = there
            && (read.is_some() || write.is_some())
        {
            worker::tell(Ask::Close { read, write });
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        self.close();
    }
}

/// Lets another process hold the channels of an end, or ends that.
pub(super) fn each_channel(read: Option<u64>, write: Option<u64>, act: fn(&Channel, Side)) {
    for (number, side) in [(read, Side::Reader), (write, Side::Writer)] {
        if let Some(channel) = number.and_then(channel::published) {
            act(&channel, side);
        }
    }
}

/// Adds the function that makes a pipe.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> =
        &[("send", send), ("recv", recv), ("poll", poll), ("close", close), ("__enter__", enter), ("__exit__", close)];
    let getters: shape::Natives<'_, M> = &[
        ("closed", |thread, args| end_of(thread, args).map(|it| Value::<M>::bool(it.closed.load(SeqCst)))),
        ("readable", |thread, args| end_of(thread, args).map(|it| Value::<M>::bool(it.read.is_some()))),
        ("writable", |thread, args| end_of(thread, args).map(|it| Value::<M>::bool(it.write.is_some()))),
    ];
    let class = shape::class(thread, "multiprocessing.connection", "Connection", methods, getters);
    shape::define(thread, module, "Connection", class.as_value().clone());
    shape::closures(thread, module, class.as_value(), &[("pipe", new)]);
}

/// `pipe(duplex=True)`: two ends; when not duplex, the first receives and the second sends.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [duplex] = args.named(thread, "pipe", ["duplex"], 0)?;
    let duplex = take::truth(thread, duplex, true)?;
    if worker::is_worker() {
        return Err(super::failed(thread, &"pipes are made in the main process only"));
    }
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of ends");
    let mut ends = ((None, None), (None, None));
    let forth = Channel::pipe();
    ends.0.0 = Some(Port::here(forth.clone()));
    ends.1.1 = Some(Port::here(forth));
    if duplex {
        let back = Channel::pipe();
        ends.1.0 = Some(Port::here(back.clone()));
        ends.0.1 = Some(Port::here(back));
    }
    let ends = [ends.0, ends.1].map(|(read, write)| make::handle::<M>(class, End::new(read, write)));
    Ok(make::tuple::<M>(ends))
}

/// The end with these channels, which came from another process.
pub(super) fn from_channels<M: Model>(thread: &mut Thread<M>, read: Option<u64>, write: Option<u64>) -> R<Value<M>> {
    let pool = thread.import("_pool")?;
    let class = thread.get_attr_str(&pool, "Connection")?;
    let class = class.downcast::<Class<M>>().expect("the class of ends").clone();
    each_channel(read, write, Channel::hold);
    let end = End::new(read.map(Port::of_number), write.map(Port::of_number));
    Ok(make::handle::<M>(&class, end))
}

fn end_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a End> {
    take::receiver(thread, args.values, "Connection")
}

fn open_end<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a End> {
    let end = end_of(thread, args)?;
    if end.closed.load(SeqCst) {
        return Err(thread.raise(Exc::Os, "handle is closed"));
    }
    Ok(end)
}

fn send<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let end = open_end(thread, args)?;
    let [_, value] = args.exactly(thread, "send")?;
    let Some(port) = &end.write else { return Err(thread.raise(Exc::Os, "connection is read-only")) };
    let packed = pack::pack(thread, value)?;
    match port.put(thread, packed.bytes, Patience::Until(None))? {
        Answer::Put => Ok(Value::<M>::NONE),
        _ => Err(crate::os::failed(thread, nix::errno::Errno::EPIPE)),
    }
}

fn recv<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let end = open_end(thread, args)?;
    let [_] = args.exactly(thread, "recv")?;
    let Some(port) = &end.read else { return Err(thread.raise(Exc::Os, "connection is write-only")) };
    match port.get(thread, Patience::Until(None))? {
        Answer::Item(item) => unpack::unpack(thread, &item),
        _ => Err(thread.raise_class(Exc::Eof, vec![])),
    }
}

/// `poll(timeout=0.0)`: whether `recv` would not have to wait.
fn poll<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let end = open_end(thread, args)?;
    let [_, timeout] = args.named(thread, "poll", ["self", "timeout"], 1)?;
    let Some(port) = &end.read else { return Err(thread.raise(Exc::Os, "connection is write-only")) };
    let deadline = match timeout {
        None => Some(Instant::now()),
        timeout => take::deadline(thread, timeout)?,
    };
    port.poll(thread, deadline).map(Value::<M>::bool)
}

/// `close()`, also as `__exit__`.
fn close<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    end_of(thread, args)?.close();
    Ok(Value::<M>::NONE)
}

fn enter<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [end] = args.exactly(thread, "__enter__")?;
    Ok(end.clone())
}
