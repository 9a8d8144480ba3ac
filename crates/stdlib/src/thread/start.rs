//! Starting threads, and knowing how many still run.

use super::lock::Lock;
use crate::{shape, take};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};
use taipan_gil::Gate as _;
use taipan_vm::body::{Dict, Module, Tuple, kind};
use taipan_vm::ops::dict::get_str;
use taipan_vm::thread::Parcel;
use taipan_vm::{Args, Exc, Interp, Model, Obj, R, Thread, Value, make};

/// Bytes of Rust stack for a thread. Only what is touched is used.
const STACK: usize = 64 << 20;

/// How many threads of an interpreter were started and have not let go of it.
#[derive(Default)]
struct Running(AtomicUsize);

/// How many threads that the program started have not ended; the main thread is not counted.
///
/// While there is one, the heap is in use and the interpreter must not be torn down.
pub fn running_threads<M: Model>(interp: &Interp<M>) -> usize {
    shape::state::<M, Running>(interp).0.load(SeqCst)
}

/// Waits for threads that are on their way out; false if daemon threads still run the program.
///
/// To be called when the program has ended: threads that are no daemons were joined, but a thread that was joined
/// still has to leave the heap.
pub fn wait_for_threads<M: Model>(thread: &mut Thread<M>) -> bool {
    /// Far more than leaving takes; a thread that does not leave is one that nobody can wait for.
    const LONGEST: Duration = Duration::from_secs(5);
    if daemons(thread) {
        return running_threads(thread.interp()) == 0;
    }
    let running = shape::state::<M, Running>(thread.interp());
    thread.blocking(|| {
        let start = Instant::now();
        while running.0.load(SeqCst) > 0 && start.elapsed() < LONGEST {
            std::thread::sleep(Duration::from_micros(200));
        }
        running.0.load(SeqCst) == 0
    })
}

/// Whether the program left daemon threads running: the main thread has taken itself off the list by now.
fn daemons<M: Model>(thread: &mut Thread<M>) -> bool {
    let Some(threading) = get_str::<M>(thread.interp().modules(), "threading") else { return false };
    match thread.call_method(&threading, "active_count", &[]) {
        Ok(count) => count.as_int().is_some_and(|n| n > 0),
        Err(_) => {
            drop(thread.take_error());
            true
        }
    }
}

/// Adds the functions that start and count threads. `locals` holds the namespaces of `local` objects.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>, locals: &Value<M>) {
    let functions: shape::Natives<'_, M> = &[
        ("start_new_thread", start_new_thread),
        ("start_new", start_new_thread),
        ("_start_and_release", start_and_release),
    ];
    shape::closures(thread, module, locals, functions);
    shape::functions(thread, module, &[("_count", count), ("exit", exit), ("exit_thread", exit)]);
}

fn start_new_thread<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let list = args.between(thread, "start_new_thread", 2, 3)?;
    if thread.special(&list[0], |n| &n.call).is_none() && !is_function::<M>(&list[0]) {
        return Err(thread.type_error("first arg must be callable"));
    }
    if thread.payload::<Tuple<M>>(&list[1]).is_none() {
        return Err(thread.type_error("2nd arg must be a tuple"));
    }
    if list.get(2).is_some_and(|it| thread.payload::<Dict<M>>(it).is_none()) {
        return Err(thread.type_error("optional 3rd arg must be a dictionary"));
    }
    let mut values = list.to_vec();
    values.push(args.bound().clone());
    launch(thread, values, None)
}

/// Starts a thread that releases a lock when it has left the heap, so that who waits for the lock knows that whatever
/// the thread owned is gone: `_start_and_release(function, args, lock)`.
fn start_and_release<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [function, list, lock] = args.exactly(thread, "_start_and_release")?;
    let lock: Arc<Lock> = take::receiver::<M, Arc<Lock>>(thread, std::slice::from_ref(lock), "_thread.lock")?.clone();
    launch(thread, vec![function.clone(), list.clone(), args.bound().clone()], Some(lock))
}

