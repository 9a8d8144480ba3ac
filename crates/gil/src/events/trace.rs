//! Events as a file for trace viewers: the JSON form that Chrome and Perfetto read.
//!
//! Source: "Trace Event Format" of the Chromium project. Times are in microseconds; a span is a complete event (`X`), which
//! stays whole when older events were lost.

use std::{
    fmt,
    io::{self, Write},
};

use super::{Event, Events, ThreadEvents};

/// The number of the only process in the file.
const PROCESS: u32 = 1;

impl Events {
    /// Writes the events as JSON for chrome://tracing or ui.perfetto.dev, with the process under the name `process`.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write_trace(&self, process: &str, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "{{\"displayTimeUnit\":\"ns\",\"traceEvents\":[")?;
        write_name(&mut out, "process_name", 0, process)?;
        for thread in &self.threads {
            write_thread(&mut out, thread)?;
        }
        writeln!(out, "\n]}}")?;
        out.flush()
    }
}

fn write_thread(out: &mut impl Write, thread: &ThreadEvents) -> io::Result<()> {
    out.write_all(b",\n")?;
    let number = thread.id;
    match (thread.name.as_str(), thread.lost) {
        ("", 0) => write_name(out, "thread_name", number, &format!("thread {number}"))?,
        (name, 0) => write_name(out, "thread_name", number, name)?,
        (name, lost) => write_name(out, "thread_name", number, &format!("{name} ({lost} older events lost)"))?,
    }
    thread.events.iter().try_for_each(|event| write_event(out, number, event))
}

/// Says how something is called: metadata that viewers know.
fn write_name(out: &mut impl Write, kind: &str, thread: u64, name: &str) -> io::Result<()> {
    let name = Json(name);
    write!(out, "{{\"name\":\"{kind}\",\"ph\":\"M\",\"pid\":{PROCESS},\"tid\":{thread},\"args\":{{\"name\":{name}}}}}")
}

fn write_event(out: &mut impl Write, thread: u64, event: &Event) -> io::Result<()> {
    let name = Json(event.name);
    let start = Micros(event.start_nanos);
    write!(out, ",\n{{\"name\":{name},\"pid\":{PROCESS},\"tid\":{thread},\"ts\":{start},")?;
    match event.nanos {
        Some(nanos) => write!(out, "\"ph\":\"X\",\"dur\":{}}}", Micros(nanos)),
        None => write!(out, "\"ph\":\"i\",\"s\":\"t\"}}"),
    }
}

/// Nanoseconds, written as microseconds without rounding.
struct Micros(u64);

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// Text, written as a JSON string.
struct Json<'t>(&'t str);

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for character in self.0.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                control if control < ' ' => write!(f, "\\u{:04x}", u32::from(control))?,
                other => write!(f, "{other}")?,
            }
        }
        f.write_str("\"")
    }
}
