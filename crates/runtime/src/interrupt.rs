//! Interrupting a run from outside: what Ctrl-C does.

use std::sync::{Arc, Mutex, PoisonError};

type Signal = Arc<dyn Fn() + Send + Sync>;

/// What tells the running program; one at a time, as there is one Ctrl-C.
static RUNNING: Mutex<Option<Signal>> = Mutex::new(None);

/// Raises KeyboardInterrupt in the main thread of the program that runs, at its next check point.
///
/// Says whether a program runs. May be called from any thread, but not from a signal handler: it takes a lock.
pub fn interrupt() -> bool {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).clone();
    running.map(|signal| signal()).is_some()
}

/// Makes `signal` what [`interrupt`] calls, until the result is dropped.
pub(crate) fn listen(signal: impl Fn() + Send + Sync + 'static) -> Listening {
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(signal));
    Listening
}

/// Says that a program listens to [`interrupt`].
pub(crate) struct Listening;

impl Drop for Listening {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
