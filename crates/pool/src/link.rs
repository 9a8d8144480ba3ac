//! A link: messages of any size, both ways, between two processes; a dead peer is an error at once.
//!
//! The sender keeps its unread packets within a window and the receiver answers as it reads (see `frame`), so the kernel
//! never blocks a send. What does not fit waits in the outbox. Whoever waits, to receive or to send, reads the link
//! meanwhile: two processes that send each other large messages at the same time both get through.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use ipc_channel::ipc::{self, IpcReceiver, IpcSender};
use serde::{Deserialize, Serialize};

use crate::channel;
use crate::codec::MAX_ENCODED;
use crate::error::LinkError;
use crate::frame::{ACK_AT, Head, MAX_BODY, Packet, WINDOW, cost};

/// One end of a link between two processes.
///
/// Any thread may send and any thread may receive; messages arrive whole and in the order they were sent. When the peer
/// drops its end or dies, messages already sent still arrive, then every call says [`LinkError::Closed`].
pub struct Link {
    sender: IpcSender<Packet>,
    receiver: Mutex<IpcReceiver<Packet>>,
    state: Mutex<State>,
    changed: Condvar,
}

/// An end that was not used yet, so it can still be handed to another process.
pub struct LinkEnd(pub(crate) Ends);

/// The channels of an end. Only `ipc-channel` may encode them, so this is not for the users of links.
#[derive(Serialize, Deserialize)]
pub(crate) struct Ends {
    sender: IpcSender<Packet>,
    receiver: IpcReceiver<Packet>,
}

/// Makes the two ends of a new link.
///
/// # Errors
/// When the process has no file descriptors left (a link needs four).
pub fn link_pair() -> io::Result<(LinkEnd, LinkEnd)> {
    let (to_second, from_first) = ipc::channel()?;
    let (to_first, from_second) = ipc::channel()?;
    let first = Ends { sender: to_second, receiver: from_second };
    let second = Ends { sender: to_first, receiver: from_first };
    Ok((LinkEnd(first), LinkEnd(second)))
}

impl LinkEnd {
    /// Takes this end into use in this process.
    pub fn open(self) -> Link {
        Link {
            sender: self.0.sender,
            receiver: Mutex::new(self.0.receiver),
            state: Mutex::new(State::default()),
            changed: Condvar::new(),
        }
    }
}

impl Link {
    /// Sends one message and returns when the last of it has left this process.
    ///
    /// A message beyond the window waits for the peer to read. A peer that is stopped makes this wait; a peer that dies
    /// makes it fail at once.
    ///
    /// # Errors
    /// [`LinkError::Closed`], [`LinkError::TooLarge`], or what the system says.
    pub fn send(&self, message: &[u8]) -> Result<(), LinkError> {
        self.send_shared(Arc::new(message.to_vec()))
    }

    /// Like [`send`](Self::send), without a copy of the message.
    ///
    /// # Errors
    /// As `send`.
    pub fn send_shared(&self, message: Arc<Vec<u8>>) -> Result<(), LinkError> {
        let number = self.post(message)?;
        self.drive(None, |state| {
            if state.posted - state.outbox.len() as u64 >= number {
                return Some(Ok(()));
            }
            (state.send_closed || state.recv_closed).then_some(Err(LinkError::Closed))
        })
    }

