//! Subscripts: items and slices.

use crate::body::*;
use crate::error::{Exc, R};
use crate::loan::Loan;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::compare::with_bytes;
use crate::ops::slice::Cut;
use crate::text::slice::index;
use crate::thread::Thread;

/// An item of a list or tuple at a number. Other keys may be temporaries that own something; this one is none.
#[inline]
pub(crate) fn item<M: Model>(object: &Value<M>, key: &Value<M>) -> Option<Value<M>> {
    let i = key.as_int()?;
    let at = |items: &[Value<M>]| index(i, items.len()).map(|i| items[i].clone());
    if let Some(list) = object.downcast::<List<M>>() {
        return list.look(|l| &l.items, |items| at(items));
    }
    at(object.downcast::<Tuple<M>>()?.items())
}

impl<M: Model> Thread<M> {
    /// `object[key]`.
    ///
    /// # Errors
    /// IndexError, KeyError, TypeError, and what `__getitem__` raises.
    #[inline]
    pub fn get_item(&mut self, object: &Value<M>, key: &Value<M>) -> R<Value<M>> {
        match item::<M>(object, key) {
            Some(found) => Ok(found),
            None => self.get_item_other(object, key),
        }
    }

    /// The same for what [`item`] does not find.
    #[inline(never)]
    pub(crate) fn get_item_other(&mut self, object: &Value<M>, key: &Value<M>) -> R<Value<M>> {
        if let Some(dict) = object.downcast::<Dict<M>>() {
            return match self.dict_get(dict, key)? {
                Some(value) => Ok(value),
                None => Err(self.key_error(key)),
            };
        }
        if let Some(i) = key.as_int() {
            if let Some(text) = object.downcast::<Str<M>>()
                && let Some(i) = index(i, text.len())
            {
                return Ok(self.char_at(text, i));
            }
            let byte = with_bytes::<M, _>(object, |bytes| index(i, bytes.len()).map(|i| bytes[i]));
            if let Some(Some(byte)) = byte {
                return Ok(Value::<M>::small(byte.into()));
            }
        }
        self.get_item_slow(object, key)
    }

    fn get_item_slow(&mut self, object: &Value<M>, key: &Value<M>) -> R<Value<M>> {
        if let Some(slice) = key.downcast::<Slice<M>>()
            && object.kind() != kind::INSTANCE
        {
            return self.get_slice(object, &Cut::Object(slice));
        }
        match object.kind() {
            kind::TUPLE => {
                let items = object.downcast::<Tuple<M>>().expect("kind").items();
                let i = self.position(key, items.len(), "tuple")?;
                Ok(items[i].clone())
            }
            kind::LIST => {
                let list = object.downcast::<List<M>>().expect("kind").clone();
                let wanted = self.subscript_index(key, "list")?;
                let items = list.read(|l| &l.items);
                let found = index(wanted, items.len()).map(|i| items[i].clone());
                drop(items);
                found.ok_or(()).map_err(|()| self.raise(Exc::Index, "list index out of range"))
            }
            kind::STR => {
                let text = object.downcast::<Str<M>>().expect("kind").clone();
                let i = self.position(key, text.len(), "string")?;
                Ok(self.char_at(&text, i))
            }
            kind::BYTES | kind::BYTE_ARRAY => {
                let what = if object.kind() == kind::BYTES { "byte" } else { "bytearray" };
                let length = self.len(object)?;
                let i = self.position(key, length, what)?;
                let byte = with_bytes::<M, _>(object, |bytes| bytes.get(i).copied()).flatten();
                Ok(Value::<M>::small(byte.unwrap_or(0).into()))
            }
            kind::RANGE => {
                let range = object.downcast::<Range<M>>().expect("kind").clone();
                let wanted = self.subscript_index(key, "range")?;
                match index(wanted, range.len() as usize) {
                    Some(i) => Ok(make::int::<M>(range.start + i as i64 * range.step)),
                    None => Err(self.raise(Exc::Index, "range object index out of range")),
                }
            }
            kind::CLASS => self.class_item(object, key),
            _ => self.get_item_by_method(object, key),
        }
    }

