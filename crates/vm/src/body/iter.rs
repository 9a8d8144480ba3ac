//! Iterators over built-in things.

use super::{Deque, Dict, FrozenSet, List, Set, Str, Tool, Tuple, ViewOf, body};
use crate::model::{Model, Obj, Value};
use taipan_heap::Inner;

/// An iterator of the interpreter.
pub struct Iter<M: Model> {
    /// What it was made to go over; tells its class, also when it has come to the end.
    pub over: Over,
    /// Where it is, under its lock.
    pub state: Inner<IterState<M>>,
}

/// What an iterator goes over, and where it is.
#[allow(missing_docs, reason = "the fields are the thing, the position and the bound")]
pub enum IterState<M: Model> {
    List {
        list: Obj<M, List<M>>,
        next: usize,
    },
    Tuple {
        tuple: Obj<M, Tuple<M>>,
        next: usize,
    },
    Range {
        next: i64,
        stop: i64,
        step: i64,
    },
    /// `next` is a byte offset.
    Str {
        text: Obj<M, Str<M>>,
        next: usize,
    },
    Bytes {
        bytes: Value<M>,
        next: usize,
    },
    Dict {
        dict: Obj<M, Dict<M>>,
        of: ViewOf,
        next: usize,
        version: u32,
    },
    DictReversed {
        dict: Obj<M, Dict<M>>,
        of: ViewOf,
        left: usize,
    },
    Set {
        set: Obj<M, Set<M>>,
        next: usize,
        version: u32,
    },
    Deque {
        deque: Obj<M, Deque<M>>,
        next: usize,
        version: u32,
    },
    FrozenSet {
        set: Obj<M, FrozenSet<M>>,
        next: usize,
    },
    Reversed {
        sequence: Value<M>,
        left: i64,
    },
    /// Anything with `__getitem__` from 0 on.
    Items {
        sequence: Value<M>,
        next: i64,
    },
    Enumerate {
        inner: Value<M>,
        count: Value<M>,
    },
    Zip {
        inner: Obj<M, Tuple<M>>,
        strict: bool,
    },
    Map {
        function: Value<M>,
        inner: Obj<M, Tuple<M>>,
    },
    Filter {
        function: Value<M>,
        inner: Value<M>,
    },
    /// `iter(function, sentinel)`.
    Calls {
        function: Value<M>,
        sentinel: Value<M>,
    },
    /// One of `itertools`.
    Tool(Box<Tool<M>>),
    Done,
}

impl<M: Model> Iter<M> {
    /// An iterator in this state.
    pub fn new(state: IterState<M>) -> Self {
        Self { over: Over::of(&state), state: Inner::new(state) }
    }
}

macro_rules! overs {
    ($($pattern:pat $(if $condition:expr)? => $variant:ident $class:literal;)*) => {
        /// What an iterator goes over.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is the class of its name")]
        pub enum Over { $($variant,)* }

        impl Over {
            /// All, in order.
            pub const ALL: &[Over] = &[$(Over::$variant,)*];

            /// The name of the iterator's class.
            pub const fn class_name(self) -> &'static str {
                match self { $(Over::$variant => $class,)* }
            }

            fn of<M: Model>(state: &IterState<M>) -> Self {
                use IterState as S;
                match state { $($pattern $(if $condition)? => Over::$variant,)* }
            }
        }
    };
}

