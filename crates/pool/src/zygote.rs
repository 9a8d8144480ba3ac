//! The fork server: a process with one thread, forked first of all, that forks every other process on request.
//!
//! Forking a process with several threads leaves the child with locks that nobody will ever release, and forking a big
//! one costs milliseconds. So the host never forks again after [`Zygote::start`]. See the crate's README for who owns
//! what.

use std::collections::HashMap;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use ipc_channel::ipc::{self, IpcReceiver, IpcSender};
use nix::fcntl::OFlag;
use nix::unistd::{self, Pid};

use crate::channel;
use crate::error::{ExitStatus, LinkError, SpawnError, StartError};
use crate::frame::SOCKET_BUFFER;
use crate::link::{LinkEnd, link_pair};
use crate::process::{Entry, Process, ProcessCell};
use crate::server::{self, Command, Event};
use crate::sys;

/// A handle to the fork server; clones share it, from any thread.
///
/// When the last handle is dropped, and no [`Process`] is left either, the server and every process that it forked are
/// killed. They are killed too when this process dies, however it dies.
#[derive(Clone)]
pub struct Zygote {
    handle: Arc<Handle>,
}

impl Zygote {
    /// Forks the server. Call it first thing in `main`, before anything starts a thread.
    ///
    /// # Errors
    /// [`StartError::NotSingleThreaded`] if a thread runs already; otherwise what the system says.
    pub fn start() -> Result<Self, StartError> {
        require_one_thread()?;
        require_socket_buffer()?;
        let (commands, command_receiver) = ipc::channel()?;
        let (event_sender, events) = ipc::channel()?;
        let (bell_receiver, bell) = unistd::pipe2(OFlag::O_CLOEXEC).map_err(io::Error::from)?;
        let parent = unistd::getpid();
        let mut near = Some((commands, events, bell));
        let mut far = Some((command_receiver, event_sender, bell_receiver));
        let pid = sys::fork(|| {
            drop(near.take());
            far.take().map_or(sys::PANICKED, |(commands, events, bell)| server::serve(parent, commands, events, bell))
        })
        .map_err(io::Error::from)?;
        drop(far.take());
        let (commands, events, bell) = near.take().expect("only the fork takes it");
        Ok(Self::new(pid, commands, events, bell))
    }

    /// Starts one process that runs `entry` and leaves with the code it returns.
    ///
    /// `args` and `links` reach it as fields of its [`Started`]. A large `args` makes this wait until the process has
    /// read it. The process dies with this one, and its own processes (its group) with it.
    ///
    /// `entry` must be code of the program as it was when the server started, not of a library loaded since.
    ///
    /// # Errors
    /// When the server is gone or cannot fork, or when the process dies before it has its arguments.
    ///
    /// [`Started`]: crate::Started
    pub fn spawn(&self, entry: Entry, args: Vec<u8>, links: Vec<LinkEnd>) -> Result<Process, SpawnError> {
        if links.len() > server::MAX_LINKS {
            return Err(SpawnError::TooManyLinks { given: links.len(), limit: server::MAX_LINKS });
        }
        self.handle.shared.watch()?;
        let (near, far) = link_pair()?;
        let cell = self.handle.fork(entry, far, links)?;
        let process = Process::new(near.open(), cell, self.clone());
        match process.link().send_shared(Arc::new(args)) {
            Ok(()) => Ok(process),
            Err(source) => Err(SpawnError::Arguments { pid: process.pid(), source }),
        }
    }

    /// The server's process id.
    pub fn pid(&self) -> i32 {
        self.handle.shared.pid.as_raw()
    }

    /// Whether the server is known to be dead. That is learned while processes run, not before the first.
    pub fn is_gone(&self) -> bool {
        self.handle.shared.lock().gone
    }

    /// Sends a signal to the group of a process that is not reaped yet; one that is has nothing to signal.
    pub(crate) fn signal(&self, pid: i32, signal: i32) -> Result<(), SpawnError> {
        self.handle.send(Command::Signal { pid, signal })
    }

    fn new(pid: Pid, commands: IpcSender<Command>, events: IpcReceiver<Event>, bell: OwnedFd) -> Self {
        let shared = Arc::new(Shared { pid, state: Mutex::new(State { events: Some(events), ..State::default() }) });
        let port = Mutex::new(Port { commands, bell });
        Self { handle: Arc::new(Handle { port, shared }) }
    }
}

/// Owns the way to the server; dropping it ends the server.
struct Handle {
    port: Mutex<Port>,
    shared: Arc<Shared>,
}

/// Commands go over the channel; the bell is a pipe, because the server must wait for a command and for its children in
/// one call.
struct Port {
    commands: IpcSender<Command>,
    bell: OwnedFd,
}

