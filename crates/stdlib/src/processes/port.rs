//! A channel as its user sees it: here in the host, or there, asked for over a worker's link.

use super::channel::{self, Channel};
use super::wire::{Answer, Ask};
use super::worker::{self, Asked};
use crate::{take, wait};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use taipan_vm::{Model, R, Thread, Value};

/// A channel.
pub(super) enum Port {
    /// In this process, with its number once it has one.
    Here(Arc<Channel>, OnceLock<u64>),
    /// In the host, under this number.
    There(u64),
}

/// How long to wait for a channel.
#[derive(Clone, Copy)]
pub(super) enum Patience {
    /// Not at all.
    None,
    /// Until then, or for ever.
    Until(Option<Instant>),
}

impl Patience {
    /// From the arguments `block=True, timeout=None`.
    pub(super) fn from_args<M: Model>(
        thread: &mut Thread<M>,
        block: Option<&Value<M>>,
        timeout: Option<&Value<M>>,
    ) -> R<Self> {
        if !take::truth(thread, block, true)? {
            return Ok(Self::None);
        }
        take::deadline(thread, timeout).map(Self::Until)
    }

    fn waits(self) -> bool {
        matches!(self, Self::Until(_))
    }

    fn deadline(self) -> Option<Instant> {
        match self {
            Self::None => Some(Instant::now()),
            Self::Until(deadline) => deadline,
        }
    }
}

impl Port {
    /// A channel of this process.
    pub(super) fn here(channel: Arc<Channel>) -> Self {
        Self::Here(channel, OnceLock::new())
    }

    /// The channel of a number.
    pub(super) fn of_number(number: u64) -> Self {
        match channel::published(number) {
            Some(channel) => Self::Here(channel, OnceLock::from(number)),
            None => Self::There(number),
        }
    }

    /// A new queue, which lives in the host whoever makes it.
    pub(super) fn new_queue<M: Model>(thread: &mut Thread<M>, bound: usize) -> R<Self> {
        let Some(asked) = worker::ask(Ask::New { bound: bound as u64 }) else {
            return Ok(Self::here(Channel::queue(bound)));
        };
        match answer_of(thread, asked, Patience::Until(None), 0)? {
            Answer::Made(number) => Ok(Self::There(number)),
            other => Err(super::failed(thread, &format!("the host answered {other:?}"))),
        }
    }

    /// The number under which every process knows the channel.
    pub(super) fn publish(&self) -> u64 {
        match self {
            Self::Here(channel, number) => *number.get_or_init(|| channel::publish(channel)),
            Self::There(number) => *number,
        }
    }

    /// Puts an item: `Put`, `NotNow` or `Closed`.
    pub(super) fn put<M: Model>(&self, thread: &mut Thread<M>, item: Vec<u8>, patience: Patience) -> R<Answer> {
        match self {
            Self::Here(channel, _) => {
                let mut item = Some(item);
                let answer = wait::until(thread, patience.deadline(), |time| {
                    let time = if patience.waits() { time } else { Duration::ZERO };
                    match channel.put(item.take()?, time) {
                        Ok(answer) => Some(answer),
                        Err(back) => {
                            item = Some(back);
                            None
                        }
                    }
                })?;
                Ok(answer.unwrap_or(Answer::NotNow))
            }
            Self::There(number) => {
                let ask = Ask::Put { channel: *number, item, wait: patience.waits() };
                remote(thread, ask, patience, *number)
            }
        }
    }

    /// Takes an item: `Item`, `NotNow` or `Closed`.
    pub(super) fn get<M: Model>(&self, thread: &mut Thread<M>, patience: Patience) -> R<Answer> {
        match self {
            Self::Here(channel, _) => {
                let answer = wait::until(thread, patience.deadline(), |time| channel.get(time))?;
                Ok(answer.unwrap_or(Answer::NotNow))
            }
            Self::There(number) => {
                let ask = Ask::Get { channel: *number, wait: patience.waits() };
                remote(thread, ask, patience, *number)
            }
        }
    }

    /// How many items there are, how many fit, and whether a reader will get no more.
    pub(super) fn look<M: Model>(&self, thread: &mut Thread<M>) -> R<(u64, u64, bool)> {
        let answer = match self {
            Self::Here(channel, _) => channel.look(),
            Self::There(number) => remote(thread, Ask::Look { channel: *number }, Patience::Until(None), *number)?,
        };
        match answer {
            Answer::State { items, bound, closed } => Ok((items, bound, closed)),
            _ => Ok((0, 0, true)),
        }
    }

    /// Waits for an item or the end until the deadline; whether there is either.
    pub(super) fn poll<M: Model>(&self, thread: &mut Thread<M>, deadline: Option<Instant>) -> R<bool> {
        const PAUSE: Duration = Duration::from_millis(2);
        if let Self::Here(channel, _) = self {
            return Ok(wait::until(thread, deadline, |time| channel.poll(time).then_some(()))?.is_some());
        }
        loop {
            let (items, _, closed) = self.look(thread)?;
            if items > 0 || closed {
                return Ok(true);
            }
            if deadline.is_some_and(|it| Instant::now() >= it) {
                return Ok(false);
            }
            thread.blocking(|| std::thread::sleep(PAUSE));
            thread.check()?;
        }
    }
}

fn remote<M: Model>(thread: &mut Thread<M>, ask: Ask, patience: Patience, channel: u64) -> R<Answer> {
    match worker::ask(ask) {
        Some(asked) => answer_of(thread, asked, patience, channel),
        None => Ok(Answer::Closed),
    }
}

/// Waits for an answer; when the time is over, has the host give the wait up, which it answers in any case.
fn answer_of<M: Model>(thread: &mut Thread<M>, mut asked: Asked, patience: Patience, channel: u64) -> R<Answer> {
    let deadline = match patience {
        // The host answers at once.
        Patience::None => None,
        Patience::Until(deadline) => deadline,
    };
    let request = asked.request;
    let answers = &mut asked.answers;
    if let Some(answer) = wait::until(thread, deadline, |time| worker::next_answer(answers, time))? {
        return Ok(answer);
    }
    worker::tell(Ask::Cancel { channel, request });
    let answer = wait::until(thread, None, |time| worker::next_answer(answers, time))?;
    Ok(answer.unwrap_or(Answer::Closed))
}
