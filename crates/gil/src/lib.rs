//! The gate: who may run, and when. A GIL with policies, the breaker, blocking regions, statistics.
//!
//! Threads that interpret one program share objects, and something has to say which of them may touch those objects at
//! a given moment. Here that something is a [`Gate`]. A thread enters the gate and gets a [`Pass`]; to hold the pass is
//! to be allowed to run. Who enters often joins first and enters as a [`Member`]. Two gates are built: [`Gil`] admits one thread at a time and hands over by a [`Policy`];
//! [`Open`] admits all, but can stop the world. The crate knows neither objects nor interpreters.
//!
//! A thread that runs looks at its [`Breaker`] now and then, at points where it could stop, and calls [`Pass::pause`]
//! when the breaker is raised. A thread that is about to wait for something else than the gate does so inside
//! [`Pass::blocking`].
//!
//! ```
//! use std::{thread, time::Duration};
//! use taipan_gil::{Gate, Gil, Pass, Policy};
//!
//! let gil = Gil::new(Policy::interval(Duration::from_millis(5)));
//! let worker = thread::spawn({
//!     let gil = gil.clone();
//!     move || {
//!         let mut pass = gil.enter();
//!         for _ in 0..100_000 {
//!             if pass.breaker().raised() {
//!                 pass.pause();
//!             }
//!         }
//!     }
//! });
//! gil.enter().blocking(|| worker.join()).unwrap();
//! assert!(gil.statistics().total.entries >= 3);
//! ```
//!
//! A pass belongs to the thread that entered. It cannot be sent to another one:
//!
//! ```compile_fail,E0277
//! use taipan_gil::{Gate, Gil, Policy};
//! let pass = Gil::new(Policy::default()).enter();
//! std::thread::spawn(move || drop(pass));
//! ```
//!
//! ```compile_fail,E0277
//! use taipan_gil::{Gate, Open};
//! let pass = Open::new().enter();
//! std::thread::spawn(move || drop(pass));
//! ```
//!
//! Nor lent, so nobody else can leave or pause for it:
//!
//! ```compile_fail,E0277
//! use taipan_gil::{Gate, Gil, Pass, Policy};
//! let pass = Gil::new(Policy::default()).enter();
//! std::thread::scope(|scope| {
//!     scope.spawn(|| pass.breaker().raised());
//! });
//! ```
//!
//! Nor can the pass of a [`Member`], and there is but one at a time:
//!
//! ```compile_fail,E0277
//! use taipan_gil::{Gate, Gil, Member, Policy};
//! let mut member = Gil::new(Policy::default()).join();
//! let pass = member.enter();
//! std::thread::scope(|scope| {
//!     scope.spawn(move || drop(pass));
//! });
//! ```
//!
//! ```compile_fail,E0499
//! use taipan_gil::{Gate, Gil, Member, Policy};
//! let mut member = Gil::new(Policy::default()).join();
//! let pass = member.enter();
//! let again = member.enter();
//! drop(pass);
//! ```
//!
//! And it is out of reach inside its own blocking region, where it is not held:
//!
//! ```compile_fail,E0502
//! use taipan_gil::{Gate, Gil, Pass, Policy};
//! let mut pass = Gil::new(Policy::default()).enter();
//! pass.blocking(|| pass.breaker().raised());
//! ```

#![forbid(unsafe_code)]

mod breaker;
mod clock;
pub mod events;
mod gate;
mod gil;
mod member;
mod open;
mod pass;
mod policy;
mod region;
mod seat;
mod statistics;
mod sync;

pub use breaker::{Breaker, Reason, Reasons};
pub use gate::{DEFAULT_INTERVAL, Gate, Member, Pass};
pub use gil::Gil;
pub use open::Open;
pub use pass::{GateMember, GatePass};
pub use policy::{ParsePolicyError, Policy};
pub use statistics::{Counts, Measure, Statistics, ThreadStatistics};
#[cfg(loom)]
pub use sync::{plan_timeouts, second_hosts};
