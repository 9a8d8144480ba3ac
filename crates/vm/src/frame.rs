//! Frames: windows on one contiguous stack of slots per thread.
//!
//! A window starts where the caller put the arguments, so that a call moves nothing; the slots just below it hold
//! what the frame needs to live:
//!
//! | kind | below the window, nearest first |
//! |---|---|
//! | `Call`, `Discard`, `Entry` | function |
//! | `Init` | function, the new instance |
//! | `Body` | function, the namespace |
//! | `Generator`, `Loop`, `Send`, `Delegate` | function, the generator, the exception that its caller was handling |
//!
//! Where counts can be deferred, a function may be *lent* (`taipan_heap::Value::lend`): the row of a call begins with a
//! word that owns no count, and it stays below the window as long as the frame. The laws of that:
//!
//! 1. A callee is lent only where it lives until a collection whatever is counted; else the word owns it, as everywhere.
//! 2. A lent word stands in the first slot of a row, or below a window of the kinds above the line of generators, and
//!    nowhere else. Whoever reads these slots looks through it (`Value::lent`); whoever passes the callee on, as an
//!    argument or into an object, owns it first (`Value::into_owned`). The loader lends what it sees to be a callee, and
//!    not across a `yield`: a generator owns its function and what its window holds.
//! 3. A thread that lets others run says first how high its stack is ([`crate::stacks`]), so that the collector sees all
//!    lent words. One that nobody uses any more may be left where it is: it owns nothing, and keeps at worst a function
//!    until the next collection.
//!
//! Invariant: no slot above the top of the stack owns a count. (It may hold an int that nobody reads.) So a call
//! writes the slots it needs without looking at them, and a return lets go of locals alone: temporaries own nothing
//! by then, because whoever reads one empties it.

use crate::body::{CodeBody, Dict, Function, kind};
use crate::load::{Exec, Instr};
use crate::memory;
use crate::model::{Model, Obj, Value};
use std::alloc::Layout;
use taipan_heap::release_slot;

/// A slot of a frame: a value or nothing.
pub type Slot<M> = Option<Value<M>>;

/// Slots in a thread's stack. The memory is only used when touched.
const STACK: usize = 1 << 20;

/// Slots that stay free above the topmost window, for what stands below the next one.
const MARGIN: usize = 16;

/// One activation of a code object: plain data, because what it owns is in its slots.
pub struct Frame<M: Model> {
    /// First slot of the window.
    pub base: *mut Slot<M>,
    /// The executable form of its code, which the function below the window keeps alive.
    pub exec: *const Exec<M>,
    /// The instruction that another frame above was entered from: this one goes on behind it.
    pub pc: *const Instr,
    /// The caller's slot that takes the result.
    pub result: u16,
    /// What leaving the frame means.
    pub kind: FrameKind,
}

impl<M: Model> Clone for Frame<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model> Copy for Frame<M> {}

/// What leaving a frame means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameKind {
    /// The caller is the frame below; its slot takes the result.
    Call,
    /// The caller is the frame below, and does not want the result.
    Discard,
    /// The caller is the frame below; its slot takes the instance, once `__init__` returned None.
    Init,
    /// The caller is a `for` of the frame below; its slot takes what the generator yields.
    Loop,
    /// The caller is the frame below, which sent something; its slot takes what the generator yields.
    Send,
    /// The caller is the frame below, which waits in `yield from`: it yields what the generator yields, and its slot
    /// takes what the generator returns.
    Delegate,
    /// The caller is Rust code.
    Entry,
    /// The same; names live in a namespace: the body of a module or class.
    Body,
    /// A generator resumed by Rust code.
    Generator,
}

impl FrameKind {
    /// How many slots below the window belong to the frame.
    pub const fn below(self) -> usize {
        match self {
            FrameKind::Call | FrameKind::Discard | FrameKind::Entry => 1,
            FrameKind::Init | FrameKind::Body => 2,
            FrameKind::Loop | FrameKind::Send | FrameKind::Delegate | FrameKind::Generator => 3,
        }
    }

    /// Whether leaving the frame leads to Rust code.
    pub fn leads_to_rust(self) -> bool {
        matches!(self, FrameKind::Entry | FrameKind::Body | FrameKind::Generator)
    }
}

impl<M: Model> Frame<M> {
    /// The code that runs.
    #[inline]
    pub fn code(&self) -> &Obj<M, CodeBody<M>> {
        &self.function().code
    }

    /// Its executable form.
    #[inline]
    pub fn exec(&self) -> &Exec<M> {
        // SAFETY: part of the code, which the function keeps alive as long as the frame.
        unsafe { &*self.exec }
    }

    /// Number of the instruction that another frame was entered from.
    pub fn position(&self) -> u32 {
        self.exec().number_of(self.pc)
    }

    /// The dict of globals.
    #[inline]
    pub fn globals(&self) -> &Obj<M, Dict<M>> {
        &self.function().globals
    }

    /// Where names of a module or class body live; those of functions live in slots.
    #[inline]
    pub fn namespace(&self) -> &Obj<M, Dict<M>> {
        if self.kind != FrameKind::Body {
            return self.globals();
        }
        self.below(2).downcast::<Dict<M>>().expect("the namespace of a body is a dict")
    }

    /// The value in a slot of the window.
    ///
    /// # Panics
    /// When the window has no such slot.
    pub fn slot(&self, number: usize) -> Slot<M> {
        assert!(number < self.exec().window as usize, "the slot is inside the window");
        // SAFETY: the window has this many slots, and belongs to the thread that has the frame.
        unsafe { (*self.base.add(number)).clone() }
    }

