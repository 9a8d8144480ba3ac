//! Two runs side by side: which cells changed, and by more than both runs' noise.

use std::collections::HashMap;

use crate::experiment::Better;
use crate::findings::Findings;
use crate::random::seed_of;
use crate::row::Measured;
use crate::sample::Outcome;
use crate::statistics::{self, Estimate, Order};

/// The comparison of two runs.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The cells that both runs have.
    pub changes: Vec<Change>,
    /// The keys that only the first run has.
    pub only_before: Vec<String>,
    /// The keys that only the second run has.
    pub only_after: Vec<String>,
    /// The larger noise floor of the two.
    pub noise: f64,
}

/// One cell in both runs.
#[derive(Clone, Debug)]
pub struct Change {
    /// The cell.
    pub key: String,
    /// What was measured.
    pub metric: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The first run's median, if it has one.
    pub before: Option<f64>,
    /// The second run's median, if it has one.
    pub after: Option<f64>,
    /// Second over first.
    pub ratio: Option<Estimate>,
    /// What that means.
    pub meaning: Meaning,
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Inside the noise.
    Same,
    /// Better, by the metric's direction.
    Better,
    /// Worse, by the metric's direction.
    Worse,
    /// Different, where there is no better.
    Different,
    /// It ends differently now.
    Outcome(Outcome, Outcome),
}

/// Compares the headline metric of every cell of two runs.
#[must_use]
pub fn compare(before: &Findings, after: &Findings) -> Comparison {
    let noise = before.noise.unwrap_or(0.0).max(after.noise.unwrap_or(0.0));
    let mut old: HashMap<&str, &Measured> = cells(before).map(|(cell, _)| (cell.key.as_str(), cell)).collect();
    let mut changes = Vec::new();
    let mut only_after = Vec::new();
    for (cell, metric) in cells(after) {
        match old.remove(cell.key.as_str()) {
            Some(earlier) => changes.push(change(earlier, cell, metric, noise)),
            None => only_after.push(cell.key.clone()),
        }
    }
    let mut only_before: Vec<String> = old.into_keys().map(str::to_owned).collect();
    only_before.sort_unstable();
    Comparison { changes, only_before, only_after, noise }
}

fn cells(findings: &Findings) -> impl Iterator<Item = (&Measured, &'static crate::experiment::Metric)> {
    findings.rows.iter().flat_map(|finding| {
        let metric = finding.row.experiment.headline();
        finding.row.cells.iter().filter_map(move |cell| Some((cell, metric?)))
    })
}

fn change(before: &Measured, after: &Measured, metric: &'static crate::experiment::Metric, noise: f64) -> Change {
    let (old, new) = (before.values(metric.name), after.values(metric.name));
    let ratio = statistics::ratio(&new, &old, seed_of(&after.key));
    let meaning = match (before.outcome(), after.outcome()) {
        (Some(one), Some(other)) if one != other => Meaning::Outcome(one, other),
        _ => ratio.map_or(Meaning::Same, |ratio| meaning(statistics::order(&ratio, noise), metric.better)),
    };
    Change {
        key: after.key.clone(),
        metric: metric.name,
        unit: metric.unit,
        before: statistics::median(&old),
        after: statistics::median(&new),
        ratio,
        meaning,
    }
}

fn meaning(order: Order, better: Better) -> Meaning {
    match (order, better) {
        (Order::Same, _) => Meaning::Same,
        (_, Better::Neither) => Meaning::Different,
        (Order::Larger, Better::Higher) | (Order::Smaller, Better::Lower) => Meaning::Better,
        (Order::Larger, Better::Lower) | (Order::Smaller, Better::Higher) => Meaning::Worse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_direction_of_the_metric_decides_what_is_better() {
        assert_eq!(meaning(Order::Larger, Better::Higher), Meaning::Better);
        assert_eq!(meaning(Order::Larger, Better::Lower), Meaning::Worse);
        assert_eq!(meaning(Order::Smaller, Better::Lower), Meaning::Better);
        assert_eq!(meaning(Order::Smaller, Better::Neither), Meaning::Different);
        assert_eq!(meaning(Order::Same, Better::Lower), Meaning::Same);
    }
}
