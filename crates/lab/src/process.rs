//! The executor that starts real processes, and the questions asked of an interpreter before a run.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::cell::words;
use crate::column::{Column, Runs};
use crate::executor::{Attempt, End, Executor, Job};

/// How often a waiting executor looks whether it was told to stop.
const CANCEL_PERIOD: Duration = Duration::from_millis(50);
/// The file in a cell's folder that `taipan` writes its counters to.
const STATS: &str = "stats.json";
/// How long an interpreter may take to say what it is.
const PROBE_LIMIT: Duration = Duration::from_secs(20);

/// Runs each cell in a process group of its own.
#[derive(Debug)]
pub struct Processes {
    taipan: PathBuf,
    scratch: PathBuf,
    cancelled: Arc<AtomicBool>,
    began: Instant,
    /// From the threads that each wait for one process.
    ended: (Sender<(usize, Attempt)>, Receiver<(usize, Attempt)>),
}

impl Processes {
    /// Processes that run in the folder `scratch` and stop soon after `cancelled` becomes true.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn new(taipan: PathBuf, scratch: PathBuf, cancelled: Arc<AtomicBool>) -> io::Result<Self> {
        fs::create_dir_all(&scratch)?;
        Ok(Self { taipan, scratch, cancelled, began: Instant::now(), ended: mpsc::channel() })
    }

    fn command(&self, job: &Job<'_>, folder: &Path) -> Command {
        let mut command = match &job.column.runs {
            Runs::Taipan { .. } => {
                let mut command = taipan_command(&self.taipan, job.column);
                for option in job.cell.experiment.options {
                    if let Some(value) = job.cell.params.get(*option) {
                        command.arg(format!("--{option}")).arg(value);
                    }
                }
                command.arg("--stats-json").arg(folder.join(STATS));
                command
            }
            Runs::Python { path, .. } => Command::new(path),
        };
        command.arg(job.programs.join(job.cell.experiment.program.name));
        command.args(words(&job.cell.params));
        command.args(job.column.placement());
        command.current_dir(folder);
        command
    }
}

impl Executor for Processes {
    fn start(&mut self, lane: usize, job: &Job<'_>) {
        // A folder for each lane, or two programs would write to one file.
        let folder = self.scratch.join(format!("lane{lane}"));
        let command = self.command(job, &folder);
        let (limit, cancelled, ended) = (job.time_limit, Arc::clone(&self.cancelled), self.ended.0.clone());
        thread::spawn(move || {
            let _ = ended.send((lane, run_in(command, &folder, limit, &cancelled)));
        });
    }

    fn wait(&mut self) -> (usize, Attempt) {
        self.ended.1.recv().expect("this executor holds a sender itself")
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }
}

/// Asks a Python what it is.
///
/// # Errors
/// A sentence that says why the command is not a Python that can be measured.
pub fn probe_python(path: &Path) -> Result<Column, String> {
    // Its own path comes last and on a line of its own: the command may be a script that starts slowly.
    const QUESTION: &str = "import sys; print(sys.implementation.name, '%d.%d.%d' % sys.version_info[:3], \
         getattr(sys, '_is_gil_enabled', lambda: True)()); print(sys.executable)";
    let mut command = Command::new(path);
    command.args(["-c", QUESTION]);
    let answer = ask(command).map_err(|why| format!("{} cannot be run: {why}", path.display()))?;
    let (first, executable) = answer.split_once('\n').unwrap_or((&answer, ""));
    let executable = Some(PathBuf::from(executable.trim_end())).filter(|path| path.is_file());
    let words: Vec<&str> = first.split_whitespace().collect();
    match words[..] {
        [name, version, gated] => {
            Ok(Column::python(executable.unwrap_or_else(|| path.to_owned()), name, version, gated == "True"))
        }
        _ => Err(format!("{} does not answer as a Python 3 does", path.display())),
    }
}

/// The models that the `taipan` command has, one name a line.
///
/// # Errors
/// A sentence that says why the command gave no answer.
pub fn list_models(taipan: &Path) -> Result<Vec<String>, String> {
    let mut command = Command::new(taipan);
    command.arg("models");
    let answer = ask(command).map_err(|why| format!("`taipan models` failed: {why}"))?;
    let first_words = answer.lines().filter_map(|line| line.split_whitespace().next());
    Ok(first_words.map(str::to_owned).collect())
}

/// Whether the `taipan` command can run this column at all.
///
/// # Errors
/// What the command said when it could not.
pub fn probe_taipan(taipan: &Path, column: &Column) -> Result<(), String> {
    if !column.is_taipan() {
        return Ok(());
    }
    let mut command = taipan_command(taipan, column);
    command.args(["-c", "pass"]);
    ask(command).map(drop)
}

/// The command with the options that make it this column.
fn taipan_command(taipan: &Path, column: &Column) -> Command {
    let mut command = Command::new(taipan);
    if let Runs::Taipan { model, policy, without } = &column.runs {
        let options = [("--model", Some(model)), ("--policy", policy.as_ref()), ("--without", without.as_ref())];
        for (option, value) in options {
            if let Some(value) = value {
                command.arg(option).arg(value);
            }
        }
    }
    command
}

