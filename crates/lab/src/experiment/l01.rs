//! L-01: the convoy: threads that answer requests beside threads that only count.

use crate::cell::Params;
use crate::column::{Column, GATES};
use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The switch interval that every policy is compared at, in seconds.
const USUAL: &str = "0.005";
/// The policy of ours, which is to have no convoy.
const OURS: &str = "gil-swift";

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-01",
    title: "The convoy",
    question: "What does a busy thread do to a thread that answers requests?",
    program: Program { name: "l01_convoy.py", source: include_str!("../../programs/l01_convoy.py") },
    axes: |size| {
        vec![
            Axis::new("clients", size.pick(&[1], &[1, 8], &[1, 8])),
            Axis::new("cpu", size.pick(&[0, 1], &[0, 1, 2, 4], &[0, 1, 2, 4])),
            Axis::new(
                "interval",
                size.pick(&[USUAL], &[USUAL, "0.0005", "0.00005"], &["0.05", USUAL, "0.0005", "0.00005", "0.000005"]),
            ),
            Axis::new("seconds", &[size.pick("0.05", "0.25", "2")]),
        ]
    },
    metrics: &[
        Metric::higher("requests", "/s").log(),
        Metric::lower("p50", "us").log(),
        Metric::lower("p99", "us").log(),
        Metric::higher("kept", "%"),
        Metric::higher("counted", "M/s"),
    ],
    policies: GATES,
    keep,
    literature: &[
        Claim {
            says: "30,000 a second alone; beside one CPU thread 5 at 0.1 s, 100 at 5 ms, 3,200 at 0.1 ms, 11,000 at \
                10 us; beside two and four threads at 5 ms 50 and 30.",
            source: "a tutorial's copy of the r4victor table",
            tag: Tag::Secondary,
        },
        Claim {
            says: "At most one switch per interval, and two per request: about 100 requests a second at 5 ms.",
            source: "dask/distributed PR 5450",
            tag: Tag::Excerpt,
        },
        Claim {
            says: "Our own policy answers as many requests beside a busy thread as a model without a lock, and the \
                busy thread keeps its share.",
            source: "this project",
            tag: Tag::Prediction,
        },
    ],
    caption: "A server in a process of its own; round trips of one byte, by one client or by eight. kept is what the \
        counting threads still do, of what they did before the first request. With 0 busy threads the cores are idle \
        and must be woken, so a busy neighbour that does not hold a lock can even help.",
    verdict,
    ..Experiment::BLANK
};

/// Other intervals mean something only to the interval policy, and eight clients only beside four busy threads.
fn keep(column: &Column, params: &Params) -> bool {
    if !without_races(column, params) {
        return false;
    }
    let is_policy = GATES.contains(&column.id.as_str());
    let (cpu, clients) = (params["cpu"].as_str(), params["clients"].as_str());
    if params["interval"] != USUAL {
        return column.gated && !is_policy && cpu == "1" && clients == "1";
    }
    // Without a busy thread nothing is scheduled, and one policy is as good as another.
    let compared = if is_policy { cpu == "1" || cpu == "4" } else { cpu != "2" || column.gated };
    compared && (clients == "1" || cpu == "4")
}

fn verdict(row: &Row) -> Verdict {
    let value = |column: &str, cpu: &str, metric: &str| {
        let cell = [("cpu", cpu), ("clients", "1"), ("interval", USUAL)];
        row.figure(column, &cell, metric).map(|figure| figure.value)
    };
    let rate = |column: &str, cpu: &str| value(column, cpu, "requests");
    let usual = |column: &str, cpu: &str| if GATES.contains(&column) { None } else { rate(column, cpu) };
    let phrase = |cpu: &str| row.by_lock(|column| usual(column, cpu), |rate| format!("{rate:.0}"));
    let (Some(alone), Some(beside)) = (phrase("0"), phrase("1")) else {
        return Verdict::not_measured();
    };
    let policies = row.columns.iter().filter(|column| column.id == "gil" || GATES.contains(&column.id.as_str()));
    let policies: Vec<String> = policies
        .filter_map(|column| {
            let (rate, kept) = (rate(&column.id, "1")?, value(&column.id, "1", "kept")?);
            let name = column.id.strip_prefix("gil-").unwrap_or("interval");
            Some(format!("{name} {rate:.0} ({kept:.0} %)"))
        })
        .collect();
    Verdict::new(
        Agreement::of(expectations(row, rate)),
        format!(
            "Requests answered each second: {alone}; beside one thread that only counts: {beside}. With a GIL, each \
                request gives the lock away and may have to wait a whole switch interval to get it back: that is the \
                convoy. By policy, with what the counting thread keeps: {}.",
            policies.join(", ")
        ),
    )
}

/// The convoy where it must be, as strong as CPython's; none without a lock, and none under our own policy.
fn expectations(row: &Row, rate: impl Fn(&str, &str) -> Option<f64>) -> Vec<Option<bool>> {
    let convoy = |column: &Column| Some(rate(&column.id, "1")? < rate(&column.id, "0")? / 10.0);
    let mut expected: Vec<Option<bool>> = Vec::new();
    for column in &row.columns {
        let is_interval = column.id == "gil" || (column.gated && !column.is_taipan());
        if is_interval {
            expected.push(convoy(column));
        } else if !column.gated {
            expected.push(convoy(column).map(|convoy| !convoy));
        }
        if is_interval && !column.is_taipan() {
            let times = rate("gil", "1").zip(rate(&column.id, "1")).map(|(ours, theirs)| ours / theirs);
            expected.push(times.map(|times| (0.5..=2.0).contains(&times)));
        }
    }
    // Machines differ: what a model without a lock reaches in the same run is all there is to reach.
    let free = row.columns.iter().filter(|column| !column.gated).filter_map(|column| rate(&column.id, "1"));
    let free = free.max_by(f64::total_cmp);
    expected.push(rate(OURS, "1").zip(free).map(|(ours, free)| ours >= 0.8 * free));
    expected
}
