//! `_interpreters`: more interpreters in this process, each with its own gate and heap, and the queues between them.
//!
//! An interpreter belongs to one thread of the system, its *owner*, which makes it, runs what others ask for, and ends
//! it. A thread that runs code in another interpreter hands the owner a job and waits outside its own gate. It could
//! instead leave its heap and enter the other one for a while; but then each thing that is kept per thread (blocks of
//! memory, objects that wait for their `__del__`, seats at a gate, counts that belong to a thread) would have to be
//! put away and brought back, and a value of the one heap that is dropped in the other would be freed into it. This way
//! a thread knows one heap for life.
//!
//! | file | holds |
//! |---|---|
//! | `family` | the interpreters of a run |
//! | `member` | an interpreter as the others know it: what state it is in, and the way to its owner |
//! | `owner` | the thread that an interpreter belongs to |
//! | `bell` | interrupting the job that an owner runs |
//! | `job` | what can be asked of an interpreter, and how it answers |
//! | `message` | what travels: plain data, and the few things that are shared |
//! | `queue` | queues between interpreters |
//! | `handle` | an interpreter as a program sees it |

mod bell;
mod family;
mod handle;
mod job;
mod member;
mod message;
mod owner;
mod queue;

pub use family::end;
pub(crate) use message::{Message, Shared, not_shareable};

use taipan_vm::body::Module;
use taipan_vm::{Interp, Model, Obj, R, Raised, Thread};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    handle::fill(thread, module);
    queue::fill(thread, module);
    message::fill(thread, module);
    Ok(())
}

/// Whether an interpreter is the one that its program began in.
pub(crate) fn is_main<M: Model>(interp: &Interp<M>) -> bool {
    family::Place::of(interp).id == 0
}

/// Raises one of the exceptions of `concurrent.interpreters`.
fn raise<M: Model>(thread: &mut Thread<M>, name: &str, message: &str) -> Raised {
    crate::processes::raise_from_module(thread, "concurrent.interpreters._errors", name, message)
}
