//! What travels between processes: values as a table of plain nodes, so that what is shared stays shared.

use num_bigint::BigInt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use taipan_code::Code;

/// A value with everything that it refers to.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) struct Wire {
    /// The value.
    pub(crate) root: Ref,
    /// What has an identity. Nodes may refer to each other in cycles.
    pub(crate) nodes: Vec<Node>,
}

/// A value: one whose identity does not matter, or a node by its number.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) enum Ref {
    None,
    Bool(bool),
    Ellipsis,
    NotImplemented,
    Int(i64),
    Float(f64),
    Str(String),
    Node(u32),
}

/// Attributes or globals by name.
pub(crate) type Names = Vec<(String, Ref)>;

/// An object.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) enum Node {
    BigInt(BigInt),
    Bytes(Vec<u8>),
    ByteArray(Vec<u8>),
    List(Vec<Ref>),
    Tuple(Vec<Ref>),
    Dict(Vec<(Ref, Ref)>),
    Set(Vec<Ref>),
    FrozenSet(Vec<Ref>),
    Deque {
        items: Vec<Ref>,
        most: Option<u64>,
    },
    /// A cache of `functools`, without its results.
    Cache {
        function: Ref,
        most: Option<u64>,
        typed: bool,
    },
    Range(i64, i64, i64),
    Slice(Ref, Ref, Ref),
    Module(String),
    /// What a module that can be imported has under a dotted path.
    Global {
        module: String,
        path: String,
    },
    /// The method of a value.
    Method {
        receiver: Ref,
        name: String,
    },
    Function(Box<Function>),
    Cell(Option<Ref>),
    Property {
        get: Ref,
        set: Ref,
        delete: Ref,
    },
    StaticMethod(Ref),
    ClassMethod(Ref),
    Class(Box<Class>),
    Instance {
        class: Ref,
        payload: Ref,
        attributes: Names,
    },
    Exception {
        class: Ref,
        args: Vec<Ref>,
        cause: Ref,
        attributes: Names,
    },
    Code(Arc<Code>),
    /// A queue of the host.
    Queue(u64),
    /// What interpreters of one process share, by its place in the message.
    Shared(u32),
    /// An end of a pipe: the channels that it reads from and writes to.
    End {
        read: Option<u64>,
        write: Option<u64>,
    },
}

/// A function that the receiver cannot import.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) struct Function {
    pub(crate) code: Arc<Code>,
    pub(crate) module: String,
    pub(crate) defaults: Vec<Ref>,
    pub(crate) keyword_defaults: Ref,
    pub(crate) closure: Vec<Ref>,
    pub(crate) attributes: Names,
    /// `__name__`, `__annotations__` and their like, where they are not what the code says.
    pub(crate) facts: Names,
    /// The globals that its code, and the code inside it, reaches.
    pub(crate) globals: Names,
}

/// A class that the receiver cannot import.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) struct Class {
    pub(crate) name: String,
    pub(crate) qualname: String,
    pub(crate) module: String,
    pub(crate) metaclass: Ref,
    pub(crate) bases: Vec<Ref>,
    pub(crate) namespace: Names,
}

/// From the host to a worker.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) enum ToWorker {
    /// Run a call and answer with its outcome.
    Run(Vec<u8>),
    /// Run a call, then end with the exit code that it leads to.
    Only(Vec<u8>),
    /// End.
    Stop,
    /// The answer to a request.
    Answer { request: u64, answer: Answer },
}

/// From a worker to the host.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) enum ToHost {
    /// The outcome of the oldest call not yet answered.
    Done(Outcome),
    /// Something is asked of a channel.
    Ask { request: u64, ask: Ask },
}

/// How a call ended, with what it returned or raised.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct Outcome {
    pub(crate) ok: bool,
    pub(crate) value: Vec<u8>,
}

/// What a worker asks of the channels in the host.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) enum Ask {
    /// A new channel; so many items fit, or any number if zero.
    New { bound: u64 },
    /// Put an item; `wait` if it is full.
    Put { channel: u64, item: Vec<u8>, wait: bool },
    /// Take an item; `wait` if it is empty.
    Get { channel: u64, wait: bool },
    /// How many items there are, and whether more may come.
    Look { channel: u64 },
    /// No longer wait for the answer to a request.
    Cancel { channel: u64, request: u64 },
    /// An end of a pipe is closed.
    Close { read: Option<u64>, write: Option<u64> },
}

/// What a channel answers.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// The new channel's number.
    Made(u64),
    /// The item is in.
    Put,
    /// The item that was taken.
    Item(Vec<u8>),
    /// There was nothing to take, or no room.
    NotNow,
    /// Nobody is left at the other end.
    Closed,
    /// So many items, and whether the other end is closed.
    State { items: u64, bound: u64, closed: bool },
}

/// The bytes of a message. Both ends are the same binary, so the form may change at any time.
pub(crate) fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    bincode::serialize(message).expect("plain data into memory cannot fail")
}

/// The message in bytes that `encode` made.
///
/// # Errors
/// In words, when they are not.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    bincode::deserialize(bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_comes_back() {
        let big = BigInt::from(2).pow(100);
        let code = taipan_code::compile("lambda x: x + 1", "<test>", taipan_code::Mode::Eval).unwrap();
        let nodes = vec![
            Node::List(vec![Ref::Node(0), Ref::Int(-1), Ref::Float(0.5), Ref::Str("ü".into()), Ref::None]),
            Node::Dict(vec![(Ref::Bool(true), Ref::Node(0))]),
            Node::BigInt(big),
            Node::Code(code),
        ];
        let wire = Wire { root: Ref::Node(1), nodes };
        assert_eq!(decode::<Wire>(&encode(&wire)).unwrap(), wire);
    }

    #[test]
    fn what_is_no_message_is_an_error() {
        assert!(decode::<ToWorker>(&[9; 40]).is_err());
        assert!(decode::<Wire>(&[]).is_err());
    }
}
