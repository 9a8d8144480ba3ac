//! The source text, with the way from byte offsets to lines and columns.

use std::sync::Arc;

use ruff_text_size::{TextRange, TextSize};

use crate::code::Span;
use crate::error::{CompileError, ErrorKind};

/// A source text and where its lines start.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) filename: Arc<str>,
    line_starts: Vec<usize>,
    /// Where the bytes are that continue a character: columns are counted without reading the line.
    continuations: Vec<usize>,
}

/// Something wrong at a place in the source.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) range: TextRange,
}

impl Fault {
    /// A SyntaxError.
    pub(crate) fn syntax(range: TextRange, message: impl Into<String>) -> Fault {
        Fault { kind: ErrorKind::Syntax, message: message.into(), range }
    }

    /// An IndentationError.
    pub(crate) fn indentation(range: TextRange, message: impl Into<String>) -> Fault {
        Fault { kind: ErrorKind::Indentation, message: message.into(), range }
    }

    /// Python that this compiler does not know.
    pub(crate) fn unsupported(range: TextRange, construct: impl std::fmt::Display) -> Fault {
        Fault { kind: ErrorKind::Unsupported, message: format!("{construct} is not supported"), range }
    }
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str, filename: &str) -> Source<'a> {
        let bytes = text.as_bytes();
        let starts_line = |&at: &usize| match bytes[at - 1] {
            b'\n' => true,
            b'\r' => bytes.get(at) != Some(&b'\n'),
            _ => false,
        };
        let line_starts = std::iter::once(0).chain((1..=bytes.len()).filter(starts_line)).collect();
        let continues = |(_, byte): &(usize, &u8)| **byte & 0b1100_0000 == 0b1000_0000;
        let continuations = bytes.iter().enumerate().filter(continues).map(|(at, _)| at).collect();
        Source { text, filename: filename.into(), line_starts, continuations }
    }

    /// The text of a range.
    pub(crate) fn slice(&self, range: TextRange) -> &'a str {
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default()
    }

    /// The line and the column of an offset, both counted from 1.
    pub(crate) fn position(&self, offset: TextSize) -> (u32, u32) {
        let offset = offset.to_usize().min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        let before = |offset| self.continuations.partition_point(|at| *at < offset);
        let column = offset - start - (before(offset) - before(start));
        (line as u32, column as u32 + 1)
    }

    /// The line of an offset, counted from 1.
    pub(crate) fn line(&self, offset: TextSize) -> u32 {
        self.position(offset).0
    }

    /// Lines and columns of a range.
    pub(crate) fn span(&self, range: TextRange) -> Span {
        let (line, column) = self.position(range.start());
        let (end_line, end_column) = self.position(range.end());
        Span { line, column, end_line, end_column }
    }

    /// The public form of a fault.
    pub(crate) fn error(&self, fault: Fault) -> CompileError {
        let (line, column) = self.position(fault.range.start());
        CompileError {
            kind: fault.kind,
            message: fault.message,
            filename: self.filename.to_string(),
            line,
            column,
            text: self.line_text(line).to_owned(),
        }
    }

    fn line_text(&self, line: u32) -> &'a str {
        let index = line as usize - 1;
        let end = self.line_starts.get(index + 1).copied().unwrap_or(self.text.len());
        self.text[self.line_starts[index]..end].trim_end_matches(['\n', '\r'])
    }
}
