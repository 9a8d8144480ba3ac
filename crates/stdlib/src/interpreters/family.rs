//! The interpreters of a run: which there are, and how they end with it.

use super::member::Member;
use crate::shape;
use parking_lot::{Condvar, Mutex};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Weak};
use std::time::Duration;
use taipan_heap::Audit;
use taipan_vm::{Interp, Model, Thread};

/// All interpreters that descend from one.
pub(super) struct Family {
    main: Arc<Member>,
    /// The others, for as long as somebody holds them.
    others: Mutex<BTreeMap<u64, Weak<Member>>>,
    last: AtomicU64,
    owners: Mutex<Owners>,
    left: Condvar,
}

/// The threads that interpreters belong to.
#[derive(Default)]
struct Owners {
    /// How many have not ended.
    running: usize,
    /// What was found in the heaps of those that have.
    audits: Vec<Audit>,
    /// Whether one ended whose heap could not be audited, as threads still used it.
    unaudited: bool,
    /// Whether the program is over: no more interpreters are made.
    closed: bool,
}

/// Which interpreter of which family an interpreter is. Without a word from its maker it is the main one of a new one.
pub(super) struct Place {
    pub(super) family: Arc<Family>,
    pub(super) id: u64,
}

impl Default for Place {
    fn default() -> Self {
        let family = Family {
            main: Arc::new(Member::main()),
            others: Mutex::default(),
            last: AtomicU64::new(0),
            owners: Mutex::default(),
            left: Condvar::new(),
        };
        Self { family: Arc::new(family), id: 0 }
    }
}

impl Place {
    /// The place of an interpreter.
    pub(super) fn of<M: Model>(interp: &Interp<M>) -> Arc<Self> {
        shape::state::<M, Self>(interp)
    }

    /// Makes this the place of an interpreter that nobody has asked for its place yet.
    pub(super) fn give<M: Model>(self, interp: &Interp<M>) {
        interp.extensions.lock().insert(std::any::type_name::<Self>(), Arc::new(self));
    }
}

impl Family {
    pub(super) fn main(&self) -> Arc<Member> {
        self.main.clone()
    }

    /// The interpreter of a number, if it is there.
    pub(super) fn find(&self, id: u64) -> Option<Arc<Member>> {
        if id == 0 {
            return Some(self.main());
        }
        let found = self.others.lock().get(&id).and_then(Weak::upgrade);
        found.filter(|it| !it.has_ended())
    }

    /// All interpreters, in the order in which they were made.
    pub(super) fn all(&self) -> Vec<Arc<Member>> {
        let others: Vec<_> = self.others.lock().values().filter_map(Weak::upgrade).collect();
        std::iter::once(self.main()).chain(others.into_iter().filter(|it| !it.has_ended())).collect()
    }

    /// A number for a new interpreter.
    pub(super) fn number(&self) -> u64 {
        self.last.fetch_add(1, Relaxed) + 1
    }

    /// Makes an interpreter known, unless the program is over.
    pub(super) fn enter(self: &Arc<Self>, member: &Arc<Member>) -> Option<Owning> {
        let mut owners = self.owners.lock();
        if owners.closed {
            return None;
        }
        owners.running += 1;
        self.others.lock().insert(member.id(), Arc::downgrade(member));
        Some(Owning { family: self.clone(), id: member.id(), audit: None })
    }

    /// Ends every interpreter; the audits of their heaps, or None if one had to be left as it was.
    ///
    /// One that is at a job is run by a thread of another one, which has to end first.
    fn end(&self) -> Option<Vec<Audit>> {
        /// How long to wait before asking again whether an interpreter is idle.
        const PAUSE: Duration = Duration::from_millis(1);
        loop {
            let others: Vec<_> = self.others.lock().values().filter_map(Weak::upgrade).collect();
            others.iter().for_each(|it| it.close_if_idle());
            drop(others);
            let mut owners = self.owners.lock();
            if owners.running == 0 {
                owners.closed = true;
                return (!owners.unaudited).then(|| std::mem::take(&mut owners.audits));
            }
            self.left.wait_for(&mut owners, PAUSE);
        }
    }
}

/// Held by an owner as long as its interpreter is there.
pub(super) struct Owning {
    family: Arc<Family>,
    id: u64,
    /// What was found in its heap.
    pub(super) audit: Option<Audit>,
}

impl Drop for Owning {
    fn drop(&mut self) {
        self.family.others.lock().remove(&self.id);
        let mut owners = self.family.owners.lock();
        owners.running -= 1;
        match self.audit.take() {
            Some(audit) => owners.audits.push(audit),
            None => owners.unaudited = true,
        }
        self.family.left.notify_all();
    }
}

/// Ends the interpreters that a program made; the audits of their heaps, or None if one could not be audited.
///
/// To be called by the main thread of the main interpreter when no thread but it is left there.
pub fn end<M: Model>(thread: &mut Thread<M>) -> Option<Vec<Audit>> {
    let family = Place::of(thread.interp()).family.clone();
    thread.blocking(|| family.end())
}
