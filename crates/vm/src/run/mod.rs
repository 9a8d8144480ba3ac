//! The interpreter loop.
//!
//! One function, because that is what compilers are good at: the arms hold the fast ways, everything else is a
//! call of a named method. All ways out of an instruction that raises go through one place at the end.

mod leave;
mod row;
mod slow;

use crate::body::*;
use crate::error::{R, Raised};
use crate::frame::{Frame, FrameKind, Slot};
use crate::load::{CONSTANT, Exec, Instr, Op};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::ops::compare::Compare;
use crate::thread::Thread;
use taipan_gil::Breaker;

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
    let breaker: *const Breaker = &raw const *thread.breaker;
    let mut base: *mut Slot<M>;
    let mut constants: *const Value<M>;
    let mut pc: *const Instr;
    let mut temps: u16;
    let mut exec: *const Exec<M>;
    let mut globals: *const Obj<M, Dict<M>>;

    // Takes over the frame on top.
    macro_rules! enter {
        () => {{
            let frame = thread.frames.last().expect("a frame runs");
            exec = frame.exec;
            globals = frame.globals;
            base = frame.base;
            constants = frame.code().constants.as_ptr();
            temps = frame.exec().temps;
            pc = frame.pc;
        }};
    }
    // SAFETY (of this whole function): operands were made by the translator for this code, so slots are inside
    // the frame's window and constants inside the code's; `pc` stays inside the instructions, because code
    // ends with a Return; the window belongs to this thread. References made by `rk!` and `slot!` end before
    // the slot is written.
    macro_rules! slot {
        ($i:expr) => {
            // SAFETY: see above.
            unsafe { (*base.add($i as usize)).as_ref().unwrap_unchecked() }
        };
    }
    macro_rules! rk {
        ($i:expr) => {
            // SAFETY: see above.
            unsafe {
                if $i & CONSTANT != 0 {
                    &*constants.add(($i & !CONSTANT) as usize)
                } else {
                    (*base.add($i as usize)).as_ref().unwrap_unchecked()
                }
            }
        };
    }
    macro_rules! put {
        ($i:expr, $value:expr) => {{
            let value = $value;
            // SAFETY: see above.
            let old = unsafe { std::mem::replace(&mut *base.add($i as usize), Some(value)) };
            drop(old);
        }};
    }
    macro_rules! take {
        ($i:expr) => {
            // SAFETY: see above.
            unsafe { (*base.add($i as usize)).take().unwrap_unchecked() }
        };
    }
    // Empties an operand that is a temporary.
    macro_rules! done {
        ($i:expr) => {
            if $i & CONSTANT == 0 && $i >= temps {
                // SAFETY: see above.
                drop(unsafe { (*base.add($i as usize)).take() });
            }
        };
    }
    // An operand as an owned value: a temporary is emptied, anything else is counted.
    macro_rules! own {
        ($i:expr) => {
            if $i & CONSTANT == 0 && $i >= temps { take!($i) } else { rk!($i).clone() }
        };
    }
    // Notes the next instruction in the frame, for whoever looks from outside.
    macro_rules! save {
        () => {
            thread.frames.last_mut().expect("a frame runs").pc = pc
        };
    }

    enter!();
    let mut waiting = raising;
    loop {
        if waiting {
            // SAFETY: as above.
            let mut at =
                unsafe { pc.offset_from(thread.frames.last().expect("a frame runs").exec().instrs.as_ptr()) } as u32;
            // SAFETY: as above.
            let delegates = raising && unsafe { (*pc).op == Op::YieldFrom };
            if delegates {
                // SAFETY: as above.
                let a = unsafe { (*pc).a };
                match thread.throw_into_delegate(slot!(a)) {
                    Some(Ok(crate::ops::call::Resumed::Yielded(value))) => {
                        thread.resume_slot = a + 1;
                        return Ok(value);
                    }
                    Some(Ok(crate::ops::call::Resumed::Returned(value))) => {
                        put!(a, value);
                        pc = pc.wrapping_add(1);
                        waiting = false;
                        continue;
                    }
                    _ => at += 1,
                }
            }
            if !leave::unwind(thread, at - 1) {
                return Err(Raised);
            }
            enter!();
        }
        let _raised: Raised = 'raise: loop {
            macro_rules! attempt {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(raised) => break 'raise raised,
                    }
                };
            }
            macro_rules! check_point {
                () => {
                    // SAFETY: the breaker lives as long as the thread.
                    if unsafe { (*breaker).raised() } {
                        attempt!(thread.pause());
                    }
                };
            }
            // Runs `__del__` methods of what an instruction let go of, so that they run at once, as in CPython.
            macro_rules! finalizers {
                () => {
                    // SAFETY: as above.
                    if unsafe { (*breaker).raised() } {
                        thread.serve_finalizers();
                    }
                };
            }
            macro_rules! jump {
                ($distance:expr) => {{
                    let distance = $distance as isize;
                    // SAFETY: jumps lead to instructions of the same code.
                    pc = unsafe { pc.offset(distance) };
                    if distance < 0 {
                        check_point!();
                    }
                }};
            }
            // SAFETY: see above. One load of the whole word: the operands are cut out of it where they are used.
            let word = unsafe { pc.cast::<u64>().read() };
            // SAFETY: the low half of the word is an opcode, because the translator wrote an `Instr`.
            let op = unsafe { std::mem::transmute::<u16, Op>(word as u16) };
            let (a, b, c) = ((word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16);
            // SAFETY: code ends with an instruction that does not go on.
            pc = unsafe { pc.add(1) };

            macro_rules! arithmetic {
                ($operator:ident, $inplace:expr, |$x:ident, $y:ident| $ints:expr, |$p:ident, $q:ident| $floats:expr) => {{
                    let ($x, $y) = (rk!(b), rk!(c));
                    if let Some(result) = $ints {
                        put!(a, result);
                        continue;
                    }
                    if let (Some($p), Some($q)) = ($x.as_float(), $y.as_float()) {
                        put!(a, Value::<M>::float($floats));
                        continue;
                    }
                    let result = attempt!(thread.binary(Binary::$operator, $inplace, $x, $y));
                    done!(b);
                    done!(c);
                    put!(a, result);
                }};
            }
            macro_rules! general {
                ($operator:ident, $inplace:expr, |$x:ident, $y:ident| $ints:expr) => {{
                    let ($x, $y) = (rk!(b), rk!(c));
                    if let Some(result) = $ints {
                        put!(a, result);
                        continue;
                    }
                    let result = attempt!(thread.binary(Binary::$operator, $inplace, $x, $y));
                    done!(b);
                    done!(c);
                    put!(a, result);
                }};
            }
            macro_rules! small {
                ($operator:ident, $inplace:expr, $method:ident) => {{
                    let x = slot!(b);
                    let y = Value::<M>::small((word as i64 >> 48) as i32);
                    if let Some(result) = x.$method(&y) {
                        put!(a, result);
                        continue;
                    }
                    let result = attempt!(thread.binary(Binary::$operator, $inplace, x, &y));
                    done!(b);
                    put!(a, result);
                }};
            }
            macro_rules! unary {
                (|$x:ident| $result:expr) => {{
                    let $x = rk!(b);
                    let result = attempt!($result);
                    done!(b);
                    put!(a, result);
                }};
            }
            macro_rules! comparison {
                ($operator:ident) => {{
                    let (x, y) = (rk!(b), rk!(c));
                    if let Some((x, y)) = x.both_ints(y) {
                        put!(a, Value::<M>::bool(Compare::$operator.of(x.cmp(&y))));
                        continue;
                    }
                    let result = attempt!(thread.compare(Compare::$operator, x, y));
                    done!(b);
                    done!(c);
                    put!(a, result);
                }};
            }
            macro_rules! branch_small {
                ($operator:ident, $wanted:expr) => {{
                    let x = slot!(b);
                    let y = word as i64 >> 48;
                    let truth = match x.as_int() {
                        Some(x) => Compare::$operator.of(x.cmp(&y)),
                        None => {
                            let y = Value::<M>::small(y as i32);
                            let truth = attempt!(thread.compare_truth_slow(Compare::$operator, x, &y));
                            done!(b);
                            truth
                        }
                    };
                    if truth == $wanted {
                        jump!(a as i16);
                    }
                }};
            }
            macro_rules! branch {
                ($operator:ident, $wanted:expr) => {{
                    let (x, y) = (rk!(b), rk!(c));
                    let truth = match x.both_ints(y) {
                        Some((x, y)) => Compare::$operator.of(x.cmp(&y)),
                        None => {
                            let truth = attempt!(thread.compare_truth_slow(Compare::$operator, x, y));
                            done!(b);
                            done!(c);
                            truth
                        }
                    };
                    if truth == $wanted {
                        jump!(a as i16);
                    }
                }};
            }

            match op {
                Op::Copy => {
                    put!(a, rk!(b).clone());
                    finalizers!();
                }
                Op::Move => {
                    put!(a, take!(b));
                    finalizers!();
                }
                Op::Drop => {
                    // SAFETY: see above.
                    drop(unsafe { (*base.add(a as usize)).take() });
                    finalizers!();
                }
                Op::CheckBound => {
                    // SAFETY: see above.
                    if unsafe { (*base.add(a as usize)).is_none() } {
                        break 'raise thread.unbound_local(a);
                    }
                }
                Op::Unbind => {
                    // SAFETY: see above.
                    match unsafe { (*base.add(a as usize)).take() } {
                        Some(old) => drop(old),
                        None => break 'raise thread.unbound_local(a),
                    }
                    finalizers!();
                }
                // SAFETY: both live as long as the frame.
                Op::LoadGlobal => put!(a, attempt!(unsafe { thread.load_global(&*exec, &*globals, c) })),
                Op::StoreGlobal => {
                    let value = own!(b);
                    thread.store_global(c, value);
                    finalizers!();
                }
                Op::DeleteGlobal => {
                    attempt!(thread.delete_global(c));
                    finalizers!();
                }
                Op::LoadName => put!(a, attempt!(thread.load_name(c))),
                Op::StoreName => {
                    let value = own!(b);
                    thread.store_name(c, value);
                    finalizers!();
                }
                Op::DeleteName => {
                    attempt!(thread.delete_name(c));
                    finalizers!();
                }
                Op::LoadCell => {
                    let cell = slot!(b).downcast::<Cell<M>>().expect("cells are in cell slots");
                    let value = cell.open(|c| &c.value).clone();
                    match value {
                        Some(value) => put!(a, value),
                        None => break 'raise thread.unbound_cell(b),
                    }
                }
                Op::StoreCell => {
                    let value = own!(b);
                    let cell = slot!(a).downcast::<Cell<M>>().expect("cells are in cell slots");
                    let old = cell.open(|c| &c.value).replace(value);
                    drop(old);
                }
                Op::EmptyCell => {
                    let cell = slot!(a).downcast::<Cell<M>>().expect("cells are in cell slots");
                    let old = cell.open(|c| &c.value).take();
                    if old.is_none() {
                        break 'raise thread.unbound_cell(a);
                    }
                }
                Op::LoadClassCell => {
                    let cell = slot!(b).clone();
                    put!(a, attempt!(thread.load_class_cell(&cell, b, c)));
                }
                Op::GetAttr => {
                    let value = rk!(b);
                    // SAFETY: the executable form lives as long as the frame.
                    let exec = unsafe { &*exec };
                    let site = &exec.sites[c as usize];
                    let result = attempt!(thread.get_attr_at(value, &exec.names[site.name as usize], site));
                    done!(b);
                    put!(a, result);
                }
                Op::SetAttr => {
                    let new = own!(a);
                    let object = rk!(b);
                    attempt!(thread.set_attr_at(object, c, new));
                    done!(b);
                }
                Op::DeleteAttr => {
                    let name = thread.site_name(c);
                    attempt!(thread.set_attr(rk!(b), &name, None));
                    done!(b);
                }
                Op::GetMethod => {
                    let value = own!(b);
                    // SAFETY: as in GetAttr.
                    let exec = unsafe { &*exec };
                    let site = &exec.sites[c as usize];
                    let (method, receiver) =
                        attempt!(thread.get_method_at(value, &exec.names[site.name as usize], site));
                    put!(a, method);
                    // SAFETY: see above.
                    let old = unsafe { std::mem::replace(&mut *base.add(a as usize + 1), receiver) };
                    drop(old);
                }
                Op::GetItem => {
                    let (object, key) = (rk!(b), rk!(c));
                    let result = attempt!(thread.get_item(object, key));
                    done!(b);
                    done!(c);
                    put!(a, result);
                }
                Op::SetItem => {
                    let value = own!(a);
                    attempt!(thread.set_item(rk!(b), rk!(c), value));
                    done!(b);
                    done!(c);
                }
                Op::DeleteItem => {
                    attempt!(thread.delete_item(rk!(b), rk!(c)));
                    done!(b);
                    done!(c);
                }
                Op::Add => arithmetic!(Add, false, |x, y| x.add_ints(y), |p, q| p + q),
                Op::InplaceAdd => arithmetic!(Add, true, |x, y| x.add_ints(y), |p, q| p + q),
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
                Op::AddSmall => small!(Add, false, add_ints),
                Op::InplaceAddSmall => small!(Add, true, add_ints),
                Op::InplaceSubtractSmall => small!(Subtract, true, sub_ints),
                Op::SubtractSmall => small!(Subtract, false, sub_ints),
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
                Op::Is | Op::IsNot => {
                    let same = rk!(b).is(rk!(c));
                    done!(b);
                    done!(c);
                    put!(a, Value::<M>::bool(same == (op == Op::Is)));
                }
                Op::In | Op::NotIn => {
                    let inside = attempt!(thread.contains(rk!(c), rk!(b)));
                    done!(b);
                    done!(c);
                    put!(a, Value::<M>::bool(inside == (op == Op::In)));
                }
                Op::Jump => jump!(((word >> 32) as i32)),
                Op::JumpIf | Op::JumpUnless => {
                    let truth = attempt!(thread.truth(slot!(a)));
                    done!(a);
                    if truth == (op == Op::JumpIf) {
                        jump!(((word >> 32) as i32));
                    }
                }
                Op::JumpIfKeep | Op::JumpUnlessKeep => {
                    let truth = attempt!(thread.truth(slot!(a)));
                    if truth == (op == Op::JumpIfKeep) {
                        jump!(((word >> 32) as i32));
                    } else {
                        done!(a);
                    }
                }
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
                Op::GetIter => unary!(|x| thread.iter(x)),
                Op::ForIter => match attempt!(thread.next(slot!(a))) {
                    Some(item) => {
                        put!(b, item);
                        // SAFETY: a jump follows.
                        pc = unsafe { pc.add(1) };
                    }
                    None => done!(a),
                },
                Op::Check => check_point!(),
                Op::Call => {
                    check_point!();
                    save!();
                    // SAFETY: the row is inside the window.
                    let first = unsafe { base.add(b as usize) };
                    match attempt!(thread.call_row(first, c as usize, a)) {
                        Some(result) => put!(a, result),
                        None => enter!(),
                    }
                }
                Op::CallMethod => {
                    check_point!();
                    save!();
                    // SAFETY: as above; the row starts one later when there is no receiver.
                    let result = unsafe {
                        let first = base.add(b as usize);
                        if (*first.add(1)).is_some() {
                            thread.call_row(first, c as usize + 1, a)
                        } else {
                            *first.add(1) = (*first).take();
                            thread.call_row(first.add(1), c as usize, a)
                        }
                    };
                    match attempt!(result) {
                        Some(result) => put!(a, result),
                        None => enter!(),
                    }
                }
                Op::CallNames => {
                    check_point!();
                    save!();
                    // SAFETY: as above.
                    let first = unsafe { base.add(b as usize) };
                    match attempt!(thread.call_row_names(first, c as usize, a)) {
                        Some(result) => put!(a, result),
                        None => enter!(),
                    }
                }
                Op::CallSpread => {
                    check_point!();
                    save!();
                    let function = take!(b);
                    let list = take!(b + 1);
                    let mapping = (c & 1 != 0).then(|| take!(b + 2));
                    match attempt!(thread.call_spread(function, list, mapping, a)) {
                        Some(result) => put!(a, result),
                        None => enter!(),
                    }
                }
                Op::Return => {
                    let value = own!(b);
                    let frame = thread.frames.pop().expect("a frame runs");
                    match leave::leave(thread, frame, value) {
                        leave::Left::ToFrame => enter!(),
                        leave::Left::ToRust(value) => return Ok(value),
                        leave::Left::Raised => {
                            enter!();
                            break 'raise Raised;
                        }
                    }
                }
                Op::Yield => {
                    let value = own!(b);
                    save!();
                    thread.resume_slot = a;
                    return Ok(value);
                }
                Op::YieldFrom => {
                    let sent = take!(a + 1);
                    match attempt!(thread.send_to_delegate(slot!(a), sent)) {
                        crate::ops::call::Resumed::Yielded(value) => {
                            pc = pc.wrapping_sub(1);
                            save!();
                            thread.resume_slot = a + 1;
                            return Ok(value);
                        }
                        crate::ops::call::Resumed::Returned(value) => put!(a, value),
                    }
                }
                Op::YieldFromIter => unary!(|x| thread.iter(x)),
                Op::Awaitable => unary!(|x| thread.awaitable(x)),
                Op::AsyncIter => unary!(|x| thread.async_iter(x)),
                Op::AsyncNext => {
                    let iterator = slot!(b).clone();
                    put!(a, attempt!(thread.async_next(&iterator)));
                }
                Op::EndAsyncFor => {
                    let (exception, iterator) = (own!(b), own!(c));
                    drop(iterator);
                    attempt!(thread.end_async_for(exception));
                }
                Op::BuildTuple => {
                    let items = thread.row_values(base, b, c);
                    put!(a, make::tuple::<M>(items));
                }
                Op::BuildList => {
                    let items = thread.row_values(base, b, c);
                    put!(a, make::list::<M>(items));
                }
                Op::BuildSet => {
                    let items = thread.row_values(base, b, c);
                    put!(a, attempt!(thread.build_set(items)));
                }
                Op::BuildMap => {
                    let items = thread.row_values(base, b, 2 * c);
                    put!(a, attempt!(thread.build_map(items)));
                }
                Op::BuildString => {
                    let items = thread.row_values(base, b, c);
                    put!(a, slow::join::<M>(&items));
                }
                Op::BuildSlice => {
                    let items = thread.row_values(base, b, c);
                    put!(a, slow::slice::<M>(items));
                }
                Op::ListAppend => {
                    let value = own!(c);
                    let list = slot!(b).downcast::<List<M>>().expect("the compiler made a list");
                    list.open(|l| &l.items).push(value);
                }
                Op::SetAdd => {
                    let value = own!(c);
                    let set = slot!(b).downcast::<Set<M>>().expect("the compiler made a set").clone();
                    attempt!(thread.set_add(&set, value));
                }
                Op::MapAdd => {
                    let (key, value) = (own!(a), own!(c));
                    let dict = slot!(b).downcast::<Dict<M>>().expect("the compiler made a dict").clone();
                    attempt!(thread.dict_set(&dict, key, value));
                }
                Op::ListExtend => {
                    let items = own!(c);
                    let list = slot!(b).downcast::<List<M>>().expect("the compiler made a list").clone();
                    attempt!(thread.list_extend_star(&list, &items));
                }
                Op::SetUpdate => {
                    let items = own!(c);
                    let set = slot!(b).downcast::<Set<M>>().expect("the compiler made a set").clone();
                    attempt!(thread.for_each(&items, |thread, item| thread.set_add(&set, item).map(drop)));
                }
                Op::DictUpdate => {
                    let items = own!(c);
                    let dict = slot!(b).downcast::<Dict<M>>().expect("the compiler made a dict").clone();
                    attempt!(thread.dict_update_star(&dict, &items));
                }
                Op::DictMerge => {
                    let items = own!(c);
                    let dict = slot!(b).downcast::<Dict<M>>().expect("the compiler made a dict").clone();
                    attempt!(thread.dict_merge(&dict, &items, slot!(a)));
                }
                Op::ListToTuple => unary!(|x| thread.collect_vec(x).map(make::tuple::<M>)),
                Op::Unpack => {
                    let items = attempt!(thread.unpack(rk!(b), c as usize));
                    done!(b);
                    thread.put_row(base, a, items);
                }
                Op::UnpackStar => {
                    let items = attempt!(thread.unpack_star(rk!(b), (c & 255) as usize, (c >> 8) as usize));
                    done!(b);
                    thread.put_row(base, a, items);
                }
                Op::Format => {
                    let value = take!(b);
                    let spec = (c & 4 != 0).then(|| take!(b + 1));
                    put!(a, attempt!(thread.format_value(&value, spec.as_ref(), c & 3)));
                }
                Op::MakeFunction => {
                    let parts = thread.row_values(base, b, 1 + (c & 15).count_ones() as u16);
                    put!(a, thread.make_function(parts, c));
                }
                Op::BuildClass => put!(a, attempt!(thread.builtin("__build_class__"))),
                Op::PushHandled => {
                    let exception = take!(a);
                    let before = std::mem::replace(&mut thread.handled, exception.clone());
                    put!(a, before);
                    put!(a + 1, exception);
                }
                Op::PopHandled => {
                    let before = own!(b);
                    let old = std::mem::replace(&mut thread.handled, before);
                    drop(old);
                }
                Op::Matches => {
                    let matches = attempt!(thread.matches(slot!(b), rk!(c)));
                    done!(c);
                    put!(a, Value::<M>::bool(matches));
                }
                Op::Raise => {
                    let mut parts = thread.row_values(base, b, c).into_iter();
                    let exception = parts.next();
                    break 'raise thread.raise_statement(exception, parts.next());
                }
                Op::Reraise => {
                    thread.error = Some(own!(b));
                    thread.reraising = true;
                    break 'raise Raised;
                }
                Op::EnterWith => {
                    let manager = take!(a);
                    let (exit, entered) = attempt!(thread.enter_with(&manager));
                    put!(a, exit);
                    put!(a + 1, entered);
                }
                Op::EnterAsyncWith => {
                    let manager = take!(a);
                    let (exit, entering) = attempt!(thread.enter_async_with(&manager));
                    put!(a, exit);
                    put!(a + 1, entering);
                }
                Op::ExitWith => {
                    let result = attempt!(thread.exit_with(slot!(a - 3), slot!(a - 1)));
                    put!(a, result);
                }
                Op::AssertionError => {
                    put!(a, thread.interp().types().exception(crate::error::Exc::Assertion).as_value().clone());
                }
                Op::Import => {
                    let (level, names) = (take!(b), take!(b + 1));
                    let name = thread.name(c);
                    save!();
                    put!(a, attempt!(thread.import_name(name.as_str(), &level, &names)));
                }
                Op::ImportFrom => {
                    let name = thread.name(c);
                    put!(a, attempt!(thread.import_from(rk!(b), &name)));
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
                    let n = attempt!(thread.len(rk!(b)));
                    put!(a, make::size::<M>(n));
                }
                Op::IsMapping => put!(a, Value::<M>::bool(thread.is_mapping(rk!(b)))),
                Op::IsSequence => put!(a, Value::<M>::bool(thread.is_sequence(rk!(b)))),
                Op::MatchKeys => put!(a, attempt!(thread.match_keys(rk!(b), rk!(c)))),
                Op::MatchClass => {
                    let parts = thread.row_values(base, b, 3);
                    put!(a, attempt!(thread.match_class(&parts, c as usize)));
                }
            }
        };
        waiting = true;
    }
}

