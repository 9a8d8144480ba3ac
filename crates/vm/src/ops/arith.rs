//! Arithmetic: the slow half of the operators.

use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::loan::Loan;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::text::int::{self as ints, Power};
use crate::text::{IntRef, PyError, float as floats};
use crate::thread::Thread;

macro_rules! operators {
    ($($name:ident $symbol:literal $method:literal $reflected:literal $inplace:literal;)*) => {
        /// A binary operator, in the order of the portable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "each is the operator of its name")]
        pub enum Binary { $($name,)* }

        impl Binary {
            /// All, in order.
            pub const ALL: &[Binary] = &[$(Binary::$name,)*];

            /// The operator with a number.
            pub fn from_number(number: u16) -> Self {
                Self::ALL[number as usize]
            }

            /// How it is written.
            pub fn symbol(self) -> &'static str {
                match self { $(Binary::$name => $symbol,)* }
            }

            /// Names of the method, the reflected method, the in-place method.
            pub fn methods(self) -> [&'static str; 3] {
                match self { $(Binary::$name => [$method, $reflected, $inplace],)* }
            }
        }
    };
}

operators! {
    Add "+" "__add__" "__radd__" "__iadd__";
    Subtract "-" "__sub__" "__rsub__" "__isub__";
    Multiply "*" "__mul__" "__rmul__" "__imul__";
    TrueDivide "/" "__truediv__" "__rtruediv__" "__itruediv__";
    FloorDivide "//" "__floordiv__" "__rfloordiv__" "__ifloordiv__";
    Modulo "%" "__mod__" "__rmod__" "__imod__";
    Power "** or pow()" "__pow__" "__rpow__" "__ipow__";
    ShiftLeft "<<" "__lshift__" "__rlshift__" "__ilshift__";
    ShiftRight ">>" "__rshift__" "__rrshift__" "__irshift__";
    And "&" "__and__" "__rand__" "__iand__";
    Or "|" "__or__" "__ror__" "__ior__";
    Xor "^" "__xor__" "__rxor__" "__ixor__";
    MatrixMultiply "@" "__matmul__" "__rmatmul__" "__imatmul__";
}

// Which of an operator's methods: places in [`Binary::methods`].
const ORDINARY: usize = 0;
const REFLECTED: usize = 1;
const IN_PLACE: usize = 2;

/// A number: what arithmetic on immediate values and big ints works with.
enum Number<'a> {
    Int(IntRef<'a>),
    Float(f64),
}

fn number<M: Model>(value: &Value<M>) -> Option<Number<'_>> {
    match value.as_float() {
        Some(x) => Some(Number::Float(x)),
        None => make::int_ref::<M>(value).map(Number::Int),
    }
}

fn on_ints<M: Model>(op: Binary, a: IntRef<'_>, b: IntRef<'_>) -> Result<Value<M>, PyError> {
    let int = match op {
        Binary::Add => ints::add(a, b),
        Binary::Subtract => ints::sub(a, b),
        Binary::Multiply => ints::mul(a, b),
        Binary::TrueDivide => return ints::true_div(a, b).map(Value::<M>::float),
        Binary::FloorDivide => ints::floor_div(a, b)?,
        Binary::Modulo => ints::modulo(a, b)?,
        Binary::Power => match ints::pow(a, b)? {
            Power::Int(n) => n,
            Power::Float(x) => return Ok(Value::<M>::float(x)),
        },
        Binary::ShiftLeft => ints::shift_left(a, b)?,
        Binary::ShiftRight => ints::shift_right(a, b)?,
        Binary::And => ints::and(a, b),
        Binary::Or => ints::or(a, b),
        Binary::Xor => ints::xor(a, b),
        Binary::MatrixMultiply => return Err(PyError::type_error("")),
    };
    Ok(make::number::<M>(int))
}

fn on_floats<M: Model>(op: Binary, a: f64, b: f64) -> Option<Result<Value<M>, PyError>> {
    let result = match op {
        Binary::Add => Ok(a + b),
        Binary::Subtract => Ok(a - b),
        Binary::Multiply => Ok(a * b),
        Binary::TrueDivide => floats::true_div(a, b),
        Binary::FloorDivide => floats::floor_div(a, b),
        Binary::Modulo => floats::modulo(a, b),
        Binary::Power => floats::pow(a, b),
        _ => return None,
    };
    Some(result.map(Value::<M>::float))
}

