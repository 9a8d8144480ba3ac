//! D-03: after which operations another thread can get the interpreter.

use crate::column::Column;
use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::plan::OWN_WAY;
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The kinds of operation, as the program names them.
const PLACES: [&str; 8] =
    ["operator", "jump", "attribute", "item", "native_call", "method_call", "python_call", "loop"];
/// Where code runs straight on: no call, no jump back.
const STRAIGHT: [&str; 4] = ["operator", "jump", "attribute", "item"];

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "D-03",
    title: "Where a switch can happen",
    question: "After which operations can another thread get the interpreter?",
    program: Program { name: "d03_switch_places.py", source: include_str!("../../programs/d03_switch_places.py") },
    axes: |size| {
        vec![
            Axis::new("place", &PLACES),
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("tries", &[size.pick(4, 10, 40)]),
        ]
    },
    metrics: &[Metric::value("switched", "%")],
    options: &["placement"],
    keep: |column, _| column.gated,
    literature: &[Claim {
        says: "Up to 3.9 after nearly every instruction; since 3.10 only at calls and jumps back. Nobody decided \
            that: programs have come to lean on it.",
        source: "smarr/gil-sem-demos",
        tag: Tag::Read,
    }],
    caption: "Found out by trying, not read from a table: a block of six operations of one kind, while another thread \
        waits with a switch interval of 20 µs. The number is the share of blocks that the other thread got into.",
    repeats: Repeats::Once,
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let shown: Vec<String> = row
        .columns
        .iter()
        .flat_map(|column| ["calls-and-loops", "every-op", OWN_WAY].map(|placement| (column, placement)))
        .filter_map(|(column, placement)| story(row, column, placement))
        .collect();
    if shown.is_empty() {
        return Verdict::not_measured();
    }
    let expected = row.columns.iter().flat_map(|column| {
        let own = if is_recent(&column.id) { Some(OWN_WAY) } else { None };
        let never = STRAIGHT.iter().flat_map(move |place| {
            let placements = ["calls-and-loops"].into_iter().chain(own);
            placements.map(|placement| switches(row, column, place, placement).map(|switches| !switches))
        });
        let seen = |place, placement| Agreement::if_seen(switches(row, column, place, placement)?);
        never.chain([seen("operator", "every-op"), seen("loop", "calls-and-loops")])
    });
    Verdict::new(Agreement::of(expected), format!("Another thread got in {}.", shown.join("; ")))
}

fn switches(row: &Row, column: &Column, place: &str, placement: &str) -> Option<bool> {
    let share = row.figure(&column.id, &[("place", place), ("placement", placement)], "switched")?;
    Some(share.value > 0.0)
}

/// "under gil, calls-and-loops, after: loop, python call".
fn story(row: &Row, column: &Column, placement: &str) -> Option<String> {
    let known: Vec<(&str, bool)> =
        PLACES.iter().filter_map(|place| Some((*place, switches(row, column, place, placement)?))).collect();
    if known.is_empty() {
        return None;
    }
    let names: Vec<String> =
        known.iter().filter(|(_, switches)| *switches).map(|(place, _)| place.replace('_', " ")).collect();
    let places = match names.len() {
        0 => "nowhere".to_owned(),
        all if all == known.len() => "after every kind of operation".to_owned(),
        _ => format!("after {}", names.join(", ")),
    };
    let way = if placement == OWN_WAY { String::new() } else { format!(" with check points at {placement}") };
    Some(format!("{places} under {}{way}", column.id))
}

/// Whether it is a CPython with check points at calls and jumps back only.
fn is_recent(id: &str) -> bool {
    let minor = id.strip_prefix("cpython-3.").and_then(|rest| rest.split('.').next());
    minor.and_then(|minor| minor.parse().ok()).is_some_and(|minor: u32| minor >= 10)
}
