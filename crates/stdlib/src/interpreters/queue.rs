//! Queues between interpreters.

use super::message::Message;
use super::raise;
use crate::processes::pack::pack_message;
use crate::processes::unpack::unpack_message;
use crate::{shape, take, wait};
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};
use taipan_vm::body::{Class, Module};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// A queue of copies, first in, first out.
#[derive(Debug)]
pub(crate) struct Queue {
    id: u64,
    /// How many items fit; any number if it is zero or less.
    bound: i64,
    items: Mutex<VecDeque<Message>>,
    came: Condvar,
    went: Condvar,
}

impl Queue {
    fn new(bound: i64) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let id = LAST.fetch_add(1, Relaxed) + 1;
        Self { id, bound, items: Mutex::default(), came: Condvar::new(), went: Condvar::new() }
    }

    /// Puts an item, waiting for room for at most `time`. The item comes back if it did not get in.
    fn put_within(&self, item: Message, time: Duration) -> Result<(), Message> {
        let mut items = self.items.lock();
        if !self.has_room(&items) && !time.is_zero() {
            self.went.wait_while_for(&mut items, |items| !self.has_room(items), time);
        }
        if !self.has_room(&items) {
            return Err(item);
        }
        items.push_back(item);
        drop(items);
        self.came.notify_one();
        Ok(())
    }

    /// Takes the oldest item, waiting for one for at most `time`.
    fn take_within(&self, time: Duration) -> Option<Message> {
        let mut items = self.items.lock();
        if items.is_empty() && !time.is_zero() {
            self.came.wait_while_for(&mut items, |items| items.is_empty(), time);
        }
        let item = items.pop_front()?;
        drop(items);
        self.went.notify_one();
        Some(item)
    }

    fn has_room(&self, items: &VecDeque<Message>) -> bool {
        usize::try_from(self.bound).is_ok_and(|bound| items.len() < bound) || self.bound <= 0
    }

    fn len(&self) -> usize {
        self.items.lock().len()
    }
}

/// Adds the class of queues and the function that makes one.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> = &[
        ("put", put),
        ("put_nowait", put_nowait),
        ("get", get),
        ("get_nowait", get_nowait),
        ("qsize", qsize),
        ("empty", empty),
        ("full", full),
        ("__repr__", repr),
    ];
    let getters: shape::Natives<'_, M> = &[("id", id), ("maxsize", maxsize)];
    let class = shape::class(thread, "concurrent.interpreters", "Queue", methods, getters);
    shape::define(thread, module, "Queue", class.as_value().clone());
    shape::closures(thread, module, class.as_value(), &[("create_queue", create)]);
}

/// The value that stands for a queue.
pub(super) fn value<M: Model>(thread: &mut Thread<M>, queue: Arc<Queue>) -> R<Value<M>> {
    let module = thread.import("_interpreters")?;
    let class = thread.get_attr_str(&module, "Queue")?;
    let class = class.downcast::<Class<M>>().expect("the class of queues").clone();
    Ok(make::handle_of::<M>(&class, queue.id, queue))
}

/// `create_queue(maxsize=0)`.
fn create<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [bound] = args.named(thread, "create_queue", ["maxsize"], 0)?;
    let bound = bound.map_or(Ok(0), |it| thread.index(it))?;
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of queues");
    let queue = Queue::new(bound);
    Ok(make::handle_of::<M>(class, queue.id, Arc::new(queue)))
}

fn queue_of<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Arc<Queue>> {
    take::receiver::<M, Arc<Queue>>(thread, args.values, "Queue").cloned()
}

/// How long to wait.
enum Patience {
    None,
    Until(Option<Instant>),
}

impl Patience {
    /// From the arguments `block=True, timeout=None`.
    fn from_args<M: Model>(thread: &mut Thread<M>, block: Option<&Value<M>>, timeout: Option<&Value<M>>) -> R<Self> {
        if !take::truth(thread, block, true)? {
            return Ok(Self::None);
        }
        if let Some(timeout) = timeout.filter(|it| !it.is_none()) {
            take::seconds(thread, timeout, "timeout value must be non-negative")?;
        }
        take::deadline(thread, timeout).map(Self::Until)
    }
}

