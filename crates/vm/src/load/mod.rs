//! From the portable form of code to the executable one.

mod bound;
mod count;
mod op;
mod translate;

pub(crate) use count::{Counts, Missed};
pub use count::{Remembered, Tally};
pub use op::{CONSTANT, DROPS, Instr, Op, PAIRS, TEMP_A, TEMP_B, TEMP_C};

use crate::body::{CodeBody, Items, Str, Tuple};
use crate::interp::Interp;
use crate::model::{Model, Obj, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64};
use taipan_code::{Code, Constant};

/// Code that the interpreter can run.
pub struct Exec<M: Model> {
    /// The instructions.
    pub instrs: Box<[Instr]>,
    /// For each instruction, the portable word it comes from.
    pub words: Box<[u32]>,
    /// Where exceptions go, innermost first.
    pub handlers: Box<[Landing]>,
    /// Places with an inline cache.
    pub sites: Box<[Site<M>]>,
    /// Interned names, by number.
    pub names: Box<[Obj<M, Str<M>>]>,
    /// Interned names of parameters, for keyword arguments.
    pub parameters: Box<[Obj<M, Str<M>>]>,
    /// For each cell variable, the parameter that it starts with.
    pub cells: Box<[Option<u16>]>,
    /// Number of the slot of the first cell, which is the number of locals.
    pub locals: u16,
    /// Number of the slot of the first temporary.
    pub temps: u16,
    /// Slots in a window.
    pub window: u16,
    /// A call with exactly this many positional arguments needs no preparation but emptying the other locals and filling
    /// the cells; else `u32::MAX`.
    pub simple_args: u32,
    /// How many positional parameters there are.
    pub arguments: u16,
    /// Whether all parameters are positional, without `*` or `**`.
    pub plain: bool,
    /// The constants, which the code object that this belongs to holds.
    pub constants: *const Value<M>,
    /// Whether calling makes a generator.
    pub generator: bool,
}

impl<M: Model> Exec<M> {
    /// What stands before an instruction: the loop goes on behind it.
    #[inline]
    pub fn before(&self, number: u32) -> *const Instr {
        self.instrs.as_ptr().wrapping_add(number as usize).wrapping_sub(1)
    }

    /// The number of an instruction of this code.
    #[inline]
    pub fn number_of(&self, instr: *const Instr) -> u32 {
        ((instr.addr() - self.instrs.as_ptr().addr()) / size_of::<Instr>()) as u32
    }
}

/// An exception in `start..end` empties the temporaries from `depth` on, puts itself there, goes on at `target`.
#[derive(Clone, Copy, Debug)]
pub struct Landing {
    /// First instruction covered.
    pub start: u32,
    /// First one after it that is not.
    pub end: u32,
    /// Where to go on.
    pub target: u32,
    /// How many temporaries stay.
    pub depth: u16,
}

/// A place that looks a name up again and again, and remembers where it was.
pub struct Site<M: Model> {
    /// The name's number.
    pub name: u16,
    /// The word of the interned name, which the code holds.
    pub key: u64,
    /// For globals: the number of the entry in the dict that had it, globals or builtins.
    pub entry: AtomicU32,
    /// For globals: the stamp of the globals that lacked the name, so that it was looked up in the builtins. For
    /// attributes: see `ops/cache/quick.rs`.
    pub stamp: AtomicU64,
    /// For attributes: what is known. Never freed before the code is.
    pub known: AtomicPtr<crate::ops::cache::Known<M>>,
    /// How often `known` was replaced; a site that changes too often stops remembering.
    pub changes: AtomicU32,
}

impl<M: Model> Site<M> {
    /// The interned name.
    #[inline]
    pub fn text(&self) -> &Obj<M, Str<M>> {
        // SAFETY: the word of a reference to a string, which the code holds; an `Obj` is such a word.
        unsafe { &*std::ptr::from_ref(&self.key).cast() }
    }
}

// SAFETY: a `Known` is immutable once it is published, and the site owns all it ever published.
unsafe impl<M: Model> Sync for Site<M> {}
// SAFETY: as above.
unsafe impl<M: Model> Send for Site<M> {}

impl<M: Model> Drop for Site<M> {
    fn drop(&mut self) {
        crate::ops::cache::Known::free_all(*self.known.get_mut());
    }
}

/// How long code is expected to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stay {
    /// As long as its module, and all threads run it.
    Lasting,
    /// A program may make such code all the time, without end.
    Passing,
}

