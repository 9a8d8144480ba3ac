//! Blocks for objects: size classes, a cache of free blocks per thread, one shared store behind it.
//!
//! A thread takes and gives blocks in its own [`Arena`], without a lock. Arenas trade batches of blocks with
//! the [`Store`] of the heap, so that a thread that only frees feeds a thread that only allocates (the shape
//! of tcmalloc's thread and central caches). Pages are never given back before the heap goes, and every
//! block ever handed out can be walked: the collector and the audit need no list of objects.

use crate::header::Header;
use crate::member::{Member, Members};
use crate::parts::Parts;
use crate::{Sharing, here};
use parking_lot::Mutex;
use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr::{NonNull, null_mut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Pages are this large and aligned to it.
pub(crate) const PAGE: usize = 64 << 10;
/// Pages are carved out of chunks of this many, so that the system allocator is seldom asked.
const CHUNK_PAGES: usize = 16;
const GRAIN: usize = 16;
/// Objects larger than this get pages of their own.
pub(crate) const LARGEST: usize = 512;
const CLASSES: usize = LARGEST / GRAIN + 1;
/// How many blocks move between an arena and the store at a time. Small under test, so that it happens.
const BATCH: u32 = if cfg!(test) { 4 } else { 64 };
/// Growth that asks for a first collection, in bytes.
const FIRST_COLLECTION: usize = 16 << 20;

/// What starts a page: what its blocks are, and room for the collector's notes.
#[repr(C, align(64))]
pub(crate) struct Page {
    pub(crate) block: usize,
    pub(crate) blocks: usize,
    /// The collector's numbers, one per block, while a collection runs.
    pub(crate) notes: Cell<*mut u32>,
}

/// A free block; the word that is an object's table is zero in it.
#[repr(C)]
struct Block {
    table: usize,
    next: *mut Block,
}

/// Free blocks of one class: a list of freed ones, and a run of a page never used yet.
struct Class {
    free: *mut Block,
    length: u32,
    fresh: *mut u8,
    fresh_end: *mut u8,
}

impl Class {
    const EMPTY: Self = Self { free: null_mut(), length: 0, fresh: null_mut(), fresh_end: null_mut() };
}

/// What a thread owns while it is attached to a heap.
struct Arena {
    classes: [Class; CLASSES],
    store: Arc<Store>,
    /// How many attachments of this thread are not over.
    attachments: u32,
    /// How deep frees are nested, and what waits for the outermost one.
    depth: u32,
    trash: Vec<NonNull<u8>>,
    allocated: u64,
    freed: u64,
    moved: u64,
    member: Arc<Member>,
}

thread_local! {
    static ARENA: Cell<*mut Arena> = const { Cell::new(null_mut()) };
}

/// What all arenas of a heap share.
pub(crate) struct Store {
    shelf: Mutex<Shelf>,
    /// Whether the heap keeps its dead.
    keeps_dead: bool,
    pub(crate) totals: Totals,
    /// Bytes of pages in use, and the figure at which a collection is asked for.
    grown: AtomicUsize,
    limit: AtomicUsize,
    pub(crate) members: Arc<Members>,
    /// Merges a count for its owner, and ends the object if that was its last reference.
    merge: Merge,
}

/// Does for the owner of an object's count what only it may do.
pub(crate) type Merge = unsafe fn(NonNull<u8>);

struct Shelf {
    /// What arenas gave, by class. What one of them left is one piece: two threads that took a list and the run it
    /// came from would write to the same cache lines.
    pieces: [Vec<Class>; CLASSES],
    pages: Vec<*mut Page>,
    chunks: Vec<(*mut u8, Layout)>,
    /// Pages of the last chunk not handed out yet.
    spare: (*mut u8, usize),
}

// SAFETY: the pointers are to memory that the store owns; the mutex around the shelf admits one thread.
unsafe impl Send for Shelf {}

/// Running totals; arenas add theirs when they go.
#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) allocated: AtomicU64,
    pub(crate) freed: AtomicU64,
    pub(crate) moved: AtomicU64,
    pub(crate) died: AtomicU64,
    pub(crate) died_twice: AtomicU64,
    pub(crate) used_after_death: AtomicU64,
}

/// What a heap that keeps its dead can observe.
#[derive(Clone, Copy)]
pub(crate) enum Finding {
    Died,
    DiedTwice,
    UsedAfterDeath,
}

