//! The class of sockets, and the functions that make one.

use super::address::{self, AF_INET, AF_INET6, AF_UNIX};
use super::{Kind, Open, State, calls, failed, options};
use crate::{shape, take};
use parking_lot::Mutex;
use socket2::{Domain, Protocol, Socket, Type};
use std::io::Result;
use std::net::UdpSocket;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;
use taipan_vm::body::{Class, ClassFlags, Module, kind};
use taipan_vm::ops::class::instance;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// How long calls of sockets made from now on may wait.
#[derive(Default)]
struct DefaultTimeout(Mutex<Option<Duration>>);

/// The class.
pub(super) fn class<M: Model>(thread: &Thread<M>) -> Obj<M, Class<M>> {
    let methods: shape::Natives<'_, M> = &[
        ("accept", calls::accept),
        ("bind", calls::bind),
        ("close", calls::close),
        ("connect", calls::connect),
        ("connect_ex", calls::connect_ex),
        ("detach", calls::detach),
        ("fileno", calls::fileno),
        ("getpeername", calls::getpeername),
        ("getsockname", calls::getsockname),
        ("getsockopt", options::getsockopt),
        ("getblocking", calls::getblocking),
        ("gettimeout", calls::gettimeout),
        ("listen", calls::listen),
        ("recv", calls::recv),
        ("recv_into", calls::recv_into),
        ("recvfrom", calls::recvfrom),
        ("send", calls::send),
        ("sendall", calls::sendall),
        ("sendto", calls::sendto),
        ("setblocking", calls::setblocking),
        ("setsockopt", options::setsockopt),
        ("settimeout", calls::settimeout),
        ("shutdown", calls::shutdown),
        ("__enter__", calls::enter),
        ("__exit__", calls::close),
        ("__repr__", calls::repr),
    ];
    let getters: shape::Natives<'_, M> = &[
        ("family", |thread, args| calls::kind(thread, args, |it| it.family)),
        ("type", |thread, args| calls::kind(thread, args, |it| it.type_)),
        ("proto", |thread, args| calls::kind(thread, args, |it| it.protocol)),
        ("timeout", calls::gettimeout),
    ];
    let class = shape::class(thread, "socket", "socket", methods, getters);
    let interp = thread.interp();
    interp.types().add(interp, &class, "__new__", make::native::<M>("__new__", new));
    class
}

/// Adds the functions.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>, class: &Obj<M, Class<M>>) {
    let makers: shape::Natives<'_, M> =
        &[("socketpair", socketpair), ("create_connection", create_connection), ("create_server", create_server)];
    shape::closures(thread, module, class.as_value(), makers);
    shape::functions(
        thread,
        module,
        &[("getdefaulttimeout", get_default_timeout), ("setdefaulttimeout", set_default_timeout)],
    );
}

/// `socket(family=AF_INET, type=SOCK_STREAM, proto=0)`, with the class first.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [class, family, type_, protocol] = args.named(thread, "socket", ["class", "family", "type", "proto"], 1)?;
    let kind = kind_from(thread, [family, type_, protocol], AF_INET)?;
    let socket = open_new(kind).map_err(|error| failed(thread, &error))?;
    match class.and_then(|it| it.downcast::<Class<M>>()) {
        Some(class) => wrap(thread, class, socket, kind),
        None => Err(thread.type_error("socket.__new__(X): X is not a type object")),
    }
}

fn kind_from<M: Model>(thread: &mut Thread<M>, args: [Option<&Value<M>>; 3], family: i32) -> R<Kind> {
    let mut number = |value: Option<&Value<M>>, default| value.map_or(Ok(default), |it| take::small(thread, it));
    let [family_arg, type_, protocol] = args;
    let given = number(family_arg, -1)?;
    let type_ = number(type_, -1)?;
    let type_ = if type_ < 0 { nix::libc::SOCK_STREAM } else { type_ };
    let protocol = number(protocol, 0)?.max(0);
    Ok(Kind { family: if given < 0 { family } else { given }, type_, protocol })
}

fn open_new(kind: Kind) -> Result<Socket> {
    let protocol = (kind.protocol != 0).then(|| Protocol::from(kind.protocol));
    Socket::new(Domain::from(kind.family), Type::from(kind.type_), protocol)
}

/// An object of the class, or of a subclass, for a socket of the system.
fn wrap<M: Model>(thread: &mut Thread<M>, class: &Obj<M, Class<M>>, socket: Socket, kind: Kind) -> R<Value<M>> {
    socket.set_nonblocking(true).map_err(|error| failed(thread, &error))?;
    let timeout = *shape::state::<M, DefaultTimeout>(thread.interp()).0.lock();
    let open = Arc::new(Open(UdpSocket::from(OwnedFd::from(socket))));
    let state = State { socket: Mutex::new(Some(open)), timeout: Mutex::new(timeout), kind };
    let native = native_class::<M>(class);
    let handle = make::handle::<M>(native, state);
    Ok(if native.is(class) { handle } else { instance::<M>(class, handle) })
}

