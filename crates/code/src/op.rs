//! The one opcode table: the enum, the names, the arguments, the stack effects and the listing all expand it.
//!
//! Stacks are written bottom first: `a b -> c` pops `b`, then `a`, and pushes `c`. Raising opcodes leave no stack
//! of their own: the exception handler that covers them says how much of it stays.

/// What the argument of an opcode means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// There is none: the argument byte is 0 and means nothing.
    None,
    /// An index into `Code::constants`.
    Constant,
    /// An index into `Code::var_names`.
    Local,
    /// An index into `Code::cell_vars` followed by `Code::free_vars`.
    Cell,
    /// An index into `Code::names`.
    Name,
    /// A number of items on the stack, or flags: see the opcode.
    Number,
    /// An index into [`COMPARISONS`].
    Comparison,
    /// 1 if the answer is inverted (`is not`, `not in`), else 0.
    Invert,
    /// A jump to the word with this index.
    JumpAbsolute,
    /// A jump over this many words after the opcode's own word.
    JumpRelative,
}

/// The comparison operators, in the order that `COMPARE_OP` counts them.
pub const COMPARISONS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

macro_rules! opcodes {
    ($(
        $name:ident, $argument:ident, |$n:pat_param| $pops:expr => $pushes:expr, $(jump $jump:expr,)? $doc:literal;
    )*) => {
        /// An opcode. Its number is its row in the table.
        #[allow(rustdoc::broken_intra_doc_links, reason = "brackets in the table are subscripts")]
        #[allow(non_camel_case_types, reason = "the classic names are the vocabulary of the listing and of the VM")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Op {
            $(#[doc = $doc] $name,)*
        }

        impl Op {
            /// All opcodes, in the order of the table: `ALL[op as usize] == op`.
            pub const ALL: &[Op] = &[$(Op::$name),*];

            /// The classic name, such as `LOAD_FAST`.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$name => stringify!($name),)* }
            }

            /// What the argument means.
            pub const fn argument(self) -> Argument {
                match self { $(Op::$name => Argument::$argument,)* }
            }

            /// The sentence of the table: stack before -> after, and what happens.
            pub const fn doc(self) -> &'static str {
                match self { $(Op::$name => $doc,)* }
            }

            /// How many items the opcode takes off the stack.
            #[allow(unused_variables, reason = "a row names the argument once for both of its columns")]
            pub const fn pops(self, arg: u32) -> u32 {
                match self { $(Op::$name => { let $n = arg; $pops })* }
            }

            /// How many items the opcode puts on the stack when the next instruction runs after it.
            #[allow(unused_variables, reason = "a row names the argument once for both of its columns")]
            pub const fn pushes(self, arg: u32) -> u32 {
                match self { $(Op::$name => { let $n = arg; $pushes })* }
            }

            /// How many items the opcode puts on the stack when it jumps.
            pub const fn pushes_on_jump(self, arg: u32) -> u32 {
                match self {
                    $($(Op::$name => $jump,)?)*
                    _ => self.pushes(arg),
                }
            }
        }
    };
}

