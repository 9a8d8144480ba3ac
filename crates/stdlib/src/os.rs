//! `os`: the process, its environment and its files.

pub(crate) mod path;

use crate::{shape, take, wait};
use nix::sys::signal::{self, Signal};
use nix::unistd::{self, Pid};
use std::io::Read;
use std::time::Instant;
use taipan_vm::body::{Module, Set};
use taipan_vm::{Args, Exc, Model, Obj, R, Raised, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(
        thread,
        module,
        &[
            ("getpid", |thread, args| number(thread, args, "getpid", unistd::getpid().as_raw().into())),
            ("getppid", |thread, args| number(thread, args, "getppid", unistd::getppid().as_raw().into())),
            ("cpu_count", cpu_count),
            ("sched_getaffinity", affinity),
            ("sched_yield", sched_yield),
            ("getcwd", getcwd),
            ("chdir", |thread, args| with_path(thread, args, "chdir", |path| std::env::set_current_dir(path))),
            ("listdir", listdir),
            ("remove", |thread, args| with_path(thread, args, "remove", |path| std::fs::remove_file(path))),
            ("unlink", |thread, args| with_path(thread, args, "unlink", |path| std::fs::remove_file(path))),
            ("rmdir", |thread, args| with_path(thread, args, "rmdir", |path| std::fs::remove_dir(path))),
            ("mkdir", mkdir),
            ("makedirs", makedirs),
            ("rename", rename),
            ("getenv", getenv),
            ("urandom", urandom),
            ("fspath", fspath),
            ("strerror", strerror),
            ("times", times),
            ("kill", kill),
            ("_exit", exit_now),
        ],
    );
    for (name, text) in
        [("name", "posix"), ("sep", "/"), ("linesep", "\n"), ("pathsep", ":"), ("curdir", "."), ("pardir", "..")]
    {
        shape::define(thread, module, name, make::str::<M>(text));
    }
    shape::define(thread, module, "devnull", make::str::<M>("/dev/null"));
    shape::define(thread, module, "error", thread.interp().types().exception(Exc::Os).as_value().clone());
    let environ = environ(thread)?;
    shape::define(thread, module, "environ", environ);
    let path = thread.import("os.path");
    // `import os.path` imports `os` first; asked for from here it finds this module already entered.
    let path = path?;
    shape::define(thread, module, "path", path);
    Ok(())
}

fn number<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, number: i64) -> R<Value<M>> {
    let [] = args.exactly(thread, name)?;
    Ok(make::int::<M>(number))
}

/// Runs a call of the system on a path, outside the gate.
fn with_path<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    call: fn(&str) -> std::io::Result<()>,
) -> R<Value<M>> {
    let [path] = args.exactly(thread, name)?;
    let path = path_arg(thread, name, path)?;
    let outcome = thread.blocking(|| call(&path));
    outcome.map_err(|error| thread.os_error(&error, Some(&path)))?;
    Ok(Value::<M>::NONE)
}

/// A path: text, or what `__fspath__` gives.
pub(crate) fn path_arg<M: Model>(thread: &mut Thread<M>, name: &str, value: &Value<M>) -> R<String> {
    if let Some(method) = thread.special_named(value, "__fspath__") {
        let path = thread.call(&method, std::slice::from_ref(value))?;
        return take::text(thread, name, &path);
    }
    match thread.payload::<taipan_vm::body::Str<M>>(value) {
        Some(text) => Ok(text.as_str().to_owned()),
        None => {
            let class = thread.type_name(value);
            Err(thread.type_error(format!("expected str, bytes or os.PathLike object, not {class}")))
        }
    }
}

fn environ<M: Model>(thread: &mut Thread<M>) -> R<Value<M>> {
    let environ = make::dict::<M>();
    for (name, value) in std::env::vars_os() {
        let [name, value] = [name, value].map(|it| make::str::<M>(it.to_string_lossy()));
        thread.dict_set(&environ, name, value)?;
    }
    Ok(environ.into_value())
}

/// `getenv(key, default=None)`: what `os.environ` says, which a program may have changed.
fn getenv<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [key, default] = args.named(thread, "getenv", ["key", "default"], 1)?;
    let os = thread.import("os")?;
    let environ = thread.get_attr_str(&os, "environ")?;
    let default = default.cloned().unwrap_or(Value::<M>::NONE);
    match key {
        Some(key) => thread.call_method(&environ, "get", &[key.clone(), default]),
        None => Ok(default),
    }
}

/// How many processors the machine has, as far as this process is told.
pub(crate) fn processors() -> i64 {
    let online = unistd::sysconf(unistd::SysconfVar::_NPROCESSORS_ONLN).ok().flatten();
    online.map_or(1, |it| it.max(1))
}

fn cpu_count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    number(thread, args, "cpu_count", processors())
}

fn affinity<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [pid] = args.exactly(thread, "sched_getaffinity")?;
    let pid = take::small(thread, pid)?;
    let processors = match nix::sched::sched_getaffinity(Pid::from_raw(pid)) {
        Ok(processors) => processors,
        Err(errno) => return Err(failed(thread, errno)),
    };
    let set = Obj::<M, _>::new(Set::<M>::new(Default::default()));
    for processor in (0..nix::sched::CpuSet::count()).filter(|it| processors.is_set(*it).unwrap_or(false)) {
        thread.set_add(&set, make::size::<M>(processor))?;
    }
    Ok(set.into_value())
}

