//! The cycle collector: finds objects that only each other keep alive, and lets them go.
//!
//! Trial deletion (as CPython's collector does): take from each object's count the references that come from
//! other objects; what is left above zero is referred to from outside, and everything reachable from there
//! lives. The rest is garbage. Notes are kept beside the pages, not in the objects.
//!
//! A deferred count is the sum of all threads' tallies, and garbage when that is zero, too, unless a word is lent that
//! stands for the object without a count: the collector is shown the addresses, with which it does nothing but look
//! whether an object has one of them, so a stale one does no harm. An immortal object lives, until the
//! [end of the heap](Heap::finish): then references from outside are leaks, and none counts.

use crate::alloc::Page;
use crate::count::biased::Standing;
use crate::header::Header;
use crate::heap::Heap;
use crate::value::Value;
use crate::{Count, Sharing};
use std::collections::HashSet;
use std::ptr::{NonNull, null_mut};

/// The note of an object that is known to live.
const LIVES: u32 = u32::MAX;
/// The note of an object that is referred to from outside whatever is taken away.
const ROOT: u32 = LIVES - 1;

/// How far a collection goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Immortal objects live.
    Mortals,
    /// Immortal objects live if something that lives refers to them.
    All,
}

impl<S: Sharing> Heap<S> {
    /// Frees garbage that counts alone cannot free; returns how many objects it found.
    ///
    /// Finalisers run first; if one ran, the garbage is determined again, so that what a finaliser brought
    /// back lives. Under [`KEEP_DEAD`](Sharing::KEEP_DEAD) counts prove nothing, and nothing is collected.
    ///
    /// # Safety
    /// No other thread touches objects of this heap meanwhile, and no body of the heap is open.
    pub unsafe fn collect(&self) -> usize {
        // SAFETY: the caller's promise is passed on.
        unsafe { self.collect_beside(&HashSet::new()) }
    }

    /// The same while [lent](Value::lend) words stand for objects at these addresses, which live for that.
    ///
    /// # Safety
    /// As for `collect`.
    pub unsafe fn collect_beside(&self, lent: &HashSet<usize>) -> usize {
        // SAFETY: the caller's promise is passed on.
        unsafe { self.collect_all(Reach::Mortals, lent) }
    }

    /// The same at the end, when nothing outside the heap refers to an object any more: frees immortal objects,
    /// too. What is left is leaked.
    ///
    /// # Safety
    /// As for `collect`; and nothing outside the heap refers to an immortal object.
    pub unsafe fn finish(&self) -> usize {
        // SAFETY: as above.
        unsafe { self.collect_all(Reach::All, &HashSet::new()) }
    }

    /// # Safety
    /// As for `collect` or `finish`.
    unsafe fn collect_all(&self, reach: Reach, lent: &HashSet<usize>) -> usize {
        if S::KEEP_DEAD {
            return 0;
        }
        // SAFETY: the caller's promise is passed on.
        unsafe { self.merge_all() };
        // SAFETY: as above. Nominees are kept by a reference, so they are done with first.
        unsafe { self.spread() };
        // SAFETY: as above.
        let mut garbage = unsafe { self.garbage(reach, lent) };
        if finalize(&garbage) {
            drop(garbage);
            // SAFETY: as above.
            unsafe { self.merge_all() };
            // SAFETY: as above.
            garbage = unsafe { self.garbage(reach, lent) };
        }
        for value in &garbage {
            value.header().expect("garbage is objects").clear();
        }
        let found = garbage.len();
        let immortal = garbage.iter().filter_map(Value::header).filter(|h| h.is_immortal()).map(NonNull::from);
        let immortal: Vec<_> = immortal.collect();
        drop(garbage);
        // SAFETY: nothing that lives refers to them.
        unsafe { Header::free_all(&immortal) };
        self.store.relax();
        self.store.members.nominees.relax();
        found
    }

    /// Merges what waits in any inbox.
    ///
    /// # Safety
    /// As for `collect`.
    unsafe fn merge_all(&self) {
        if S::Count::BIASED {
            for member in self.store.members.present() {
                // SAFETY: the world stands still.
                unsafe { self.store.merge_inbox(&member) };
            }
        }
    }

