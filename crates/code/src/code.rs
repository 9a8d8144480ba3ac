//! The portable form of compiled Python: what is serialised, listed, sent to workers and loaded by an interpreter.

use std::sync::Arc;

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

use crate::op::{Argument, Op};

/// One compiled block: a module, a function, a class body or a comprehension.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Code {
    /// The name of the function or class, or `<module>`, `<lambda>`, `<listcomp>` and so on.
    pub name: String,
    /// The dotted name, such as `Outer.method.<locals>.inner`.
    pub qualname: String,
    /// The file that the source came from, as the caller named it.
    pub filename: Arc<str>,
    /// The line of `def`, `class`, `lambda` or of the first decorator, counted from 1.
    pub first_line: u32,
    /// How many positional parameters there are, those that are positional only included.
    pub arg_count: u32,
    /// How many of them are positional only.
    pub pos_only_count: u32,
    /// How many parameters are keyword only.
    pub kw_only_count: u32,
    /// What kind of block this is.
    pub flags: Flags,
    /// The deepest that the value stack gets, in values.
    pub stack_size: u32,
    /// Positional parameters, keyword only ones, `*args`, `**kwargs`, then the other locals. What is behind a point in a
    /// name sets a variable of a comprehension apart: see [`Code::local_names`].
    pub var_names: Vec<String>,
    /// Variables of this block that inner functions use. A parameter is in `var_names` too: see [`Code::cell_args`].
    pub cell_vars: Vec<String>,
    /// Variables of enclosing functions: `MAKE_FUNCTION` is given their cells in this order.
    pub free_vars: Vec<String>,
    /// Names of globals, attributes and modules.
    pub names: Vec<String>,
    /// Constants. In a function (not a comprehension) the first is the docstring or `None`.
    pub constants: Vec<Constant>,
    /// The instructions: the opcode in the low byte, the argument in the high byte, `EXTENDED_ARG` words in front
    /// of an instruction whose argument needs more than a byte.
    pub wordcode: Vec<u16>,
    /// Exception handlers. The first that covers an instruction is the innermost.
    pub handlers: Vec<Handler>,
    /// Where words come from: each entry holds from its word index up to the next entry. Sorted.
    pub lines: Vec<(u32, Span)>,
}

/// Says: an exception raised in the words `start..end` cuts the stack to `depth` values, pushes the exception and
/// goes on at the word `target`.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// The first word covered.
    pub start: u32,
    /// The first word after it that is not covered.
    pub end: u32,
    /// The word to go on at.
    pub target: u32,
    /// How many values of the stack stay, counted from the bottom of the frame's value stack.
    pub depth: u32,
}

/// A place in the source. Lines and columns count from 1, columns in characters; the end is exclusive.
/// All are 0 where no source stands behind an instruction.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first line.
    pub line: u32,
    /// The column in the first line.
    pub column: u32,
    /// The last line.
    pub end_line: u32,
    /// The column after the last character, in the last line.
    pub end_column: u32,
}

/// What kind of block a [`Code`] is.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[serde(transparent)]
pub struct Flags(pub u32);

impl Flags {
    /// Locals live in fast slots: a function, a lambda or a comprehension.
    pub const OPTIMIZED: Flags = Flags(0x01);
    /// A call makes a new namespace. Set together with `OPTIMIZED`.
    pub const NEWLOCALS: Flags = Flags(0x02);
    /// There is a `*args` parameter.
    pub const VARARGS: Flags = Flags(0x04);
    /// There is a `**kwargs` parameter.
    pub const VARKEYWORDS: Flags = Flags(0x08);
    /// The function stands inside another function.
    pub const NESTED: Flags = Flags(0x10);
    /// A call makes a generator.
    pub const GENERATOR: Flags = Flags(0x20);
    /// A call makes a coroutine.
    pub const COROUTINE: Flags = Flags(0x80);

