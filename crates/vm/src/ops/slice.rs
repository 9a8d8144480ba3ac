//! Slices of built-in sequences: of an object that says which items, or of bounds that need none.

use crate::body::*;
use crate::error::{Exc, R};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::compare::with_bytes;
use crate::text::slice::{Adjusted, Slice as Bounds};
use crate::thread::Thread;

/// What stands between the brackets.
pub(super) enum Cut<'a, M: Model> {
    /// A slice object, whose parts may be asked for their `__index__`.
    Object(&'a Obj<M, Slice<M>>),
    /// Small ints and Nones.
    Bounds(Bounds),
}

/// What stands between the brackets, as the program wrote it.
pub(crate) struct Part<'a, M: Model> {
    pub start: &'a Value<M>,
    pub stop: &'a Value<M>,
    pub step: &'a Value<M>,
}

impl<M: Model> Part<'_, M> {
    /// The bounds, if all are small ints or None: then no code of the language is needed to know them.
    #[inline]
    fn bounds(&self) -> Option<Bounds> {
        let bound = |v: &Value<M>| if v.is_none() { Some(None) } else { v.as_int().map(Some) };
        Some(Bounds::new(bound(self.start)?, bound(self.stop)?, bound(self.step)?))
    }

    fn object(&self) -> Value<M> {
        let (start, stop, step) = (self.start.clone(), self.stop.clone(), self.step.clone());
        Obj::<M, _>::new(Slice::<M> { start, stop, step }).into_value()
    }
}

/// The kinds that are sliced without asking a method.
fn is_sequence(kind: u8) -> bool {
    matches!(kind, kind::LIST | kind::TUPLE | kind::STR | kind::BYTES | kind::BYTE_ARRAY | kind::RANGE)
}

impl<M: Model> Thread<M> {
    /// `object[start:stop:step]`.
    ///
    /// # Errors
    /// As [`get_item`](Self::get_item).
    #[inline(never)]
    pub(crate) fn get_part(&mut self, object: &Value<M>, part: &Part<'_, M>) -> R<Value<M>> {
        match part.bounds() {
            Some(bounds) if is_sequence(object.kind()) => self.get_slice(object, &Cut::Bounds(bounds)),
            _ => self.get_item(object, &part.object()),
        }
    }

    /// `object[start:stop] = value`.
    ///
    /// # Errors
    /// As [`set_item`](Self::set_item).
    #[inline(never)]
    pub(crate) fn set_part(&mut self, object: &Value<M>, part: &Part<'_, M>, value: Value<M>) -> R<()> {
        match (object.downcast::<List<M>>(), part.bounds()) {
            (Some(list), Some(bounds)) => self.set_slice(list, &Cut::Bounds(bounds), value),
            _ => self.set_item(object, &part.object(), value),
        }
    }

    fn cut(&mut self, cut: &Cut<'_, M>, length: usize) -> R<Adjusted> {
        match cut {
            Cut::Object(slice) => self.slice_positions(slice, length),
            Cut::Bounds(bounds) => bounds.adjust(length).map_err(|e| self.text_error(e)),
        }
    }

    /// The positions that a slice picks out of a sequence of a length.
    ///
    /// # Errors
    /// TypeError for bounds that are no indices, ValueError for a step of zero.
    pub fn slice_positions(&mut self, slice: &Obj<M, Slice<M>>, length: usize) -> R<Adjusted> {
        let mut parts = [None; 3];
        for (part, value) in parts.iter_mut().zip([&slice.start, &slice.stop, &slice.step]) {
            if value.is_int() {
                *part = value.as_int();
            } else if !value.is_none() {
                if make::int_ref::<M>(value).is_none() && self.special(value, |n| &n.index).is_none() {
                    return Err(self.type_error("slice indices must be integers or None or have an __index__ method"));
                }
                *part = Some(self.subscript_index(value, "slice")?);
            }
        }
        Bounds::new(parts[0], parts[1], parts[2]).adjust(length).map_err(|e| self.text_error(e))
    }