/// Raises OSError for a number of the system.
pub(crate) fn failed<M: Model>(thread: &mut Thread<M>, errno: nix::errno::Errno) -> Raised {
    thread.os_error(&std::io::Error::from(errno), None)
}

fn sched_yield<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "sched_yield")?;
    thread.blocking(std::thread::yield_now);
    Ok(Value::<M>::NONE)
}

fn getcwd<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "getcwd")?;
    match std::env::current_dir() {
        Ok(path) => Ok(make::str::<M>(path.to_string_lossy())),
        Err(error) => Err(thread.os_error(&error, None)),
    }
}

fn listdir<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "listdir", 0, 1)?;
    let path = match args.first().filter(|it| !it.is_none()) {
        Some(path) => path_arg(thread, "listdir", path)?,
        None => ".".to_owned(),
    };
    let names = thread.blocking(|| {
        let entries = std::fs::read_dir(&path)?;
        entries.map(|it| Ok(it?.file_name().to_string_lossy().into_owned())).collect::<std::io::Result<Vec<String>>>()
    });
    match names {
        Ok(names) => Ok(make::list::<M>(names.into_iter().map(make::str::<M>).collect())),
        Err(error) => Err(thread.os_error(&error, Some(&path))),
    }
}

fn mkdir<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [path, _mode] = args.named(thread, "mkdir", ["path", "mode"], 1)?;
    let path = path.expect("required");
    with_path(thread, Args::positional(std::slice::from_ref(path)), "mkdir", |path| std::fs::create_dir(path))
}

fn makedirs<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [path, _mode, exist_ok] = args.named(thread, "makedirs", ["name", "mode", "exist_ok"], 1)?;
    let path = path_arg(thread, "makedirs", path.expect("required"))?;
    if !take::truth(thread, exist_ok, false)? && std::path::Path::new(&path).exists() {
        let error = std::io::Error::from(nix::errno::Errno::EEXIST);
        return Err(thread.os_error(&error, Some(&path)));
    }
    std::fs::create_dir_all(&path).map_err(|error| thread.os_error(&error, Some(&path)))?;
    Ok(Value::<M>::NONE)
}

fn rename<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [from, to] = args.exactly(thread, "rename")?;
    let (from, to) = (path_arg(thread, "rename", from)?, path_arg(thread, "rename", to)?);
    let outcome = thread.blocking(|| std::fs::rename(&from, &to));
    outcome.map_err(|error| thread.os_error(&error, Some(&from)))?;
    Ok(Value::<M>::NONE)
}

fn urandom<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [size] = args.exactly(thread, "urandom")?;
    let Ok(size) = usize::try_from(thread.index(size)?) else {
        return Err(thread.value_error("negative argument not allowed"));
    };
    let mut bytes = vec![0; size];
    let read = std::fs::File::open("/dev/urandom").and_then(|mut it| it.read_exact(&mut bytes));
    read.map_err(|error| thread.os_error(&error, Some("/dev/urandom")))?;
    Ok(make::bytes::<M>(bytes))
}

fn fspath<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [path] = args.exactly(thread, "fspath")?;
    path_arg(thread, "fspath", path).map(make::str::<M>)
}

fn strerror<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [number] = args.exactly(thread, "strerror")?;
    let number = take::small(thread, number)?;
    Ok(make::str::<M>(nix::errno::Errno::from_raw(number).desc()))
}

/// User and system time, of the process and of its children.
fn times<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "times")?;
    let usage = |who| nix::sys::resource::getrusage(who).ok();
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let float = Value::<M>::float;
    let of = |who| usage(who).map_or((0.0, 0.0), |it| (seconds(it.user_time()), seconds(it.system_time())));
    let own = of(nix::sys::resource::UsageWho::RUSAGE_SELF);
    let children = of(nix::sys::resource::UsageWho::RUSAGE_CHILDREN);
    let elapsed = crate::time::since_epoch().as_secs_f64();
    let fields = [
        ("user", float(own.0)),
        ("system", float(own.1)),
        ("children_user", float(children.0)),
        ("children_system", float(children.1)),
        ("elapsed", float(elapsed)),
    ];
    Ok(shape::record(thread, "times_result", &fields))
}

fn kill<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [pid, number] = args.exactly(thread, "kill")?;
    let (pid, number) = (take::small(thread, pid)?, take::small(thread, number)?);
    let signal = match number {
        0 => Ok(None),
        number => Signal::try_from(number).map(Some),
    };
    if let Err(errno) = signal.and_then(|it| signal::kill(Pid::from_raw(pid), it)) {
        return Err(failed(thread, errno));
    }
    // A signal to oneself is served before the call returns, as far as it has arrived.
    wait::until(thread, Some(Instant::now()), |_| None::<()>)?;
    thread.check()?;
    Ok(Value::<M>::NONE)
}

/// Ends the process at once; what `print` has buffered is written first, since no handler will do it later.
fn exit_now<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [status] = args.exactly(thread, "_exit")?;
    let status = take::small(thread, status)?;
    let _lost = taipan_vm::builtins::stdout::flush();
    std::process::exit(status)
}
