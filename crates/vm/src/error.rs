//! How Rust code of the interpreter raises: the exception waits in the thread, the result says that it does.

use crate::model::Model;
use crate::thread::Thread;

/// Says that an exception was raised; it waits in the [`Thread`].
#[derive(Debug, Clone, Copy)]
pub struct Raised;

/// What may raise.
pub type R<T> = Result<T, Raised>;

macro_rules! exceptions {
    ($($variant:ident $name:literal: $base:ident;)*) => {
        /// The built-in exception classes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "each is the Python class of its name")]
        pub enum Exc { $($variant,)* }

        impl Exc {
            /// All, each after its base.
            pub const ALL: &[Exc] = &[$(Exc::$variant,)*];

            /// The Python name.
            pub const fn name(self) -> &'static str {
                match self { $(Exc::$variant => $name,)* }
            }

            /// The base class; BaseException is its own.
            pub const fn base(self) -> Exc {
                match self { $(Exc::$variant => Exc::$base,)* }
            }
        }
    };
}

exceptions! {
    BaseException "BaseException": BaseException;
    Exception "Exception": BaseException;
    SystemExit "SystemExit": BaseException;
    KeyboardInterrupt "KeyboardInterrupt": BaseException;
    GeneratorExit "GeneratorExit": BaseException;
    StopIteration "StopIteration": Exception;
    StopAsyncIteration "StopAsyncIteration": Exception;
    Arithmetic "ArithmeticError": Exception;
    ZeroDivision "ZeroDivisionError": Arithmetic;
    Overflow "OverflowError": Arithmetic;
    FloatingPoint "FloatingPointError": Arithmetic;
    Assertion "AssertionError": Exception;
    Attribute "AttributeError": Exception;
    Buffer "BufferError": Exception;
    Eof "EOFError": Exception;
    Import "ImportError": Exception;
    ModuleNotFound "ModuleNotFoundError": Import;
    Lookup "LookupError": Exception;
    Index "IndexError": Lookup;
    Key "KeyError": Lookup;
    Memory "MemoryError": Exception;
    Name "NameError": Exception;
    UnboundLocal "UnboundLocalError": Name;
    Os "OSError": Exception;
    BlockingIo "BlockingIOError": Os;
    ChildProcess "ChildProcessError": Os;
    Connection "ConnectionError": Os;
    BrokenPipe "BrokenPipeError": Connection;
    ConnectionAborted "ConnectionAbortedError": Connection;
    ConnectionRefused "ConnectionRefusedError": Connection;
    ConnectionReset "ConnectionResetError": Connection;
    FileExists "FileExistsError": Os;
    FileNotFound "FileNotFoundError": Os;
    Interrupted "InterruptedError": Os;
    IsADirectory "IsADirectoryError": Os;
    NotADirectory "NotADirectoryError": Os;
    Permission "PermissionError": Os;
    Timeout "TimeoutError": Os;
    Reference "ReferenceError": Exception;
    Runtime "RuntimeError": Exception;
    NotImplemented "NotImplementedError": Runtime;
    Recursion "RecursionError": Runtime;
    Syntax "SyntaxError": Exception;
    Indentation "IndentationError": Syntax;
    System "SystemError": Exception;
    Type "TypeError": Exception;
    Value "ValueError": Exception;
    Unicode "UnicodeError": Value;
    UnicodeDecode "UnicodeDecodeError": Unicode;
    UnicodeEncode "UnicodeEncodeError": Unicode;
    Warning "Warning": Exception;
    DeprecationWarning "DeprecationWarning": Warning;
    RuntimeWarning "RuntimeWarning": Warning;
    UserWarning "UserWarning": Warning;
}

impl<M: Model> Thread<M> {
    /// Raises `TypeError`.
    #[cold]
    pub fn type_error(&mut self, message: impl Into<String>) -> Raised {
        self.raise(Exc::Type, message)
    }

    /// Raises `ValueError`.
    #[cold]
    pub fn value_error(&mut self, message: impl Into<String>) -> Raised {
        self.raise(Exc::Value, message)
    }

    /// Raises what a text or number function reported.
    #[cold]
    pub fn text_error(&mut self, error: crate::text::PyError) -> Raised {
        use crate::text::Kind;
        let class = match error.kind {
            Kind::Value => Exc::Value,
            Kind::Type => Exc::Type,
            Kind::Overflow => Exc::Overflow,
            Kind::ZeroDivision => Exc::ZeroDivision,
            Kind::Index => Exc::Index,
            Kind::Key => Exc::Key,
            Kind::Lookup => Exc::Lookup,
            Kind::Memory => Exc::Memory,
            Kind::UnicodeDecode => Exc::UnicodeDecode,
            Kind::UnicodeEncode => Exc::UnicodeEncode,
            Kind::Unsupported => Exc::Value,
        };
        self.raise(class, error.message)
    }
}
