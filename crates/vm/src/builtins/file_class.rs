//! The methods of files.

use super::file::{File, Standard, Text, standard_stream};
use super::stream::Stream;
use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::bytes::{self as codec, Encoding};
use crate::thread::{Args, Thread};
use crate::types::receiver::after_first;
use parking_lot::MutexGuard;
use std::borrow::Cow;
use std::io::{self, IsTerminal, SeekFrom};

/// The classes of text and of binary files.
pub(super) fn classes<M: Model>(interp: &Interp<M>) -> [Obj<M, Class<M>>; 2] {
    ["TextIOWrapper", "BufferedRandom"].map(|name| {
        let class = interp.native_class(
            name,
            &[
                ("read", read),
                ("readline", read_line),
                ("readlines", read_lines),
                ("write", write),
                ("writelines", write_lines),
                ("flush", flush),
                ("close", close),
                ("seek", seek),
                ("tell", tell),
                ("truncate", truncate),
                ("fileno", fileno),
                ("isatty", is_a_tty),
                ("readable", |thread, args| Ok(Value::<M>::bool(this(thread, args)?.0.options.readable))),
                ("writable", |thread, args| Ok(Value::<M>::bool(this(thread, args)?.0.options.writable))),
                ("seekable", |thread, args| Ok(Value::<M>::bool(this(thread, args)?.0.standard().is_none()))),
                ("__enter__", enter),
                ("__exit__", close),
                ("__iter__", enter),
                ("__next__", next),
                ("__repr__", repr),
            ],
        );
        let types = interp.types();
        types.add(interp, &class, "__module__", make::str::<M>("_io"));
        types.add_getters(
            interp,
            &class,
            &[
                ("name", |thread, args| Ok(make::str::<M>(this(thread, args)?.0.options.name.as_str()))),
                ("mode", |thread, args| Ok(make::str::<M>(this(thread, args)?.0.options.mode.as_str()))),
                ("closed", |thread, args| Ok(Value::<M>::bool(this(thread, args)?.0.stream.lock().is_closed()))),
                ("encoding", |thread, args| text_part(thread, args, |text| text.encoding.name())),
                ("errors", |thread, args| text_part(thread, args, |text| &text.errors)),
                ("buffer", buffer),
            ],
        );
        class
    })
}

/// The file in the first argument, and the other arguments.
fn this<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<(&'a File, Args<'a, M>)> {
    match args.list().first().and_then(|value| thread.state::<File>(value)) {
        Some(file) => Ok((file, after_first(args))),
        None => Err(thread.type_error("descriptor of a file doesn't apply to this object")),
    }
}

/// The stream of an open file.
fn opened<'a, M: Model>(thread: &mut Thread<M>, file: &'a File) -> R<MutexGuard<'a, Stream>> {
    let stream = file.stream.lock();
    if stream.is_closed() {
        drop(stream);
        return Err(thread.value_error("I/O operation on closed file."));
    }
    Ok(stream)
}

fn readable<M: Model>(thread: &mut Thread<M>, file: &File) -> R<()> {
    drop(opened(thread, file)?);
    if file.options.readable { Ok(()) } else { Err(unsupported(thread, "not readable")) }
}

/// Raises `io.UnsupportedOperation`, or OSError where there is no module `io`.
fn unsupported<M: Model>(thread: &mut Thread<M>, message: &str) -> Raised {
    let class = thread.import("io").and_then(|io| thread.get_attr_str(&io, "UnsupportedOperation"));
    match class.and_then(|class| thread.call(&class, &[make::str::<M>(message)])) {
        Ok(error) => thread.raise_value(error),
        Err(Raised) if thread.error_is(Exc::Import) => {
            thread.error = None;
            thread.raise(Exc::Os, message)
        }
        Err(raised) => raised,
    }
}

