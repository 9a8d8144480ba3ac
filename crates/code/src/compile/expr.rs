//! Expressions: which file compiles which, and the short ones.

use ruff_python_ast::{DictItem, Expr, ExprDict, ExprNamed, ExprSlice, ExprYield, Operator, UnaryOp};
use ruff_text_size::Ranged;

use super::{Compiler, Outcome};
use crate::code::Constant;
use crate::fold;
use crate::op::Op;
use crate::source::Fault;

/// Displays with more items are built piece by piece, so that they do not need a deep stack.
const MAX_ITEMS_ON_STACK: usize = 30;

/// How the items of a display are put together.
#[derive(Clone, Copy)]
pub(super) struct Display {
    build: Op,
    /// What a display is built as when it is built piece by piece.
    grow: Op,
    append: Op,
    extend: Op,
    finish: Option<Op>,
}

/// `(a, b)`, and the positional arguments of a call.
pub(super) const TUPLE: Display = Display {
    build: Op::BUILD_TUPLE,
    grow: Op::BUILD_LIST,
    append: Op::LIST_APPEND,
    extend: Op::LIST_EXTEND,
    finish: Some(Op::LIST_TO_TUPLE),
};

const LIST: Display = Display { build: Op::BUILD_LIST, finish: None, ..TUPLE };

const SET: Display =
    Display { build: Op::BUILD_SET, grow: Op::BUILD_SET, append: Op::SET_ADD, extend: Op::SET_UPDATE, finish: None };

impl<'a> Compiler<'a> {
    /// Leaves the value of the expression on the stack.
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Outcome {
        self.at(expr.range(), |this| match fold::fold(expr) {
            Some(constant) => {
                this.constant(constant);
                Ok(())
            }
            None => this.expr_here(expr),
        })
    }