/// The class of handles that a class is or descends from.
fn native_class<M: Model>(class: &Obj<M, Class<M>>) -> &Obj<M, Class<M>> {
    let is_native = |it: &&Obj<M, Class<M>>| it.layout == kind::HANDLE && it.flags.has(ClassFlags::BUILT_IN);
    std::iter::once(class).chain(&class.ancestors).find(is_native).unwrap_or(class)
}

/// A socket that another one led to: the same class without what a subclass added, the same kind.
pub(super) fn like<M: Model>(thread: &mut Thread<M>, receiver: &Value<M>, socket: Socket, kind: Kind) -> R<Value<M>> {
    let class = native_class::<M>(thread.class_of(receiver)).clone();
    wrap(thread, &class, socket, kind)
}

fn bound_class<'a, M: Model>(args: Args<'a, M>) -> &'a Obj<M, Class<M>> {
    args.bound().downcast::<Class<M>>().expect("bound to the class of sockets")
}

fn socketpair<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.named(thread, "socketpair", ["family", "type", "proto"], 0)?;
    let kind = kind_from(thread, given, AF_UNIX)?;
    let protocol = (kind.protocol != 0).then(|| Protocol::from(kind.protocol));
    match Socket::pair(Domain::from(kind.family), Type::from(kind.type_), protocol) {
        Ok((a, b)) => {
            let class = bound_class(args);
            Ok(make::tuple::<M>([wrap(thread, class, a, kind)?, wrap(thread, class, b, kind)?]))
        }
        Err(error) => Err(failed(thread, &error)),
    }
}

/// Opens a stream socket of the class.
fn open_stream<M: Model>(thread: &mut Thread<M>, class: &Obj<M, Class<M>>, family: i32) -> R<Value<M>> {
    let kind = Kind { family, type_: nix::libc::SOCK_STREAM, protocol: 0 };
    let socket = open_new(kind).map_err(|error| failed(thread, &error))?;
    wrap(thread, class, socket, kind)
}

/// `create_connection(address, timeout=…, source_address=None)`.
fn create_connection<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let names = ["address", "timeout", "source_address", "*all_errors"];
    let [address, timeout, source, _] = args.named(thread, "create_connection", names, 1)?;
    let address = address.expect("required");
    let family = family_of(thread, address)?;
    let socket = open_stream(thread, bound_class(args), family)?;
    if let Some(timeout) = timeout {
        thread.call_method(&socket, "settimeout", std::slice::from_ref(timeout))?;
    }
    if let Some(source) = source.filter(|it| !it.is_none()) {
        thread.call_method(&socket, "bind", std::slice::from_ref(source))?;
    }
    thread.call_method(&socket, "connect", std::slice::from_ref(address))?;
    Ok(socket)
}

/// IPv6 for a host that is an address of it, else IPv4.
fn family_of<M: Model>(thread: &mut Thread<M>, address: &Value<M>) -> R<i32> {
    let host = thread.get_item(address, &make::int::<M>(0))?;
    let host = take::text(thread, "create_connection()", &host)?;
    Ok(if host.parse::<std::net::Ipv6Addr>().is_ok() { AF_INET6 } else { AF_INET })
}

/// `create_server(address, *, family=AF_INET, backlog=None, reuse_port=False)`.
fn create_server<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let names = ["address", "*family", "*backlog", "*reuse_port", "*dualstack_ipv6"];
    let [address, family, backlog, reuse_port, _] = args.named(thread, "create_server", names, 1)?;
    let family = family.map_or(Ok(AF_INET), |it| take::small(thread, it))?;
    let reuse_port = take::truth(thread, reuse_port, false)?;
    let server = open_stream(thread, bound_class(args), family)?;
    let state = thread.state::<State>(&server).expect("just made");
    let address = address::from_value(thread, "bind", family, address.expect("required"))?;
    let backlog = match backlog.filter(|it| !it.is_none()) {
        Some(backlog) => take::small(thread, backlog)?,
        None => calls::BACKLOG,
    };
    super::quick(thread, state, |socket| {
        socket.set_reuse_address(true)?;
        if reuse_port {
            socket.set_reuse_port(true)?;
        }
        socket.bind(&address)?;
        socket.listen(backlog)
    })?;
    Ok(server)
}

fn get_default_timeout<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "getdefaulttimeout")?;
    let timeout = *shape::state::<M, DefaultTimeout>(thread.interp()).0.lock();
    Ok(timeout.map_or(Value::<M>::NONE, take::seconds_value::<M>))
}

fn set_default_timeout<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [timeout] = args.exactly(thread, "setdefaulttimeout")?;
    let timeout = calls::timeout_arg(thread, timeout)?;
    *shape::state::<M, DefaultTimeout>(thread.interp()).0.lock() = timeout;
    Ok(Value::<M>::NONE)
}
