//! The methods of a socket.

use super::{Kind, Ready, address, failed, make as sockets, open_socket, patient, patient_until, quick, state_of};
use crate::take;
use std::io::Error;
use std::net::Shutdown;
use std::os::fd::{AsRawFd, IntoRawFd};
use std::sync::Arc;
use std::time::{Duration, Instant};
use taipan_vm::body::ByteArray;
use taipan_vm::{Args, Model, R, Thread, Value, make};

/// How many connections wait to be accepted, unless the program says otherwise: CPython's choice.
pub(super) const BACKLOG: i32 = 128;

pub(super) fn accept<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let [receiver] = args.exactly(thread, "accept")?;
    let (socket, peer) = patient(thread, state, Ready::Read, |open| open.socket().accept())?;
    let socket = sockets::like(thread, receiver, socket, state.kind)?;
    Ok(make::tuple::<M>([socket, address::to_value::<M>(&peer)]))
}

pub(super) fn bind<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let [_, address] = args.exactly(thread, "bind")?;
    let address = address::from_value(thread, "bind", state.kind.family, address)?;
    quick(thread, state, |socket| socket.bind(&address))?;
    Ok(Value::<M>::NONE)
}

pub(super) fn listen<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let list = args.between(thread, "listen", 1, 2)?;
    let backlog = list.get(1).map_or(Ok(BACKLOG), |it| take::small(thread, it))?;
    quick(thread, state, |socket| socket.listen(backlog.max(0)))?;
    Ok(Value::<M>::NONE)
}

pub(super) fn connect<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let [_, address] = args.exactly(thread, "connect")?;
    let address = address::from_value(thread, "connect", state.kind.family, address)?;
    let mut begun = false;
    patient(thread, state, Ready::Write, |open| {
        let socket = open.socket();
        if begun && let Some(error) = socket.take_error()? {
            return Err(error);
        }
        match socket.connect(&address) {
            Err(error) if begun && error.raw_os_error() == Some(nix::libc::EISCONN) => Ok(()),
            outcome => {
                begun = true;
                outcome
            }
        }
    })?;
    Ok(Value::<M>::NONE)
}

/// As `connect`, but an error of the system is returned as its number.
pub(super) fn connect_ex<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    if connect(thread, args).is_ok() {
        return Ok(make::int::<M>(0));
    }
    let error = thread.take_error();
    let number = match thread.is_exception(&error, taipan_vm::Exc::Timeout) {
        true => Some(make::int::<M>(nix::libc::EAGAIN.into())),
        false => thread.get_attr_str(&error, "errno").ok().filter(|it| it.is_int()),
    };
    number.ok_or_else(|| thread.raise_value(error))
}

/// `send(bytes, flags=0)`; how many bytes were sent.
pub(super) fn send<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let list = args.between(thread, "send", 2, 3)?;
    let data = take::bytes(thread, &list[1])?;
    let flags = flags(thread, list.get(2))?;
    let sent = patient(thread, state, Ready::Write, |open| open.socket().send_with_flags(&data, flags))?;
    Ok(make::size::<M>(sent))
}

/// `sendall(bytes, flags=0)`; the timeout is for all of it.
pub(super) fn sendall<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let list = args.between(thread, "sendall", 2, 3)?;
    let data = take::bytes(thread, &list[1])?;
    let flags = flags(thread, list.get(2))?;
    let timeout = *state.timeout.lock();
    let deadline = timeout.and_then(|it| Instant::now().checked_add(it));
    let mut sent = 0;
    loop {
        let rest = &data[sent..];
        sent +=
            patient_until(thread, state, Ready::Write, deadline, |open| open.socket().send_with_flags(rest, flags))?;
        if sent == data.len() {
            return Ok(Value::<M>::NONE);
        }
        thread.check()?;
    }
}

/// A peer that is gone is an error here and no signal.
fn flags<M: Model>(thread: &mut Thread<M>, value: Option<&Value<M>>) -> R<i32> {
    let flags = value.map_or(Ok(0), |it| take::small(thread, it))?;
    Ok(flags | nix::libc::MSG_NOSIGNAL)
}

/// `sendto(bytes, address)` or `sendto(bytes, flags, address)`.
pub(super) fn sendto<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let list = args.between(thread, "sendto", 3, 4)?;
    let data = take::bytes(thread, &list[1])?;
    let flags = flags(thread, list.get(3).map(|_| &list[2]))?;
    let address = address::from_value(thread, "sendto", state.kind.family, &list[list.len() - 1])?;
    let sent = patient(thread, state, Ready::Write, |open| open.socket().send_to_with_flags(&data, &address, flags))?;
    Ok(make::size::<M>(sent))
}

fn size_arg<M: Model>(thread: &mut Thread<M>, value: &Value<M>, function: &str) -> R<usize> {
    let size = thread.index(value)?;
    usize::try_from(size).map_err(|_| thread.value_error(format!("negative buffersize in {function}")))
}

/// Receives up to so many bytes.
fn receive<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, size: usize, flags: i32) -> R<Vec<u8>> {
    let state = state_of(thread, args)?;
    let mut buffer = vec![0; size];
    let peek = flags & nix::libc::MSG_PEEK != 0;
    let received = patient(thread, state, Ready::Read, |open| match peek {
        true => open.0.peek(&mut buffer),
        false => open.0.recv(&mut buffer),
    })?;
    buffer.truncate(received);
    Ok(buffer)
}