    /// Queues one message and never waits: what the window does not admit leaves while this end receives.
    ///
    /// Returns the message's number on this link, from 1. A link that is dropped drops what is still queued.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn post(&self, message: Arc<Vec<u8>>) -> Result<u64, LinkError> {
        if message.len() as u64 > MAX_ENCODED {
            return Err(LinkError::TooLarge { bytes: message.len(), limit: MAX_ENCODED });
        }
        let mut state = self.lock();
        if state.send_closed || state.recv_closed {
            return Err(LinkError::Closed);
        }
        state.posted += 1;
        let number = state.posted;
        state.outbox.push_back(Outgoing { message, sent: 0 });
        self.pump(&mut state)?;
        Ok(number)
    }

    /// Waits for the next message.
    ///
    /// # Errors
    /// [`LinkError::Closed`] once the peer is gone and all it sent was received; [`LinkError::Malformed`].
    pub fn recv(&self) -> Result<Vec<u8>, LinkError> {
        self.recv_until(None)
    }

    /// Waits for the next message for at most `timeout`; zero only looks.
    ///
    /// # Errors
    /// [`LinkError::TimedOut`], and as [`recv`](Self::recv).
    pub fn recv_timeout(&self, timeout: Duration) -> Result<Vec<u8>, LinkError> {
        self.recv_until(Instant::now().checked_add(timeout))
    }

    /// Whether [`recv`](Self::recv) would return without waiting, because of a message or because the peer is gone;
    /// waits for at most `timeout` until it would.
    pub fn poll(&self, timeout: Duration) -> bool {
        let deadline = Instant::now().checked_add(timeout);
        let ready = |state: &mut State| (!state.inbox.is_empty() || state.recv_closed).then_some(Ok(()));
        !matches!(self.drive(deadline, ready), Err(LinkError::TimedOut))
    }

    /// Whether the peer is known to be gone. A peer that died a moment ago shows only in a send or receive.
    pub fn is_closed(&self) -> bool {
        let state = self.lock();
        state.send_closed || state.recv_closed
    }

    /// Gives the end back for handing over, if it was never used; else the link as it was.
    pub fn into_end(self) -> Result<LinkEnd, Box<Link>> {
        if !self.lock().is_fresh() {
            return Err(Box::new(self));
        }
        let receiver = self.receiver.into_inner();
        Ok(LinkEnd(Ends { sender: self.sender, receiver: receiver.unwrap_or_else(|poisoned| poisoned.into_inner()) }))
    }

    fn recv_until(&self, deadline: Option<Instant>) -> Result<Vec<u8>, LinkError> {
        self.drive(deadline, |state| match state.inbox.pop_front() {
            Some(message) => {
                state.inbox_bytes -= message.len();
                self.answer(state);
                Some(Ok(message))
            }
            None => state.end(),
        })
    }

    /// Reads the link until `done` says so. One thread reads at a time and the others wait for what it finds.
    fn drive<R>(
        &self,
        deadline: Option<Instant>,
        mut done: impl FnMut(&mut State) -> Option<Result<R, LinkError>>,
    ) -> Result<R, LinkError> {
        let mut state = self.lock();
        loop {
            if let Some(outcome) = done(&mut state) {
                return outcome;
            }
            if !state.reading {
                state = self.read_one(state, deadline)?;
            } else if let Some(deadline) = deadline {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(LinkError::TimedOut);
                }
                let waited = self.changed.wait_timeout(state, left);
                state = waited.expect("no holder of the lock panics").0;
            } else {
                let waited = self.changed.wait(state);
                state = waited.expect("no holder of the lock panics");
            }
        }
    }

    /// Reads one packet with the state unlocked, then takes it in and wakes the other threads.
    fn read_one<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        deadline: Option<Instant>,
    ) -> Result<MutexGuard<'a, State>, LinkError> {
        state.reading = true;
        drop(state);
        let received = {
            let receiver = self.receiver.lock();
            channel::recv(&receiver.expect("no holder of the lock panics"), deadline)
        };
        let mut state = self.lock();
        state.reading = false;
        self.changed.notify_all();
        match received.and_then(|packet| self.take_in(&mut state, &packet)) {
            Ok(()) => {}
            Err(LinkError::TimedOut) => return Err(LinkError::TimedOut),
            Err(error) => {
                state.recv_closed = true;
                state.malformed = match error {
                    LinkError::Closed => None,
                    error => Some(error.to_string()),
                };
            }
        }
        Ok(state)
    }

    fn take_in(&self, state: &mut State, packet: &Packet) -> Result<(), LinkError> {
        match packet.split()? {
            (Head::Ack { cost }, _) => {
                let cost = usize::try_from(cost).unwrap_or(usize::MAX);
                state.unread = state.unread.saturating_sub(cost);
                // A sender that waits learns of a failure from `send_closed`.
                let _closed = self.pump(state);
            }
            (Head::Piece { left }, body) => {
                state.take_piece(left, body)?;
                self.answer(state);
            }
        }
        Ok(())
    }

    /// Sends from the outbox as far as the window admits; this cannot block.
    fn pump(&self, state: &mut State) -> Result<(), LinkError> {
        while let Some(outgoing) = state.outbox.front_mut() {
            let body = outgoing.next_body();
            let size = body.len();
            if state.unread > 0 && state.unread + cost(size) > WINDOW {
                break;
            }
            let left = (outgoing.message.len() - outgoing.sent - size) as u64;
            let sent = channel::send(&self.sender, || Packet::new(Head::Piece { left }, body));
            if let Err(error) = sent {
                state.send_closed = true;
                self.changed.notify_all();
                return Err(error);
            }
            state.unread += cost(size);
            outgoing.sent += size;
            if left == 0 {
                state.outbox.pop_front();
            }
        }
        Ok(())
    }

    /// Tells the peer what was read, unless messages pile up here that nobody takes.
    fn answer(&self, state: &mut State) {
        if state.owed < ACK_AT || state.inbox_bytes > INBOX_AMPLE {
            return;
        }
        let head = Head::Ack { cost: state.owed as u64 };
        state.owed = 0;
        // The peer may be gone with messages still to be received, which the receiving side finds out.
        let _closed = channel::send(&self.sender, || Packet::new(head, &[]));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }
}

/// While this many bytes of whole messages wait to be taken, the peer gets no more room.
const INBOX_AMPLE: usize = 1 << 20;

