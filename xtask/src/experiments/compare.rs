//! `cargo xtask experiments compare A B`: what changed between two runs.

use std::path::Path;
use std::process::ExitCode;

use taipan_lab::compare::{Change, Comparison, Meaning, compare};
use taipan_lab::findings::Findings;
use taipan_lab::store;

use crate::experiments::print_all;
use crate::report::words::{count, quantity};
use crate::usage::usage_error;

/// Cells that only one run has are named up to this number.
const MOST_KEYS: usize = 4;

/// Prints the cells that differ, and how many do not.
pub fn run(before: &Path, after: &Path) -> anyhow::Result<ExitCode> {
    let comparison = compare(&load(before)?, &load(after)?);
    print_all(&render(&comparison));
    Ok(ExitCode::SUCCESS)
}

fn load(folder: &Path) -> anyhow::Result<Findings> {
    let results = store::load(folder).map_err(|error| usage_error(error.to_string()))?;
    Ok(Findings::new(&results))
}

fn render(comparison: &Comparison) -> String {
    let mut text = String::new();
    let (same, different): (Vec<&Change>, Vec<&Change>) =
        comparison.changes.iter().partition(|change| change.meaning == Meaning::Same);
    for change in different {
        text += &format!("{:<10} {}  {}\n", word(change.meaning), change.key, numbers(change));
    }
    text += &format!(
        "{} of {} cells differ by no more than noise ({:.1} %).\n",
        same.len(),
        comparison.changes.len(),
        comparison.noise * 100.0
    );
    for (keys, which) in [(&comparison.only_before, "first"), (&comparison.only_after, "second")] {
        if !keys.is_empty() {
            let named = keys[..keys.len().min(MOST_KEYS)].join(", ");
            let more = if keys.len() > MOST_KEYS { ", …" } else { "" };
            text += &format!("{} only in the {which} run: {named}{more}\n", count(keys.len(), "cell"));
        }
    }
    text
}

fn word(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Same => "same",
        Meaning::Better => "better",
        Meaning::Worse => "worse",
        Meaning::Different => "different",
        Meaning::Outcome(..) => "outcome",
    }
}

fn numbers(change: &Change) -> String {
    if let Meaning::Outcome(before, after) = change.meaning {
        return format!("{} -> {}", before.word(), after.word());
    }
    match (change.before, change.after, change.ratio) {
        (Some(before), Some(after), Some(ratio)) => {
            let (before, after) = (quantity(before, change.unit), quantity(after, change.unit));
            let metric = change.metric;
            format!("{metric} {before} -> {after}, {:.2}x ({:.2} to {:.2})", ratio.value, ratio.low, ratio.high)
        }
        _ => String::new(),
    }
}