/// `recv(size, flags=0)`; of the flags, `MSG_PEEK` is known.
pub(super) fn recv<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let list = args.between(thread, "recv", 2, 3)?;
    let size = size_arg(thread, &list[1], "recv")?;
    let flags = list.get(2).map_or(Ok(0), |it| take::small(thread, it))?;
    receive(thread, args, size, flags).map(make::bytes::<M>)
}

/// `recv_into(bytearray, size=0)`; how many bytes were received.
pub(super) fn recv_into<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let list = args.between(thread, "recv_into", 2, 3)?;
    let Some(buffer) = thread.payload::<ByteArray<M>>(&list[1]) else {
        let name = thread.type_name(&list[1]);
        return Err(
            thread.type_error(format!("recv_into() argument 1 must be read-write bytes-like object, not {name}"))
        );
    };
    let room = buffer.open(|it| &it.0).len();
    let size = list.get(2).map_or(Ok(0), |it| size_arg(thread, it, "recv_into"))?;
    let received = receive(thread, args, if size == 0 { room } else { size.min(room) }, 0)?;
    let mut bytes = buffer.open(|it| &it.0);
    // Another thread may have made it shorter meanwhile.
    let fits = received.len().min(bytes.len());
    bytes[..fits].copy_from_slice(&received[..fits]);
    Ok(make::size::<M>(fits))
}

/// `recvfrom(size)`; the bytes and who sent them.
pub(super) fn recvfrom<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let list = args.between(thread, "recvfrom", 2, 3)?;
    let size = size_arg(thread, &list[1], "recvfrom")?;
    let mut buffer = vec![0; size];
    let (received, peer) = patient(thread, state, Ready::Read, |open| open.0.recv_from(&mut buffer))?;
    buffer.truncate(received);
    Ok(make::tuple::<M>([make::bytes::<M>(buffer), address::to_value::<M>(&peer.into())]))
}

pub(super) fn shutdown<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let [_, how] = args.exactly(thread, "shutdown")?;
    let how = match take::small(thread, how)? {
        nix::libc::SHUT_RD => Shutdown::Read,
        nix::libc::SHUT_WR => Shutdown::Write,
        nix::libc::SHUT_RDWR => Shutdown::Both,
        _ => return Err(failed(thread, &Error::from(nix::errno::Errno::EINVAL))),
    };
    quick(thread, state, |socket| socket.shutdown(how))?;
    Ok(Value::<M>::NONE)
}

/// `close()`, also as `__exit__`.
pub(super) fn close<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let socket = state_of(thread, args)?.socket.lock().take();
    drop(socket);
    Ok(Value::<M>::NONE)
}

/// Closes the object but not the descriptor, which it returns.
pub(super) fn detach<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let socket = state_of(thread, args)?.socket.lock().take();
    let descriptor = match socket.map(Arc::try_unwrap) {
        None => -1,
        Some(Ok(open)) => open.0.into_raw_fd(),
        // A call in progress still needs it: the program gets one of its own.
        Some(Err(shared)) => match shared.0.try_clone() {
            Ok(own) => own.into_raw_fd(),
            Err(error) => return Err(failed(thread, &error)),
        },
    };
    Ok(make::int::<M>(descriptor.into()))
}

pub(super) fn fileno<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let descriptor = state.socket.lock().as_ref().map_or(-1, |it| it.0.as_raw_fd());
    Ok(make::int::<M>(descriptor.into()))
}

pub(super) fn enter<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [socket] = args.exactly(thread, "__enter__")?;
    Ok(socket.clone())
}

pub(super) fn getsockname<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let address = quick(thread, state, |socket| socket.local_addr())?;
    Ok(address::to_value::<M>(&address))
}

pub(super) fn getpeername<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let address = quick(thread, state, |socket| socket.peer_addr())?;
    Ok(address::to_value::<M>(&address))
}

/// Seconds, or None for no end.
pub(super) fn timeout_arg<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Option<Duration>> {
    if value.is_none() {
        return Ok(None);
    }
    take::seconds(thread, value, "Timeout value out of range").map(Some)
}

pub(super) fn settimeout<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let [_, timeout] = args.exactly(thread, "settimeout")?;
    let timeout = timeout_arg(thread, timeout)?;
    *state.timeout.lock() = timeout;
    Ok(Value::<M>::NONE)
}

pub(super) fn gettimeout<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let timeout = *state_of(thread, args)?.timeout.lock();
    Ok(timeout.map_or(Value::<M>::NONE, take::seconds_value::<M>))
}

pub(super) fn setblocking<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let [_, blocking] = args.exactly(thread, "setblocking")?;
    let timeout = if thread.truth(blocking)? { None } else { Some(Duration::ZERO) };
    *state.timeout.lock() = timeout;
    Ok(Value::<M>::NONE)
}

pub(super) fn getblocking<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let timeout = *state_of(thread, args)?.timeout.lock();
    Ok(Value::<M>::bool(timeout != Some(Duration::ZERO)))
}

/// A number of what the socket was made as.
pub(super) fn kind<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, part: fn(&Kind) -> i32) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    Ok(make::int::<M>(part(&state.kind).into()))
}

pub(super) fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let state = state_of(thread, args)?;
    let Kind { family, type_, protocol } = state.kind;
    let Ok(open) = open_socket(thread, state) else {
        thread.take_error();
        let text = format!("<socket.socket [closed] fd=-1, family={family}, type={type_}, proto={protocol}>");
        return Ok(make::str::<M>(text));
    };
    let descriptor = open.0.as_raw_fd();
    let text = format!("<socket.socket fd={descriptor}, family={family}, type={type_}, proto={protocol}>");
    Ok(make::str::<M>(text))
}