impl<M: Model> Thread<M> {
    /// `a op b`, or `a op= b` when `inplace`.
    ///
    /// # Errors
    /// TypeError where the operands do not fit, and what the operation or a method raises.
    pub fn binary(&mut self, op: Binary, inplace: bool, a: &Value<M>, b: &Value<M>) -> R<Value<M>> {
        if a.kind() != kind::INSTANCE && b.kind() != kind::INSTANCE {
            if let (Some(x), Some(y)) = (a.as_bool(), b.as_bool()) {
                match op {
                    Binary::And => return Ok(Value::<M>::bool(x & y)),
                    Binary::Or => return Ok(Value::<M>::bool(x | y)),
                    Binary::Xor => return Ok(Value::<M>::bool(x ^ y)),
                    _ => {}
                }
            }
            if let (Some(x), Some(y)) = (number::<M>(a), number::<M>(b))
                && let Some(result) = self.numeric(op, x, y)
            {
                return result;
            }
            if let Some(result) = self.binary_builtin(op, inplace, a, b)? {
                return Ok(result);
            }
        }
        if op == Binary::Modulo
            && a.kind() == kind::STR
            && self.special(b, |n| &n.rmod).is_none_or(|m| m.kind() == kind::NATIVE)
        {
            return crate::ops::show::percent(self, a, b);
        }
        self.binary_by_methods(op, inplace, a, b)
    }

