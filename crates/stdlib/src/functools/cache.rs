//! The cache behind `functools.lru_cache`: a dict of results, which keeps its keys in the order of their use.

use crate::{shape, take};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use taipan_vm::body::{BoundMethod, Class, Dict, Handle, Items, Module, Str, Tuple};
use taipan_vm::ops::own_attr::own_attr;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// What is known of a cache besides its results. The counters are statistics: relaxed.
struct Cache {
    /// The most results that are kept.
    most: Option<usize>,
    /// Whether arguments of different types are different though they are equal.
    typed: bool,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// The attribute of the wrapper that has the cache.
const ATTRIBUTE: &str = "_cache";

pub(super) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) {
    let class = shape::class(thread, "functools", "_cache", &[("info", info), ("clear", clear)], &[]);
    shape::closures(thread, module, class.as_value(), &[("make_cache", make_cache)]);
    let call = super::method_with_names(thread, "__call__", call::<M>, &[ATTRIBUTE]);
    shape::define(thread, module, "call_cached", call);
    shape::define(thread, module, "bind_cached", make::method::<M>("__get__", bind));
}

/// `make_cache(function, maxsize, typed)`.
fn make_cache<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [function, most, typed] = args.exactly(thread, "make_cache")?;
    let most = if most.is_none() { None } else { Some(usize::try_from(thread.index(most)?).unwrap_or(0)) };
    let typed = thread.truth(typed)?;
    let class = args.bound().downcast::<Class<M>>().expect("made with the class").clone();
    let state = Cache { most, typed, hits: AtomicU64::new(0), misses: AtomicU64::new(0) };
    let held = Box::new([function.clone(), make::dict::<M>().into_value()]);
    Ok(Obj::<M, _>::new(Handle::<M> { class, state: Box::new(state), key: None, held }).into_value())
}

/// What another interpreter or process needs to make a cache of its own: the function, the most results, and `typed`.
pub(crate) fn recipe<M: Model>(cache: &Value<M>) -> Option<(&Value<M>, Option<usize>, bool)> {
    parts::<M>(cache).map(|(function, _, state)| (function, state.most, state.typed))
}

/// The parts of a cache: the function, the results, and the rest.
fn parts<M: Model>(cache: &Value<M>) -> Option<(&Value<M>, &Obj<M, Dict<M>>, &Cache)> {
    let handle = cache.downcast::<Handle<M>>()?;
    let [function, results] = &*handle.held else { return None };
    Some((function, results.downcast::<Dict<M>>()?, handle.state.downcast_ref::<Cache>()?))
}

/// `wrapper(*args, **keywords)`: the result that is known, or that of the function.
fn call<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let cache = args.list().first().and_then(|this| cache_of::<M>(this, args.bound()));
    let Some((function, results, state)) = cache.as_ref().and_then(parts::<M>) else {
        return Err(thread.type_error("the wrapper has no cache"));
    };
    let args = Args { values: &args.values[1..], ..args };
    if state.most == Some(0) {
        state.misses.fetch_add(1, Relaxed);
        return thread.call_with(function, args);
    }
    let mark = cache.as_ref().expect("has parts");
    let key = key(thread, args, state.typed, mark);
    let known = match state.most {
        None => thread.dict_get(results, &key)?,
        // What was used goes to the end of the order.
        Some(_) => {
            let known = thread.dict_remove(results, &key)?;
            if let Some(known) = &known {
                thread.dict_set(results, key.clone(), known.clone())?;
            }
            known
        }
    };
    if let Some(known) = known {
        state.hits.fetch_add(1, Relaxed);
        return Ok(known);
    }
    state.misses.fetch_add(1, Relaxed);
    let result = thread.call_with(function, args)?;
    thread.dict_set(results, key, result.clone())?;
    if let Some(most) = state.most {
        forget(results, most);
    }
    Ok(result)
}

/// Lets the results go that were not used for longest.
fn forget<M: Model>(results: &Obj<M, Dict<M>>, most: usize) {
    loop {
        let mut table = results.open(|d| &d.table);
        if table.len() <= most {
            return;
        }
        let first = (0..table.bound()).find(|&i| table.entry(i).is_some());
        let gone = first.and_then(|first| table.remove(first));
        drop(table);
        drop(gone);
    }
}

/// What the wrapper has in its attribute.
fn cache_of<M: Model>(this: &Value<M>, names: &Value<M>) -> Option<Value<M>> {
    let name = names.downcast::<Tuple<M>>()?.items()[0].downcast::<Str<M>>()?;
    own_attr::<M>(this, name)
}

/// One value for all arguments. A single int or string is its own key. The mark, which nobody passes, tells the key of named
/// arguments from that of a call with the same tuples.
fn key<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, typed: bool, mark: &Value<M>) -> Value<M> {
    if args.names.is_empty() && !typed {
        return match args.values {
            [one] if one.is_int() || one.downcast::<Str<M>>().is_some() => one.clone(),
            all => make::tuple::<M>(all.iter().cloned()),
        };
    }
    let tuple = |values: &[Value<M>]| make::tuple::<M>(values.iter().cloned());
    let mut parts = vec![mark.clone(), tuple(args.values), tuple(args.names)];
    if typed {
        parts.extend(args.values.iter().map(|value| thread.class_of(value).as_value().clone()));
    }
    make::tuple::<M>(parts)
}

/// `wrapper.__get__(instance, owner)`: a method whose function is the wrapper.
fn bind<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "__get__", 2, 3)?;
    if given[1].is_none() {
        return Ok(given[0].clone());
    }
    let method = BoundMethod::<M> { function: given[0].clone(), receiver: given[1].clone() };
    Ok(Obj::<M, _>::new(method).into_value())
}

/// `info()`: hits, misses, the most results and their number.
fn info<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this] = args.exactly(thread, "info")?;
    let state = take::receiver::<M, Cache>(thread, args.values, "_cache")?;
    let number = |n: &AtomicU64| make::int::<M>(n.load(Relaxed) as i64);
    let kept = parts::<M>(this).map_or(0, |(_, results, _)| results.read(|d| &d.table).len());
    let most = state.most.map_or(Value::<M>::NONE, make::size::<M>);
    Ok(make::tuple::<M>([number(&state.hits), number(&state.misses), most, make::size::<M>(kept)]))
}

/// `clear()`: forgets all results.
fn clear<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this] = args.exactly(thread, "clear")?;
    let state = take::receiver::<M, Cache>(thread, args.values, "_cache")?;
    if let Some((_, results, _)) = parts::<M>(this) {
        let old = results.open(|d| &d.table).take();
        drop(old);
    }
    state.hits.store(0, Relaxed);
    state.misses.store(0, Relaxed);
    Ok(Value::<M>::NONE)
}
