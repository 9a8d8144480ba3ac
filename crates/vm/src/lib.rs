//! The interpreter, generic over one parameter, the model; built-in types and functions.
//!
//! Invariant: this crate never knows which models exist.

pub mod body;
pub mod builtins;
pub mod error;
mod frame;
pub mod interp;
pub mod load;
mod loan;
pub mod make;
mod memory;
pub mod model;
pub mod ops;
mod parked;
pub mod report;
mod run;
mod session;
pub mod source;
mod stacks;
mod suggest;
pub mod text;
pub mod thread;
pub mod types;
mod waiting;

pub use error::{Exc, R, Raised};
pub use interp::{Config, Interp, NativeModule, Placement};
pub use load::{Remembered, Tally};
pub use model::{Model, Obj, Value};
pub use thread::{Args, Thread};
