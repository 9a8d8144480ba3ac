//! A policy with a mistake, known only under loom: who gives up the lookout does not look again. The model of a lost wake-up
//! must catch it.

use std::{fmt, time::Duration};

use super::{Rules, Waiting, Written};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Deaf;

impl Rules for Deaf {
    fn spin(&self, waiting: &Waiting, place: usize, _patience: Option<Duration>) -> Option<Duration> {
        waiting[place].fresh.then_some(Duration::from_micros(1))
    }

    fn patience(&self, _waiting: &Waiting, _place: usize, _interval: Duration) -> Option<Duration> {
        None
    }

    fn forgets_to_look(&self) -> bool {
        true
    }
}

impl Written for Deaf {
    const NAMES: &'static [&'static str] = &["deaf"];
    const ARGUMENT: &'static str = "nothing";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        argument.is_none().then_some(Deaf)
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(self)
    }
}

impl fmt::Display for Deaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("deaf")
    }
}