opcodes! {
    // name, argument, |n| pops => pushes, (jump pushes,) "stack before -> after. What happens."

    // The stack itself.
    NOP,                    None,         |_| 0 => 0, "-> . Does nothing.";
    EXTENDED_ARG,           Number,       |_| 0 => 0, "-> . The argument is the next higher byte of the next word's argument.";
    POP_TOP,                None,         |_| 1 => 0, "a -> .";
    ROT_TWO,                None,         |_| 2 => 2, "a b -> b a.";
    ROT_THREE,              None,         |_| 3 => 3, "a b c -> c a b.";
    ROT_FOUR,               None,         |_| 4 => 4, "a b c d -> d a b c.";
    ROT_N,                  Number,       |n| n => n, "a1 .. an -> an a1 .. an-1.";
    DUP_TOP,                None,         |_| 1 => 2, "a -> a a.";
    DUP_TOP_TWO,            None,         |_| 2 => 4, "a b -> a b a b.";

    // Variables.
    LOAD_CONST,             Constant,     |_| 0 => 1, "-> constant.";
    LOAD_FAST,              Local,        |_| 0 => 1, "-> value. UnboundLocalError if unbound.";
    STORE_FAST,             Local,        |_| 1 => 0, "value -> .";
    DELETE_FAST,            Local,        |_| 0 => 0, "-> . UnboundLocalError if unbound.";
    LOAD_GLOBAL,            Name,         |_| 0 => 1, "-> value. Looks in globals, then builtins.";
    STORE_GLOBAL,           Name,         |_| 1 => 0, "value -> .";
    DELETE_GLOBAL,          Name,         |_| 0 => 0, "-> .";
    LOAD_NAME,              Name,         |_| 0 => 1, "-> value. Looks in the namespace, then globals, then builtins.";
    STORE_NAME,             Name,         |_| 1 => 0, "value -> . Stores into the namespace of the module or class.";
    DELETE_NAME,            Name,         |_| 0 => 0, "-> .";
    LOAD_DEREF,             Cell,         |_| 0 => 1, "-> value of the cell. NameError or UnboundLocalError if empty.";
    STORE_DEREF,            Cell,         |_| 1 => 0, "value -> . Fills the cell.";
    DELETE_DEREF,           Cell,         |_| 0 => 0, "-> . Empties the cell.";
    LOAD_CLOSURE,           Cell,         |_| 0 => 1, "-> the cell itself.";
    LOAD_CLASSDEREF,        Cell,         |_| 0 => 1, "-> value. Looks in the class namespace, then in the cell.";
    LOAD_ATTR,              Name,         |_| 1 => 1, "object -> object.name.";
    STORE_ATTR,             Name,         |_| 2 => 0, "value object -> . object.name = value.";
    DELETE_ATTR,            Name,         |_| 1 => 0, "object -> .";
    LOAD_METHOD,            Name,         |_| 1 => 2, "object -> function object, or value empty if it is no plain method.";
    BINARY_SUBSCR,          None,         |_| 2 => 1, "object key -> object[key].";
    STORE_SUBSCR,           None,         |_| 3 => 0, "value object key -> . object[key] = value.";
    DELETE_SUBSCR,          None,         |_| 2 => 0, "object key -> .";

    // Operators.
    UNARY_POSITIVE,         None,         |_| 1 => 1, "a -> +a.";
    UNARY_NEGATIVE,         None,         |_| 1 => 1, "a -> -a.";
    UNARY_NOT,              None,         |_| 1 => 1, "a -> not a.";
    UNARY_INVERT,           None,         |_| 1 => 1, "a -> ~a.";
    BINARY_ADD,             None,         |_| 2 => 1, "a b -> a + b.";
    BINARY_SUBTRACT,        None,         |_| 2 => 1, "a b -> a - b.";
    BINARY_MULTIPLY,        None,         |_| 2 => 1, "a b -> a * b.";
    BINARY_TRUE_DIVIDE,     None,         |_| 2 => 1, "a b -> a / b.";
    BINARY_FLOOR_DIVIDE,    None,         |_| 2 => 1, "a b -> a // b.";
    BINARY_MODULO,          None,         |_| 2 => 1, "a b -> a % b.";
    BINARY_POWER,           None,         |_| 2 => 1, "a b -> a ** b.";
    BINARY_LSHIFT,          None,         |_| 2 => 1, "a b -> a << b.";
    BINARY_RSHIFT,          None,         |_| 2 => 1, "a b -> a >> b.";
    BINARY_AND,             None,         |_| 2 => 1, "a b -> a & b.";
    BINARY_OR,              None,         |_| 2 => 1, "a b -> a | b.";
    BINARY_XOR,             None,         |_| 2 => 1, "a b -> a ^ b.";
    BINARY_MATRIX_MULTIPLY, None,         |_| 2 => 1, "a b -> a @ b.";
    INPLACE_ADD,            None,         |_| 2 => 1, "a b -> a += b.";
    INPLACE_SUBTRACT,       None,         |_| 2 => 1, "a b -> a -= b.";
    INPLACE_MULTIPLY,       None,         |_| 2 => 1, "a b -> a *= b.";
    INPLACE_TRUE_DIVIDE,    None,         |_| 2 => 1, "a b -> a /= b.";
    INPLACE_FLOOR_DIVIDE,   None,         |_| 2 => 1, "a b -> a //= b.";
    INPLACE_MODULO,         None,         |_| 2 => 1, "a b -> a %= b.";
    INPLACE_POWER,          None,         |_| 2 => 1, "a b -> a **= b.";
    INPLACE_LSHIFT,         None,         |_| 2 => 1, "a b -> a <<= b.";
    INPLACE_RSHIFT,         None,         |_| 2 => 1, "a b -> a >>= b.";
    INPLACE_AND,            None,         |_| 2 => 1, "a b -> a &= b.";
    INPLACE_OR,             None,         |_| 2 => 1, "a b -> a |= b.";
    INPLACE_XOR,            None,         |_| 2 => 1, "a b -> a ^= b.";
    INPLACE_MATRIX_MULTIPLY, None,        |_| 2 => 1, "a b -> a @= b.";
    COMPARE_OP,             Comparison,   |_| 2 => 1, "a b -> a < b. Which comparison: see COMPARISONS.";
    IS_OP,                  Invert,       |_| 2 => 1, "a b -> a is b.";
    CONTAINS_OP,            Invert,       |_| 2 => 1, "a b -> a in b.";

    // Building and taking apart.
    BUILD_TUPLE,            Number,       |n| n => 1, "a1 .. an -> (a1, .., an).";
    BUILD_LIST,             Number,       |n| n => 1, "a1 .. an -> [a1, .., an].";
    BUILD_SET,              Number,       |n| n => 1, "a1 .. an -> {a1, .., an}.";
    BUILD_MAP,              Number,       |n| n.saturating_mul(2) => 1, "k1 v1 .. kn vn -> {k1: v1, .., kn: vn}.";
    BUILD_STRING,           Number,       |n| n => 1, "s1 .. sn -> their concatenation. All are str.";
    BUILD_SLICE,            Number,       |n| n => 1, "start stop (step) -> slice. n is 2 or 3.";
    LIST_APPEND,            Number,       |_| 1 => 0, "value -> . Appends to the list that is the nth from the top after the pop (1 is the top).";
    SET_ADD,                Number,       |_| 1 => 0, "value -> . Adds to the set that is the nth from the top after the pop.";
    MAP_ADD,                Number,       |_| 2 => 0, "key value -> . Sets in the dict that is the nth from the top after both pops.";
    LIST_EXTEND,            Number,       |_| 1 => 0, "iterable -> . Extends the list that is the nth from the top after the pop.";
    SET_UPDATE,             Number,       |_| 1 => 0, "iterable -> . Updates the set that is the nth from the top after the pop.";
    DICT_UPDATE,            Number,       |_| 1 => 0, "mapping -> . Updates the dict that is the nth from the top after the pop.";
    DICT_MERGE,             Number,       |_| 1 => 0, "mapping -> . As DICT_UPDATE, but TypeError for a key that is there already. The callable is two below the dict.";
    LIST_TO_TUPLE,          None,         |_| 1 => 1, "list -> tuple.";
    UNPACK_SEQUENCE,        Number,       |n| 1 => n, "iterable -> an .. a1. ValueError unless it has n items. The first item is on top.";
    UNPACK_EX,              Number,       |n| 1 => (n & 0xff) + 1 + (n >> 8), "iterable -> z .. list .. a. The low byte counts the items before the list, the rest those after. The first item is on top.";
    FORMAT_VALUE,           Number,       |n| 1 + ((n >> 2) & 1) => 1, "value (spec) -> str. n & 3: 0 as it is, 1 str, 2 repr, 3 ascii; n & 4: a spec is on top.";

    // Control.
    JUMP_FORWARD,           JumpRelative, |_| 0 => 0, "-> .";
    JUMP_ABSOLUTE,          JumpAbsolute, |_| 0 => 0, "-> .";
    POP_JUMP_IF_FALSE,      JumpAbsolute, |_| 1 => 0, "a -> .";
    POP_JUMP_IF_TRUE,       JumpAbsolute, |_| 1 => 0, "a -> .";
    JUMP_IF_FALSE_OR_POP,   JumpAbsolute, |_| 1 => 0, jump 1, "a -> a if it jumps, else -> .";
    JUMP_IF_TRUE_OR_POP,    JumpAbsolute, |_| 1 => 0, jump 1, "a -> a if it jumps, else -> .";
    GET_ITER,               None,         |_| 1 => 1, "iterable -> iterator.";
    FOR_ITER,               JumpRelative, |_| 1 => 2, jump 0, "iterator -> iterator item, or -> . and jumps when exhausted.";
    RETURN_VALUE,           None,         |_| 1 => 0, "value -> . Leaves the frame.";
    YIELD_VALUE,            None,         |_| 1 => 1, "value -> sent. Yields value; on resumption the value sent is pushed. A generator that starts has nothing pushed.";
    YIELD_FROM,             None,         |_| 2 => 1, "iterator v -> result. Sends v to the iterator; while it yields, yields that and runs again with the value sent; when it ends, pushes its result.";
    GET_YIELD_FROM_ITER,    None,         |_| 1 => 1, "iterable -> iterator. A generator is its own.";
    GET_AWAITABLE,          None,         |_| 1 => 1, "awaitable -> iterator. What `await` runs; TypeError if it is not awaitable.";
    GET_AITER,              None,         |_| 1 => 1, "iterable -> iterable.__aiter__().";
    GET_ANEXT,              None,         |_| 1 => 2, "iterator -> iterator next. next is what `await iterator.__anext__()` runs.";
    END_ASYNC_FOR,          None,         |_| 2 => 0, "iterator exc -> . Raises exc again unless it is a StopAsyncIteration.";

    // Calls.
    CALL_FUNCTION,          Number,       |n| n.saturating_add(1) => 1, "callable a1 .. an -> result.";
    CALL_FUNCTION_KW,       Number,       |n| n.saturating_add(2) => 1, "callable a1 .. an names -> result. The names tuple names the last arguments.";
    CALL_FUNCTION_EX,       Number,       |n| 2 + (n & 1) => 1, "callable args (kwargs) -> result. args is iterable; n & 1: a mapping is on top.";
    CALL_METHOD,            Number,       |n| n.saturating_add(2) => 1, "function object a1 .. an -> result. If the second is empty, calls the first without it.";
    MAKE_FUNCTION,          Number,       |n| 1 + (n & 0xf).count_ones() => 1, "(defaults) (kwdefaults) (annotations) (closure) code -> function. n & 1 tuple, 2 dict, 4 tuple of name, value pairs, 8 tuple of cells.";
    LOAD_BUILD_CLASS,       None,         |_| 0 => 1, "-> builtins.__build_class__.";

    // Exceptions and with.
    PUSH_EXC_INFO,          None,         |_| 1 => 2, "exc -> previous exc. Makes exc the handled exception; previous is the one before it, or None.";
    POP_EXCEPT,             None,         |_| 1 => 0, "previous -> . Makes previous the handled exception again.";
    JUMP_IF_NOT_EXC_MATCH,  JumpAbsolute, |_| 2 => 1, "exc type -> exc. TypeError unless type is an exception class or a tuple of them.";
    RERAISE,                None,         |_| 1 => 0, "exc -> . Raises exc again without adding to its traceback.";
    RAISE_VARARGS,          Number,       |n| n => 0, "(exc) (cause) -> . 0: raises the handled exception again; 1: raise exc; 2: raise exc from cause.";
    BEFORE_WITH,            None,         |_| 1 => 2, "manager -> exit entered. exit is the bound __exit__, entered what __enter__ returned.";
    BEFORE_ASYNC_WITH,      None,         |_| 1 => 2, "manager -> exit awaitable. exit is the bound __aexit__, awaitable what __aenter__ returned.";
    WITH_EXCEPT_START,      None,         |_| 3 => 4, "exit previous exc -> exit previous exc result. Calls exit(type, exc, traceback).";
    LOAD_ASSERTION_ERROR,   None,         |_| 0 => 1, "-> AssertionError.";

    // Imports.
    IMPORT_NAME,            Name,         |_| 2 => 1, "level fromlist -> module. fromlist is None or a tuple of str.";
    IMPORT_FROM,            Name,         |_| 1 => 2, "module -> module attribute.";
    IMPORT_STAR,            None,         |_| 1 => 0, "module -> . Copies its public names into the namespace.";

    // Patterns.
    GET_LEN,                None,         |_| 1 => 2, "subject -> subject len(subject).";
    MATCH_MAPPING,          None,         |_| 1 => 2, "subject -> subject is_mapping.";
    MATCH_SEQUENCE,         None,         |_| 1 => 2, "subject -> subject is_sequence. str, bytes and bytearray are none.";
    MATCH_KEYS,             None,         |_| 2 => 3, "subject keys -> subject keys values, a tuple, or None if a key is absent.";
    MATCH_CLASS,            Number,       |_| 3 => 1, "subject class names -> attributes, a tuple of n positional ones by __match_args__, then the named ones, or None.";

    // The rest.
    SETUP_ANNOTATIONS,      None,         |_| 0 => 0, "-> . Makes __annotations__ in the namespace a dict unless it is there.";
    PRINT_EXPR,             None,         |_| 1 => 0, "value -> . sys.displayhook(value), for interactive code.";
}

impl Op {
    /// The opcode with this number, if there is one.
    pub fn from_u8(number: u8) -> Option<Op> {
        Op::ALL.get(usize::from(number)).copied()
    }

    /// Does the opcode use its argument?
    pub const fn has_argument(self) -> bool {
        !matches!(self.argument(), Argument::None)
    }

    /// May the opcode jump?
    pub const fn has_jump(self) -> bool {
        matches!(self.argument(), Argument::JumpAbsolute | Argument::JumpRelative)
    }

    /// Does the next instruction never run after this one?
    pub const fn ends_block(self) -> bool {
        use Op::{JUMP_ABSOLUTE, JUMP_FORWARD, RAISE_VARARGS, RERAISE, RETURN_VALUE};
        matches!(self, JUMP_FORWARD | JUMP_ABSOLUTE | RETURN_VALUE | RAISE_VARARGS | RERAISE)
    }
}