/// Makes this thread's arena, unless it has one already. `member` is asked for only then.
///
/// # Panics
/// When the thread is attached to another heap.
pub(crate) fn attach(store: &Arc<Store>, member: impl FnOnce() -> Arc<Member>) {
    if ARENA.get().is_null() {
        let member = member();
        here::enter(&member);
        ARENA.set(Box::into_raw(Box::new(Arena::new(store.clone(), member))));
    } else {
        let arena = arena();
        assert!(Arc::ptr_eq(&arena.store, store), "this thread is attached to another heap");
        arena.attachments += 1;
    }
}

/// Ends one attachment, and with the last one the arena.
pub(crate) fn detach() {
    if arena().attachments > 1 {
        arena().attachments -= 1;
        return;
    }
    let (store, member) = (arena().store.clone(), arena().member.clone());
    // SAFETY: the inbox is this thread's.
    unsafe { store.close(&member) };
    here::leave();
    member.leave();
    let arena = ARENA.replace(null_mut());
    // SAFETY: made by `attach` from a box, and taken back once, by the last attachment.
    unsafe { Box::from_raw(arena) }.leave();
}

/// A block of `size` bytes.
#[inline]
pub(crate) fn take(size: usize) -> NonNull<u8> {
    let arena = arena();
    arena.allocated += 1;
    if size > LARGEST {
        return arena.store.page_for(size);
    }
    let index = size.div_ceil(GRAIN);
    let class = &mut arena.classes[index];
    if let Some(block) = NonNull::new(class.free) {
        // SAFETY: a block on the free list is ours and whole.
        class.free = unsafe { block.as_ref().next };
        class.length -= 1;
        return block.cast();
    }
    if class.fresh < class.fresh_end {
        let block = class.fresh;
        class.fresh = block.wrapping_add(index * GRAIN);
        // SAFETY: inside a page, so not null.
        return unsafe { NonNull::new_unchecked(block) };
    }
    arena.refill(index)
}

/// Takes a block back.
///
/// # Safety
/// The block came from `take(size)` of a heap that this thread is attached to, and is not used again.
#[inline]
pub(crate) unsafe fn give(block: NonNull<u8>, size: usize) {
    let arena = arena();
    arena.freed += 1;
    let mut block = block.cast::<Block>();
    // SAFETY: the block is ours, and at least as large as a `Block`.
    unsafe { block.as_mut().table = 0 };
    if size > LARGEST {
        // Its page stays, empty, until the heap goes: bodies this large are not part of ordinary life.
        return;
    }
    let index = size.div_ceil(GRAIN);
    let class = &mut arena.classes[index];
    // SAFETY: as above.
    unsafe { block.as_mut().next = class.free };
    class.free = block.as_ptr();
    class.length += 1;
    if class.length > 2 * BATCH {
        arena.spill(index);
    }
}

/// Frees an object now or, when frees are nested too deeply for the stack, when the outermost one ends.
pub(crate) fn bury(dead: NonNull<u8>, free: impl Fn(NonNull<u8>)) {
    const DEEPEST: u32 = 50;
    let arena = ARENA.get();
    assert!(!arena.is_null(), "an object died in a thread that is attached to no heap");
    // SAFETY: the arena is this thread's. It is reached through the pointer anew after each free, because
    // freeing reaches it too.
    unsafe {
        if (*arena).depth >= DEEPEST {
            (*arena).trash.push(dead);
            return;
        }
        (*arena).depth += 1;
        free(dead);
        (*arena).depth -= 1;
        while (*arena).depth == 0 {
            let Some(dead) = (*arena).trash.pop() else {
                break;
            };
            (*arena).depth += 1;
            free(dead);
            (*arena).depth -= 1;
        }
    }
}

/// Notes what happened to an object in a heap that keeps its dead.
#[cold]
pub(crate) fn note(finding: Finding) {
    let totals = &arena().store.totals;
    let counter = match finding {
        Finding::Died => &totals.died,
        Finding::DiedTwice => &totals.died_twice,
        Finding::UsedAfterDeath => &totals.used_after_death,
    };
    counter.fetch_add(1, Relaxed);
}

/// Whether moves of counts are counted: where debugging costs more anyway.
pub(crate) const COUNTS_MOVES: bool = cfg!(debug_assertions);

