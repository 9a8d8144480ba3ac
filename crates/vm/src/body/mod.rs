//! What objects are made of: one body per file.

mod attributes;
mod class;
mod code;
mod compact;
mod coroutine;
mod deque;
mod dict;
mod exception;
mod function;
mod generator;
mod globals;
mod handle;
mod index;
mod instance;
mod iter;
mod plain;
mod sequence;
mod shape;
mod table;
mod text;
mod tool;

pub use attributes::{Attributes, Slots};
pub use class::{Class, ClassFlags, Construct, ConstructCache, Member};
pub use code::CodeBody;
pub use coroutine::Coroutine;
pub use deque::{Deque, DequeState};
pub use dict::{Dict, DictView, FrozenSet, Module, Set, ViewOf};
pub use exception::{Exception, ExceptionState, TraceEntry, Traceback};
pub use function::{
    BoundMethod, Cell, ClassMethod, Function, Native, NativeFn, Property, Resumes, StaticMethod, Super,
};
pub use generator::{Generator, GeneratorState, Phase};
pub use globals::Globals;
pub use handle::Handle;
pub use instance::Instance;
pub use iter::{Iter, IterState, Over};
pub use plain::{BigIntBody, Range, Slice};
pub(crate) use sequence::let_go;
pub use sequence::{Items, List, Tuple};
pub use shape::{Shape, Shapes};
pub use table::{Entry, Probe, Table};
pub use text::{ByteArray, Bytes, Str};
pub use tool::{Groups, Tool};

/// The kinds of bodies, in the byte of an object's header.
#[allow(missing_docs, reason = "each is named for its body")]
pub mod kind {
    pub const STR: u8 = 1;
    pub const BYTES: u8 = 2;
    pub const BIG_INT: u8 = 3;
    pub const LIST: u8 = 4;
    pub const TUPLE: u8 = 5;
    pub const DICT: u8 = 6;
    pub const SET: u8 = 7;
    pub const FROZEN_SET: u8 = 8;
    pub const FUNCTION: u8 = 9;
    pub const NATIVE: u8 = 10;
    pub const BOUND_METHOD: u8 = 11;
    pub const CLASS: u8 = 12;
    pub const INSTANCE: u8 = 13;
    pub const EXCEPTION: u8 = 14;
    pub const GENERATOR: u8 = 15;
    pub const MODULE: u8 = 16;
    pub const CELL: u8 = 17;
    pub const CODE: u8 = 18;
    pub const SLICE: u8 = 19;
    pub const RANGE: u8 = 20;
    pub const ITER: u8 = 21;
    pub const PROPERTY: u8 = 22;
    pub const STATIC_METHOD: u8 = 23;
    pub const CLASS_METHOD: u8 = 24;
    pub const SUPER: u8 = 25;
    pub const TRACEBACK: u8 = 26;
    pub const HANDLE: u8 = 27;
    pub const BYTE_ARRAY: u8 = 28;
    pub const DICT_VIEW: u8 = 29;
    pub const COROUTINE: u8 = 30;
    pub const DEQUE: u8 = 31;
    /// One more than the largest kind.
    pub const COUNT: usize = 32;

    /// Whether all operations of a body are methods of its class, and the interpreter calls them though they are native.
    #[inline]
    pub const fn by_methods(kind: u8) -> bool {
        matches!(kind, HANDLE | DEQUE)
    }

    /// Whether nobody notices when an object goes later than its last reference: it stands for nothing outside the heap,
    /// and no code of the program waits in it. (An instance with `__del__` is asked for that itself.)
    pub const fn lingers(kind: u8) -> bool {
        !matches!(kind, HANDLE | GENERATOR | COROUTINE)
    }
}

/// Declares a body: its kind, its name, and which fields own values.
macro_rules! body {
    ($(#[$doc:meta])* $type:ident, $kind:ident, $name:literal, leaf) => {
        // SAFETY: the kinds in `kind` are all different, and each is used by one body.
        unsafe impl<M: $crate::model::Model> taipan_heap::Body<M::Sharing> for $type<M> {
            const KIND: u8 = $crate::body::kind::$kind;
            const NAME: &'static str = $name;
            const TRACED: bool = false;
            const LINGERS: bool = $crate::body::kind::lingers(Self::KIND);
            fn trace(&self, _visit: &mut $crate::model::Visit<'_, M>) {}
        }
    };
    ($type:ident, $kind:ident, $name:literal, |$this:ident, $visit:ident| $trace:block $(, clear |$that:ident| $clear:block)?
        $(, label |$it:ident| $label:block)?) => {
        // SAFETY: the kinds in `kind` are all different, and each is used by one body.
        unsafe impl<M: $crate::model::Model> taipan_heap::Body<M::Sharing> for $type<M> {
            const KIND: u8 = $crate::body::kind::$kind;
            const NAME: &'static str = $name;
            const LINGERS: bool = $crate::body::kind::lingers(Self::KIND);
            fn trace(&self, $visit: &mut $crate::model::Visit<'_, M>) {
                let $this = self;
                $trace
            }
            $(fn clear($that: &$crate::model::Obj<M, Self>) $clear)?
            $(fn label(&self) -> String {
                let $it = self;
                $label
            })?
        }
    };
}
pub(crate) use body;
