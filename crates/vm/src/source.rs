//! Lines of source text, for tracebacks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

static TEXTS: Mutex<Option<HashMap<String, Arc<str>>>> = Mutex::new(None);

/// Remembers the text of code that is in no file, such as that of `-c`.
pub fn remember(name: &str, text: &str) {
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    texts.get_or_insert_default().insert(name.to_owned(), text.into());
}

/// A line, counted from 1, of a remembered text or of a file.
pub(crate) fn line(name: &str, number: u32) -> Option<String> {
    let known = TEXTS.lock().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(|t| t.get(name).cloned());
    let text = match known {
        Some(text) => text,
        None if name.starts_with('<') => return None,
        None => {
            let text = std::fs::read_to_string(name).ok()?;
            remember(name, &text);
            text.into()
        }
    };
    text.lines().nth(number.checked_sub(1)? as usize).map(str::to_owned)
}