/// Notes that a count moved.
#[inline]
pub(crate) fn note_move() {
    if COUNTS_MOVES && !ARENA.get().is_null() {
        arena().moved += 1;
    }
}

#[inline]
fn arena() -> &'static mut Arena {
    let arena = ARENA.get();
    assert!(!arena.is_null(), "this thread is attached to no heap");
    // SAFETY: set by `attach` and valid until the attachment goes; only this thread reaches it, and no
    // caller keeps the reference across a call that may reach it again.
    unsafe { &mut *arena }
}

impl Arena {
    fn new(store: Arc<Store>, member: Arc<Member>) -> Self {
        Self {
            classes: [Class::EMPTY; CLASSES],
            store,
            attachments: 1,
            depth: 0,
            trash: Vec::new(),
            allocated: 0,
            freed: 0,
            moved: 0,
            member,
        }
    }

    #[cold]
    #[inline(never)]
    fn refill(&mut self, index: usize) -> NonNull<u8> {
        here::refilled();
        let size = index * GRAIN;
        let class = &mut self.classes[index];
        let mut shelf = self.store.shelf.lock();
        if let Some(piece) = shelf.pieces[index].pop() {
            *class = piece;
        } else {
            let page = shelf.new_page(size, 1, PAGE);
            drop(shelf);
            (class.fresh, class.fresh_end) = page;
            self.store.grow(PAGE);
        }
        self.allocated -= 1;
        take(size)
    }

    /// Gives half of a class's free blocks to the store.
    #[cold]
    #[inline(never)]
    fn spill(&mut self, index: usize) {
        let class = &mut self.classes[index];
        let first = class.free;
        let mut last = first;
        for _ in 1..BATCH {
            // SAFETY: the list is longer than a batch.
            last = unsafe { (*last).next };
        }
        // SAFETY: as above.
        class.free = unsafe { std::mem::replace(&mut (*last).next, null_mut()) };
        class.length -= BATCH;
        self.store.shelf.lock().pieces[index].push(Class { free: first, length: BATCH, ..Class::EMPTY });
    }

    /// Leaves everything to the store.
    fn leave(&mut self) {
        let mut shelf = self.store.shelf.lock();
        for (index, class) in self.classes.iter_mut().enumerate() {
            if !class.free.is_null() || class.fresh < class.fresh_end {
                shelf.pieces[index].push(std::mem::replace(class, Class::EMPTY));
            }
        }
        self.store.totals.allocated.fetch_add(self.allocated, Relaxed);
        self.store.totals.freed.fetch_add(self.freed, Relaxed);
        self.store.totals.moved.fetch_add(self.moved, Relaxed);
    }
}

impl Store {
    pub(crate) fn new(keeps_dead: bool, parts: Parts, merge: Merge) -> Self {
        let shelf = Shelf {
            pieces: [const { Vec::new() }; CLASSES],
            pages: Vec::new(),
            chunks: Vec::new(),
            spare: (null_mut(), 0),
        };
        Self {
            shelf: Mutex::new(shelf),
            keeps_dead,
            totals: Totals::default(),
            grown: AtomicUsize::new(0),
            limit: AtomicUsize::new(FIRST_COLLECTION),
            members: Arc::new(Members::new(parts)),
            merge,
        }
    }

    fn page_for(&self, size: usize) -> NonNull<u8> {
        let bytes = (size_of::<Page>() + size).next_multiple_of(PAGE);
        let (block, _) = self.shelf.lock().new_page(size, bytes / PAGE, size_of::<Page>() + size);
        self.grow(bytes);
        NonNull::new(block).expect("a page is never at address zero")
    }

    fn grow(&self, bytes: usize) {
        let grown = self.grown.fetch_add(bytes, Relaxed) + bytes;
        if grown < self.limit.load(Relaxed) {
            return;
        }
        // Asked once; the collection sets the next limit.
        self.limit.store(usize::MAX, Relaxed);
        if let Some(member) = here::member() {
            member.ring();
        }
    }

    /// Merges all that is in a thread's inbox.
    ///
    /// # Safety
    /// By the member's thread, or while the world stands still.
    pub(crate) unsafe fn merge_inbox(&self, member: &Member) {
        for object in member.inbox.take() {
            // SAFETY: an object in the inbox is alive, and nobody else moves its count meanwhile.
            unsafe { (self.merge)(object) };
        }
    }

