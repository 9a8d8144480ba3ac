//! The interpreter loop.
//!
//! One function, because that is what compilers are good at: the arms hold the fast ways, everything else is a
//! call of a named method. All ways out of an instruction that raises go through one place at the end.

mod leave;
mod names;
mod row;
mod slow;

use crate::body::*;
use crate::error::{R, Raised};
use crate::frame::{Frame, FrameKind, Slot, blank, release};
use crate::load::{CONSTANT, DROPS, Exec, Instr, Op, PAIRS, Site, TEMP_A, TEMP_B, TEMP_C};
use crate::make;
use crate::model::{Model, Value};
use crate::ops::append::append;
use crate::ops::arith::Binary;
use crate::ops::compare::Compare;
use crate::ops::cursor;
use crate::ops::item::item;
use crate::ops::pairs::makes_pairs;
use crate::ops::push::fill_cells;
use crate::ops::resume::{Pause, Resumed};
use crate::ops::slice::Part;
use crate::ops::unpack::{replace_row, unpack_row, unpack_star_row};
use crate::thread::Thread;
use taipan_heap::{may_own, release_slot, replace_slot};

/// Runs the frame on top until it is left; returns what it returned or yielded.
///
/// # Errors
/// What it raised and did not catch; its frame is gone then.
pub(crate) fn run<M: Model>(thread: &mut Thread<M>) -> R<Value<M>> {
    interpret(thread, false)
}

/// The same, beginning with the exception that waits.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_raising<M: Model>(thread: &mut Thread<M>) -> R<Value<M>> {
    interpret(thread, true)
}

