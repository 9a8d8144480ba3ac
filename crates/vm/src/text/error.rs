//! The error of every function here: which exception Python raises, and what `str(exception)` says.

use std::fmt;

/// The result of a function that can raise.
pub type PyResult<T> = Result<T, PyError>;

/// An exception to raise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PyError {
    /// Which exception.
    pub kind: Kind,
    /// What `str(exception)` says.
    pub message: String,
}

/// The exceptions that text and numbers raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `ValueError`
    Value,
    /// `TypeError`
    Type,
    /// `OverflowError`
    Overflow,
    /// `ZeroDivisionError`
    ZeroDivision,
    /// `IndexError`
    Index,
    /// `KeyError`
    Key,
    /// `LookupError`
    Lookup,
    /// `MemoryError`
    Memory,
    /// `UnicodeDecodeError`
    UnicodeDecode,
    /// `UnicodeEncodeError`
    UnicodeEncode,
    /// Python would answer with a complex number, which Taipan does not have; raised as `ValueError`.
    Unsupported,
}

impl Kind {
    /// The name of the exception's class.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Value | Kind::Unsupported => "ValueError",
            Kind::Type => "TypeError",
            Kind::Overflow => "OverflowError",
            Kind::ZeroDivision => "ZeroDivisionError",
            Kind::Index => "IndexError",
            Kind::Key => "KeyError",
            Kind::Lookup => "LookupError",
            Kind::Memory => "MemoryError",
            Kind::UnicodeDecode => "UnicodeDecodeError",
            Kind::UnicodeEncode => "UnicodeEncodeError",
        }
    }
}

impl PyError {
    /// An exception of this kind with this message.
    #[cold]
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        PyError { kind, message: message.into() }
    }

    pub(crate) fn value(message: impl Into<String>) -> Self {
        PyError::new(Kind::Value, message)
    }

    pub(crate) fn type_error(message: impl Into<String>) -> Self {
        PyError::new(Kind::Type, message)
    }

    pub(crate) fn overflow(message: impl Into<String>) -> Self {
        PyError::new(Kind::Overflow, message)
    }

    pub(crate) fn zero_division(message: impl Into<String>) -> Self {
        PyError::new(Kind::ZeroDivision, message)
    }
}

impl fmt::Display for PyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for PyError {}
