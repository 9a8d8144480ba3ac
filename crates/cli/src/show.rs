//! Statistics as text.

use std::fmt::Write;
use taipan_runtime::Statistics;

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
    text
}
