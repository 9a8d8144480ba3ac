//! Translates stack code to slot code.
//!
//! While it reads the portable code it keeps the value stack symbolically: an entry is a local, a constant or
//! a temporary. Loads emit nothing; who uses an entry names it as an operand. At the borders of blocks every
//! entry is put into its own temporary, number = depth, so that all ways to a label agree.

mod fuse;
mod jump;
mod stack;

use self::stack::Entry;
use super::bound::{bit, bound_locals};
use super::count::instrument;
use super::op::{DROPS, Instr, Op, PAIRS};
use super::{Exec, Site};
use crate::body::Str;
use crate::interp::{Interp, Placement};
use crate::model::{Model, Obj, Value};
use crate::ops::cache::{Known, quick};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64};
use taipan_code::{Code, Constant, Flags, Instruction, Op as Word};
use taipan_heap::{Count, Sharing};

struct Translator<'a> {
    code: &'a Code,
    instrs: Vec<Instr>,
    words: Vec<u32>,
    stack: Vec<Entry>,
    /// Instruction index of each word that starts a portable instruction.
    starts: Vec<u32>,
    /// Depth of the stack at each label, once known.
    depths: HashMap<u32, usize>,
    labels: Vec<bool>,
    /// Jumps to mend at the end: instruction, portable target, whether far.
    jumps: Vec<(usize, u32, bool)>,
    /// Where the loops begin: the `ForIter` of each portable one.
    loops: HashMap<u32, usize>,
    sites: Vec<u16>,
    bound: Vec<u64>,
    word: u32,
    /// The next cursor of a loop; the cursors are below the temporaries.
    cursor: u16,
    temps: u16,
    window: u16,
    /// The last instruction, if its result may still be sent to another slot than its temporary.
    movable: Option<usize>,
    every_op: bool,
    lends: bool,
}

/// Translates a block. Blocks are limited to 32,768 slots and constants; the compiler's limits are lower.
pub(super) fn translate<M: Model>(interp: &Interp<M>, code: &Arc<Code>, constants: &[Value<M>]) -> Exec<M> {
    let locals = code.var_names.len() as u16;
    let temps = locals + (code.cell_vars.len() + code.free_vars.len()) as u16;
    let mut translator = Translator::new(code, temps, interp.placement());
    translator.lends = <M::Sharing as Sharing>::Count::LENDS;
    translator.run();
    translator.mend_jumps();
    let mut handlers = translator.landings(temps);
    if interp.config.tally.is_some() {
        instrument(&mut translator.instrs, &mut translator.words, &mut handlers);
    }
    let parameters = code.parameter_count();
    let generator = code.flags.suspends();
    let plain =
        !(code.flags.contains(Flags::VARARGS) || code.flags.contains(Flags::VARKEYWORDS)) && code.kw_only_count == 0;
    let simple = plain && !generator;
    let names: Box<[_]> = code.names.iter().map(|n| interp.intern(n)).collect();
    Exec {
        handlers,
        sites: translator.sites.iter().map(|&name| new_site(name, &names[name as usize])).collect(),
        names,
        parameters: code.var_names[..parameters].iter().map(|n| interp.intern(n)).collect(),
        cells: code.cell_args().map(|c| c.map(|c| c as u16)).collect(),
        locals,
        temps,
        window: translator.window,
        simple_args: if simple { code.arg_count } else { u32::MAX },
        arguments: code.arg_count as u16,
        plain,
        constants: constants.as_ptr(),
        generator,
        instrs: translator.instrs.into(),
        words: translator.words.into(),
    }
}

fn new_site<M: Model>(number: u16, name: &Obj<M, Str<M>>) -> Site<M> {
    Site {
        name: number,
        key: name.as_value().bits(),
        entry: AtomicU32::new(u32::MAX),
        stamp: AtomicU64::new(quick::NOTHING),
        known: AtomicPtr::new(Known::nothing()),
        changes: AtomicU32::new(0),
    }
}