    pub(super) fn get_item_by_method(&mut self, object: &Value<M>, key: &Value<M>) -> R<Value<M>> {
        if let Some(method) = self
            .special(object, |n| &n.get_item)
            .filter(|m| m.kind() != kind::NATIVE || kind::by_methods(object.kind()))
        {
            return self.call(&method, &Loan::of([object, key]));
        }
        if let Some(held) = super::compare::held::<M>(object).filter(|h| !h.is(object)) {
            if let Some(dict) = held.downcast::<Dict<M>>() {
                if let Some(value) = self.dict_get(dict, key)? {
                    return Ok(value);
                }
                if let Some(missing) = self.special(object, |n| &n.missing) {
                    return self.call(&missing, &Loan::of([object, key]));
                }
                return Err(self.key_error(key));
            }
            return self.get_item(&held, key);
        }
        let name = self.type_name(object);
        Err(self.type_error(format!("'{name}' object is not subscriptable")))
    }

    /// `Class[…]`: `__class_getitem__`, or the class itself for built-in classes, whose parameters mean nothing here.
    fn class_item(&mut self, object: &Value<M>, key: &Value<M>) -> R<Value<M>> {
        let class = object.downcast::<Class<M>>().expect("kind").clone();
        if let Some(method) = self.special(object, |n| &n.get_item) {
            return self.call(&method, &Loan::of([object, key]));
        }
        if class.lookup(&self.interp().types().names.class_getitem).is_some() {
            let method = self.get_attr_str(object, "__class_getitem__")?;
            return self.call(&method, std::slice::from_ref(key));
        }
        let generic = [kind::LIST, kind::TUPLE, kind::DICT, kind::SET, kind::FROZEN_SET, kind::CLASS];
        if class.flags.has(ClassFlags::BUILT_IN) && generic.contains(&class.layout) {
            return Ok(object.clone());
        }
        Err(self.type_error(format!("type '{}' is not subscriptable", class.name)))
    }

    /// One character of a string.
    pub(crate) fn char_at(&self, text: &Obj<M, Str<M>>, i: usize) -> Value<M> {
        if text.is_ascii() {
            return self.interp().types().ascii[text.as_str().as_bytes()[i] as usize].clone();
        }
        self.interp().types().char(text.as_str().chars().nth(i).expect("the caller checked the index"))
    }

    pub(super) fn subscript_index(&mut self, key: &Value<M>, what: &str) -> R<i64> {
        if let Some(n) = make::int_ref::<M>(key) {
            return match n.to_i64() {
                Some(index) => Ok(index),
                // The ends of a slice may lie anywhere, and a range may be longer than a list can be.
                None if matches!(what, "slice" | "range") => Ok(if n.is_negative() { i64::MIN } else { i64::MAX }),
                None => Err(self.raise(Exc::Index, "cannot fit 'int' into an index-sized integer")),
            };
        }
        if self.special(key, |n| &n.index).is_some() {
            return self.index(key);
        }
        let name = self.type_name(key);
        Err(self.type_error(match what {
            "string" => format!("string indices must be integers, not '{name}'"),
            "byte" => format!("byte indices must be integers or slices, not {name}"),
            _ => format!("{what} indices must be integers or slices, not {name}"),
        }))
    }

    /// An index into a sequence of a length.
    fn position(&mut self, key: &Value<M>, length: usize, what: &str) -> R<usize> {
        let wanted = self.subscript_index(key, what)?;
        match index(wanted, length) {
            Some(i) => Ok(i),
            None if what == "byte" => Err(self.raise(Exc::Index, "index out of range")),
            None => Err(self.raise(Exc::Index, format!("{what} index out of range"))),
        }
    }

    /// `object[key] = value`.
    ///
    /// # Errors
    /// IndexError, TypeError, and what `__setitem__` raises.
    #[inline]
    pub fn set_item(&mut self, object: &Value<M>, key: &Value<M>, value: Value<M>) -> R<()> {
        if let (Some(list), Some(i)) = (object.downcast::<List<M>>(), key.as_int()) {
            let stored = list.change(
                |l| &l.items,
                |items| match index(i, items.len()) {
                    Some(i) => Ok(std::mem::replace(&mut items[i], value)),
                    None => Err(value),
                },
            );
            match stored {
                Ok(old) => {
                    drop(old);
                    return Ok(());
                }
                Err(value) => return self.set_item_slow(object, key, value),
            }
        }
        self.set_item_slow(object, key, value)
    }

