//! What is wrong with a program, and where: printed as CPython prints a SyntaxError.

use std::fmt;

/// A program that cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct CompileError {
    /// Which exception Python raises for it.
    pub kind: ErrorKind,
    /// What is wrong, without the kind.
    pub message: String,
    /// The file, as the caller named it.
    pub filename: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1 in characters.
    pub column: u32,
    /// The source line, without its end.
    pub text: String,
}

/// Which exception Python raises for a program that cannot be compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// `SyntaxError`.
    Syntax,
    /// `IndentationError`.
    Indentation,
    /// Python knows it, this compiler does not: a `SyntaxError` whose message says so.
    Unsupported,
}

impl ErrorKind {
    /// The name of the exception.
    pub const fn exception(self) -> &'static str {
        match self {
            ErrorKind::Syntax | ErrorKind::Unsupported => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
        }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  File \"{}\", line {}", self.filename, self.line)?;
        let text = self.text.trim_start();
        if !text.is_empty() {
            let indent = self.text.chars().count() - text.chars().count();
            let caret = (self.column as usize).saturating_sub(1 + indent);
            writeln!(f, "    {}\n    {:caret$}^", text.trim_end(), "")?;
        }
        write!(f, "{}: {}", self.kind.exception(), self.message)
    }
}
