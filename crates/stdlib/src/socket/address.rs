//! Addresses: tuples of host and port, or paths, and the names behind them.

use crate::{shape, take};
use socket2::SockAddr;
use std::io::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6, ToSocketAddrs};
use taipan_vm::body::{Items, Module, Tuple};
use taipan_vm::{Args, Exc, Model, Obj, R, Raised, Thread, Value, make};

pub(super) const AF_UNIX: i32 = nix::libc::AF_UNIX;
pub(super) const AF_INET: i32 = nix::libc::AF_INET;
pub(super) const AF_INET6: i32 = nix::libc::AF_INET6;

/// Adds the functions of names and the error that they raise.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let gaierror = shape::exception_class(thread, "socket", "gaierror", Exc::Os).into_value();
    shape::define(thread, module, "gaierror", gaierror.clone());
    let herror = shape::exception_class(thread, "socket", "herror", Exc::Os).into_value();
    shape::define(thread, module, "herror", herror);
    shape::functions(thread, module, &[("gethostbyname", gethostbyname), ("gethostname", gethostname)]);
    shape::functions(thread, module, &[("inet_aton", inet_aton), ("inet_ntoa", inet_ntoa)]);
    let bytes: shape::Natives<'_, M> = &[("htons", swap16), ("ntohs", swap16), ("htonl", swap32), ("ntohl", swap32)];
    shape::functions(thread, module, bytes);
}

/// The address that a program gives for a socket of a family. Names are resolved outside the gate.
pub(super) fn from_value<M: Model>(
    thread: &mut Thread<M>,
    function: &str,
    family: i32,
    value: &Value<M>,
) -> R<SockAddr> {
    if family == AF_UNIX {
        let path = take::text(thread, function, value)?;
        return SockAddr::unix(&path).map_err(|error| thread.os_error(&error, None));
    }
    let Some(tuple) = thread.payload::<Tuple<M>>(value) else {
        let name = thread.type_name(value);
        return Err(thread.type_error(format!("{function}(): AF_INET address must be tuple, not {name}")));
    };
    let [host, port, ..] = tuple.items() else {
        return Err(thread.type_error("AF_INET address must be a pair (host, port)"));
    };
    let host = take::text(thread, function, host)?;
    let port = port_of(thread, function, port)?;
    let mut address = resolve(thread, &host, family)?;
    address.set_port(port);
    if let (SocketAddr::V6(v6), Some(scope)) = (&mut address, tuple.items().get(3)) {
        v6.set_scope_id(take::small(thread, scope)? as u32);
    }
    Ok(address.into())
}

fn port_of<M: Model>(thread: &mut Thread<M>, function: &str, value: &Value<M>) -> R<u16> {
    let port = thread.index(value)?;
    u16::try_from(port).map_err(|_| thread.raise(Exc::Overflow, format!("{function}(): port must be 0-65535.")))
}

/// The first address of a host in a family.
fn resolve<M: Model>(thread: &mut Thread<M>, host: &str, family: i32) -> R<SocketAddr> {
    let any: IpAddr = if family == AF_INET6 { Ipv6Addr::UNSPECIFIED.into() } else { Ipv4Addr::UNSPECIFIED.into() };
    if host.is_empty() {
        return Ok((any, 0).into());
    }
    if host == "<broadcast>" {
        return Ok((Ipv4Addr::BROADCAST, 0).into());
    }
    if let Ok(address) = host.parse::<IpAddr>()
        && address.is_ipv6() == any.is_ipv6()
    {
        return Ok((address, 0).into());
    }
    let found = thread.blocking(|| (host, 0).to_socket_addrs().map(Iterator::collect::<Vec<_>>));
    thread.check()?;
    match found.ok().and_then(|all| all.into_iter().find(|it| it.is_ipv6() == any.is_ipv6())) {
        Some(address) => Ok(address),
        None => Err(unknown_name(thread)),
    }
}

fn unknown_name<M: Model>(thread: &mut Thread<M>) -> Raised {
    let class = thread.import("socket").and_then(|socket| thread.get_attr_str(&socket, "gaierror"));
    let args = [make::int::<M>(-2), make::str::<M>("Name or service not known")];
    match class.and_then(|class| thread.call(&class, &args)) {
        Ok(error) => thread.raise_value(error),
        Err(raised) => raised,
    }
}

/// An address as a program sees it.
pub(super) fn to_value<M: Model>(address: &SockAddr) -> Value<M> {
    match address.as_socket() {
        Some(SocketAddr::V4(v4)) => {
            make::tuple::<M>([make::str::<M>(v4.ip().to_string()), make::int::<M>(v4.port().into())])
        }
        Some(SocketAddr::V6(v6)) => v6_value::<M>(&v6),
        None => {
            let path = address.as_pathname().map(|it| it.to_string_lossy().into_owned());
            make::str::<M>(path.unwrap_or_default())
        }
    }
}

fn v6_value<M: Model>(address: &SocketAddrV6) -> Value<M> {
    let numbers = [address.port().into(), address.flowinfo().into(), address.scope_id().into()];
    let [port, flow, scope] = numbers.map(make::int::<M>);
    make::tuple::<M>([make::str::<M>(address.ip().to_string()), port, flow, scope])
}

fn gethostbyname<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [host] = args.exactly(thread, "gethostbyname")?;
    let host = take::text(thread, "gethostbyname()", host)?;
    let address = resolve(thread, &host, AF_INET)?;
    Ok(make::str::<M>(address.ip().to_string()))
}

fn gethostname<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "gethostname")?;
    match std::fs::read_to_string("/proc/sys/kernel/hostname") {
        Ok(name) => Ok(make::str::<M>(name.trim_end())),
        Err(error) => Err(thread.os_error(&error, None)),
    }
}

fn inet_aton<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [text] = args.exactly(thread, "inet_aton")?;
    match take::text(thread, "inet_aton()", text)?.parse::<Ipv4Addr>() {
        Ok(address) => Ok(make::bytes::<M>(address.octets())),
        Err(_) => Err(thread.os_error(&Error::other("illegal IP address string passed to inet_aton"), None)),
    }
}

fn inet_ntoa<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [packed] = args.exactly(thread, "inet_ntoa")?;
    match <[u8; 4]>::try_from(&*take::bytes(thread, packed)?) {
        Ok(octets) => Ok(make::str::<M>(Ipv4Addr::from(octets).to_string())),
        Err(_) => Err(thread.os_error(&Error::other("packed IP wrong length"), None)),
    }
}

fn swap16<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [n] = args.exactly(thread, "htons")?;
    match u16::try_from(thread.index(n)?) {
        Ok(n) => Ok(make::int::<M>(n.swap_bytes().into())),
        Err(_) => {
            Err(thread.raise(Exc::Overflow, "htons: Python int too large to convert to C 16-bit unsigned integer"))
        }
    }
}

fn swap32<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [n] = args.exactly(thread, "htonl")?;
    match u32::try_from(thread.index(n)?) {
        Ok(n) => Ok(make::int::<M>(n.swap_bytes().into())),
        Err(_) => Err(thread.raise(Exc::Overflow, "int larger than 32 bits")),
    }
}
