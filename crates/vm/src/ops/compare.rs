//! Comparison, identity and membership.

use crate::body::*;
use crate::error::R;
use crate::loan::Loan;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::text::float::compare_int;
use crate::thread::Thread;
use crate::types::Names;
use std::cmp::Ordering;

/// A comparison, numbered as in the portable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the operator of its name")]
pub enum Compare {
    Less,
    LessEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
}

impl Compare {
    /// What the operator says of an ordering.
    #[inline]
    pub fn of(self, ordering: Ordering) -> bool {
        match self {
            Compare::Less => ordering.is_lt(),
            Compare::LessEqual => ordering.is_le(),
            Compare::Equal => ordering.is_eq(),
            Compare::NotEqual => ordering.is_ne(),
            Compare::Greater => ordering.is_gt(),
            Compare::GreaterEqual => ordering.is_ge(),
        }
    }

    /// The same question with the sides exchanged.
    fn mirrored(self) -> Self {
        match self {
            Compare::Less => Compare::Greater,
            Compare::LessEqual => Compare::GreaterEqual,
            Compare::Greater => Compare::Less,
            Compare::GreaterEqual => Compare::LessEqual,
            same => same,
        }
    }

    /// How it is written.
    pub fn symbol(self) -> &'static str {
        taipan_code::COMPARISONS[self as usize]
    }

    fn method<M: Model>(self) -> fn(&Names<M>) -> &Obj<M, Str<M>> {
        match self {
            Compare::Less => |n| &n.lt,
            Compare::LessEqual => |n| &n.le,
            Compare::Equal => |n| &n.eq,
            Compare::NotEqual => |n| &n.ne,
            Compare::Greater => |n| &n.gt,
            Compare::GreaterEqual => |n| &n.ge,
        }
    }
}

/// The order of two numbers; None when one is no number, `Some(None)` for NaN.
fn numbers<M: Model>(a: &Value<M>, b: &Value<M>) -> Option<Option<Ordering>> {
    match (a.as_float(), b.as_float()) {
        (Some(a), Some(b)) => Some(a.partial_cmp(&b)),
        (Some(a), None) => Some(compare_int(a, make::int_ref::<M>(b)?)),
        (None, Some(b)) => Some(compare_int(b, make::int_ref::<M>(a)?).map(Ordering::reverse)),
        (None, None) => Some(Some(make::int_ref::<M>(a)?.compare(make::int_ref::<M>(b)?))),
    }
}

/// The answer for the pairs that come most often: floats, strings, a float and an int.
#[inline(always)]
pub(crate) fn often<M: Model>(op: Compare, a: &Value<M>, b: &Value<M>) -> Option<bool> {
    let of_floats = |a: f64, b: f64| a.partial_cmp(&b).map_or(op == Compare::NotEqual, |o| op.of(o));
    if let (Some(a), Some(b)) = (a.as_float(), b.as_float()) {
        return Some(of_floats(a, b));
    }
    if let (Some(a), Some(b)) = (a.downcast::<Str<M>>(), b.downcast::<Str<M>>()) {
        return Some(match op {
            Compare::Equal => a.is(b) || a.same(b),
            Compare::NotEqual => !a.is(b) && !a.same(b),
            _ => op.of(a.as_str().cmp(b.as_str())),
        });
    }
    // Ints of a word are exact as floats.
    let float = |v: &Value<M>| v.as_float().or_else(|| v.as_int().map(|n| n as f64));
    Some(of_floats(float(a)?, float(b)?))
}

/// Whether two values are equal, where no code of the language need be asked; None where it is.
///
/// As containers compare: what is the same object is equal to itself.
#[inline]
pub fn plainly_equal<M: Model>(a: &Value<M>, b: &Value<M>) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if a.is_int() && b.is_int() {
        return Some(false);
    }
    match often::<M>(Compare::Equal, a, b) {
        Some(answer) => Some(answer),
        None => plainly_equal_rare::<M>(a, b, 4),
    }
}

