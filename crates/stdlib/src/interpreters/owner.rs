//! The thread that an interpreter belongs to: it makes the interpreter, does its jobs, and ends it.

use super::bell::SharedBell;
use super::family::{Owning, Place};
use super::job::{self, Job, Order, Reply};
use super::member::Member;
use super::raise;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use taipan_gil::Gate;
use taipan_heap::Audit;
use taipan_vm::body::Dict;
use taipan_vm::interp::Config;
use taipan_vm::ops::dict::get_str;
use taipan_vm::{Interp, Model, Obj, R, Thread};

/// Bytes of Rust stack for an owner. Only what is touched is used.
const STACK: usize = 64 << 20;

/// Makes an interpreter of the same model, with a gate of the same policy. It comes up in its own thread: the first job
/// waits for it, and several come up at once.
///
/// # Errors
/// InterpreterError at the end of the program, or when the system gives no thread.
pub(super) fn start<M: Model>(thread: &mut Thread<M>) -> R<Arc<Member>> {
    let interp = thread.interp_handle();
    let family = Place::of(&interp).family.clone();
    let (sender, orders) = mpsc::channel();
    let bell = SharedBell::default();
    let member = Arc::new(Member::new(family.number(), sender, bell.clone()));
    let Some(owning) = family.enter(&member) else {
        return Err(raise(thread, "InterpreterError", "cannot create an interpreter at the end of the program"));
    };
    let place = Place { family, id: member.id() };
    let (gate, config) = (interp.gate.sibling(), interp.config.clone());
    let owner = Owner::<M> { gate, config, place, bell, orders, owning };
    let builder = std::thread::Builder::new().name(format!("interpreter {}", member.id())).stack_size(STACK);
    match builder.spawn(|| owner.own()) {
        Ok(_detached) => Ok(member),
        Err(error) => Err(raise(thread, "InterpreterError", &format!("cannot start an interpreter: {error}"))),
    }
}

/// What an owner starts with.
struct Owner<M: Model> {
    gate: Arc<M::Gate>,
    config: Config,
    place: Place,
    bell: SharedBell,
    orders: Receiver<Order>,
    owning: Owning,
}

impl<M: Model> Owner<M> {
    /// What the thread does from its first to its last moment.
    fn own(mut self) {
        let mut interp = Interp::<M>::new(self.gate, self.config);
        crate::install(&mut interp);
        self.place.give(&interp);
        let interp = Arc::new(interp);
        self.bell.connect(Arc::downgrade(&interp));
        let mut thread = Thread::attach(interp, STACK);
        let main = thread.new_module("__main__").namespace.clone();
        let closer = serve(&mut thread, &main, &mut self.orders, &self.bell);
        drop(main);
        // Whoever waits for the end may interrupt the threads that hold it up.
        if closer.is_some() {
            self.bell.begin();
        }
        let alone = end_threads(&mut thread);
        self.bell.disconnect();
        self.owning.audit = finish(thread, alone);
        drop(self.owning);
        if let Some(closer) = closer {
            let _uninterested = closer.send(Reply::Done(None));
        }
    }
}

/// Does jobs until there are no more; who asked for the end, if anybody did.
fn serve<M: Model>(
    thread: &mut Thread<M>,
    main: &Obj<M, Dict<M>>,
    orders: &mut Receiver<Order>,
    bell: &SharedBell,
) -> Option<Sender<Reply>> {
    loop {
        let next = &mut *orders;
        let Ok(Order { job, answer }) = thread.blocking(move || next.recv()) else { return None };
        if matches!(job, Job::Close) {
            return Some(answer);
        }
        bell.begin();
        let reply = job::run(thread, main, job);
        bell.end(thread);
        let _uninterested = answer.send(reply);
    }
}

/// Waits for the interpreter's threads; whether they have all ended.
fn end_threads<M: Model>(thread: &mut Thread<M>) -> bool {
    if let Some(threading) = get_str::<M>(thread.interp().modules(), "threading")
        && thread.call_method(&threading, "_shutdown", &[]).is_err()
    {
        let error = thread.take_error();
        let text = taipan_vm::report::report(thread, &error);
        crate::sys::write_error(thread, &text);
    }
    thread.flush();
    crate::wait_for_threads(thread)
}

/// Ends the interpreter; the audit of its heap, or None if threads still use it.
fn finish<M: Model>(thread: Thread<M>, alone: bool) -> Option<Audit> {
    if !alone {
        // The heap stays as it is for as long as the process lives.
        std::mem::forget(thread);
        return None;
    }
    let heap = thread.interp().heap.clone();
    thread.finish();
    Some(heap.audit())
}