impl<'a> Translator<'a> {
    fn new(code: &'a Code, temps: u16, placement: Placement) -> Self {
        let mut labels = vec![false; code.wordcode.len() + 1];
        let mut depths = HashMap::new();
        let cursor = temps;
        let mut temps = temps;
        for instruction in code.instructions() {
            if let Some(target) = instruction.target() {
                labels[target as usize] = true;
            }
            temps += u16::from(instruction.op == Word::FOR_ITER);
        }
        for handler in &code.handlers {
            labels[handler.start as usize] = true;
            labels[handler.end as usize] = true;
            labels[handler.target as usize] = true;
            depths.insert(handler.target, handler.depth as usize + 1);
        }
        Self {
            code,
            instrs: Vec::new(),
            words: Vec::new(),
            stack: Vec::new(),
            starts: vec![u32::MAX; code.wordcode.len() + 1],
            depths,
            labels,
            jumps: Vec::new(),
            loops: HashMap::new(),
            sites: Vec::new(),
            bound: bound_locals(code),
            word: 0,
            cursor,
            temps,
            window: temps,
            movable: None,
            every_op: placement == Placement::EveryOp,
            lends: false,
        }
    }

    fn run(&mut self) {
        let instructions: Vec<Instruction> = self.code.instructions().collect();
        let mut reachable = true;
        let mut i = 0;
        while i < instructions.len() {
            let instruction = instructions[i];
            self.word = instruction.index;
            if self.labels[instruction.start as usize] {
                reachable = self.label(instruction.start, reachable);
            }
            self.starts[instruction.start as usize] = self.instrs.len() as u32;
            i += 1;
            if !reachable {
                continue;
            }
            let fused = self.fused(instruction, &instructions[i..]);
            if fused > 0 {
                for taken in &instructions[i..i + fused] {
                    self.starts[taken.start as usize] = self.instrs.len() as u32;
                }
                i += fused;
                continue;
            }
            self.one(instruction);
            reachable = !instruction.op.ends_block();
            if self.every_op && reachable {
                self.emit(Op::Check, 0, 0, 0);
            }
        }
        let end = self.code.wordcode.len();
        self.starts[end] = self.instrs.len() as u32;
    }

    /// Meets a label: all ways to it leave the stack in its own temporaries.
    fn label(&mut self, word: u32, reachable: bool) -> bool {
        if reachable {
            self.settle(0);
            self.depths.entry(word).or_insert(self.stack.len());
        } else if let Some(&depth) = self.depths.get(&word) {
            self.stack = (0..depth).map(|d| Entry::Temp(self.home(d))).collect();
            self.reserve(depth);
        } else {
            return false;
        }
        self.movable = None;
        true
    }

    fn site(&mut self, name: u32) -> u16 {
        self.sites.push(name as u16);
        (self.sites.len() - 1) as u16
    }

    fn small_constant(&self, entry: Entry) -> Option<i16> {
        let Entry::Constant(k) = entry else { return None };
        match self.code.constants[k as usize] {
            Constant::Int(n) => i16::try_from(n).ok(),
            _ => None,
        }
    }

    fn binary(&mut self, op: Op) {
        let (right, left) = (self.pop(), self.pop());
        if let Some(n) = self.small_constant(right).filter(|_| !matches!(left, Entry::Constant(_))) {
            match op {
                Op::InplaceAdd => return self.push(Op::InplaceAddSmall, Self::rk(left), n as u16),
                Op::InplaceSubtract => return self.push(Op::InplaceSubtractSmall, Self::rk(left), n as u16),
                Op::Add => return self.push(Op::AddSmall, Self::rk(left), n as u16),
                Op::Subtract => return self.push(Op::SubtractSmall, Self::rk(left), n as u16),
                _ => {}
            }
        }
        self.push(op, Self::rk(left), Self::rk(right));
    }