fn interpret<M: Model>(thread: &mut Thread<M>, raising: bool) -> R<Value<M>> {
    let mut base: *mut Slot<M>;
    // So many values before the first constant that the whole operand, its bit for constants too, is an index.
    let mut constants: *const Value<M>;
    let mut sites: *const Site<M>;
    let mut pc: *const Instr;

    // Takes over the frame on top.
    macro_rules! enter {
        () => {{
            // SAFETY: a frame runs, and keeps its executable form alive.
            unsafe {
                let frame = &*thread.frames.top();
                base = frame.base;
                pc = frame.pc;
                constants = (*frame.exec).constants.wrapping_sub(CONSTANT as usize);
                sites = (*frame.exec).sites.as_ptr();
            }
        }};
    }
    // SAFETY (of this whole function): operands were made by the translator for this code, so slots are inside
    // the frame's window and constants inside the code's; `pc` stays inside the instructions, because code
    // ends with a Return; the window belongs to this thread. References made by `rk!` and `slot!` end before
    // the slot is written.
    macro_rules! slot_at {
        ($i:expr) => {
            base.wrapping_add($i as usize)
        };
    }
    macro_rules! slot {
        ($i:expr) => {
            // SAFETY: see above.
            unsafe { (*slot_at!($i)).as_ref().unwrap_unchecked() }
        };
    }
    macro_rules! rk {
        ($i:expr) => {{
            let i = $i;
            // SAFETY: see above. A slot that is read holds a value, which is one word like the slot.
            unsafe {
                let start = if i & CONSTANT != 0 { constants } else { base.cast::<Value<M>>().cast_const() };
                &*start.wrapping_add(i as usize)
            }
        }};
    }
    macro_rules! put {
        ($i:expr, $value:expr) => {{
            let value = $value;
            // SAFETY: see above.
            replace_slot(unsafe { &mut *slot_at!($i) }, Some(value));
        }};
    }
    macro_rules! take {
        ($i:expr) => {
            // SAFETY: see above.
            unsafe { (*slot_at!($i)).take().unwrap_unchecked() }
        };
    }
    // Notes the instruction in the frame, for whoever looks from outside.
    macro_rules! save {
        () => {
            // SAFETY: a frame runs.
            unsafe { (*thread.frames.top()).pc = pc }
        };
    }

    enter!();
    let mut waiting = raising;
    if raising {
        // SAFETY: as above.
        let (delegates, a) = unsafe { ((*pc.add(1)).op == Op::YieldFrom, (*pc.add(1)).a) };
        // The exception is raised where the generator yielded; or where it is delegated to, in the next instruction.
        if delegates {
            match thread.throw_into_delegate(slot!(a)) {
                Some(Ok(Resumed::Yielded(value))) => {
                    // SAFETY: as above.
                    let pause = unsafe { Pause::at_delegation(pc.add(1)) };
                    return Ok(leave::leave_by_yield(thread, pause, value).expect("Rust code resumed"));
                }
                Some(Ok(Resumed::Returned(value))) => {
                    put!(a, value);
                    waiting = false;
                }
                _ => {}
            }
        }
        pc = pc.wrapping_add(usize::from(delegates));
    }
    loop {
        if waiting {
            // SAFETY: as above.
            let at = unsafe { (*thread.frames.top()).exec().number_of(pc) };
            if !leave::unwind(thread, at) {
                return Err(Raised);
            }
            enter!();
        }
        let _: Raised = 'raise: loop {
            macro_rules! attempt {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(raised) => break 'raise raised,
                    }
                };
            }
            // The same for an exception that is raised once the frame is gone.
            macro_rules! attempt_in_caller {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(raised) => {
                            enter!();
                            break 'raise raised;
                        }
                    }
                };
            }
            macro_rules! check_point {
                () => {
                    if thread.breaker.raised() {
                        attempt!(thread.pause());
                    }
                };
            }
            // Runs `__del__` methods of what an instruction let go of, so that they run at once, as in CPython.
            macro_rules! finalizers {
                () => {
                    if thread.breaker.raised() {
                        thread.serve_finalizers();
                    }
                };
            }
            // Writes a slot and lets go of what was there.
            macro_rules! replace {
                ($i:expr, $new:expr) => {{
                    let new = $new;
                    // SAFETY: see above.
                    unsafe {
                        let slot = slot_at!($i);
                        if may_own(&*slot) {
                            let old = std::mem::replace(&mut *slot, new);
                            if old.as_ref().is_some() {
                                drop(old);
                                finalizers!();
                            }
                        } else {
                            slot.write(new);
                        }
                    }
                }};
            }
            macro_rules! jump {
                ($distance:expr) => {{
                    let distance = $distance as isize;
                    if distance < 0 {
                        check_point!();
                    }
                    // SAFETY: jumps lead to instructions of the same code; the loop moves on from the one before.
                    pc = unsafe { pc.offset(distance) };
                }};
            }
            // SAFETY: code ends with an instruction that does not go on.
            pc = forget_origin(unsafe { pc.add(1) });
            base = forget_origin(base.cast_const()).cast_mut();
            // SAFETY: see above. Operands are read where they are used: what all instructions do costs most.
            let instr: &Instr = unsafe { &*pc };
            let small = || i64::from(instr.c as i16);
            // Writes a temporary that owns nothing.
            macro_rules! load {
                ($new:expr) => {
                    // SAFETY: see above.
                    unsafe {
                        let slot = slot_at!(instr.a);
                        debug_assert!(!(*slot).as_ref().is_some_and(Value::<M>::is_object), "a temporary in use");
                        slot.write(Some($new));
                    }
                };
            }
            macro_rules! is_temporary {
                (a) => {
                    instr.temps & TEMP_A != 0
                };
                (b) => {
                    instr.temps & TEMP_B != 0
                };
                (c) => {
                    instr.temps & TEMP_C != 0
                };
            }
            // Lets go of what an operand owns, if it is a temporary.
            macro_rules! done {
                ($operand:ident) => {
                    if is_temporary!($operand) {
                        // SAFETY: see above.
                        release_slot(unsafe { &mut *slot_at!(instr.$operand) });
                    }
                };
            }
            // Writes the slot of a result: into a temporary, which owns nothing, or in the place of what was there.
            macro_rules! result {
                ($operand:ident, $value:expr) => {{
                    let value = $value;
                    // SAFETY: see above.
                    unsafe {
                        let slot = slot_at!(instr.$operand);
                        if is_temporary!($operand) {
                            debug_assert!(!(*slot).as_ref().is_some_and(Value::<M>::is_object), "a temporary in use");
                            slot.write(Some(value));
                        } else {
                            replace_slot(&mut *slot, Some(value));
                        }
                    }
                }};
                ($value:expr) => {
                    result!(a, $value)
                };
            }
            // An operand as an owned value: a temporary is emptied, anything else is counted.
            macro_rules! own {
                ($operand:ident) => {
                    if is_temporary!($operand) { take!(instr.$operand) } else { rk!(instr.$operand).clone() }
                };
            }
            macro_rules! site {
                () => {
                    // SAFETY: the translator numbered the sites of this code, which runs.
                    unsafe { &*sites.add(instr.c as usize) }
                };
            }

            // What a call led to: a result, or a frame to enter.
            macro_rules! called {
                ($result:expr) => {
                    match attempt!($result) {
                        Some(result) => put!(instr.a, result),
                        None => enter!(),
                    }
                };
            }
            // A call of a simple function turns the row into a window, here; all others are made elsewhere.
            macro_rules! call {
                ($first:expr, $n:expr) => {{
                    let (first, n): (*mut Slot<M>, u16) = ($first, $n);
                    save!();
                    // SAFETY: the row is filled; if the callee is lent, the collector sees it there.
                    let callee = unsafe { (*first).as_ref().unwrap_unchecked().lent() };
                    if let Some(function) = callee.body::<Function<M>>()
                        && let Some(exec) = function.code.exec.get()
                        && exec.simple_args == u32::from(n)
                        && !thread.frames.full()
                        && thread.stack.fits(first, exec.window)
                    {
                        enter_simple!(first, n, function, exec, FrameKind::Call);
                    }
                    if let Some(native) = callee.body::<Native<M>>().filter(|it| it.resumes == Resumes::Nothing) {
                        // SAFETY: the row is filled, and keeps the function until the call is over.
                        let outcome = unsafe { thread.call_native(native, first, n as usize) };
                        let result = attempt!(outcome);
                        if instr.temps & DROPS == 0 {
                            result!(result);
                        } else {
                            // SAFETY: the next instruction would do this.
                            pc = unsafe { pc.add(1) };
                            if result.is_object() {
                                drop(result);
                                finalizers!();
                            }
                        }
                        continue;
                    }
                    called!(thread.call_row(first, n as usize, instr.a))
                }};
            }
            // Enters a simple function whose row is filled and whose window fits.
            macro_rules! enter_simple {
                ($first:expr, $n:expr, $function:expr, $exec:expr, $kind:expr) => {{
                    let (function, exec): (&Function<M>, &Exec<M>) = ($function, $exec);
                    // SAFETY: the window fits; above the row nothing owns a count.
                    unsafe {
                        base = $first.add(1);
                        pc = exec.before(0);
                        constants = exec.constants.wrapping_sub(CONSTANT as usize);
                        sites = exec.sites.as_ptr();
                        thread.frames.push(Frame { base, exec, pc, result: instr.a, kind: $kind });
                        blank::<M>(base.add($n as usize), base.add(exec.temps as usize));
                        if exec.locals != exec.temps {
                            fill_cells::<M>(function, exec, base);
                        }
                    }
                    continue;
                }};
            }
            // Writes into a row above the window.
            macro_rules! above {
                ($first:expr, $i:expr, $value:expr) => {{
                    let value = $value;
                    // SAFETY: some slots above the window are free.
                    unsafe { $first.add($i).write(Some(value)) };
                }};
            }
            // Enters the method for an operator whose row `operator_row` found, once it is filled.
            macro_rules! enter_operator {
                ($first:expr, $n:expr, $kind:expr) => {{
                    save!();
                    // SAFETY: the row begins with a function that was called before; it may be lent, as in `call`.
                    let function = unsafe { (*$first).as_ref().unwrap_unchecked().lent() };
                    let function = function.body::<Function<M>>().expect("operator_row found it");
                    let exec = function.code.exec.get().expect("operator_row looked at it");
                    enter_simple!($first, $n, function, exec, $kind)
                }};
            }
            // Whether text was added in place to a string that only the slot of the result, the left operand, can see.
            macro_rules! appends {
                () => {
                    instr.a == instr.b
                        && instr.a != instr.c
                        // SAFETY: see above; the operand that is read is in another slot than the one written.
                        && append::<M>(unsafe { &mut *slot_at!(instr.a) }, rk!(instr.c))
                };
            }
            macro_rules! arithmetic {
                ($operator:ident, $inplace:expr, |$x:ident, $y:ident| $ints:expr, |$p:ident, $q:ident| $floats:expr
                    $(, $other:expr)?) => {{
                    let ($x, $y) = (rk!(instr.b), rk!(instr.c));
                    if let Some(result) = $ints {
                        result!(result);
                        continue;
                    }
                    if let Some(($p, $q)) = slow::floats::<M>($x, $y) {
                        result!(Value::<M>::computed($floats));
                        continue;
                    }
                    $(if $other {
                        done!(c);
                        continue;
                    })?
                    let result = attempt!(thread.binary(Binary::$operator, $inplace, $x, $y));
                    done!(b);
                    done!(c);
                    result!(result);
                }};
            }
            macro_rules! general {
                ($operator:ident, $inplace:expr, |$x:ident, $y:ident| $ints:expr) => {{
                    let ($x, $y) = (rk!(instr.b), rk!(instr.c));
                    if let Some(result) = $ints {
                        result!(result);
                        continue;
                    }
                    let result = attempt!(thread.binary(Binary::$operator, $inplace, $x, $y));
                    done!(b);
                    done!(c);
                    result!(result);
                }};
            }
            macro_rules! with_small {
                ($operator:ident, $inplace:expr, $method:ident) => {{
                    let x = slot!(instr.b);
                    let y = Value::<M>::small(small() as i32);
                    if let Some(result) = x.$method(&y) {
                        result!(result);
                        continue;
                    }
                    let result = attempt!(thread.binary_small(Binary::$operator, $inplace, x, &y));
                    done!(b);
                    result!(result);
                }};
            }
            macro_rules! unary {
                (|$x:ident| $result:expr) => {{
                    let $x = rk!(instr.b);
                    let result = attempt!($result);
                    done!(b);
                    result!(result);
                }};
            }
            macro_rules! comparison {
                ($operator:ident) => {{
                    let (x, y) = (rk!(instr.b), rk!(instr.c));
                    if let Some((x, y)) = x.both_ints(y) {
                        result!(Value::<M>::bool(Compare::$operator.of(x.cmp(&y))));
                        continue;
                    }
                    let result = attempt!(thread.compare_slow(Compare::$operator, x, y));
                    done!(b);
                    done!(c);
                    result!(result);
                }};
            }
            // Jumps if the answer is the wanted one. Where it is known at once it is not kept, but jumped by.
            macro_rules! jump_if {
                ($truth:expr, $wanted:expr) => {
                    if $truth == $wanted {
                        jump!(instr.a as i16);
                    }
                };
            }
            macro_rules! branch_small {
                ($operator:ident, $wanted:expr) => {{
                    let x = slot!(instr.b);
                    let y = small();
                    if let Some(x) = x.as_int() {
                        jump_if!(Compare::$operator.of(x.cmp(&y)), $wanted);
                        continue;
                    }
                    let y = Value::<M>::small(y as i32);
                    let truth = attempt!(thread.compare_truth_slow(Compare::$operator, x, &y));
                    done!(b);
                    jump_if!(truth, $wanted);
                }};
            }
            macro_rules! branch {
                ($operator:ident, $wanted:expr) => {{
                    let (x, y) = (rk!(instr.b), rk!(instr.c));
                    if let Some((x, y)) = x.both_ints(y) {
                        jump_if!(Compare::$operator.of(x.cmp(&y)), $wanted);
                        continue;
                    }
                    let truth = attempt!(thread.compare_truth_slow(Compare::$operator, x, y));
                    done!(b);
                    done!(c);
                    jump_if!(truth, $wanted);
                }};
            }
            macro_rules! identity {
                ($wanted:expr) => {{
                    let same = rk!(instr.b).is(rk!(instr.c));
                    done!(b);
                    done!(c);
                    result!(Value::<M>::bool(same == $wanted));
                }};
            }
            macro_rules! branch_identity {
                ($wanted:expr) => {{
                    let same = rk!(instr.b).is(rk!(instr.c));
                    done!(b);
                    done!(c);
                    jump_if!(same, $wanted);
                }};
            }
            macro_rules! branch_membership {
                ($wanted:expr) => {{
                    let inside = attempt!(thread.contains(rk!(instr.c), rk!(instr.b)));
                    done!(b);
                    done!(c);
                    jump_if!(inside, $wanted);
                }};
            }
            macro_rules! membership {
                ($wanted:expr) => {{
                    let inside = attempt!(thread.contains(rk!(instr.c), rk!(instr.b)));
                    done!(b);
                    done!(c);
                    result!(Value::<M>::bool(inside == $wanted));
                }};
            }
            macro_rules! jump_by_truth {
                ($wanted:expr) => {{
                    let x = slot!(instr.a);
                    if let Some(truth) = x.as_bool() {
                        if truth == $wanted {
                            jump!(instr.far());
                        }
                        continue;
                    }
                    let truth = attempt!(thread.truth(x));
                    done!(a);
                    if truth == $wanted {
                        jump!(instr.far());
                    }
                }};
            }
            macro_rules! jump_or_keep {
                ($wanted:expr) => {{
                    let truth = attempt!(thread.truth(slot!(instr.a)));
                    if truth == $wanted {
                        jump!(instr.far());
                    } else {
                        done!(a);
                    }
                }};
            }
            // A step of a loop, which goes on behind `$body` with an item, else at the next instruction.
            macro_rules! step {
                ($body:expr, $cursor:expr) => {{
                    let (iterator, cursor) = (slot!(instr.a), slot_at!($cursor));
                    // SAFETY: the translator gave the loop a slot of its own for its cursor.
                    if let Some(next) = cursor::next::<M>(iterator, unsafe { &mut *cursor }) {
                        match next {
                            Some(item) => {
                                pc = $body;
                                result!(b, item);
                            }
                            None => done!(a),
                        }
                        continue;
                    }
                    if let Some(generator) = iterator.downcast::<Generator<M>>() {
                        save!();
                        let none = Value::<M>::NONE;
                        if attempt!(thread.push_generator(generator.clone(), none, FrameKind::Loop, instr.b)) {
                            enter!();
                        } else {
                            done!(a);
                        }
                        continue;
                    }
                    if instr.temps & PAIRS != 0 && makes_pairs::<M>(iterator) {
                        // The pair goes to where it would be unpacked to, and no tuple is made.
                        // SAFETY: the loop begins with the unpacking.
                        let inside = unsafe { &*$body.wrapping_add(1) };
                        match attempt!(thread.next_pair(iterator)) {
                            Some((first, second)) => {
                                let forward = u16::from(inside.op == Op::UnpackLocals);
                                put!(inside.a + 1 - forward, first);
                                put!(inside.a + forward, second);
                                pc = $body.wrapping_add(1);
                            }
                            None => done!(a),
                        }
                        continue;
                    }
                    match attempt!(thread.next(iterator)) {
                        Some(item) => {
                            put!(instr.b, item);
                            pc = $body;
                        }
                        None => done!(a),
                    }
                }};
            }
            macro_rules! get_method {
                ($hand:expr) => {{
                    let value = own!(b);
                    let (method, receiver) = attempt!(thread.get_method_at(value, site!(), $hand));
                    // SAFETY: see above. The row that it begins is of temporaries, which own nothing.
                    unsafe {
                        let first = slot_at!(instr.a);
                        debug_assert!(instr.temps & TEMP_A != 0, "a method pair is in temporaries");
                        first.write(Some(method));
                        first.add(1).write(receiver);
                    }
                }};
            }
            macro_rules! load_global {
                ($hand:expr) => {{
                    // SAFETY: the function that runs stands below its window, whatever the kind of the frame; if it is lent, the
                    // collector sees it there.
                    let function: &Function<M> = unsafe { (*base.sub(1)).as_ref().unwrap_unchecked().lent().body_unchecked() };
                    result!(attempt!(thread.load_global(function, site!(), $hand)));
                }};
            }
            macro_rules! get_slice {
                ($step:expr, $parts:expr) => {{
                    let part = Part { start: slot!(instr.c), stop: slot!(instr.c + 1), step: $step };
                    let result = attempt!(thread.get_part(rk!(instr.b), &part));
                    done!(b);
                    // SAFETY: the row is inside the window.
                    unsafe { release::<M>(slot_at!(instr.c), slot_at!(instr.c + $parts)) };
                    result!(result);
                }};
            }

            match instr.op {
                Op::Copy => {
                    let new = rk!(instr.b).clone();
                    replace!(instr.a, Some(new));
                }
                Op::Load => {
                    let new = slot!(instr.b).clone();
                    load!(new);
                }
                Op::LoadConstant => {
                    let new = rk!(instr.b).clone();
                    load!(new);
                }
                Op::Move => {
                    // SAFETY: see above. The empty half of a method pair is moved too.
                    let new = unsafe { (*slot_at!(instr.b)).take() };
                    replace!(instr.a, new);
                }
                Op::Drop => replace!(instr.a, None),
                Op::CheckBound => {
                    // SAFETY: see above.
                    if unsafe { (*slot_at!(instr.a)).is_none() } {
                        break 'raise thread.unbound_local(instr.a);
                    }
                }
                Op::Unbind => {
                    // SAFETY: see above.
                    match unsafe { (*base.add(instr.a as usize)).take() } {
                        Some(old) => drop(old),
                        None => break 'raise thread.unbound_local(instr.a),
                    }
                    finalizers!();
                }
                Op::LoadGlobal => load_global!(Value::<M>::clone_common),
                Op::LoadCallee => load_global!(Value::<M>::lend),
                Op::StoreGlobal => {
                    let value = own!(b);
                    thread.store_global(instr.c, value);
                    finalizers!();
                }
                Op::DeleteGlobal => {
                    attempt!(thread.delete_global(instr.c));
                    finalizers!();
                }
                Op::LoadName => put!(instr.a, attempt!(thread.load_name(instr.c))),
                Op::StoreName => {
                    let value = own!(b);
                    thread.store_name(instr.c, value);
                    finalizers!();
                }
                Op::DeleteName => {
                    attempt!(thread.delete_name(instr.c));
                    finalizers!();
                }
                Op::LoadCell => {
                    let cell = slot!(instr.b).downcast::<Cell<M>>().expect("cells are in cell slots");
                    let value = cell.look(|c| &c.value, Clone::clone);
                    match value {
                        Some(value) => result!(value),
                        None => break 'raise thread.unbound_cell(instr.b),
                    }
                }
                Op::StoreCell => {
                    let value = own!(b);
                    let cell = slot!(instr.a).downcast::<Cell<M>>().expect("cells are in cell slots");
                    let old = cell.open(|c| &c.value).replace(value);
                    drop(old);
                }
                Op::EmptyCell => {
                    let cell = slot!(instr.a).downcast::<Cell<M>>().expect("cells are in cell slots");
                    let old = cell.open(|c| &c.value).take();
                    if old.is_none() {
                        break 'raise thread.unbound_cell(instr.a);
                    }
                }
                Op::LoadClassCell => {
                    let cell = slot!(instr.b).clone();
                    put!(instr.a, attempt!(thread.load_class_cell(&cell, instr.b, instr.c)));
                }
                Op::GetAttr => {
                    let object = slot!(instr.b);
                    if let Some(instance) = object.downcast::<Instance<M>>() {
                        let found = thread.own_attr_at(instance, site!());
                        if let Some(Some(found)) = found {
                            done!(b);
                            put!(instr.a, found);
                            continue;
                        }
                        if found.is_none()
                            && let Some(found) = thread.own_attr_at_slow(instance, site!())
                        {
                            done!(b);
                            result!(found);
                            continue;
                        }
                        if let Some(getter) = thread.getter_at(object, site!())
                            && let Some(first) = thread.row_above(getter, 1)
                        {
                            above!(first, 1, own!(b));
                            enter_operator!(first, 1, FrameKind::Call);
                        }
                    }
                    let result = attempt!(thread.get_attr_at(object, site!()));
                    done!(b);
                    result!(result);
                }
                Op::SetAttr => {
                    let new = own!(a);
                    let object = rk!(instr.b);
                    attempt!(thread.set_attr_at(object, site!(), new));
                    done!(b);
                }
                Op::DeleteAttr => {
                    attempt!(thread.set_attr(rk!(instr.b), site!().text(), None));
                    done!(b);
                }
                Op::GetMethod => get_method!(Value::<M>::clone_common),
                Op::GetCallee => get_method!(Value::<M>::lend),
                Op::GetItem => {
                    let (object, key) = (rk!(instr.b), rk!(instr.c));
                    if let Some(result) = item::<M>(object, key) {
                        done!(b);
                        result!(result);
                        continue;
                    }
                    if object.kind() == kind::INSTANCE
                        && let Some(first) = thread.operator_row(object, |n| &n.get_item, 2)
                    {
                        above!(first, 1, own!(b));
                        above!(first, 2, own!(c));
                        enter_operator!(first, 2, FrameKind::Call);
                    }
                    let result = attempt!(thread.get_item_other(object, key));
                    done!(b);
                    done!(c);
                    result!(result);
                }
                Op::SetItem => {
                    let value = own!(a);
                    if rk!(instr.b).kind() == kind::INSTANCE
                        && let Some(first) = thread.operator_row(rk!(instr.b), |n| &n.set_item, 3)
                    {
                        above!(first, 1, own!(b));
                        above!(first, 2, own!(c));
                        above!(first, 3, value);
                        enter_operator!(first, 3, FrameKind::Discard);
                    }
                    attempt!(thread.set_item(rk!(instr.b), rk!(instr.c), value));
                    done!(b);
                    done!(c);
                }
                Op::GetSlice => get_slice!(&Value::<M>::NONE, 2),
                Op::GetStepSlice => get_slice!(slot!(instr.c + 2), 3),
                Op::SetSlice => {
                    let value = own!(a);
                    let part = Part { start: slot!(instr.c), stop: slot!(instr.c + 1), step: &Value::<M>::NONE };
                    attempt!(thread.set_part(rk!(instr.b), &part, value));
                    done!(b);
                    // SAFETY: as above.
                    unsafe { release::<M>(slot_at!(instr.c), slot_at!(instr.c + 2)) };
                    finalizers!();
                }
                Op::DeleteItem => {
                    attempt!(thread.delete_item(rk!(instr.b), rk!(instr.c)));
                    done!(b);
                    done!(c);
                }
                Op::Add => arithmetic!(Add, false, |x, y| x.add_ints(y), |p, q| p + q, appends!()),
                Op::InplaceAdd => arithmetic!(Add, true, |x, y| x.add_ints(y), |p, q| p + q, appends!()),
                Op::Subtract => arithmetic!(Subtract, false, |x, y| x.sub_ints(y), |p, q| p - q),
                Op::InplaceSubtract => arithmetic!(Subtract, true, |x, y| x.sub_ints(y), |p, q| p - q),
                Op::Multiply => arithmetic!(Multiply, false, |x, y| slow::multiply::<M>(x, y), |p, q| p * q),
                Op::InplaceMultiply => arithmetic!(Multiply, true, |x, y| slow::multiply::<M>(x, y), |p, q| p * q),
                Op::TrueDivide => general!(TrueDivide, false, |x, y| slow::divide::<M>(x, y)),
                Op::InplaceTrueDivide => general!(TrueDivide, true, |x, y| slow::divide::<M>(x, y)),
                Op::FloorDivide => general!(FloorDivide, false, |x, y| slow::floor_divide::<M>(x, y)),
                Op::InplaceFloorDivide => general!(FloorDivide, true, |x, y| slow::floor_divide::<M>(x, y)),
                Op::Modulo => general!(Modulo, false, |x, y| slow::modulo::<M>(x, y)),
                Op::InplaceModulo => general!(Modulo, true, |x, y| slow::modulo::<M>(x, y)),
                Op::And => general!(And, false, |x, y| slow::bits::<M>(x, y, |x, y| x & y)),
                Op::InplaceAnd => general!(And, true, |x, y| slow::bits::<M>(x, y, |x, y| x & y)),
                Op::Or => general!(Or, false, |x, y| slow::bits::<M>(x, y, |x, y| x | y)),
                Op::InplaceOr => general!(Or, true, |x, y| slow::bits::<M>(x, y, |x, y| x | y)),
                Op::Xor => general!(Xor, false, |x, y| slow::bits::<M>(x, y, |x, y| x ^ y)),
                Op::InplaceXor => general!(Xor, true, |x, y| slow::bits::<M>(x, y, |x, y| x ^ y)),
                Op::ShiftLeft => general!(ShiftLeft, false, |x, y| slow::shift_left::<M>(x, y)),
                Op::InplaceShiftLeft => general!(ShiftLeft, true, |x, y| slow::shift_left::<M>(x, y)),
                Op::ShiftRight => general!(ShiftRight, false, |x, y| slow::shift_right::<M>(x, y)),
                Op::InplaceShiftRight => general!(ShiftRight, true, |x, y| slow::shift_right::<M>(x, y)),
                Op::Power => general!(Power, false, |_x, _y| None::<Value<M>>),
                Op::InplacePower => general!(Power, true, |_x, _y| None::<Value<M>>),
                Op::MatrixMultiply => general!(MatrixMultiply, false, |_x, _y| None::<Value<M>>),
                Op::InplaceMatrixMultiply => general!(MatrixMultiply, true, |_x, _y| None::<Value<M>>),
                Op::AddSmall => with_small!(Add, false, add_ints),
                Op::InplaceAddSmall => with_small!(Add, true, add_ints),
                Op::InplaceSubtractSmall => with_small!(Subtract, true, sub_ints),
                Op::SubtractSmall => with_small!(Subtract, false, sub_ints),
                Op::Negative => unary!(|x| thread.negative(x)),
                Op::Positive => unary!(|x| thread.positive(x)),
                Op::Invert => unary!(|x| thread.invert(x)),
                Op::Not => unary!(|x| thread.truth(x).map(|t| Value::<M>::bool(!t))),
                Op::Less => comparison!(Less),
                Op::LessEqual => comparison!(LessEqual),
                Op::Equal => comparison!(Equal),
                Op::NotEqual => comparison!(NotEqual),
                Op::Greater => comparison!(Greater),
                Op::GreaterEqual => comparison!(GreaterEqual),
                Op::Is => identity!(true),
                Op::IsNot => identity!(false),
                Op::In => membership!(true),
                Op::NotIn => membership!(false),
                Op::Jump => jump!(instr.far()),
                Op::JumpIf => jump_by_truth!(true),
                Op::JumpUnless => jump_by_truth!(false),
                Op::JumpIfKeep => jump_or_keep!(true),
                Op::JumpUnlessKeep => jump_or_keep!(false),
                Op::IfLess => branch!(Less, true),
                Op::IfLessEqual => branch!(LessEqual, true),
                Op::IfEqual => branch!(Equal, true),
                Op::IfNotEqual => branch!(NotEqual, true),
                Op::IfGreater => branch!(Greater, true),
                Op::IfGreaterEqual => branch!(GreaterEqual, true),
                Op::UnlessLess => branch!(Less, false),
                Op::UnlessLessEqual => branch!(LessEqual, false),
                Op::UnlessEqual => branch!(Equal, false),
                Op::UnlessNotEqual => branch!(NotEqual, false),
                Op::UnlessGreater => branch!(Greater, false),
                Op::UnlessGreaterEqual => branch!(GreaterEqual, false),
                Op::IfLessSmall => branch_small!(Less, true),
                Op::IfLessEqualSmall => branch_small!(LessEqual, true),
                Op::IfEqualSmall => branch_small!(Equal, true),
                Op::IfNotEqualSmall => branch_small!(NotEqual, true),
                Op::IfGreaterSmall => branch_small!(Greater, true),
                Op::IfGreaterEqualSmall => branch_small!(GreaterEqual, true),
                Op::UnlessLessSmall => branch_small!(Less, false),
                Op::UnlessLessEqualSmall => branch_small!(LessEqual, false),
                Op::UnlessEqualSmall => branch_small!(Equal, false),
                Op::UnlessNotEqualSmall => branch_small!(NotEqual, false),
                Op::UnlessGreaterSmall => branch_small!(Greater, false),
                Op::UnlessGreaterEqualSmall => branch_small!(GreaterEqual, false),
                Op::IfIs => branch_identity!(true),
                Op::UnlessIs => branch_identity!(false),
                Op::IfIn => branch_membership!(true),
                Op::UnlessIn => branch_membership!(false),
                Op::GetIter => unary!(|x| thread.iter(x)),
                Op::GetLoop => {
                    if let Some(start) = cursor::start::<M>(rk!(instr.b)) {
                        // SAFETY: as in `step`; a cursor owns nothing.
                        unsafe { slot_at!(instr.c).write(Some(start)) };
                        let over = own!(b);
                        result!(over);
                        continue;
                    }
                    unary!(|x| thread.iter(x));
                }
                Op::ForIter => step!(pc.wrapping_add(1), instr.c),
                Op::NextIter => {
                    check_point!();
                    let body = pc.wrapping_sub(instr.c as usize);
                    // SAFETY: before the body of a loop is its head.
                    step!(body, unsafe { (*body.sub(1)).c })
                }
                Op::Check => check_point!(),
                Op::Count => thread.count(instr.c),
                Op::Call => {
                    check_point!();
                    // SAFETY: the row is inside the window.
                    call!(unsafe { base.add(instr.b as usize) }, instr.c);
                }
                Op::CallMethod => {
                    check_point!();
                    // SAFETY: as above; the row starts one later when there is no receiver.
                    let first = unsafe { base.add(instr.b as usize) };
                    // SAFETY: as above.
                    if unsafe { (*first.add(1)).is_some() } {
                        call!(first, instr.c + 1);
                    } else {
                        // SAFETY: as above.
                        let first = unsafe {
                            first.add(1).write((*first).take());
                            first.add(1)
                        };
                        call!(first, instr.c);
                    }
                }
                Op::CallNames => {
                    check_point!();
                    save!();
                    // SAFETY: as above.
                    let first = unsafe { base.add(instr.b as usize) };
                    called!(thread.call_row_names(first, instr.c as usize, instr.a));
                }
                Op::CallSpread => {
                    check_point!();
                    save!();
                    let function = take!(instr.b);
                    let list = take!(instr.b + 1);
                    let mapping = (instr.c & 1 != 0).then(|| take!(instr.b + 2));
                    called!(thread.call_spread(function, list, mapping, instr.a));
                }
                Op::Return => {
                    // The frame is done with its locals, so one of them is moved out and not counted.
                    let value = if instr.b & CONSTANT == 0 { take!(instr.b) } else { rk!(instr.b).clone() };
                    // SAFETY: a frame runs.
                    let frame = unsafe { &*thread.frames.top() };
                    let ends = base.wrapping_add(frame.exec().temps as usize);
                    // SAFETY: the window ends after its temporaries, which own nothing any more.
                    unsafe { release::<M>(base, ends) };
                    leave::check_temporaries::<M>(ends, base.wrapping_add(frame.exec().window as usize));
                    if frame.kind == FrameKind::Call {
                        let result = frame.result;
                        // SAFETY: the function stands below the window.
                        let function = unsafe { (*base.sub(1)).take().unwrap_unchecked() };
                        thread.frames.pop();
                        enter!();
                        put!(result, value);
                        function.drop_common();
                        continue;
                    }
                    match attempt_in_caller!(leave::leave_rare(thread, value)) {
                        leave::Left::ToFrame => enter!(),
                        leave::Left::ToRust(value) => return Ok(value),
                    }
                }
                Op::Yield => {
                    let value = own!(b);
                    let pause = Pause { pc, resume: instr.a, free: instr.c };
                    match leave::leave_by_yield(thread, pause, value) {
                        Some(value) => return Ok(value),
                        None => enter!(),
                    }
                }
                Op::YieldFrom => {
                    let sent = take!(instr.a + 1);
                    if let Some(generator) = slot!(instr.a).downcast::<Generator<M>>() {
                        save!();
                        if attempt!(thread.push_generator(generator.clone(), sent, FrameKind::Delegate, instr.a)) {
                            enter!();
                        } else {
                            put!(instr.a, Value::<M>::NONE);
                        }
                        continue;
                    }
                    match attempt!(thread.send_to_delegate(slot!(instr.a), sent)) {
                        Resumed::Yielded(value) => {
                            // SAFETY: this is such an instruction.
                            let pause = unsafe { Pause::at_delegation(pc) };
                            match leave::leave_by_yield(thread, pause, value) {
                                Some(value) => return Ok(value),
                                None => enter!(),
                            }
                        }
                        Resumed::Returned(value) => put!(instr.a, value),
                    }
                }
                Op::YieldFromIter => unary!(|x| thread.iter(x)),
                Op::Awaitable => unary!(|x| thread.awaitable(x)),
                Op::AsyncIter => unary!(|x| thread.async_iter(x)),
                Op::AsyncNext => {
                    let iterator = slot!(instr.b).clone();
                    put!(instr.a, attempt!(thread.async_next(&iterator)));
                }
                Op::EndAsyncFor => {
                    let (exception, iterator) = (own!(b), own!(c));
                    drop(iterator);
                    attempt!(thread.end_async_for(exception));
                }
                Op::BuildTuple => {
                    let first = slot_at!(instr.b);
                    // SAFETY: the row is inside the window and filled.
                    let items = (0..instr.c).map(|i| unsafe { (*first.add(i as usize)).take().unwrap_unchecked() });
                    result!(make::tuple::<M>(items));
                }
                Op::BuildList => {
                    let items = thread.row_values(base, instr.b, instr.c);
                    result!(make::list::<M>(items));
                }
                Op::BuildSet => {
                    let items = thread.row_values(base, instr.b, instr.c);
                    put!(instr.a, attempt!(thread.build_set(items)));
                }
                Op::BuildMap => {
                    let items = thread.row_values(base, instr.b, 2 * instr.c);
                    put!(instr.a, attempt!(thread.build_map(items)));
                }
                Op::BuildString => {
                    // SAFETY: the row is inside the window and filled, and a filled slot is a value.
                    let text = unsafe { slow::join_row::<M>(slot_at!(instr.b), instr.c as usize) };
                    put!(instr.a, text);
                }
                Op::BuildSlice => {
                    let items = thread.row_values(base, instr.b, instr.c);
                    put!(instr.a, slow::slice::<M>(items));
                }
                Op::ListAppend => {
                    let value = own!(c);
                    let list = slot!(instr.b).downcast::<List<M>>().expect("the compiler made a list");
                    list.change(|l| &l.items, |items| items.push(value));
                }
                Op::SetAdd => {
                    let value = own!(c);
                    let set = slot!(instr.b).downcast::<Set<M>>().expect("the compiler made a set").clone();
                    attempt!(thread.set_add(&set, value));
                }
                Op::MapAdd => {
                    let (key, value) = (own!(a), own!(c));
                    let dict = slot!(instr.b).downcast::<Dict<M>>().expect("the compiler made a dict").clone();
                    attempt!(thread.dict_set(&dict, key, value));
                }
                Op::ListExtend => {
                    let items = own!(c);
                    let list = slot!(instr.b).downcast::<List<M>>().expect("the compiler made a list").clone();
                    attempt!(thread.list_extend_star(&list, &items));
                }
                Op::SetUpdate => {
                    let items = own!(c);
                    let set = slot!(instr.b).downcast::<Set<M>>().expect("the compiler made a set").clone();
                    attempt!(thread.set_update(&set, &items));
                }
                Op::DictUpdate => {
                    let items = own!(c);
                    let dict = slot!(instr.b).downcast::<Dict<M>>().expect("the compiler made a dict").clone();
                    attempt!(thread.dict_update_star(&dict, &items));
                }
                Op::DictMerge => {
                    let items = own!(c);
                    let dict = slot!(instr.b).downcast::<Dict<M>>().expect("the compiler made a dict").clone();
                    attempt!(thread.dict_merge(&dict, &items, slot!(instr.a)));
                }
                Op::ListToTuple => unary!(|x| thread.collect_vec(x).map(make::tuple::<M>)),
                Op::Unpack => {
                    // The row may begin where the value is: it is taken out first.
                    let value = own!(b);
                    // SAFETY: the row is inside the window.
                    if !unsafe { unpack_row::<M>(&value, slot_at!(instr.a), instr.c as usize) } {
                        let items = attempt!(thread.unpack(&value, instr.c as usize));
                        thread.put_row(base, instr.a, items);
                    }
                }
                Op::UnpackLocals => {
                    let value = own!(b);
                    // SAFETY: the row is inside the window.
                    if !unsafe { replace_row::<M>(&value, slot_at!(instr.a), instr.c as usize) } {
                        let items = attempt!(thread.unpack(&value, instr.c as usize));
                        for (i, item) in (instr.a..).zip(items) {
                            put!(i, item);
                        }
                    }
                    drop(value);
                    finalizers!();
                }
                Op::UnpackStar => {
                    let value = own!(b);
                    let (before, after) = ((instr.c & 255) as usize, (instr.c >> 8) as usize);
                    // SAFETY: as in Unpack.
                    if !unsafe { unpack_star_row::<M>(&value, slot_at!(instr.a), before, after) } {
                        let items = attempt!(thread.unpack_star(&value, before, after));
                        thread.put_row(base, instr.a, items);
                    }
                }
                Op::Format => {
                    let value = take!(instr.b);
                    let spec = (instr.c & 4 != 0).then(|| take!(instr.b + 1));
                    put!(instr.a, attempt!(thread.format_value(&value, spec.as_ref(), instr.c & 3)));
                }
                Op::MakeFunction => {
                    let parts = thread.row_values(base, instr.b, 1 + (instr.c & 15).count_ones() as u16);
                    put!(instr.a, thread.make_function(parts, instr.c));
                }
                Op::BuildClass => put!(instr.a, attempt!(thread.builtin("__build_class__"))),
                Op::PushHandled => {
                    let exception = take!(instr.a);
                    let before = std::mem::replace(&mut thread.handled, exception.clone());
                    put!(instr.a, before);
                    put!(instr.a + 1, exception);
                }
                Op::PopHandled => {
                    let before = own!(b);
                    let old = std::mem::replace(&mut thread.handled, before);
                    drop(old);
                }
                Op::Matches => {
                    let matches = attempt!(thread.matches(slot!(instr.b), rk!(instr.c)));
                    done!(c);
                    put!(instr.a, Value::<M>::bool(matches));
                }
                Op::Raise => {
                    let mut parts = thread.row_values(base, instr.b, instr.c).into_iter();
                    let exception = parts.next();
                    break 'raise thread.raise_statement(exception, parts.next());
                }
                Op::Reraise => {
                    thread.error = Some(own!(b));
                    thread.reraising = true;
                    break 'raise Raised;
                }
                Op::EnterWith => {
                    let manager = take!(instr.a);
                    let (exit, entered) = attempt!(thread.enter_with(&manager));
                    put!(instr.a, exit);
                    put!(instr.a + 1, entered);
                }
                Op::EnterAsyncWith => {
                    let manager = take!(instr.a);
                    let (exit, entering) = attempt!(thread.enter_async_with(&manager));
                    put!(instr.a, exit);
                    put!(instr.a + 1, entering);
                }
                Op::ExitWith => {
                    let result = attempt!(thread.exit_with(slot!(instr.a - 3), slot!(instr.a - 1)));
                    put!(instr.a, result);
                }
                Op::AssertionError => {
                    put!(instr.a, thread.interp().types().exception(crate::error::Exc::Assertion).as_value().clone());
                }
                Op::Import => {
                    let (level, names) = (take!(instr.b), take!(instr.b + 1));
                    let name = thread.name(instr.c);
                    save!();
                    put!(instr.a, attempt!(thread.import_name(name.as_str(), &level, &names)));
                }
                Op::ImportFrom => {
                    let name = thread.name(instr.c);
                    put!(instr.a, attempt!(thread.import_from(rk!(instr.b), &name)));
                }
                Op::ImportStar => {
                    let module = own!(b);
                    let namespace = thread.namespace();
                    attempt!(thread.import_star(&module, &namespace));
                }
                Op::SetUpAnnotations => thread.set_up_annotations(),
                Op::Display => {
                    let value = own!(b);
                    attempt!(thread.display(&value));
                }
                Op::Length => {
                    let n = attempt!(thread.len(rk!(instr.b)));
                    put!(instr.a, make::size::<M>(n));
                }
                Op::IsMapping => put!(instr.a, Value::<M>::bool(thread.is_mapping(rk!(instr.b)))),
                Op::IsSequence => put!(instr.a, Value::<M>::bool(thread.is_sequence(rk!(instr.b)))),
                Op::MatchKeys => put!(instr.a, attempt!(thread.match_keys(rk!(instr.b), rk!(instr.c)))),
                Op::MatchClass => {
                    let parts = thread.row_values(base, instr.b, 3);
                    put!(instr.a, attempt!(thread.match_class(&parts, instr.c as usize)));
                }
            }
        };
        waiting = true;
    }
}

/// The same pointer, of which the compiler does not know that it is another one plus a constant.
///
/// Else it keeps both, and the one that goes from instruction to instruction in memory, which costs a wait for a store
/// each time. And what goes through here before every instruction is in a register then: the compiler weighs uses by how
/// often it expects them to run, and as it takes each arm of the loop for seldom, it kept the window in memory. (The
/// thread as well does not pay: it is stored and loaded again each time.)
#[inline(always)]
#[expect(clippy::pointers_in_nomem_asm_block, reason = "nothing is read through the pointer")]
pub(crate) fn forget_origin<T>(pointer: *const T) -> *const T {
    #[cfg(not(miri))]
    let pointer = {
        let mut pointer = pointer;
        // SAFETY: no instruction at all.
        unsafe {
            std::arch::asm!("/* {0} */", inout(reg) pointer, options(pure, nomem, nostack, preserves_flags));
        }
        pointer
    };
    pointer
}

/// What `call_row` and its like lead to: a result, or None when a frame was pushed.
pub(crate) type Called<M> = R<Option<Value<M>>>;
