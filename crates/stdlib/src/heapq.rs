//! `_heapq`: a list kept as a binary heap.
//!
//! As long as items compare without code of the language, a whole operation is one step under the list's lock. Where the
//! language must be asked, the list is closed meanwhile; items only ever change places, so none is lost then.

use crate::shape;
use taipan_vm::body::{List, Module};
use taipan_vm::ops::compare::{Compare, plainly_less};
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(
        thread,
        module,
        &[
            ("heappush", push),
            ("heappop", pop),
            ("heapify", heapify),
            ("heapreplace", replace),
            ("heappushpop", push_pop),
        ],
    );
    Ok(())
}

fn heap<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Obj<M, List<M>>> {
    match thread.payload::<List<M>>(value) {
        Some(list) => Ok(list),
        None => {
            let name = thread.type_name(value);
            Err(thread.type_error(format!("heap argument must be a list, not {name}")))
        }
    }
}

fn push<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [list, item] = args.exactly(thread, "heappush")?;
    let list = heap(thread, list)?;
    let mut items = list.open(|l| &l.items);
    items.push(item.clone());
    let last = items.len() - 1;
    drop(items);
    rise(thread, &list, 0, last)?;
    Ok(Value::<M>::NONE)
}

fn pop<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [list] = args.exactly(thread, "heappop")?;
    let list = heap(thread, list)?;
    let mut items = list.open(|l| &l.items);
    let last = items.pop();
    let smallest = last.map(|last| match items.first_mut() {
        Some(first) => std::mem::replace(first, last),
        None => last,
    });
    drop(items);
    let Some(smallest) = smallest else { return Err(thread.raise(Exc::Index, "index out of range")) };
    sink(thread, &list, 0)?;
    Ok(smallest)
}

/// `heapreplace(heap, item)`: pops the smallest item, then pushes another.
fn replace<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [list, item] = args.exactly(thread, "heapreplace")?;
    let list = heap(thread, list)?;
    let smallest = list.open(|l| &l.items).first_mut().map(|first| std::mem::replace(first, item.clone()));
    let Some(smallest) = smallest else { return Err(thread.raise(Exc::Index, "index out of range")) };
    sink(thread, &list, 0)?;
    Ok(smallest)
}

/// `heappushpop(heap, item)`: pushes an item, then pops the smallest.
fn push_pop<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [list, item] = args.exactly(thread, "heappushpop")?;
    let list = heap(thread, list)?;
    let smallest = list.read(|l| &l.items).first().cloned();
    match smallest {
        Some(smallest) if thread.compare_truth(Compare::Less, &smallest, item)? => replace(thread, args),
        _ => Ok(item.clone()),
    }
}

fn heapify<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [list] = args.exactly(thread, "heapify")?;
    let list = heap(thread, list)?;
    let length = list.read(|l| &l.items).len();
    for at in (0..length / 2).rev() {
        sink(thread, &list, at)?;
    }
    Ok(Value::<M>::NONE)
}

/// Two items of which only the language knows the order.
type Question<M> = Option<(Value<M>, Value<M>)>;

/// Moves the item at a place up to where it belongs, `top` at most.
fn rise<M: Model>(thread: &mut Thread<M>, list: &Obj<M, List<M>>, top: usize, mut at: usize) -> R<()> {
    loop {
        let question = rise_plainly::<M>(&mut list.open(|l| &l.items), top, &mut at);
        let Some((item, parent)) = question else { return Ok(()) };
        if !ask(thread, list, &item, &parent)? {
            return Ok(());
        }
        let above = (at - 1) / 2;
        list.open(|l| &l.items).swap(at, above);
        at = above;
    }
}

fn rise_plainly<M: Model>(items: &mut [Value<M>], top: usize, at: &mut usize) -> Question<M> {
    while *at > top && *at < items.len() {
        let above = (*at - 1) / 2;
        match plainly_less::<M>(&items[*at], &items[above]) {
            Some(true) => items.swap(*at, above),
            Some(false) => return None,
            None => return Some((items[*at].clone(), items[above].clone())),
        }
        *at = above;
    }
    None
}

/// Moves the item at a place down to where it belongs: to a leaf first, and then up. Items that are sunk came from the end
/// of the heap and belong near the leaves, so that this takes fewer comparisons than looking on the way down.
fn sink<M: Model>(thread: &mut Thread<M>, list: &Obj<M, List<M>>, top: usize) -> R<()> {
    let mut at = top;
    loop {
        let question = sink_plainly::<M>(&mut list.open(|l| &l.items), &mut at);
        let Some((left, right)) = question else { return rise(thread, list, top, at) };
        let child = 2 * at + if ask(thread, list, &left, &right)? { 1 } else { 2 };
        list.open(|l| &l.items).swap(at, child);
        at = child;
    }
}

fn sink_plainly<M: Model>(items: &mut [Value<M>], at: &mut usize) -> Question<M> {
    while 2 * *at + 1 < items.len() {
        let mut child = 2 * *at + 1;
        if let Some(right) = items.get(child + 1) {
            match plainly_less::<M>(&items[child], right) {
                Some(less) => child += usize::from(!less),
                None => return Some((items[child].clone(), right.clone())),
            }
        }
        items.swap(*at, child);
        *at = child;
    }
    None
}

/// Asks the language, which must leave the list as long as it is.
fn ask<M: Model>(thread: &mut Thread<M>, list: &Obj<M, List<M>>, a: &Value<M>, b: &Value<M>) -> R<bool> {
    let before = list.read(|l| &l.items).len();
    let less = thread.compare_truth(Compare::Less, a, b)?;
    if list.read(|l| &l.items).len() != before {
        return Err(thread.raise(Exc::Runtime, "list changed size during iteration"));
    }
    Ok(less)
}