    #[inline(never)]
    fn set_item_slow(&mut self, object: &Value<M>, key: &Value<M>, value: Value<M>) -> R<()> {
        if let Some(list) = object.downcast::<List<M>>() {
            if let Some(slice) = key.downcast::<Slice<M>>() {
                return self.set_slice(&list.clone(), &Cut::Object(&slice.clone()), value);
            }
            let wanted = self.subscript_index(key, "list")?;
            let mut items = list.open(|l| &l.items);
            let old = index(wanted, items.len()).map(|i| std::mem::replace(&mut items[i], value));
            drop(items);
            return match old {
                Some(old) => {
                    drop(old);
                    Ok(())
                }
                None => Err(self.raise(Exc::Index, "list assignment index out of range")),
            };
        }
        if let Some(dict) = object.downcast::<Dict<M>>() {
            return self.dict_set(dict, key.clone(), value);
        }
        if let Some(array) = object.downcast::<ByteArray<M>>() {
            return crate::types::bytearray::set_item(self, &array.clone(), key, &value);
        }
        if let Some(method) = self
            .special(object, |n| &n.set_item)
            .filter(|m| m.kind() != kind::NATIVE || kind::by_methods(object.kind()))
        {
            return self.call(&method, &[object.clone(), key.clone(), value]).map(drop);
        }
        if let Some(held) = super::compare::held::<M>(object).filter(|h| !h.is(object)) {
            return self.set_item(&held, key, value);
        }
        let name = self.type_name(object);
        Err(self.type_error(format!("'{name}' object does not support item assignment")))
    }

    /// `del object[key]`.
    ///
    /// # Errors
    /// IndexError, KeyError, TypeError, and what `__delitem__` raises.
    pub fn delete_item(&mut self, object: &Value<M>, key: &Value<M>) -> R<()> {
        if let Some(dict) = object.downcast::<Dict<M>>() {
            return match self.dict_remove(dict, key)? {
                Some(old) => {
                    drop(old);
                    Ok(())
                }
                None => Err(self.key_error(key)),
            };
        }
        if let Some(list) = object.downcast::<List<M>>() {
            return self.delete_from_list(&list.clone(), key);
        }
        if let Some(array) = object.downcast::<ByteArray<M>>() {
            return crate::types::bytearray::delete_item(self, &array.clone(), key);
        }
        if let Some(method) = self
            .special(object, |n| &n.del_item)
            .filter(|m| m.kind() != kind::NATIVE || kind::by_methods(object.kind()))
        {
            return self.call(&method, &Loan::of([object, key])).map(drop);
        }
        if let Some(held) = super::compare::held::<M>(object).filter(|h| !h.is(object)) {
            return self.delete_item(&held, key);
        }
        let name = self.type_name(object);
        // CPython has two words for it: with a number, what has the slots of a sequence refuses with the other one.
        let sequence = matches!(
            object.kind(),
            kind::STR | kind::BYTES | kind::TUPLE | kind::SET | kind::FROZEN_SET | kind::RANGE | kind::DICT_VIEW
        );
        let numbered = (sequence || object.kind() == kind::INSTANCE) && make::int_ref::<M>(key).is_some();
        let word = if numbered { "doesn't" } else { "does not" };
        Err(self.type_error(format!("'{name}' object {word} support item deletion")))
    }

    fn delete_from_list(&mut self, list: &Obj<M, List<M>>, key: &Value<M>) -> R<()> {
        if let Some(slice) = key.downcast::<Slice<M>>() {
            let length = list.read(|l| &l.items).len();
            let picked = self.slice_positions(&slice.clone(), length)?;
            let mut positions: Vec<usize> = picked.positions().collect();
            positions.sort_unstable();
            let mut items = list.open(|l| &l.items);
            let mut old = Vec::new();
            for i in positions.into_iter().rev() {
                if i < items.len() {
                    old.push(items.remove(i));
                }
            }
            drop(items);
            drop(old);
            return Ok(());
        }
        let wanted = self.subscript_index(key, "list")?;
        let mut items = list.open(|l| &l.items);
        let old = index(wanted, items.len()).map(|i| items.remove(i));
        drop(items);
        match old {
            Some(old) => {
                drop(old);
                Ok(())
            }
            None => Err(self.raise(Exc::Index, "list assignment index out of range")),
        }
    }
}