    fn expr_here(&mut self, expr: &'a Expr) -> Outcome {
        match expr {
            Expr::BoolOp(node) => self.bool_op(node),
            Expr::Named(node) => self.named(node),
            Expr::BinOp(node) => {
                self.expr(&node.left)?;
                self.expr(&node.right)?;
                self.op(binary_op(node.op));
                Ok(())
            }
            Expr::UnaryOp(node) => {
                self.expr(&node.operand)?;
                self.op(unary_op(node.op));
                Ok(())
            }
            Expr::Lambda(node) => self.lambda(node),
            Expr::If(node) => self.conditional(node),
            Expr::Dict(node) => self.dict(node),
            Expr::Set(node) => self.display(&node.elts, SET),
            Expr::List(node) => self.display(&node.elts, LIST),
            Expr::Tuple(node) => self.display(&node.elts, TUPLE),
            Expr::ListComp(node) => self.list_comp(node),
            Expr::SetComp(node) => self.set_comp(node),
            Expr::DictComp(node) => self.dict_comp(node),
            Expr::Generator(node) => self.generator(node),
            Expr::Yield(node) => self.yield_value(node),
            Expr::Await(node) => {
                self.expr(&node.value)?;
                self.await_top();
                Ok(())
            }
            Expr::YieldFrom(node) => {
                self.expr(&node.value)?;
                self.op(Op::GET_YIELD_FROM_ITER);
                self.drain();
                Ok(())
            }
            Expr::Compare(node) => self.compare(node),
            Expr::Call(node) => self.call(node),
            Expr::FString(node) => self.fstring(node),
            Expr::Attribute(node) => {
                self.expr(&node.value)?;
                self.op_name(Op::LOAD_ATTR, &node.attr);
                Ok(())
            }
            Expr::Subscript(node) => {
                self.expr(&node.value)?;
                self.expr(&node.slice)?;
                self.op(Op::BINARY_SUBSCR);
                Ok(())
            }
            Expr::Slice(node) => self.slice(node),
            Expr::Name(node) => {
                self.load(&node.id);
                Ok(())
            }
            Expr::Starred(node) => Err(Fault::syntax(node.range, "can't use starred expression here")),
            Expr::TString(_) | Expr::NumberLiteral(_) | Expr::IpyEscapeCommand(_) => {
                Err(Fault::unsupported(expr.range(), "this expression"))
            }
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_) => Err(Fault::unsupported(expr.range(), "this literal")),
        }
    }

    fn named(&mut self, node: &'a ExprNamed) -> Outcome {
        self.expr(&node.value)?;
        self.op(Op::DUP_TOP);
        self.store_target(&node.target)
    }

    fn yield_value(&mut self, node: &'a ExprYield) -> Outcome {
        match &node.value {
            Some(value) => self.expr(value)?,
            None => self.constant(Constant::None),
        }
        self.op(Op::YIELD_VALUE);
        Ok(())
    }

    /// Waits for the awaitable on top of the stack, which its result replaces.
    pub(super) fn await_top(&mut self) {
        self.op(Op::GET_AWAITABLE);
        self.drain();
    }

    /// Passes on what the iterator on top of the stack yields until it ends; its result replaces it.
    pub(super) fn drain(&mut self) {
        self.constant(Constant::None);
        self.op(Op::YIELD_FROM);
    }

    fn slice(&mut self, node: &'a ExprSlice) -> Outcome {
        for part in [&node.lower, &node.upper] {
            match part {
                Some(part) => self.expr(part)?,
                None => self.constant(Constant::None),
            }
        }
        if let Some(step) = &node.step {
            self.expr(step)?;
        }
        self.op_arg(Op::BUILD_SLICE, if node.step.is_some() { 3 } else { 2 });
        Ok(())
    }

    /// A list, set or tuple of expressions, starred ones among them.
    pub(super) fn display(&mut self, items: &'a [Expr], display: Display) -> Outcome {
        if items.len() > 2
            && display.finish.is_none()
            && let Some(constants) = fold::items(items)
        {
            self.op_arg(display.build, 0);
            self.constant(Constant::Tuple(constants));
            self.op_arg(display.extend, 1);
            return Ok(());
        }
        let starred = items.iter().position(Expr::is_starred_expr);
        if starred.is_none() && items.len() <= MAX_ITEMS_ON_STACK {
            self.exprs(items)?;
            self.op_count(display.build, items.len());
            return Ok(());
        }
        let at_once = if items.len() > MAX_ITEMS_ON_STACK { 0 } else { starred.unwrap_or(0) };
        let (first, rest) = items.split_at(at_once);
        self.exprs(first)?;
        self.op_count(display.grow, first.len());
        for item in rest {
            let (value, op) = match item {
                Expr::Starred(starred) => (&*starred.value, display.extend),
                item => (item, display.append),
            };
            self.expr(value)?;
            self.op_arg(op, 1);
        }
        if let Some(finish) = display.finish {
            self.op(finish);
        }
        Ok(())
    }

    fn dict(&mut self, node: &'a ExprDict) -> Outcome {
        let plain = |item: &DictItem| item.key.is_some();
        let few = node.items.len() * 2 <= MAX_ITEMS_ON_STACK;
        let at_once = match node.items.iter().position(|item| !plain(item)) {
            _ if !few => 0,
            None => node.items.len(),
            Some(first) => first,
        };
        let (first, rest) = node.items.split_at(at_once);
        for item in first {
            self.dict_item(item)?;
        }
        self.op_count(Op::BUILD_MAP, first.len());
        for item in rest {
            self.dict_item(item)?;
            self.op_arg(if plain(item) { Op::MAP_ADD } else { Op::DICT_UPDATE }, 1);
        }
        Ok(())
    }

    fn dict_item(&mut self, item: &'a DictItem) -> Outcome {
        item.key.iter().try_for_each(|key| self.expr(key))?;
        self.expr(&item.value)
    }

    /// Leaves an iterator on the stack. A display that is only iterated can be a constant.
    pub(super) fn iterable(&mut self, expr: &'a Expr) -> Outcome {
        match fold::fold_display(expr) {
            Some(constant) => self.at(expr.range(), |this| this.constant(constant)),
            None => self.expr(expr)?,
        }
        self.at(expr.range(), |this| this.op(Op::GET_ITER));
        Ok(())
    }
}

fn unary_op(op: UnaryOp) -> Op {
    match op {
        UnaryOp::Invert => Op::UNARY_INVERT,
        UnaryOp::Not => Op::UNARY_NOT,
        UnaryOp::UAdd => Op::UNARY_POSITIVE,
        UnaryOp::USub => Op::UNARY_NEGATIVE,
    }
}

fn binary_op(op: Operator) -> Op {
    match op {
        Operator::Add => Op::BINARY_ADD,
        Operator::Sub => Op::BINARY_SUBTRACT,
        Operator::Mult => Op::BINARY_MULTIPLY,
        Operator::MatMult => Op::BINARY_MATRIX_MULTIPLY,
        Operator::Div => Op::BINARY_TRUE_DIVIDE,
        Operator::Mod => Op::BINARY_MODULO,
        Operator::Pow => Op::BINARY_POWER,
        Operator::LShift => Op::BINARY_LSHIFT,
        Operator::RShift => Op::BINARY_RSHIFT,
        Operator::BitOr => Op::BINARY_OR,
        Operator::BitXor => Op::BINARY_XOR,
        Operator::BitAnd => Op::BINARY_AND,
        Operator::FloorDiv => Op::BINARY_FLOOR_DIVIDE,
    }
}
