//! `sys.stdin`, `sys.stdout` and `sys.stderr`, and writing to them from Rust.

use crate::shape;
use std::io::Write;
use taipan_vm::body::Module;
use taipan_vm::builtins::file::{Standard, standard_stream};
use taipan_vm::ops::dict::get_str;
use taipan_vm::{Model, Obj, R, Thread, make};

/// Adds the three streams.
pub(super) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    let streams = [
        (["stdin", "__stdin__"], Standard::In),
        (["stdout", "__stdout__"], Standard::Out),
        (["stderr", "__stderr__"], Standard::Err),
    ];
    for (names, standard) in streams {
        let stream = standard_stream(thread, standard, false)?;
        for name in names {
            shape::define(thread, module, name, stream.clone());
        }
    }
    Ok(())
}

/// Writes to `sys.stderr`, whatever the program has put there; to the process's own if that fails.
pub(crate) fn write_error<M: Model>(thread: &mut Thread<M>, text: &str) {
    let sys = get_str::<M>(thread.interp().modules(), "sys");
    let sys = sys.as_ref().and_then(|it| it.downcast::<Module<M>>());
    if let Some(stderr) = sys.and_then(|it| get_str::<M>(&it.namespace, "stderr"))
        && !stderr.is_none()
    {
        match thread.call_method(&stderr, "write", &[make::str::<M>(text)]) {
            Ok(_) => return,
            Err(_) => drop(thread.take_error()),
        }
    }
    // There is nobody left to tell.
    let _lost = std::io::stderr().write_all(text.as_bytes());
}

/// Writes to `sys.stdout`, whatever the program has put there.
///
/// # Errors
/// What its `write` raises.
pub(crate) fn write_out<M: Model>(thread: &mut Thread<M>, text: &str) -> R<()> {
    let sys = thread.import("sys")?;
    let stdout = thread.get_attr_str(&sys, "stdout")?;
    thread.call_method(&stdout, "write", &[make::str::<M>(text)]).map(drop)
}