/// Works on a stream without the pass, because the system may keep the thread waiting.
fn blocking<M: Model, T>(
    thread: &mut Thread<M>,
    file: &File,
    work: impl FnOnce(&mut Stream) -> io::Result<T> + Send,
) -> R<T> {
    let result = thread.blocking(|| work(&mut file.stream.lock()));
    result.map_err(|error| thread.os_error(&error, None))
}

/// Bytes as the file gives them: text for a text file.
fn give<M: Model>(thread: &mut Thread<M>, file: &File, bytes: Vec<u8>) -> R<Value<M>> {
    let Some(text) = &file.options.text else { return Ok(make::bytes::<M>(bytes)) };
    let decoded = codec::decode(&bytes, text.encoding, &text.errors).map_err(|error| thread.text_error(error))?;
    let decoded = match decoded {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    };
    let plain = !text.universal || !decoded.contains('\r');
    Ok(make::str::<M>(if plain { decoded } else { decoded.replace("\r\n", "\n").replace('\r', "\n") }))
}

/// An optional size; None for everything.
fn size<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str) -> R<Option<usize>> {
    match args.between(thread, name, 0, 1)? {
        [size] if !size.is_none() => Ok(usize::try_from(thread.index(size)?).ok()),
        _ => Ok(None),
    }
}

fn read<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, rest) = this(thread, args)?;
    let size = size(thread, rest, "read")?;
    readable(thread, file)?;
    let utf8 = file.options.text.as_ref().is_some_and(|text| text.encoding == Encoding::Utf8);
    let bytes = blocking(thread, file, |stream| match size {
        None => stream.read_all(),
        Some(n) if utf8 => stream.read_chars(n),
        Some(n) => stream.read(n),
    })?;
    give(thread, file, bytes)
}

fn line<M: Model>(thread: &mut Thread<M>, file: &File) -> R<Vec<u8>> {
    readable(thread, file)?;
    let ahead = file.stream.lock().line_ahead();
    match ahead {
        Some(line) => Ok(line),
        None => blocking(thread, file, Stream::read_line),
    }
}

fn read_line<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, rest) = this(thread, args)?;
    size(thread, rest, "readline")?;
    let line = line(thread, file)?;
    give(thread, file, line)
}

fn read_lines<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, rest) = this(thread, args)?;
    size(thread, rest, "readlines")?;
    let mut lines = Vec::new();
    loop {
        let line = line(thread, file)?;
        if line.is_empty() {
            return Ok(make::list::<M>(lines));
        }
        lines.push(give(thread, file, line)?);
    }
}

fn next<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    let line = line(thread, file)?;
    if line.is_empty() {
        return Err(thread.stop_iteration(Value::<M>::NONE));
    }
    give(thread, file, line)
}

/// The bytes of what is to be written, and what `write` returns.
fn taken<M: Model>(thread: &mut Thread<M>, file: &File, value: &Value<M>) -> R<(Vec<u8>, usize)> {
    match &file.options.text {
        None => match crate::ops::compare::bytes_of::<M>(value) {
            Some(bytes) => Ok((bytes.to_vec(), bytes.len())),
            None => {
                let name = thread.type_name(value);
                Err(thread.type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        },
        Some(text) => match thread.payload::<Str<M>>(value) {
            Some(string) => {
                let bytes = codec::encode(string.as_str(), text.encoding, &text.errors);
                Ok((bytes.map_err(|error| thread.text_error(error))?, string.len()))
            }
            None => {
                let name = thread.type_name(value);
                Err(thread.type_error(format!("write() argument must be str, not {name}")))
            }
        },
    }
}

fn put<M: Model>(thread: &mut Thread<M>, file: &File, bytes: &[u8]) -> R<()> {
    let mut stream = opened(thread, file)?;
    if !file.options.writable {
        drop(stream);
        return Err(unsupported(thread, "not writable"));
    }
    if file.standard() == Some(Standard::Out) {
        drop(stream);
        return super::output::write_stdout(thread, bytes, false);
    }
    let due = stream.write(bytes);
    drop(stream);
    match due {
        Ok(false) => Ok(()),
        Ok(true) => blocking(thread, file, Stream::flush),
        Err(error) => Err(thread.os_error(&error, None)),
    }
}

fn write<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, rest) = this(thread, args)?;
    let [value] = rest.exactly::<1>(thread, "write")?;
    let (bytes, length) = taken(thread, file, value)?;
    put(thread, file, &bytes)?;
    Ok(make::size::<M>(length))
}

