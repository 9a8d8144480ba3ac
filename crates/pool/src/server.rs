//! The fork server's own side: it forks on command, reaps its children and says how they ended.

use std::collections::HashSet;
use std::os::fd::{AsFd, OwnedFd};

use ipc_channel::ipc::{IpcReceiver, IpcSender};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::signal::{self, SigSet, Signal};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid, waitpid};
use nix::unistd::{self, Pid};
use serde::{Deserialize, Serialize};

use crate::channel;
use crate::error::ExitStatus;
use crate::link::{Ends, LinkEnd};
use crate::process::Started;
use crate::sys;

/// Link ends that one process can be given besides its own: a message carries 64 descriptors, an end is two.
pub(crate) const MAX_LINKS: usize = 31;

/// What the parent asks of the server.
#[derive(Serialize, Deserialize)]
pub(crate) enum Command {
    Spawn { request: u64, entry: u64, link: Ends, links: Vec<Ends> },
    Signal { pid: i32, signal: i32 },
    Quit,
}

/// What the server tells the parent.
#[derive(Serialize, Deserialize)]
pub(crate) enum Event {
    Spawned { request: u64, pid: i32 },
    Refused { request: u64, errno: i32 },
    Exited { pid: i32, status: ExitStatus },
}

/// Serves until the parent says to quit or is gone, then kills what it forked. Returns the exit code.
pub(crate) fn serve(parent: Pid, commands: IpcReceiver<Command>, events: IpcSender<Event>, bell: OwnedFd) -> i32 {
    sys::settle_in();
    if !sys::die_with(parent) || sys::wake_for_children().is_err() {
        return 1;
    }
    let mut server =
        Server { pid: unistd::getpid(), port: Some(Port { commands, events, bell }), living: HashSet::new() };
    while server.turn().is_some() {}
    server.kill_all();
    0
}

struct Server {
    pid: Pid,
    /// Taken only in a forked child, which must not hold the server's ends.
    port: Option<Port>,
    /// Children that are not reaped, so their numbers cannot have been given to anybody else.
    living: HashSet<i32>,
}

struct Port {
    commands: IpcReceiver<Command>,
    events: IpcSender<Event>,
    bell: OwnedFd,
}

impl Server {
    /// Reaps what has ended, then waits for a command or a child's end. `None` when it is time to quit.
    fn turn(&mut self) -> Option<()> {
        while let Some((pid, status)) = self.reap_one() {
            self.tell(|| Event::Exited { pid, status })?;
        }
        match self.next_command()? {
            Some(Command::Spawn { request, entry, link, links }) => self.spawn(request, entry, link, links),
            Some(Command::Signal { pid, signal }) => {
                self.signal(pid, signal);
                Some(())
            }
            Some(Command::Quit) => None,
            None => Some(()),
        }
    }

    /// Waits for the bell with SIGCHLD let through. `Some(None)` means that a child may have ended.
    fn next_command(&self) -> Option<Option<Command>> {
        let port = self.port.as_ref()?;
        let mut bell = [PollFd::new(port.bell.as_fd(), PollFlags::POLLIN)];
        match ppoll(&mut bell, None, Some(SigSet::empty())) {
            Ok(_) => {}
            Err(Errno::EINTR) => return Some(None),
            Err(_) => return None,
        }
        match unistd::read(&port.bell, &mut [0]) {
            Ok(1) => channel::recv(&port.commands, None).ok().map(Some),
            Err(Errno::EINTR) => Some(None),
            _ => None,
        }
    }

    fn spawn(&mut self, request: u64, entry: u64, link: Ends, links: Vec<Ends>) -> Option<()> {
        let server = self.pid;
        let port = &mut self.port;
        let mut ends = Some((link, links));
        let forked = sys::fork(|| {
            // The server's ends close here, or this child would hide the server's death from the parent.
            drop(port.take());
            if !sys::die_with(server) {
                return sys::PANICKED;
            }
            sys::settle_in();
            ends.take().map_or(sys::PANICKED, |(link, links)| {
                let links = links.into_iter().map(LinkEnd).collect();
                Started::run(sys::entry_at(entry), LinkEnd(link), links)
            })
        });
        // And the child's ends close here, or the server would hide the child's death.
        drop(ends);
        match forked {
            Ok(pid) => {
                let _grouped = unistd::setpgid(pid, pid);
                let pid = pid.as_raw();
                self.living.insert(pid);
                self.tell(|| Event::Spawned { request, pid })
            }
            Err(errno) => self.tell(|| Event::Refused { request, errno: errno as i32 }),
        }
    }

    /// Signals the whole group of a child.
    fn signal(&self, pid: i32, signal: i32) {
        if self.living.contains(&pid)
            && let Ok(signal) = Signal::try_from(signal)
        {
            let _sent = signal::killpg(Pid::from_raw(pid), signal);
        }
    }

    /// Reaps one child that has ended, if one has, and kills what it leaves behind first: while it is not reaped, its
    /// group is surely its own.
    fn reap_one(&mut self) -> Option<(i32, ExitStatus)> {
        let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
        let pid = waitid(Id::All, look).ok()?.pid()?;
        let _left_behind = signal::killpg(pid, Signal::SIGKILL);
        let status = waitpid(pid, None).ok()?;
        self.living.remove(&pid.as_raw());
        Some((pid.as_raw(), exit_status(status)))
    }

    fn kill_all(&mut self) {
        for &pid in &self.living {
            let _killed = signal::killpg(Pid::from_raw(pid), Signal::SIGKILL);
        }
        for pid in self.living.drain() {
            let _reaped = waitpid(Pid::from_raw(pid), None);
        }
    }

    fn tell(&self, event: impl Fn() -> Event) -> Option<()> {
        channel::send(&self.port.as_ref()?.events, event).ok()
    }
}

fn exit_status(status: WaitStatus) -> ExitStatus {
    match status {
        WaitStatus::Exited(_, code) => ExitStatus::Exited(code),
        WaitStatus::Signaled(_, signal, _) => ExitStatus::Signaled(signal as i32),
        _ => ExitStatus::Unknown,
    }
}
