//! Statistics as text.

use std::fmt::Write;
use taipan_runtime::{Audit, Instructions, Shared, Statistics};

/// What `--stats` prints.
pub fn statistics(statistics: &Statistics) -> String {
    let mut text = String::new();
    let policy = statistics.policy.as_ref().map_or(String::new(), |p| format!(", policy {p}"));
    let seconds = statistics.wall_ns as f64 / 1e9;
    let _ = writeln!(text, "model {}{policy}: {seconds:.3} s", statistics.model);
    let audit = &statistics.audit;
    let _ = writeln!(text, "heap: {} made, {} freed, {} leaked", audit.allocated, audit.freed, audit.leaked);
    for leak in &audit.leaks {
        let _ = writeln!(text, "  leaked {} {}", leak.count, leak.kind);
    }
    if audit.kept_dead + audit.used_after_death + audit.died_twice > 0 {
        let _ = writeln!(
            text,
            "counts: {} used after death, {} died twice, {} kept dead",
            audit.used_after_death, audit.died_twice, audit.kept_dead
        );
    }
    for (name, n) in statistics.sharing.iter().flatten().filter(|(_, n)| **n > 0) {
        let _ = writeln!(text, "sharing: {} {n}", name.replace('_', " "));
    }
    text.push_str(&shared(statistics.shared.as_deref().unwrap_or_default()));
    for (name, n) in statistics.gate.totals.iter().filter(|(_, n)| **n > 0) {
        let _ = writeln!(text, "gate: {} {n}", name.replace('_', " "));
    }
    for thread in &statistics.gate.threads {
        let counts: Vec<String> = thread
            .counts
            .iter()
            .filter(|(_, n)| **n > 0)
            .map(|(name, n)| format!("{} {n}", name.replace('_', " ")))
            .collect();
        let _ = writeln!(text, "  {}: {}", thread.name, counts.join(", "));
    }
    if let Some(instructions) = &statistics.instructions {
        text.push_str(&executed(instructions, audit));
    }
    text
}

/// The kinds of objects that threads shared most.
fn shared(kinds: &[Shared]) -> String {
    const ROWS: usize = 15;
    let mut text = String::new();
    for kind in kinds.iter().take(ROWS) {
        let ways = [("counted", kind.counted), ("read", kind.read), ("written", kind.written)];
        let mut ways: Vec<String> = ways.iter().filter(|way| way.1 > 0).map(|(way, n)| format!("{way} {n}")).collect();
        if kind.waits > 0 {
            ways.push(format!("waited for {} times", kind.waits));
        }
        let objects = if kind.objects > 0 { format!("{} ", kind.objects) } else { String::new() };
        let _ = writeln!(text, "shared: {objects}{}: {}", kind.kind, ways.join(", "));
    }
    if kinds.len() > ROWS {
        let _ = writeln!(text, "shared: {} more kinds", kinds.len() - ROWS);
    }
    text
}

/// The most frequent instructions, alone and in pairs, each with its share.
fn executed(instructions: &Instructions, audit: &Audit) -> String {
    const ROWS: usize = 25;
    let total = instructions.executed.max(1) as f64;
    let each = 100.0 * audit.allocated as f64 / total;
    let mut text = format!("instructions: {}; objects made for 100 of them: {each:.1}\n", instructions.executed);
    if let Some(moved) = audit.moved {
        let _ = writeln!(text, "counts moved for 100 of them: {:.1}", 100.0 * moved as f64 / total);
    }
    for cache in &instructions.caches {
        let share = |n: u64| 100.0 * n as f64 / cache.asked.max(1) as f64;
        let (site, thread) = (share(cache.by_site), share(cache.by_thread));
        let _ = writeln!(
            text,
            "{}: asked {} times; {site:.1}% known at the place, {thread:.1}% by the thread",
            cache.what, cache.asked
        );
    }
    for (name, n) in instructions.each.iter().take(ROWS) {
        let _ = writeln!(text, "  {:5.1}% {name}", 100.0 * *n as f64 / total);
    }
    text.push_str("pairs:\n");
    for ((first, second), n) in instructions.pairs.iter().take(ROWS) {
        let _ = writeln!(text, "  {:5.1}% {first} {second}", 100.0 * *n as f64 / total);
    }
    text
}
