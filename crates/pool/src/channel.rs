//! One direction of an `ipc-channel`, with the traps covered: interrupted calls are tried again, and every way that the
//! kernel reports a dead peer is one error.

use std::io::{Error, ErrorKind};
use std::time::{Duration, Instant};

use ipc_channel::ipc::{IpcReceiver, IpcSender};
use ipc_channel::{IpcError, TryRecvError};
use serde::{Deserialize, Serialize};

use crate::error::LinkError;

/// Sends what `message` makes. It may be called more than once, because an interrupted send consumes its message.
pub(crate) fn send<T: Serialize>(sender: &IpcSender<T>, message: impl Fn() -> T) -> Result<(), LinkError> {
    loop {
        match sender.send(message()).map_err(link_error) {
            Err(LinkError::Io(error)) if error.kind() == ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}

/// Receives one message, waiting for it until `deadline`, or for ever if there is none.
pub(crate) fn recv<T>(receiver: &IpcReceiver<T>, deadline: Option<Instant>) -> Result<T, LinkError>
where
    T: Serialize + for<'de> Deserialize<'de>,
{
    loop {
        let outcome = match deadline {
            None => receiver.recv().map_err(TryRecvError::IpcError),
            Some(deadline) => receiver.try_recv_timeout(time_left(deadline)),
        };
        match outcome {
            Ok(message) => return Ok(message),
            Err(TryRecvError::Empty) if deadline.is_none_or(|it| Instant::now() < it) => {}
            Err(TryRecvError::Empty) => return Err(LinkError::TimedOut),
            Err(TryRecvError::IpcError(error)) => match link_error(error) {
                LinkError::Io(error) if error.kind() == ErrorKind::Interrupted => {}
                error => return Err(error),
            },
        }
    }
}

/// The time to `deadline` in whole milliseconds, rounded up, and short enough for the poll call beneath.
fn time_left(deadline: Instant) -> Duration {
    const LONGEST: Duration = Duration::from_hours(24);
    let left = deadline.saturating_duration_since(Instant::now());
    round_up(left.min(LONGEST))
}

fn round_up(wait: Duration) -> Duration {
    let millis = wait.as_nanos().div_ceil(1_000_000);
    Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

/// A peer that dies is seen as the end of its messages, as a broken pipe or, with messages unread, as a reset.
pub(crate) fn link_error(error: IpcError) -> LinkError {
    match error {
        IpcError::Disconnected => LinkError::Closed,
        IpcError::Io(error) => io_error(error),
        IpcError::SerializationError(error) => LinkError::Malformed(error.to_string()),
    }
}

fn io_error(error: Error) -> LinkError {
    match error.kind() {
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset => LinkError::Closed,
        _ => LinkError::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reset_and_a_broken_pipe_are_the_same_death() {
        for errno in [libc::ECONNRESET, libc::EPIPE] {
            let error = io_error(Error::from_raw_os_error(errno));
            assert!(matches!(error, LinkError::Closed));
        }
    }

    #[test]
    fn a_wait_is_never_rounded_down() {
        assert_eq!(round_up(Duration::from_nanos(1)), Duration::from_millis(1));
        assert_eq!(round_up(Duration::from_millis(2)), Duration::from_millis(2));
    }
}
