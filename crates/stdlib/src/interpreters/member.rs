//! An interpreter as the others know it: what state it is in, and the way to its owner.

use super::bell::SharedBell;
use super::job::{Job, Order, Reply};
use super::raise;
use crate::wait;
use parking_lot::Mutex;
use std::fmt;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use taipan_vm::{Model, R, Raised, Thread, Value};

/// An interpreter of this process. When nobody holds it any more its owner ends it.
pub(crate) struct Member {
    id: u64,
    state: Mutex<State>,
    bell: SharedBell,
}

/// What an interpreter is doing in its `__main__`. It does one job at a time, so that nobody waits behind a stranger.
enum State {
    /// It is the one that the program began in.
    Main,
    Idle(Sender<Order>),
    Running(Sender<Order>),
    Ended,
}

/// Why an interpreter takes no job.
#[derive(Debug, PartialEq)]
pub(super) enum Refusal {
    Main,
    Running,
    Ended,
}

impl Member {
    /// The interpreter that a program begins in.
    pub(super) fn main() -> Self {
        Self { id: 0, state: Mutex::new(State::Main), bell: SharedBell::default() }
    }

    /// An interpreter whose owner takes orders.
    pub(super) fn new(id: u64, orders: Sender<Order>, bell: SharedBell) -> Self {
        Self { id, state: Mutex::new(State::Idle(orders)), bell }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Where it comes from, in CPython's words.
    pub(super) fn whence(&self) -> &'static str {
        if self.id == 0 { "runtime init" } else { "_interpreters module" }
    }

    /// Whether code runs in its `__main__`.
    pub(super) fn is_running(&self) -> bool {
        matches!(*self.state.lock(), State::Main | State::Running(_))
    }

    pub(super) fn has_ended(&self) -> bool {
        matches!(*self.state.lock(), State::Ended)
    }

    /// Hands a job over. The answer comes once; none comes if the owner dies of a bug.
    fn hand_over(&self, job: Job) -> Result<Receiver<Reply>, Refusal> {
        let mut state = self.state.lock();
        let orders = match &*state {
            State::Main => return Err(Refusal::Main),
            State::Running(_) => return Err(Refusal::Running),
            State::Ended => return Err(Refusal::Ended),
            State::Idle(orders) => orders.clone(),
        };
        let (answer, answers) = mpsc::channel();
        let closes = matches!(job, Job::Close);
        self.bell.calm();
        // An owner that is gone drops the order, and with it the answer: the receiver is told.
        let _gone = orders.send(Order { job, answer });
        *state = if closes { State::Ended } else { State::Running(orders) };
        Ok(answers)
    }

    /// Notes that a job is done, or that no answer came.
    fn settle(&self, answered: bool) {
        let mut state = self.state.lock();
        *state = match std::mem::replace(&mut *state, State::Ended) {
            State::Running(orders) if answered => State::Idle(orders),
            other if answered => other,
            _ => State::Ended,
        };
    }

    /// Has an idle interpreter end, without waiting for it.
    pub(super) fn close_if_idle(&self) {
        let _answer = self.hand_over(Job::Close);
    }
}

/// Has an interpreter do a job, and waits outside the gate until it is done.
///
/// A signal interrupts the job, and is raised here once that has ended.
///
/// # Errors
/// InterpreterError if the interpreter is at another job, or is not ours to use; InterpreterNotFoundError if it has
/// ended; NotShareableError if the result cannot travel. `action` is what errors call the job.
pub(super) fn run<M: Model>(thread: &mut Thread<M>, member: &Member, job: Job, action: &str) -> R<Reply> {
    let mut answers = match member.hand_over(job) {
        Ok(answers) => answers,
        Err(refusal) => return Err(refuse(thread, member, &refusal, action)),
    };
    let (reply, interrupted) = answer(thread, member, &mut answers);
    member.settle(reply.is_some());
    if let Some(interrupted) = interrupted {
        return Err(thread.raise_value(interrupted));
    }
    match reply {
        Some(Reply::NotShareable(message)) => Err(raise(thread, "NotShareableError", &message)),
        Some(reply) => Ok(reply),
        None => Err(raise(thread, "InterpreterError", &format!("interpreter {} has died", member.id))),
    }
}

/// Waits for the answer, and passes signals on; with the exception that the last one raised here.
fn answer<M: Model>(
    thread: &mut Thread<M>,
    member: &Member,
    answers: &mut Receiver<Reply>,
) -> (Option<Reply>, Option<Value<M>>) {
    let mut interrupted = None;
    loop {
        let waited = wait::until(thread, None, |time| next_answer(answers, time));
        match waited {
            Ok(reply) => return (reply.flatten(), interrupted),
            Err(Raised) => {
                interrupted = Some(thread.take_error());
                member.bell.ring();
            }
        }
    }
}

/// The answer, or None in its place if none will come; nothing if the time is over.
fn next_answer(answers: &mut Receiver<Reply>, time: Duration) -> Option<Option<Reply>> {
    match answers.recv_timeout(time) {
        Ok(reply) => Some(Some(reply)),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(None),
    }
}

fn refuse<M: Model>(thread: &mut Thread<M>, member: &Member, refusal: &Refusal, action: &str) -> Raised {
    let id = member.id;
    match refusal {
        Refusal::Main => raise(thread, "InterpreterError", &format!("cannot {action} unrecognized interpreter {id}")),
        Refusal::Running if action == "close" => raise(thread, "InterpreterError", "interpreter running"),
        Refusal::Running => raise(thread, "InterpreterError", "interpreter already running"),
        Refusal::Ended => not_found(thread, id),
    }
}

/// Raises InterpreterNotFoundError.
pub(super) fn not_found<M: Model>(thread: &mut Thread<M>, id: u64) -> Raised {
    raise(thread, "InterpreterNotFoundError", &format!("unrecognized interpreter ID {id}"))
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Member").field(&self.id).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interpreters::Message;
    use crate::processes::wire::{Ref, Wire};

    fn job() -> Job {
        Job::Prepare(Message { wire: Wire { root: Ref::None, nodes: Vec::new() }, shared: Vec::new() })
    }

    fn member() -> (Member, Receiver<Order>) {
        let (sender, orders) = mpsc::channel();
        (Member::new(1, sender, SharedBell::default()), orders)
    }

    #[test]
    fn one_job_at_a_time() {
        let (member, orders) = member();
        let mut answers = member.hand_over(job()).unwrap();
        assert_eq!(member.hand_over(job()).unwrap_err(), Refusal::Running);
        member.close_if_idle();
        assert!(member.is_running());
        assert!(orders.recv().unwrap().answer.send(Reply::Done(None)).is_ok());
        assert!(matches!(next_answer(&mut answers, Duration::ZERO), Some(Some(Reply::Done(None)))));
        member.settle(true);
        member.close_if_idle();
        assert!(member.has_ended() && matches!(orders.recv().unwrap().job, Job::Close));
        assert_eq!(member.hand_over(job()).unwrap_err(), Refusal::Ended);
    }

    #[test]
    fn an_owner_that_dies_leaves_nobody_waiting() {
        let (member, orders) = member();
        let mut answers = member.hand_over(job()).unwrap();
        drop(orders);
        assert!(matches!(next_answer(&mut answers, Duration::from_secs(60)), Some(None)));
        member.settle(false);
        assert!(member.has_ended());
    }

    #[test]
    fn an_interpreter_that_nobody_holds_takes_no_more_orders() {
        let (member, orders) = member();
        drop(member);
        assert!(orders.recv().is_err());
        assert_eq!(Member::main().hand_over(job()).unwrap_err(), Refusal::Main);
    }
}