    /// The objects that nothing outside them refers to; each kept alive by the result.
    ///
    /// # Safety
    /// As for `collect`.
    unsafe fn garbage(&self, reach: Reach, lent: &HashSet<usize>) -> Vec<Value<S>> {
        let sums = if S::Count::BIASED { self.store.members.sums() } else { Vec::new() };
        let pages = self.store.pages();
        let notes = Notes::take(&pages);
        let mut objects: Vec<NonNull<Header<S>>> = Vec::new();
        for &page in &pages {
            // SAFETY: the world stands still, so pages and objects do not change.
            objects.extend(unsafe { Page::objects::<S>(page) });
        }
        objects.retain(|&object| {
            // SAFETY: as above; and every page has notes.
            let (header, note) = unsafe { (object.as_ref(), &mut *Page::note(object)) };
            *note = first_note(header, &sums, reach, lent);
            header.collected() && (*note > 0 || header.standing() != Standing::Counted)
        });
        for &object in &objects {
            // SAFETY: as above.
            unsafe { object.as_ref() }.trace(&mut |value| {
                if let Some(child) = value.header().filter(|h| h.collected()) {
                    // SAFETY: as above.
                    let note = unsafe { &mut *Page::note(NonNull::from(child)) };
                    if *note != ROOT {
                        *note = note.saturating_sub(1);
                    }
                }
            });
        }
        mark(&objects);
        let garbage = objects
            .into_iter()
            // SAFETY: as above.
            .filter(|&object| unsafe { *Page::note(object) } != LIVES)
            .inspect(|&object| {
                // SAFETY: as above.
                unsafe { object.as_ref() }.settle(&self.store.members, &sums);
            })
            .map(|object| {
                // SAFETY: the object is alive; the count added here belongs to the value.
                unsafe {
                    object.as_ref().count.inc();
                    Value::from_header(object)
                }
            })
            .collect();
        drop(notes);
        garbage
    }
}

/// How many references an object has, as far as the collector is concerned.
fn first_note<S: Sharing>(header: &Header<S>, sums: &[i32], reach: Reach, lent: &HashSet<usize>) -> u32 {
    match header.standing() {
        Standing::Counted => header.count.get(),
        Standing::Deferred(_) if lent.contains(&std::ptr::from_ref(header).addr()) => ROOT,
        Standing::Deferred(number) => sums[number as usize].max(0).cast_unsigned(),
        Standing::Immortal if reach == Reach::Mortals => ROOT,
        Standing::Immortal => 0,
    }
}

/// Marks what is referred to from outside, and all that is reachable from it.
fn mark<S: Sharing>(objects: &[NonNull<Header<S>>]) {
    let mut work: Vec<NonNull<Header<S>>> = Vec::new();
    for &object in objects {
        // SAFETY: notes are set and the world stands still, says the caller.
        let note = unsafe { &mut *Page::note(object) };
        if *note != 0 && *note != LIVES {
            *note = LIVES;
            work.push(object);
        }
        while let Some(live) = work.pop() {
            // SAFETY: as above.
            unsafe { live.as_ref() }.trace(&mut |value| {
                if let Some(child) = value.header().filter(|h| h.collected()) {
                    let child = NonNull::from(child);
                    // SAFETY: as above.
                    let note = unsafe { &mut *Page::note(child) };
                    if *note != LIVES {
                        *note = LIVES;
                        work.push(child);
                    }
                }
            });
        }
    }
}

/// Runs the finalisers of garbage that has any and did not run them; says whether it did.
fn finalize<S: Sharing>(garbage: &[Value<S>]) -> bool {
    let mut ran = false;
    for header in garbage.iter().filter_map(Value::header) {
        if header.has_finalizer() {
            header.finalize();
            ran = true;
        }
    }
    ran
}

/// One number per block of every page, while a collection runs.
pub(crate) struct Notes<'a> {
    pages: &'a [*mut Page],
    _numbers: Vec<Vec<u32>>,
}

impl<'a> Notes<'a> {
    pub(crate) fn take(pages: &'a [*mut Page]) -> Self {
        let set = |&page: &*mut Page| {
            // SAFETY: pages live as long as the heap, which the caller borrows.
            let page = unsafe { &*page };
            let mut numbers = vec![0u32; page.blocks];
            page.notes.set(numbers.as_mut_ptr());
            numbers
        };
        Self { pages, _numbers: pages.iter().map(set).collect() }
    }
}

impl Drop for Notes<'_> {
    fn drop(&mut self) {
        for &page in self.pages {
            // SAFETY: as in `take`.
            unsafe { (*page).notes.set(null_mut()) };
        }
    }
}