fn is_function<M: Model>(value: &Value<M>) -> bool {
    matches!(value.kind(), kind::FUNCTION | kind::NATIVE | kind::BOUND_METHOD | kind::CLASS)
}

/// Starts the thread. Its ident is known only once it is attached, and waiting for that would cost the starter its pass,
/// so the result is None where CPython gives the ident.
fn launch<M: Model>(thread: &mut Thread<M>, values: Vec<Value<M>>, lock: Option<Arc<Lock>>) -> R<Value<M>> {
    let parcel = Parcel::pack(thread, values);
    spawn(thread, "python thread", lock, move |thread| run(thread, parcel))?;
    Ok(Value::<M>::NONE)
}

/// What a thread does from its first to its last moment.
fn run<M: Model>(thread: &mut Thread<M>, parcel: Parcel<M>) {
    let mut values = parcel.open(thread);
    let locals = values.pop();
    if call(thread, &values).is_err() {
        report(thread, &values[0]);
    }
    drop(values);
    if let Some(locals) = locals.as_ref().and_then(|it| it.downcast::<Dict<M>>()) {
        let mine = thread.dict_remove(locals, &make::int::<M>(thread.id as i64));
        drop(mine);
    }
}

/// What a thread does last of all, also after a panic: until then the interpreter is in use.
struct Ending {
    running: Arc<Running>,
    lock: Option<Arc<Lock>>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.running.0.fetch_sub(1, SeqCst);
        if let Some(lock) = &self.lock {
            lock.release();
        }
    }
}

/// Starts a thread that is attached to the interpreter and belongs to the library.
///
/// # Errors
/// RuntimeError when the system gives no thread.
pub(crate) fn spawn_attached<M: Model>(
    thread: &mut Thread<M>,
    name: &str,
    body: impl FnOnce(&mut Thread<M>) + Send + 'static,
) -> R<()> {
    spawn(thread, name, None, body)
}

fn spawn<M: Model>(
    thread: &mut Thread<M>,
    name: &str,
    lock: Option<Arc<Lock>>,
    body: impl FnOnce(&mut Thread<M>) + Send + 'static,
) -> R<()> {
    let interp = thread.interp_handle();
    let running = shape::state::<M, Running>(&interp);
    running.0.fetch_add(1, SeqCst);
    let ending = Ending { running, lock };
    interp.gate.announce();
    interp.expect_threads();
    let builder = std::thread::Builder::new().name(name.to_owned()).stack_size(STACK);
    let spawned = builder.spawn(move || {
        let _ending = ending;
        body(&mut Thread::attach(interp, STACK));
    });
    spawned.map(drop).map_err(|_| thread.raise(Exc::Runtime, "can't start new thread"))
}

fn call<M: Model>(thread: &mut Thread<M>, values: &[Value<M>]) -> R<()> {
    let mut all = thread.collect_vec(&values[1])?;
    let mut names = Vec::new();
    if let Some(keywords) = values.get(2).and_then(|it| thread.payload::<Dict<M>>(it)) {
        for entry in thread.dict_copy(&keywords).into_entries() {
            names.push(entry.key);
            all.push(entry.value);
        }
    }
    let args = Args { values: &all, names: &names, callee: None };
    thread.call_with(&values[0], args).map(drop)
}

/// Reports what ended a thread; SystemExit ends it silently.
fn report<M: Model>(thread: &mut Thread<M>, function: &Value<M>) {
    let error = thread.take_error();
    if thread.is_exception(&error, Exc::SystemExit) {
        return;
    }
    let text = taipan_vm::report::report(thread, &error);
    let function = thread.repr(function).unwrap_or_else(|_| "<function>".to_owned());
    crate::sys::write_error(thread, &format!("Exception ignored in thread started by: {function}\n{text}"));
}

fn count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "_count")?;
    Ok(make::size::<M>(running_threads(thread.interp())))
}

fn exit<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "exit")?;
    Err(thread.raise_class(Exc::SystemExit, vec![]))
}