/// What is under the link's lock.
#[derive(Default)]
struct State {
    /// Messages queued or being sent, in order.
    outbox: VecDeque<Outgoing>,
    /// How many messages were ever put into the outbox.
    posted: u64,
    /// The cost of what was sent and not yet answered.
    unread: usize,
    /// Whole messages received and not yet taken.
    inbox: VecDeque<Vec<u8>>,
    inbox_bytes: usize,
    /// The message that is arriving, and how many bytes it still misses.
    partial: Option<(Vec<u8>, u64)>,
    /// The cost of what was read and not yet answered.
    owed: usize,
    /// Whether a thread is reading, which it does without the lock.
    reading: bool,
    send_closed: bool,
    recv_closed: bool,
    /// Why receiving ended, if it was not the peer's closing.
    malformed: Option<String>,
}

struct Outgoing {
    message: Arc<Vec<u8>>,
    sent: usize,
}

impl Outgoing {
    fn next_body(&self) -> &[u8] {
        let rest = &self.message[self.sent..];
        &rest[..rest.len().min(MAX_BODY)]
    }
}

impl State {
    fn is_fresh(&self) -> bool {
        self.posted == 0 && self.owed == 0 && self.inbox.is_empty() && self.partial.is_none() && !self.recv_closed
    }

    fn take_piece(&mut self, left: u64, body: &[u8]) -> Result<(), LinkError> {
        let (mut message, expected) = match self.partial.take() {
            Some(partial) => partial,
            None => (Vec::new(), left.saturating_add(body.len() as u64)),
        };
        if expected > MAX_ENCODED || left.checked_add(body.len() as u64) != Some(expected) {
            let what = format!("a piece of {} bytes leaves {left} of {expected}", body.len());
            return Err(LinkError::Malformed(what));
        }
        message.reserve_exact(expected as usize);
        message.extend_from_slice(body);
        self.owed += cost(body.len());
        if left == 0 {
            self.inbox_bytes += message.len();
            self.inbox.push_back(message);
        } else {
            self.partial = Some((message, left));
        }
        Ok(())
    }

    /// What a receiver gets when nothing is left to take.
    fn end<R>(&self) -> Option<Result<R, LinkError>> {
        match (self.recv_closed, &self.malformed) {
            (false, _) => None,
            (true, None) => Some(Err(LinkError::Closed)),
            (true, Some(what)) => Some(Err(LinkError::Malformed(what.clone()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (Link, Link) {
        let (near, far) = link_pair().unwrap();
        (near.open(), far.open())
    }

    #[test]
    fn what_is_no_frame_closes_the_link() {
        let (near, far) = pair();
        far.send(b"before").unwrap();
        let lies = || Packet::new(Head::Piece { left: u64::MAX }, b"more than there can be");
        channel::send(&far.sender, lies).unwrap();
        far.send(b"after").unwrap();
        assert_eq!(near.recv().unwrap(), b"before");
        for _ in 0..2 {
            assert!(matches!(near.recv(), Err(LinkError::Malformed(_))));
        }
        assert!(matches!(near.send(b"answer"), Err(LinkError::Closed)));
    }

    #[test]
    fn pieces_that_do_not_add_up_are_malformed() {
        let (near, far) = pair();
        for left in [10, 10] {
            channel::send(&far.sender, || Packet::new(Head::Piece { left }, b"12345")).unwrap();
        }
        assert!(matches!(near.recv(), Err(LinkError::Malformed(_))));
    }

    #[test]
    fn answers_are_owed_only_for_what_was_read() {
        let (near, far) = pair();
        for _ in 0..100 {
            near.post(Arc::new(vec![0; 10_000])).unwrap();
        }
        let full = near.lock().unread;
        assert!((WINDOW - cost(10_000)..=WINDOW).contains(&full));
        while near.lock().unread == full {
            assert_eq!(far.recv().unwrap().len(), 10_000);
            assert!(!near.poll(Duration::from_millis(1)));
        }
        assert!(near.lock().outbox.len() < 100);
    }

    #[test]
    fn a_peer_that_nobody_listens_to_gets_no_more_room() {
        let (near, far) = pair();
        for _ in 0..100 {
            near.post(Arc::new(vec![0; 60_000])).unwrap();
        }
        // Both ends read while they look for messages, but nobody takes any.
        for _ in 0..200 {
            far.drive(Some(Instant::now()), |_| None::<Result<(), _>>).unwrap_err();
            near.poll(Duration::ZERO);
        }
        let held = far.lock().inbox_bytes;
        assert!((INBOX_AMPLE..INBOX_AMPLE + WINDOW).contains(&held), "{held}");
        for _ in 0..100 {
            while !far.poll(Duration::ZERO) {
                near.poll(Duration::ZERO);
            }
            far.recv().unwrap();
        }
    }
}
