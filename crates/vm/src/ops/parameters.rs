//! Turning a row of arguments into the window of a function of any signature, in place.
//!
//! First everything is decided without touching the row, so that a call that is wrong finds it as it was and the error
//! can be told by [`bind`](super::bind); then values are moved, each once.

use super::dict::get_name;
use super::push::finish;
use crate::body::*;
use crate::error::R;
use crate::frame::Slot;
use crate::load::Exec;
use crate::make;
use crate::model::{Model, Value};
use crate::thread::Thread;
use taipan_code::Flags;

/// How many named arguments, and how many defaults of keyword-only parameters, are sorted in place.
const MOST: usize = 8;

/// Stands for the dict of `**` where the number of a parameter is expected.
const EXTRA: u8 = u8::MAX;

/// Which parameters a call fills, and with what.
struct Plan<M: Model> {
    /// For each named argument, the parameter it is for, or [`EXTRA`].
    places: [u8; MOST],
    /// The parameters that are filled by arguments, a bit each.
    filled: u64,
    /// Defaults of keyword-only parameters that are not filled, in order.
    defaults: [Slot<M>; MOST],
}

impl<M: Model> Thread<M> {
    /// Makes the `n` values at `base`, of which the last have names, the window of a function; false, with nothing
    /// changed, if they do not fit its parameters or are too many to be sorted here.
    ///
    /// # Errors
    /// None but those of the dict for `**`.
    ///
    /// # Safety
    /// The values stand there, in slots of this thread; the window fits, and nothing above the values owns a count.
    pub(crate) unsafe fn bind_row(
        &mut self,
        function: &Function<M>,
        exec: &Exec<M>,
        base: *mut Slot<M>,
        n: usize,
        names: &[Value<M>],
    ) -> R<bool> {
        let list = n - names.len();
        let Some(plan) = plan(function, exec, list, names) else { return Ok(false) };
        let mut named: [Slot<M>; MOST] = [const { None }; MOST];
        for (i, value) in named.iter_mut().enumerate().take(names.len()) {
            // SAFETY: the caller says that the values are there.
            *value = unsafe { (*base.add(list + i)).take() };
        }
        // SAFETY: as the caller says; the named ones have just been taken.
        unsafe { fill(function, exec, base, list, &plan) };
        let flags = function.code.code.flags;
        let mut parameters = keyword_end(function);
        if flags.contains(Flags::VARARGS) {
            parameters += 1;
        }
        let extra = flags.contains(Flags::VARKEYWORDS).then(make::dict::<M>);
        if let Some(extra) = &extra {
            // SAFETY: parameters are in the window, and this one is empty.
            unsafe { base.add(parameters).write(Some(extra.as_value().clone())) };
            parameters += 1;
        }
        for (i, value) in named.into_iter().enumerate().take(names.len()) {
            match (plan.places[i], value, &extra) {
                (EXTRA, Some(value), Some(extra)) => self.dict_set(extra, names[i].clone(), value)?,
                // SAFETY: the parameter's slot is in the window, and empty.
                (place, value, _) => unsafe { base.add(place as usize).write(value) },
            }
        }
        // SAFETY: all parameters are there.
        unsafe { finish(function, exec, base, parameters) };
        Ok(true)
    }
}

/// The number of parameters that can be given by position or name.
fn keyword_end<M: Model>(function: &Function<M>) -> usize {
    (function.code.code.arg_count + function.code.code.kw_only_count) as usize
}

/// Decides where each argument of a call goes; None if that is not decided here.
fn plan<M: Model>(function: &Function<M>, exec: &Exec<M>, list: usize, names: &[Value<M>]) -> Option<Plan<M>> {
    let code = &function.code.code;
    let (positional, end) = (code.arg_count as usize, keyword_end(function));
    if (list > positional && !code.flags.contains(Flags::VARARGS)) || names.len() > MOST || end >= 64 {
        return None;
    }
    let mut plan =
        Plan { places: [EXTRA; MOST], filled: (1 << list.min(positional)) - 1, defaults: [const { None }; MOST] };
    for (name, place) in names.iter().zip(&mut plan.places) {
        match parameter(&exec.parameters[..end], name) {
            Some(number) if number >= code.pos_only_count as usize => {
                if plan.filled >> number & 1 != 0 {
                    return None;
                }
                plan.filled |= 1 << number;
                *place = number as u8;
            }
            _ if !code.flags.contains(Flags::VARKEYWORDS) => return None,
            _ => {}
        }
    }
    let first_default = positional - function.defaults.len();
    if plan.filled.trailing_ones() < first_default as u32 {
        return None;
    }
    let missing = (positional..end).filter(|number| plan.filled >> number & 1 == 0);
    for (i, number) in missing.enumerate() {
        let default = get_name::<M>(function.keyword_defaults.downcast::<Dict<M>>()?, &exec.parameters[number])?;
        *plan.defaults.get_mut(i)? = Some(default);
    }
    Some(plan)
}

/// The number of the parameter of a name.
fn parameter<M: Model>(parameters: &[crate::model::Obj<M, Str<M>>], name: &Value<M>) -> Option<usize> {
    if let Some(number) = parameters.iter().position(|p| p.as_value().is(name)) {
        return Some(number);
    }
    let text = name.downcast::<Str<M>>()?.as_str();
    parameters.iter().position(|p| p.as_str() == text)
}

/// Moves what is over into the tuple of `*`, and puts defaults where nothing was given.
///
/// # Safety
/// At `base` stand `list` values, and behind them is room for all parameters, which owns nothing.
unsafe fn fill<M: Model>(function: &Function<M>, exec: &Exec<M>, base: *mut Slot<M>, list: usize, plan: &Plan<M>) {
    let code = &function.code.code;
    let (positional, end) = (code.arg_count as usize, keyword_end(function));
    if code.flags.contains(Flags::VARARGS) {
        let over = positional.min(list)..list;
        // SAFETY: these values are there, says the caller; each is taken once.
        let rest = make::tuple::<M>(over.map(|i| unsafe { (*base.add(i)).take().unwrap_unchecked() }));
        // SAFETY: the slot of a parameter, which owns nothing now.
        unsafe { base.add(end).write(Some(rest)) };
    }
    let mut keyword_defaults = plan.defaults.iter();
    for number in (0..end).filter(|number| plan.filled >> number & 1 == 0) {
        let default = if number < positional {
            Some(function.defaults[number + function.defaults.len() - positional].clone())
        } else {
            keyword_defaults.next().cloned().flatten()
        };
        // SAFETY: as above.
        unsafe { base.add(number).write(default) };
    }
    debug_assert!(exec.parameters.len() >= end);
}
