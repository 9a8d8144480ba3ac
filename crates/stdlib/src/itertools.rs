//! `_itertools`: the iterators of `itertools`. What they do at each step is in the interpreter.

use crate::shape;
use taipan_vm::body::{ClassMethod, Groups, Items, IterState, Module, NativeFn, Over, Tool, Tuple};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    let tools: [(Over, NativeFn<M>); 18] = [
        (Over::Count, count),
        (Over::Repeat, repeat),
        (Over::Cycle, cycle),
        (Over::Chain, chain),
        (Over::IterSlice, slice),
        (Over::Accumulate, accumulate),
        (Over::TakeWhile, |thread, args| {
            tested(thread, args, "takewhile", |test, inner| Tool::TakeWhile { test, inner })
        }),
        (Over::DropWhile, |thread, args| {
            tested(thread, args, "dropwhile", |test, inner| Tool::DropWhile { test, inner, dropping: true })
        }),
        (Over::FilterFalse, |thread, args| {
            tested(thread, args, "filterfalse", |test, inner| Tool::FilterFalse { test, inner })
        }),
        (Over::StarMap, |thread, args| {
            tested(thread, args, "starmap", |function, inner| Tool::StarMap { function, inner })
        }),
        (Over::Compress, compress),
        (Over::Pairwise, pairwise),
        (Over::ZipLongest, zip_longest),
        (Over::Product, product),
        (Over::Combinations, |thread, args| combinations(thread, args, "combinations", false)),
        (Over::Again, |thread, args| combinations(thread, args, "combinations_with_replacement", true)),
        (Over::Permutations, permutations),
        (Over::GroupBy, group_by),
    ];
    let interp = thread.interp();
    for (over, new) in tools {
        let class = interp.types().of_iterator(over);
        interp.types().add(interp, class, "__new__", make::native::<M>("__new__", new));
        interp.types().add(interp, class, "__module__", make::str::<M>("itertools"));
        shape::define(thread, module, over.class_name(), class.as_value().clone());
    }
    let from_iterable = ClassMethod::<M>(make::native::<M>("from_iterable", from_iterable));
    let class = interp.types().of_iterator(Over::Chain);
    interp.types().add(interp, class, "from_iterable", Obj::<M, _>::new(from_iterable).into_value());
    let shown: [(Over, NativeFn<M>); 2] = [(Over::Count, show), (Over::Repeat, show)];
    for (over, show) in shown {
        interp.types().add_methods(interp, interp.types().of_iterator(over), &[("__repr__", show)]);
    }
    Ok(())
}

fn made<M: Model>(tool: Tool<M>) -> R<Value<M>> {
    Ok(make::iter::<M>(IterState::Tool(Box::new(tool))))
}

/// The arguments behind the class that `__new__` was called for.
fn given<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<Args<'a, M>> {
    if args.list().is_empty() {
        return Err(thread.type_error("__new__() needs a class"));
    }
    Ok(Args { values: &args.values[1..], ..args })
}

/// The items of an iterable as a tuple.
fn pool<M: Model>(thread: &mut Thread<M>, iterable: &Value<M>) -> R<Obj<M, Tuple<M>>> {
    thread.collect_vec(iterable).map(Tuple::<M>::make)
}

/// A number of items, which is not negative.
fn number<M: Model>(thread: &mut Thread<M>, value: &Value<M>, name: &str) -> R<usize> {
    usize::try_from(thread.index(value)?).map_err(|_| thread.value_error(format!("{name} must be non-negative")))
}

/// `count(start=0, step=1)`.
fn count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [start, step] = given(thread, args)?.named(thread, "count", ["start", "step"], 0)?;
    let or = |value: Option<&Value<M>>, default| value.cloned().unwrap_or(Value::<M>::small(default));
    let (next, step) = (or(start, 0), or(step, 1));
    for value in [&next, &step] {
        let is_number = |name| thread.special_named(value, name).is_some();
        if !is_number("__index__") && !is_number("__float__") && !is_number("__int__") {
            return Err(thread.type_error("a number is required"));
        }
    }
    made::<M>(Tool::Count { next, step })
}