impl Handle {
    /// Has the server fork, and waits for the process's id.
    fn fork(&self, entry: Entry, link: LinkEnd, links: Vec<LinkEnd>) -> Result<Arc<ProcessCell>, SpawnError> {
        let (reply, outcome) = mpsc::sync_channel(1);
        let request = self.shared.expect_reply(reply)?;
        let entry = sys::address_of(entry);
        self.send(Command::Spawn { request, entry, link: link.0, links: links.into_iter().map(|it| it.0).collect() })?;
        outcome.recv().unwrap_or(Err(SpawnError::ZygoteGone))
    }

    /// Sends the command, then rings. Signals wait meanwhile: an interrupted send would have lost the ends in it.
    fn send(&self, command: Command) -> Result<(), SpawnError> {
        let port = self.port.lock().expect("no holder of the lock panics");
        let sent = sys::without_signals(|| {
            port.commands.send(command).map_err(channel::link_error)?;
            unistd::write(&port.bell, &[0]).map_err(io::Error::from)?;
            Ok(())
        });
        sent.map_err(|_: LinkError| SpawnError::ZygoteGone)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // A server that is gone needs no telling.
        let _gone = self.send(Command::Quit);
        self.shared.reap_server(QUIT_WITHIN);
    }
}

/// How long the server may take to end its processes before it is killed, and they with it.
const QUIT_WITHIN: Duration = Duration::from_secs(2);

/// What the handles share with the thread that reads the server's events.
struct Shared {
    pid: Pid,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Taken by the thread that reads them, which is started by the first spawn.
    events: Option<IpcReceiver<Event>>,
    /// Who waits for a process.
    waiting: HashMap<u64, SyncSender<Reply>>,
    requests: u64,
    /// The processes that are not known to have ended.
    living: HashMap<i32, Arc<ProcessCell>>,
    gone: bool,
    reaped: bool,
}

type Reply = Result<Arc<ProcessCell>, SpawnError>;

impl Shared {
    /// Starts the thread that reads the events, if it is not running yet.
    fn watch(self: &Arc<Self>) -> io::Result<()> {
        let Some(events) = self.lock().events.take() else {
            return Ok(());
        };
        let shared = Arc::clone(self);
        let watcher = thread::Builder::new().name("zygote events".to_owned());
        watcher.spawn(move || {
            while let Ok(event) = channel::recv(&events, None) {
                shared.take_in(event);
            }
            shared.server_died();
        })?;
        Ok(())
    }

    fn expect_reply(&self, reply: SyncSender<Reply>) -> Result<u64, SpawnError> {
        let mut state = self.lock();
        if state.gone {
            return Err(SpawnError::ZygoteGone);
        }
        state.requests += 1;
        let request = state.requests;
        state.waiting.insert(request, reply);
        Ok(request)
    }

    fn take_in(&self, event: Event) {
        let mut state = self.lock();
        match event {
            Event::Spawned { request, pid } => {
                let cell = Arc::new(ProcessCell::new(pid));
                state.living.insert(pid, Arc::clone(&cell));
                state.answer(request, Ok(cell));
            }
            Event::Refused { request, errno } => {
                let error = io::Error::from_raw_os_error(errno);
                state.answer(request, Err(SpawnError::Fork(error)));
            }
            Event::Exited { pid, status } => {
                if let Some(cell) = state.living.remove(&pid) {
                    cell.set(status);
                }
            }
        }
    }

    /// Every process died with the server; whoever waits for one, or for a new one, learns it.
    fn server_died(&self) {
        let mut state = self.lock();
        state.gone = true;
        state.waiting.clear();
        for (_, cell) in state.living.drain() {
            cell.set(ExitStatus::Unknown);
        }
        drop(state);
        self.reap_server(QUIT_WITHIN);
    }

    fn reap_server(&self, patience: Duration) {
        let mut state = self.lock();
        if !state.reaped {
            state.reaped = true;
            sys::reap(self.pid, patience);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }
}

impl State {
    fn answer(&mut self, request: u64, reply: Reply) {
        if let Some(waiting) = self.waiting.remove(&request) {
            // Whoever asked waits without a time limit, so there is always somebody to take it.
            let _taken = waiting.send(reply);
        }
    }
}

fn require_one_thread() -> Result<(), StartError> {
    let threads = std::fs::read_dir("/proc/self/task")?.count();
    match threads {
        1 => Ok(()),
        threads => Err(StartError::NotSingleThreaded { threads }),
    }
}

/// Where the system does not tell the size, the usual one is assumed.
fn require_socket_buffer() -> Result<(), StartError> {
    let told = std::fs::read_to_string("/proc/sys/net/core/wmem_default");
    let bytes = told.ok().and_then(|it| it.trim().parse().ok());
    match bytes {
        Some(bytes) if bytes < SOCKET_BUFFER => Err(StartError::SmallSocketBuffer { bytes, needed: SOCKET_BUFFER }),
        _ => Ok(()),
    }
}