    /// Empties and closes a thread's inbox. Objects that die may put others there, hence the loop.
    ///
    /// # Safety
    /// By the member's thread.
    pub(crate) unsafe fn close(&self, member: &Member) {
        while !member.inbox.close() {
            // SAFETY: as above.
            unsafe { self.merge_inbox(member) };
        }
    }

    /// Whether a collection was asked for, and did not happen yet.
    pub(crate) fn wants_collection(&self) -> bool {
        self.limit.load(Relaxed) == usize::MAX
    }

    /// Bytes of pages taken from the system.
    pub(crate) fn bytes(&self) -> usize {
        self.grown.load(Relaxed)
    }

    /// After a collection: ask again when the pages have doubled.
    pub(crate) fn relax(&self) {
        let grown = self.grown.load(Relaxed);
        self.limit.store((2 * grown).max(FIRST_COLLECTION), Relaxed);
    }

    /// Every page, for a walk while nobody allocates.
    pub(crate) fn pages(&self) -> Vec<*mut Page> {
        self.shelf.lock().pages.clone()
    }
}

impl Shelf {
    /// A zeroed page of blocks of `size`; returns the run of its blocks.
    fn new_page(&mut self, size: usize, pages: usize, end: usize) -> (*mut u8, *mut u8) {
        if self.spare.1 < pages {
            let pages = pages.max(CHUNK_PAGES);
            // A page more, to align by hand: what is asked for aligned is cleared by hand, and so in use, at once.
            let layout = Layout::from_size_align((pages + 1) * PAGE, GRAIN).expect("a page size is valid");
            // SAFETY: the layout is not empty.
            let chunk = unsafe { alloc_zeroed(layout) };
            if chunk.is_null() {
                handle_alloc_error(layout);
            }
            self.chunks.push((chunk, layout));
            self.spare = (chunk.wrapping_add(chunk.align_offset(PAGE)), pages);
        }
        let start = self.spare.0;
        self.spare = (start.wrapping_add(pages * PAGE), self.spare.1 - pages);
        let page = start.cast::<Page>();
        let blocks = (end - size_of::<Page>()) / size;
        // SAFETY: the page is inside the chunk and nobody else's.
        unsafe { page.write(Page { block: size, blocks, notes: Cell::new(null_mut()) }) };
        self.pages.push(page);
        let first = start.wrapping_add(size_of::<Page>());
        (first, first.wrapping_add(blocks * size))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Every arena is gone, so the totals are complete. An object that outlives its heap may still be
        // looked at, hence its memory stays. Where counts can be wrong they prove nothing either way, and
        // the model vouches that nobody looks.
        let left = *self.totals.allocated.get_mut() != *self.totals.freed.get_mut();
        if left && !self.keeps_dead {
            return;
        }
        for &(chunk, layout) in &self.shelf.get_mut().chunks {
            // SAFETY: allocated with this layout, and no object is left in it.
            unsafe { dealloc(chunk, layout) };
        }
    }
}

impl Page {
    /// The objects of a page, dead blocks left out.
    ///
    /// # Safety
    /// The page belongs to a heap of this sharing, and no thread allocates or frees while it is walked.
    pub(crate) unsafe fn objects<S: Sharing>(page: *mut Page) -> impl Iterator<Item = NonNull<Header<S>>> {
        // SAFETY: the page is alive as long as its heap.
        let (size, blocks) = unsafe { ((*page).block, (*page).blocks) };
        let first = page.cast::<u8>().wrapping_add(size_of::<Page>());
        (0..blocks).filter_map(move |i| {
            let block = NonNull::new(first.wrapping_add(i * size))?.cast::<Block>();
            // SAFETY: every block of a page is readable: zeroed at first, a `Block` or an object later.
            (unsafe { block.as_ref().table } != 0).then(|| block.cast())
        })
    }

    /// The collector's note for the object at `header`.
    ///
    /// # Safety
    /// The object lives in a page whose `notes` are set.
    pub(crate) unsafe fn note<S: Sharing>(header: NonNull<Header<S>>) -> *mut u32 {
        let address = header.as_ptr() as usize;
        let page = (address & !(PAGE - 1)) as *const Page;
        // SAFETY: pages are aligned to their size, and a large object starts in its first page.
        unsafe {
            let index = (address - page as usize - size_of::<Page>()) / (*page).block;
            (*page).notes.get().add(index)
        }
    }
}
