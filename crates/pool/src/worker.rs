//! What a pool runs, and the loop of the process that runs it.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec;
use crate::error::{LinkError, TaskError};
use crate::link::Link;
use crate::message::{self, Order, Reply};
use crate::process::Started;
use crate::sys::{self, PANICKED};

/// The code of a pool's workers. One value lives in each worker process and runs its tasks one after the other.
pub trait Worker: Sized + 'static {
    /// What every worker is started with.
    type Init: Serialize + DeserializeOwned;
    /// What is asked of a worker.
    type Task: Serialize + DeserializeOwned;
    /// What a worker answers.
    type Output: Serialize + DeserializeOwned;

    /// Makes the worker, in its own process.
    ///
    /// # Errors
    /// Any error breaks the pool, because the next worker would fail in the same way.
    fn start(init: Self::Init) -> Result<Self, String>;

    /// Runs one task.
    ///
    /// After a panic the process leaves and another one takes its place.
    ///
    /// # Errors
    /// The error becomes the task's result; the worker goes on.
    fn run(&mut self, task: Self::Task) -> Result<Self::Output, TaskError>;
}

/// The entry of a worker process. Returns when the pool is gone or says to stop.
pub(crate) fn serve<W: Worker>(started: Started) -> i32 {
    let link = &started.link;
    let mut worker = match make::<W>(&started.args) {
        Ok(worker) => worker,
        Err(reason) => {
            let _gone = reply(link, Vec::new(), &Reply::Refused { reason });
            return 1;
        }
    };
    drop(started.args);
    if reply(link, Vec::new(), &Reply::Ready).is_err() {
        return 0;
    }
    loop {
        // A pool that is gone is no failure of the worker.
        let Ok(message) = link.recv() else { return 0 };
        match message::unseal(&message) {
            Ok((Order::Run { job, sizes }, bodies)) => match run_job(&mut worker, link, job, &sizes, bodies) {
                Ok(true) => {}
                Ok(false) => return PANICKED,
                Err(_) => return 0,
            },
            Ok((Order::Stop, _)) => return 0,
            Err(_) => return 1,
        }
    }
}

fn make<W: Worker>(init: &[u8]) -> Result<W, String> {
    let init = codec::decode(init).map_err(|error| format!("the init value {error}"))?;
    panic::catch_unwind(AssertUnwindSafe(|| W::start(init)))
        .unwrap_or_else(|payload| Err(format!("it panicked: {}", panic_message(&*payload))))
}

/// Runs a job's tasks up to the first panic and reports them. `Ok(false)` after a panic.
fn run_job<W: Worker>(
    worker: &mut W,
    link: &Link,
    job: u64,
    sizes: &[u64],
    mut bodies: &[u8],
) -> Result<bool, LinkError> {
    reply(link, Vec::new(), &Reply::Started { job })?;
    let mut outputs = Vec::new();
    let mut outcomes = Vec::with_capacity(sizes.len());
    let mut panicked = false;
    for &size in sizes {
        let (body, rest) = bodies.split_at(size as usize);
        bodies = rest;
        let outcome = run_task(worker, body, &mut outputs);
        panicked = matches!(outcome, Err(TaskError::Panicked { .. }));
        outcomes.push(outcome);
        if panicked {
            break;
        }
    }
    // What the tasks printed is out before their results are known, and is not lost if the worker is killed later.
    sys::flush_output();
    reply(link, outputs, &Reply::Done { job, outcomes })?;
    Ok(!panicked)
}

/// Runs one task and appends what it returns; the size of that, or how the task failed.
fn run_task<W: Worker>(worker: &mut W, body: &[u8], outputs: &mut Vec<u8>) -> Result<u64, TaskError> {
    let task = codec::decode(body).map_err(|error| TaskError::Decode { reason: error.to_string() })?;
    let output = panic::catch_unwind(AssertUnwindSafe(|| worker.run(task)));
    let output = output.unwrap_or_else(|payload| Err(TaskError::Panicked { message: panic_message(&*payload) }))?;
    let start = outputs.len();
    codec::encode_into(&output, outputs).map_err(|error| TaskError::Encode { reason: error.to_string() })?;
    Ok((outputs.len() - start) as u64)
}

fn reply(link: &Link, outputs: Vec<u8>, reply: &Reply) -> Result<(), LinkError> {
    let message = message::seal(outputs, reply);
    let message = message.map_err(|error| LinkError::Malformed(error.to_string()))?;
    link.send_shared(message.into())
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|it| (*it).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a value that is no text".to_owned())
}
