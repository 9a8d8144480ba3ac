//! The host's side: starting workers, serving what they ask, learning that they are gone.

use super::channel::{self, Channel, Waiting};
use super::pack::Packed;
use super::pipe::each_channel;
use super::wire::{Answer, Ask, Outcome, ToHost, ToWorker, decode, encode};
use super::worker::{self, Job};
use parking_lot::Mutex;
use std::sync::{Arc, OnceLock};
use taipan_pool::{Process, SpawnError, StartError, Zygote};

/// The fork server; absent in workers, and where nobody started it.
static ZYGOTE: OnceLock<Zygote> = OnceLock::new();
/// What workers are told of how the program runs.
static SETTINGS: Mutex<String> = Mutex::new(String::new());

/// Makes it possible to start workers: forks the fork server. To be called first thing in `main`, before any thread.
///
/// `main` is what a worker runs. It makes an interpreter as [`Job::settings`] says, calls
/// [`worker_main`](super::worker_main) with it, and returns the exit code.
///
/// # Errors
/// If the process has more than one thread, or the system refuses.
pub fn start(main: fn(Job) -> i32) -> Result<(), StartError> {
    worker::set_main(main);
    let zygote = Zygote::start()?;
    // A second call keeps the first server, and the new one ends as it is dropped.
    let _kept = ZYGOTE.set(zygote);
    Ok(())
}

/// Says what workers started from now on are told, in whatever form `main` of [`start`] reads.
pub fn describe(settings: &str) {
    settings.clone_into(&mut SETTINGS.lock());
}

/// Why there is no new worker.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoWorker {
    #[error("a worker process cannot start processes of its own")]
    InWorker,
    #[error("processes cannot be started: the fork server was not started with this process")]
    NoServer,
    #[error(transparent)]
    Spawn(#[from] SpawnError),
}

/// A worker process, as the host knows it.
pub(super) struct Worker {
    pub(super) process: Arc<Process>,
    /// The ends of pipes that it holds: the channels that each reads from and writes to.
    ends: Mutex<Vec<(Option<u64>, Option<u64>)>>,
}

impl Worker {
    /// Starts one. Takes about as long as a fork does.
    pub(super) fn start() -> Result<Arc<Self>, NoWorker> {
        if worker::is_worker() {
            return Err(NoWorker::InWorker);
        }
        let zygote = ZYGOTE.get().ok_or(NoWorker::NoServer)?;
        let settings = SETTINGS.lock().clone();
        let process = zygote.spawn(worker::entry, settings.into_bytes(), Vec::new())?;
        Ok(Arc::new(Self { process: Arc::new(process), ends: Mutex::default() }))
    }

    /// Sends a call, made into a message by `order`. A worker that is dead gets none, which shows on its link.
    pub(super) fn post(&self, packed: &Packed, order: fn(Vec<u8>) -> ToWorker) {
        for &(read, write) in &packed.ends {
            each_channel(read, write, Channel::hold);
            self.ends.lock().push((read, write));
        }
        self.send(&order(packed.bytes.clone()));
    }

    /// Sends a message.
    pub(super) fn send(&self, message: &ToWorker) {
        let _gone = self.process.link().post(Arc::new(encode(message)));
    }

    /// Reads what the worker sends until it is gone, and passes outcomes on. Never touches a value.
    pub(super) fn serve(&self, mut done: impl FnMut(Outcome)) {
        // What is no message ends the worker like its death does.
        while let Ok(message) = self.process.link().recv()
            && let Ok(message) = decode(&message)
        {
            match message {
                ToHost::Done(outcome) => done(outcome),
                ToHost::Ask { request, ask } => self.answer(request, ask),
            }
        }
        channel::forget(&self.process);
        for (read, write) in self.ends.lock().drain(..) {
            each_channel(read, write, Channel::release);
        }
    }

    fn answer(&self, request: u64, ask: Ask) {
        let waiting = Waiting { worker: self.process.clone(), request };
        let reply = |answer| self.send(&ToWorker::Answer { request, answer });
        match ask {
            Ask::New { bound } => {
                let channel = Channel::queue(usize::try_from(bound).unwrap_or(0));
                reply(Answer::Made(channel::publish(&channel)));
            }
            Ask::Put { channel, item, wait } => match channel::published(channel) {
                Some(channel) => channel.put_for(waiting, item, wait),
                None => reply(Answer::Closed),
            },
            Ask::Get { channel, wait } => match channel::published(channel) {
                Some(channel) => channel.get_for(waiting, wait),
                None => reply(Answer::Closed),
            },
            Ask::Look { channel } => {
                reply(channel::published(channel).map_or(Answer::Closed, |it| it.look()));
            }
            Ask::Cancel { channel, request } => {
                if let Some(channel) = channel::published(channel) {
                    channel.cancel(&self.process, request);
                }
            }
            Ask::Close { read, write } => {
                let mut ends = self.ends.lock();
                if let Some(at) = ends.iter().position(|it| *it == (read, write)) {
                    ends.swap_remove(at);
                    each_channel(read, write, Channel::release);
                }
            }
        }
    }
}
