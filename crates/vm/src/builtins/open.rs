//! `open`.

use super::file::{File, Options, Text};
use super::file_class::classes;
use super::stream::Source;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Value};
use crate::text::bytes::Encoding;
use crate::thread::{Args, Thread};
use std::fs::OpenOptions;

/// The classes of files travel in the environment of `open`.
pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    let classes = classes(interp).map(|class| class.into_value());
    interp.define(interp.builtins(), "open", make::closure::<M>("open", open, make::tuple::<M>(classes)));
}

fn open<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let names = ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"];
    let [file, mode, _, encoding, errors, newline, ..] = args.named(thread, "open", names, 1)?;
    let path = path(thread, file.expect("required"))?;
    let mode = option(thread, mode, "mode")?.unwrap_or_else(|| "r".to_owned());
    let Some((how, readable, writable, binary)) = parse(&mode) else {
        return Err(thread.value_error(format!("invalid mode: '{mode}'")));
    };
    let encoding = option(thread, encoding, "encoding")?;
    if binary && encoding.is_some() {
        return Err(thread.value_error("binary mode doesn't take an encoding argument"));
    }
    let encoding = encoding.map_or(Ok(Encoding::Utf8), |name| Encoding::from_name(&name));
    let encoding = encoding.map_err(|error| thread.text_error(error))?;
    let errors = option(thread, errors, "errors")?.unwrap_or_else(|| "strict".to_owned());
    let universal = option(thread, newline, "newline")?.is_none();
    let opened = match thread.blocking(|| how.open(&path)) {
        Ok(file) if file.metadata().is_ok_and(|m| m.is_dir()) => Err(std::io::Error::from_raw_os_error(IS_A_DIRECTORY)),
        opened => opened,
    };
    let source = Source::Disk(opened.map_err(|error| thread.os_error(&error, Some(&path)))?);
    let text = (!binary).then_some(Text { encoding, errors, universal });
    let options = Options { name: path, mode, readable, writable, text };
    let classes = args.bound().downcast::<Tuple<M>>().expect("the environment of open");
    let class = classes.items()[usize::from(binary)].downcast::<Class<M>>().expect("the environment of open");
    Ok(make::handle::<M>(class, File::new(options, source)))
}

/// `EISDIR` on Linux, which lets a directory be opened for reading.
const IS_A_DIRECTORY: i32 = 21;

/// How to open, whether to read, whether to write, whether bytes; None for a mode that means nothing.
fn parse(mode: &str) -> Option<(OpenOptions, bool, bool, bool)> {
    let count = |c: char| mode.matches(c).count();
    let known = mode.chars().all(|c| "rwxabt+".contains(c)) && "rwxabt+".chars().all(|c| count(c) <= 1);
    let base = count('r') + count('w') + count('x') + count('a');
    if !known || base != 1 || (count('b') == 1 && count('t') == 1) {
        return None;
    }
    let (read, plus) = (count('r') == 1, count('+') == 1);
    let mut how = OpenOptions::new();
    how.read(read || plus);
    how.write((!read || plus) && count('a') == 0);
    how.append(count('a') == 1);
    how.create(count('w') == 1 || count('a') == 1);
    how.create_new(count('x') == 1);
    how.truncate(count('w') == 1);
    Some((how, read || plus, !read || plus, count('b') == 1))
}

fn option<M: Model>(thread: &mut Thread<M>, given: Option<&Value<M>>, name: &str) -> R<Option<String>> {
    match given.filter(|given| !given.is_none()) {
        None => Ok(None),
        Some(given) => match given.downcast::<Str<M>>() {
            Some(text) => Ok(Some(text.as_str().to_owned())),
            None => {
                let class = thread.type_name(given);
                Err(thread.type_error(format!("open() argument '{name}' must be str, not {class}")))
            }
        },
    }
}

/// The path in a string, in bytes, or in what `__fspath__` returns.
fn path<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<String> {
    if let Some(text) = thread.payload::<Str<M>>(value) {
        return Ok(text.as_str().to_owned());
    }
    if let Some(bytes) = value.downcast::<Bytes<M>>() {
        return Ok(String::from_utf8_lossy(&bytes.0).into_owned());
    }
    match thread.special_named(value, "__fspath__") {
        Some(method) => {
            let path = thread.call(&method, std::slice::from_ref(value))?;
            thread.str(&path)
        }
        None => {
            let name = thread.type_name(value);
            Err(thread.type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn modes_say_what_may_be_done() {
        let facts = |mode| parse(mode).map(|(_, read, write, binary)| (read, write, binary));
        assert_eq!(facts("r"), Some((true, false, false)));
        assert_eq!(facts("wb"), Some((false, true, true)));
        assert_eq!(facts("a+t"), Some((true, true, false)));
        for wrong in ["", "z", "rw", "rr", "rbt", "b", "+"] {
            assert_eq!(facts(wrong), None, "{wrong}");
        }
    }
}
