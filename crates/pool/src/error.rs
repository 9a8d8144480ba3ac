//! What can go wrong, each error with the process, signal and task it is about.

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

/// Why the fork server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Forking is only safe while one thread runs.
    #[error(
        "the process has {threads} threads, but a fork server may only start while there is one; \
         call Zygote::start() first thing in main, before anything starts a thread"
    )]
    NotSingleThreaded {
        /// Threads seen in this process.
        threads: usize,
    },
    /// The kernel's socket buffers are too small for the frames of this crate.
    #[error(
        "a socket buffer holds {bytes} bytes on this system, but {needed} are needed; \
         raise net.core.wmem_default"
    )]
    SmallSocketBuffer {
        /// What the system gives, in bytes.
        bytes: usize,
        /// What the frames need, in bytes.
        needed: usize,
    },
    /// A channel, a pipe or the fork itself failed.
    #[error("the fork server could not start: {0}")]
    Io(#[from] io::Error),
}

/// Why a process could not be started.
#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    /// The fork server is dead or was told to stop.
    #[error("the fork server is gone, so no process can be started")]
    ZygoteGone,
    /// The fork server could not fork.
    #[error("the fork server could not fork: {0}")]
    Fork(io::Error),
    /// More link ends than one message can carry.
    #[error("{given} link ends were given to one process, but at most {limit} can be")]
    TooManyLinks {
        /// Link ends given.
        given: usize,
        /// Link ends allowed.
        limit: usize,
    },
    /// The process was started but its link failed before it had its arguments.
    #[error("the new process {pid} did not take its arguments: {source}")]
    Arguments {
        /// The process that was started.
        pid: i32,
        /// What its link said.
        source: LinkError,
    },
    /// A channel or a thread could not be made.
    #[error("a channel could not be made: {0}")]
    Io(#[from] io::Error),
}

/// Why a link could not send or receive.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The peer dropped its end, or died.
    #[error("the other end of the link is closed")]
    Closed,
    /// Nothing arrived in the time given.
    #[error("nothing arrived on the link in the time given")]
    TimedOut,
    /// The message is larger than a link carries.
    #[error("a message of {bytes} bytes is larger than the {limit} that a link carries")]
    TooLarge {
        /// Size of the message in bytes.
        bytes: usize,
        /// Largest message in bytes.
        limit: u64,
    },
    /// The peer sent what is not a frame; the link is closed from then on.
    #[error("the other end of the link sent what is not a frame: {0}")]
    Malformed(String),
    /// The system refused.
    #[error("the link failed: {0}")]
    Io(#[from] io::Error),
}

/// Why a task was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// The pool was shut down.
    #[error("the pool is shut down and takes no more tasks")]
    Closed,
    /// The queue is at its bound (only from `try_submit`).
    #[error("the queue of the pool is full")]
    Full,
    /// Workers died one after the other without any progress.
    #[error("the pool is broken: {cause}")]
    Broken {
        /// What broke it.
        cause: String,
    },
    /// The task could not be encoded.
    #[error("the task could not be encoded: {reason}")]
    Encode {
        /// What the codec said.
        reason: String,
    },
}

/// Why a pool could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A pool of no workers would never settle a task.
    #[error("a pool needs at least one worker")]
    NoWorkers,
    /// The builder was given no initial value.
    #[error("the builder was given no init value; call init(..) before build()")]
    NoInit,
    /// The initial value could not be encoded.
    #[error("the init value could not be encoded: {0}")]
    Encode(String),
}

/// Shutdown's deadline passed; everything left was killed and its futures settled as [`TaskError::ShutDown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the deadline of the shutdown passed with {unsettled} tasks not done; their workers were killed")]
pub struct ShutdownError {
    /// Tasks that were killed or never started.
    pub unsettled: usize,
}

/// How a task failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TaskError {
    /// The worker ran the task and reports that it failed.
    #[error("{kind}: {message}")]
    Failed {
        /// A short class of failure, chosen by the worker.
        kind: String,
        /// What happened, in words.
        message: String,
    },
    /// The worker's code panicked in this task; the worker is replaced.
    #[error("the worker panicked: {message}")]
    Panicked {
        /// The panic's message.
        message: String,
    },
    /// The worker died while it ran this task.
    #[error("worker {pid} {} while it ran task {task}", Ending(*.signal, *.exit))]
    WorkerDied {
        /// The dead process.
        pid: i32,
        /// The signal that killed it, if one did.
        signal: Option<i32>,
        /// Its exit code, if it left by itself.
        exit: Option<i32>,
        /// The task's number in its pool.
        task: u64,
    },
    /// The task was cancelled before it started.
    #[error("the task was cancelled before it started")]
    Cancelled,
    /// The task, or its output, could not be encoded.
    #[error("could not be encoded: {reason}")]
    Encode {
        /// What the codec said.
        reason: String,
    },
    /// The task, or its output, could not be decoded.
    #[error("could not be decoded: {reason}")]
    Decode {
        /// What the codec said.
        reason: String,
    },
    /// The pool was shut down before the task was done.
    #[error("the pool was shut down before the task was done")]
    ShutDown,
    /// The pool broke before the task was done.
    #[error("the pool is broken: {cause}")]
    PoolBroken {
        /// What broke it.
        cause: String,
    },
}

impl TaskError {
    /// A failure that the worker's own code reports.
    pub fn failed(kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Failed { kind: kind.into(), message: message.into() }
    }
}

/// What a task gets that the pool did not take.
impl From<SubmitError> for TaskError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Closed | SubmitError::Full => Self::ShutDown,
            SubmitError::Broken { cause } => Self::PoolBroken { cause },
            SubmitError::Encode { reason } => Self::Encode { reason },
        }
    }
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExitStatus {
    /// It left by itself with this code.
    Exited(i32),
    /// This signal killed it.
    Signaled(i32),
    /// The fork server died, and its processes with it, so nobody could ask.
    Unknown,
}

impl ExitStatus {
    /// The exit code, if it left by itself.
    pub fn code(self) -> Option<i32> {
        match self {
            Self::Exited(code) => Some(code),
            _ => None,
        }
    }

    /// The signal that killed it, if one did.
    pub fn signal(self) -> Option<i32> {
        match self {
            Self::Signaled(signal) => Some(signal),
            _ => None,
        }
    }

    /// Whether it left by itself with code 0.
    pub fn success(self) -> bool {
        self == Self::Exited(0)
    }
}

impl fmt::Display for ExitStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ending(self.signal(), self.code()).fmt(f)
    }
}

/// "was killed by signal 9 (SIGKILL)", "left with exit code 3" or "ended".
struct Ending(Option<i32>, Option<i32>);

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self(Some(signal), _) => {
                let name = nix::sys::signal::Signal::try_from(signal).map(|it| it.as_str());
                let name = name.unwrap_or("no name");
                write!(f, "was killed by signal {signal} ({name})")
            }
            Self(None, Some(code)) => write!(f, "left with exit code {code}"),
            Self(None, None) => f.write_str("ended, nobody knows how,"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_death_names_worker_signal_and_task() {
        let died = TaskError::WorkerDied { pid: 12, signal: Some(9), exit: None, task: 7 };
        let text = "worker 12 was killed by signal 9 (SIGKILL) while it ran task 7";
        assert_eq!(died.to_string(), text);
        assert_eq!(ExitStatus::Exited(3).to_string(), "left with exit code 3");
    }
}
