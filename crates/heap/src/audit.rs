//! The audit: says at the end exactly which objects are left, and what went wrong with counts.

use crate::Sharing;
use crate::alloc::{COUNTS_MOVES, Page};
use crate::collect::Notes;
use crate::header::Header;
use crate::heap::Heap;
use std::collections::BTreeMap;
use std::ptr::NonNull;
use std::sync::atomic::Ordering::Relaxed;

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Objects made, by threads that have left the heap.
    pub allocated: u64,
    /// Objects freed, by threads that have left the heap.
    pub freed: u64,
    /// How often a count moved in threads that have left the heap; None in a release build, which does not count that.
    pub moved: Option<u64>,
    /// Objects whose count says that somebody refers to them, by kind, most numerous first.
    pub live: Vec<KindCount>,
    /// Objects whose count reached zero and whose memory was kept.
    pub kept_dead: u64,
    /// Times a dead object was referred to again: somebody still held it, so a count was lost.
    pub used_after_death: u64,
    /// Times a count reached zero on an object that was dead already.
    pub died_twice: u64,
}

/// How many objects of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCount {
    /// The body's name.
    pub kind: &'static str,
    /// How many.
    pub count: u64,
}

impl Audit {
    /// How many objects are left: leaks, when nothing should be.
    pub fn leaked(&self) -> u64 {
        self.live.iter().map(|k| k.count).sum()
    }
}

impl<S: Sharing> Heap<S> {
    /// Walks all objects. Call it while no other thread uses the heap.
    ///
    /// In a heap that keeps its dead, what only the dead refer to counts as dead with them.
    pub fn audit(&self) -> Audit {
        let pages = self.store.pages();
        // SAFETY: no other thread uses the heap, says the contract.
        let objects = || pages.iter().flat_map(|&page| unsafe { Page::objects::<S>(page) });
        let _notes = Notes::take(&pages);
        if S::KEEP_DEAD {
            mark_dead(objects());
        }
        let mut live = BTreeMap::<&'static str, u64>::new();
        for object in objects() {
            // SAFETY: as above; notes are set.
            if unsafe { *Page::note(object) } == 0 {
                // SAFETY: as above.
                *live.entry(unsafe { object.as_ref() }.name()).or_default() += 1;
            }
        }
        let mut live: Vec<_> = live.into_iter().map(|(kind, count)| KindCount { kind, count }).collect();
        live.sort_by(|a, b| b.count.cmp(&a.count).then(a.kind.cmp(b.kind)));
        let totals = &self.store.totals;
        Audit {
            allocated: totals.allocated.load(Relaxed),
            freed: totals.freed.load(Relaxed),
            moved: COUNTS_MOVES.then(|| totals.moved.load(Relaxed)),
            live,
            kept_dead: totals.died.load(Relaxed),
            used_after_death: totals.used_after_death.load(Relaxed),
            died_twice: totals.died_twice.load(Relaxed),
        }
    }
}

/// Notes the dead, and everything they refer to.
fn mark_dead<S: Sharing>(objects: impl Iterator<Item = NonNull<Header<S>>>) {
    let mut work: Vec<NonNull<Header<S>>> = Vec::new();
    for object in objects {
        // SAFETY: the contract of `audit`: nothing changes, and notes are set.
        let (header, note) = unsafe { (object.as_ref(), &mut *Page::note(object)) };
        if header.is_dead() && *note == 0 {
            *note = 1;
            work.push(object);
        }
        while let Some(dead) = work.pop() {
            // SAFETY: as above.
            unsafe { dead.as_ref() }.trace(&mut |value| {
                if let Some(child) = value.header() {
                    let child = NonNull::from(child);
                    // SAFETY: as above.
                    let note = unsafe { &mut *Page::note(child) };
                    if *note == 0 {
                        *note = 1;
                        work.push(child);
                    }
                }
            });
        }
    }
}
