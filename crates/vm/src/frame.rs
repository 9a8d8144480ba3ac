//! Frames: windows on one contiguous stack of slots per thread.
//!
//! Invariant: every slot above the top of the stack is empty. A call moves its arguments into a new window
//! and need not clear the rest; a return empties the window that it leaves.

use crate::body::{CodeBody, Dict, Function};
use crate::load::Exec;
use crate::model::{Model, Obj, Value};
use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};

/// A slot of a frame: a value or nothing.
pub type Slot<M> = Option<Value<M>>;

/// Slots in a thread's stack. The memory is only used when touched.
const STACK: usize = 1 << 20;

/// One activation of a code object.
pub struct Frame<M: Model> {
    /// Keeps code, constants and globals alive: a function, or a code object.
    pub function: Value<M>,
    /// The code that runs.
    pub code: *const CodeBody<M>,
    /// Its executable form.
    pub exec: *const Exec<M>,
    /// The dict of globals; kept alive by `function` or `namespace`.
    pub globals: *const Obj<M, Dict<M>>,
    /// First slot of the window.
    pub base: *mut Slot<M>,
    /// Index of the instruction to go on at, while another frame runs above.
    pub pc: u32,
    /// What leaving the frame means.
    pub kind: FrameKind<M>,
    /// Where names of a module or class body live.
    pub namespace: Option<Obj<M, Dict<M>>>,
}

/// What leaving a frame means.
pub enum FrameKind<M: Model> {
    /// The caller is the frame below; its slot takes the result.
    Call(u16),
    /// The caller is the frame below; its slot takes the instance, once `__init__` returned None.
    Init(u16, Value<M>),
    /// The caller is Rust code.
    Entry,
    /// The frame of a generator, resumed by Rust code; the window is the generator's.
    Generator(Box<[Slot<M>]>),
}

impl<M: Model> Frame<M> {
    /// The code that runs.
    #[inline]
    pub fn code(&self) -> &CodeBody<M> {
        // SAFETY: `function` keeps the code alive as long as the frame.
        unsafe { &*self.code }
    }

    /// Its executable form.
    #[inline]
    pub fn exec(&self) -> &Exec<M> {
        // SAFETY: part of the code, which `function` keeps alive.
        unsafe { &*self.exec }
    }

    /// The dict of globals.
    #[inline]
    pub fn globals(&self) -> &Obj<M, Dict<M>> {
        // SAFETY: kept alive by the function or by `namespace`.
        unsafe { &*self.globals }
    }

    /// The function, when there is one.
    pub fn function(&self) -> Option<&Obj<M, Function<M>>> {
        self.function.downcast::<Function<M>>()
    }
}

/// A thread's stack of slots.
pub struct Stack<M: Model> {
    start: *mut Slot<M>,
    /// First slot that no window uses.
    pub top: *mut Slot<M>,
}

impl<M: Model> Stack<M> {
    const LAYOUT: Layout = match Layout::array::<Slot<M>>(STACK) {
        Ok(layout) => layout,
        Err(_) => panic!("a stack fits the address space"),
    };

    /// An empty stack.
    pub fn new() -> Self {
        // SAFETY: the layout is not empty. Zero is the empty slot.
        let start = unsafe { alloc_zeroed(Self::LAYOUT) }.cast::<Slot<M>>();
        if start.is_null() {
            handle_alloc_error(Self::LAYOUT);
        }
        Self { start, top: start }
    }

    /// Whether a window of this many slots fits.
    #[inline]
    pub fn fits(&self, window: usize) -> bool {
        // SAFETY: both pointers are into the stack.
        let used = unsafe { self.top.offset_from(self.start) } as usize;
        used + window < STACK
    }
}

impl<M: Model> Default for Stack<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Model> Drop for Stack<M> {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout; all windows are gone, so all slots are empty.
        unsafe { dealloc(self.start.cast(), Self::LAYOUT) }
    }
}

/// Empties the slots `from..to`.
///
/// # Safety
/// The slots are a thread's own.
#[inline]
pub unsafe fn clear<M: Model>(base: *mut Slot<M>, from: u16, to: u16) {
    for i in from..to {
        // SAFETY: says the caller.
        let old = unsafe { (*base.add(i as usize)).take() };
        drop(old);
    }
}