/// `put(item, block=True, timeout=None)`.
fn put<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let queue = queue_of(thread, args)?;
    let [_, item, block, timeout] = args.named(thread, "put", ["self", "obj", "block", "timeout"], 2)?;
    let patience = Patience::from_args(thread, block, timeout)?;
    put_into(thread, &queue, item.expect("required"), patience)
}

fn put_nowait<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let queue = queue_of(thread, args)?;
    let [_, item] = args.exactly(thread, "put_nowait")?;
    put_into(thread, &queue, item, Patience::None)
}

fn put_into<M: Model>(thread: &mut Thread<M>, queue: &Queue, item: &Value<M>, patience: Patience) -> R<Value<M>> {
    let message = pack_message(thread, item)?;
    // There mostly is room, and then the gate need not be left.
    let Err(message) = queue.put_within(message, Duration::ZERO) else { return Ok(Value::<M>::NONE) };
    if let Patience::Until(deadline) = patience {
        let mut waiting = Some(message);
        let put = wait::until(thread, deadline, |time| {
            waiting = queue.put_within(waiting.take()?, time).err();
            waiting.is_none().then_some(())
        })?;
        if put.is_some() {
            return Ok(Value::<M>::NONE);
        }
    }
    Err(raise(thread, "QueueFull", ""))
}

/// `get(block=True, timeout=None)`.
fn get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let queue = queue_of(thread, args)?;
    let [_, block, timeout] = args.named(thread, "get", ["self", "block", "timeout"], 1)?;
    let patience = Patience::from_args(thread, block, timeout)?;
    take_from(thread, &queue, patience)
}

fn get_nowait<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let queue = queue_of(thread, args)?;
    let [_] = args.exactly(thread, "get_nowait")?;
    take_from(thread, &queue, Patience::None)
}

fn take_from<M: Model>(thread: &mut Thread<M>, queue: &Queue, patience: Patience) -> R<Value<M>> {
    let at_once = queue.take_within(Duration::ZERO);
    let message = match patience {
        Patience::Until(deadline) if at_once.is_none() => {
            wait::until(thread, deadline, |time| queue.take_within(time))?
        }
        _ => at_once,
    };
    match message {
        Some(message) => unpack_message(thread, message),
        None => Err(raise(thread, "QueueEmpty", "")),
    }
}

fn qsize<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::size::<M>(queue_of(thread, args)?.len()))
}

fn empty<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(Value::<M>::bool(queue_of(thread, args)?.len() == 0))
}

fn full<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let queue = queue_of(thread, args)?;
    let has_room = queue.has_room(&queue.items.lock());
    Ok(Value::<M>::bool(!has_room))
}

fn id<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::int::<M>(queue_of(thread, args)?.id as i64))
}

fn maxsize<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::int::<M>(queue_of(thread, args)?.bound))
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::str::<M>(format!("Queue({})", queue_of(thread, args)?.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::processes::wire::{Ref, Wire};

    const LONG: Duration = Duration::from_secs(60);

    fn item(n: i64) -> Message {
        Message { wire: Wire { root: Ref::Int(n), nodes: Vec::new() }, shared: Vec::new() }
    }

    fn number(message: Option<Message>) -> Option<i64> {
        match message?.wire.root {
            Ref::Int(n) => Some(n),
            _ => None,
        }
    }

    #[test]
    fn a_full_queue_gives_the_item_back() {
        let queue = Queue::new(1);
        assert!(queue.put_within(item(1), Duration::ZERO).is_ok());
        assert!(queue.put_within(item(2), Duration::from_millis(1)).is_err());
        assert_eq!(number(queue.take_within(Duration::ZERO)), Some(1));
        assert_eq!(number(queue.take_within(Duration::from_millis(1))), None);
    }

    #[test]
    fn both_ends_are_woken() {
        let queue = Queue::new(1);
        std::thread::scope(|scope| {
            scope.spawn(|| (0..1000).for_each(|n| queue.put_within(item(n), LONG).expect("room comes in time")));
            for n in 0..1000 {
                assert_eq!(number(queue.take_within(LONG)), Some(n));
            }
        });
    }

    #[test]
    fn queues_of_no_bound_are_never_full() {
        for bound in [0, -1] {
            let queue = Queue::new(bound);
            assert!((0..100).all(|n| queue.put_within(item(n), Duration::ZERO).is_ok()));
            assert!(queue.has_room(&queue.items.lock()));
        }
    }
}
