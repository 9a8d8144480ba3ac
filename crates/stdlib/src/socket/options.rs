//! The constants of sockets, and the options that they name.

use super::{quick, state_of};
use crate::{shape, take};
use nix::libc;
use socket2::Socket;
use std::io::{Error, Result};
use std::time::Duration;
use taipan_vm::body::Module;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

macro_rules! constants {
    ($($name:ident)*) => {
        const CONSTANTS: &[(&str, i64)] = &[$((stringify!($name), libc::$name as i64),)*];
    };
}

constants! {
    AF_UNSPEC AF_UNIX AF_INET AF_INET6 SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_NONBLOCK SOCK_CLOEXEC
    IPPROTO_IP IPPROTO_TCP IPPROTO_UDP IPPROTO_IPV6 SOL_SOCKET SOMAXCONN SHUT_RD SHUT_WR SHUT_RDWR
    SO_REUSEADDR SO_REUSEPORT SO_KEEPALIVE SO_BROADCAST SO_RCVBUF SO_SNDBUF SO_ERROR SO_TYPE SO_LINGER SO_OOBINLINE
    TCP_NODELAY MSG_PEEK MSG_OOB MSG_DONTWAIT MSG_WAITALL MSG_NOSIGNAL INADDR_ANY INADDR_LOOPBACK INADDR_BROADCAST
}

/// Adds the constants.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::ints(thread, module, CONSTANTS);
    shape::define(thread, module, "has_ipv6", Value::<M>::TRUE);
}

/// An option whose value is an int.
struct OptionOf {
    level: i32,
    name: i32,
    get: fn(&Socket) -> Result<i64>,
    set: fn(&Socket, i64) -> Result<()>,
}

macro_rules! switch {
    ($level:ident $name:ident $get:ident $set:ident) => {
        OptionOf {
            level: libc::$level,
            name: libc::$name,
            get: |socket| socket.$get().map(i64::from),
            set: |socket, value| socket.$set(value != 0),
        }
    };
}

macro_rules! size {
    ($name:ident $get:ident $set:ident) => {
        OptionOf {
            level: libc::SOL_SOCKET,
            name: libc::$name,
            get: |socket| socket.$get().map(|it| it as i64),
            set: |socket, value| socket.$set(usize::try_from(value).unwrap_or(0)),
        }
    };
}

const OPTIONS: &[OptionOf] = &[
    switch!(SOL_SOCKET SO_REUSEADDR reuse_address set_reuse_address),
    switch!(SOL_SOCKET SO_REUSEPORT reuse_port set_reuse_port),
    switch!(SOL_SOCKET SO_KEEPALIVE keepalive set_keepalive),
    switch!(SOL_SOCKET SO_BROADCAST broadcast set_broadcast),
    switch!(SOL_SOCKET SO_OOBINLINE out_of_band_inline set_out_of_band_inline),
    switch!(IPPROTO_TCP TCP_NODELAY tcp_nodelay set_tcp_nodelay),
    size!(SO_RCVBUF recv_buffer_size set_recv_buffer_size),
    size!(SO_SNDBUF send_buffer_size set_send_buffer_size),
    OptionOf {
        level: libc::SOL_SOCKET,
        name: libc::SO_ERROR,
        get: |socket| Ok(socket.take_error()?.and_then(|it| it.raw_os_error()).unwrap_or(0).into()),
        set: |_, _| Err(unknown()),
    },
    OptionOf {
        level: libc::SOL_SOCKET,
        name: libc::SO_TYPE,
        get: |socket| socket.r#type().map(|it| i32::from(it).into()),
        set: |_, _| Err(unknown()),
    },
];

fn unknown() -> Error {
    Error::from(nix::errno::Errno::ENOPROTOOPT)
}

fn find(level: i32, name: i32) -> Result<&'static OptionOf> {
    OPTIONS.iter().find(|it| it.level == level && it.name == name).ok_or_else(unknown)
}

/// `setsockopt(level, option, value)`; a value of bytes is an int of the machine, or a `struct linger`.
pub(super) fn setsockopt<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let [_, level, name, value] = args.exactly(thread, "setsockopt")?;
    let (level, name) = (take::small(thread, level)?, take::small(thread, name)?);
    let words = match make::int_ref::<M>(value) {
        Some(_) => vec![take::small(thread, value)?],
        None => words(&take::bytes(thread, value)?),
    };
    let first = words.first().copied().unwrap_or(0);
    quick(thread, state, |socket| {
        if (level, name) == (libc::SOL_SOCKET, libc::SO_LINGER) {
            let seconds = words.get(1).copied().unwrap_or(0);
            let time = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
            return socket.set_linger((first != 0).then_some(time));
        }
        (find(level, name)?.set)(socket, first.into())
    })?;
    Ok(Value::<M>::NONE)
}

fn words(bytes: &[u8]) -> Vec<i32> {
    bytes.chunks_exact(4).map(|it| i32::from_ne_bytes([it[0], it[1], it[2], it[3]])).collect()
}

/// `getsockopt(level, option, size=0)`: an int, or with a size the int's bytes.
pub(super) fn getsockopt<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let list = args.between(thread, "getsockopt", 3, 4)?;
    let (level, name) = (take::small(thread, &list[1])?, take::small(thread, &list[2])?);
    let value = quick(thread, state, |socket| (find(level, name)?.get)(socket))?;
    match list.get(3) {
        None => Ok(make::int::<M>(value)),
        Some(size) => {
            let size = usize::try_from(take::small(thread, size)?).unwrap_or(0);
            let bytes = (value as i32).to_ne_bytes();
            Ok(make::bytes::<M>(&bytes[..size.min(bytes.len())]))
        }
    }
}
