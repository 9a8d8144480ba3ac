//! `gc`: the cycle collector.

use crate::shape;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use taipan_vm::body::Module;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// What CPython's thresholds are at the start. Taipan collects when the heap has doubled, so they only are remembered.
const THRESHOLDS: [i64; 3] = [700, 10, 10];

/// How often the program collected, for `gc.get_stats`.
#[derive(Default)]
struct Collections {
    runs: AtomicU64,
    found: AtomicU64,
}

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(
        thread,
        module,
        &[
            ("collect", collect),
            ("enable", enable),
            ("disable", disable),
            ("isenabled", is_enabled),
            ("get_threshold", get_threshold),
            ("get_count", get_count),
            ("get_stats", get_stats),
        ],
    );
    shape::define(thread, module, "garbage", make::list::<M>(Vec::new()));
    Ok(())
}

/// `collect(generation=2)`: every run looks at everything.
fn collect<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [generation] = args.named(thread, "collect", ["generation"], 0)?;
    if let Some(generation) = generation
        && !(0..=2).contains(&thread.index(generation)?)
    {
        return Err(thread.value_error("invalid generation"));
    }
    let found = thread.collect();
    let collections = shape::state::<M, Collections>(thread.interp());
    collections.runs.fetch_add(1, Relaxed);
    collections.found.fetch_add(found as u64, Relaxed);
    Ok(make::size::<M>(found))
}

fn enable<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "gc.enable")?;
    thread.interp().set_collects(true);
    Ok(Value::<M>::NONE)
}

fn disable<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "gc.disable")?;
    thread.interp().set_collects(false);
    Ok(Value::<M>::NONE)
}

fn is_enabled<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "gc.isenabled")?;
    Ok(Value::<M>::bool(thread.interp().collects()))
}

fn get_threshold<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "gc.get_threshold")?;
    Ok(make::tuple::<M>(THRESHOLDS.map(make::int::<M>)))
}

fn get_count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "gc.get_count")?;
    Ok(make::tuple::<M>([0; 3].map(make::int::<M>)))
}

fn get_stats<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "gc.get_stats")?;
    let collections = shape::state::<M, Collections>(thread.interp());
    let numbers = [("collections", &collections.runs), ("collected", &collections.found)];
    let stats = make::dict::<M>();
    for (name, number) in numbers {
        thread.interp().define(&stats, name, make::int::<M>(number.load(Relaxed) as i64));
    }
    thread.interp().define(&stats, "uncollectable", make::int::<M>(0));
    Ok(make::list::<M>(vec![stats.into_value()]))
}