/// The same for the other plain values; `depth` is how far it looks into tuples.
fn plainly_equal_rare<M: Model>(a: &Value<M>, b: &Value<M>, depth: u32) -> Option<bool> {
    let leaf = |v: &Value<M>| matches!(v.kind(), 0 | kind::STR | kind::BYTES | kind::BIG_INT);
    if let (Some(a), Some(b)) = (a.downcast::<Tuple<M>>(), b.downcast::<Tuple<M>>()) {
        let (a, b) = (a.items(), b.items());
        if a.len() != b.len() || depth == 0 {
            return if depth == 0 { None } else { Some(false) };
        }
        for (x, y) in a.iter().zip(b) {
            let same = if x.kind() == kind::TUPLE {
                plainly_equal_rare::<M>(x, y, depth - 1)
            } else {
                plainly_equal::<M>(x, y)
            };
            if same != Some(true) {
                return same;
            }
        }
        return Some(true);
    }
    if !leaf(a) || !leaf(b) {
        return None;
    }
    if let (Some(a), Some(b)) = (make::int_ref::<M>(a), make::int_ref::<M>(b)) {
        return Some(a.compare(b).is_eq());
    }
    if let (Some(a), Some(b)) = (a.downcast::<Bytes<M>>(), b.downcast::<Bytes<M>>()) {
        return Some(a.0 == b.0);
    }
    // A float and a big int: the numbers know.
    (!a.is_float() && !b.is_float()).then_some(false)
}

/// Whether a value is less than another, where no code of the language need be asked; None where it is.
#[inline]
pub fn plainly_less<M: Model>(a: &Value<M>, b: &Value<M>) -> Option<bool> {
    if let Some(answer) = often::<M>(Compare::Less, a, b) {
        return Some(answer);
    }
    let (a, b) = (a.downcast::<Tuple<M>>()?.items(), b.downcast::<Tuple<M>>()?.items());
    for (x, y) in a.iter().zip(b) {
        if !plainly_equal::<M>(x, y)? {
            return plainly_less::<M>(x, y);
        }
    }
    Some(a.len() < b.len())
}

impl<M: Model> Thread<M> {
    /// `a op b`.
    ///
    /// # Errors
    /// TypeError where the operands have no order, and what comparison methods raise.
    pub fn compare(&mut self, op: Compare, a: &Value<M>, b: &Value<M>) -> R<Value<M>> {
        if let Some(answer) = often::<M>(op, a, b) {
            return Ok(Value::<M>::bool(answer));
        }
        if let Some(answer) = self.compare_builtin(op, a, b)? {
            return Ok(Value::<M>::bool(answer));
        }
        self.compare_by_methods(op, a, b)
    }

    /// `a op b` as a truth.
    ///
    /// # Errors
    /// As [`compare`](Self::compare).
    #[inline]
    pub fn compare_truth(&mut self, op: Compare, a: &Value<M>, b: &Value<M>) -> R<bool> {
        if let Some((a, b)) = a.both_ints(b) {
            return Ok(op.of(a.cmp(&b)));
        }
        if let Some(answer) = often::<M>(op, a, b) {
            return Ok(answer);
        }
        let result = self.compare(op, a, b)?;
        self.truth(&result)
    }

    /// Whether two values are equal, or the same object (as containers compare).
    ///
    /// # Errors
    /// What `__eq__` raises.
    #[inline]
    pub fn equal(&mut self, a: &Value<M>, b: &Value<M>) -> R<bool> {
        match plainly_equal::<M>(a, b) {
            Some(answer) => Ok(answer),
            None => self.equal_slow(a, b),
        }
    }

    #[inline(never)]
    fn equal_slow(&mut self, a: &Value<M>, b: &Value<M>) -> R<bool> {
        if self.has_no_say(a) && self.has_no_say(b) {
            return Ok(a.is(b));
        }
        self.compare_truth(Compare::Equal, a, b)
    }

    /// Whether a value has nothing to say about what it is equal to: None, or an instance whose class has no `__eq__` of
    /// its own.
    fn has_no_say(&self, value: &Value<M>) -> bool {
        match value.downcast::<Instance<M>>() {
            Some(instance) if instance.payload().is_none() => {
                self.lookup(&instance.class, &self.interp().types().names.eq).is_none_or(|m| m.kind() == kind::NATIVE)
            }
            _ => value.is_none(),
        }
    }