/// `repeat(object, times=…)`.
fn repeat<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [item, times] = given(thread, args)?.named(thread, "repeat", ["object", "times"], 1)?;
    let left = times.map(|times| thread.index(times)).transpose()?;
    let left = left.map(|left| u64::try_from(left).unwrap_or(0));
    made::<M>(Tool::Repeat { item: item.expect("required").clone(), left })
}

fn cycle<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [items] = given(thread, args)?.exactly(thread, "cycle")?;
    let inner = thread.iter(items)?;
    made::<M>(Tool::Cycle { inner: Some(inner), saved: Vec::new(), next: 0 })
}

/// `chain(*iterables)`.
fn chain<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = given(thread, args)?;
    let iterables = make::tuple::<M>(given.between(thread, "chain", 0, usize::MAX)?.iter().cloned());
    let rest = thread.iter(&iterables)?;
    made::<M>(Tool::Chain { current: None, rest })
}

/// `chain.from_iterable(iterable)`.
fn from_iterable<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [iterables] = given(thread, args)?.exactly(thread, "from_iterable")?;
    let rest = thread.iter(iterables)?;
    made::<M>(Tool::Chain { current: None, rest })
}

/// `islice(iterable, stop)` or `islice(iterable, start, stop, step=1)`.
fn slice<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = given(thread, args)?.between(thread, "islice", 2, 4)?;
    let (start, stop, step) = match given {
        [_, stop] => (None, stop, None),
        [_, start, stop, step @ ..] => (Some(start), stop, step.first()),
        _ => unreachable!("there are two to four"),
    };
    let which = if start.is_none() { "Stop argument for" } else { "Indices for" };
    let stop = limit(thread, stop, which)?;
    let next = match start {
        Some(start) => limit(thread, start, which)?.unwrap_or(0),
        None => 0,
    };
    let step = match step.filter(|step| !step.is_none()) {
        None => Some(1),
        Some(step) => thread.index(step).ok().and_then(|step| u64::try_from(step).ok()).filter(|step| *step > 0),
    };
    let Some(step) = step else {
        return Err(thread.value_error("Step for islice() must be a positive integer or None."));
    };
    let inner = thread.iter(&given[0])?;
    made::<M>(Tool::Slice { inner, at: 0, next, stop, step })
}

/// A bound of a slice; None means that there is none.
fn limit<M: Model>(thread: &mut Thread<M>, value: &Value<M>, which: &str) -> R<Option<u64>> {
    if value.is_none() {
        return Ok(None);
    }
    match thread.index(value).ok().and_then(|n| u64::try_from(n).ok()) {
        Some(n) => Ok(Some(n)),
        None => {
            let message = format!("{which} islice() must be None or an integer: 0 <= x <= sys.maxsize.");
            Err(thread.value_error(message))
        }
    }
}

/// `accumulate(iterable, func=None, *, initial=None)`.
fn accumulate<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = given(thread, args)?;
    let [items, function, initial] = given.named(thread, "accumulate", ["iterable", "func", "*initial"], 1)?;
    let inner = thread.iter(items.expect("required"))?;
    let function = function.cloned().unwrap_or(Value::<M>::NONE);
    let total = initial.filter(|initial| !initial.is_none()).cloned();
    let initial = total.is_some();
    made::<M>(Tool::Accumulate { inner, function, total, pending: None, initial })
}

/// A tool of a function and an iterable.
fn tested<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    tool: fn(Value<M>, Value<M>) -> Tool<M>,
) -> R<Value<M>> {
    let [function, items] = given(thread, args)?.exactly(thread, name)?;
    let inner = thread.iter(items)?;
    made::<M>(tool(function.clone(), inner))
}

fn compress<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [data, selectors] = given(thread, args)?.named(thread, "compress", ["data", "selectors"], 2)?;
    let data = thread.iter(data.expect("required"))?;
    let selectors = thread.iter(selectors.expect("required"))?;
    made::<M>(Tool::Compress { data, selectors })
}

fn pairwise<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [items] = given(thread, args)?.exactly(thread, "pairwise")?;
    let inner = thread.iter(items)?;
    made::<M>(Tool::Pairwise { inner, before: None })
}

