//! Waiting outside the gate, so that other threads run and a signal still gets through.

use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use taipan_vm::{Model, R, Thread};

/// How long a wait goes on before it looks for signals.
const SLICE: Duration = Duration::from_millis(50);

/// Calls `attempt` outside the gate, again and again, until it succeeds or the deadline has passed (None).
///
/// `attempt` is given the time that it may wait. It is called at least once, with no time when the deadline has passed
/// already.
///
/// # Errors
/// What a signal's handler raises. Only the main thread serves signals: any other goes on waiting.
pub(crate) fn until<M: Model, T>(
    thread: &mut Thread<M>,
    deadline: Option<Instant>,
    mut attempt: impl FnMut(Duration) -> Option<T> + Send,
) -> R<Option<T>> {
    let interp = thread.interp_handle();
    loop {
        let mut ended = false;
        let outcome = thread.blocking(|| {
            loop {
                let left = deadline.map_or(SLICE, |it| it.saturating_duration_since(Instant::now()));
                let outcome = attempt(left.min(SLICE));
                ended = outcome.is_some() || deadline.is_some_and(|it| Instant::now() >= it);
                if ended || interp.signals.load(Relaxed) != 0 {
                    return outcome;
                }
            }
        });
        if ended {
            return Ok(outcome);
        }
        thread.check()?;
    }
}
