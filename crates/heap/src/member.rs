//! The threads of a heap: what each of them keeps for the others to reach.
//!
//! An object whose count belongs to a thread can be found dead by that thread alone, so others put it into the
//! thread's [`Inbox`]. The box is closed while its thread is away (blocked, or gone for good): then nobody moves
//! the thread's counts, and who would put something there may do the owner's work instead, holding the lock of
//! the box.
//!
//! | box | changed by | meaning |
//! |---|---|---|
//! | open, empty | anybody puts: not empty | the thread runs |
//! | open, not empty | the thread takes at a check point; the collector while the world stands still | who put the first rings the bell |
//! | closed (and empty) | the thread opens it when it comes back | whoever has something for it merges itself |

use crate::here;
use crate::lock::readers::{self, Slot};
use crate::parts::Parts;
use crate::spread::{Moves, Nominees};
use crate::sync::Mutex;
use crate::traffic::{Tallies, Traffic};
use crate::watch::Watch;
use std::cell::Cell;
use std::collections::HashMap;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering::Relaxed};

/// A thread that is attached to a heap.
pub(crate) struct Member {
    pub(crate) id: u32,
    pub(crate) inbox: Inbox<NonNull<u8>>,
    pub(crate) slot: Arc<Slot>,
    pub(crate) traffic: Tallies,
    pub(crate) moves: Moves,
    pub(crate) members: Arc<Members>,
    /// Leases of its that had to be ended by a barrier since it last looked.
    ended: AtomicU32,
    /// Whose inbox it used last: mostly the one it will use next. Its own business; given up when it leaves.
    partner: Cell<Option<Arc<Member>>>,
    /// Its tallies of deferred counts. Only the thread replaces them; the lock is for those who read them.
    tallies: Mutex<Box<[AtomicI32]>>,
    /// Asks the thread to come to a check point.
    bell: Box<dyn Fn() + Send + Sync>,
}

// SAFETY: the pointers in the inbox are objects on their way to this thread, each with a reference that nobody
// else gives up; the partner is touched by the thread itself alone; everything else is shared safely.
unsafe impl Send for Member {}
// SAFETY: as above.
unsafe impl Sync for Member {}

/// The threads of a heap.
pub(crate) struct Members {
    pub(crate) parts: Parts,
    pub(crate) watch: Watch,
    pub(crate) nominees: Nominees,
    present: Mutex<Present>,
    deferred: Mutex<Deferred>,
    gone: Mutex<Traffic>,
}

/// The threads that are attached now.
#[derive(Default)]
struct Present {
    threads: HashMap<u32, Arc<Member>>,
    company: Company,
}

/// Whether a thread may use a heap as if there were no others.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Company {
    /// Nobody asked.
    #[default]
    Unasked,
    /// The only thread does, and says so before another comes.
    Alone,
    /// There was, or will be, a second thread.
    Many,
}

impl Present {
    /// Lets a thread in, unless another is alone; says whether it did.
    fn admit(&mut self, member: &Arc<Member>) -> bool {
        if self.company == Company::Alone {
            return false;
        }
        self.threads.insert(member.id, member.clone());
        if self.threads.len() > 1 {
            self.company = Company::Many;
        }
        true
    }
}

/// Numbers of deferred counts.
#[derive(Default)]
struct Deferred {
    free: Vec<u32>,
    /// What threads that are gone tallied, by number; as long as numbers were given out.
    gone: Vec<i32>,
}

/// What became of an object for a thread's inbox.
pub(crate) enum Delivery<T> {
    /// It is in there; if it is the first, the thread has to be told.
    Taken { first: bool },
    /// The thread is away; this is what was done instead.
    Instead(T),
}

