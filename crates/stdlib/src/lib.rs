//! The modules that a script imports: some in Rust, the others in Python and frozen into the binary.
//!
//! A native module is a function that fills a namespace ([`taipan_vm::NativeModule`]); its objects are handles whose
//! state is plain Rust, shared as Rust shares it. Whatever may wait does so outside the gate, through `wait`.
//!
//! Invariant: this crate never knows which models exist.

#![forbid(unsafe_code)]

mod collections;
mod copy;
mod dis;
mod errno;
mod frozen;
mod functools;
mod gc;
mod hashlib;
mod heapq;
pub mod interpreters;
mod itertools;
mod math;
mod os;
pub mod processes;
mod shape;
mod socket;
mod sys;
mod take;
mod thread;
mod time;
mod wait;

pub use thread::{running_threads, wait_for_threads};

use taipan_vm::interp::Frozen;
use taipan_vm::{Interp, Model};

/// Adds every module of the library to an interpreter that no thread is attached to yet.
pub fn install<M: Model>(interp: &mut Interp<M>) {
    interp.add_native_module("_collections", collections::fill);
    interp.add_native_module("_copy", copy::fill);
    interp.add_native_module("_functools", functools::fill);
    interp.add_native_module("_heapq", heapq::fill);
    interp.add_native_module("_interpreters", interpreters::fill);
    interp.add_native_module("_itertools", itertools::fill);
    interp.add_native_module("_pool", processes::fill);
    interp.add_native_module("_thread", thread::fill);
    interp.add_native_module("dis", dis::fill);
    interp.add_native_module("errno", errno::fill);
    interp.add_native_module("gc", gc::fill);
    interp.add_native_module("hashlib", hashlib::fill);
    interp.add_native_module("math", math::fill);
    interp.add_native_module("os", os::fill);
    interp.add_native_module("os.path", os::path::fill);
    interp.add_native_module("socket", socket::fill);
    interp.add_native_module("sys", sys::fill);
    interp.add_native_module("time", time::fill);
    for &(name, code) in frozen::MODULES {
        interp.add_frozen_module(name, Frozen { code, thaw: frozen::thaw });
    }
}
