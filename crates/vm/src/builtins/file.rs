//! The state of files, and the standard streams.

use super::stream::{Source, Stream};
use crate::body::*;
use crate::error::{Exc, R};
use crate::make;
use crate::model::{Model, Value};
use crate::text::bytes::Encoding;
use crate::thread::Thread;
use parking_lot::Mutex;

/// One of the process's standard streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the stream of its name")]
pub enum Standard {
    In,
    Out,
    Err,
}

/// What an open file does besides moving bytes.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) name: String,
    pub(super) mode: String,
    pub(super) readable: bool,
    pub(super) writable: bool,
    /// None for a binary file.
    pub(super) text: Option<Text>,
}

/// How text becomes bytes.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) encoding: Encoding,
    pub(super) errors: String,
    /// Whether every end of a line is read as `\n`.
    pub(super) universal: bool,
}

/// The state of a file object.
#[derive(Debug)]
pub struct File {
    pub(super) options: Options,
    standard: Option<Standard>,
    pub(super) stream: Mutex<Stream>,
}

impl File {
    pub(super) fn new(options: Options, source: Source) -> Self {
        Self { options, standard: None, stream: Mutex::new(Stream::new(source)) }
    }

    /// Which standard stream this is, if it is one.
    pub fn standard(&self) -> Option<Standard> {
        self.standard
    }

    fn of_standard(standard: Standard, binary: bool) -> Self {
        let (name, source) = match standard {
            Standard::In => ("<stdin>", Source::Stdin),
            Standard::Out => ("<stdout>", Source::Stdout),
            Standard::Err => ("<stderr>", Source::Stderr),
        };
        let readable = standard == Standard::In;
        let text = Text { encoding: Encoding::Utf8, errors: "strict".into(), universal: true };
        let mode = format!("{}{}", if readable { "r" } else { "w" }, if binary { "b" } else { "" });
        let options =
            Options { name: name.into(), mode, readable, writable: !readable, text: (!binary).then_some(text) };
        Self { standard: Some(standard), ..Self::new(options, source) }
    }
}

/// A standard stream as the object that `sys` shows; `binary` is what `sys.stdout.buffer` is.
///
/// # Errors
/// RuntimeError when the program has put something else in the place of `open`, which knows the classes.
pub fn standard_stream<M: Model>(thread: &mut Thread<M>, standard: Standard, binary: bool) -> R<Value<M>> {
    let open = thread.builtin("open")?;
    let classes = open.downcast::<Native<M>>().and_then(|open| open.bound.downcast::<Tuple<M>>());
    match classes.and_then(|classes| classes.items()[usize::from(binary)].downcast::<Class<M>>()) {
        Some(class) => Ok(make::handle::<M>(class, File::of_standard(standard, binary))),
        None => Err(thread.raise(Exc::Runtime, "open was replaced before sys was imported")),
    }
}
