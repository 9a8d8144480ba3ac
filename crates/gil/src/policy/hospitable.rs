//! A policy known only under loom: every thread is a guest first, and every holder lets guests in. Two of its names make a
//! mistake that a model must catch: who gives up being the guest, or the host, overlooks that the gate has become free.

use std::{fmt, time::Duration};

use super::{Rules, Waiting, Written};
use crate::{
    gil::{GilSeat, Waiter},
    policy::Manner,
};

const NAMES: &[&str] = &["hospitable", "hasty-guest", "hasty-host"];
const OVERLOOKS: [Option<Manner>; 3] = [None, Some(Manner::Urges), Some(Manner::Hosted)];

/// A place in the two lists above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Hospitable(usize);

impl Rules for Hospitable {
    fn visits(&self, _comer: &GilSeat) -> Option<Duration> {
        Some(Duration::ZERO)
    }

    fn receives(&self) -> Option<Duration> {
        Some(Duration::ZERO)
    }

    fn urgent(&self, _comer: &GilSeat, _holder: Option<&GilSeat>, _waiting: &Waiting) -> bool {
        true
    }

    fn place(&self, waiting: &Waiting, comer: &Waiter) -> usize {
        if comer.manner == Manner::Hosted { 0 } else { waiting.len() }
    }

    fn patience(&self, _waiting: &Waiting, _place: usize, _interval: Duration) -> Option<Duration> {
        None
    }

    fn overlooks(&self, manner: Manner) -> bool {
        OVERLOOKS[self.0] == Some(manner)
    }
}

impl Written for Hospitable {
    const NAMES: &'static [&'static str] = NAMES;
    const ARGUMENT: &'static str = "nothing";

    fn read(name: &str, argument: Option<&str>) -> Option<Self> {
        let place = NAMES.iter().position(|known| *known == name)?;
        argument.is_none().then_some(Hospitable(place))
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(self)
    }
}

impl fmt::Display for Hospitable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAMES[self.0])
    }
}
