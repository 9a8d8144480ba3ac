//! What a process's end and its output amount to.

use crate::cell::Cell;
use crate::executor::{Attempt, End};
use crate::reading::{self, Check};
use crate::sample::Outcome;
use crate::stats_json;

/// What a process's end and output amount to, and why.
pub(crate) fn judge(
    cell: &Cell,
    attempt: &Attempt,
    output: &reading::Output,
    stats: &stats_json::Stats,
) -> (Outcome, String) {
    match &attempt.end {
        End::NotStarted(why) => return (Outcome::Unavailable, why.clone()),
        End::TimedOut | End::Cancelled => {
            return (Outcome::Timeout, format!("ended after {:.0} s", attempt.wall.as_secs_f64()));
        }
        End::Signalled(signal) => return (Outcome::Crashed, format!("signal {signal}")),
        End::Exited(0) => {}
        End::Exited(status) => return judge_failure(*status, &attempt.stderr),
    }
    match &output.check {
        Some(Check::Unavailable(why)) => return (Outcome::Unavailable, why.clone()),
        Some(Check::Hang(why)) => return (Outcome::Hang, why.clone()),
        Some(Check::Wrong(why)) => return (Outcome::Wrong, why.clone()),
        Some(Check::Fault(why)) => return (Outcome::FaultCounted, join(why, &stats.findings)),
        Some(Check::Ok) | None => {}
    }
    let said_something =
        cell.experiment.metrics.iter().any(|metric| output.readings.iter().any(|reading| reading.name == metric.name));
    if !said_something && output.text.is_empty() {
        return (Outcome::Wrong, "the program printed none of its values".to_owned());
    }
    if stats.findings.is_empty() {
        (Outcome::Ok, String::new())
    } else {
        (Outcome::FaultCounted, stats.findings.join(", "))
    }
}

/// A program that lacks a module or a function of this Python is not broken: the column cannot run the row.
fn judge_failure(status: i32, stderr: &str) -> (Outcome, String) {
    let last = stderr.trim().lines().last().unwrap_or_default();
    let detail = shorten(last, 300);
    let missing = ["ModuleNotFoundError", "ImportError", "NotImplementedError", "SyntaxError"];
    let lacks = missing.iter().any(|error| last.starts_with(error))
        || (last.starts_with("AttributeError: module ") && last.contains("has no attribute"))
        || (last.starts_with("NameError: name ") && last.contains("is not defined"));
    if lacks { (Outcome::Unavailable, detail) } else { (Outcome::Crashed, format!("exit status {status}: {detail}")) }
}

fn join(reason: &str, findings: &[String]) -> String {
    let mut all = vec![reason];
    all.extend(findings.iter().map(String::as_str));
    all.join("; ")
}

/// The text, cut at a character before that many bytes.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let end = (0..=limit).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0);
    format!("{}…", &text[..end])
}
