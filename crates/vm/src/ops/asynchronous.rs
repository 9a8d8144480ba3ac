//! `await`, `async for` and `async with`: each finds the iterator that the waiting frame drains.

use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::thread::Thread;

impl<M: Model> Thread<M> {
    /// What `await value` iterates.
    ///
    /// # Errors
    /// TypeError unless the value is awaitable; RuntimeError for a coroutine that runs or is over.
    pub fn awaitable(&mut self, value: &Value<M>) -> R<Value<M>> {
        let refused = |name: &str| format!("object {name} can't be used in 'await' expression");
        self.awaitable_or(value, refused)
    }

    fn awaitable_or(&mut self, value: &Value<M>, refused: impl FnOnce(&str) -> String) -> R<Value<M>> {
        if let Some(coroutine) = value.downcast::<Coroutine<M>>() {
            return Ok(self.usable(coroutine)?.into_value());
        }
        let Some(method) = self.special(value, |n| &n.await_) else {
            let message = refused(&self.type_name(value));
            return Err(self.type_error(message));
        };
        let class = self.class_of(value).clone();
        let method = self.bind(method, value, &class)?;
        let iterator = self.call(&method, &[])?;
        if iterator.kind() == kind::COROUTINE {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if !self.is_iterator(&iterator) {
            let name = self.type_name(&iterator);
            return Err(self.type_error(format!("__await__() returned non-iterator of type '{name}'")));
        }
        Ok(iterator)
    }

    /// The generator inside a coroutine that can still be driven.
    pub(crate) fn usable(&mut self, coroutine: &Obj<M, Coroutine<M>>) -> R<Obj<M, Generator<M>>> {
        let generator = coroutine.generator.clone();
        let phase = generator.open(|g| &g.state).phase;
        let problem = match phase {
            Phase::Fresh | Phase::Waiting { .. } => None,
            Phase::Running => Some("coroutine is being awaited already"),
            Phase::Done => Some("cannot reuse already awaited coroutine"),
        };
        match problem {
            Some(problem) => Err(self.raise(Exc::Runtime, problem)),
            None => Ok(generator),
        }
    }

    /// The iterator of `async for`.
    pub(crate) fn async_iter(&mut self, value: &Value<M>) -> R<Value<M>> {
        let Some(method) = self.special(value, |n| &n.aiter) else {
            let name = self.type_name(value);
            let message = format!("'async for' requires an object with __aiter__ method, got {name}");
            return Err(self.type_error(message));
        };
        let class = self.class_of(value).clone();
        let method = self.bind(method, value, &class)?;
        let iterator = self.call(&method, &[])?;
        if self.special(&iterator, |n| &n.anext).is_none() {
            let name = self.type_name(&iterator);
            let message =
                format!("'async for' received an object from __aiter__ that does not implement __anext__: {name}");
            return Err(self.type_error(message));
        }
        Ok(iterator)
    }

    /// What `async for` waits for before its next item.
    pub(crate) fn async_next(&mut self, iterator: &Value<M>) -> R<Value<M>> {
        let next = self.call_method(iterator, "__anext__", &[])?;
        self.awaitable_or(&next, |name| format!("'async for' received an invalid object from __anext__: {name}"))
    }

    /// Goes on after an asynchronous iteration, unless an error ended it.
    pub(crate) fn end_async_for(&mut self, exception: Value<M>) -> R<()> {
        let end = self.interp().types().exception(Exc::StopAsyncIteration).clone();
        if self.class_of(&exception).is_subclass(&end) {
            return Ok(());
        }
        self.error = Some(exception);
        self.reraising = true;
        Err(Raised)
    }

    /// The exit function of an asynchronous context manager, and what entering waits for.
    pub(crate) fn enter_async_with(&mut self, manager: &Value<M>) -> R<(Value<M>, Value<M>)> {
        let names = &self.interp().types().names;
        let class = self.class_of(manager).clone();
        let (Some(enter), Some(exit)) = (class.lookup(&names.aenter), class.lookup(&names.aexit)) else {
            let name = &class.name;
            let message = format!("'{name}' object does not support the asynchronous context manager protocol");
            return Err(self.type_error(message));
        };
        let exit = self.bind(exit, manager, &class)?;
        let enter = self.bind(enter, manager, &class)?;
        let entered = self.call(&enter, &[])?;
        Ok((exit, entered))
    }
}
