//! Python source to portable bytecode: the opcode table, the compiler, the listing, the serde form.
//!
//! A program goes one way: [`compile`] measures how deeply it nests, parses it, finds out which variable each name
//! means, writes instructions with labels, and assembles them into a [`Code`]. Nothing here runs anything.

#![forbid(unsafe_code)]

mod assemble;
mod code;
mod compile;
mod dis;
mod error;
mod fold;
mod nesting;
mod op;
mod parse;
mod scope;
mod source;

use std::sync::Arc;

pub use code::{Code, Constant, Flags, Handler, Instruction, Span};
pub use dis::dis;
pub use error::{CompileError, ErrorKind};
pub use op::{Argument, COMPARISONS, Op};

use scope::Scopes;
use source::{Fault, Source};

/// What the source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Statements: running the code returns `None`.
    Exec,
    /// One expression: running the code returns its value.
    Eval,
    /// Statements typed at a prompt: the values of expression statements go to `PRINT_EXPR`.
    Single,
}

/// Compiles Python source. `filename` is only carried along, for tracebacks and errors.
///
/// # Errors
/// The first thing that Python's own compiler would object to, or a construct that this compiler does not know.
pub fn compile(source: &str, filename: &str, mode: Mode) -> Result<Arc<Code>, CompileError> {
    let source = Source::new(source, filename);
    compile_source(&source, mode).map_err(|fault| source.error(fault))
}

fn compile_source(source: &Source<'_>, mode: Mode) -> Result<Arc<Code>, Fault> {
    let parse_mode = match mode {
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
        Mode::Eval => ruff_python_parser::Mode::Expression,
    };
    if u32::try_from(source.text.len()).is_err() {
        return Err(Fault::syntax(Default::default(), "the source is longer than 4 GiB"));
    }
    let stack = nesting::stack_bytes(source.text, parse_mode)?;
    // The tree is as deep as the program nests, and is walked, compiled and dropped by recursion.
    stacker::maybe_grow(stack, stack, || {
        let parsed = parse::parse(source, parse_mode)?;
        let scopes = Scopes::analyze(parsed.syntax(), source)?;
        compile::compile(parsed.syntax(), source, &scopes, mode)
    })
}
