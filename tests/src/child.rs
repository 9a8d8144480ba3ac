//! Child processes that cannot hang a test: each is a process group of its own, killed when its time is over.

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A child process that was started.
pub struct Child {
    process: std::process::Child,
    stdout: Option<BufReader<ChildStdout>>,
    limit: Duration,
}

/// What a child process left.
#[derive(Debug)]
pub struct Finished {
    /// How it ended; a child that hung was killed.
    pub status: ExitStatus,
    /// What it wrote, replacement characters for what is not UTF-8.
    pub stdout: String,
    /// The same of its errors.
    pub stderr: String,
    /// Whether it, or a process that it left behind with its output open, had to be killed.
    pub hung: bool,
}

impl Child {
    /// How long a child may run.
    pub const LIMIT: Duration = Duration::from_secs(60);

    /// Starts a command in a process group of its own, its output piped to us, its input empty unless set.
    ///
    /// # Errors
    /// When the system cannot start it.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).spawn()?;
        let stdout = process.stdout.take().map(BufReader::new);
        Ok(Self { process, stdout, limit: Self::LIMIT })
    }

    /// Starts a command and waits for its end.
    ///
    /// # Errors
    /// As for [`start`](Self::start).
    pub fn run(command: &mut Command) -> io::Result<Finished> {
        Self::start(command.stdin(Stdio::null()))?.finish()
    }

    /// Waits for a line of output, which is then no longer part of what the child left.
    ///
    /// # Errors
    /// When the output cannot be read.
    pub fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if let Some(stdout) = &mut self.stdout {
            stdout.read_line(&mut line)?;
        }
        Ok(line.trim_end().to_owned())
    }

    /// Closes our end of the child's output.
    pub fn close_stdout(&mut self) {
        self.stdout = None;
    }

    /// Sends a signal to the child and to whatever it started.
    ///
    /// # Errors
    /// When the group is gone.
    pub fn signal(&self, signal: Signal) -> nix::Result<()> {
        killpg(self.group(), signal)
    }

    /// Waits for the end of the child and of its output, for as long as its time limit allows.
    ///
    /// # Errors
    /// When its end cannot be learnt.
    pub fn finish(mut self) -> io::Result<Finished> {
        let group = self.group();
        let deadline = Instant::now() + self.limit;
        let stdout = in_thread(self.stdout.take().map(read));
        let stderr = in_thread(self.process.stderr.take().map(read));
        let status = in_thread(Some(move || self.process.wait()));
        let mut hung = false;
        let mut until = |done: &Receiver<_>| wait(done, deadline, group, &mut hung);
        let (stdout, stderr) = (until(&stdout), until(&stderr));
        let status = match status.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(status) => status,
            Err(_) => {
                hung = true;
                let _ = killpg(group, Signal::SIGKILL);
                status.recv().map_err(io::Error::other)?
            }
        };
        Ok(Finished { status: status?, stdout, stderr, hung })
    }

    fn group(&self) -> Pid {
        Pid::from_raw(self.process.id().cast_signed())
    }
}

impl Finished {
    /// The exit code; a death by signal counts as 128 and the signal, as in a shell.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or_else(|| 128 + self.status.signal().unwrap_or(0))
    }

    /// The last line on stderr that is not blank; empty when there is none.
    pub fn last_error(&self) -> &str {
        self.stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default()
    }
}

fn read(mut from: impl Read + Send + 'static) -> impl FnOnce() -> String + Send + 'static {
    move || {
        let mut bytes = Vec::new();
        // What was read before an error is still worth showing.
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn in_thread<T: Send + 'static>(work: Option<impl FnOnce() -> T + Send + 'static>) -> Receiver<T> {
    let (sender, receiver) = channel();
    if let Some(work) = work {
        thread::spawn(move || sender.send(work()));
    }
    receiver
}

/// What a reader read; kills the group when that takes too long. A stream that was closed reads as nothing.
fn wait(done: &Receiver<String>, deadline: Instant, group: Pid, hung: &mut bool) -> String {
    match done.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(text) => text,
        Err(RecvTimeoutError::Disconnected) => String::new(),
        Err(RecvTimeoutError::Timeout) => {
            *hung = true;
            let _ = killpg(group, Signal::SIGKILL);
            done.recv().unwrap_or_default()
        }
    }
}
