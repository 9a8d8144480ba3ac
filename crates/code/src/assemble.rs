//! From instructions with labels to words: reachability, stack depth, jump distances, handler and line tables.

use std::collections::HashMap;

use ruff_text_size::TextRange;

use crate::code::{Handler, Span};
use crate::op::Op;
use crate::source::Source;

/// A place in the instructions that can be jumped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(usize);

/// A region of instructions that one handler covers. Regions nest; instructions know their innermost one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Region(usize);

/// The instructions of one block, as far as they are written.
#[derive(Default)]
pub(crate) struct Assembler {
    instructions: Vec<Item>,
    /// For each label, the index of the instruction that it stands before.
    labels: Vec<Option<usize>>,
    /// For each region, its handler and how many values of the stack stay.
    regions: Vec<(Label, u32)>,
    /// The innermost region that new instructions belong to.
    pub(crate) region: Option<Region>,
}

/// What the assembler makes.
pub(crate) struct Assembled {
    pub(crate) wordcode: Vec<u16>,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) lines: Vec<(u32, Span)>,
    pub(crate) stack_size: u32,
}

/// The instructions contradict each other: a fault of the compiler, not of the program.
#[derive(Debug)]
pub(crate) struct Inconsistent;

#[derive(Clone, Copy)]
struct Item {
    op: Op,
    operand: Operand,
    range: Option<TextRange>,
    region: Option<Region>,
}

#[derive(Clone, Copy)]
enum Operand {
    Value(u32),
    Jump(Label),
}

impl Item {
    fn arg(&self) -> u32 {
        match self.operand {
            Operand::Value(value) => value,
            Operand::Jump(_) => 0,
        }
    }
}

impl Assembler {
    /// Adds an instruction. No range: it stands for nothing in the source.
    pub(crate) fn emit(&mut self, op: Op, arg: u32, range: Option<TextRange>) {
        self.push(op, Operand::Value(arg), range);
    }

    /// Adds a jump. Every unconditional one is a `JUMP_ABSOLUTE` here; the shorter form is chosen at the end.
    pub(crate) fn jump(&mut self, op: Op, target: Label, range: Option<TextRange>) {
        self.push(op, Operand::Jump(target), range);
    }

    fn push(&mut self, op: Op, operand: Operand, range: Option<TextRange>) {
        self.instructions.push(Item { op, operand, range, region: self.region });
    }