/// Makes the code object of a portable block that came up while the program runs.
pub fn code_object<M: Model>(interp: &Interp<M>, code: &Arc<Code>) -> Obj<M, CodeBody<M>> {
    make_code(interp, code, Stay::Passing)
}

fn make_code<M: Model>(interp: &Interp<M>, code: &Arc<Code>, stay: Stay) -> Obj<M, CodeBody<M>> {
    let constants = code.constants.iter().map(|c| constant(interp, c, stay)).collect();
    let object = Obj::<M, _>::new(CodeBody { code: code.clone(), constants, exec: Default::default() });
    if stay == Stay::Lasting {
        object.defer();
    }
    object
}

/// The same for the code of a module, whose constants all threads use: see [`Interp::expect_threads`].
pub fn module_code<M: Model>(interp: &Interp<M>, code: &Arc<Code>) -> Obj<M, CodeBody<M>> {
    let object = make_code(interp, code, Stay::Lasting);
    match &mut *interp.unshared.lock() {
        Some(unshared) => unshared.push(object.clone()),
        None => object.constants.iter().for_each(keep::<M>),
    }
    object
}

impl<M: Model> Interp<M> {
    /// Says that there will be other threads than the running one. From now on constants of modules are not counted, if
    /// counts can be done without; so they live as long as the heap. CPython without a GIL does the same, at the same time.
    pub fn expect_threads(&self) {
        self.heap.expect_others();
        let unshared = self.unshared.lock().take();
        for code in unshared.iter().flatten() {
            code.constants.iter().for_each(keep::<M>);
        }
        self.keep_names();
    }
}

fn keep<M: Model>(constant: &Value<M>) {
    if let Some(code) = constant.downcast::<CodeBody<M>>() {
        return code.constants.iter().for_each(keep::<M>);
    }
    if let Some(tuple) = constant.downcast::<Tuple<M>>() {
        tuple.items().iter().for_each(keep::<M>);
    }
    if let Some(header) = constant.header() {
        header.immortalise();
    }
}

impl<M: Model> CodeBody<M> {
    /// The executable form; made on the first call.
    #[inline]
    pub fn exec(&self, interp: &Interp<M>) -> &Exec<M> {
        match self.exec.get() {
            Some(exec) => exec,
            None => self.exec.get_or_init(|| translate::translate(interp, &self.code, &self.constants)),
        }
    }
}

fn constant<M: Model>(interp: &Interp<M>, constant: &Constant, stay: Stay) -> Value<M> {
    match constant {
        Constant::None => Value::<M>::NONE,
        Constant::True => Value::<M>::TRUE,
        Constant::False => Value::<M>::FALSE,
        Constant::Ellipsis => Value::<M>::ELLIPSIS,
        Constant::Int(n) => crate::make::int::<M>(*n),
        Constant::BigInt(n) => crate::make::big::<M>(n.clone()),
        Constant::Float(x) => Value::<M>::float(*x),
        Constant::Str(text) if may_be_name(text) => name_like(interp, text, stay).into_value(),
        Constant::Str(text) => crate::make::str::<M>(text.as_str()),
        Constant::Bytes(bytes) => crate::make::bytes::<M>(bytes.as_slice()),
        // Names of keyword arguments come in tuples, and are the interned ones wherever the code is from.
        Constant::Tuple(items) => {
            let item = |item| self::constant(interp, item, Stay::Lasting);
            crate::make::tuple::<M>(items.iter().map(item).collect::<Vec<_>>())
        }
        Constant::FrozenSet(items) => {
            crate::make::constant_set::<M>(items.iter().map(|item| self::constant(interp, item, stay)).collect())
        }
        Constant::Code(code) => make_code(interp, code, stay).into_value(),
    }
}

/// The string of a constant that could be a name.
///
/// In code that lasts it is the interned one, as in CPython: a name that a program stores in a namespace under a constant is
/// found by identity. But interned strings stay, so in other code it is that only if there is one.
fn name_like<M: Model>(interp: &Interp<M>, text: &str, stay: Stay) -> Obj<M, Str<M>> {
    match stay {
        Stay::Lasting => interp.intern_constant(text),
        Stay::Passing => interp.interned(text).unwrap_or_else(|| Obj::<M, _>::new(Str::new(text))),
    }
}

fn may_be_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
