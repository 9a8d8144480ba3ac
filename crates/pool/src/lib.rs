//! A process pool: workers forked by a fork server, small frames over ipc-channel, serde tasks.
//!
//! The parts build on each other: [`Zygote`] forks processes safely whatever the host's threads do; a [`Process`] comes
//! with a [`Link`] for messages of any size; a [`ProcessPool`] runs the tasks of a [`Worker`] on such processes and tells
//! each task's fate by a [`TaskFuture`]. The README beside this crate has the states and the argument why nothing hangs.
//!
//! ```no_run
//! use taipan_pool::{ProcessPool, TaskError, Worker, Zygote};
//!
//! struct Squares;
//!
//! impl Worker for Squares {
//!     type Init = ();
//!     type Task = u64;
//!     type Output = u64;
//!
//!     fn start((): ()) -> Result<Self, String> {
//!         Ok(Self)
//!     }
//!
//!     fn run(&mut self, task: u64) -> Result<u64, TaskError> {
//!         Ok(task * task)
//!     }
//! }
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let zygote = Zygote::start()?; // First, while the process has one thread.
//!     let pool = ProcessPool::<Squares>::builder(&zygote).workers(2).init(()).build()?;
//!     assert_eq!(pool.submit(12)?.result()?, 144);
//!     Ok(())
//! }
//! ```

mod channel;
mod codec;
mod error;
mod frame;
mod future;
mod inner;
mod job;
mod link;
mod map;
mod message;
mod pool;
mod process;
mod server;
mod slot;
mod state;
mod stats;
mod sys;
mod worker;
mod zygote;

pub use error::{BuildError, ExitStatus, LinkError, ShutdownError, SpawnError, StartError, SubmitError, TaskError};
pub use future::{TaskFuture, TaskState};
pub use link::{Link, LinkEnd, link_pair};
pub use map::Map;
pub use pool::{Builder, ProcessPool, Shutdown};
pub use process::{Entry, Process, Started};
pub use stats::Stats;
pub use worker::Worker;
pub use zygote::Zygote;
