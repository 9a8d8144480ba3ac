//! Exceptions: making, linking and matching them.

use crate::body::*;
use crate::error::{Exc, R};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::thread::Thread;
use taipan_heap::Inner;

/// An exception of a class.
pub fn new<M: Model>(class: &Obj<M, Class<M>>, args: Vec<Value<M>>) -> Value<M> {
    let state = ExceptionState {
        args,
        cause: Value::<M>::NONE,
        context: Value::<M>::NONE,
        suppress_context: false,
        trace: Vec::new(),
        attributes: Attributes::new(class),
    };
    Obj::<M, _>::new(Exception::<M> { class: class.clone(), state: Inner::new(state) }).into_value()
}

/// Links an exception to the one that was being handled when it was raised.
pub fn set_context<M: Model>(exception: &Value<M>, handled: &Value<M>) {
    if handled.is_none() || handled.is(exception) {
        return;
    }
    // An exception is not its own context, however far back: a cycle would make reports endless.
    let mut link = handled.clone();
    while let Some(next) = context::<M>(&link) {
        if next.is(exception) {
            if let Some(end) = link.downcast::<Exception<M>>() {
                let old = std::mem::replace(&mut end.open(|e| &e.state).context, Value::<M>::NONE);
                drop(old);
            }
            break;
        }
        link = next;
    }
    if let Some(exception) = exception.downcast::<Exception<M>>() {
        let old = std::mem::replace(&mut exception.open(|e| &e.state).context, handled.clone());
        drop(old);
    }
}

fn context<M: Model>(exception: &Value<M>) -> Option<Value<M>> {
    let context = exception.downcast::<Exception<M>>()?.open(|e| &e.state).context.clone();
    (!context.is_none()).then_some(context)
}

/// Sets the cause of an exception, which hides its context.
pub fn set_cause<M: Model>(exception: &Value<M>, cause: Value<M>) {
    if let Some(exception) = exception.downcast::<Exception<M>>() {
        let mut state = exception.open(|e| &e.state);
        state.suppress_context = true;
        let old = std::mem::replace(&mut state.cause, cause);
        drop(state);
        drop(old);
    }
}

/// The subclass of OSError for an error of the system.
fn class_of_os_error(kind: std::io::ErrorKind) -> Exc {
    use std::io::ErrorKind as E;
    match kind {
        E::NotFound => Exc::FileNotFound,
        E::PermissionDenied => Exc::Permission,
        E::ConnectionRefused => Exc::ConnectionRefused,
        E::ConnectionReset => Exc::ConnectionReset,
        E::ConnectionAborted => Exc::ConnectionAborted,
        E::BrokenPipe => Exc::BrokenPipe,
        E::AlreadyExists => Exc::FileExists,
        E::WouldBlock => Exc::BlockingIo,
        E::TimedOut => Exc::Timeout,
        E::Interrupted => Exc::Interrupted,
        E::IsADirectory => Exc::IsADirectory,
        E::NotADirectory => Exc::NotADirectory,
        _ => Exc::Os,
    }
}

impl<M: Model> Thread<M> {
    /// The class that `OSError(number, message)` makes an instance of: a subclass for the number.
    pub(crate) fn os_error_class(&self, class: &Obj<M, Class<M>>, args: &[Value<M>]) -> Obj<M, Class<M>> {
        let types = self.interp().types();
        match args {
            [number, _, ..] if class.is(types.exception(Exc::Os)) && number.is_int() => {
                let error = std::io::Error::from_raw_os_error(number.int_unchecked() as i32);
                types.exception(class_of_os_error(error.kind())).clone()
            }
            _ => class.clone(),
        }
    }

    /// An exception made of what stands behind `raise`: a class is called, an instance is taken.
    ///
    /// # Errors
    /// TypeError for anything else, and what the class raises.
    pub fn exception_of(&mut self, value: Value<M>) -> R<Value<M>> {
        if value.kind() == kind::EXCEPTION {
            return Ok(value);
        }
        if let Some(class) = value.downcast::<Class<M>>()
            && class.flags.has(ClassFlags::EXCEPTION)
        {
            if self.construct(class) == Construct::Exception {
                return Ok(new::<M>(class, Vec::new()));
            }
            return self.call(&value, &[]);
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }

    /// `raise exception from cause`.
    pub(crate) fn raise_from(&mut self, exception: Value<M>, cause: Option<Value<M>>) -> crate::error::Raised {
        let exception = match self.exception_of(exception) {
            Ok(exception) => exception,
            Err(raised) => return raised,
        };
        if let Some(cause) = cause {
            let cause = if cause.is_none() { Ok(cause) } else { self.exception_of(cause) };
            match cause {
                Ok(cause) => set_cause::<M>(&exception, cause),
                Err(_) => return self.type_error("exception causes must derive from BaseException"),
            }
        }
        self.raise_value(exception)
    }

    /// Whether `except class` catches an exception.
    ///
    /// # Errors
    /// TypeError unless `class` is an exception class or a tuple of them.
    pub fn matches(&mut self, exception: &Value<M>, class: &Value<M>) -> R<bool> {
        if let Some(tuple) = class.downcast::<Tuple<M>>() {
            for item in tuple.items() {
                if self.matches(exception, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match class.downcast::<Class<M>>() {
            Some(class) if class.flags.has(ClassFlags::EXCEPTION) => Ok(self.class_of(exception).is_subclass(class)),
            _ => Err(self.type_error("catching classes that do not inherit from BaseException is not allowed")),
        }
    }

    /// The traceback of an exception as the program sees it, or None.
    pub fn traceback_of(&self, exception: &Value<M>) -> Value<M> {
        let trace = exception.downcast::<Exception<M>>().map(|e| e.open(|e| &e.state).trace.clone());
        match trace {
            Some(trace) if !trace.is_empty() => Obj::<M, _>::new(Traceback::<M> { trace }).into_value(),
            _ => Value::<M>::NONE,
        }
    }

    /// Raises StopIteration with the value that a generator returned.
    pub fn stop_iteration(&mut self, value: Value<M>) -> crate::error::Raised {
        let args = if value.is_none() { vec![] } else { vec![value] };
        self.raise_class(Exc::StopIteration, args)
    }

    /// The value of a StopIteration that waits, which it takes.
    pub(crate) fn stop_value(&mut self) -> Value<M> {
        let error = self.take_error();
        let args = error.downcast::<Exception<M>>().map(|e| e.open(|e| &e.state).args.clone());
        args.and_then(|a| a.into_iter().next()).unwrap_or(Value::<M>::NONE)
    }

    /// Raises KeyError for a key.
    #[cold]
    pub fn key_error(&mut self, key: &Value<M>) -> crate::error::Raised {
        self.raise_class(Exc::Key, vec![key.clone()])
    }

    /// Raises OSError of the right subclass for an error of the system.
    #[cold]
    pub fn os_error(&mut self, error: &std::io::Error, path: Option<&str>) -> crate::error::Raised {
        let class = class_of_os_error(error.kind());
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or(&text).to_owned();
        let mut args = vec![make::int::<M>(error.raw_os_error().unwrap_or(0).into()), make::str::<M>(text)];
        args.extend(path.map(|p| make::str::<M>(p)));
        self.raise_class(class, args)
    }
}
