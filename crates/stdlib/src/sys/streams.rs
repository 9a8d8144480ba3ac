//! `sys.stdin`, `sys.stdout` and `sys.stderr`.

use crate::{shape, take};
use std::io::{BufRead, IsTerminal, Read, Write};
use taipan_vm::body::{Module, Str};
use taipan_vm::ops::dict::get_str;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// A standard stream of the process; the buffers are Rust's, so that `print` shares them.
#[derive(Clone, Copy)]
enum Stream {
    In,
    Out,
    Err,
}

/// Adds the three streams.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> = &[
        ("write", write),
        ("writelines", write_lines),
        ("flush", flush),
        ("isatty", is_terminal),
        ("fileno", fileno),
        ("readable", readable),
        ("writable", writable),
        ("readline", read_line),
        ("read", read),
        ("readlines", read_lines),
        ("__iter__", itself),
        ("__next__", next_line),
        ("__enter__", itself),
        ("__exit__", flush),
        ("__repr__", repr),
    ];
    let getters: shape::Natives<'_, M> = &[
        ("name", name),
        ("encoding", |_, _| Ok(make::str::<M>("utf-8"))),
        ("errors", |_, _| Ok(make::str::<M>("strict"))),
        ("closed", |_, _| Ok(Value::<M>::FALSE)),
    ];
    let class = shape::class(thread, "_io", "TextIOWrapper", methods, getters);
    let streams = [
        (["stdin", "__stdin__"], Stream::In),
        (["stdout", "__stdout__"], Stream::Out),
        (["stderr", "__stderr__"], Stream::Err),
    ];
    for (names, stream) in streams {
        let object = make::handle::<M>(&class, stream);
        for name in names {
            shape::define(thread, module, name, object.clone());
        }
    }
}

/// Writes to `sys.stderr`, whatever the program has put there; to the process's own if that fails.
pub(crate) fn write_error<M: Model>(thread: &mut Thread<M>, text: &str) {
    let sys = get_str::<M>(thread.interp().modules(), "sys");
    let sys = sys.as_ref().and_then(|it| it.downcast::<Module<M>>());
    if let Some(stderr) = sys.and_then(|it| get_str::<M>(&it.namespace, "stderr"))
        && !stderr.is_none()
    {
        match thread.call_method(&stderr, "write", &[make::str::<M>(text)]) {
            Ok(_) => return,
            Err(_) => drop(thread.take_error()),
        }
    }
    // There is nobody left to tell.
    let _lost = std::io::stderr().write_all(text.as_bytes());
}

/// Writes to `sys.stdout`, whatever the program has put there.
///
/// # Errors
/// What its `write` raises.
pub(crate) fn write_out<M: Model>(thread: &mut Thread<M>, text: &str) -> R<()> {
    let sys = thread.import("sys")?;
    let stdout = thread.get_attr_str(&sys, "stdout")?;
    thread.call_method(&stdout, "write", &[make::str::<M>(text)]).map(drop)
}

fn stream_of<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Stream> {
    take::receiver(thread, args.values, "_io.TextIOWrapper").copied()
}

fn write<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let stream = stream_of(thread, args)?;
    let [_, text] = args.exactly(thread, "write")?;
    let Some(text) = thread.payload::<Str<M>>(text) else {
        let name = thread.type_name(text);
        return Err(thread.type_error(format!("write() argument must be str, not {name}")));
    };
    put(thread, stream, text.as_str())?;
    Ok(make::size::<M>(text.len()))
}

fn put<M: Model>(thread: &mut Thread<M>, stream: Stream, text: &str) -> R<()> {
    let written = match stream {
        Stream::Out => std::io::stdout().write_all(text.as_bytes()),
        Stream::Err => std::io::stderr().write_all(text.as_bytes()),
        Stream::In => return Err(unsupported(thread, "not writable")),
    };
    written.map_err(|error| thread.os_error(&error, None))
}

fn unsupported<M: Model>(thread: &mut Thread<M>, message: &str) -> taipan_vm::Raised {
    let class = thread.import("io").and_then(|io| thread.get_attr_str(&io, "UnsupportedOperation"));
    match class.and_then(|class| thread.call(&class, &[make::str::<M>(message)])) {
        Ok(error) => thread.raise_value(error),
        Err(raised) => raised,
    }
}

