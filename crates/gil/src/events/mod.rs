//! Events: what each thread did at a gate, and when, for timelines.
//!
//! A gate made with [`Measure::Events`](crate::Measure::Events) keeps a ring of events for each thread. [`Gate::events`]
//! drains the rings, best after the run, and [`Events::write_trace`] writes them for a trace viewer.
//!
//! ```
//! use taipan_gil::{Gate, Gil, Measure, Pass, Policy};
//!
//! let gil = Gil::new_with(Policy::default(), Measure::Events { per_thread: 1000 });
//! let mut pass = gil.enter();
//! pass.blocking(|| ());
//! let began = pass.moment();
//! pass.span("merge", began);
//! drop(pass);
//!
//! let events = gil.events();
//! let names: Vec<_> = events.threads[0].events.iter().map(|event| event.name).collect();
//! assert_eq!(names, ["hold", "blocking", "merge", "hold"]);
//! let mut json = Vec::new();
//! events.write_trace("example", &mut json).unwrap();
//! ```
//!
//! [`Gate::events`]: crate::Gate::events

mod log;
mod name;
mod trace;

pub(crate) use log::Log;
pub use name::names;
pub(crate) use name::{Name, Own};

/// Something that a thread did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it was: one of [`names`], or what the caller gave.
    pub name: &'static str,
    /// When it began, in nanoseconds since the gate was made, by the processor's time-stamp counter where that can be relied on.
    pub start_nanos: u64,
    /// How long it lasted; `None` for something that only happened.
    pub nanos: Option<u64>,
}

/// What one thread did. Spans appear when they have ended, so they are ordered by their ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadEvents {
    /// The thread's running number at this gate, from 1.
    pub id: u64,
    /// The thread's name when it entered first; empty if it had none.
    pub name: String,
    /// The latest events.
    pub events: Vec<Event>,
    /// How many older ones there was no room for.
    pub lost: u64,
}

/// What all threads did: one entry per thread, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// The threads, also those that have gone; of these, only the latest are kept.
    pub threads: Vec<ThreadEvents>,
}

/// A point in time, or nothing if no events are recorded.
#[derive(Clone, Copy, Debug)]
pub struct Moment(pub(crate) Option<u64>);
