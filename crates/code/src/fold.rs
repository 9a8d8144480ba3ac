//! Expressions whose value is known at compile time.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use ruff_python_ast::{self as ast, Expr, Number, Operator, UnaryOp};

use crate::code::Constant;

/// The longest string or tuple, in items, that is made at compile time.
const MAX_ITEMS: usize = 4096;
/// The longest integer, in bits, that is made at compile time.
const MAX_BITS: u64 = 128;

/// The value of an expression, if it is known and small.
pub(crate) fn fold(expr: &Expr) -> Option<Constant> {
    match expr {
        Expr::BinOp(node) => {
            // The right side first: in a long chain it is a leaf, so an unknown one is found at once.
            let right = fold(&node.right)?;
            binary(node.op, &fold(&node.left)?, &right)
        }
        Expr::UnaryOp(node) => unary(node.op, &fold(&node.operand)?),
        Expr::Tuple(node) => items(&node.elts).map(Constant::Tuple),
        _ => literal(expr),
    }
}

/// The constant that stands for a display which is only iterated or searched.
pub(crate) fn fold_display(expr: &Expr) -> Option<Constant> {
    match expr {
        Expr::List(node) => items(&node.elts).map(Constant::Tuple),
        Expr::Set(node) => items(&node.elts).map(Constant::FrozenSet),
        _ => fold(expr),
    }
}

/// The values of all items, if all are known.
pub(crate) fn items(exprs: &[Expr]) -> Option<Vec<Constant>> {
    exprs.iter().map(fold).collect()
}

/// Is the constant true in a condition?
pub(crate) fn truth(constant: &Constant) -> bool {
    match constant {
        Constant::None | Constant::False => false,
        Constant::True | Constant::Ellipsis | Constant::Code(_) => true,
        Constant::Int(value) => *value != 0,
        Constant::BigInt(value) => !value.is_zero(),
        Constant::Float(value) => *value != 0.0,
        Constant::Str(text) => !text.is_empty(),
        Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
    }
}

fn literal(expr: &Expr) -> Option<Constant> {
    Some(match expr {
        Expr::NoneLiteral(_) => Constant::None,
        Expr::EllipsisLiteral(_) => Constant::Ellipsis,
        Expr::BooleanLiteral(node) if node.value => Constant::True,
        Expr::BooleanLiteral(_) => Constant::False,
        Expr::StringLiteral(node) => Constant::Str(node.value.iter().map(|part| &*part.value).collect()),
        Expr::BytesLiteral(node) => Constant::Bytes(node.value.bytes().collect()),
        Expr::NumberLiteral(node) => number(&node.value)?,
        Expr::Name(name) if name.id == "__debug__" && name.ctx.is_load() => Constant::True,
        _ => return None,
    })
}

fn number(number: &Number) -> Option<Constant> {
    match number {
        Number::Float(value) => Some(Constant::Float(*value)),
        Number::Complex { .. } => None,
        Number::Int(int) => match int.as_i64() {
            Some(value) => Some(Constant::Int(value)),
            None => big_literal(&int.to_string()),
        },
    }
}

/// A literal too long for the parser: its token, in any radix.
fn big_literal(token: &str) -> Option<Constant> {
    let digits = token.replace('_', "");
    let (digits, radix) = match digits.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (&*digits, 10),
    };
    BigInt::parse_bytes(digits.as_bytes(), radix).map(integer)
}

/// The constant of an integer, in the short form if it fits.
fn integer(value: BigInt) -> Constant {
    value.to_i64().map_or_else(|| Constant::BigInt(value), Constant::Int)
}

fn unary(op: UnaryOp, operand: &Constant) -> Option<Constant> {
    if op == UnaryOp::Not {
        return Some(if truth(operand) { Constant::False } else { Constant::True });
    }
    if let (Constant::Float(value), UnaryOp::USub | UnaryOp::UAdd) = (operand, op) {
        return Some(Constant::Float(if op == UnaryOp::USub { -value } else { *value }));
    }
    let value = as_integer(operand)?;
    Some(integer(match op {
        UnaryOp::USub => -value,
        UnaryOp::UAdd => value,
        UnaryOp::Invert => -value - 1,
        UnaryOp::Not => return None,
    }))
}

