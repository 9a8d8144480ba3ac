//! Adding text to a string that only one slot can see: in place, so that building a string in a loop is linear.

use crate::body::Str;
use crate::model::{Model, Value};

/// Adds `text` to the string in a slot, if both are strings and nothing else refers to the first.
#[inline(never)]
pub(crate) fn append<M: Model>(slot: &mut Option<Value<M>>, text: &Value<M>) -> bool {
    let Some(text) = text.downcast::<Str<M>>() else { return false };
    let Some(own) = slot.as_mut().and_then(|value| value.downcast_mut::<Str<M>>()).and_then(|own| own.get_mut()) else {
        return false;
    };
    own.push(text.as_str());
    true
}