    fn unary(&mut self, op: Op) {
        let operand = self.pop();
        self.push(op, Self::rk(operand), 0);
    }

    /// An instruction that takes a row of `n` values and pushes one.
    fn collect(&mut self, op: Op, n: usize, c: u16) {
        let first = self.row(n);
        self.push(op, first, c);
    }

    /// The same for a call. The callee's window starts inside the row, so what the stack still holds must be below.
    fn call(&mut self, op: Op, n: usize, c: u16) {
        let depth = self.stack.len() - n;
        let first = self.home(depth);
        let above = |e: &Entry| matches!(e, Entry::Temp(t) | Entry::Found(t, _) | Entry::Pair(t) if *t >= first);
        if self.stack[..depth].iter().any(above) {
            self.settle(0);
        }
        // One slot more, for the receiver of a bound method.
        self.reserve(self.stack.len() + 1);
        self.lend_callee(first);
        self.collect(op, n, c);
    }

    /// The slot of the container that is the `nth` from the top.
    fn container(&mut self, nth: u32) -> u16 {
        let d = self.stack.len() - nth as usize;
        Self::rk(self.stack[d])
    }

    fn one(&mut self, instruction: Instruction) {
        use Word::*;
        let arg = instruction.arg;
        let n = arg as usize;
        match instruction.op {
            NOP | EXTENDED_ARG => {}
            POP_TOP => {
                if let Entry::Temp(slot) | Entry::Found(slot, _) | Entry::Pair(slot) = self.pop() {
                    self.note_drop(slot);
                    self.emit(Op::Drop, slot, 0, 0);
                }
            }
            ROT_TWO => self.rotate(2),
            ROT_THREE => self.rotate(3),
            ROT_FOUR => self.rotate(4),
            ROT_N => self.rotate(n),
            DUP_TOP => self.duplicate(1),
            DUP_TOP_TWO => {
                self.duplicate(2);
                self.duplicate(2);
            }
            LOAD_CONST => self.stack.push(Entry::Constant(arg as u16)),
            LOAD_FAST => {
                if self.bound[instruction.start as usize] & bit(arg) == 0 {
                    self.emit(Op::CheckBound, arg as u16, 0, 0);
                }
                self.stack.push(Entry::Local(arg as u16));
            }
            STORE_FAST => self.store_local(arg as u16),
            DELETE_FAST => {
                self.detach(arg as u16, self.stack.len());
                self.emit(Op::Unbind, arg as u16, 0, 0);
            }
            LOAD_GLOBAL => {
                let site = self.site(arg);
                self.push(Op::LoadGlobal, 0, site);
                self.found();
            }
            STORE_GLOBAL => self.store_name(Op::StoreGlobal, arg),
            STORE_NAME => self.store_name(Op::StoreName, arg),
            DELETE_GLOBAL => drop(self.emit(Op::DeleteGlobal, 0, 0, arg as u16)),
            DELETE_NAME => drop(self.emit(Op::DeleteName, 0, 0, arg as u16)),
            LOAD_NAME => self.push(Op::LoadName, 0, arg as u16),
            LOAD_DEREF => self.push(Op::LoadCell, self.cell(arg), 0),
            STORE_DEREF => {
                let value = self.pop();
                self.emit(Op::StoreCell, self.cell(arg), Self::rk(value), 0);
            }
            DELETE_DEREF => drop(self.emit(Op::EmptyCell, self.cell(arg), 0, 0)),
            LOAD_CLOSURE => self.stack.push(Entry::Local(self.cell(arg))),
            LOAD_CLASSDEREF => {
                let name = self.deref_name(arg);
                self.push(Op::LoadClassCell, self.cell(arg), name);
            }
            LOAD_ATTR => {
                let (object, site) = (self.pop(), self.site(arg));
                let slot = self.in_slot(object);
                self.push(Op::GetAttr, slot, site);
            }
            STORE_ATTR => {
                let (object, value, site) = (self.pop(), self.pop(), self.site(arg));
                self.emit(Op::SetAttr, Self::rk(value), Self::rk(object), site);
            }
            DELETE_ATTR => {
                let (object, site) = (self.pop(), self.site(arg));
                self.emit(Op::DeleteAttr, 0, Self::rk(object), site);
            }
            LOAD_METHOD => {
                let (object, site) = (self.pop_before_row(2), self.site(arg));
                let home = self.home(self.stack.len());
                let at = self.emit(Op::GetMethod, home, Self::rk(object), site);
                self.stack.extend([Entry::Found(home, at as u32), Entry::Pair(home + 1)]);
            }
            CALL_METHOD => self.call(Op::CallMethod, n + 2, arg as u16),
            BINARY_SUBSCR => self.binary(Op::GetItem),
            STORE_SUBSCR => {
                let (key, object, value) = (self.pop(), self.pop(), self.pop());
                self.emit(Op::SetItem, Self::rk(value), Self::rk(object), Self::rk(key));
            }
            DELETE_SUBSCR => {
                let (key, object) = (self.pop(), self.pop());
                self.emit(Op::DeleteItem, 0, Self::rk(object), Self::rk(key));
            }
            UNARY_POSITIVE => self.unary(Op::Positive),
            UNARY_NEGATIVE => self.unary(Op::Negative),
            UNARY_NOT => self.unary(Op::Not),
            UNARY_INVERT => self.unary(Op::Invert),
            op if (BINARY_ADD as u8..=BINARY_MATRIX_MULTIPLY as u8).contains(&(op as u8)) => {
                self.binary(Op::Add.plus(u32::from(op as u8 - BINARY_ADD as u8)));
            }
            op if (INPLACE_ADD as u8..=INPLACE_MATRIX_MULTIPLY as u8).contains(&(op as u8)) => {
                self.binary(Op::InplaceAdd.plus(u32::from(op as u8 - INPLACE_ADD as u8)));
            }
            COMPARE_OP => self.binary(Op::Less.plus(arg)),
            IS_OP => self.binary(Op::Is.plus(arg)),
            CONTAINS_OP => self.binary(Op::In.plus(arg)),
            BUILD_TUPLE => self.collect(Op::BuildTuple, n, arg as u16),
            BUILD_LIST => self.collect(Op::BuildList, n, arg as u16),
            BUILD_SET => self.collect(Op::BuildSet, n, arg as u16),
            BUILD_MAP => self.collect(Op::BuildMap, 2 * n, arg as u16),
            BUILD_STRING => self.collect(Op::BuildString, n, arg as u16),
            BUILD_SLICE => self.collect(Op::BuildSlice, n, arg as u16),
            LIST_APPEND => self.add_to(Op::ListAppend, arg),
            SET_ADD => self.add_to(Op::SetAdd, arg),
            LIST_EXTEND => self.add_to(Op::ListExtend, arg),
            SET_UPDATE => self.add_to(Op::SetUpdate, arg),
            DICT_UPDATE => self.add_to(Op::DictUpdate, arg),
            MAP_ADD => {
                let (value, key) = (self.pop(), self.pop());
                let dict = self.container(arg);
                self.emit(Op::MapAdd, Self::rk(key), dict, Self::rk(value));
            }
            DICT_MERGE => {
                let item = self.pop();
                let (dict, callable) = (self.container(arg), self.container(arg + 2));
                self.emit(Op::DictMerge, callable, dict, Self::rk(item));
            }
            LIST_TO_TUPLE => self.unary(Op::ListToTuple),
            UNPACK_SEQUENCE => self.unpack(Op::Unpack, n, arg),
            UNPACK_EX => self.unpack(Op::UnpackStar, (n & 0xff) + 1 + (n >> 8), arg),
            FORMAT_VALUE => self.collect(Op::Format, 1 + (n >> 2 & 1), arg as u16),
            JUMP_FORWARD | JUMP_ABSOLUTE => {
                self.settle(0);
                let target = instruction.target().expect("a jump has a target");
                if !self.next_iter(target) {
                    self.jump(Op::Jump, 0, target);
                }
            }
            POP_JUMP_IF_FALSE => self.conditional(Op::JumpUnless, arg),
            POP_JUMP_IF_TRUE => self.conditional(Op::JumpIf, arg),
            JUMP_IF_FALSE_OR_POP => self.keep(Op::JumpUnlessKeep, arg),
            JUMP_IF_TRUE_OR_POP => self.keep(Op::JumpIfKeep, arg),
            GET_ITER => self.unary(Op::GetIter),
            FOR_ITER => self.for_iter(instruction),
            RETURN_VALUE => {
                let value = self.pop();
                self.emit(Op::Return, 0, Self::rk(value), 0);
            }
            YIELD_VALUE => {
                let value = self.pop();
                self.no_callees(|_| true);
                let free = self.free();
                self.push(Op::Yield, Self::rk(value), free);
            }
            YIELD_FROM => {
                let first = self.row(2);
                self.no_callees(|_| true);
                self.stack.push(Entry::Temp(first));
                let free = self.free();
                self.emit(Op::YieldFrom, first, 0, free);
            }
            GET_YIELD_FROM_ITER => self.unary(Op::YieldFromIter),
            GET_AWAITABLE => self.unary(Op::Awaitable),
            GET_AITER => self.unary(Op::AsyncIter),
            GET_ANEXT => {
                self.settle(0);
                let iterator = Self::rk(*self.stack.last().expect("the iterator"));
                self.push(Op::AsyncNext, iterator, 0);
            }
            END_ASYNC_FOR => {
                let exception = self.pop();
                let iterator = self.pop();
                self.emit(Op::EndAsyncFor, 0, Self::rk(exception), Self::rk(iterator));
            }
            CALL_FUNCTION => self.call(Op::Call, n + 1, arg as u16),
            CALL_FUNCTION_KW => self.call(Op::CallNames, n + 2, arg as u16),
            CALL_FUNCTION_EX => self.collect(Op::CallSpread, 2 + (n & 1), arg as u16),
            MAKE_FUNCTION => self.collect(Op::MakeFunction, 1 + (arg & 0xf).count_ones() as usize, arg as u16),
            LOAD_BUILD_CLASS => self.push(Op::BuildClass, 0, 0),
            PUSH_EXC_INFO => {
                let first = self.row(1);
                self.reserve(self.stack.len() + 2);
                self.emit(Op::PushHandled, first, 0, 0);
                self.stack.extend([Entry::Temp(first), Entry::Temp(first + 1)]);
            }
            POP_EXCEPT => {
                let previous = self.pop();
                self.emit(Op::PopHandled, 0, Self::rk(previous), 0);
            }
            JUMP_IF_NOT_EXC_MATCH => {
                self.settle_below(1);
                // Not in the place of the class.
                let slot = self.fresh();
                let class = self.pop();
                let exception = Self::rk(*self.stack.last().expect("the exception"));
                self.emit(Op::Matches, slot, exception, Self::rk(class));
                self.jump(Op::JumpUnless, slot, arg);
            }
            RERAISE => {
                let exception = self.pop();
                self.emit(Op::Reraise, 0, Self::rk(exception), 0);
            }
            RAISE_VARARGS => {
                let first = self.row(n);
                self.emit(Op::Raise, 0, first, arg as u16);
            }
            BEFORE_WITH | BEFORE_ASYNC_WITH => {
                let op = if instruction.op == BEFORE_WITH { Op::EnterWith } else { Op::EnterAsyncWith };
                let first = self.row(1);
                self.reserve(self.stack.len() + 2);
                self.emit(op, first, 0, 0);
                self.stack.extend([Entry::Temp(first), Entry::Temp(first + 1)]);
            }
            WITH_EXCEPT_START => {
                self.settle(self.stack.len() - 3);
                let home = self.home(self.stack.len());
                self.reserve(self.stack.len() + 1);
                self.emit(Op::ExitWith, home, 0, 0);
                self.stack.push(Entry::Temp(home));
            }
            LOAD_ASSERTION_ERROR => self.push(Op::AssertionError, 0, 0),
            IMPORT_NAME => self.collect(Op::Import, 2, arg as u16),
            IMPORT_FROM => {
                self.settle(self.stack.len() - 1);
                let module = Self::rk(*self.stack.last().expect("the module"));
                self.push(Op::ImportFrom, module, arg as u16);
            }
            IMPORT_STAR => {
                let module = self.pop();
                self.emit(Op::ImportStar, 0, Self::rk(module), 0);
            }
            GET_LEN => self.peek(Op::Length),
            MATCH_MAPPING => self.peek(Op::IsMapping),
            MATCH_SEQUENCE => self.peek(Op::IsSequence),
            MATCH_KEYS => {
                self.settle(self.stack.len() - 2);
                let [subject, keys] = [2, 1].map(|back| Self::rk(self.stack[self.stack.len() - back]));
                self.push(Op::MatchKeys, subject, keys);
            }
            MATCH_CLASS => self.collect(Op::MatchClass, 3, arg as u16),
            SETUP_ANNOTATIONS => drop(self.emit(Op::SetUpAnnotations, 0, 0, 0)),
            PRINT_EXPR => {
                let value = self.pop();
                self.emit(Op::Display, 0, Self::rk(value), 0);
            }
            op => unreachable!("{} is translated above", op.name()),
        }
    }

