//! A policy with a mistake, known only under loom: it wakes nobody. The model of a lost wake-up must catch it.

use std::{collections::VecDeque, fmt, time::Duration};

use super::{Rules, Written};
use crate::gil::Waiter;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mute;

impl Rules for Mute {
    fn patience(&self, _interval: Duration) -> Option<Duration> {
        None
    }

    fn wake(&self, _waiting: &VecDeque<Waiter>) -> Option<usize> {
        None
    }
}

impl Written for Mute {
    const NAMES: &'static [&'static str] = &["mute"];
    const ARGUMENT: &'static str = "nothing";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        argument.is_none().then_some(Mute)
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(self)
    }
}

impl fmt::Display for Mute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mute")
    }
}