    /// The answer where built-in bodies know it.
    fn compare_builtin(&mut self, op: Compare, a: &Value<M>, b: &Value<M>) -> R<Option<bool>> {
        if a.kind() == kind::INSTANCE || b.kind() == kind::INSTANCE {
            return Ok(None);
        }
        if let Some(order) = numbers::<M>(a, b) {
            return Ok(Some(order.map_or(op == Compare::NotEqual, |o| op.of(o))));
        }
        if let (Some(a), Some(b)) = (a.downcast::<Str<M>>(), b.downcast::<Str<M>>()) {
            return Ok(Some(op.of(a.as_str().cmp(b.as_str()))));
        }
        if let (Some(a), Some(b)) = (a.downcast::<Bytes<M>>(), b.downcast::<Bytes<M>>()) {
            return Ok(Some(op.of(a.0.cmp(&b.0))));
        }
        if let (Some(a), Some(b)) = (bytes_of::<M>(a), bytes_of::<M>(b)) {
            return Ok(Some(op.of(a.cmp(&b))));
        }
        if let (Some(a), Some(b)) = (a.downcast::<Tuple<M>>(), b.downcast::<Tuple<M>>()) {
            let (a, b) = (a.items(), b.items());
            return self.compare_items(op, a, b).map(Some);
        }
        if let (Some(a), Some(b)) = (a.downcast::<List<M>>(), b.downcast::<List<M>>()) {
            let a_items = a.read(|l| &l.items).clone();
            let b_items = b.read(|l| &l.items).clone();
            return self.compare_items(op, &a_items, &b_items).map(Some);
        }
        let equality = matches!(op, Compare::Equal | Compare::NotEqual);
        if let (Some(a), Some(b)) = (a.downcast::<Dict<M>>(), b.downcast::<Dict<M>>())
            && equality
        {
            let same = self.dicts_equal(&a.clone(), &b.clone())?;
            return Ok(Some(same == (op == Compare::Equal)));
        }
        if is_set::<M>(a) && is_set::<M>(b) {
            return self.compare_sets(op, a, b).map(Some);
        }
        if let (Some(a), Some(b)) = (a.downcast::<Range<M>>(), b.downcast::<Range<M>>())
            && equality
        {
            let same =
                a.len() == b.len() && (a.is_empty() || (a.start == b.start && (a.len() == 1 || a.step == b.step)));
            return Ok(Some(same == (op == Compare::Equal)));
        }
        if let (Some(a), Some(b)) = (a.downcast::<BoundMethod<M>>(), b.downcast::<BoundMethod<M>>())
            && equality
        {
            let same = a.receiver.is(&b.receiver) && a.function.is(&b.function);
            return Ok(Some(same == (op == Compare::Equal)));
        }
        if let (Some(a), Some(b)) = (a.downcast::<Handle<M>>(), b.downcast::<Handle<M>>())
            && equality
            && a.key.is_some()
        {
            let same = a.key == b.key && a.class.as_value().is(b.class.as_value());
            return Ok(Some(same == (op == Compare::Equal)));
        }
        if let (Some(a), Some(b)) = (a.downcast::<Slice<M>>(), b.downcast::<Slice<M>>()) {
            let parts = |s: &Slice<M>| [s.start.clone(), s.stop.clone(), s.step.clone()];
            return self.compare_items(op, &parts(a), &parts(b)).map(Some);
        }
        Ok(None)
    }

    fn compare_items(&mut self, op: Compare, a: &[Value<M>], b: &[Value<M>]) -> R<bool> {
        self.check_stack()?;
        if a.len() != b.len() && matches!(op, Compare::Equal | Compare::NotEqual) {
            return Ok(op == Compare::NotEqual);
        }
        for (x, y) in a.iter().zip(b) {
            if !self.equal(x, y)? {
                return match op {
                    Compare::Equal => Ok(false),
                    Compare::NotEqual => Ok(true),
                    _ => self.compare_truth(op, x, y),
                };
            }
        }
        Ok(op.of(a.len().cmp(&b.len())))
    }