    /// Does a call make an object that is resumed, a generator or a coroutine?
    pub const fn suspends(self) -> bool {
        self.0 & (Flags::GENERATOR.0 | Flags::COROUTINE.0) != 0
    }

    /// Are all flags of `other` set in `self`?
    pub const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;

    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// A value that the source spells out.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub enum Constant {
    /// `None`.
    None,
    /// `True`.
    True,
    /// `False`.
    False,
    /// `...`.
    Ellipsis,
    /// An integer that fits.
    Int(i64),
    /// An integer that does not fit an `i64`.
    BigInt(BigInt),
    /// A floating-point number.
    Float(f64),
    /// A text.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A tuple of constants.
    Tuple(Vec<Constant>),
    /// A set display of constants that is only searched: the loader makes a `frozenset` of it.
    FrozenSet(Vec<Constant>),
    /// An inner block.
    Code(Arc<Code>),
}

/// One decoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// The word index of the first `EXTENDED_ARG` in front, or of the opcode: what jumps go to.
    pub start: u32,
    /// The word index of the opcode.
    pub index: u32,
    /// The opcode, never `EXTENDED_ARG`.
    pub op: Op,
    /// The whole argument.
    pub arg: u32,
}

impl Instruction {
    /// The word index of the next instruction.
    pub const fn next(&self) -> u32 {
        self.index + 1
    }

    /// The word index that the instruction may jump to.
    pub const fn target(&self) -> Option<u32> {
        match self.op.argument() {
            Argument::JumpAbsolute => Some(self.arg),
            Argument::JumpRelative => Some(self.next().saturating_add(self.arg)),
            _ => None,
        }
    }
}

impl Code {
    /// The instructions in order, each with its whole argument. Stops at a word that is no opcode.
    pub fn instructions(&self) -> impl Iterator<Item = Instruction> + '_ {
        let mut index = 0u32;
        std::iter::from_fn(move || {
            let start = index;
            let mut high = 0u32;
            loop {
                let word = *self.wordcode.get(index as usize)?;
                let op = Op::from_u8(word as u8)?;
                let arg = high | u32::from(word >> 8);
                index += 1;
                if op != Op::EXTENDED_ARG {
                    return Some(Instruction { start, index: index - 1, op, arg });
                }
                high = arg << 8;
            }
        })
    }

    /// Where the instruction at a word index comes from.
    pub fn span_at(&self, word_index: u32) -> Span {
        let after = self.lines.partition_point(|(start, _)| *start <= word_index);
        after.checked_sub(1).map_or(Span::default(), |last| self.lines[last].1)
    }

    /// The innermost handler that covers a word index.
    pub fn handler_at(&self, word_index: u32) -> Option<&Handler> {
        self.handlers.iter().find(|handler| (handler.start..handler.end).contains(&word_index))
    }

    /// The locals as the program calls them.
    pub fn local_names(&self) -> impl Iterator<Item = &str> {
        let shown = |name: &'_ String| name.find('.').filter(|&at| at > 0).unwrap_or(name.len());
        self.var_names.iter().map(move |name| &name[..shown(name)])
    }

    /// For each cell variable, the index in `var_names` of the parameter whose value it starts with, if it is one.
    pub fn cell_args(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        let parameters = &self.var_names[..self.parameter_count()];
        self.cell_vars.iter().map(|cell| parameters.iter().position(|name| name == cell))
    }

    /// How many of `var_names` are parameters, `*args` and `**kwargs` included.
    pub fn parameter_count(&self) -> usize {
        let starred =
            u32::from(self.flags.contains(Flags::VARARGS)) + u32::from(self.flags.contains(Flags::VARKEYWORDS));
        (self.arg_count + self.kw_only_count + starred) as usize
    }

    /// The docstring of a function. Modules and classes store theirs as `__doc__` when they run.
    pub fn docstring(&self) -> Option<&str> {
        match self.constants.first() {
            Some(Constant::Str(text)) if self.flags.contains(Flags::OPTIMIZED) => Some(text),
            _ => None,
        }
    }
}