fn write_lines<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, rest) = this(thread, args)?;
    let [lines] = rest.exactly::<1>(thread, "writelines")?;
    thread.for_each(lines, |thread, line| {
        let (bytes, _) = taken(thread, file, &line)?;
        put(thread, file, &bytes)
    })?;
    Ok(Value::<M>::NONE)
}

fn flush<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    drop(opened(thread, file)?);
    blocking(thread, file, Stream::flush)?;
    Ok(Value::<M>::NONE)
}

/// Also `__exit__`, which lets every exception pass.
fn close<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    blocking(thread, file, Stream::close)?;
    Ok(Value::<M>::NONE)
}

/// Also `__iter__`: a file is its own iterator.
fn enter<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    drop(opened(thread, file)?);
    Ok(args.values[0].clone())
}

fn seek<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, rest) = this(thread, args)?;
    let given = rest.between(thread, "seek", 1, 2)?;
    let offset = thread.index(&given[0])?;
    let whence = given.get(1).map_or(Ok(0), |whence| thread.index(whence))?;
    let to = match (whence, u64::try_from(offset)) {
        (0, Ok(offset)) => SeekFrom::Start(offset),
        (0, Err(_)) => return Err(thread.value_error(format!("negative seek position {offset}"))),
        (1, _) => SeekFrom::Current(offset),
        (2, _) => SeekFrom::End(offset),
        _ => return Err(thread.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    drop(opened(thread, file)?);
    blocking(thread, file, |stream| stream.seek(to)).map(|at| make::int::<M>(at as i64))
}

fn tell<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    drop(opened(thread, file)?);
    blocking(thread, file, Stream::tell).map(|at| make::int::<M>(at as i64))
}

fn truncate<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, rest) = this(thread, args)?;
    let size = size(thread, rest, "truncate")?;
    drop(opened(thread, file)?);
    blocking(thread, file, |stream| stream.truncate(size.map(|n| n as u64))).map(|at| make::int::<M>(at as i64))
}

fn fileno<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    let number = opened(thread, file)?.fileno();
    Ok(Value::<M>::small(number))
}

fn is_a_tty<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    let terminal = match file.standard() {
        Some(Standard::In) => io::stdin().is_terminal(),
        Some(Standard::Out) => io::stdout().is_terminal(),
        Some(Standard::Err) => io::stderr().is_terminal(),
        None => false,
    };
    Ok(Value::<M>::bool(terminal))
}

fn text_part<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, part: fn(&Text) -> &str) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    match &file.options.text {
        Some(text) => Ok(make::str::<M>(part(text))),
        None => Err(no_such_attribute(thread, args)),
    }
}

/// What a binary file says of the attributes of text files.
fn no_such_attribute<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> Raised {
    let (class, name) = (thread.type_name(&args.values[0]), args.callee.map_or("", |native| native.name));
    thread.raise(Exc::Attribute, format!("'{class}' object has no attribute '{name}'"))
}

/// The bytes under a standard stream.
fn buffer<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    match this(thread, args)?.0.standard() {
        Some(standard) => standard_stream(thread, standard, true),
        None => Err(no_such_attribute(thread, args)),
    }
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (file, _) = this(thread, args)?;
    let (name, mode) = (crate::text::repr::str(&file.options.name), &file.options.mode);
    Ok(make::str::<M>(match &file.options.text {
        Some(text) => {
            let encoding = text.encoding.name().to_uppercase();
            format!("<_io.TextIOWrapper name={name} mode='{mode}' encoding='{encoding}'>")
        }
        None => format!("<_io.BufferedRandom name={name}>"),
    }))
}
