//! Counting instructions by instructions.
//!
//! When a run is counted, an instruction that counts is put before each other one as the code is loaded. When it is
//! not, there is none: counting costs nothing that the loop would have to ask for.

use super::Landing;
use super::op::{DROPS, Instr, Op, PAIRS};
use crate::thread::Thread;
use crate::{Model, interp::Config};
use parking_lot::Mutex;

/// What all threads of a run executed.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Counts>);

/// What a thread executed.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// The instruction before.
    last: usize,
    /// How often each instruction followed each other one: row by row, `Op::COUNT` in each.
    pairs: Vec<u64>,
    /// What was not remembered.
    missed: [u64; 3],
}

/// What is not remembered where an instruction asks for it. Told where it is found out, which is slow anyway.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Missed {
    /// The site of a global name does not know it.
    Global,
    /// The site of an attribute does not know it; the thread may.
    Attribute,
    /// Neither does the thread.
    Place,
}

/// How often what is remembered sufficed.
#[derive(Clone, Copy, Debug)]
pub struct Remembered {
    /// Of what.
    pub what: &'static str,
    /// How often an instruction asked.
    pub asked: u64,
    /// How often the instruction's own site knew.
    pub by_site: u64,
    /// How often the site did not, but the thread did.
    pub by_thread: u64,
}

impl Counts {
    /// Counts for a run that is counted.
    pub(crate) fn wanted(config: &Config) -> Option<Box<Self>> {
        config.tally.as_ref()?;
        Some(Box::new(Self { last: Op::Count as usize, pairs: vec![0; Op::COUNT * Op::COUNT], missed: [0; 3] }))
    }

    /// How often an instruction was executed.
    fn executed(&self, op: usize) -> u64 {
        self.pairs.iter().skip(op).step_by(Op::COUNT).sum()
    }

    fn note(&mut self, op: usize) {
        self.pairs[self.last * Op::COUNT + op] += 1;
        self.last = op;
    }
}

impl Tally {
    /// Adds what a thread executed.
    pub(crate) fn add(&self, counts: &Counts) {
        let mut total = self.0.lock();
        total.pairs.resize(counts.pairs.len(), 0);
        total.pairs.iter_mut().zip(&counts.pairs).for_each(|(total, n)| *total += n);
        total.missed.iter_mut().zip(&counts.missed).for_each(|(total, n)| *total += n);
    }

    /// How often each instruction was executed, the most frequent first.
    pub fn instructions(&self) -> Vec<(&'static str, u64)> {
        let total = self.0.lock();
        most_frequent((0..Op::COUNT).map(|op| (Op::at(op).name(), total.executed(op))))
    }

    /// How often what is remembered of names sufficed.
    pub fn caches(&self) -> Vec<Remembered> {
        let total = self.0.lock();
        let asked = |ops: &[Op]| ops.iter().map(|&op| total.executed(op as usize)).sum::<u64>();
        let missed = |what: Missed| total.missed[what as usize];
        let remembered = |what, asked: u64, site: u64, thread: u64| Remembered {
            what,
            asked,
            by_site: asked.saturating_sub(site),
            by_thread: site.saturating_sub(thread),
        };
        let globals = missed(Missed::Global);
        let attributes = asked(&[Op::GetAttr, Op::GetMethod, Op::SetAttr]);
        vec![
            remembered("globals", asked(&[Op::LoadGlobal]), globals, globals),
            remembered("attributes", attributes, missed(Missed::Attribute), missed(Missed::Place)),
        ]
    }

    /// How often each instruction followed each other one, the most frequent first.
    pub fn pairs(&self) -> Vec<((&'static str, &'static str), u64)> {
        let total = self.0.lock();
        let name = |i: usize| (Op::at(i / Op::COUNT).name(), Op::at(i % Op::COUNT).name());
        most_frequent(total.pairs.iter().enumerate().map(|(i, &n)| (name(i), n)))
    }
}

fn most_frequent<T>(counts: impl Iterator<Item = (T, u64)>) -> Vec<(T, u64)> {
    let mut counts: Vec<_> = counts.filter(|(_, n)| *n > 0).collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

impl<M: Model> Thread<M> {
    /// Counts an instruction.
    #[cold]
    #[inline(never)]
    pub(crate) fn count(&mut self, op: u16) {
        if let Some(counts) = &mut self.counts {
            counts.note(op as usize);
        }
    }

    /// Notes what an instruction asked for and nobody had remembered.
    #[inline]
    pub(crate) fn missed(&mut self, what: Missed) {
        if let Some(counts) = &mut self.counts {
            counts.missed[what as usize] += 1;
        }
    }
}

/// Puts counting instructions into code: instruction `i` moves to `2 i + 1`, that which counts it stands at `2 i`.
///
/// The jump behind a `ForIter` or `NextIter` stands at `2 i` uncounted, because the loop skips it by one step; one that goes
/// nowhere fills its place, and is where a `NextIter` goes on.
pub(super) fn instrument(instrs: &mut Vec<Instr>, words: &mut Vec<u32>, handlers: &mut [Landing]) {
    let mut counted = Vec::with_capacity(2 * instrs.len());
    let mut end_of_loop = false;
    for &instr in &*instrs {
        // What a loop begins with does not follow its head at once any more, nor what drops a result the call.
        let mut moved = Instr { temps: instr.temps & !(PAIRS | DROPS), ..instr };
        if end_of_loop {
            moved.set_far(2 * instr.far() + 1);
            counted.extend([moved, Instr::new(Op::Jump, 0, 0, 0)]);
        } else {
            if instr.op.jumps_far() {
                moved.set_far(2 * instr.far());
            } else if instr.op.jumps_near() {
                moved.a = (2 * instr.a as i16) as u16;
            } else if instr.op == Op::NextIter {
                moved.c = 2 * instr.c + 1;
            }
            counted.extend([Instr::new(Op::Count, 0, 0, instr.op as u16), moved]);
        }
        end_of_loop = matches!(instr.op, Op::ForIter | Op::NextIter);
    }
    *instrs = counted;
    *words = words.iter().flat_map(|&word| [word, word]).collect();
    for landing in handlers {
        (landing.start, landing.end, landing.target) = (2 * landing.start, 2 * landing.end, 2 * landing.target);
    }
}