impl Members {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            parts,
            watch: Watch::default(),
            nominees: Nominees::default(),
            present: Mutex::default(),
            deferred: Mutex::new(Deferred::default()),
            gone: Mutex::new(Traffic::default()),
        }
    }

    /// A new member, for the running thread.
    ///
    /// # Panics
    /// When another thread is alone.
    pub(crate) fn join(self: &Arc<Self>, bell: Box<dyn Fn() + Send + Sync>) -> Arc<Member> {
        let member = Arc::new(Member {
            id: next_id(),
            inbox: Inbox::new(),
            slot: readers::register(),
            traffic: Tallies::default(),
            moves: Moves::default(),
            ended: AtomicU32::new(0),
            partner: Cell::new(None),
            members: self.clone(),
            tallies: Mutex::new(Box::default()),
            bell,
        });
        if !self.present.lock().admit(&member) {
            readers::unregister(&member.slot);
            panic!("a thread came to a heap whose only thread does not expect others");
        }
        member
    }

    /// Lets the running thread do without locks, if it is the only one, and if it would have leases otherwise.
    pub(crate) fn stay_alone(&self, member: &Member) {
        let mut present = self.present.lock();
        if present.company == Company::Unasked && present.threads.len() == 1 && self.parts.alone && member.leases() {
            present.company = Company::Alone;
            here::set_alone(true);
        }
    }

    /// Ends that, by the thread itself, which has no body open.
    pub(crate) fn expect_others(&self) {
        here::set_alone(false);
        self.present.lock().company = Company::Many;
    }

    /// The thread `id`, unless it is gone for good: then the lock ordered what it did before what happens now.
    fn find(&self, id: u32) -> Option<Arc<Member>> {
        self.present.lock().threads.get(&id).cloned()
    }

    /// Notes that a lease of the thread `id` is over; says whether that thread is away, or gone.
    ///
    /// What the caller did before is visible to the thread when it comes back, and what that did before it went is
    /// visible to the caller: the lock of the inbox, or of the list of threads, orders both.
    pub(crate) fn lease_ended(&self, id: u32) -> bool {
        let Some(owner) = self.find(id).filter(|owner| !owner.inbox.is_closed()) else { return true };
        // Relaxed: a number that only leads to a guess.
        if owner.ended.fetch_add(1, Relaxed) + 1 == MANY {
            owner.ring();
        }
        false
    }

    /// Every thread that is attached now.
    pub(crate) fn present(&self) -> Vec<Arc<Member>> {
        self.present.lock().threads.values().cloned().collect()
    }

    /// A number for a deferred count.
    pub(crate) fn number(&self) -> u32 {
        let mut deferred = self.deferred.lock();
        deferred.free.pop().unwrap_or_else(|| {
            deferred.gone.push(0);
            deferred.gone.len() as u32 - 1
        })
    }

    /// Takes a number back, while the world stands still.
    pub(crate) fn recycle(&self, number: u32) {
        for member in self.present() {
            if let Some(tally) = member.tallies.lock().get(number as usize) {
                tally.store(0, Relaxed);
            }
        }
        let mut deferred = self.deferred.lock();
        deferred.gone[number as usize] = 0;
        deferred.free.push(number);
    }

    /// The sums of all tallies, by number: exact while the world stands still.
    pub(crate) fn sums(&self) -> Vec<i32> {
        let mut sums = self.deferred.lock().gone.clone();
        for member in self.present() {
            for (sum, tally) in sums.iter_mut().zip(&*member.tallies.lock()) {
                *sum = sum.wrapping_add(tally.load(Relaxed));
            }
        }
        sums
    }

    /// What all threads did, those that are gone included.
    pub(crate) fn traffic(&self) -> Traffic {
        let mut traffic = *self.gone.lock();
        for member in self.present() {
            traffic.add(&member.traffic);
        }
        traffic
    }
}

/// After so many ended leases a thread gives none for a while: it hands objects over, and each would cost the other
/// thread a barrier.
const MANY: u32 = 32;

impl Member {
    /// Puts an object into the inbox of the thread `id`, or does `instead` what that thread would do. By the thread itself.
    pub(crate) fn deliver<T>(&self, id: u32, object: NonNull<u8>, instead: impl FnOnce() -> T) -> Delivery<T> {
        // A partner that is gone has closed its inbox for good.
        let partner = self.partner.take().filter(|partner| partner.id == id);
        let Some(owner) = partner.or_else(|| self.members.find(id)) else { return Delivery::Instead(instead()) };
        let delivery = owner.inbox.put(object, instead);
        if matches!(delivery, Delivery::Taken { first: true }) {
            owner.ring();
        }
        self.partner.set(Some(owner));
        delivery
    }

