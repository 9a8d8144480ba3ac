//! `try`, `raise` and `with`: handlers cost nothing until something is raised.

use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, Stmt, StmtRaise, StmtTry, StmtWith, WithItem};
use ruff_text_size::Ranged;

use super::block::Block;
use super::{Compiler, Outcome};
use crate::assemble::Label;
use crate::op::Op;
use crate::source::Fault;

impl<'a> Compiler<'a> {
    pub(super) fn try_stmt(&mut self, stmt: &'a StmtTry) -> Outcome {
        if stmt.finalbody.is_empty() {
            return self.try_except(stmt);
        }
        let (handler, end) = (self.new_label(), self.new_label());
        let depth = self.unit.depth();
        let region = self.unit.asm.new_region(handler, depth);
        self.enter_covered(Block::Finally(&stmt.finalbody), region)?;
        if stmt.handlers.is_empty() {
            self.body(&stmt.body)?;
        } else {
            self.try_except(stmt)?;
        }
        self.leave();
        self.body(&stmt.finalbody)?;
        self.jump(Op::JUMP_ABSOLUTE, end);

        self.unit.range = None;
        let cleanup = self.begin_handler(handler);
        let region = self.unit.asm.new_region(cleanup, depth + 1);
        self.enter_covered(Block::FinallyEnd, region)?;
        self.body(&stmt.finalbody)?;
        self.unit.range = None;
        self.op(Op::RERAISE);
        self.leave();
        self.cleanup(cleanup);
        self.place(end);
        Ok(())
    }

    fn try_except(&mut self, stmt: &'a StmtTry) -> Outcome {
        let (handler, end) = (self.new_label(), self.new_label());
        let depth = self.unit.depth();
        let region = self.unit.asm.new_region(handler, depth);
        self.enter_covered(Block::Try, region)?;
        self.body(&stmt.body)?;
        self.leave();
        self.body(&stmt.orelse)?;
        self.jump(Op::JUMP_ABSOLUTE, end);

        self.unit.range = None;
        let cleanup = self.begin_handler(handler);
        let outside = self.unit.asm.region;
        let region = self.unit.asm.new_region(cleanup, depth + 1);
        self.unit.asm.region = Some(region);
        for (index, ExceptHandler::ExceptHandler(clause)) in stmt.handlers.iter().enumerate() {
            if clause.type_.is_none() && index + 1 < stmt.handlers.len() {
                return Err(Fault::syntax(clause.range, "default 'except:' must be last"));
            }
            self.clause(clause, depth, end, outside)?;
        }
        self.unit.range = None;
        self.op(Op::RERAISE);
        self.unit.asm.region = outside;
        self.cleanup(cleanup);
        self.place(end);
        Ok(())
    }

    /// One `except` clause. Before it the stack ends in the previous exception and the one raised.
    fn clause(
        &mut self,
        clause: &'a ExceptHandlerExceptHandler,
        depth: u32,
        end: Label,
        outside: Option<crate::assemble::Region>,
    ) -> Outcome {
        let next = self.new_label();
        let covered = self.unit.asm.region;
        self.unit.range = Some(clause.range);
        if let Some(class) = &clause.type_ {
            self.expr(class)?;
            self.jump(Op::JUMP_IF_NOT_EXC_MATCH, next);
        }
        let name_cleanup = self.new_label();
        match &clause.name {
            Some(name) => self.store(&name.id),
            None => self.op(Op::POP_TOP),
        }
        self.unit.asm.region = outside;
        self.enter(Block::Handler(clause.name.as_ref()))?;
        self.unit.asm.region = match &clause.name {
            Some(_) => Some(self.unit.asm.new_region(name_cleanup, depth + 1)),
            None => covered,
        };
        self.body(&clause.body)?;
        self.leave();
        self.unit.range = None;
        self.op(Op::POP_EXCEPT);
        self.unbind(clause.name.as_ref());
        self.jump(Op::JUMP_ABSOLUTE, end);

        self.unit.asm.region = covered;
        if clause.name.is_some() {
            self.place(name_cleanup);
            self.unbind(clause.name.as_ref());
            self.op(Op::RERAISE);
        }
        self.place(next);
        Ok(())
    }

    /// Starts a handler, and makes the label of the code that restores the previous exception.
    fn begin_handler(&mut self, handler: Label) -> Label {
        self.place(handler);
        self.op(Op::PUSH_EXC_INFO);
        self.new_label()
    }

    /// What runs when a handler raises: the stack ends in the previous exception and the new one.
    fn cleanup(&mut self, label: Label) {
        self.unit.range = None;
        self.place(label);
        self.op(Op::ROT_TWO);
        self.op(Op::POP_EXCEPT);
        self.op(Op::RERAISE);
    }

    pub(super) fn raise_stmt(&mut self, stmt: &'a StmtRaise) -> Outcome {
        let parts = [&stmt.exc, &stmt.cause];
        let mut count = 0;
        for part in parts.into_iter().flatten() {
            self.expr(part)?;
            count += 1;
        }
        self.op_arg(Op::RAISE_VARARGS, count);
        Ok(())
    }

    pub(super) fn with_stmt(&mut self, stmt: &'a StmtWith) -> Outcome {
        self.with_items(&stmt.items, &stmt.body, stmt.is_async)
    }

    fn with_items(&mut self, items: &'a [WithItem], body: &'a [Stmt], is_async: bool) -> Outcome {
        let Some((item, rest)) = items.split_first() else {
            return self.body(body);
        };
        let range = item.context_expr.range();
        let statement = self.unit.range;
        let (handler, end) = (self.new_label(), self.new_label());
        self.expr(&item.context_expr)?;
        self.at(range, |this| this.before_with(is_async));
        let depth = self.unit.depth();
        let region = self.unit.asm.new_region(handler, depth + 1);
        self.enter_covered(Block::With { range, is_async }, region)?;
        match &item.optional_vars {
            Some(target) => self.store_target(target)?,
            None => self.op(Op::POP_TOP),
        }
        self.with_items(rest, body, is_async)?;
        self.leave();
        self.call_exit(range, is_async);
        self.jump(Op::JUMP_ABSOLUTE, end);

        self.unit.range = Some(range);
        let cleanup = self.begin_handler(handler);
        self.with_exception(cleanup, depth, end, is_async);
        self.cleanup(cleanup);
        self.place(end);
        self.unit.range = statement;
        Ok(())
    }

    fn before_with(&mut self, is_async: bool) {
        if is_async {
            self.op(Op::BEFORE_ASYNC_WITH);
            self.await_top();
        } else {
            self.op(Op::BEFORE_WITH);
        }
    }

    /// The exit function decides about an exception. The stack ends in it, the previous exception and the one raised.
    fn with_exception(&mut self, cleanup: Label, depth: u32, end: Label, is_async: bool) {
        let outside = self.unit.asm.region;
        let suppressed = self.new_label();
        let region = self.unit.asm.new_region(cleanup, depth + 2);
        self.unit.asm.region = Some(region);
        self.op(Op::WITH_EXCEPT_START);
        if is_async {
            self.await_top();
        }
        self.jump(Op::POP_JUMP_IF_TRUE, suppressed);
        self.op(Op::RERAISE);
        self.unit.asm.region = outside;
        self.place(suppressed);
        self.op(Op::POP_TOP);
        self.op(Op::POP_EXCEPT);
        self.op(Op::POP_TOP);
        self.jump(Op::JUMP_ABSOLUTE, end);
    }
}
