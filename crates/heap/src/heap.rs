//! The heap as whoever uses it sees it: made, attached to, left for a while.

use crate::alloc::{self, Merge, Store};
use crate::header::Header;
use crate::member::Member;
use crate::parts::Parts;
use crate::traffic::Traffic;
use crate::watch::Shared;
use crate::{Count, Sharing, here};
use std::marker::PhantomData;
use std::sync::Arc;

/// A heap: where objects of one sharing live.
///
/// A thread must be attached to make or drop objects.
pub struct Heap<S: Sharing> {
    pub(crate) store: Arc<Store>,
    sharing: PhantomData<fn() -> S>,
}

/// Says that this thread uses a heap; the thread leaves it when this goes.
pub struct Attached {
    /// Belongs to the thread that attached.
    here: PhantomData<*mut ()>,
}

impl<S: Sharing> Heap<S> {
    /// An empty heap.
    pub fn new() -> Self {
        Self::with(Parts::ALL)
    }

    /// An empty heap that does without some parts of biased counts and locks; other ways have no such parts.
    pub fn with(parts: Parts) -> Self {
        // SAFETY: it is called with objects of this heap.
        let merge: Merge = |object| unsafe { object.cast::<Header<S>>().as_ref() }.merge();
        Self { store: Arc::new(Store::new(S::KEEP_DEAD, parts, merge)), sharing: PhantomData }
    }

    /// Attaches this thread, until the result is dropped. Attachments to the same heap nest.
    ///
    /// # Panics
    /// When the thread is attached to another heap: it could not tell whose blocks it frees.
    pub fn attach(&self) -> Attached {
        self.attach_with_bell(|| {})
    }

    /// The same, with a bell that other threads ring, too, when the heap has something for this thread to do: it
    /// should call [`merge`](Self::merge) and look at [`wants_collection`](Self::wants_collection) and
    /// [`wants_spreading`](Self::wants_spreading). The bell is rung once for several things, so who comes must see what was
    /// written before it was rung (a release and an acquire).
    pub fn attach_with_bell(&self, bell: impl Fn() + Send + Sync + 'static) -> Attached {
        alloc::attach(&self.store, || self.store.members.join(Box::new(bell)));
        Attached { here: PhantomData }
    }

    /// Lets this thread, if it is the only one that is attached, open bodies without their locks, until it calls
    /// [`expect_others`](Self::expect_others): a thread that attaches before that panics. It makes a difference where locks
    /// belong to threads.
    pub fn stay_alone(&self) {
        if let Some(member) = self.member() {
            self.store.members.stay_alone(&member);
        }
    }

    /// Says that other threads will attach. Call it with no body open.
    pub fn expect_others(&self) {
        if self.member().is_some() {
            self.store.members.expect_others();
        }
    }

    /// Merges the counts of objects that other threads left to this one.
    pub fn merge(&self) {
        if let Some(member) = self.member() {
            member.look_at_leases();
            // SAFETY: the inbox is this thread's, and holds objects of this heap.
            unsafe { self.store.merge_inbox(&member) };
        }
    }

    /// Says that this thread is away until the result is dropped, so that others do its work and nobody waits for it.
    ///
    /// # Safety
    /// The thread is not away already, has no body open, and touches no object of the heap until the result is
    /// dropped.
    pub unsafe fn away(&self) -> Away {
        let member = self.member();
        if let Some(member) = &member {
            // SAFETY: as in `merge`.
            unsafe { self.store.close(member) };
        }
        Away { member, here: PhantomData }
    }

    /// What this thread is to this heap, if that makes a difference.
    fn member(&self) -> Option<Arc<Member>> {
        if S::Count::BIASED { here::member_of(&self.store.members) } else { None }
    }

    /// What threads did beside the fast paths of biased counts and locks, so far.
    pub fn traffic(&self) -> Traffic {
        self.store.members.traffic()
    }

    /// From now on notes which kinds of objects threads share. Call it before threads attach.
    pub fn watch(&self) {
        self.store.members.watch.begin();
    }

    /// What threads shared since [`watch`](Self::watch) was called, the most frequent kind first.
    pub fn shared(&self) -> Vec<Shared> {
        self.store.members.watch.shared()
    }

    /// Whether the heap has grown enough to want a collection, since the last one.
    pub fn wants_collection(&self) -> bool {
        self.store.wants_collection()
    }

    /// Bytes of pages taken from the system.
    pub fn bytes(&self) -> usize {
        self.store.bytes()
    }
}

/// Another handle of the same heap.
impl<S: Sharing> Clone for Heap<S> {
    fn clone(&self) -> Self {
        Self { store: self.store.clone(), sharing: PhantomData }
    }
}

impl<S: Sharing> Default for Heap<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        alloc::detach();
    }
}

/// Says that a thread is away; it is back when this goes.
pub struct Away {
    member: Option<Arc<Member>>,
    /// Belongs to the thread that is away.
    here: PhantomData<*mut ()>,
}

impl Drop for Away {
    fn drop(&mut self) {
        if let Some(member) = &self.member {
            member.inbox.open();
        }
    }
}
