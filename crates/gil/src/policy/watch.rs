//! A policy's clock.

use std::{
    sync::atomic::{AtomicI64, Ordering::Relaxed},
    time::Instant,
};

/// What one look at the clock takes in a model.
const MODEL_STEP: i64 = 1000;

/// Counts nanoseconds from 1. In a model, time passes only by looking.
pub(super) struct Watch {
    epoch: Instant,
    looks: AtomicI64,
}

impl Watch {
    pub(super) fn new() -> Self {
        Watch { epoch: Instant::now(), looks: AtomicI64::new(0) }
    }

    pub(super) fn now(&self) -> i64 {
        if cfg!(loom) {
            // Relaxed: a model runs on one thread.
            1 + MODEL_STEP * self.looks.fetch_add(1, Relaxed)
        } else {
            // Three hundred years fit.
            1 + self.epoch.elapsed().as_nanos() as i64
        }
    }
}
