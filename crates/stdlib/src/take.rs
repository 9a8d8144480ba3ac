//! Arguments as Rust wants them, or the exception that CPython raises for what does not fit.

use std::time::{Duration, Instant};
use taipan_vm::body::Str;
use taipan_vm::ops::compare::{bytes_of, held};
use taipan_vm::{Exc, Model, R, Thread, Value, make};

/// A text.
pub(crate) fn text<M: Model>(thread: &mut Thread<M>, function: &str, value: &Value<M>) -> R<String> {
    match held::<M>(value).as_ref().and_then(|it| it.downcast::<Str<M>>()) {
        Some(text) => Ok(text.as_str().to_owned()),
        None => {
            let name = thread.type_name(value);
            Err(thread.type_error(format!("{function} argument must be str, not {name}")))
        }
    }
}

/// Bytes or a bytearray.
pub(crate) fn bytes<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Box<[u8]>> {
    match held::<M>(value).as_ref().and_then(|it| bytes_of::<M>(it)) {
        Some(bytes) => Ok(bytes),
        None => {
            let name = thread.type_name(value);
            Err(thread.type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }
}

/// A number that fits an `i32`, such as a descriptor or a flag.
pub(crate) fn small<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<i32> {
    let n = thread.index(value)?;
    i32::try_from(n).map_err(|_| thread.raise(Exc::Overflow, "Python int too large to convert to C int"))
}

/// Seconds, zero or more. `negative` is the message for anything below.
pub(crate) fn seconds<M: Model>(thread: &mut Thread<M>, value: &Value<M>, negative: &str) -> R<Duration> {
    let seconds = match thread.float_of(value) {
        Ok(seconds) => seconds,
        Err(_) if thread.error_is(Exc::Type) => {
            thread.take_error();
            let name = thread.type_name(value);
            return Err(thread.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        }
        Err(raised) => return Err(raised),
    };
    if seconds.is_nan() {
        return Err(thread.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(thread.value_error(negative));
    }
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| thread.raise(Exc::Overflow, "timestamp too large to convert to C _PyTime_t"))
}

/// When a wait ends: None and a missing argument mean never.
pub(crate) fn deadline<M: Model>(thread: &mut Thread<M>, timeout: Option<&Value<M>>) -> R<Option<Instant>> {
    let Some(timeout) = timeout.filter(|it| !it.is_none()) else { return Ok(None) };
    let seconds = thread.float_of(timeout)?.max(0.0);
    Ok(Duration::try_from_secs_f64(seconds).ok().and_then(|it| Instant::now().checked_add(it)))
}

/// A truth value, `default` when missing.
pub(crate) fn truth<M: Model>(thread: &mut Thread<M>, value: Option<&Value<M>>, default: bool) -> R<bool> {
    value.map_or(Ok(default), |it| thread.truth(it))
}

/// The Rust state of the receiver of a method.
pub(crate) fn receiver<'a, M: Model, T: 'static>(
    thread: &mut Thread<M>,
    values: &'a [Value<M>],
    class: &str,
) -> R<&'a T> {
    match values.first().and_then(|it| thread.state::<T>(it)) {
        Some(state) => Ok(state),
        None => Err(thread.type_error(format!("descriptor requires a '{class}' object"))),
    }
}

/// Float seconds as a value.
pub(crate) fn seconds_value<M: Model>(time: Duration) -> Value<M> {
    Value::<M>::float(time.as_secs_f64())
}

/// Nanoseconds as a value.
pub(crate) fn nanos_value<M: Model>(time: Duration) -> Value<M> {
    make::int::<M>(i64::try_from(time.as_nanos()).unwrap_or(i64::MAX))
}
