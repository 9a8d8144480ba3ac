//! One forked process: the handle that the parent holds and what the process itself is given.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::error::{ExitStatus, SpawnError};
use crate::link::{Link, LinkEnd};
use crate::sys;
use crate::zygote::Zygote;

/// What a forked process runs; its return value is the exit code.
pub type Entry = fn(Started) -> i32;

/// What a forked process starts with.
///
/// It has one thread, its own process group and no input; SIGINT is ignored, other signals are at their default, and
/// output goes where the parent's goes. It dies with the fork server, which dies with the parent.
pub struct Started {
    /// The link to whoever spawned it.
    pub link: Link,
    /// The bytes given to [`Zygote::spawn`].
    pub args: Vec<u8>,
    /// The link ends given to [`Zygote::spawn`], in order.
    pub links: Vec<LinkEnd>,
}

impl Started {
    /// Takes the arguments from the link and runs `entry`.
    pub(crate) fn run(entry: Entry, link: LinkEnd, links: Vec<LinkEnd>) -> i32 {
        let link = link.open();
        match link.recv() {
            Ok(args) => entry(Self { link, args, links }),
            Err(_) => sys::PANICKED,
        }
    }
}

/// A process forked by [`Zygote::spawn`].
///
/// Dropping the handle closes the link and leaves the process running; it is reaped when it ends.
pub struct Process {
    link: Link,
    cell: Arc<ProcessCell>,
    zygote: Zygote,
}

impl Process {
    pub(crate) fn new(link: Link, cell: Arc<ProcessCell>, zygote: Zygote) -> Self {
        Self { link, cell, zygote }
    }

    /// The link to the process.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// The process id. Once [`status`](Self::status) is known, the system may give it to another process.
    pub fn pid(&self) -> i32 {
        self.cell.pid
    }

    /// How the process ended, or `None` while it runs.
    pub fn status(&self) -> Option<ExitStatus> {
        *self.cell.status.lock().expect("no holder of the lock panics")
    }

    /// Whether the process still runs.
    pub fn is_alive(&self) -> bool {
        self.status().is_none()
    }

    /// Waits for the process to end.
    pub fn wait(&self) -> ExitStatus {
        let mut status = self.cell.status.lock().expect("no holder of the lock panics");
        loop {
            match *status {
                Some(status) => return status,
                None => {
                    let waited = self.cell.ended.wait(status);
                    status = waited.expect("no holder of the lock panics");
                }
            }
        }
    }

    /// Waits for the process to end for at most `timeout`; `None` if it still runs then.
    pub fn wait_timeout(&self, timeout: Duration) -> Option<ExitStatus> {
        let Some(deadline) = Instant::now().checked_add(timeout) else {
            return Some(self.wait());
        };
        let mut status = self.cell.status.lock().expect("no holder of the lock panics");
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if status.is_some() || left.is_zero() {
                return *status;
            }
            let waited = self.cell.ended.wait_timeout(status, left);
            status = waited.expect("no holder of the lock panics").0;
        }
    }

    /// Kills the process and its whole group by SIGKILL; no error if it has ended already.
    ///
    /// # Errors
    /// When the fork server is gone, which means that the process is dead too.
    pub fn kill(&self) -> Result<(), SpawnError> {
        self.signal(nix::libc::SIGKILL)
    }

    /// Sends a signal to the process and its whole group; nothing happens if it has ended already.
    ///
    /// # Errors
    /// As [`kill`](Self::kill).
    pub fn signal(&self, signal: i32) -> Result<(), SpawnError> {
        if self.is_alive() { self.zygote.signal(self.pid(), signal) } else { Ok(()) }
    }
}

/// How a process ended, shared by its handle and the thread that learns it.
pub(crate) struct ProcessCell {
    pid: i32,
    status: Mutex<Option<ExitStatus>>,
    ended: Condvar,
}

impl ProcessCell {
    pub(crate) fn new(pid: i32) -> Self {
        Self { pid, status: Mutex::new(None), ended: Condvar::new() }
    }

    pub(crate) fn set(&self, status: ExitStatus) {
        *self.status.lock().expect("no holder of the lock panics") = Some(status);
        self.ended.notify_all();
    }
}
