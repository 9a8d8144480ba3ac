//! The table of models, and the road from a model's name to a run.
//!
//! Not generic from here up: a [`Kind`] of model is a value, and [`run`] turns it into a type once.

mod interrupt;
mod model;
mod outcome;
mod run;
mod workers;

pub use interrupt::interrupt;
pub use model::{Kind, UnknownModel};
pub use outcome::{Audit, Instructions, Leak, Outcome, Remembered, Shared, Statistics};
pub use run::{Config, Program, Source, run};
pub use taipan_gil::{Measure, Policy};
pub use taipan_heap::{Part, Parts, UnknownPart};
pub use taipan_vm::Placement;
pub use workers::{NoWorkers, start_fork_server};
