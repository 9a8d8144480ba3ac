//! The value stack of portable code, kept symbolically: entries that emit nothing until somebody needs them in a place.

use super::Translator;
use crate::load::op::{CONSTANT, Instr, Op, TEMP_A, TEMP_B, TEMP_C};

/// Where an entry of the value stack is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Entry {
    /// A local or cell slot, not counted again.
    Local(u16),
    Constant(u16),
    Temp(u16),
    /// What the instruction with this number found by a name, in a temporary that nobody has read since. If it is called
    /// next, it can be lent.
    Found(u16, u32),
    /// The empty half of a method pair, in a temporary too.
    Pair(u16),
}

impl Translator<'_> {
    pub(super) fn home(&self, depth: usize) -> u16 {
        self.temps + depth as u16
    }

    pub(super) fn reserve(&mut self, depth: usize) {
        self.window = self.window.max(self.temps + depth as u16);
    }

    pub(super) fn pop(&mut self) -> Entry {
        self.stack.pop().expect("the compiler checked the depth of the stack")
    }

    /// The number of the entry that is in this temporary.
    pub(super) fn user(&self, slot: u16) -> Option<usize> {
        self.stack.iter().position(|e| matches!(e, Entry::Temp(t) | Entry::Found(t, _) | Entry::Pair(t) if *t == slot))
    }

    /// The first slot from which on all are free.
    pub(super) fn free(&self) -> u16 {
        let used = self.stack.iter().map(|entry| match entry {
            Entry::Temp(slot) | Entry::Found(slot, _) | Entry::Pair(slot) => slot + 1,
            Entry::Local(_) | Entry::Constant(_) => 0,
        });
        used.fold(self.temps, u16::max)
    }

    /// A free temporary for the next entry; its own one if that is free.
    pub(super) fn fresh(&mut self) -> u16 {
        self.fresh_from(self.stack.len())
    }

    /// The first free temporary from the home of `depth` on.
    fn fresh_from(&mut self, depth: usize) -> u16 {
        let mut slot = self.home(depth);
        while self.user(slot).is_some() {
            slot += 1;
        }
        self.window = self.window.max(slot + 1);
        slot
    }

    /// As an operand that may be a constant.
    pub(super) fn rk(entry: Entry) -> u16 {
        match entry {
            Entry::Local(slot) | Entry::Temp(slot) | Entry::Found(slot, _) | Entry::Pair(slot) => slot,
            Entry::Constant(k) => k | CONSTANT,
        }
    }

    pub(super) fn emit(&mut self, op: Op, a: u16, b: u16, c: u16) -> usize {
        let flag = |operand: u16, flag| if operand & CONSTANT == 0 && operand >= self.temps { flag } else { 0 };
        let temps = flag(a, TEMP_A) | flag(b, TEMP_B) | flag(c, TEMP_C);
        self.instrs.push(Instr { op, temps, a, b, c });
        self.words.push(self.word);
        self.movable = None;
        // (What is consumed is not on the stack any more, and no third operand is only looked at.)
        self.no_callees(|slot| slot == a || slot == b);
        self.instrs.len() - 1
    }

    /// What was found in these temporaries is not lent: somebody reads it who is no call, or it is kept for long.
    pub(super) fn no_callees(&mut self, which: impl Fn(u16) -> bool) {
        for entry in &mut self.stack {
            if let Entry::Found(slot, _) = *entry
                && which(slot)
            {
                *entry = Entry::Temp(slot);
            }
        }
    }

    /// Lends what a call begins with, if it was found by a name just for that.
    pub(super) fn lend_callee(&mut self, first: u16) {
        let Some(Entry::Found(slot, at)) = self.user(first).map(|d| self.stack[d]).filter(|_| self.lends) else {
            return;
        };
        debug_assert_eq!(slot, first);
        let instr = &mut self.instrs[at as usize];
        instr.op = match instr.op {
            Op::LoadGlobal => Op::LoadCallee,
            Op::GetMethod => Op::GetCallee,
            op => op,
        };
    }

    /// Emits an instruction whose result, in its first operand, is pushed.
    pub(super) fn push(&mut self, op: Op, b: u16, c: u16) {
        let slot = self.fresh();
        let at = self.emit(op, slot, b, c);
        self.movable = Some(at);
        self.stack.push(Entry::Temp(slot));
    }

    /// Notes of what was just pushed that its instruction found it by a name.
    pub(super) fn found(&mut self) {
        if let (Some(entry @ Entry::Temp(_)), Some(at)) = (self.stack.last_mut(), self.movable) {
            *entry = Entry::Found(Self::rk(*entry), at as u32);
        }
    }

    /// Puts the entries from `depth` on into their own temporaries.
    pub(super) fn settle(&mut self, depth: usize) {
        self.settle_between(depth, self.stack.len());
        self.reserve(self.stack.len());
    }

    /// Settles all but the last `operands` entries: these are read by an instruction that is to leave the others
    /// settled, and until it is emitted nothing may take their places.
    pub(super) fn settle_below(&mut self, operands: usize) {
        self.settle_between(0, self.stack.len() - operands);
        self.reserve(self.stack.len());
    }

    fn settle_between(&mut self, depth: usize, end: usize) {
        for d in depth..end {
            let home = self.home(d);
            let entry = self.stack[d];
            if self.user(home) == Some(d) {
                continue;
            }
            self.evict(home, self.stack.len());
            match self.stack[d] {
                Entry::Local(slot) => self.emit(Op::Load, home, slot, 0),
                Entry::Constant(k) => self.emit(Op::LoadConstant, home, k | CONSTANT, 0),
                Entry::Temp(slot) | Entry::Found(slot, _) | Entry::Pair(slot) => self.emit(Op::Move, home, slot, 0),
            };
            self.stack[d] = if matches!(entry, Entry::Pair(_)) { Entry::Pair(home) } else { Entry::Temp(home) };
        }
    }

    /// Frees a temporary: the entry in it moves to a free one from the home of `depth` on.
    fn evict(&mut self, slot: u16, depth: usize) {
        let Some(other) = self.user(slot) else { return };
        let free = self.fresh_from(depth);
        self.emit(Op::Move, free, slot, 0);
        self.stack[other] = match self.stack[other] {
            Entry::Pair(_) => Entry::Pair(free),
            _ => Entry::Temp(free),
        };
    }

    /// Puts the last `n` entries into their own temporaries, pops them, returns the slot of the first.
    pub(super) fn row(&mut self, n: usize) -> u16 {
        let depth = self.stack.len() - n;
        self.settle(depth);
        self.stack.truncate(depth);
        self.reserve(depth + n);
        self.home(depth)
    }

    /// Pops the operand of an instruction that writes a row of `n` temporaries, after all else has left them.
    pub(super) fn pop_before_row(&mut self, n: usize) -> Entry {
        let source = self.stack.len() - 1;
        for d in source..source + n {
            // The operand is read, and its place empty, before the row is written.
            let slot = self.home(d);
            if self.user(slot).is_some_and(|user| user != source) {
                self.evict(slot, source + n);
            }
        }
        self.reserve(source + n);
        self.pop()
    }

    /// Before a local changes: entries below `end` that still mean its old value get it.
    pub(super) fn detach(&mut self, local: u16, end: usize) {
        for d in 0..end {
            if self.stack[d] == Entry::Local(local) {
                let home = self.home(d);
                let slot = if self.user(home).is_none() { home } else { self.fresh() };
                self.window = self.window.max(slot + 1);
                self.emit(Op::Load, slot, local, 0);
                self.stack[d] = Entry::Temp(slot);
            }
        }
    }

    pub(super) fn store_local(&mut self, local: u16) {
        let last = self.stack.len() - 1;
        let entry = self.stack[last];
        let pending = self.stack[..last].contains(&Entry::Local(local));
        if let (Entry::Temp(slot) | Entry::Found(slot, _), Some(at), false) = (entry, self.movable, pending) {
            let instr = &mut self.instrs[at];
            let (result, flag) = if instr.op == Op::ForIter { (&mut instr.b, TEMP_B) } else { (&mut instr.a, TEMP_A) };
            if *result == slot {
                *result = local;
                instr.temps &= !flag;
                self.movable = None;
                self.pop();
                return;
            }
        }
        self.detach(local, last);
        self.pop();
        match entry {
            Entry::Local(slot) if slot == local => {}
            Entry::Local(slot) => drop(self.emit(Op::Copy, local, slot, 0)),
            Entry::Constant(k) => drop(self.emit(Op::Copy, local, k | CONSTANT, 0)),
            Entry::Temp(slot) | Entry::Found(slot, _) | Entry::Pair(slot) => drop(self.emit(Op::Move, local, slot, 0)),
        }
    }
}
