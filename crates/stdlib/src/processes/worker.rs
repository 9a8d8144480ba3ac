//! A worker's side: the interpreter that runs calls, and the thread that reads the link.

use super::wire::{Answer, Ask, Outcome, ToHost, ToWorker, decode, encode};
use super::{pack, unpack};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use taipan_pool::{Link, Started};
use taipan_vm::body::{Dict, Exception, Items, Tuple};
use taipan_vm::ops::dict::get_str;
use taipan_vm::{Args, Exc, Interp, Model, R, Thread, Value, make};

/// Bytes of Rust stack for the worker's main thread. Only what is touched is used.
const STACK: usize = 256 << 20;

/// What a worker runs; set before the fork server is forked, so every worker has it.
static MAIN: OnceLock<fn(Job) -> i32> = OnceLock::new();
/// The way to the host, in a worker.
static HOST: OnceLock<Host> = OnceLock::new();

/// What a worker process was started for.
pub struct Job {
    settings: String,
    link: Link,
}

impl Job {
    /// What the host said of how the program runs: see [`describe`](super::describe).
    pub fn settings(&self) -> &str {
        &self.settings
    }
}

/// Runs the calls that the host sends, in an interpreter that no thread is attached to yet; returns the exit code.
///
/// # Panics
/// When the system gives the process no thread.
pub fn worker_main<M: Model>(interp: Arc<Interp<M>>, job: Job) -> i32 {
    let (calls, to_run) = mpsc::channel();
    let host = Host { link: job.link, waiting: Mutex::default(), last: AtomicU64::new(0) };
    let host = HOST.get_or_init(|| host);
    let reader = std::thread::Builder::new().name("link reader".to_owned());
    reader.spawn(move || host.read(&calls)).expect("the system gives a thread");
    let main = std::thread::Builder::new().name("MainThread".to_owned()).stack_size(STACK);
    let main = main.spawn(move || serve::<M>(interp, to_run)).expect("the system gives a thread");
    main.join().unwrap_or(PANICKED)
}

/// The exit code of a Rust program that panicked.
const PANICKED: i32 = 101;

/// What the fork server calls in a worker.
pub(super) fn entry(started: Started) -> i32 {
    let settings = String::from_utf8_lossy(&started.args).into_owned();
    MAIN.get().map_or(PANICKED, |main| main(Job { settings, link: started.link }))
}

pub(super) fn set_main(main: fn(Job) -> i32) {
    // The first one stays, as the workers of a server that was forked with it have no other.
    let _kept = MAIN.set(main);
}

/// Whether this process is a worker.
pub(super) fn is_worker() -> bool {
    HOST.get().is_some()
}

/// The link to the host, and who waits for what it answers.
struct Host {
    link: Link,
    waiting: Mutex<HashMap<u64, Sender<Answer>>>,
    last: AtomicU64,
}

impl Host {
    /// Reads the link until the host is gone.
    fn read(&self, calls: &Sender<ToWorker>) {
        while let Ok(message) = self.link.recv()
            && let Ok(message) = decode(&message)
        {
            match message {
                ToWorker::Answer { request, answer } => {
                    if let Some(waiting) = self.waiting.lock().remove(&request) {
                        let _uninterested = waiting.send(answer);
                    }
                }
                call => drop(calls.send(call)),
            }
        }
        // Nobody is left to work for, whatever the program is doing.
        let _lost = taipan_vm::builtins::stdout::flush();
        std::process::exit(0);
    }

    fn send(&self, message: &ToHost) {
        // A host that is gone ends this process by the reader.
        let _gone = self.link.post(Arc::new(encode(message)));
    }

    fn ask(&self, ask: Ask) -> Asked {
        let request = self.last.fetch_add(1, Relaxed) + 1;
        let (answer, answers) = mpsc::channel();
        self.waiting.lock().insert(request, answer);
        self.send(&ToHost::Ask { request, ask });
        Asked { request, answers }
    }
}

/// A request on its way.
pub(super) struct Asked {
    pub(super) request: u64,
    pub(super) answers: Receiver<Answer>,
}

/// Asks the host; None if this process is the host.
pub(super) fn ask(ask: Ask) -> Option<Asked> {
    HOST.get().map(|host| host.ask(ask))
}

/// Tells the host something that it does not answer.
pub(super) fn tell(ask: Ask) {
    if let Some(host) = HOST.get() {
        host.send(&ToHost::Ask { request: 0, ask });
    }
}