    /// The part of a built-in sequence, or of what has a method for it.
    pub(super) fn get_slice(&mut self, object: &Value<M>, cut: &Cut<'_, M>) -> R<Value<M>> {
        match object.kind() {
            kind::LIST => {
                let list = object.downcast::<List<M>>().expect("kind");
                let length = list.read(|l| &l.items).len();
                let picked = self.cut(cut, length)?;
                let items = list.read(|l| &l.items);
                let picked = match picked.run().and_then(|run| items.get(run)) {
                    Some(run) => run.to_vec(),
                    None => picked.positions().filter_map(|i| items.get(i).cloned()).collect(),
                };
                drop(items);
                Ok(make::list::<M>(picked))
            }
            kind::TUPLE => {
                let items = object.downcast::<Tuple<M>>().expect("kind").items();
                let picked = self.cut(cut, items.len())?;
                if let Some(run) = picked.run() {
                    return Ok(make::tuple::<M>(items[run].iter().cloned()));
                }
                Ok(make::tuple::<M>(picked.positions().map(|i| items[i].clone()).collect::<Vec<_>>()))
            }
            kind::STR => {
                let text = object.downcast::<Str<M>>().expect("kind");
                let picked = self.cut(cut, text.len())?;
                if let Some(run) = picked.run().filter(|_| text.is_ascii()) {
                    let part = &text.as_str()[run];
                    return Ok(if part.len() == 1 {
                        self.char_at(text, picked.start as usize)
                    } else {
                        make::str::<M>(part)
                    });
                }
                Ok(make::str::<M>(&crate::text::str::Text::with_len(text.as_str(), text.len()).slice(picked)))
            }
            kind::BYTES | kind::BYTE_ARRAY => {
                let length = self.len(object)?;
                let picked = self.cut(cut, length)?;
                let pick = |bytes: &[u8]| match picked.run().and_then(|run| bytes.get(run)) {
                    Some(run) => run.to_vec(),
                    None => picked.positions().filter_map(|i| bytes.get(i).copied()).collect(),
                };
                let picked: Vec<u8> = with_bytes::<M, _>(object, pick).expect("kind");
                Ok(match object.kind() {
                    kind::BYTES => make::bytes::<M>(picked),
                    _ => Obj::<M, _>::new(ByteArray::<M>::new(picked)).into_value(),
                })
            }
            kind::RANGE => {
                let range = object.downcast::<Range<M>>().expect("kind");
                let picked = self.cut(cut, range.len() as usize)?;
                let at = |i: i64| range.start + i * range.step;
                let (start, stop) = (at(picked.start), at(picked.stop));
                Ok(Obj::<M, _>::new(Range::<M>::new(start, stop, range.step * picked.step)).into_value())
            }
            _ => match cut {
                Cut::Object(slice) => self.get_item_by_method(object, slice.as_value()),
                Cut::Bounds(_) => unreachable!("asked for built-in sequences only"),
            },
        }
    }

    pub(super) fn set_slice(&mut self, list: &Obj<M, List<M>>, cut: &Cut<'_, M>, value: Value<M>) -> R<()> {
        let mut new = self.items_to_assign(value)?;
        let length = list.read(|l| &l.items).len();
        let picked = self.cut(cut, length)?;
        if picked.step == 1 {
            let mut items = list.open(|l| &l.items);
            let start = (picked.start as usize).min(items.len());
            let stop = (picked.stop.max(picked.start) as usize).min(items.len());
            let old = if stop - start == new.len() {
                items[start..stop].swap_with_slice(&mut new);
                new
            } else {
                items.splice(start..stop, new).collect()
            };
            drop(items);
            let_go::<M>(old);
            return Ok(());
        }
        let positions: Vec<usize> = picked.positions().collect();
        if positions.len() != new.len() {
            let message = format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                new.len(),
                positions.len()
            );
            return Err(self.value_error(message));
        }
        let mut items = list.open(|l| &l.items);
        let mut old = Vec::new();
        for (i, value) in positions.into_iter().zip(new) {
            if let Some(item) = items.get_mut(i) {
                old.push(std::mem::replace(item, value));
            }
        }
        drop(items);
        drop(old);
        Ok(())
    }

    /// Those of a list that nobody else knows are moved out.
    fn items_to_assign(&mut self, mut value: Value<M>) -> R<Vec<Value<M>>> {
        if let Some(alone) = value.downcast_mut::<List<M>>().and_then(|list| list.get_mut()) {
            return Ok(std::mem::take(alone.items.get_mut()));
        }
        self.collect_vec(&value).map_err(|raised| {
            if self.error_is(Exc::Type) {
                self.error = None;
                return self.type_error("can only assign an iterable");
            }
            raised
        })
    }
}
