//! `_pool.executor`: calls handed to worker processes, and callbacks when they are done.
//!
//! Three kinds of thread meet at the crew's lock. Whoever submits puts a call into the queue. A thread per worker reads
//! what the worker answers. One thread of the interpreter, attached to it, calls the callbacks; it alone holds their
//! values, and everything else here is plain data.

mod crew;

use super::wire::Outcome;
use super::{failed, pack, unpack};
use crate::{shape, take, wait};
use crew::{Crew, Ended};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use taipan_vm::body::{Class, Module};
use taipan_vm::thread::Parcel;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// An executor as the program sees it; when it goes, so do its workers.
struct Executor<M: Model> {
    crew: Arc<Crew>,
    events: Sender<Event<M>>,
}

impl<M: Model> Drop for Executor<M> {
    fn drop(&mut self) {
        self.crew.shut(true);
    }
}

/// What the thread of the callbacks is told.
enum Event<M: Model> {
    /// A call has this number and this callback.
    Submitted(u64, Parcel<M>),
    /// A call has ended.
    Ended(Ended),
    /// No more calls will end.
    Over,
}

/// Adds the function that makes an executor.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> = &[("submit", submit), ("shutdown", shutdown), ("_pids", pids)];
    let class = shape::class(thread, "_pool", "executor", methods, &[]);
    shape::closures(thread, module, class.as_value(), &[("executor", new)]);
}

/// `executor(workers)`: processes are started as calls come in.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [workers] = args.exactly(thread, "executor")?;
    let workers = usize::try_from(thread.index(workers)?).unwrap_or(0).max(1);
    let (events, received) = mpsc::channel();
    let to_callbacks = events.clone();
    let crew = Crew::new(workers, move |ended| {
        let event = match ended {
            Some(ended) => Event::Ended(ended),
            None => Event::Over,
        };
        // The thread of the callbacks goes only when it has been told that it is over.
        let _over = to_callbacks.send(event);
    });
    crate::thread::spawn_attached(thread, "process pool callbacks", move |thread| call_back(thread, received))?;
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of executors");
    Ok(make::handle::<M>(class, Executor { crew, events }))
}

fn executor_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a Executor<M>> {
    take::receiver(thread, args.values, "executor")
}

/// `submit(function, args, kwargs, callback)`: `callback(ok, outcome)` is called once, in another thread.
fn submit<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let executor = executor_of(thread, args)?;
    let [_, function, positional, keywords, callback] = args.exactly(thread, "submit")?;
    let call = make::tuple::<M>([function.clone(), positional.clone(), keywords.clone()]);
    let packed = pack::pack(thread, &call)?;
    let number = executor.crew.number();
    let parcel = Parcel::pack(thread, vec![callback.clone()]);
    if let Err(mpsc::SendError(Event::Submitted(_, parcel))) = executor.events.send(Event::Submitted(number, parcel)) {
        drop(parcel.open(thread));
        return Err(failed(thread, &"the executor is shut down"));
    }
    let crew = &executor.crew;
    match thread.blocking(|| crew.submit(number, packed)) {
        Ok(()) => Ok(Value::<M>::NONE),
        Err(error) => {
            // Takes the callback back, uncalled.
            let _over = executor.events.send(Event::Ended(Ended { number, outcome: crew::Fate::Forgotten }));
            Err(failed(thread, &error))
        }
    }
}

/// `shutdown(wait, cancel)`: takes no more calls; cancelling kills the workers and forgets the calls.
fn shutdown<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let executor = executor_of(thread, args)?;
    let [_, wait, cancel] = args.named(thread, "shutdown", ["self", "wait", "cancel"], 1)?;
    let (wait, cancel) = (take::truth(thread, wait, true)?, take::truth(thread, cancel, false)?);
    let crew = &executor.crew;
    thread.blocking(|| crew.shut(cancel));
    if wait {
        wait::until(thread, None, |time| crew.wait_deserted(time).then_some(()))?;
    }
    Ok(Value::<M>::NONE)
}

/// The numbers of the worker processes.
fn pids<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let pids = executor_of(thread, args)?.crew.pids();
    Ok(make::list::<M>(pids.into_iter().map(|it| make::int::<M>(it.into())).collect()))
}

/// Calls callbacks until no more calls will end.
fn call_back<M: Model>(thread: &mut Thread<M>, mut events: Receiver<Event<M>>) {
    let mut callbacks: HashMap<u64, Vec<Value<M>>> = HashMap::new();
    loop {
        let next = &mut events;
        match thread.blocking(move || next.recv()) {
            Ok(Event::Submitted(number, callback)) => drop(callbacks.insert(number, callback.open(thread))),
            Ok(Event::Ended(ended)) => {
                let callback = callbacks.remove(&ended.number).and_then(|it| it.into_iter().next());
                if let Some(callback) = callback
                    && tell(thread, &callback, ended.outcome).is_err()
                {
                    let error = thread.take_error();
                    let text = taipan_vm::report::report(thread, &error);
                    crate::sys::write_error(thread, &text);
                }
            }
            Ok(Event::Over) | Err(_) => return,
        }
    }
}

fn tell<M: Model>(thread: &mut Thread<M>, callback: &Value<M>, fate: crew::Fate) -> R<()> {
    let (ok, value) = match fate {
        crew::Fate::Forgotten => return Ok(()),
        crew::Fate::Answered(Outcome { ok, value }) => match unpack::unpack(thread, &value) {
            Ok(value) => (ok, value),
            Err(_) => (false, thread.take_error()),
        },
        crew::Fate::Died(how) => {
            let _raised = super::raise_from_module(thread, "_pool", "WorkerDied", &how);
            (false, thread.take_error())
        }
    };
    thread.call(callback, &[Value::<M>::bool(ok), value]).map(drop)
}