fn binary(op: Operator, left: &Constant, right: &Constant) -> Option<Constant> {
    if let (Some(left), Some(right)) = (as_integer(left), as_integer(right)) {
        return integers(op, left, right);
    }
    if let (Some(left), Some(right)) = (as_float(left), as_float(right)) {
        return floats(op, left, right).filter(|value| value.is_finite()).map(Constant::Float);
    }
    match (op, left, right) {
        (Operator::Add, Constant::Str(left), Constant::Str(right)) if left.len() + right.len() <= MAX_ITEMS => {
            Some(Constant::Str(format!("{left}{right}")))
        }
        (Operator::Add, Constant::Bytes(left), Constant::Bytes(right)) if left.len() + right.len() <= MAX_ITEMS => {
            Some(Constant::Bytes([&**left, right].concat()))
        }
        (Operator::Mult, sequence, Constant::Int(count)) | (Operator::Mult, Constant::Int(count), sequence) => {
            repeat(sequence, *count)
        }
        _ => None,
    }
}

fn repeat(sequence: &Constant, count: i64) -> Option<Constant> {
    let count = usize::try_from(count.max(0)).ok()?;
    let fits = |length: usize| length.checked_mul(count).is_some_and(|total| total <= MAX_ITEMS);
    match sequence {
        Constant::Str(text) if fits(text.len()) => Some(Constant::Str(text.repeat(count))),
        Constant::Bytes(bytes) if fits(bytes.len()) => Some(Constant::Bytes(bytes.repeat(count))),
        Constant::Tuple(items) if fits(items.len()) && items.len() * count <= 256 => {
            Some(Constant::Tuple(std::iter::repeat_n(items, count).flatten().cloned().collect()))
        }
        _ => None,
    }
}

fn as_integer(constant: &Constant) -> Option<BigInt> {
    match constant {
        Constant::Int(value) => Some(BigInt::from(*value)),
        Constant::BigInt(value) => Some(value.clone()),
        _ => None,
    }
}

/// The number as a float, if that loses nothing.
fn as_float(constant: &Constant) -> Option<f64> {
    match constant {
        Constant::Float(value) => Some(*value),
        Constant::Int(value) if value.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS => Some(*value as f64),
        _ => None,
    }
}

fn integers(op: Operator, left: BigInt, right: BigInt) -> Option<Constant> {
    let value = match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult if left.bits() + right.bits() <= MAX_BITS => left * right,
        Operator::Div => return true_divide(&left, &right),
        Operator::FloorDiv if !right.is_zero() => floor_divide(&left, &right).0,
        Operator::Mod if !right.is_zero() => floor_divide(&left, &right).1,
        Operator::Pow => {
            let exponent = right.to_u32()?;
            if left.bits().checked_mul(u64::from(exponent))? > MAX_BITS {
                return None;
            }
            left.pow(exponent)
        }
        Operator::LShift => {
            let count = right.to_u64()?;
            if left.bits().checked_add(count)? > MAX_BITS {
                return None;
            }
            left << count
        }
        Operator::RShift => left >> right.to_u64()?,
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        _ => return None,
    };
    Some(integer(value))
}

/// Exact only while both sides are exact floats.
fn true_divide(left: &BigInt, right: &BigInt) -> Option<Constant> {
    let exact = |value: &BigInt| as_float(&integer(value.clone()));
    let (left, right) = (exact(left)?, exact(right)?);
    (right != 0.0).then(|| Constant::Float(left / right))
}

/// Quotient and remainder, the remainder with the sign of the divisor.
fn floor_divide(left: &BigInt, right: &BigInt) -> (BigInt, BigInt) {
    let (quotient, remainder) = (left / right, left % right);
    if !remainder.is_zero() && remainder.is_negative() != right.is_negative() {
        (quotient - 1, remainder + right)
    } else {
        (quotient, remainder)
    }
}

fn floats(op: Operator, left: f64, right: f64) -> Option<f64> {
    match op {
        Operator::Add => Some(left + right),
        Operator::Sub => Some(left - right),
        Operator::Mult => Some(left * right),
        Operator::Div if right != 0.0 => Some(left / right),
        Operator::Pow if left > 0.0 => Some(left.powf(right)),
        _ => None,
    }
}

/// The whole text of an f-string without any value in it.
pub(crate) fn plain_fstring(node: &ast::ExprFString) -> Option<String> {
    let mut text = String::new();
    for part in &node.value {
        match part {
            ast::FStringPart::Literal(literal) => text.push_str(&literal.value),
            ast::FStringPart::FString(fstring) => {
                for element in &fstring.elements {
                    text.push_str(&element.as_literal()?.value);
                }
            }
        }
    }
    Some(text)
}
