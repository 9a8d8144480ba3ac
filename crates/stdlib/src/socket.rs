//! `socket`: TCP, UDP and socket pairs, over IPv4, IPv6 and Unix paths.
//!
//! Every socket is non-blocking for the system. A method tries its call outside the gate first, as CPython leaves its
//! lock around every call that may block, and waits for the socket to be ready only if it must.

mod address;
mod calls;
mod make;
mod options;

use crate::{shape, take, wait};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use parking_lot::Mutex;
use socket2::SockRef;
use std::io::{Error, ErrorKind, Result};
use std::net::UdpSocket;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::{Duration, Instant};
use taipan_vm::body::Module;
use taipan_vm::{Args, Exc, Model, Obj, R, Thread};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    let class = make::class(thread);
    shape::define(thread, module, "socket", class.as_value().clone());
    shape::define(thread, module, "SocketType", class.as_value().clone());
    make::fill(thread, module, &class);
    address::fill(thread, module);
    options::fill(thread, module);
    let class_of = |exc| thread.interp().types().exception(exc).as_value().clone();
    let (os, timeout) = (class_of(Exc::Os), class_of(Exc::Timeout));
    shape::define(thread, module, "error", os);
    shape::define(thread, module, "timeout", timeout);
    Ok(())
}

/// The state of a socket object.
struct State {
    /// None once it is closed. A call in progress has its own reference, so closing wakes nobody, as in CPython.
    socket: Mutex<Option<Arc<Open>>>,
    /// How long a call may wait: for ever if None, not at all if zero.
    timeout: Mutex<Option<Duration>>,
    kind: Kind,
}

/// An open socket of any kind: std's type for datagrams is the one that receives into plain bytes.
struct Open(UdpSocket);

impl Open {
    /// The socket for everything else.
    fn socket(&self) -> SockRef<'_> {
        SockRef::from(&self.0)
    }
}

/// What the socket was made as.
#[derive(Clone, Copy)]
struct Kind {
    family: i32,
    type_: i32,
    protocol: i32,
}

/// What a call waits for.
#[derive(Clone, Copy)]
enum Ready {
    Read,
    Write,
}

impl Ready {
    fn flags(self) -> PollFlags {
        match self {
            Self::Read => PollFlags::POLLIN,
            Self::Write => PollFlags::POLLOUT,
        }
    }

    /// Waits until the socket is ready or has failed, or the time is over.
    fn wait(self, open: &Open, time: Duration) -> Result<()> {
        let millis = time.as_nanos().div_ceil(1_000_000);
        let timeout = PollTimeout::try_from(millis).unwrap_or(PollTimeout::MAX);
        match poll(&mut [PollFd::new(open.0.as_fd(), self.flags())], timeout) {
            Ok(_) | Err(nix::errno::Errno::EINTR) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }
}

/// The state of the receiver of a method.
fn state_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a State> {
    take::receiver(thread, args.values, "socket")
}

/// The open socket of the receiver.
fn open_socket<M: Model>(thread: &mut Thread<M>, state: &State) -> R<Arc<Open>> {
    let socket = state.socket.lock().clone();
    socket.ok_or_else(|| failed(thread, &Error::from(nix::errno::Errno::EBADF)))
}

/// Runs a call that does not block.
fn quick<M: Model, T>(thread: &mut Thread<M>, state: &State, call: impl FnOnce(&SockRef<'_>) -> Result<T>) -> R<T> {
    let open = open_socket(thread, state)?;
    call(&open.socket()).map_err(|error| failed(thread, &error))
}

/// Runs a call that may have to wait, outside the gate, for as long as the socket's timeout says.
fn patient<M: Model, T>(
    thread: &mut Thread<M>,
    state: &State,
    ready: Ready,
    call: impl FnMut(&Open) -> Result<T> + Send,
) -> R<T> {
    let timeout = *state.timeout.lock();
    let deadline = timeout.and_then(|it| Instant::now().checked_add(it));
    patient_until(thread, state, ready, deadline, call)
}

/// The same until a deadline, for a call that is only part of the whole.
fn patient_until<M: Model, T>(
    thread: &mut Thread<M>,
    state: &State,
    ready: Ready,
    deadline: Option<Instant>,
    mut call: impl FnMut(&Open) -> Result<T> + Send,
) -> R<T> {
    let open = open_socket(thread, state)?;
    let never = *state.timeout.lock() == Some(Duration::ZERO);
    let attempt = |time: Duration| {
        loop {
            match call(&open) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_pending(&error) && !never => break,
                outcome => return Some(outcome),
            }
        }
        match ready.wait(&open, time) {
            // The next attempt finds out whether it is ready now.
            Ok(()) => None,
            Err(error) => Some(Err(error)),
        }
    };
    let outcome = wait::until(thread, deadline, attempt)?;
    match outcome {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(failed(thread, &error)),
        None => match call_once_more(thread, &open, call) {
            Some(outcome) => outcome.map_err(|error| failed(thread, &error)),
            None => Err(thread.raise(Exc::Timeout, "timed out")),
        },
    }
}

/// The time was over, but the socket may have become ready in the same moment.
fn call_once_more<M: Model, T>(
    thread: &mut Thread<M>,
    open: &Open,
    mut call: impl FnMut(&Open) -> Result<T> + Send,
) -> Option<Result<T>> {
    match thread.blocking(|| call(open)) {
        Err(error) if is_pending(&error) || error.kind() == ErrorKind::Interrupted => None,
        outcome => Some(outcome),
    }
}

/// Whether a call only has to be tried again later.
fn is_pending(error: &Error) -> bool {
    let begun = [nix::libc::EINPROGRESS, nix::libc::EALREADY];
    error.kind() == ErrorKind::WouldBlock || error.raw_os_error().is_some_and(|it| begun.contains(&it))
}

/// Raises what the system says.
fn failed<M: Model>(thread: &mut Thread<M>, error: &Error) -> taipan_vm::Raised {
    thread.os_error(error, None)
}
