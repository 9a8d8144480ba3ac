//! Makes values: the short way from a Rust thing to an object.

use crate::body::*;
use crate::model::{Model, Obj, Value};
use crate::text::{Int, IntRef};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use taipan_heap::Inner;

/// An int of any size that fits an `i64`.
#[inline]
pub fn int<M: Model>(n: i64) -> Value<M> {
    Value::<M>::int(n).unwrap_or_else(|| Obj::<M, _>::new(BigIntBody::<M>::new(n.into())).into_value())
}

/// An int from a length or count.
#[inline]
pub fn size<M: Model>(n: usize) -> Value<M> {
    int::<M>(n as i64)
}

/// An int of any size.
pub fn big<M: Model>(n: BigInt) -> Value<M> {
    match n.to_i64().and_then(Value::<M>::int) {
        Some(small) => small,
        None => Obj::<M, _>::new(BigIntBody::<M>::new(n)).into_value(),
    }
}

/// An int as the number functions give it.
pub fn number<M: Model>(n: Int) -> Value<M> {
    match n {
        Int::Small(n) => int::<M>(n),
        Int::Big(n) => big::<M>(n),
    }
}

/// The int in a value, a bool counting as one.
#[inline]
pub fn int_ref<M: Model>(value: &Value<M>) -> Option<IntRef<'_>> {
    if let Some(n) = value.as_int() {
        return Some(IntRef::Small(n));
    }
    if let Some(b) = value.as_bool() {
        return Some(IntRef::Small(b.into()));
    }
    if let Some(big) = value.downcast::<BigIntBody<M>>() {
        return Some(IntRef::Big(&big.0));
    }
    int_ref::<M>(value.downcast::<Instance<M>>()?.payload()?)
}

/// A `str`.
#[inline]
pub fn str<M: Model>(text: impl AsRef<str>) -> Value<M> {
    Obj::<M, _>::new(Str::<M>::new(text)).into_value()
}

/// The `str` of an int.
pub fn decimal<M: Model>(n: i64) -> Value<M> {
    let mut digits = [0; 20];
    let (mut at, mut left) = (digits.len(), n.unsigned_abs());
    while left > 0 || at == digits.len() {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    if n < 0 {
        at -= 1;
        digits[at] = b'-';
    }
    str::<M>(std::str::from_utf8(&digits[at..]).expect("digits are ASCII"))
}

/// A `bytes`.
pub fn bytes<M: Model>(bytes: impl Into<Box<[u8]>>) -> Value<M> {
    Obj::<M, _>::new(Bytes::<M>::new(bytes)).into_value()
}

/// A `tuple`.
#[inline]
pub fn tuple<M: Model>(items: impl IntoIterator<Item = Value<M>, IntoIter: ExactSizeIterator>) -> Value<M> {
    Tuple::<M>::make(items).into_value()
}

/// A `list`.
pub fn list<M: Model>(items: Vec<Value<M>>) -> Value<M> {
    Obj::<M, _>::new(List::<M>::new(items)).into_value()
}

/// An empty `dict`.
pub fn dict<M: Model>() -> Obj<M, Dict<M>> {
    Obj::<M, _>::new(Dict::<M>::new(Table::default()))
}

/// A frozenset of constants, which hash and compare without code of the language.
pub(crate) fn constant_set<M: Model>(items: Vec<Value<M>>) -> Value<M> {
    let mut table = Table::<M, ()>::default();
    for item in items {
        let hash = crate::ops::hash::plain::<M>(&item).expect("constants are hashable");
        if !matches!(table.find(&item, hash, &[]), Probe::Found(_)) {
            table.insert_new(item, hash, ());
        }
    }
    Obj::<M, _>::new(FrozenSet::<M> { table }).into_value()
}

/// An iterator.
pub fn iter<M: Model>(state: IterState<M>) -> Value<M> {
    Obj::<M, _>::new(Iter::<M>::new(state)).into_value()
}

/// A native function that does not bind.
pub fn native<M: Model>(name: &'static str, call: NativeFn<M>) -> Value<M> {
    Obj::<M, _>::new(Native::<M>::new(name, call)).into_value()
}

/// A native method.
pub fn method<M: Model>(name: &'static str, call: NativeFn<M>) -> Value<M> {
    Obj::<M, _>::new(Native::<M>::method(name, call)).into_value()
}

/// A native function with an environment, seen through [`crate::thread::Args::bound`].
pub fn closure<M: Model>(name: &'static str, call: NativeFn<M>, bound: Value<M>) -> Value<M> {
    Obj::<M, _>::new(Native::<M> { bound, ..Native::new(name, call) }).into_value()
}

/// A cell.
pub fn cell<M: Model>(value: Option<Value<M>>) -> Value<M> {
    Obj::<M, _>::new(Cell::<M> { value: Inner::new(value) }).into_value()
}

/// An object of a native module.
pub fn handle<M: Model>(class: &Obj<M, Class<M>>, state: impl std::any::Any + Send + Sync) -> Value<M> {
    let state = Box::new(state);
    Obj::<M, _>::new(Handle::<M> { class: class.clone(), state, key: None, held: Box::new([]) }).into_value()
}

/// An object of a native module that is equal to all others of its class with the same key.
pub fn handle_of<M: Model>(class: &Obj<M, Class<M>>, key: u64, state: impl std::any::Any + Send + Sync) -> Value<M> {
    let state = Box::new(state);
    Obj::<M, _>::new(Handle::<M> { class: class.clone(), state, key: Some(key), held: Box::new([]) }).into_value()
}
