//! What the tests of the whole share: child processes with a time limit, the headers of test programs, a runner.
//!
//! The tests live in `tests/`; the programs in Python that they run live in `programs/`.
#![forbid(unsafe_code)]

mod child;
mod compare;
pub mod harness;
mod program;

pub use child::{Child, Finished};
pub use compare::difference;
pub use program::Program;
