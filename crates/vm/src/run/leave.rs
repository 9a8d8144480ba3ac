//! Leaving frames: by returning, and by an exception.

use crate::body::{Exception, TraceEntry};
use crate::frame::{Frame, FrameKind, Rare, clear};
use crate::model::{Model, Value};
use crate::thread::Thread;

/// Where a return led.
pub(super) enum Left<M: Model> {
    /// The caller's frame goes on.
    ToFrame,
    /// Rust code called.
    ToRust(Value<M>),
    /// The caller's frame goes on with an exception.
    Raised,
}

/// Returns a value from a frame that was just popped.
#[inline(always)]
pub(super) fn leave<M: Model>(thread: &mut Thread<M>, frame: Frame<M>, value: Value<M>) -> Left<M> {
    if frame.kind == FrameKind::Call {
        empty_window(thread, &frame);
        store(thread, frame.result, value);
        return Left::ToFrame;
    }
    leave_rare(thread, frame, value)
}

#[inline(never)]
fn leave_rare<M: Model>(thread: &mut Thread<M>, frame: Frame<M>, value: Value<M>) -> Left<M> {
    if frame.kind != FrameKind::Generator {
        empty_window(thread, &frame);
    }
    match frame.rare.map(|rare| *rare) {
        Some(Rare::Instance(instance)) if value.is_none() => {
            store(thread, frame.result, instance);
            Left::ToFrame
        }
        Some(Rare::Instance(_)) => {
            let name = thread.type_name(&value);
            thread.type_error(format!("__init__() should return None, not '{name}'"));
            Left::Raised
        }
        _ => Left::ToRust(value),
    }
}

#[inline(always)]
fn store<M: Model>(thread: &mut Thread<M>, slot: u16, value: Value<M>) {
    let caller = thread.frames.last().expect("a call has a caller");
    // SAFETY: the slot is inside the caller's window, which is this thread's.
    let old = unsafe { (*caller.base.add(slot as usize)).replace(value) };
    drop(old);
}

#[inline(always)]
fn empty_window<M: Model>(thread: &mut Thread<M>, frame: &Frame<M>) {
    // SAFETY: the window is this thread's, and on top.
    unsafe { clear::<M>(frame.base, 0, frame.exec().window) };
    thread.stack.top = frame.base;
}

/// Finds where the waiting exception, raised at instruction `at` of the frame on top, goes on; false when it
/// leaves to Rust code.
#[cold]
#[inline(never)]
pub(super) fn unwind<M: Model>(thread: &mut Thread<M>, at: u32) -> bool {
    let mut at = at;
    loop {
        let again = std::mem::take(&mut thread.reraising);
        let frame = thread.frames.last().expect("a frame runs");
        let exec = frame.exec();
        if !again && let Some(error) = thread.error.as_ref().and_then(|e| e.downcast::<Exception<M>>()) {
            let code = frame.function().map(|f| f.code.clone());
            if let Some(code) = code {
                error.open(|e| &e.state).trace.push(TraceEntry { code, word: exec.words[at as usize] });
            }
        }
        let landing = exec.handlers.iter().find(|l| (l.start..l.end).contains(&at)).copied();
        if let Some(landing) = landing {
            let (base, window, temps) = (frame.base, exec.window, exec.temps);
            let home = temps + landing.depth;
            let target = &raw const exec.instrs[landing.target as usize];
            // SAFETY: the window is this thread's; temporaries from `home` on are of the abandoned expression.
            unsafe {
                clear::<M>(base, home, window);
                *base.add(home as usize) = thread.error.take();
            }
            thread.frames.last_mut().expect("a frame runs").pc = target;
            return true;
        }
        let frame = thread.frames.pop().expect("a frame runs");
        let to_rust = matches!(frame.kind, FrameKind::Entry | FrameKind::Generator);
        if frame.kind != FrameKind::Generator {
            empty_window(thread, &frame);
        }
        drop(frame);
        if to_rust {
            return false;
        }
        at = thread.frames.last().expect("a call has a caller").position() - 1;
    }
}