    fn cell(&self, arg: u32) -> u16 {
        self.code.var_names.len() as u16 + arg as u16
    }

    /// The number of the name of a free variable, for a class body that looks in its namespace first.
    fn deref_name(&self, arg: u32) -> u16 {
        let cells = self.code.cell_vars.len();
        let name = self.code.cell_vars.get(arg as usize).or_else(|| self.code.free_vars.get(arg as usize - cells));
        let position = self.code.names.iter().position(|n| Some(n) == name);
        position.map_or(u16::MAX, |p| p as u16)
    }

    fn rotate(&mut self, n: usize) {
        let top = self.pop();
        self.stack.insert(self.stack.len() + 1 - n, top);
        self.movable = None;
    }

    /// Pushes the entry `back` from the top again.
    fn duplicate(&mut self, back: usize) {
        match self.stack[self.stack.len() - back] {
            Entry::Temp(slot) | Entry::Found(slot, _) | Entry::Pair(slot) => {
                // Not a use: the temporary stays.
                let copy = self.fresh();
                self.emit(Op::Load, copy, slot, 0);
                self.stack.push(Entry::Temp(copy));
            }
            entry => self.stack.push(entry),
        }
    }

    fn store_name(&mut self, op: Op, name: u32) {
        let value = self.pop();
        self.emit(op, 0, Self::rk(value), name as u16);
    }

