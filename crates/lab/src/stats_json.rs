//! The tolerant reader of what `taipan --stats-json` writes: unknown and missing fields are fine.

use std::collections::BTreeMap;

use serde_json::Value;

/// Every number of the file under its dotted name, and the findings of the audit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// `audit.allocated`, `gate.handoffs`, …; per-thread numbers are summed as `gate.held_ns`.
    pub counters: BTreeMap<String, u64>,
    /// What the audit found, as words: `3 list leaked`.
    pub findings: Vec<String>,
}

/// Reads the file's text; text that is no JSON object gives no counters.
#[must_use]
pub fn parse(text: &str) -> Stats {
    let mut stats = Stats::default();
    let Ok(Value::Object(root)) = serde_json::from_str::<Value>(text) else {
        return stats;
    };
    for (section, values) in &root {
        for (name, value) in values.as_object().into_iter().flatten() {
            if let Some(number) = value.as_u64() {
                stats.counters.insert(format!("{section}.{name}"), number);
            }
        }
    }
    add_threads(&mut stats, root.get("gate"));
    find_faults(&mut stats, root.get("audit"));
    stats
}

fn add_threads(stats: &mut Stats, gate: Option<&Value>) {
    let threads = gate.and_then(|gate| gate.get("threads"));
    let mut sums = BTreeMap::<String, u64>::new();
    for thread in threads.and_then(Value::as_array).into_iter().flatten() {
        for (name, value) in thread.as_object().into_iter().flatten() {
            if let Some(number) = value.as_u64() {
                *sums.entry(format!("gate.{name}")).or_default() += number;
            }
        }
    }
    // A total that the file gives itself goes before the sum, which lacks the threads that are forgotten.
    for (name, sum) in sums {
        stats.counters.entry(name).or_insert(sum);
    }
}

fn find_faults(stats: &mut Stats, audit: Option<&Value>) {
    let number = |name: &str| stats.counters.get(&format!("audit.{name}")).copied().unwrap_or(0);
    let mut findings = Vec::new();
    for (name, words) in [
        ("lost_counts", "counts lost"),
        ("used_after_death", "objects used after death"),
        ("died_twice", "objects died twice"),
        ("leaked", "objects leaked"),
    ] {
        if number(name) > 0 {
            findings.push(format!("{} {words}", number(name)));
        }
    }
    let leaks = audit.and_then(|audit| audit.get("leaks")).and_then(Value::as_array);
    for leak in leaks.into_iter().flatten() {
        let kind = leak.get("kind").and_then(Value::as_str).unwrap_or("object");
        let count = leak.get("count").and_then(Value::as_u64).unwrap_or(0);
        findings.push(format!("{count} {kind} leaked"));
    }
    stats.findings = findings;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_agreed_form() {
        let stats = parse(
            r#"{"model":"brc","counts":{"merges_queued":4},"audit":{"allocated":10,"leaked":3,"leaks":[{"kind":"list","count":3}],"lost_counts":2},
                "gate":{"handoffs":7,"threads":[{"name":"a","held_ns":5,"waited_ns":1},{"name":"b","held_ns":6}]}}"#,
        );
        assert_eq!(stats.counters["audit.allocated"], 10);
        assert_eq!(stats.counters["gate.handoffs"], 7);
        assert_eq!(stats.counters["counts.merges_queued"], 4);
        assert_eq!(stats.counters["gate.held_ns"], 11);
        assert_eq!(stats.findings, ["2 counts lost", "3 objects leaked", "3 list leaked"]);
    }

    #[test]
    fn anything_else_is_no_finding() {
        for text in ["", "[]", "{", "{}", r#"{"audit":3,"gate":{"threads":[1]}}"#] {
            assert_eq!(parse(text), Stats::default(), "{text}");
        }
    }
}
