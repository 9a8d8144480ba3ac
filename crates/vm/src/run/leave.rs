//! Leaving frames: by returning, and by an exception.

use crate::body::{Exception, TraceEntry};
use crate::error::Raised;
use crate::frame::{Frame, FrameKind, Slot, release};
use crate::model::{Model, Value};
use crate::ops::resume::Pause;
use crate::thread::Thread;
use taipan_code::Flags;

/// Where a return led.
pub(super) enum Left<M: Model> {
    /// The caller's frame goes on.
    ToFrame,
    /// Rust code called.
    ToRust(Value<M>),
}

/// Returns a value from the frame on top, which is none of a plain call.
///
/// # Errors
/// TypeError for an `__init__` that returned something, StopIteration for a generator that something was sent to; the caller's frame is on top then.
#[inline(never)]
pub(super) fn leave_rare<M: Model>(thread: &mut Thread<M>, value: Value<M>) -> Result<Left<M>, Raised> {
    // SAFETY: a frame runs.
    let frame = unsafe { *thread.frames.top() };
    match frame.kind {
        FrameKind::Call => unreachable!("the loop returns from calls"),
        FrameKind::Discard => {
            abandon(thread, &frame);
            drop(value);
            Ok(Left::ToFrame)
        }
        FrameKind::Init => {
            // SAFETY: the instance stands there.
            let instance = unsafe { (*frame.base.sub(2)).take().unwrap_unchecked() };
            abandon(thread, &frame);
            if !value.is_none() {
                let name = thread.type_name(&value);
                return Err(thread.type_error(format!("__init__() should return None, not '{name}'")));
            }
            store(thread, frame.result, instance);
            Ok(Left::ToFrame)
        }
        FrameKind::Loop => {
            thread.end_generator();
            // The loop goes on at the jump that leaves it.
            // SAFETY: the frame below is the caller's, which stopped at the head or the end of a loop with the generator in a temporary.
            let generator = unsafe {
                let caller = thread.frames.top();
                (*(*caller).base.add((*(*caller).pc).a as usize)).take()
            };
            drop(generator);
            Ok(Left::ToFrame)
        }
        FrameKind::Send => {
            thread.end_generator();
            Err(thread.stop_iteration(value))
        }
        FrameKind::Delegate => {
            thread.end_generator();
            store(thread, frame.result, value);
            Ok(Left::ToFrame)
        }
        FrameKind::Generator => {
            thread.end_generator();
            Ok(Left::ToRust(value))
        }
        FrameKind::Entry | FrameKind::Body => {
            abandon(thread, &frame);
            Ok(Left::ToRust(value))
        }
    }
}

/// Yields a value from the frame on top; None when a frame below took it.
#[inline(never)]
pub(super) fn leave_by_yield<M: Model>(thread: &mut Thread<M>, mut pause: Pause, value: Value<M>) -> Option<Value<M>> {
    loop {
        // SAFETY: a frame runs.
        let Frame { kind, result, .. } = unsafe { *thread.frames.top() };
        thread.suspend(pause);
        match kind {
            FrameKind::Loop => {
                // SAFETY: the caller stopped at the head or the end of a loop.
                unsafe { (*thread.frames.top()).pc = (*(*thread.frames.top()).pc).with_item() };
                store(thread, result, value);
                return None;
            }
            FrameKind::Send => {
                store(thread, result, value);
                return None;
            }
            FrameKind::Delegate => {
                // The caller yields in turn.
                // SAFETY: it is on top now, and entered the generator from there.
                pause = unsafe { Pause::at_delegation((*thread.frames.top()).pc) };
            }
            _ => return Some(value),
        }
    }
}

fn store<M: Model>(thread: &mut Thread<M>, slot: u16, value: Value<M>) {
    // SAFETY: the frame on top is that of the caller; the slot is inside its window, which is this thread's.
    let old = unsafe { (*(*thread.frames.top()).base.add(slot as usize)).replace(value) };
    drop(old);
}

/// Pops the frame on top, which is no generator's, and lets go of what it owns.
fn abandon<M: Model>(thread: &mut Thread<M>, frame: &Frame<M>) {
    let end = frame.base.wrapping_add(frame.exec().window as usize);
    thread.frames.pop();
    // SAFETY: the frame's own slots.
    unsafe { release::<M>(frame.base.sub(frame.kind.below()), end) };
}

/// Finds where the waiting exception, raised at instruction `at` of the frame on top, goes on; false when it
/// leaves to Rust code.
#[cold]
#[inline(never)]
pub(super) fn unwind<M: Model>(thread: &mut Thread<M>, at: u32) -> bool {
    let mut at = at;
    loop {
        let again = std::mem::take(&mut thread.reraising);
        // SAFETY: a frame runs.
        let frame = unsafe { *thread.frames.top() };
        let exec = frame.exec();
        if !again && let Some(error) = thread.error.as_ref().and_then(|e| e.downcast::<Exception<M>>()) {
            let code = frame.function().code.clone();
            error.open(|e| &e.state).trace.push(TraceEntry { code, word: exec.words[at as usize] });
        }
        let landing = exec.handlers.iter().find(|l| (l.start..l.end).contains(&at)).copied();
        if let Some(landing) = landing {
            let home = frame.base.wrapping_add((exec.temps + landing.depth) as usize);
            // SAFETY: the window is this thread's; temporaries from `home` on are of the abandoned expression.
            unsafe {
                release::<M>(home, frame.base.add(exec.window as usize));
                home.write(thread.error.take());
                (*thread.frames.top()).pc = exec.before(landing.target);
            }
            return true;
        }
        match frame.kind {
            FrameKind::Generator | FrameKind::Loop | FrameKind::Send | FrameKind::Delegate => {
                let is_coroutine = frame.code().code.flags.contains(Flags::COROUTINE);
                thread.end_generator();
                thread.guard_stop_iteration(is_coroutine);
            }
            _ => abandon(thread, &frame),
        }
        if frame.kind.leads_to_rust() {
            return false;
        }
        // SAFETY: the caller's frame is on top now.
        at = unsafe { (*thread.frames.top()).position() };
    }
}

/// In debug builds: a frame that returns has temporaries that own nothing.
#[inline(always)]
pub(super) fn check_temporaries<M: Model>(from: *const Slot<M>, to: *const Slot<M>) {
    #[cfg(debug_assertions)]
    {
        let mut slot = from;
        while slot < to {
            // SAFETY: slots of the window that runs.
            debug_assert!(!unsafe { &*slot }.as_ref().is_some_and(Value::<M>::is_object), "a temporary was left");
            slot = slot.wrapping_add(1);
        }
    }
    let _ = (from, to);
}