    fn add_to(&mut self, op: Op, nth: u32) {
        let item = self.pop();
        let container = self.container(nth);
        self.emit(op, 0, container, Self::rk(item));
    }

    fn unpack(&mut self, op: Op, n: usize, arg: u32) {
        let source = self.pop_before_row(n);
        let depth = self.stack.len();
        let at = self.emit(op, self.home(depth), Self::rk(source), arg as u16);
        self.note_pairs(at);
        for d in depth..depth + n {
            self.stack.push(Entry::Temp(self.home(d)));
        }
    }

    /// Tells a call that its result, in this temporary, is dropped by the next instruction.
    fn note_drop(&mut self, slot: u16) {
        if let Some(at) = self.movable.filter(|_| !self.every_op)
            && let call = &mut self.instrs[at]
            && matches!(call.op, Op::Call | Op::CallMethod)
            && call.a == slot
        {
            call.temps |= DROPS;
        }
    }

    /// Tells the head of a loop that begins with this instruction whether it unpacks pairs.
    fn note_pairs(&mut self, at: usize) {
        let Instr { op, b, c, .. } = self.instrs[at];
        if let Some(head) = at.checked_sub(2).and_then(|head| self.instrs.get_mut(head))
            && head.op == Op::ForIter
            && matches!(op, Op::Unpack | Op::UnpackLocals)
            && (head.b, 2) == (b, c)
        {
            head.temps |= PAIRS;
        }
    }