    /// The function whose code runs.
    #[inline]
    pub fn function(&self) -> &Function<M> {
        // SAFETY: if it is lent, the collector sees it there.
        let function = unsafe { self.below(1).lent() };
        debug_assert_eq!(function.kind(), kind::FUNCTION);
        // SAFETY: whoever pushes a frame puts a function there.
        unsafe { function.body_unchecked() }
    }

    /// What stands `n` slots below the window.
    #[inline]
    pub(crate) fn below(&self, n: usize) -> &Value<M> {
        debug_assert!(n <= self.kind.below());
        // SAFETY: whoever pushed the frame filled as many slots as its kind says.
        unsafe { (*self.base.sub(n)).as_ref().unwrap_unchecked() }
    }
}

/// A thread's frames.
///
/// They never move, so that the loop may keep a pointer to the topmost.
pub struct Frames<M: Model> {
    /// Memory for frames; the first one is never run, and is the current one when there is none.
    start: *mut Frame<M>,
    current: *mut Frame<M>,
    /// A frame is pushed only while the current one is below this.
    limit: *mut Frame<M>,
}

impl<M: Model> Frames<M> {
    // A frame has at least a slot of the stack, so there are never more.
    const LAYOUT: Layout = layout::<Frame<M>>(STACK);

    /// No frames, and room for `limit`.
    pub fn new(limit: usize) -> Self {
        let start = memory::take::<Frame<M>>(Self::LAYOUT);
        let mut frames = Self { start, current: start, limit: start };
        frames.set_limit(limit);
        frames
    }

    /// The topmost frame.
    #[inline]
    pub fn last(&self) -> Option<&Frame<M>> {
        // SAFETY: above `start`, all up to `current` were pushed.
        (self.current != self.start).then(|| unsafe { &*self.current })
    }

    /// The topmost frame, when the caller knows that there is one.
    #[inline(always)]
    pub(crate) fn top(&self) -> *mut Frame<M> {
        debug_assert!(self.current != self.start, "a frame runs");
        self.current
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.current == self.start
    }

    /// Whether another frame would be one too many.
    #[inline(always)]
    pub fn full(&self) -> bool {
        self.current >= self.limit
    }

    /// Sets how many there may be.
    pub fn set_limit(&mut self, limit: usize) {
        // SAFETY: inside the memory.
        self.limit = unsafe { self.start.add(limit.min(STACK - 1)) };
    }

    /// Pushes a frame.
    ///
    /// # Safety
    /// There is room: not [`full`](Self::full). The window is this thread's, and what its kind says stands below it.
    #[inline(always)]
    pub unsafe fn push(&mut self, frame: Frame<M>) {
        // SAFETY: there is room, says the caller.
        unsafe {
            self.current = self.current.add(1);
            self.current.write(frame);
        }
    }

    /// Forgets the topmost frame.
    #[inline(always)]
    pub fn pop(&mut self) {
        debug_assert!(!self.is_empty(), "a frame runs");
        // SAFETY: there is a frame, so this stays inside the memory.
        self.current = unsafe { self.current.sub(1) };
    }
}

impl<M: Model> Drop for Frames<M> {
    fn drop(&mut self) {
        // SAFETY: taken with this layout; frames own nothing.
        unsafe { memory::give(self.start, Self::LAYOUT) }
    }
}

/// A thread's stack of slots.
pub struct Stack<M: Model> {
    /// The first slot.
    pub start: *mut Slot<M>,
    end: *mut Slot<M>,
}

impl<M: Model> Stack<M> {
    const LAYOUT: Layout = layout::<Slot<M>>(STACK);

    /// An empty stack.
    pub fn new() -> Self {
        // Zero is the empty slot.
        let start = memory::take::<Slot<M>>(Self::LAYOUT);
        Self { start, end: start.wrapping_add(STACK - MARGIN) }
    }

    /// Whether a window of this many slots fits at `base`.
    #[inline(always)]
    pub fn fits(&self, base: *mut Slot<M>, window: u16) -> bool {
        base.wrapping_add(window as usize) < self.end
    }
}

impl<M: Model> Default for Stack<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Model> Drop for Stack<M> {
    fn drop(&mut self) {
        // SAFETY: taken with this layout; all windows are gone, so no slot owns anything.
        unsafe { memory::give(self.start, Self::LAYOUT) }
    }
}

const fn layout<T>(n: usize) -> Layout {
    match Layout::array::<T>(n) {
        Ok(layout) => layout,
        Err(_) => panic!("a stack fits the address space"),
    }
}

/// Lets go of what the slots `from..to` own, and leaves no count in them.
///
/// # Safety
/// The slots are a thread's own.
#[inline(always)]
pub unsafe fn release<M: Model>(from: *mut Slot<M>, to: *mut Slot<M>) {
    let mut slot = from;
    while slot < to {
        // SAFETY: says the caller.
        release_slot(unsafe { &mut *slot });
        slot = slot.wrapping_add(1);
    }
}

/// Writes "empty" into the slots `from..to` without looking at them.
///
/// # Safety
/// The slots are a thread's own, and own no count.
#[inline(always)]
pub unsafe fn blank<M: Model>(from: *mut Slot<M>, to: *mut Slot<M>) {
    let mut slot = from;
    while slot < to {
        // SAFETY: says the caller. Volatile, because for a slot or two a call of `memset` costs more than it saves.
        unsafe { slot.write_volatile(None) };
        slot = slot.wrapping_add(1);
    }
}
