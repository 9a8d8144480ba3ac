//! The command as its user meets it: bad input, exit codes, tracebacks, signals, closed streams.
//!
//! What is expected of a Python program is what CPython 3.11 does with it, down to the last line on stderr.
#![forbid(unsafe_code)]

mod exits;
mod input;
mod limits;
mod options;
mod signals;
mod streams;
mod support;
mod tracebacks;