    fn conditional(&mut self, op: Op, target: u32) {
        self.settle_below(1);
        let condition = self.pop();
        let slot = self.in_slot(condition);
        self.jump(op, slot, target);
    }

    /// The slot of an entry; a constant is put into a temporary.
    fn in_slot(&mut self, entry: Entry) -> u16 {
        let Entry::Constant(_) = entry else { return Self::rk(entry) };
        let slot = self.fresh();
        self.emit(Op::LoadConstant, slot, Self::rk(entry), 0);
        slot
    }

    fn keep(&mut self, op: Op, target: u32) {
        self.settle(0);
        let slot = Self::rk(*self.stack.last().expect("a condition"));
        self.jump(op, slot, target);
        self.pop();
    }

    fn for_iter(&mut self, instruction: Instruction) {
        self.settle(0);
        let iterator = Self::rk(*self.stack.last().expect("an iterator"));
        let cursor = self.new_cursor(iterator);
        let slot = self.fresh();
        let at = self.emit(Op::ForIter, iterator, slot, cursor);
        self.loops.insert(instruction.start, at);
        let depth = self.stack.len() - 1;
        let target = instruction.target().expect("a loop has an end");
        let jump = self.emit(Op::Jump, 0, 0, 0);
        self.jumps.push((jump, target, true));
        self.depths.entry(target).or_insert(depth);
        self.stack.push(Entry::Temp(slot));
        self.movable = Some(at);
    }

