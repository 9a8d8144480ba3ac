//! The frames of a link: how a message is cut into packets that are never too large, and what a packet costs.
//!
//! `ipc-channel` sends a packet above the socket buffer over a second, hidden socket, and such a send never ends when
//! the receiver dies. So no packet here is above [`MAX_PACKET`], and the sender keeps what lies unread in the socket below
//! [`WINDOW`], which the kernel always has room for: a send cannot block.

use serde::{Deserialize, Serialize};

use crate::codec;
use crate::error::LinkError;

/// No packet is larger than this, in bytes.
pub(crate) const MAX_PACKET: usize = 64 << 10;

/// The most message bytes in one packet: the rest is for the head and for what `ipc-channel` adds.
pub(crate) const MAX_BODY: usize = MAX_PACKET - 64;

/// The cost that may lie unread in one direction of a link.
pub(crate) const WINDOW: usize = 176 << 10;

/// A receiver owes an answer once it has read this much. Four such answers fit beside a full window.
pub(crate) const ACK_AT: usize = WINDOW / 4;

/// The socket buffer that [`WINDOW`] and the answers beside it were measured against, in bytes.
pub(crate) const SOCKET_BUFFER: usize = 212_992;

/// What travels as one packet.
#[derive(Serialize, Deserialize)]
pub(crate) struct Packet(#[serde(with = "serde_bytes")] Vec<u8>);

/// The head of a packet; the body follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Head {
    /// A piece of a message, with this many bytes still to come in later packets.
    Piece { left: u64 },
    /// The receiver has read pieces of this cost.
    Ack { cost: u64 },
}

/// Bytes of an encoded [`Head`]: its number and its one field.
const HEAD: usize = 4 + 8;

impl Packet {
    pub(crate) fn new(head: Head, body: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        codec::encode_into(&head, &mut bytes).expect("a head is plain numbers");
        debug_assert_eq!(bytes.len(), HEAD);
        bytes.extend_from_slice(body);
        Self(bytes)
    }

    pub(crate) fn split(&self) -> Result<(Head, &[u8]), LinkError> {
        let malformed = |what: String| LinkError::Malformed(what);
        if self.0.len() < HEAD {
            return Err(malformed(format!("{} bytes are no head", self.0.len())));
        }
        let (head, body) = self.0.split_at(HEAD);
        let head = codec::decode(head).map_err(|error| malformed(error.to_string()))?;
        Ok((head, body))
    }
}

/// An upper bound of the buffer space that the kernel charges for a piece with `body` bytes.
///
/// Measured on Linux 6.18 by filling sockets: 766 bytes for 100, 8.2 KiB for 4 KiB, 19.4 KiB for 16 KiB, 35 KiB for
/// 32 KiB, 53 KiB for 64 KiB. Up to a few pages the kernel rounds up to powers of two; beyond, it takes whole pages.
pub(crate) fn cost(body: usize) -> usize {
    const OVERHEAD: usize = 2 << 10;
    const ROUNDED: usize = 18 << 10;
    OVERHEAD + body + body.min(ROUNDED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_comes_apart_as_it_was_put_together() {
        let packet = Packet::new(Head::Piece { left: 5 }, b"body");
        let (head, body) = packet.split().unwrap();
        assert_eq!((head, body), (Head::Piece { left: 5 }, &b"body"[..]));
    }

    #[test]
    fn a_stub_is_malformed() {
        let stub = Packet(vec![0; HEAD - 1]);
        assert!(matches!(stub.split(), Err(LinkError::Malformed(_))));
    }

    #[test]
    fn the_window_holds_a_largest_piece_beside_what_a_reader_may_owe() {
        assert!(cost(MAX_BODY) + ACK_AT <= WINDOW);
        assert!(WINDOW + 5 * cost(0) <= SOCKET_BUFFER);
    }
}