/// `zip_longest(*iterables, fillvalue=None)`.
fn zip_longest<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = given(thread, args)?;
    let fill = only_keyword(thread, given, "zip_longest", "fillvalue")?.cloned().unwrap_or(Value::<M>::NONE);
    let inner = given.list().iter().map(|items| thread.iter(items).map(Some)).collect::<R<Vec<_>>>()?;
    made::<M>(Tool::ZipLongest { inner, fill })
}

/// The only keyword argument that a function takes after any number of others.
fn only_keyword<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    function: &str,
    name: &str,
) -> R<Option<&'a Value<M>>> {
    let mut found = None;
    for (key, value) in args.pairs() {
        if key != name {
            return Err(thread.type_error(format!("{function}() got an unexpected keyword argument '{key}'")));
        }
        found = Some(value);
    }
    Ok(found)
}

/// `product(*iterables, repeat=1)`.
fn product<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = given(thread, args)?;
    let times = match only_keyword(thread, given, "product", "repeat")? {
        Some(times) => number(thread, times, "repeat argument")?,
        None => 1,
    };
    let once = given.list().iter().map(|items| pool(thread, items)).collect::<R<Vec<_>>>()?;
    let pools = std::iter::repeat_n(once, times).flatten().collect::<Vec<_>>();
    let places = vec![0; pools.len()];
    made::<M>(Tool::Product { pools, places, begun: false })
}

fn combinations<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, again: bool) -> R<Value<M>> {
    let [items, r] = given(thread, args)?.named(thread, name, ["iterable", "r"], 2)?;
    let pool = pool(thread, items.expect("required"))?;
    let r = number(thread, r.expect("required"), "r")?;
    // More places than there are items come to nothing, so they need not be there.
    let r = if again { r } else { r.min(pool.items().len() + 1) };
    let places = if again { vec![0; r] } else { (0..r).collect() };
    made::<M>(Tool::Combinations { pool, places, again, begun: false })
}

/// `permutations(iterable, r=None)`.
fn permutations<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [items, r] = given(thread, args)?.named(thread, "permutations", ["iterable", "r"], 1)?;
    let pool = pool(thread, items.expect("required"))?;
    let n = pool.items().len();
    let r = match r.filter(|r| !r.is_none()) {
        Some(r) => number(thread, r, "r")?.min(n + 1),
        None => n,
    };
    let turns = (0..r).map(|i| n.saturating_sub(i)).collect();
    made::<M>(Tool::Permutations { pool, places: (0..n).collect(), turns, begun: false })
}

/// `groupby(iterable, key=None)`.
fn group_by<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [items, key] = given(thread, args)?.named(thread, "groupby", ["iterable", "key"], 1)?;
    let inner = thread.iter(items.expect("required"))?;
    let function = key.cloned().unwrap_or(Value::<M>::NONE);
    made::<M>(Tool::GroupBy(Groups { inner, function, key: None, item: None, target: None, number: 0 }))
}

/// `__repr__` of those that show where they are.
fn show<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this] = args.exactly(thread, "__repr__")?;
    let parts = this.downcast::<taipan_vm::body::Iter<M>>().and_then(|iter| match &*iter.open(|i| &i.state) {
        IterState::Tool(tool) => match &**tool {
            Tool::Count { next, step } if step.as_int() == Some(1) => Some(("count", vec![next.clone()])),
            Tool::Count { next, step } => Some(("count", vec![next.clone(), step.clone()])),
            Tool::Repeat { item, left } => {
                let left = left.map(|left| make::size::<M>(left as usize));
                Some(("repeat", std::iter::once(item.clone()).chain(left).collect()))
            }
            _ => None,
        },
        _ => None,
    });
    let Some((name, values)) = parts else {
        return Err(thread.type_error("__repr__() needs a count or a repeat"));
    };
    let shown = values.iter().map(|value| thread.repr(value)).collect::<R<Vec<_>>>()?;
    Ok(make::str::<M>(format!("{name}({})", shown.join(", "))))
}
