//! Truth: `and`, `or`, `not`, conditional expressions and chains of comparisons, as values and as jumps.

use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprBoolOp, ExprCompare, ExprIf, UnaryOp};
use ruff_text_size::Ranged;

use super::{Compiler, Outcome};
use crate::assemble::Label;
use crate::fold;
use crate::op::Op;

impl<'a> Compiler<'a> {
    /// Jumps if the expression is true, or if it is false, as `wanted` says; otherwise goes on. Leaves no value.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, target: Label, wanted: bool) -> Outcome {
        if let Some(constant) = fold::fold(expr) {
            if fold::truth(&constant) == wanted {
                self.jump(Op::JUMP_ABSOLUTE, target);
            }
            return Ok(());
        }
        self.at(expr.range(), |this| match expr {
            Expr::UnaryOp(node) if node.op == UnaryOp::Not => this.jump_if(&node.operand, target, !wanted),
            Expr::BoolOp(node) => this.jump_if_bool(node, target, wanted),
            Expr::If(node) => this.jump_if_conditional(node, target, wanted),
            Expr::Compare(node) if node.ops.len() > 1 => this.jump_if_chain(node, target, wanted),
            _ => {
                this.expr(expr)?;
                this.jump(pop_jump(wanted), target);
                Ok(())
            }
        })
    }

    fn jump_if_bool(&mut self, node: &'a ExprBoolOp, target: Label, wanted: bool) -> Outcome {
        let decides = node.op == BoolOp::Or;
        let Some((last, rest)) = node.values.split_last() else {
            return Ok(());
        };
        let skip = self.new_label();
        for value in rest {
            self.jump_if(value, if decides == wanted { target } else { skip }, decides)?;
        }
        self.jump_if(last, target, wanted)?;
        self.place(skip);
        Ok(())
    }

    fn jump_if_conditional(&mut self, node: &'a ExprIf, target: Label, wanted: bool) -> Outcome {
        let (otherwise, end) = (self.new_label(), self.new_label());
        self.jump_if(&node.test, otherwise, false)?;
        self.jump_if(&node.body, target, wanted)?;
        self.jump(Op::JUMP_ABSOLUTE, end);
        self.place(otherwise);
        self.jump_if(&node.orelse, target, wanted)?;
        self.place(end);
        Ok(())
    }

    fn jump_if_chain(&mut self, node: &'a ExprCompare, target: Label, wanted: bool) -> Outcome {
        let (cleanup, end) = (self.new_label(), self.new_label());
        self.chain(node, Op::POP_JUMP_IF_FALSE, cleanup)?;
        self.jump(pop_jump(wanted), target);
        self.jump(Op::JUMP_ABSOLUTE, end);
        self.place(cleanup);
        self.op(Op::POP_TOP);
        if !wanted {
            self.jump(Op::JUMP_ABSOLUTE, target);
        }
        self.place(end);
        Ok(())
    }

    pub(super) fn compare(&mut self, node: &'a ExprCompare) -> Outcome {
        if let ([op], [right]) = (&*node.ops, &*node.comparators) {
            self.expr(&node.left)?;
            self.comparand(*op, right)?;
            self.comparison(*op);
            return Ok(());
        }
        let (cleanup, end) = (self.new_label(), self.new_label());
        self.chain(node, Op::JUMP_IF_FALSE_OR_POP, cleanup)?;
        self.jump(Op::JUMP_ABSOLUTE, end);
        self.place(cleanup);
        self.op(Op::ROT_TWO);
        self.op(Op::POP_TOP);
        self.place(end);
        Ok(())
    }

    /// Compares until an answer is false, then jumps with the next operand on the stack below the answer.
    fn chain(&mut self, node: &'a ExprCompare, jump: Op, cleanup: Label) -> Outcome {
        self.expr(&node.left)?;
        let last = node.ops.len() - 1;
        for (index, (op, right)) in node.ops.iter().zip(&node.comparators).enumerate() {
            self.comparand(*op, right)?;
            if index < last {
                self.op(Op::DUP_TOP);
                self.op(Op::ROT_THREE);
            }
            self.comparison(*op);
            if index < last {
                self.jump(jump, cleanup);
            }
        }
        Ok(())
    }

    /// The right side of a comparison. What is only searched can be a constant.
    fn comparand(&mut self, op: CmpOp, right: &'a Expr) -> Outcome {
        match (op, fold::fold_display(right)) {
            (CmpOp::In | CmpOp::NotIn, Some(constant)) => {
                self.at(right.range(), |this| this.constant(constant));
                Ok(())
            }
            _ => self.expr(right),
        }
    }

    fn comparison(&mut self, op: CmpOp) {
        let (op, arg) = match op {
            CmpOp::Lt => (Op::COMPARE_OP, 0),
            CmpOp::LtE => (Op::COMPARE_OP, 1),
            CmpOp::Eq => (Op::COMPARE_OP, 2),
            CmpOp::NotEq => (Op::COMPARE_OP, 3),
            CmpOp::Gt => (Op::COMPARE_OP, 4),
            CmpOp::GtE => (Op::COMPARE_OP, 5),
            CmpOp::Is => (Op::IS_OP, 0),
            CmpOp::IsNot => (Op::IS_OP, 1),
            CmpOp::In => (Op::CONTAINS_OP, 0),
            CmpOp::NotIn => (Op::CONTAINS_OP, 1),
        };
        self.op_arg(op, arg);
    }

    pub(super) fn bool_op(&mut self, node: &'a ExprBoolOp) -> Outcome {
        let Some((last, rest)) = node.values.split_last() else {
            return Ok(());
        };
        let end = self.new_label();
        let jump = match node.op {
            BoolOp::And => Op::JUMP_IF_FALSE_OR_POP,
            BoolOp::Or => Op::JUMP_IF_TRUE_OR_POP,
        };
        for value in rest {
            self.expr(value)?;
            self.jump(jump, end);
        }
        self.expr(last)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn conditional(&mut self, node: &'a ExprIf) -> Outcome {
        let (otherwise, end) = (self.new_label(), self.new_label());
        self.jump_if(&node.test, otherwise, false)?;
        self.expr(&node.body)?;
        self.jump(Op::JUMP_ABSOLUTE, end);
        self.place(otherwise);
        self.expr(&node.orelse)?;
        self.place(end);
        Ok(())
    }
}

fn pop_jump(wanted: bool) -> Op {
    if wanted { Op::POP_JUMP_IF_TRUE } else { Op::POP_JUMP_IF_FALSE }
}
