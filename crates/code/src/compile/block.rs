//! What a statement stands in, and how `return`, `break` and `continue` leave it.

use ruff_python_ast::{Expr, Identifier, Stmt, StmtReturn};
use ruff_text_size::TextRange;

use super::{Access, Compiler, Outcome};
use crate::assemble::{Label, Region};
use crate::code::Constant;
use crate::fold;
use crate::op::Op;
use crate::source::Fault;

/// CPython's limit of statements in each other.
const MAX_BLOCKS: usize = 20;

/// A statement that is open, and the region of handlers outside it.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) kind: Block<'a>,
    outside: Option<Region>,
}

/// A kind of open statement. Each puts some values on the stack.
#[derive(Clone, Copy)]
pub(super) enum Block<'a> {
    /// Nothing.
    While(Loop),
    /// The iterator.
    For(Loop),
    /// Nothing: the body of `try` with `except`.
    Try,
    /// Nothing: what has a `finally` body still to run.
    Finally(&'a [Stmt]),
    /// The previous exception and the one to raise again: a `finally` body after an exception.
    FinallyEnd,
    /// The exit function.
    With { range: TextRange, is_async: bool },
    /// The previous exception: an `except` body, with the name to delete.
    Handler(Option<&'a Identifier>),
    /// The value to return: a `finally` body that runs on the way out.
    Value,
}

/// Where `continue` and `break` go.
#[derive(Clone, Copy)]
pub(super) struct Loop {
    pub(super) again: Label,
    pub(super) end: Label,
}

impl Entry<'_> {
    /// How many values of the stack belong to the statement.
    pub(super) fn height(&self) -> u32 {
        match self.kind {
            Block::While(_) | Block::Try | Block::Finally(_) => 0,
            Block::For(_) | Block::With { .. } | Block::Handler(_) | Block::Value => 1,
            Block::FinallyEnd => 2,
        }
    }
}

impl<'a> Compiler<'a> {
    /// Opens a statement.
    pub(super) fn enter(&mut self, kind: Block<'a>) -> Outcome {
        let outside = self.unit.asm.region;
        self.unit.blocks.push(Entry { kind, outside });
        if self.unit.blocks.len() > MAX_BLOCKS {
            return Err(Fault::syntax(self.unit.range.unwrap_or_default(), "too many statically nested blocks"));
        }
        Ok(())
    }

    /// Opens a statement whose instructions a handler covers.
    pub(super) fn enter_covered(&mut self, kind: Block<'a>, region: Region) -> Outcome {
        self.enter(kind)?;
        self.unit.asm.region = Some(region);
        Ok(())
    }

    /// Closes the innermost statement.
    pub(super) fn leave(&mut self) {
        if let Some(entry) = self.unit.blocks.pop() {
            self.unit.asm.region = entry.outside;
        }
    }

    pub(super) fn return_stmt(&mut self, stmt: &'a StmtReturn) -> Outcome {
        let known = stmt.value.as_deref().map_or(Some(Constant::None), fold::fold);
        if let (Some(value), None) = (&stmt.value, &known) {
            self.expr(value)?;
        }
        let left = self.unwind(0, known.is_none())?;
        if let Some(constant) = known {
            self.constant(constant);
        }
        self.op(Op::RETURN_VALUE);
        self.reenter(left);
        Ok(())
    }

    pub(super) fn break_stmt(&mut self, range: TextRange) -> Outcome {
        let Some((index, around)) = self.innermost_loop() else {
            return Err(Fault::syntax(range, "'break' outside loop"));
        };
        let left = self.unwind(index, false)?;
        self.jump(Op::JUMP_ABSOLUTE, around.end);
        self.reenter(left);
        Ok(())
    }

    pub(super) fn continue_stmt(&mut self, range: TextRange) -> Outcome {
        let Some((index, around)) = self.innermost_loop() else {
            return Err(Fault::syntax(range, "'continue' not properly in loop"));
        };
        let left = self.unwind(index + 1, false)?;
        self.jump(Op::JUMP_ABSOLUTE, around.again);
        self.reenter(left);
        Ok(())
    }

    /// Calls the exit function on top of the stack as a `with` statement does that ends well.
    pub(super) fn call_exit(&mut self, range: TextRange, is_async: bool) {
        self.at(range, |this| {
            (0..3).for_each(|_| this.constant(Constant::None));
            this.op_arg(Op::CALL_FUNCTION, 3);
            if is_async {
                this.await_top();
            }
            this.op(Op::POP_TOP);
        });
    }

    /// Unbinds the name of an `except` clause.
    pub(super) fn unbind(&mut self, name: Option<&Identifier>) {
        if let Some(name) = name {
            self.constant(Constant::None);
            self.variable(&name.id, Access::Store);
            self.variable(&name.id, Access::Delete);
        }
    }

    fn innermost_loop(&self) -> Option<(usize, Loop)> {
        self.unit.blocks.iter().enumerate().rev().find_map(|(index, entry)| match entry.kind {
            Block::While(around) | Block::For(around) => Some((index, around)),
            _ => None,
        })
    }

    /// Emits what leaving the open statements from `keep` on takes. If `value` is set, the value on top of the stack
    /// stays there. The statements come back, for [`Self::reenter`].
    fn unwind(&mut self, keep: usize, value: bool) -> Result<Left<'a>, Fault> {
        let mut left = Left { entries: Vec::new(), region: self.unit.asm.region };
        while self.unit.blocks.len() > keep {
            let Some(entry) = self.unit.blocks.pop() else {
                break;
            };
            self.unit.asm.region = entry.outside;
            left.entries.push(entry);
            self.unwind_one(entry.kind, value)?;
        }
        Ok(left)
    }

    fn unwind_one(&mut self, kind: Block<'a>, value: bool) -> Outcome {
        match kind {
            Block::While(_) | Block::Try => {}
            Block::For(_) | Block::Value => {
                self.rotate_value(value, Op::ROT_TWO);
                self.op(Op::POP_TOP);
            }
            Block::Finally(body) => self.finally_copy(body, value)?,
            Block::FinallyEnd => {
                self.rotate_value(value, Op::ROT_THREE);
                self.op(Op::POP_TOP);
                self.op(Op::POP_EXCEPT);
            }
            Block::With { range, is_async } => {
                self.rotate_value(value, Op::ROT_TWO);
                self.call_exit(range, is_async);
            }
            Block::Handler(name) => {
                self.rotate_value(value, Op::ROT_TWO);
                self.op(Op::POP_EXCEPT);
                self.unbind(name);
            }
        }
        Ok(())
    }

    fn rotate_value(&mut self, value: bool, op: Op) {
        if value {
            self.op(op);
        }
    }

    fn finally_copy(&mut self, body: &'a [Stmt], value: bool) -> Outcome {
        let range = self.unit.range;
        if value {
            self.enter(Block::Value)?;
        }
        self.body(body)?;
        if value {
            self.leave();
        }
        self.unit.range = range;
        Ok(())
    }

    /// Opens again what [`Self::unwind`] left: the statements after the jump stand in it.
    fn reenter(&mut self, left: Left<'a>) {
        self.unit.blocks.extend(left.entries.into_iter().rev());
        self.unit.asm.region = left.region;
    }

    /// The expression is only evaluated.
    pub(super) fn discard(&mut self, expr: &'a Expr) -> Outcome {
        self.expr(expr)?;
        self.op(Op::POP_TOP);
        Ok(())
    }
}

/// Open statements that an exit leaves.
struct Left<'a> {
    entries: Vec<Entry<'a>>,
    region: Option<Region>,
}
