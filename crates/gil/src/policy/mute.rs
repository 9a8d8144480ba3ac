//! A policy with a mistake, known only under loom: it wakes nobody. The model of a lost wake-up must catch it.

use std::{fmt, time::Duration};

use super::{Leave, Rules, Waiting, Written};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mute;

impl Rules for Mute {
    fn patience(&self, _waiting: &Waiting, _place: usize, _interval: Duration) -> Option<Duration> {
        None
    }

    fn wake(&self, _waiting: &Waiting, _leave: Leave) -> Option<usize> {
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