    fn numeric(&mut self, op: Binary, a: Number<'_>, b: Number<'_>) -> Option<R<Value<M>>> {
        if op == Binary::MatrixMultiply {
            return None;
        }
        let result = match (a, b) {
            (Number::Int(a), Number::Int(b)) => on_ints::<M>(op, a, b),
            (a, b) => {
                let float = |n: Number<'_>| match n {
                    Number::Float(x) => Ok(x),
                    Number::Int(n) => n.to_f64(),
                };
                match (float(a), float(b)) {
                    (Ok(a), Ok(b)) => on_floats::<M>(op, a, b)?,
                    (Err(e), _) | (_, Err(e)) => Err(e),
                }
            }
        };
        Some(result.map_err(|e| self.text_error(e)))
    }

    fn binary_builtin(&mut self, op: Binary, inplace: bool, a: &Value<M>, b: &Value<M>) -> R<Option<Value<M>>> {
        match op {
            Binary::Add => self.concatenate(inplace, a, b),
            Binary::Multiply => self.repeat_either(inplace, a, b),
            Binary::Modulo => match a.kind() {
                kind::STR | kind::BYTES | kind::BYTE_ARRAY => crate::ops::show::percent(self, a, b).map(Some),
                _ => Ok(None),
            },
            Binary::Or | Binary::And | Binary::Subtract | Binary::Xor => self.set_operator(op, inplace, a, b),
            _ => Ok(None),
        }
    }

    fn concatenate(&mut self, inplace: bool, a: &Value<M>, b: &Value<M>) -> R<Option<Value<M>>> {
        if let (Some(x), Some(y)) = (a.downcast::<Str<M>>(), b.downcast::<Str<M>>()) {
            let whole = Str::<M>::concat(&[x.as_str(), y.as_str()]);
            return Ok(Some(Obj::<M, _>::new(whole).into_value()));
        }
        if let Some(list) = a.downcast::<List<M>>() {
            if inplace {
                let list = list.clone();
                self.list_extend(&list, b)?;
                return Ok(Some(a.clone()));
            }
            let Some(other) = b.downcast::<List<M>>() else {
                let name = self.type_name(b);
                return Err(self.type_error(format!("can only concatenate list (not \"{name}\") to list")));
            };
            let mut items = list.read(|l| &l.items).clone();
            items.extend(other.read(|l| &l.items).iter().cloned());
            return Ok(Some(make::list::<M>(items)));
        }
        if let (Some(x), Some(y)) = (a.downcast::<Tuple<M>>(), b.downcast::<Tuple<M>>()) {
            return Ok(Some(make::tuple::<M>([x.items(), y.items()].concat())));
        }
        if let (Some(x), Some(y)) = (super::compare::bytes_of::<M>(a), super::compare::bytes_of::<M>(b)) {
            if let Some(array) = a.downcast::<ByteArray<M>>() {
                if inplace {
                    array.open(|b| &b.0).extend_from_slice(&y);
                    return Ok(Some(a.clone()));
                }
                return Ok(Some(taipan_heap::Obj::new(ByteArray::<M>::new([&*x, &*y].concat())).into_value()));
            }
            return Ok(Some(make::bytes::<M>([&*x, &*y].concat())));
        }
        if a.kind() == kind::STR && b.kind() != kind::INSTANCE {
            let name = self.type_name(b);
            return Err(self.type_error(format!("can only concatenate str (not \"{name}\") to str")));
        }
        if matches!(a.kind(), kind::BYTES | kind::BYTE_ARRAY) && b.kind() != kind::INSTANCE {
            let (a, b) = (self.type_name(a), self.type_name(b));
            return Err(self.type_error(format!("can't concat {b} to {a}")));
        }
        if a.kind() == kind::TUPLE && b.kind() != kind::INSTANCE {
            let name = self.type_name(b);
            return Err(self.type_error(format!("can only concatenate tuple (not \"{name}\") to tuple")));
        }
        Ok(None)
    }

    fn repeat_either(&mut self, inplace: bool, a: &Value<M>, b: &Value<M>) -> R<Option<Value<M>>> {
        let repeats =
            |v: &Value<M>| matches!(v.kind(), kind::STR | kind::LIST | kind::TUPLE | kind::BYTES | kind::BYTE_ARRAY);
        let (sequence, times, inplace) = match (repeats(a), repeats(b)) {
            (true, _) => (a, b, inplace),
            (false, true) => (b, a, false),
            (false, false) => return Ok(None),
        };
        match make::int_ref::<M>(times).map(|n| n.to_i64()) {
            Some(Some(n)) => self.repeat(inplace, sequence, n),
            Some(None) => Err(self.raise(Exc::Overflow, "cannot fit 'int' into an index-sized integer")),
            None => {
                let name = self.type_name(times);
                Err(self.type_error(format!("can't multiply sequence by non-int of type '{name}'")))
            }
        }
    }

    /// `sequence * n`.
    fn repeat(&mut self, inplace: bool, sequence: &Value<M>, n: i64) -> R<Option<Value<M>>> {
        let n = n.max(0) as usize;
        let length = self.len(sequence)?;
        // A sequence that could never fit is refused before memory is asked for.
        if length.checked_mul(n).is_none_or(|total| total > (1 << 36)) {
            return Err(self.raise_class(Exc::Memory, vec![]));
        }
        if let Some(text) = sequence.downcast::<Str<M>>() {
            return Ok(Some(make::str::<M>(text.as_str().repeat(n))));
        }
        if let Some(tuple) = sequence.downcast::<Tuple<M>>() {
            return Ok(Some(make::tuple::<M>(cycle::<M>(tuple.items(), n))));
        }
        if let Some(list) = sequence.downcast::<List<M>>() {
            let items = list.read(|l| &l.items).clone();
            let repeated = cycle::<M>(&items, n);
            if inplace {
                let old = std::mem::replace(&mut *list.open(|l| &l.items), repeated);
                drop(old);
                return Ok(Some(sequence.clone()));
            }
            return Ok(Some(make::list::<M>(repeated)));
        }
        let bytes = super::compare::bytes_of::<M>(sequence).expect("the caller looked at the kind").repeat(n);
        Ok(Some(match sequence.kind() {
            kind::BYTE_ARRAY => taipan_heap::Obj::new(ByteArray::<M>::new(bytes)).into_value(),
            _ => make::bytes::<M>(bytes),
        }))
    }

    fn set_operator(&mut self, op: Binary, inplace: bool, a: &Value<M>, b: &Value<M>) -> R<Option<Value<M>>> {
        // In place any iterable of pairs is taken, as by `dict.update`.
        if op == Binary::Or
            && let Some(x) = a.downcast::<Dict<M>>()
            && (inplace || b.kind() == kind::DICT)
        {
            let target = if inplace { x.clone() } else { taipan_heap::Obj::new(Dict::new(self.dict_copy(x))) };
            self.dict_update(&target, b)?;
            return Ok(Some(target.into_value()));
        }
        if op == Binary::Or
            && is_type::<M>(a)
            && is_type::<M>(b)
            && (a.kind() == kind::CLASS || b.kind() == kind::CLASS)
        {
            return Ok(Some(self.union(a, b)));
        }
        // The views of a dict take any iterable on the other side.
        let views = a.kind() == kind::DICT_VIEW || b.kind() == kind::DICT_VIEW;
        if !super::compare::is_set::<M>(a) && !super::compare::is_set::<M>(b) {
            return Ok(None);
        }
        let both = super::compare::is_set::<M>(a) && super::compare::is_set::<M>(b);
        if !views && !both {
            return Ok(None);
        }
        let result = self.combine_sets(op, a, b)?;
        if let Some(set) = a.downcast::<Set<M>>().filter(|_| inplace) {
            let old = std::mem::replace(&mut *set.open(|s| &s.table), result);
            drop(old);
            return Ok(Some(a.clone()));
        }
        Ok(Some(match a.kind() {
            kind::FROZEN_SET => taipan_heap::Obj::new(FrozenSet::<M> { table: result }).into_value(),
            _ => taipan_heap::Obj::new(Set::<M>::new(result)).into_value(),
        }))
    }

    /// `X | Y` of types: the tuple that `isinstance` takes.
    fn union(&self, a: &Value<M>, b: &Value<M>) -> Value<M> {
        let class = |v: &Value<M>| if v.is_none() { self.class_of(v).as_value().clone() } else { v.clone() };
        let parts = |v: &Value<M>| v.downcast::<Tuple<M>>().map_or_else(|| vec![class(v)], |t| t.items().to_vec());
        make::tuple::<M>([parts(a), parts(b)].concat())
    }

    fn binary_by_methods(&mut self, op: Binary, inplace: bool, a: &Value<M>, b: &Value<M>) -> R<Value<M>> {
        self.check_stack()?;
        if inplace && let Some(result) = self.operand_method(op, IN_PLACE, a, b)? {
            return Ok(result);
        }
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let same = class_a.is(class_b);
        let right_first = !same && class_b.is_subclass(class_a);
        if right_first && let Some(result) = self.operand_method(op, REFLECTED, b, a)? {
            return Ok(result);
        }
        if let Some(result) = self.operand_method(op, ORDINARY, a, b)? {
            return Ok(result);
        }
        if !right_first
            && !same
            && let Some(result) = self.operand_method(op, REFLECTED, b, a)?
        {
            return Ok(result);
        }
        // Instances of subclasses of built-in classes are what they hold.
        if let (Some(x), Some(y)) = (super::compare::held::<M>(a), super::compare::held::<M>(b))
            && (!x.is(a) || !y.is(b))
        {
            let result = self.binary(op, inplace, &x, &y)?;
            // What was changed in place stays an instance of its own class.
            let changed =
                inplace && result.is(&x) && matches!(x.kind(), kind::LIST | kind::SET | kind::DICT | kind::BYTE_ARRAY);
            return Ok(if changed { a.clone() } else { result });
        }
        Err(self.unsupported(op, inplace, a, b))
    }

    /// Asks one of the three methods of an operator; None means that there is none, or NotImplemented.
    fn operand_method(&mut self, op: Binary, which: usize, this: &Value<M>, other: &Value<M>) -> R<Option<Value<M>>> {
        let name = &self.interp().types().names.operators[op as usize][which];
        let found = self.lookup(self.class_of(this), name);
        let Some(method) = found.filter(|m| m.kind() != kind::NATIVE || kind::by_methods(this.kind())) else {
            return Ok(None);
        };
        let result = self.call(&method, &Loan::of([this, other]))?;
        Ok((!result.is(&Value::<M>::NOT_IMPLEMENTED)).then_some(result))
    }

    #[cold]
    fn unsupported(&mut self, op: Binary, inplace: bool, a: &Value<M>, b: &Value<M>) -> Raised {
        let (a, b) = (self.type_name(a), self.type_name(b));
        let symbol = match (op, inplace) {
            (Binary::Power, true) => "**=".to_owned(),
            (_, true) => format!("{}=", op.symbol()),
            (_, false) => op.symbol().to_owned(),
        };
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{a}' and '{b}'"))
    }

    /// `-value`.
    ///
    /// # Errors
    /// TypeError, and what `__neg__` raises.
    pub fn negative(&mut self, value: &Value<M>) -> R<Value<M>> {
        match number::<M>(value).filter(|_| value.kind() != kind::INSTANCE) {
            Some(Number::Int(n)) => Ok(make::number::<M>(ints::neg(n))),
            Some(Number::Float(x)) => Ok(Value::<M>::float(-x)),
            None => self.unary("-", "__neg__", value),
        }
    }

    /// `+value`.
    ///
    /// # Errors
    /// TypeError, and what `__pos__` raises.
    pub fn positive(&mut self, value: &Value<M>) -> R<Value<M>> {
        match number::<M>(value).filter(|_| value.kind() != kind::INSTANCE) {
            Some(Number::Int(n)) => Ok(make::number::<M>(n.to_int())),
            Some(Number::Float(_)) => Ok(value.clone()),
            None => self.unary("+", "__pos__", value),
        }
    }

    /// `~value`.
    ///
    /// # Errors
    /// TypeError, and what `__invert__` raises.
    pub fn invert(&mut self, value: &Value<M>) -> R<Value<M>> {
        match number::<M>(value).filter(|_| value.kind() != kind::INSTANCE) {
            Some(Number::Int(n)) => Ok(make::number::<M>(ints::invert(n))),
            _ => self.unary("~", "__invert__", value),
        }
    }

    fn unary(&mut self, symbol: &str, method: &str, value: &Value<M>) -> R<Value<M>> {
        if let Some(method) = self.special_named(value, method) {
            return self.call(&method, std::slice::from_ref(value));
        }
        if let Some(held) = super::compare::held::<M>(value).filter(|h| !h.is(value)) {
            return match symbol {
                "-" => self.negative(&held),
                "+" => self.positive(&held),
                _ => self.invert(&held),
            };
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("bad operand type for unary {symbol}: '{name}'")))
    }

    /// An index: an int, or what `__index__` says.
    ///
    /// # Errors
    /// TypeError for what is no index; OverflowError for one that fits no word.
    pub fn index(&mut self, value: &Value<M>) -> R<i64> {
        if let Some(n) = value.as_int() {
            return Ok(n);
        }
        let int = self.int_of(value)?;
        match make::int_ref::<M>(&int).and_then(|n| n.to_i64()) {
            Some(n) => Ok(n),
            None => Err(self.raise(crate::error::Exc::Overflow, "Python int too large to convert to C ssize_t")),
        }
    }

    /// An int of any size, by `__index__` where needed.
    ///
    /// # Errors
    /// TypeError for what is no integer.
    pub fn int_of(&mut self, value: &Value<M>) -> R<Value<M>> {
        if let Some(n) = make::int_ref::<M>(value) {
            return Ok(make::number::<M>(n.to_int()));
        }
        if let Some(method) = self.special(value, |n| &n.index) {
            let result = self.call(&method, std::slice::from_ref(value))?;
            return match make::int_ref::<M>(&result) {
                Some(n) => Ok(make::number::<M>(n.to_int())),
                None => {
                    let name = self.type_name(&result);
                    Err(self.type_error(format!("__index__ returned non-int (type {name})")))
                }
            };
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")))
    }

    /// A float: a number, or what `__float__` or `__index__` says.
    ///
    /// # Errors
    /// TypeError for what is no number; OverflowError for an int that is too large.
    pub fn float_of(&mut self, value: &Value<M>) -> R<f64> {
        match number::<M>(value) {
            Some(Number::Float(x)) => Ok(x),
            Some(Number::Int(n)) => n.to_f64().map_err(|e| self.text_error(e)),
            None => {
                if let Some(method) = self.special(value, |n| &n.float) {
                    let result = self.call(&method, std::slice::from_ref(value))?;
                    if let Some(x) = result.as_float() {
                        return Ok(x);
                    }
                }
                if let Some(x) = super::compare::held::<M>(value).and_then(|h| h.as_float()) {
                    return Ok(x);
                }
                let name = self.type_name(value);
                Err(self.type_error(format!("must be real number, not {name}")))
            }
        }
    }
}

fn cycle<M: Model>(items: &[Value<M>], n: usize) -> Vec<Value<M>> {
    let mut repeated = Vec::with_capacity(items.len() * n);
    for _ in 0..n {
        repeated.extend_from_slice(items);
    }
    repeated
}

/// Whether a value can be a part of `X | Y` as a type: a class, None, or such a union itself.
fn is_type<M: Model>(value: &Value<M>) -> bool {
    let union = |t: &Obj<M, Tuple<M>>| t.items().iter().all(|i| matches!(i.kind(), kind::CLASS));
    value.kind() == kind::CLASS || value.is_none() || value.downcast::<Tuple<M>>().is_some_and(union)
}
