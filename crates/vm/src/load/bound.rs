//! Which locals are surely bound where they are loaded, so that the check can be left out.
//!
//! A forward analysis over the portable code: the set of bound locals at a word is what all ways to it have
//! in common. Locals beyond the first 64 are never known to be bound.

use taipan_code::{Code, Op};

/// For each word, the set of locals that are bound before it.
pub(super) fn bound_locals(code: &Code) -> Vec<u64> {
    let parameters = code.parameter_count().min(64);
    let entry = if parameters == 64 { u64::MAX } else { (1u64 << parameters) - 1 };
    let mut before = vec![u64::MAX; code.wordcode.len() + 1];
    let mut reached = vec![false; code.wordcode.len() + 1];
    let instructions: Vec<_> = code.instructions().collect();
    before[0] = entry;
    reached[0] = true;
    let mut changed = true;
    while changed {
        changed = false;
        let mut meet = |to: u32, set: u64, before: &mut Vec<u64>| {
            let to = to as usize;
            let joined = before[to] & set;
            if joined != before[to] || !reached[to] {
                before[to] = joined;
                reached[to] = true;
                changed = true;
            }
        };
        for instruction in &instructions {
            let set = before[instruction.start as usize];
            let after = match instruction.op {
                Op::STORE_FAST => set | bit(instruction.arg),
                Op::DELETE_FAST => set & !bit(instruction.arg),
                _ => set,
            };
            if let Some(target) = instruction.target() {
                meet(target, after, &mut before);
            }
            if !instruction.op.ends_block() {
                meet(instruction.next(), after, &mut before);
            }
            for handler in code.handlers.iter().filter(|h| (h.start..h.end).contains(&instruction.index)) {
                meet(handler.target, set & after, &mut before);
            }
        }
    }
    before
}

/// The bit of a local; none for those that are not tracked.
pub(super) fn bit(local: u32) -> u64 {
    if local < 64 { 1 << local } else { 0 }
}