/// The answer, if it comes in time.
pub(super) fn next_answer(answers: &mut Receiver<Answer>, time: Duration) -> Option<Answer> {
    answers.recv_timeout(time).ok()
}

/// Runs calls until there are no more.
fn serve<M: Model>(interp: Arc<Interp<M>>, mut calls: Receiver<ToWorker>) -> i32 {
    let mut thread = Thread::attach(interp, STACK);
    let code = loop {
        let next = &mut calls;
        let call = thread.blocking(move || next.recv());
        match call {
            Ok(ToWorker::Run(call)) => {
                let outcome = outcome(&mut thread, &call);
                thread.flush();
                HOST.get().expect("set before any call").send(&ToHost::Done(outcome));
            }
            Ok(ToWorker::Only(call)) => break only(&mut thread, &call),
            _ => break 0,
        }
    };
    thread.flush();
    // The process ends here; nothing is left to clean up for.
    std::mem::forget(thread);
    code
}

/// Runs a call; what it returns or raises, packed.
fn outcome<M: Model>(thread: &mut Thread<M>, call: &[u8]) -> Outcome {
    let result = run(thread, call).and_then(|value| pack::pack(thread, &value));
    match result {
        Ok(packed) => Outcome { ok: true, value: packed.bytes },
        Err(_) => {
            let error = thread.take_error();
            Outcome { ok: false, value: packed_error(thread, &error) }
        }
    }
}

/// An exception, or where it cannot be packed its text in a RuntimeError.
fn packed_error<M: Model>(thread: &mut Thread<M>, error: &Value<M>) -> Vec<u8> {
    if let Ok(packed) = pack::pack(thread, error) {
        return packed.bytes;
    }
    thread.take_error();
    let text = taipan_vm::report::report(thread, error);
    let text = text.lines().last().unwrap_or_default();
    let _raised = thread.raise(Exc::Runtime, text);
    let plain = thread.take_error();
    pack::pack(thread, &plain).map(|it| it.bytes).unwrap_or_default()
}

fn run<M: Model>(thread: &mut Thread<M>, call: &[u8]) -> R<Value<M>> {
    let call = unpack::unpack(thread, call)?;
    perform(thread, &call)
}

/// Makes a call: a tuple of a function, its arguments and its keyword arguments.
pub(crate) fn perform<M: Model>(thread: &mut Thread<M>, call: &Value<M>) -> R<Value<M>> {
    let parts = call.downcast::<Tuple<M>>().map(|it| it.items().to_vec()).unwrap_or_default();
    let [function, args, keywords] = &parts[..] else {
        return Err(thread.type_error("a call is a function, its arguments and its keyword arguments"));
    };
    let mut values = thread.collect_vec(args)?;
    let mut names = Vec::new();
    if let Some(keywords) = keywords.downcast::<Dict<M>>() {
        for entry in thread.dict_copy(keywords).into_entries() {
            names.push(entry.key);
            values.push(entry.value);
        }
    }
    thread.call_with(function, Args { values: &values, names: &names, callee: None })
}

/// Runs the one call of a process, waits for its threads, and returns the exit code.
fn only<M: Model>(thread: &mut Thread<M>, call: &[u8]) -> i32 {
    let result = run(thread, call).map(drop);
    let code = exit_code(thread, result);
    let Some(threading) = get_str::<M>(thread.interp().modules(), "threading") else { return code };
    let ended = thread.call_method(&threading, "_shutdown", &[]).map(drop);
    let late = exit_code(thread, ended);
    if code == 0 { late } else { code }
}

fn exit_code<M: Model>(thread: &mut Thread<M>, result: R<()>) -> i32 {
    if result.is_ok() {
        return 0;
    }
    let error = thread.take_error();
    if !thread.is_exception(&error, Exc::SystemExit) {
        let text = taipan_vm::report::report(thread, &error);
        crate::sys::write_error(thread, &text);
        return 1;
    }
    let args = error.downcast::<Exception<M>>().map(|it| it.open(|it| &it.state).args.clone());
    let Some(code) = args.unwrap_or_default().into_iter().next().filter(|it| !it.is_none()) else { return 0 };
    if let Some(code) = make::int_ref::<M>(&code) {
        return (code.to_i64().unwrap_or(-1) & 0xFF) as i32;
    }
    let text = thread.str(&code).unwrap_or_default();
    crate::sys::write_error(thread, &format!("{text}\n"));
    1
}
