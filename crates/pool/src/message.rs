//! What the pool and its workers say to each other.
//!
//! A message is the bodies, one behind the other, then the encoded head, then the head's length: so a body of any size is
//! encoded straight into the message, and a head may depend on how that went.

use serde::{Deserialize, Serialize};

use crate::codec::{self, CodecError};
use crate::error::TaskError;

/// From the pool to a worker.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Run these tasks, whose bodies have these sizes, in order.
    Run { job: u64, sizes: Vec<u64> },
    /// Leave.
    Stop,
}

/// From a worker to the pool.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The worker has started and takes tasks.
    Ready,
    /// The worker could not start, and leaves.
    Refused { reason: String },
    /// The job's first task is about to run.
    Started { job: u64 },
    /// The job's tasks have run, except that after a panic the rest have not; bodies have the sizes of the `Ok`s.
    Done { job: u64, outcomes: Vec<Result<u64, TaskError>> },
}

/// Completes a message whose bodies are written.
pub(crate) fn seal<H: Serialize>(mut message: Vec<u8>, head: &H) -> Result<Vec<u8>, CodecError> {
    let start = message.len();
    codec::encode_into(head, &mut message)?;
    let size = (message.len() - start) as u64;
    message.extend_from_slice(&size.to_le_bytes());
    Ok(message)
}

/// Takes a message apart into its head and its bodies.
pub(crate) fn unseal<'a, H: Deserialize<'a>>(message: &'a [u8]) -> Result<(H, &'a [u8]), CodecError> {
    let too_short = || CodecError::new("the message is shorter than its head");
    let (rest, size) = message.split_last_chunk().ok_or_else(too_short)?;
    let size = usize::try_from(u64::from_le_bytes(*size)).unwrap_or(usize::MAX);
    let start = rest.len().checked_sub(size).ok_or_else(too_short)?;
    let (bodies, head) = rest.split_at(start);
    Ok((codec::decode(head)?, bodies))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_apart_as_it_was_put_together() {
        let order = Order::Run { job: 3, sizes: vec![4] };
        let message = seal(b"body".to_vec(), &order).unwrap();
        assert_eq!(unseal::<Order>(&message).unwrap(), (order, &b"body"[..]));
    }

    #[test]
    fn garbage_is_an_error() {
        assert!(unseal::<Order>(b"").is_err());
        assert!(unseal::<Order>(&[0xff; 40]).is_err());
        assert!(unseal::<Order>(&0_u64.to_le_bytes()).is_err());
    }
}
