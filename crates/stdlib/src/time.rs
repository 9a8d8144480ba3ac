//! `time`: clocks and sleeping.

use crate::{shape, take, wait};
use nix::sys::time::TimeValLike;
use nix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use taipan_vm::body::Module;
use taipan_vm::{Args, Model, Obj, R, Thread, Value};

mod calendar;

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(
        thread,
        module,
        &[
            ("time", |thread, args| seconds(thread, args, "time", since_epoch)),
            ("time_ns", |thread, args| nanos(thread, args, "time_ns", since_epoch)),
            ("perf_counter", |thread, args| seconds(thread, args, "perf_counter", monotonic)),
            ("perf_counter_ns", |thread, args| nanos(thread, args, "perf_counter_ns", monotonic)),
            ("monotonic", |thread, args| seconds(thread, args, "monotonic", monotonic)),
            ("monotonic_ns", |thread, args| nanos(thread, args, "monotonic_ns", monotonic)),
            ("process_time", |thread, args| seconds(thread, args, "process_time", of_process)),
            ("process_time_ns", |thread, args| nanos(thread, args, "process_time_ns", of_process)),
            ("thread_time", |thread, args| seconds(thread, args, "thread_time", of_thread)),
            ("thread_time_ns", |thread, args| nanos(thread, args, "thread_time_ns", of_thread)),
            ("sleep", sleep),
        ],
    );
    calendar::fill(thread, module);
    Ok(())
}

fn sleep<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [time] = args.exactly(thread, "time.sleep")?;
    let time = take::seconds(thread, time, "sleep length must be non-negative")?;
    let deadline = Instant::now().checked_add(time);
    wait::until(thread, deadline, |slice| {
        std::thread::sleep(slice);
        None::<()>
    })?;
    Ok(Value::<M>::NONE)
}

fn seconds<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, clock: fn() -> Duration) -> R<Value<M>> {
    let [] = args.exactly(thread, name)?;
    Ok(take::seconds_value::<M>(clock()))
}

fn nanos<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, clock: fn() -> Duration) -> R<Value<M>> {
    let [] = args.exactly(thread, name)?;
    Ok(take::nanos_value::<M>(clock()))
}

pub(crate) fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn monotonic() -> Duration {
    system_clock(ClockId::CLOCK_MONOTONIC)
}

fn of_process() -> Duration {
    system_clock(ClockId::CLOCK_PROCESS_CPUTIME_ID)
}

fn of_thread() -> Duration {
    system_clock(ClockId::CLOCK_THREAD_CPUTIME_ID)
}

/// The system has all of these clocks; one that it refused would stand still.
fn system_clock(clock: ClockId) -> Duration {
    let time = clock_gettime(clock).map_or(0, |it| it.num_nanoseconds());
    Duration::from_nanos(u64::try_from(time).unwrap_or(0))
}
