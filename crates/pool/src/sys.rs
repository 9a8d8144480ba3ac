//! The only unsafe code of the crate: forking, signal dispositions and leaving without clean-up.

use std::fs::File;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::prctl;
use nix::sys::signal::{self, SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, Signal};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{self, ForkResult, Pid};

use crate::process::Entry;

/// The exit code of a process whose code panicked, as of a Rust program.
pub(crate) const PANICKED: i32 = 101;

/// Forks. The child runs `body`, flushes what it printed and leaves with the code that `body` returns.
///
/// It leaves by `_exit`: destructors and exit handlers belong to the process that was forked, not to the child.
pub(crate) fn fork(body: impl FnOnce() -> i32) -> Result<Pid, Errno> {
    // What is buffered for output would otherwise be written twice.
    flush_output();
    // SAFETY: fork is only unsound beside other threads, whose locks the child would inherit locked. Both callers
    // are single-threaded: `Zygote::start` has counted the threads, and the fork server never starts one.
    match unsafe { unistd::fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let code = panic::catch_unwind(AssertUnwindSafe(body)).unwrap_or(PANICKED);
            leave(code)
        }
    }
}

/// Flushes what Rust has buffered and ends the process, without destructors or exit handlers.
pub(crate) fn leave(code: i32) -> ! {
    flush_output();
    // SAFETY: `_exit` has no precondition and does not return.
    unsafe { libc::_exit(code) }
}

/// Makes this process die with `parent`, which must be the one that forked it.
///
/// Returns whether the parent still lives: if it died before the request, the kernel sends nothing.
pub(crate) fn die_with(parent: Pid) -> bool {
    prctl::set_pdeathsig(Signal::SIGKILL).is_ok() && unistd::getppid() == parent
}

/// Gives a forked process its own group, its own signal dispositions and no input.
///
/// SIGINT is ignored because the terminal sends it to everyone while the parent is the one to decide; SIGPIPE because a
/// dead reader is an error here and not a death. The handlers for SIGSEGV and SIGBUS stay: the Rust runtime uses them to
/// report that a stack is exhausted.
pub(crate) fn settle_in() {
    // The forking side does the same, so that the group exists whoever comes first.
    let _grouped = unistd::setpgid(Pid::from_raw(0), Pid::from_raw(0));
    for signal in Signal::iterator() {
        let handler = match signal {
            Signal::SIGKILL | Signal::SIGSTOP | Signal::SIGSEGV | Signal::SIGBUS => continue,
            Signal::SIGINT | Signal::SIGPIPE => SigHandler::SigIgn,
            _ => SigHandler::SigDfl,
        };
        set_handler(signal, handler);
    }
    let _unblocked = signal::sigprocmask(SigmaskHow::SIG_SETMASK, Some(&SigSet::empty()), None);
    if let Ok(null) = File::open("/dev/null") {
        let _replaced = unistd::dup2_stdin(&null);
    }
}

/// Makes SIGCHLD interrupt a wait, and only a wait that asks for it: it is blocked everywhere else.
pub(crate) fn wake_for_children() -> Result<(), Errno> {
    extern "C" fn wake(_signal: libc::c_int) {}
    let mut children = SigSet::empty();
    children.add(Signal::SIGCHLD);
    signal::sigprocmask(SigmaskHow::SIG_BLOCK, Some(&children), None)?;
    set_handler(Signal::SIGCHLD, SigHandler::Handler(wake));
    Ok(())
}

/// Runs `body` while no signal is delivered to this thread.
pub(crate) fn without_signals<R>(body: impl FnOnce() -> R) -> R {
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_SETMASK);
    let result = body();
    if let Ok(before) = before {
        let _restored = before.thread_set_mask();
    }
    result
}

/// Waits for a process of ours to end, and kills it if it takes longer than `patience`.
pub(crate) fn reap(pid: Pid, patience: Duration) {
    const PAUSE: Duration = Duration::from_micros(200);
    let deadline = Instant::now() + patience;
    while let Ok(WaitStatus::StillAlive) = waitpid(pid, Some(WaitPidFlag::WNOHANG)) {
        if Instant::now() > deadline {
            let _killed = signal::kill(pid, Signal::SIGKILL);
            let _reaped = waitpid(pid, None);
            return;
        }
        thread::sleep(PAUSE);
    }
}

/// The address of `entry`, which is the same in every process forked from this image.
pub(crate) fn address_of(entry: Entry) -> u64 {
    entry as usize as u64
}

/// The function that [`address_of`] was asked for.
pub(crate) fn entry_at(address: u64) -> Entry {
    // SAFETY: the address was taken by `address_of` from an `Entry` in the process that forked this one, and reached us
    // over a private channel. No exec lies between, so the same code is mapped at the same place. (Code loaded into the
    // parent after the fork would not be; `Zygote::spawn` documents that.)
    unsafe { std::mem::transmute::<usize, Entry>(address as usize) }
}

/// Writes out what Rust has buffered. A reader that is gone is no reason to fail.
pub(crate) fn flush_output() {
    let _flushed = (io::stdout().flush(), io::stderr().flush());
}

fn set_handler(signal: Signal, handler: SigHandler) {
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: the handlers passed here are default, ignore, or a function that does nothing, which is
    // async-signal-safe.
    let _set = unsafe { signal::sigaction(signal, &action) };
}