fn ask(command: Command) -> Result<String, String> {
    let folder = std::env::temp_dir().join(format!("taipan-probe-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let attempt = run_command(command, &folder, PROBE_LIMIT, &AtomicBool::new(false));
    let _ = fs::remove_dir_all(&folder);
    let last_words = attempt.stderr.trim().lines().last().unwrap_or_default().to_owned();
    match attempt.end {
        End::Exited(0) => Ok(attempt.stdout),
        End::Exited(status) => Err(format!("exit status {status}: {last_words}")),
        End::Signalled(signal) => Err(format!("ended by signal {signal}")),
        End::TimedOut | End::Cancelled => Err("no answer in time".to_owned()),
        End::NotStarted(why) => Err(why),
    }
}

/// Runs a cell's command, and reads what it has counted.
fn run_in(command: Command, folder: &Path, limit: Duration, cancelled: &AtomicBool) -> Attempt {
    let stats = folder.join(STATS);
    let _ = fs::remove_file(&stats);
    let _ = fs::create_dir_all(folder);
    let mut attempt = run_command(command, folder, limit, cancelled);
    attempt.stats = fs::read_to_string(&stats).ok();
    attempt
}

/// Runs a command with its output in files of `folder`, and leaves no process of its group behind.
fn run_command(command: Command, folder: &Path, limit: Duration, cancelled: &AtomicBool) -> Attempt {
    let out = folder.join("stdout");
    let err = folder.join("stderr");
    let began = Instant::now();
    let end = start_and_wait(command, &out, &err, limit, cancelled)
        .unwrap_or_else(|error| End::NotStarted(error.to_string()));
    let wall = began.elapsed();
    Attempt { end, stdout: read_lossy(&out), stderr: read_lossy(&err), stats: None, wall }
}

fn start_and_wait(
    mut command: Command,
    out: &Path,
    err: &Path,
    limit: Duration,
    cancelled: &AtomicBool,
) -> io::Result<End> {
    // Files, not pipes: a grandchild that outlives the program cannot keep us waiting for an end of file.
    command.stdin(Stdio::null()).stdout(File::create(out)?).stderr(File::create(err)?);
    command.env("PYTHONDONTWRITEBYTECODE", "1").process_group(0);
    let mut child = command.spawn()?;
    let group = Pid::from_raw(child.id().cast_signed());
    let (done, waiting) = mpsc::channel();
    let waiter = thread::spawn(move || {
        let _ = done.send(child.wait());
    });
    let end = wait(&waiting, limit, cancelled);
    // Also after a good end: a program must not leave processes that disturb the next cell.
    let _ = killpg(group, Signal::SIGKILL);
    let _ = waiter.join();
    end
}

fn wait(waiting: &Receiver<io::Result<ExitStatus>>, limit: Duration, cancelled: &AtomicBool) -> io::Result<End> {
    let deadline = Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match waiting.recv_timeout(left.min(CANCEL_PERIOD)) {
            Ok(status) => return status.map(end_of),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(io::Error::other("the waiting thread is gone"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if cancelled.load(Ordering::Relaxed) {
            return Ok(End::Cancelled);
        }
        if left.is_zero() {
            return Ok(End::TimedOut);
        }
    }
}

fn end_of(status: ExitStatus) -> End {
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exited(code),
        (None, signal) => End::Signalled(signal.unwrap_or(0)),
    }
}

fn read_lossy(path: &Path) -> String {
    fs::read(path).map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration, cancelled: bool) -> Attempt {
        let folder =
            std::env::temp_dir().join(format!("taipan-lab-{}-{:?}", std::process::id(), thread::current().id()));
        fs::create_dir_all(&folder).unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let attempt = run_command(command, &folder, limit, &AtomicBool::new(cancelled));
        fs::remove_dir_all(&folder).unwrap();
        attempt
    }

    #[test]
    fn keeps_what_a_process_says_and_how_it_ends() {
        let attempt = shell("echo out; echo err >&2; exit 3", Duration::from_secs(60), false);
        assert_eq!(attempt.end, End::Exited(3));
        assert_eq!((attempt.stdout.as_str(), attempt.stderr.as_str()), ("out\n", "err\n"));
        assert_eq!(shell("kill -9 $$", Duration::from_secs(60), false).end, End::Signalled(9));
    }

    #[test]
    fn a_time_limit_ends_the_whole_group() {
        let attempt = shell("sleep 1000 & echo $!; sleep 1000", Duration::from_millis(200), false);
        assert_eq!(attempt.end, End::TimedOut);
        let grandchild: i32 = attempt.stdout.trim().parse().unwrap();
        let gone = || match fs::read_to_string(format!("/proc/{grandchild}/stat")) {
            Ok(stat) => stat.contains(") Z "),
            Err(_) => true,
        };
        while !gone() {
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_cancelled_run_does_not_wait() {
        assert_eq!(shell("sleep 1000", Duration::from_secs(600), true).end, End::Cancelled);
    }

    #[test]
    fn a_command_that_does_not_exist_is_said_to_be_so() {
        let error = probe_python(Path::new("/no/such/python")).unwrap_err();
        assert!(error.contains("/no/such/python cannot be run"), "{error}");
    }
}
