//! A policy's clock.

use std::time::Instant;

/// Counts nanoseconds from 1. In a model, time stands still.
pub(super) struct Watch(Instant);

impl Watch {
    pub(super) fn new() -> Self {
        Watch(Instant::now())
    }

    pub(super) fn now(&self) -> i64 {
        if cfg!(loom) { 1 } else { 1 + self.0.elapsed().as_nanos() as i64 }
    }
}