overs! {
    S::List { .. } => List "list_iterator";
    S::Tuple { .. } => Tuple "tuple_iterator";
    S::Range { .. } | S::Done => Range "range_iterator";
    S::Str { text, .. } if text.is_ascii() => AsciiStr "str_ascii_iterator";
    S::Str { .. } => Str "str_iterator";
    S::Bytes { .. } => Bytes "bytes_iterator";
    S::Dict { of: ViewOf::Keys, .. } => Keys "dict_keyiterator";
    S::Dict { of: ViewOf::Values, .. } => Values "dict_valueiterator";
    S::Dict { of: ViewOf::Items, .. } => Items "dict_itemiterator";
    S::DictReversed { of: ViewOf::Keys, .. } => KeysReversed "dict_reversekeyiterator";
    S::DictReversed { of: ViewOf::Values, .. } => ValuesReversed "dict_reversevalueiterator";
    S::DictReversed { of: ViewOf::Items, .. } => ItemsReversed "dict_reverseitemiterator";
    S::Set { .. } | S::FrozenSet { .. } => Set "set_iterator";
    S::Deque { .. } => Deque "_deque_iterator";
    S::Items { .. } => Sequence "iterator";
    S::Reversed { .. } => Reversed "reversed";
    S::Enumerate { .. } => Enumerate "enumerate";
    S::Zip { .. } => Zip "zip";
    S::Map { .. } => Map "map";
    S::Filter { .. } => Filter "filter";
    S::Calls { .. } => Calls "callable_iterator";
    S::Tool(tool) if matches!(**tool, Tool::Count { .. }) => Count "count";
    S::Tool(tool) if matches!(**tool, Tool::Repeat { .. }) => Repeat "repeat";
    S::Tool(tool) if matches!(**tool, Tool::Cycle { .. }) => Cycle "cycle";
    S::Tool(tool) if matches!(**tool, Tool::Chain { .. }) => Chain "chain";
    S::Tool(tool) if matches!(**tool, Tool::Slice { .. }) => IterSlice "islice";
    S::Tool(tool) if matches!(**tool, Tool::Accumulate { .. }) => Accumulate "accumulate";
    S::Tool(tool) if matches!(**tool, Tool::TakeWhile { .. }) => TakeWhile "takewhile";
    S::Tool(tool) if matches!(**tool, Tool::DropWhile { .. }) => DropWhile "dropwhile";
    S::Tool(tool) if matches!(**tool, Tool::FilterFalse { .. }) => FilterFalse "filterfalse";
    S::Tool(tool) if matches!(**tool, Tool::StarMap { .. }) => StarMap "starmap";
    S::Tool(tool) if matches!(**tool, Tool::Compress { .. }) => Compress "compress";
    S::Tool(tool) if matches!(**tool, Tool::Pairwise { .. }) => Pairwise "pairwise";
    S::Tool(tool) if matches!(**tool, Tool::ZipLongest { .. }) => ZipLongest "zip_longest";
    S::Tool(tool) if matches!(**tool, Tool::Product { .. }) => Product "product";
    S::Tool(tool) if matches!(**tool, Tool::Combinations { again: false, .. }) => Combinations "combinations";
    S::Tool(tool) if matches!(**tool, Tool::Combinations { .. }) => Again "combinations_with_replacement";
    S::Tool(tool) if matches!(**tool, Tool::Permutations { .. }) => Permutations "permutations";
    S::Tool(tool) if matches!(**tool, Tool::GroupBy(_)) => GroupBy "groupby";
    S::Tool(_) => Group "_grouper";
}

impl<M: Model> IterState<M> {
    fn trace(&self, visit: &mut crate::model::Visit<'_, M>) {
        match self {
            Self::List { list, .. } => visit(list.as_value()),
            Self::Tuple { tuple, .. } => visit(tuple.as_value()),
            Self::Str { text, .. } => visit(text.as_value()),
            Self::Dict { dict, .. } | Self::DictReversed { dict, .. } => visit(dict.as_value()),
            Self::Set { set, .. } => visit(set.as_value()),
            Self::FrozenSet { set, .. } => visit(set.as_value()),
            Self::Deque { deque, .. } => visit(deque.as_value()),
            Self::Bytes { bytes: one, .. }
            | Self::Reversed { sequence: one, .. }
            | Self::Items { sequence: one, .. } => visit(one),
            Self::Enumerate { inner: a, count: b }
            | Self::Filter { function: a, inner: b }
            | Self::Calls { function: a, sentinel: b } => {
                visit(a);
                visit(b);
            }
            Self::Zip { inner, .. } => visit(inner.as_value()),
            Self::Map { function, inner } => {
                visit(function);
                visit(inner.as_value());
            }
            Self::Tool(tool) => tool.trace(visit),
            Self::Range { .. } | Self::Done => {}
        }
    }
}

body!(
    Iter,
    ITER,
    "iterator",
    |this, visit| {
        // SAFETY: inside `trace`.
        unsafe { this.state.peek() }.trace(visit);
    },
    clear | this | {
        let state = std::mem::replace(&mut *this.open(|i| &i.state), IterState::Done);
        drop(state);
    }
);
