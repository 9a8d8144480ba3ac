//! Tracebacks as text, as CPython 3.11 prints them.

use crate::body::*;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use std::fmt::Write;
use taipan_code::Span;

/// The report of an exception, with what caused it and what it happened in.
pub fn report<M: Model>(thread: &mut Thread<M>, exception: &Value<M>) -> String {
    let mut text = String::new();
    let saved = thread.error.take();
    chain(thread, exception, &mut text, 0);
    thread.error = saved;
    text
}

fn chain<M: Model>(thread: &mut Thread<M>, exception: &Value<M>, text: &mut String, depth: u32) {
    let Some(body) = exception.downcast::<Exception<M>>() else { return };
    let state = body.open(|e| &e.state);
    let (cause, context, suppress) = (state.cause.clone(), state.context.clone(), state.suppress_context);
    drop(state);
    if depth < 50 {
        if !cause.is_none() {
            chain(thread, &cause, text, depth + 1);
            text.push_str("\nThe above exception was the direct cause of the following exception:\n\n");
        } else if !context.is_none() && !suppress {
            chain(thread, &context, text, depth + 1);
            text.push_str("\nDuring handling of the above exception, another exception occurred:\n\n");
        }
    }
    let trace = body.open(|e| &e.state).trace.clone();
    if !trace.is_empty() {
        text.push_str("Traceback (most recent call last):\n");
        places::<M>(&trace, text);
    }
    text.push_str(&last_line(thread, exception));
    for note in notes(thread, body) {
        text.push_str(&note);
        text.push('\n');
    }
}

/// What `add_note` added.
fn notes<M: Model>(thread: &mut Thread<M>, exception: &Obj<M, Exception<M>>) -> Vec<String> {
    let name = thread.interp().intern("__notes__");
    let notes = crate::ops::own_attr::own_attr::<M>(exception.as_value(), &name);
    let notes = notes.map(|notes| thread.collect_vec(&notes).unwrap_or_default()).unwrap_or_default();
    thread.error = None;
    notes.iter().filter_map(|note| note.downcast::<Str<M>>()).map(|note| note.as_str().to_owned()).collect()
}

/// How often the same place in a row is shown before the rest is only counted, as in CPython.
const REPEATS: usize = 3;

fn places<M: Model>(trace: &[TraceEntry<M>], text: &mut String) {
    let mut before: Option<(String, u32, String)> = None;
    let mut repeated = 0;
    for entry in trace.iter().rev() {
        let code = &entry.code.code;
        let span = code.span_at(entry.word);
        let place = (code.filename.to_string(), span.line, code.name.clone());
        repeated = if before.as_ref() == Some(&place) { repeated + 1 } else { 0 };
        if repeated < REPEATS {
            let _ = writeln!(text, "  File \"{}\", line {}, in {}", place.0, place.1, place.2);
            source_line(text, &place.0, span);
        }
        before = Some(place);
        if repeated >= REPEATS {
            replace_count(text, repeated + 1 - REPEATS);
        }
    }
}

/// Writes or updates the line that counts the places left out.
fn replace_count(text: &mut String, count: usize) {
    const START: &str = "  [Previous line repeated ";
    if count > 1
        && let Some(at) = text.rfind(START)
    {
        text.truncate(at);
    }
    let plural = if count == 1 { "" } else { "s" };
    let _ = writeln!(text, "{START}{count} more time{plural}]");
}

fn source_line(text: &mut String, file: &str, span: Span) {
    let Some(source) = crate::source::line(file, span.line) else { return };
    let trimmed = source.trim();
    if trimmed.is_empty() {
        return;
    }
    let _ = writeln!(text, "    {trimmed}");
    let indent = source.chars().count() - source.trim_start().chars().count();
    let length = trimmed.chars().count();
    let start = (span.column as usize).saturating_sub(1).saturating_sub(indent);
    let end = if span.end_line == span.line {
        (span.end_column as usize).saturating_sub(1).saturating_sub(indent)
    } else {
        length
    };
    let end = end.min(length);
    // A mark under the whole line says nothing, so CPython leaves it out.
    if span.column == 0 || start >= end || (start == 0 && end == length) {
        return;
    }
    let _ = writeln!(text, "    {}{}", " ".repeat(start), "^".repeat(end - start));
}

fn last_line<M: Model>(thread: &mut Thread<M>, exception: &Value<M>) -> String {
    let shown = thread.interp().intern("__report__");
    if let Ok(Some(report)) = thread.get_attr_opt(exception, &shown)
        && let Some(report) = report.downcast::<Str<M>>()
    {
        return format!("{}\n", report.as_str().trim_end());
    }
    thread.error = None;
    let class = thread.class_of(exception).clone();
    let name = thread.class_path(&class).trim_start_matches("__main__.").to_owned();
    let message = match thread.str(exception) {
        Ok(message) => message,
        Err(_) => {
            thread.error = None;
            "<exception str() failed>".to_owned()
        }
    };
    if message.is_empty() {
        return format!("{name}\n");
    }
    let hint = match thread.is_exception(exception, crate::error::Exc::Name) {
        true => crate::suggest::suggestion(thread, exception).map(|known| format!(". Did you mean: '{known}'?")),
        false => None,
    };
    format!("{name}: {message}{}\n", hint.unwrap_or_default())
}