    pub(crate) fn new_label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() - 1)
    }

    /// Puts a label before the next instruction.
    pub(crate) fn place(&mut self, label: Label) {
        self.labels[label.0] = Some(self.instructions.len());
    }

    /// A label before the next instruction.
    pub(crate) fn here(&mut self) -> Label {
        let label = self.new_label();
        self.place(label);
        label
    }

    /// A new region inside the current one.
    pub(crate) fn new_region(&mut self, handler: Label, depth: u32) -> Region {
        self.regions.push((handler, depth));
        Region(self.regions.len() - 1)
    }

    /// How many instructions there are.
    pub(crate) fn len(&self) -> usize {
        self.instructions.len()
    }

    /// Makes words of the instructions.
    pub(crate) fn finish(mut self, source: &Source<'_>) -> Result<Assembled, Inconsistent> {
        self.thread_jumps()?;
        let (live, stack_size) = self.trace()?;
        self.drop_dead(&live);
        self.drop_idle_jumps()?;
        let starts = self.layout()?;
        Ok(Assembled {
            wordcode: self.words(&starts)?,
            handlers: self.handlers(&starts)?,
            lines: self.lines(&starts, source),
            stack_size,
        })
    }

    fn target(&self, label: Label) -> Result<usize, Inconsistent> {
        self.labels[label.0].ok_or(Inconsistent)
    }

    /// Lets jumps to jumps go to where those go.
    fn thread_jumps(&mut self) -> Result<(), Inconsistent> {
        const MAX_HOPS: usize = 16;
        for index in 0..self.instructions.len() {
            let item = self.instructions[index];
            let Operand::Jump(mut label) = item.operand else {
                continue;
            };
            if item.op == Op::FOR_ITER {
                continue;
            }
            for _ in 0..MAX_HOPS {
                match self.instructions.get(self.target(label)?) {
                    Some(Item { op: Op::JUMP_ABSOLUTE, operand: Operand::Jump(next), .. }) => label = *next,
                    _ => break,
                }
            }
            self.instructions[index].operand = Operand::Jump(label);
        }
        Ok(())
    }

    /// Which instructions can run, and how deep the stack gets: abstract interpretation from the first one.
    fn trace(&self) -> Result<(Vec<bool>, u32), Inconsistent> {
        let mut depths: Vec<Option<u32>> = vec![None; self.instructions.len()];
        let mut deepest = 0;
        let mut work = vec![(0, 0)];
        while let Some((index, depth)) = work.pop() {
            deepest = deepest.max(depth);
            match depths.get_mut(index).ok_or(Inconsistent)? {
                Some(known) if *known == depth => continue,
                Some(_) => return Err(Inconsistent),
                unknown => *unknown = Some(depth),
            }
            let item = self.instructions[index];
            if let Some(Region(region)) = item.region {
                let (handler, kept) = self.regions[region];
                work.push((self.target(handler)?, kept + 1));
            }
            let left = depth.checked_sub(item.op.pops(item.arg())).ok_or(Inconsistent)?;
            if let Operand::Jump(label) = item.operand {
                work.push((self.target(label)?, left + item.op.pushes_on_jump(item.arg())));
            }
            let after = left + item.op.pushes(item.arg());
            deepest = deepest.max(after);
            if !item.op.ends_block() {
                work.push((index + 1, after));
            }
        }
        Ok((depths.iter().map(Option::is_some).collect(), deepest))
    }

    /// Removes the instructions that are not alive.
    fn drop_dead(&mut self, live: &[bool]) {
        let mut moved = Vec::with_capacity(live.len() + 1);
        let mut count = 0;
        for alive in live {
            moved.push(count);
            count += usize::from(*alive);
        }
        moved.push(count);
        for index in self.labels.iter_mut().flatten() {
            *index = moved[*index];
        }
        let mut alive = live.iter();
        self.instructions.retain(|_| *alive.next().unwrap_or(&false));
    }

    /// Removes jumps to the instruction after them.
    fn drop_idle_jumps(&mut self) -> Result<(), Inconsistent> {
        let mut live = vec![true; self.instructions.len()];
        for (index, item) in self.instructions.iter().enumerate() {
            if let (Op::JUMP_ABSOLUTE, Operand::Jump(label)) = (item.op, item.operand) {
                live[index] = self.target(label)? != index + 1;
            }
        }
        self.drop_dead(&live);
        Ok(())
    }

    /// The word at which each instruction starts, and the end: grows until all arguments fit.
    fn layout(&self) -> Result<Vec<u32>, Inconsistent> {
        let mut sizes = vec![1u32; self.instructions.len()];
        loop {
            let mut starts = Vec::with_capacity(sizes.len() + 1);
            let mut at = 0;
            for size in &sizes {
                starts.push(at);
                at += size;
            }
            starts.push(at);
            let mut grown = false;
            for (index, size) in sizes.iter_mut().enumerate() {
                let needed = words_for(self.resolve(index, &starts)?.1);
                if needed > *size {
                    *size = needed;
                    grown = true;
                }
            }
            if !grown {
                return Ok(starts);
            }
        }
    }

    /// The opcode and the argument of an instruction, now that the words are known.
    fn resolve(&self, index: usize, starts: &[u32]) -> Result<(Op, u32), Inconsistent> {
        let item = self.instructions[index];
        let label = match item.operand {
            Operand::Value(value) => return Ok((item.op, value)),
            Operand::Jump(label) => label,
        };
        let target = self.target(label)?;
        let distance = || starts[target].checked_sub(starts[index + 1]).ok_or(Inconsistent);
        match item.op {
            Op::JUMP_ABSOLUTE if target > index => Ok((Op::JUMP_FORWARD, distance()?)),
            Op::FOR_ITER => Ok((Op::FOR_ITER, distance()?)),
            op => Ok((op, starts[target])),
        }
    }

    fn words(&self, starts: &[u32]) -> Result<Vec<u16>, Inconsistent> {
        let mut words = Vec::with_capacity(starts.last().copied().unwrap_or(0) as usize);
        for index in 0..self.instructions.len() {
            let (op, arg) = self.resolve(index, starts)?;
            for prefix in (1..starts[index + 1] - starts[index]).rev() {
                words.push(word(Op::EXTENDED_ARG, arg >> (8 * prefix)));
            }
            words.push(word(op, arg));
        }
        Ok(words)
    }

    /// One entry per run of instructions with the same innermost region, so that entries never overlap.
    fn handlers(&self, starts: &[u32]) -> Result<Vec<Handler>, Inconsistent> {
        let mut handlers: Vec<Handler> = Vec::new();
        for (index, item) in self.instructions.iter().enumerate() {
            let Some(Region(region)) = item.region else {
                continue;
            };
            let (label, depth) = self.regions[region];
            let entry =
                Handler { start: starts[index], end: starts[index + 1], target: starts[self.target(label)?], depth };
            match handlers.last_mut() {
                Some(last) if (last.end, last.target, last.depth) == (entry.start, entry.target, depth) => {
                    last.end = entry.end;
                }
                _ => handlers.push(entry),
            }
        }
        Ok(handlers)
    }

    fn lines(&self, starts: &[u32], source: &Source<'_>) -> Vec<(u32, Span)> {
        let mut known: HashMap<TextRange, Span> = HashMap::new();
        let mut lines: Vec<(u32, Span)> = Vec::new();
        for (item, start) in self.instructions.iter().zip(starts) {
            let span =
                item.range.map_or(Span::default(), |range| *known.entry(range).or_insert_with(|| source.span(range)));
            if lines.last().is_none_or(|(_, last)| *last != span) {
                lines.push((*start, span));
            }
        }
        lines
    }
}

/// How many words an instruction with this argument takes.
fn words_for(arg: u32) -> u32 {
    match arg {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        _ => 4,
    }
}

fn word(op: Op, arg: u32) -> u16 {
    op as u16 | ((arg & 0xff) as u16) << 8
}
