//! Truth and length.

use crate::body::*;
use crate::error::R;
use crate::model::{Model, Value};
use crate::thread::Thread;

impl<M: Model> Thread<M> {
    /// Whether a value counts as true.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    #[inline]
    pub fn truth(&mut self, value: &Value<M>) -> R<bool> {
        if let Some(b) = value.as_bool() {
            return Ok(b);
        }
        if let Some(n) = value.as_int() {
            return Ok(n != 0);
        }
        self.truth_slow(value)
    }

    #[inline(never)]
    fn truth_slow(&mut self, value: &Value<M>) -> R<bool> {
        if value.is_none() {
            return Ok(false);
        }
        if let Some(x) = value.as_float() {
            return Ok(x != 0.0);
        }
        match value.kind() {
            kind::INSTANCE | kind::HANDLE => self.instance_truth(value),
            kind::STR
            | kind::BYTES
            | kind::BYTE_ARRAY
            | kind::LIST
            | kind::TUPLE
            | kind::DICT
            | kind::SET
            | kind::FROZEN_SET
            | kind::RANGE
            | kind::DICT_VIEW => Ok(self.len(value)? != 0),
            kind::CLASS => match self.special(value, |n| &n.bool) {
                Some(method) => self.bool_result(method, value),
                None => Ok(true),
            },
            _ => Ok(true),
        }
    }

    fn instance_truth(&mut self, value: &Value<M>) -> R<bool> {
        if let Some(method) = self.special(value, |n| &n.bool) {
            return self.bool_result(method, value);
        }
        if self.special(value, |n| &n.len).is_some() {
            return Ok(self.len(value)? != 0);
        }
        Ok(true)
    }

    fn bool_result(&mut self, method: Value<M>, value: &Value<M>) -> R<bool> {
        let result = self.call(&method, std::slice::from_ref(value))?;
        match result.as_bool() {
            Some(b) => Ok(b),
            None => {
                let name = self.type_name(&result);
                Err(self.type_error(format!("__bool__ should return bool, returned {name}")))
            }
        }
    }

    /// `len(value)`.
    ///
    /// # Errors
    /// TypeError for what has no length, and what `__len__` raises.
    pub fn len(&mut self, value: &Value<M>) -> R<usize> {
        Ok(match value.kind() {
            kind::STR => value.downcast::<Str<M>>().map_or(0, |s| s.len()),
            kind::BYTES => value.downcast::<Bytes<M>>().map_or(0, |b| b.0.len()),
            kind::BYTE_ARRAY => value.downcast::<ByteArray<M>>().map_or(0, |b| b.read(|b| &b.0).len()),
            kind::LIST => value.downcast::<List<M>>().map_or(0, |l| l.read(|l| &l.items).len()),
            kind::TUPLE => value.downcast::<Tuple<M>>().map_or(0, |t| t.items().len()),
            kind::DICT => value.downcast::<Dict<M>>().map_or(0, |d| d.read(|d| &d.table).len()),
            kind::SET => value.downcast::<Set<M>>().map_or(0, |s| s.read(|s| &s.table).len()),
            kind::FROZEN_SET => value.downcast::<FrozenSet<M>>().map_or(0, |s| s.table.len()),
            kind::RANGE => value.downcast::<Range<M>>().map_or(0, |r| r.len() as usize),
            kind::DICT_VIEW => value.downcast::<DictView<M>>().map_or(0, |v| v.dict.read(|d| &d.table).len()),
            _ => return self.len_slow(value),
        })
    }

    #[cold]
    fn len_slow(&mut self, value: &Value<M>) -> R<usize> {
        if let Some(method) = self.special(value, |n| &n.len) {
            let result = self.call(&method, std::slice::from_ref(value))?;
            return match crate::make::int_ref::<M>(&result).and_then(|n| n.to_i64()) {
                Some(n) if n >= 0 => Ok(n as usize),
                Some(_) => Err(self.value_error("__len__() should return >= 0")),
                None => {
                    let name = self.type_name(&result);
                    Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")))
                }
            };
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("object of type '{name}' has no len()")))
    }
}
