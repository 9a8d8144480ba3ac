//! `async for`: an iteration whose every step may wait.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::{Compiler, Outcome};
use crate::assemble::Label;
use crate::op::Op;

impl<'a> Compiler<'a> {
    /// Leaves an asynchronous iterator on the stack.
    pub(super) fn async_iterable(&mut self, expr: &'a Expr) -> Outcome {
        self.expr(expr)?;
        self.at(expr.range(), |this| this.op(Op::GET_AITER));
        Ok(())
    }

    /// Waits for the next item of the iterator on top of the stack. An exception goes on at `end`, where `END_ASYNC_FOR`
    /// tells the end of the iteration from an error; `depth` counts the values on the stack, the iterator included.
    pub(super) fn async_next(&mut self, end: Label, depth: u32) {
        let outside = self.unit.asm.region;
        self.unit.asm.region = Some(self.unit.asm.new_region(end, depth));
        self.op(Op::GET_ANEXT);
        self.drain();
        self.unit.asm.region = outside;
    }
}