    /// The cursor of a loop. If the iterator is made just before, it need not be.
    fn new_cursor(&mut self, iterator: u16) -> u16 {
        let cursor = self.cursor;
        self.cursor += 1;
        if let Some(last) = self.instrs.last_mut().filter(|last| (last.op, last.a) == (Op::GetIter, iterator))
            && !self.every_op
        {
            (last.op, last.c) = (Op::GetLoop, cursor);
        }
        cursor
    }

    /// Goes back to the beginning of a loop, if it is one, by taking the next item here: one instruction less each time.
    fn next_iter(&mut self, target: u32) -> bool {
        let Some(&head) = self.loops.get(&target).filter(|_| !self.every_op) else { return false };
        let Ok(back) = u16::try_from(self.instrs.len() - head - 1) else { return false };
        // What the iterator raises is to land where it would at the beginning.
        let beginning = self.words[head];
        let landing = |word| self.code.handler_at(word).map(|h| (h.target, h.depth));
        if landing(self.word) != landing(beginning) {
            return false;
        }
        let Instr { a, b, temps, .. } = self.instrs[head];
        let exit = self.jumps.iter().find(|(at, ..)| *at == head + 1).expect("a loop has a way out").1;
        let word = std::mem::replace(&mut self.word, beginning);
        let at = self.emit(Op::NextIter, a, b, back);
        self.instrs[at].temps |= temps & PAIRS;
        self.word = word;
        let way_out = self.emit(Op::Jump, 0, 0, 0);
        self.jumps.push((way_out, exit, true));
        true
    }

    /// An instruction that looks at the top and pushes what it found.
    fn peek(&mut self, op: Op) {
        self.settle(self.stack.len() - 1);
        let subject = Self::rk(*self.stack.last().expect("a subject"));
        self.push(op, subject, 0);
    }
}
