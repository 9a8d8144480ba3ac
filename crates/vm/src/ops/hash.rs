//! Hashes.

use crate::body::*;
use crate::error::R;
use crate::model::{Model, Value};
use crate::text;
use crate::thread::Thread;

/// The hash of a value that needs no code of the language; None when it does, or has no hash.
pub fn plain<M: Model>(value: &Value<M>) -> Option<u64> {
    if let Some(n) = value.as_int() {
        // An int in a word is less than the modulus of the hash of ints, so it is its own hash; but for one.
        return Some(if n == -1 { -2 } else { n } as u64);
    }
    if let Some(text) = value.downcast::<Str<M>>() {
        return Some(text.hash());
    }
    if let Some(x) = value.as_float() {
        return Some(text::hash::float(x) as u64);
    }
    if let Some(b) = value.as_bool() {
        return Some(b.into());
    }
    match value.kind() {
        0 => Some(value.bits() >> 3),
        kind::BYTES => Some(text::hash::bytes(&value.downcast::<Bytes<M>>()?.0) as u64),
        kind::BIG_INT => Some(text::hash::int(crate::make::int_ref::<M>(value)?) as u64),
        kind::TUPLE => {
            let items = value.downcast::<Tuple<M>>()?.items();
            let mut all = true;
            let hashes = items.iter().map_while(|item| {
                let hash = plain::<M>(item);
                all &= hash.is_some();
                hash.map(|hash| hash as i64)
            });
            let hash = text::hash::tuple(hashes);
            all.then_some(hash as u64)
        }
        kind::RANGE => {
            let range = value.downcast::<Range<M>>()?;
            Some(text::hash::tuple([range.len(), range.start, range.step]) as u64)
        }
        kind::FROZEN_SET => Some(set_hash(&value.downcast::<FrozenSet<M>>()?.table)),
        kind::LIST
        | kind::DICT
        | kind::SET
        | kind::BYTE_ARRAY
        | kind::SLICE
        | kind::DEQUE
        | kind::INSTANCE
        | kind::DICT_VIEW => None,
        kind::BOUND_METHOD => {
            let method = value.downcast::<BoundMethod<M>>()?;
            Some(method.function.bits() ^ method.receiver.bits().rotate_left(17))
        }
        kind::HANDLE => value.downcast::<Handle<M>>()?.key.or(Some(value.bits() >> 4)),
        _ => Some(value.bits() >> 4),
    }
}

fn set_hash<M: Model>(table: &Table<M, ()>) -> u64 {
    let mix = |h: u64| (h ^ 89_869_747 ^ (h << 16)).wrapping_mul(3_644_798_167);
    table.iter().fold(1_927_868_237, |all, entry| all ^ mix(entry.hash))
}

impl<M: Model> Thread<M> {
    /// `hash(value)`.
    ///
    /// # Errors
    /// TypeError for what has no hash, and what `__hash__` raises.
    #[inline]
    pub fn hash(&mut self, value: &Value<M>) -> R<u64> {
        match plain::<M>(value) {
            Some(hash) => Ok(hash),
            None => self.hash_slow(value),
        }
    }

    #[inline(never)]
    fn hash_slow(&mut self, value: &Value<M>) -> R<u64> {
        if let Some(tuple) = value.downcast::<Tuple<M>>() {
            let hashes = tuple.items().iter().map(|i| self.hash(i).map(|h| h as i64)).collect::<R<Vec<_>>>()?;
            return Ok(text::hash::tuple(hashes) as u64);
        }
        if let Some(instance) = value.downcast::<Instance<M>>() {
            let method = self.special(value, |n| &n.hash);
            return match method {
                Some(method) if method.is_none() => Err(self.unhashable(value)),
                Some(method) => {
                    let result = self.call(&method, std::slice::from_ref(value))?;
                    match crate::make::int_ref::<M>(&result) {
                        Some(n) => Ok(n.to_i64().unwrap_or_else(|| text::hash::int(n)) as u64),
                        None => Err(self.type_error("__hash__ method should return an integer")),
                    }
                }
                None => match instance.payload() {
                    Some(held) => self.hash(&held.clone()),
                    None => Ok(value.bits() >> 4),
                },
            };
        }
        Err(self.unhashable(value))
    }

    fn unhashable(&mut self, value: &Value<M>) -> crate::error::Raised {
        let name = self.type_name(value);
        self.type_error(format!("unhashable type: '{name}'"))
    }
}
