//! Jumps, whose targets are known at the end, and where exceptions land.

use super::Translator;
use crate::load::Landing;
use crate::load::op::Op;

impl Translator<'_> {
    pub(super) fn jump(&mut self, op: Op, a: u16, target: u32) {
        let at = self.emit(op, a, 0, 0);
        self.jumps.push((at, target, true));
        self.depths.entry(target).or_insert(self.stack.len());
    }

    pub(super) fn mend_jumps(&mut self) {
        for &(at, target, far) in &self.jumps {
            let distance = self.starts[target as usize] as i32 - (at as i32 + 1);
            if far {
                self.instrs[at].set_far(distance);
            } else {
                self.instrs[at].a = i16::try_from(distance).expect("near jumps are used in small code only") as u16;
            }
        }
    }

    /// Where exceptions land, given the first slot that is no local or cell.
    pub(super) fn landings(&self, first: u16) -> Box<[Landing]> {
        let landing = |h: &taipan_code::Handler| {
            let at = |word: u32| self.starts[word as usize];
            let depth = h.depth as u16 + (self.temps - first);
            Some(Landing { start: at(h.start), end: at(h.end), target: at(h.target), depth })
                .filter(|l| l.start != u32::MAX)
        };
        self.code.handlers.iter().filter_map(landing).collect()
    }

    pub(super) fn jump_near(&mut self, op: Op, left: u16, right: u16, target: u32) {
        let at = self.emit(op, 0, left, right);
        self.jumps.push((at, target, false));
        self.depths.entry(target).or_insert(self.stack.len());
    }
}