fn write_lines<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let stream = stream_of(thread, args)?;
    let [_, lines] = args.exactly(thread, "writelines")?;
    thread.for_each(lines, |thread, line| {
        let line = take::text(thread, "write()", &line)?;
        put(thread, stream, &line)
    })?;
    Ok(Value::<M>::NONE)
}

fn flush<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let flushed = match stream_of(thread, args)? {
        Stream::Out => thread.blocking(|| std::io::stdout().flush()),
        Stream::In | Stream::Err => Ok(()),
    };
    flushed.map_err(|error| thread.os_error(&error, None))?;
    Ok(Value::<M>::NONE)
}

fn is_terminal<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let terminal = match stream_of(thread, args)? {
        Stream::In => std::io::stdin().is_terminal(),
        Stream::Out => std::io::stdout().is_terminal(),
        Stream::Err => std::io::stderr().is_terminal(),
    };
    Ok(Value::<M>::bool(terminal))
}

fn fileno<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::int::<M>(stream_of(thread, args)? as i64))
}

fn readable<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(Value::<M>::bool(matches!(stream_of(thread, args)?, Stream::In)))
}

fn writable<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(Value::<M>::bool(!matches!(stream_of(thread, args)?, Stream::In)))
}

fn name<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::str::<M>(match stream_of(thread, args)? {
        Stream::In => "<stdin>",
        Stream::Out => "<stdout>",
        Stream::Err => "<stderr>",
    }))
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (name, mode) = match stream_of(thread, args)? {
        Stream::In => ("<stdin>", 'r'),
        Stream::Out => ("<stdout>", 'w'),
        Stream::Err => ("<stderr>", 'w'),
    };
    Ok(make::str::<M>(format!("<_io.TextIOWrapper name='{name}' mode='{mode}' encoding='utf-8'>")))
}

fn itself<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [stream] = args.exactly(thread, "__iter__")?;
    Ok(stream.clone())
}

/// The next line, with its newline; empty at the end.
fn line<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<String> {
    if !matches!(stream_of(thread, args)?, Stream::In) {
        return Err(unsupported(thread, "not readable"));
    }
    let mut line = String::new();
    let read = thread.blocking(|| std::io::stdin().lock().read_line(&mut line));
    thread.check()?;
    read.map_err(|error| thread.os_error(&error, None))?;
    Ok(line)
}

fn read_line<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    line(thread, args).map(make::str::<M>)
}

fn next_line<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let line = line(thread, args)?;
    if line.is_empty() {
        return Err(thread.stop_iteration(Value::<M>::NONE));
    }
    Ok(make::str::<M>(line))
}

fn read_lines<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let mut lines = Vec::new();
    loop {
        let line = line(thread, args)?;
        if line.is_empty() {
            return Ok(make::list::<M>(lines));
        }
        lines.push(make::str::<M>(line));
    }
}

/// `read(size=-1)`: so many characters, or everything.
fn read<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    if !matches!(stream_of(thread, args)?, Stream::In) {
        return Err(unsupported(thread, "not readable"));
    }
    let args = args.between(thread, "read", 1, 2)?;
    let size = match args.get(1).filter(|it| !it.is_none()) {
        Some(size) => usize::try_from(thread.index(size)?).ok(),
        None => None,
    };
    let text = thread.blocking(|| read_text(size));
    thread.check()?;
    text.map(make::str::<M>).map_err(|error| thread.os_error(&error, None))
}

fn read_text(size: Option<usize>) -> std::io::Result<String> {
    let mut stdin = std::io::stdin().lock();
    let mut bytes = Vec::new();
    let Some(size) = size else {
        stdin.read_to_end(&mut bytes)?;
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    };
    let mut characters = 0;
    let mut byte = [0];
    while stdin.read(&mut byte)? == 1 {
        // A byte that continues a character belongs to the last one counted.
        characters += usize::from(byte[0] & 0xC0 != 0x80);
        bytes.push(byte[0]);
        let width = bytes.iter().rev().take_while(|it| **it & 0xC0 == 0x80).count() + 1;
        let first = bytes[bytes.len() - width];
        if characters == size && width >= (first.leading_ones() as usize).max(1) {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
