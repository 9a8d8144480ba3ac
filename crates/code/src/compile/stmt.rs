//! Statements: which file compiles which, and the short ones.

use ruff_python_ast::{ElifElseClause, Expr, Stmt, StmtAssert, StmtExpr, StmtFor, StmtIf, StmtWhile};
use ruff_text_size::Ranged;

use super::block::{Block, Loop};
use super::{Compiler, MAX_INSTRUCTIONS, MAX_STATEMENTS, Outcome};
use crate::Mode;
use crate::fold;
use crate::op::Op;
use crate::source::Fault;

impl<'a> Compiler<'a> {
    pub(super) fn stmt(&mut self, stmt: &'a Stmt) -> Outcome {
        self.statements += 1;
        if self.statements > MAX_STATEMENTS || self.unit.asm.len() > MAX_INSTRUCTIONS {
            return Err(Fault::syntax(stmt.range(), "the compiled program would be too large"));
        }
        self.at(stmt.range(), |this| this.stmt_here(stmt))
    }

    fn stmt_here(&mut self, stmt: &'a Stmt) -> Outcome {
        match stmt {
            Stmt::FunctionDef(stmt) => self.function_def(stmt),
            Stmt::ClassDef(stmt) => self.class_def(stmt),
            Stmt::Return(stmt) => self.return_stmt(stmt),
            Stmt::Delete(stmt) => stmt.targets.iter().try_for_each(|target| self.delete_target(target)),
            Stmt::Assign(stmt) => self.assign_stmt(stmt),
            Stmt::AugAssign(stmt) => self.aug_assign_stmt(stmt),
            Stmt::AnnAssign(stmt) => self.ann_assign_stmt(stmt),
            Stmt::For(stmt) => self.for_stmt(stmt),
            Stmt::While(stmt) => self.while_stmt(stmt),
            Stmt::If(stmt) => self.if_stmt(stmt),
            Stmt::With(stmt) => self.with_stmt(stmt),
            Stmt::Match(stmt) => self.match_stmt(stmt),
            Stmt::Raise(stmt) => self.raise_stmt(stmt),
            Stmt::Try(stmt) => self.try_stmt(stmt),
            Stmt::Assert(stmt) => self.assert_stmt(stmt),
            Stmt::Import(stmt) => self.import_stmt(stmt),
            Stmt::ImportFrom(stmt) => self.import_from_stmt(stmt),
            Stmt::Expr(stmt) => self.expr_stmt(stmt),
            Stmt::Break(stmt) => self.break_stmt(stmt.range),
            Stmt::Continue(stmt) => self.continue_stmt(stmt.range),
            Stmt::Pass(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::TypeAlias(stmt) => Err(Fault::unsupported(stmt.range, "a type statement")),
            Stmt::IpyEscapeCommand(stmt) => Err(Fault::unsupported(stmt.range, "an escape command")),
        }
    }

    fn expr_stmt(&mut self, stmt: &'a StmtExpr) -> Outcome {
        if self.mode == Mode::Single && self.outer.is_empty() {
            self.expr(&stmt.value)?;
            self.op(Op::PRINT_EXPR);
            return Ok(());
        }
        match fold::fold(&stmt.value) {
            Some(_) => Ok(()),
            None => self.discard(&stmt.value),
        }
    }

    fn if_stmt(&mut self, stmt: &'a StmtIf) -> Outcome {
        self.branch(Some(&stmt.test), &stmt.body, &stmt.elif_else_clauses)
    }

    fn branch(&mut self, test: Option<&'a Expr>, body: &'a [Stmt], rest: &'a [ElifElseClause]) -> Outcome {
        let end = self.new_label();
        let (mut test, mut body, mut rest) = (test, body, rest);
        while let Some(condition) = test {
            let next = self.new_label();
            self.jump_if(condition, next, false)?;
            self.body(body)?;
            let Some((clause, later)) = rest.split_first() else {
                self.place(next);
                break;
            };
            self.jump(Op::JUMP_ABSOLUTE, end);
            self.place(next);
            self.unit.range = Some(clause.range);
            (test, body, rest) = (clause.test.as_ref(), &clause.body, later);
            if test.is_none() {
                self.body(body)?;
            }
        }
        self.place(end);
        Ok(())
    }

    /// The test stands twice: before the first round, and at the bottom, so that a round has one jump.
    fn while_stmt(&mut self, stmt: &'a StmtWhile) -> Outcome {
        let (again, otherwise, end) = (self.new_label(), self.new_label(), self.new_label());
        self.enter(Block::While(Loop { again, end }))?;
        self.jump_if(&stmt.test, otherwise, false)?;
        let top = self.unit.asm.here();
        self.body(&stmt.body)?;
        self.place(again);
        self.jump_if(&stmt.test, top, true)?;
        self.leave();
        self.place(otherwise);
        self.body(&stmt.orelse)?;
        self.place(end);
        Ok(())
    }

    fn for_stmt(&mut self, stmt: &'a StmtFor) -> Outcome {
        let (otherwise, end) = (self.new_label(), self.new_label());
        if stmt.is_async {
            self.async_iterable(&stmt.iter)?;
        } else {
            self.iterable(&stmt.iter)?;
        }
        let again = self.unit.asm.here();
        self.enter(Block::For(Loop { again, end }))?;
        if stmt.is_async {
            self.async_next(otherwise, self.unit.depth());
        } else {
            self.jump(Op::FOR_ITER, otherwise);
        }
        self.store_target(&stmt.target)?;
        self.body(&stmt.body)?;
        self.jump(Op::JUMP_ABSOLUTE, again);
        self.leave();
        self.place(otherwise);
        if stmt.is_async {
            self.at(stmt.iter.range(), |this| this.op(Op::END_ASYNC_FOR));
        }
        self.body(&stmt.orelse)?;
        self.place(end);
        Ok(())
    }

    fn assert_stmt(&mut self, stmt: &'a StmtAssert) -> Outcome {
        let end = self.new_label();
        self.jump_if(&stmt.test, end, true)?;
        self.op(Op::LOAD_ASSERTION_ERROR);
        if let Some(message) = &stmt.msg {
            self.expr(message)?;
            self.op_arg(Op::CALL_FUNCTION, 1);
        }
        self.op_arg(Op::RAISE_VARARGS, 1);
        self.place(end);
        Ok(())
    }
}
