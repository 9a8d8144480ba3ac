//! Assignment and deletion, to everything that can be a target.

use ruff_python_ast::{Expr, Operator, StmtAnnAssign, StmtAssign, StmtAugAssign};
use ruff_text_size::Ranged;

use super::{Access, Compiler, Outcome};
use crate::code::Constant;
use crate::fold;
use crate::op::Op;
use crate::source::Fault;

impl<'a> Compiler<'a> {
    pub(super) fn assign_stmt(&mut self, stmt: &'a StmtAssign) -> Outcome {
        if let [target] = &*stmt.targets
            && let Some((targets, values)) = swap(target, &stmt.value)
        {
            return self.swap_assign(targets, values);
        }
        self.expr(&stmt.value)?;
        let Some((last, rest)) = stmt.targets.split_last() else {
            return Ok(());
        };
        for target in rest {
            self.op(Op::DUP_TOP);
            self.store_target(target)?;
        }
        self.store_target(last)
    }

    /// `a, b = b, a` without making a tuple.
    fn swap_assign(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Outcome {
        self.exprs(values)?;
        if values.len() == 3 {
            self.op(Op::ROT_THREE);
        }
        if values.len() > 1 {
            self.op(Op::ROT_TWO);
        }
        targets.iter().try_for_each(|target| self.store_target(target))
    }

    /// Takes a value off the stack into the target.
    pub(super) fn store_target(&mut self, target: &'a Expr) -> Outcome {
        self.at(target.range(), |this| match target {
            Expr::Name(node) => {
                this.store(&node.id);
                Ok(())
            }
            Expr::Attribute(node) => {
                this.expr(&node.value)?;
                this.op_name(Op::STORE_ATTR, &node.attr);
                Ok(())
            }
            Expr::Subscript(node) => {
                this.expr(&node.value)?;
                this.expr(&node.slice)?;
                this.op(Op::STORE_SUBSCR);
                Ok(())
            }
            Expr::Tuple(node) => this.unpack(&node.elts),
            Expr::List(node) => this.unpack(&node.elts),
            Expr::Starred(node) => {
                Err(Fault::syntax(node.range, "starred assignment target must be in a list or tuple"))
            }
            _ => Err(Fault::syntax(target.range(), "cannot assign to expression")),
        })
    }

    fn unpack(&mut self, targets: &'a [Expr]) -> Outcome {
        let mut stars = targets.iter().enumerate().filter(|(_, target)| target.is_starred_expr());
        match (stars.next(), stars.next()) {
            (None, _) => self.op_count(Op::UNPACK_SEQUENCE, targets.len()),
            (Some((before, star)), None) => {
                let after = targets.len() - before - 1;
                if before > 0xff || after > 0xff_ffff {
                    return Err(Fault::syntax(star.range(), "too many expressions in star-unpacking assignment"));
                }
                self.op_count(Op::UNPACK_EX, before | after << 8);
            }
            (_, Some((_, star))) => {
                return Err(Fault::syntax(star.range(), "multiple starred expressions in assignment"));
            }
        }
        targets.iter().try_for_each(|target| match target {
            Expr::Starred(starred) => self.store_target(&starred.value),
            target => self.store_target(target),
        })
    }

    pub(super) fn delete_target(&mut self, target: &'a Expr) -> Outcome {
        self.at(target.range(), |this| match target {
            Expr::Name(node) => {
                this.variable(&node.id, Access::Delete);
                Ok(())
            }
            Expr::Attribute(node) => {
                this.expr(&node.value)?;
                this.op_name(Op::DELETE_ATTR, &node.attr);
                Ok(())
            }
            Expr::Subscript(node) => {
                this.expr(&node.value)?;
                this.expr(&node.slice)?;
                this.op(Op::DELETE_SUBSCR);
                Ok(())
            }
            Expr::Tuple(node) => node.elts.iter().try_for_each(|target| this.delete_target(target)),
            Expr::List(node) => node.elts.iter().try_for_each(|target| this.delete_target(target)),
            _ => Err(Fault::syntax(target.range(), "cannot delete expression")),
        })
    }

    pub(super) fn aug_assign_stmt(&mut self, stmt: &'a StmtAugAssign) -> Outcome {
        let inplace = inplace_op(stmt.op);
        let range = stmt.target.range();
        match &*stmt.target {
            Expr::Name(node) => {
                self.at(range, |this| this.load(&node.id));
                self.expr(&stmt.value)?;
                self.op(inplace);
                self.at(range, |this| this.store(&node.id));
            }
            Expr::Attribute(node) => {
                self.expr(&node.value)?;
                self.op(Op::DUP_TOP);
                self.at(range, |this| this.op_name(Op::LOAD_ATTR, &node.attr));
                self.expr(&stmt.value)?;
                self.op(inplace);
                self.op(Op::ROT_TWO);
                self.at(range, |this| this.op_name(Op::STORE_ATTR, &node.attr));
            }
            Expr::Subscript(node) => {
                self.expr(&node.value)?;
                self.expr(&node.slice)?;
                self.op(Op::DUP_TOP_TWO);
                self.at(range, |this| this.op(Op::BINARY_SUBSCR));
                self.expr(&stmt.value)?;
                self.op(inplace);
                self.op(Op::ROT_THREE);
                self.at(range, |this| this.op(Op::STORE_SUBSCR));
            }
            _ => {
                return Err(Fault::syntax(range, "illegal expression for augmented assignment"));
            }
        }
        Ok(())
    }

    pub(super) fn ann_assign_stmt(&mut self, stmt: &'a StmtAnnAssign) -> Outcome {
        if let Some(value) = &stmt.value {
            self.expr(value)?;
            self.store_target(&stmt.target)?;
        }
        let evaluated = !self.scope().is_function();
        match &*stmt.target {
            Expr::Name(node) if stmt.simple => {
                if evaluated {
                    self.annotation(&stmt.annotation)?;
                    self.load("__annotations__");
                    let name = self.mangled(&node.id);
                    self.constant(Constant::Str(name));
                    self.op(Op::STORE_SUBSCR);
                }
                return Ok(());
            }
            Expr::Attribute(node) if stmt.value.is_none() => self.discard(&node.value)?,
            Expr::Subscript(node) if stmt.value.is_none() => {
                self.discard(&node.value)?;
                self.discard(&node.slice)?;
            }
            _ => {}
        }
        if evaluated && !self.scopes.text_annotations {
            self.discard(&stmt.annotation)?;
        }
        Ok(())
    }

    /// Leaves an annotation on the stack: its value, or its text if the program asks for that.
    pub(super) fn annotation(&mut self, annotation: &'a Expr) -> Outcome {
        if self.scopes.text_annotations {
            let text = self.source.slice(annotation.range()).to_owned();
            self.constant(Constant::Str(text));
            return Ok(());
        }
        match annotation {
            Expr::Starred(starred) => {
                self.expr(&starred.value)?;
                self.op_arg(Op::UNPACK_SEQUENCE, 1);
                Ok(())
            }
            annotation => self.expr(annotation),
        }
    }
}

/// Targets and values that can be exchanged on the stack.
fn swap<'a>(target: &'a Expr, value: &'a Expr) -> Option<(&'a [Expr], &'a [Expr])> {
    let targets = match target {
        Expr::Tuple(node) => &node.elts,
        Expr::List(node) => &node.elts,
        _ => return None,
    };
    let values = &value.as_tuple_expr()?.elts;
    let plain = |items: &[Expr]| !items.iter().any(Expr::is_starred_expr);
    let fits = (1..=3).contains(&values.len()) && targets.len() == values.len() && plain(targets) && plain(values);
    (fits && fold::fold(value).is_none()).then_some((&**targets, &**values))
}

fn inplace_op(op: Operator) -> Op {
    match op {
        Operator::Add => Op::INPLACE_ADD,
        Operator::Sub => Op::INPLACE_SUBTRACT,
        Operator::Mult => Op::INPLACE_MULTIPLY,
        Operator::MatMult => Op::INPLACE_MATRIX_MULTIPLY,
        Operator::Div => Op::INPLACE_TRUE_DIVIDE,
        Operator::Mod => Op::INPLACE_MODULO,
        Operator::Pow => Op::INPLACE_POWER,
        Operator::LShift => Op::INPLACE_LSHIFT,
        Operator::RShift => Op::INPLACE_RSHIFT,
        Operator::BitOr => Op::INPLACE_OR,
        Operator::BitXor => Op::INPLACE_XOR,
        Operator::BitAnd => Op::INPLACE_AND,
        Operator::FloorDiv => Op::INPLACE_FLOOR_DIVIDE,
    }
}
