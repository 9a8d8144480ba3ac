//! "Did you mean": the name that a misspelt one is nearest to.
//!
//! The costs and the limit are CPython's (`Lib/traceback.py`, 3.11): a changed letter costs two, a changed case one.

use crate::body::{Dict, Exception, Module, Str};
use crate::model::{Model, Obj, Value};
use crate::ops::dict::get_str;
use crate::thread::Thread;

const MOVE: usize = 2;
const CASE: usize = 1;

/// The known name nearest to the one that a NameError is about.
pub(crate) fn suggestion<M: Model>(thread: &mut Thread<M>, exception: &Value<M>) -> Option<String> {
    let name = thread.interp().intern("name");
    let wrong = thread.get_attr_opt(exception, &name).ok().flatten()?;
    let wrong = wrong.downcast::<Str<M>>()?.as_str().to_owned();
    let code = exception.downcast::<Exception<M>>()?.open(|e| &e.state).trace.first().map(|entry| entry.code.clone());
    let locals = code.map(|code| code.code.local_names().map(str::to_owned).collect());
    let mut known: Vec<String> = locals.unwrap_or_default();
    let main = get_str::<M>(thread.interp().modules(), "__main__");
    if let Some(main) = main.as_ref().and_then(|main| main.downcast::<Module<M>>()) {
        known.extend(names_in::<M>(&main.namespace));
    }
    known.extend(names_in::<M>(thread.interp().builtins()));
    nearest(&wrong, &known)
}

fn names_in<M: Model>(dict: &Obj<M, Dict<M>>) -> Vec<String> {
    let table = dict.read(|d| &d.table);
    let text = |key: &Value<M>| key.downcast::<Str<M>>().map(|s| s.as_str().to_owned());
    table.iter().filter_map(|entry| text(&entry.key)).collect()
}

fn nearest(wrong: &str, known: &[String]) -> Option<String> {
    let mut best: Option<(usize, &String)> = None;
    for name in known.iter().filter(|name| *name != wrong) {
        let limit = (wrong.chars().count() + name.chars().count() + 3) * MOVE / 6;
        let cost = distance(wrong, name);
        if cost <= limit && best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, name));
        }
    }
    best.map(|(_, name)| name.clone())
}

/// What it costs to turn one name into another (Levenshtein's distance, by rows).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).map(|i| i * MOVE).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) * MOVE;
        for (j, &b) in to.iter().enumerate() {
            let change = match a == b {
                true => 0,
                false if a.to_lowercase().eq(b.to_lowercase()) => CASE,
                false => MOVE,
            };
            let least = (diagonal + change).min(row[j] + MOVE).min(row[j + 1] + MOVE);
            diagonal = std::mem::replace(&mut row[j + 1], least);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let known = ["value", "volume", "print"].map(str::to_owned);
        assert_eq!(nearest("valeu", &known), Some("value".to_owned()));
        assert_eq!(nearest("Print", &known), Some("print".to_owned()));
        assert_eq!(nearest("undefined", &known), None);
    }
}