/// What `call_row` and its like lead to: a result, or None when a frame was pushed.
pub(crate) type Called<M> = R<Option<Value<M>>>;

impl<M: Model> Thread<M> {
    /// Pushes a frame whose arguments stand in a row of slots, which they leave.
    ///
    /// # Safety
    /// The row's slots are filled, and this thread's own.
    #[inline(always)]
    unsafe fn push_row(&mut self, function: Value<M>, row: *mut Slot<M>, n: usize, result: u16) -> R<()> {
        let body = function.downcast::<Function<M>>().expect("the caller looked at the kind");
        let code = std::ptr::from_ref::<CodeBody<M>>(&body.code);
        let exec = body.code.exec(self.interp());
        let window = exec.window;
        let exec = std::ptr::from_ref(exec);
        let globals = std::ptr::from_ref(&body.globals);
        self.check_depth(window)?;
        let base = self.stack.top;
        for i in 0..n {
            // SAFETY: the row is filled, says the caller; the new window fits and is empty.
            unsafe { base.add(i).write((*row.add(i)).take()) };
        }
        // SAFETY: the window fits.
        self.stack.top = unsafe { base.add(window as usize) };
        // SAFETY: part of the code, which the frame keeps alive.
        let pc = unsafe { (*exec).instrs.as_ptr() };
        let kind = FrameKind::Call;
        self.frames.push(Frame { function, code, exec, globals, base, pc, result, kind, rare: None });
        Ok(())
    }
}
