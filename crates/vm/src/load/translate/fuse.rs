//! Portable instructions that become one where they follow each other.

use super::Translator;
use super::stack::Entry;
use crate::load::op::Op;
use taipan_code::{Instruction, Op as Word};

impl Translator<'_> {
    /// A portable instruction together with some that follow it, where that pays; how many of these.
    pub(super) fn fused(&mut self, instruction: Instruction, following: &[Instruction]) -> usize {
        match instruction.op {
            _ if self.every_op => 0,
            Word::COMPARE_OP => usize::from(self.compare_and_jump(instruction, following)),
            Word::IS_OP => usize::from(self.test_and_jump([Op::IfIs, Op::UnlessIs], instruction, following)),
            Word::CONTAINS_OP => usize::from(self.test_and_jump([Op::IfIn, Op::UnlessIn], instruction, following)),
            Word::UNPACK_SEQUENCE => self.unpack_into_locals(instruction, following),
            Word::BUILD_SLICE => usize::from(self.slice(instruction.arg as usize, following)),
            _ => 0,
        }
    }

    fn compare_and_jump(&mut self, instruction: Instruction, following: &[Instruction]) -> bool {
        let Some((wanted, target)) = self.near_jump(following) else { return false };
        let (family, small) =
            if wanted { (Op::IfLess, Op::IfLessSmall) } else { (Op::UnlessLess, Op::UnlessLessSmall) };
        self.settle_below(2);
        let (right, left) = (self.pop(), self.pop());
        let (family, right) = match self.small_constant(right) {
            Some(n) if !matches!(left, Entry::Constant(_)) => (small, n as u16),
            _ => (family, Self::rk(right)),
        };
        self.jump_near(family.plus(instruction.arg), Self::rk(left), right, target);
        true
    }

    /// `is` or `in` and the jump by it, or by the opposite.
    fn test_and_jump(&mut self, [on, unless]: [Op; 2], instruction: Instruction, following: &[Instruction]) -> bool {
        let Some((wanted, target)) = self.near_jump(following) else { return false };
        // The argument says whether it is `is not` or `not in`.
        let op = if wanted == (instruction.arg == 0) { on } else { unless };
        self.settle_below(2);
        let (right, left) = (self.pop(), self.pop());
        self.jump_near(op, Self::rk(left), Self::rk(right), target);
        true
    }

    /// What a jump by the answer just computed wants it to be, and where it leads, if such a jump follows at once and
    /// the code is short enough for near jumps to be safe.
    fn near_jump(&self, following: &[Instruction]) -> Option<(bool, u32)> {
        let next = following.first().filter(|next| !self.labels[next.start as usize])?;
        let wanted = match next.op {
            Word::POP_JUMP_IF_TRUE => true,
            Word::POP_JUMP_IF_FALSE => false,
            _ => return None,
        };
        (self.code.wordcode.len() <= 8000).then_some((wanted, next.arg))
    }

    /// A slice that is used at once needs no object.
    fn slice(&mut self, parts: usize, following: &[Instruction]) -> bool {
        let Some(next) = following.first().filter(|next| !self.labels[next.start as usize]) else { return false };
        match (next.op, parts) {
            (Word::BINARY_SUBSCR, _) => {
                let op = if parts == 2 { Op::GetSlice } else { Op::GetStepSlice };
                let (row, object) = (self.row(parts), self.pop());
                self.push(op, Self::rk(object), row);
            }
            (Word::STORE_SUBSCR, 2) => {
                let (row, object, value) = (self.row(parts), self.pop(), self.pop());
                self.emit(Op::SetSlice, Self::rk(value), Self::rk(object), row);
            }
            _ => return false,
        }
        true
    }

    /// Unpacking whose items go to locals in a row: they go there at once.
    fn unpack_into_locals(&mut self, instruction: Instruction, following: &[Instruction]) -> usize {
        let n = instruction.arg as usize;
        let Some(stores) = following.get(..n).filter(|stores| !stores.is_empty()) else { return 0 };
        let first = stores[0].arg;
        let in_a_row = |(i, store): (usize, &Instruction)| {
            store.op == Word::STORE_FAST && store.arg == first + i as u32 && !self.labels[store.start as usize]
        };
        if !stores.iter().enumerate().all(in_a_row) {
            return 0;
        }
        for store in stores {
            self.detach(store.arg as u16, self.stack.len() - 1);
        }
        let source = self.pop();
        let at = self.emit(Op::UnpackLocals, first as u16, Self::rk(source), n as u16);
        self.note_pairs(at);
        n
    }
}