    /// Gives no leases for a while if many had to be ended. By the thread itself.
    pub(crate) fn look_at_leases(&self) {
        // Relaxed: as in `lease_ended`.
        if self.ended.load(Relaxed) >= MANY {
            self.ended.store(0, Relaxed);
            self.traffic.lease_rests.bump();
            here::rest_from_leases();
        }
    }

    /// Whether locks of this thread's new objects are biased to it.
    pub(crate) fn leases(&self) -> bool {
        self.members.parts.biased_lock && crate::lock::membarrier::available()
    }

    pub(crate) fn ring(&self) {
        (self.bell)();
    }

    /// The end of a member, by its thread; the inbox is closed.
    pub(crate) fn leave(&self) {
        drop(self.partner.take());
        let mut present = self.members.present.lock();
        present.threads.remove(&self.id);
        if present.company == Company::Alone {
            present.company = Company::Unasked;
        }
        drop(present);
        let mut deferred = self.members.deferred.lock();
        for (gone, tally) in deferred.gone.iter_mut().zip(&*self.tallies.lock()) {
            *gone = gone.wrapping_add(tally.load(Relaxed));
        }
        drop(deferred);
        self.members.gone.lock().add(&self.traffic);
        readers::unregister(&self.slot);
    }

    /// Makes room for the tally of `number`; returns the tallies and how many there are. By the thread itself.
    pub(crate) fn grow_tallies(&self, number: u32) -> (NonNull<AtomicI32>, u32) {
        let mut tallies = self.tallies.lock();
        let length = (number as usize + 1).next_power_of_two().max(64);
        let copied = tallies.iter().map(|tally| tally.load(Relaxed));
        *tallies = copied.chain(std::iter::repeat(0)).take(length).map(AtomicI32::new).collect();
        (NonNull::from(&tallies[0]), length as u32)
    }

    /// The sum of all tallies of a deferred count.
    pub(crate) fn sum_of(&self, number: u32) -> u32 {
        let sum = self.members.sums()[number as usize];
        sum.max(0).cast_unsigned()
    }
}

/// What other threads have for one thread.
pub(crate) struct Inbox<T> {
    contents: Mutex<Contents<T>>,
    /// A hint for the thread: there is something.
    waiting: AtomicBool,
}

struct Contents<T> {
    closed: bool,
    objects: Vec<T>,
}

impl<T> Inbox<T> {
    /// Open and empty.
    pub(crate) fn new() -> Self {
        Self { contents: Mutex::new(Contents { closed: false, objects: Vec::new() }), waiting: AtomicBool::new(false) }
    }

    /// Puts an object in; does `instead` if the box is closed, and then holds its lock.
    pub(crate) fn put<R>(&self, object: T, instead: impl FnOnce() -> R) -> Delivery<R> {
        let mut contents = self.contents.lock();
        if contents.closed {
            return Delivery::Instead(instead());
        }
        let first = contents.objects.is_empty();
        contents.objects.push(object);
        // Relaxed: a hint. The bell, which is rung after the first, orders it; the lock orders the rest.
        self.waiting.store(true, Relaxed);
        Delivery::Taken { first }
    }

    /// Takes all that is in the box.
    pub(crate) fn take(&self) -> Vec<T> {
        // Relaxed: a hint. Who comes because of the bell sees it; what is missed otherwise is found later.
        if !self.waiting.load(Relaxed) {
            return Vec::new();
        }
        let mut contents = self.contents.lock();
        self.waiting.store(false, Relaxed);
        std::mem::take(&mut contents.objects)
    }

    /// Closes the box if it is empty; says whether it was.
    pub(crate) fn close(&self) -> bool {
        let mut contents = self.contents.lock();
        contents.closed = contents.objects.is_empty();
        contents.closed
    }

    fn is_closed(&self) -> bool {
        self.contents.lock().closed
    }

    /// Opens the box again.
    pub(crate) fn open(&self) {
        self.contents.lock().closed = false;
    }
}

/// An id that no thread of the process had before, so that a count can never be taken for that of a later thread.
fn next_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    // Relaxed: a number of its own is all that is wanted.
    let id = NEXT.fetch_add(1, Relaxed);
    assert!(id < u32::MAX / 2, "two thousand million threads were attached, and ids are used up");
    id
}
