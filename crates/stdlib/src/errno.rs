//! `errno`: the numbers of the system's errors.

use crate::shape;
use nix::errno::Errno;
use taipan_vm::body::Module;
use taipan_vm::{Model, Obj, R, Thread, make};

macro_rules! errors {
    ($($name:ident)*) => {
        const ERRORS: &[(&str, Errno)] = &[$((stringify!($name), Errno::$name),)*];
    };
}

errors! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT EBUSY EEXIST EXDEV ENODEV
    ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG
    ENOLCK ENOSYS ENOTEMPTY ELOOP EPROTO EOVERFLOW ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT
    EPROTONOSUPPORT EOPNOTSUPP EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED
    ECONNRESET ENOBUFS EISCONN ENOTCONN ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS
}

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    let names = make::dict::<M>();
    for &(name, errno) in ERRORS {
        let number = make::int::<M>(errno as i64);
        shape::define(thread, module, name, number.clone());
        thread.dict_set(&names, number, make::str::<M>(name))?;
    }
    shape::ints(thread, module, &[("EWOULDBLOCK", Errno::EAGAIN as i64)]);
    shape::define(thread, module, "errorcode", names.into_value());
    Ok(())
}
