//! Frames: windows on one contiguous stack of slots per thread.
//!
//! Invariant: every slot above the top of the stack is empty. A call moves its arguments into a new window
//! and need not clear the rest; a return empties the window that it leaves.

use crate::body::{CodeBody, Dict, Function};
use crate::load::{Exec, Instr};
use crate::model::{Model, Obj, Value};
use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};

/// A slot of a frame: a value or nothing.
pub type Slot<M> = Option<Value<M>>;

/// Slots in a thread's stack. The memory is only used when touched.
const STACK: usize = 1 << 20;

/// One activation of a code object.
pub struct Frame<M: Model> {
    /// Keeps code, constants and globals alive: a function.
    pub function: Value<M>,
    /// The code that runs.
    pub code: *const CodeBody<M>,
    /// Its executable form.
    pub exec: *const Exec<M>,
    /// The dict of globals; kept alive by `function` or `namespace`.
    pub globals: *const Obj<M, Dict<M>>,
    /// First slot of the window.
    pub base: *mut Slot<M>,
    /// The instruction to go on at, while another frame runs above.
    pub pc: *const Instr,
    /// The caller's slot that takes the result.
    pub result: u16,
    /// What leaving the frame means.
    pub kind: FrameKind,
    /// What only few frames have, so that an ordinary call need not look at it.
    pub rare: Option<Box<Rare<M>>>,
}

/// What leaving a frame means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameKind {
    /// The caller is the frame below; its slot takes the result.
    Call,
    /// The caller is the frame below; its slot takes the instance, once `__init__` returned None.
    Init,
    /// The caller is Rust code.
    Entry,
    /// The frame of a generator, resumed by Rust code; the window is the generator's.
    Generator,
}

/// What only few frames have.
pub enum Rare<M: Model> {
    /// Where names of a module or class body live.
    Namespace(Obj<M, Dict<M>>),
    /// The instance that `__init__` works on.
    Instance(Value<M>),
    /// The window of a generator.
    Window(Box<[Slot<M>]>),
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

    /// Number of the instruction to go on at.
    pub fn position(&self) -> u32 {
        // SAFETY: `pc` points into the instructions of `exec`.
        unsafe { self.pc.offset_from(self.exec().instrs.as_ptr()) as u32 }
    }

    /// The dict of globals.
    #[inline]
    pub fn globals(&self) -> &Obj<M, Dict<M>> {
        // SAFETY: kept alive by the function or by `namespace`.
        unsafe { &*self.globals }
    }

    /// Where names of a module or class body live; those of functions live in slots.
    #[inline]
    pub fn namespace(&self) -> &Obj<M, Dict<M>> {
        match self.rare.as_deref() {
            Some(Rare::Namespace(namespace)) => namespace,
            _ => self.globals(),
        }
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
#[inline(always)]
pub unsafe fn clear<M: Model>(base: *mut Slot<M>, from: u16, to: u16) {
    let (mut slot, end) = (base.wrapping_add(from as usize), base.wrapping_add(to as usize));
    while slot < end {
        // SAFETY: says the caller.
        let old = unsafe { (*slot).take() };
        drop(old);
        slot = slot.wrapping_add(1);
    }
}
