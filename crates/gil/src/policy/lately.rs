//! How many threads came to a gate lately.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use super::rules::Note;

/// Counts threads by windows of time; each counts once in a window.
///
/// Threads count without a lock, so two that begin a window at once may miscount one of them until the next begins.
#[derive(Default)]
pub(super) struct Lately {
    /// The running number of the present window.
    window: AtomicI64,
    /// How many came in the present window so far.
    present: AtomicI64,
    /// How many came in the window before.
    past: AtomicI64,
}

impl Lately {
    /// Counts a thread that comes at the time `now`, and says how many came in this window or the last, whichever were more.
    /// `mark` is the thread's own note.
    pub(super) fn count(&self, mark: &Note, now: i64, length: i64) -> i64 {
        let window = 1 + now / length.max(1);
        // Relaxed, here and below: an estimate, from which nothing else is concluded.
        let before = self.window.load(Relaxed);
        if before != window && self.window.swap(window, Relaxed) == before {
            let count = self.present.swap(0, Relaxed);
            self.past.store(if window == before + 1 { count } else { 0 }, Relaxed);
        }
        if mark.get() != window {
            mark.set(window);
            self.present.fetch_add(1, Relaxed);
        }
        self.past.load(Relaxed).max(self.present.load(Relaxed))
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    const LENGTH: i64 = 100;

    #[test]
    fn a_thread_counts_once_in_a_window() {
        let (lately, marks) = (Lately::default(), [Note::default(), Note::default()]);
        let counts = [1, 2, 3, 4].map(|now| lately.count(&marks[now as usize % 2], now, LENGTH));
        assert_eq!(counts, [1, 2, 2, 2]);
    }

    #[test]
    fn the_last_window_counts_and_the_one_before_does_not() {
        let (lately, marks) = (Lately::default(), [1, 2, 3].map(|_| Note::default()));
        for mark in &marks {
            lately.count(mark, 10, LENGTH);
        }
        assert_eq!(lately.count(&marks[0], 110, LENGTH), 3);
        assert_eq!(lately.count(&marks[0], 210, LENGTH), 1);
        assert_eq!(lately.count(&marks[0], 510, LENGTH), 1);
    }
}
