//! A worker that does what its task says, so that a test can read as a story.

use std::path::PathBuf;
use std::time::Duration;

use nix::sys::signal::{self, Signal};
use serde::{Deserialize, Serialize};
use taipan_pool::{ProcessPool, TaskError, Worker, Zygote};

/// A worker that was started with a number.
pub struct Doer {
    init: u64,
    served: u64,
}

/// What a [`Doer`] can be told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Do {
    /// Answers the number squared.
    Square(u64),
    /// Answers the number after this many milliseconds.
    Sleep(u64, u64),
    /// Answers its process id.
    Pid,
    /// Answers the number it was started with.
    Init,
    /// Answers how many tasks it has run before.
    Served,
    /// Adds a line to a file, then answers the number.
    Log(PathBuf, u64),
    /// Answers the size of what it is given.
    Measure(#[serde(with = "serde_bytes")] Vec<u8>),
    /// Answers bytes of this number.
    Fill(usize),
    /// Fails.
    Fail(String),
    /// Panics.
    Panic(String),
    /// Is killed by this signal.
    Die(i32),
    /// Leaves the process with this code.
    Exit(i32),
    /// Stops the process, as a debugger would.
    Stop,
}

/// What a [`Doer`] answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// A number.
    Number(u64),
    /// Bytes.
    Bytes(#[serde(with = "serde_bytes")] Vec<u8>),
}

impl Worker for Doer {
    type Init = u64;
    type Task = Do;
    type Output = Answer;

    fn start(init: u64) -> Result<Self, String> {
        match init {
            REFUSES => Err("told not to".to_owned()),
            DIES_AT_START => std::process::abort(),
            init => Ok(Self { init, served: 0 }),
        }
    }

    fn run(&mut self, task: Do) -> Result<Answer, TaskError> {
        self.served += 1;
        let number = match task {
            Do::Square(number) => number * number,
            Do::Sleep(number, millis) => {
                std::thread::sleep(Duration::from_millis(millis));
                number
            }
            Do::Pid => u64::from(std::process::id()),
            Do::Init => self.init,
            Do::Served => self.served - 1,
            Do::Log(path, number) => {
                use std::io::Write;
                let file = std::fs::File::options().append(true).create(true).open(path);
                writeln!(file.unwrap(), "{number}").unwrap();
                number
            }
            Do::Measure(bytes) => bytes.len() as u64,
            Do::Fill(size) => return Ok(Answer::Bytes(vec![7; size])),
            Do::Fail(message) => return Err(TaskError::failed("Test", message)),
            Do::Panic(message) => panic!("{message}"),
            Do::Die(signal) => die(signal),
            Do::Exit(code) => std::process::exit(code),
            Do::Stop => {
                signal::raise(Signal::SIGSTOP).unwrap();
                0
            }
        };
        Ok(Answer::Number(number))
    }
}

/// An init value that the worker refuses.
pub const REFUSES: u64 = u64::MAX;

/// An init value that kills the worker.
pub const DIES_AT_START: u64 = u64::MAX - 1;

fn die(signal: i32) -> ! {
    signal::raise(Signal::try_from(signal).unwrap()).unwrap();
    loop {
        std::thread::park();
    }
}

/// A pool of so many [`Doer`]s.
pub fn pool(zygote: &Zygote, workers: usize) -> ProcessPool<Doer> {
    let builder = ProcessPool::builder(zygote).workers(workers).init(42);
    builder.build().unwrap()
}

/// The number in an answer.
pub fn number(answer: Result<Answer, TaskError>) -> u64 {
    match answer {
        Ok(Answer::Number(number)) => number,
        other => panic!("no number: {other:?}"),
    }
}