    fn dicts_equal(&mut self, a: &Obj<M, Dict<M>>, b: &Obj<M, Dict<M>>) -> R<bool> {
        self.check_stack()?;
        let a = self.dict_copy(a);
        if a.len() != b.read(|d| &d.table).len() {
            return Ok(false);
        }
        for entry in a.iter() {
            match self.dict_get(b, &entry.key)? {
                Some(other) if self.equal(&entry.value, &other)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    fn compare_sets(&mut self, op: Compare, a: &Value<M>, b: &Value<M>) -> R<bool> {
        let (small, large) = match op {
            Compare::Greater | Compare::GreaterEqual => (self.set_table(b)?, self.set_table(a)?),
            _ => (self.set_table(a)?, self.set_table(b)?),
        };
        let fits = match op {
            Compare::Equal | Compare::NotEqual => small.len() == large.len(),
            Compare::Less | Compare::Greater => small.len() < large.len(),
            Compare::LessEqual | Compare::GreaterEqual => small.len() <= large.len(),
        };
        let mut inside = fits;
        for entry in small.iter().take_while(|_| fits) {
            if self.find_in(&large, &entry.key, entry.hash)?.is_none() {
                inside = false;
                break;
            }
        }
        Ok(inside == (op != Compare::NotEqual))
    }

    fn compare_by_methods(&mut self, op: Compare, a: &Value<M>, b: &Value<M>) -> R<Value<M>> {
        self.check_stack()?;
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        let right_first = !class_a.is(class_b) && class_b.is_subclass(class_a);
        let sides = [(a, b, op), (b, a, op.mirrored())];
        let order = if right_first { [1, 0] } else { [0, 1] };
        for (this, other, op) in order.map(|i| sides[i]) {
            if let Some(answer) = self.ask(op, this, other)? {
                return Ok(answer);
            }
        }
        // Instances of subclasses of built-in classes compare as what they hold.
        if let (Some(x), Some(y)) = (held::<M>(a), held::<M>(b))
            && (!x.is(a) || !y.is(b))
            && let Some(answer) = self.compare_builtin(op, &x, &y)?
        {
            return Ok(Value::<M>::bool(answer));
        }
        match op {
            Compare::Equal => Ok(Value::<M>::bool(a.is(b))),
            Compare::NotEqual => Ok(Value::<M>::bool(!a.is(b))),
            _ => {
                let (a, b) = (self.type_name(a), self.type_name(b));
                let symbol = op.symbol();
                Err(self.type_error(format!("'{symbol}' not supported between instances of '{a}' and '{b}'")))
            }
        }
    }

    /// Asks the comparison method of `this`; None means NotImplemented.
    fn ask(&mut self, op: Compare, this: &Value<M>, other: &Value<M>) -> R<Option<Value<M>>> {
        let written = |method: &Value<M>| if method.kind() == kind::NATIVE { Value::<M>::NONE } else { method.clone() };
        if let Some(method) = self.special_as(this, op.method(), written).filter(|m| !m.is_none()) {
            let answer = self.call(&method, &Loan::of([this, other]))?;
            return Ok((!answer.is(&Value::<M>::NOT_IMPLEMENTED)).then_some(answer));
        }
        // `!=` without a method of its own is the opposite of `==`.
        if op == Compare::NotEqual
            && let Some(answer) = self.ask(Compare::Equal, this, other)?
        {
            let truth = self.truth(&answer)?;
            return Ok(Some(Value::<M>::bool(!truth)));
        }
        Ok(None)
    }

    /// `item in container`.
    ///
    /// # Errors
    /// TypeError for what contains nothing, and what the methods raise.
    pub fn contains(&mut self, container: &Value<M>, item: &Value<M>) -> R<bool> {
        match container.kind() {
            kind::DICT => self.dict_contains(container.downcast::<Dict<M>>().expect("kind"), item),
            kind::SET => self.set_contains(container.downcast::<Set<M>>().expect("kind"), item),
            kind::FROZEN_SET => self.frozen_contains(container.downcast::<FrozenSet<M>>().expect("kind"), item),
            kind::STR => {
                let text = container.downcast::<Str<M>>().expect("kind");
                match item.downcast::<Str<M>>() {
                    Some(part) => Ok(text.as_str().contains(part.as_str())),
                    None => {
                        let name = self.type_name(item);
                        Err(self.type_error(format!("'in <string>' requires string as left operand, not {name}")))
                    }
                }
            }
            kind::RANGE if item.is_int() => {
                Ok(container.downcast::<Range<M>>().expect("kind").contains(item.int_unchecked()))
            }
            kind::BYTES | kind::BYTE_ARRAY => self.bytes_contain(container, item),
            kind::DICT_VIEW if container.downcast::<DictView<M>>().is_some_and(|v| v.of == ViewOf::Keys) => {
                self.dict_contains(&container.downcast::<DictView<M>>().expect("kind").dict, item)
            }
            kind::LIST => self.list_contains(container.downcast::<List<M>>().expect("kind"), item),
            kind::TUPLE => {
                for inside in container.downcast::<Tuple<M>>().expect("kind").items() {
                    if self.equal(inside, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => self.contains_slow(container, item),
        }
    }

    /// Looks through a list, which stays open only while no code of the language is asked.
    fn list_contains(&mut self, list: &Obj<M, List<M>>, item: &Value<M>) -> R<bool> {
        let mut from = 0;
        loop {
            let items = list.read(|l| &l.items);
            let rest = items.get(from..).unwrap_or_default();
            let Some(at) = rest.iter().position(|inside| plainly_equal::<M>(inside, item) != Some(false)) else {
                return Ok(false);
            };
            let candidate = rest[at].clone();
            drop(items);
            if self.equal(&candidate, item)? {
                return Ok(true);
            }
            from += at + 1;
        }
    }

    fn bytes_contain(&mut self, container: &Value<M>, item: &Value<M>) -> R<bool> {
        if let Some(n @ 0..=255) = item.as_int() {
            return Ok(with_bytes::<M, _>(container, |bytes| bytes.contains(&(n as u8))).unwrap_or(false));
        }
        let bytes = bytes_of::<M>(container).expect("the caller looked at the kind");
        if let Some(part) = bytes_of::<M>(item) {
            return Ok(part.is_empty() || bytes.windows(part.len()).any(|w| w == &*part));
        }
        match make::int_ref::<M>(item).map(|n| n.to_i64()) {
            Some(Some(n @ 0..=255)) => Ok(bytes.contains(&(n as u8))),
            Some(_) => Err(self.value_error("byte must be in range(0, 256)")),
            None => {
                let name = self.type_name(item);
                Err(self.type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    fn contains_slow(&mut self, container: &Value<M>, item: &Value<M>) -> R<bool> {
        if let Some(method) = self.special(container, |n| &n.contains).filter(|m| !m.is_none())
            && container.kind() == kind::INSTANCE
        {
            let answer = self.call(&method, &Loan::of([container, item]))?;
            return self.truth(&answer);
        }
        if let Some(held) = held::<M>(container).filter(|h| !h.is(container)) {
            return self.contains(&held, item);
        }
        let iterator = match self.iter(container) {
            Ok(iterator) => iterator,
            Err(_) if self.error_is(crate::error::Exc::Type) => {
                self.error = None;
                let name = self.type_name(container);
                return Err(self.type_error(format!("argument of type '{name}' is not iterable")));
            }
            Err(raised) => return Err(raised),
        };
        while let Some(next) = self.next(&iterator)? {
            if self.equal(&next, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A value, or what an instance of a subclass of a built-in class holds.
pub fn held<M: Model>(value: &Value<M>) -> Option<Value<M>> {
    match value.downcast::<Instance<M>>() {
        Some(instance) => instance.payload().cloned(),
        None => Some(value.clone()),
    }
}

/// The content of bytes or a bytearray.
pub fn bytes_of<M: Model>(value: &Value<M>) -> Option<Box<[u8]>> {
    if let Some(bytes) = value.downcast::<Bytes<M>>() {
        return Some(bytes.0.clone());
    }
    let array = value.downcast::<ByteArray<M>>()?;
    Some(array.read(|b| &b.0).clone().into())
}

/// What `f` makes of the content of bytes or a bytearray, whose lock is held meanwhile.
#[inline]
pub fn with_bytes<M: Model, T>(value: &Value<M>, f: impl FnOnce(&[u8]) -> T) -> Option<T> {
    if let Some(bytes) = value.downcast::<Bytes<M>>() {
        return Some(f(&bytes.0));
    }
    Some(f(&value.downcast::<ByteArray<M>>()?.read(|b| &b.0)))
}

/// Whether a value is a set, a frozenset or a view that behaves as one.
pub fn is_set<M: Model>(value: &Value<M>) -> bool {
    match value.kind() {
        kind::SET | kind::FROZEN_SET => true,
        kind::DICT_VIEW => value.downcast::<DictView<M>>().is_some_and(|v| v.of != ViewOf::Values),
        _ => false,
    }
}
