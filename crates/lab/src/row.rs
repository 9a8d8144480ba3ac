//! The samples of one row, and the questions that verdicts and renderers ask of them.

use crate::cell::Params;
use crate::column::Column;
use crate::experiment::Experiment;
use crate::random::seed_of;
use crate::sample::{Outcome, Sample};
use crate::statistics::{self, Estimate, Order};

/// One row with everything that was measured of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The experiment.
    pub experiment: &'static Experiment,
    /// Its columns, in the run's order.
    pub columns: Vec<Column>,
    /// Its cells, columns outside and parameters inside.
    pub cells: Vec<Measured>,
    /// The run's noise floor: ratios closer to one than this are no difference.
    pub noise: f64,
    /// The cores of the machine.
    pub cores: usize,
}

/// One cell with its samples.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The cell's identity.
    pub key: String,
    /// The column's id.
    pub column: String,
    /// The parameters.
    pub params: Params,
    /// The samples by round.
    pub samples: Vec<Sample>,
}

/// Some cells of a row: those of a column that have these parameters.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The column's id.
    pub column: &'a str,
    /// The parameters.
    pub wanted: &'a [(&'a str, &'a str)],
}

impl<'a> Place<'a> {
    /// Every cell of a column.
    #[must_use]
    pub fn all_of(column: &'a str) -> Self {
        Self { column, wanted: &[] }
    }

    fn holds(&self, cell: &Measured) -> bool {
        cell.column == self.column && self.wanted.iter().all(|(name, value)| cell.is(name, value))
    }

    /// The parameters that the place says nothing about.
    fn rest<'c>(&self, cell: &'c Measured) -> impl Iterator<Item = (&'c String, &'c String)> {
        cell.params.iter().filter(|(name, _)| self.wanted.iter().all(|(known, _)| known != name))
    }
}

impl Row {
    /// The first cell of the column that has all of these parameters.
    #[must_use]
    pub fn cell(&self, column: &str, wanted: &[(&str, &str)]) -> Option<&Measured> {
        self.cells.iter().find(|cell| Place { column, wanted }.holds(cell))
    }

    /// The metric's median in that cell.
    #[must_use]
    pub fn figure(&self, column: &str, wanted: &[(&str, &str)], metric: &str) -> Option<Estimate> {
        self.cell(column, wanted)?.estimate(metric)
    }

    /// How many times as large the metric is in one cell as in another, of one column.
    #[must_use]
    pub fn ratio(&self, column: &str, top: &[(&str, &str)], bottom: &[(&str, &str)], metric: &str) -> Option<Estimate> {
        let (top, bottom) = (self.cell(column, top)?, self.cell(column, bottom)?);
        statistics::ratio(&top.values(metric), &bottom.values(metric), seed_of(&top.key))
    }

    /// How many times as large the metric is in the cells of one place as in those of another: the geometric mean over
    /// the pairs of cells that have everything else in common.
    #[must_use]
    pub fn mean_ratio(&self, top: Place<'_>, bottom: Place<'_>, metric: &str) -> Option<Estimate> {
        let tops = self.cells.iter().filter(|cell| top.holds(cell));
        let pairs: Vec<_> = tops
            .filter_map(|cell| {
                let alike = |other: &&Measured| bottom.holds(other) && bottom.rest(other).eq(top.rest(cell));
                Some((cell.values(metric), self.cells.iter().find(alike)?.values(metric)))
            })
            .collect();
        statistics::mean_ratio(&pairs, seed_of(top.column))
    }

    /// The columns with their mean ratio to the row's base column, where it has one.
    #[must_use]
    pub fn against_base(&self) -> Vec<(&Column, Estimate)> {
        let (Some(base), Some(metric)) = (self.experiment.base, self.experiment.headline()) else {
            return Vec::new();
        };
        let others = self.columns.iter().filter(|column| column.id != base);
        let ratio = |column: &str| self.mean_ratio(Place::all_of(column), Place::all_of(base), metric.name);
        others.filter_map(|column| Some((column, ratio(&column.id)?))).collect()
    }

    /// The median load of the machine when the row's samples began; nothing without samples.
    #[must_use]
    pub fn load(&self) -> Option<f64> {
        let samples = self.cells.iter().flat_map(|cell| &cell.samples);
        statistics::median(&samples.map(|sample| sample.host.load).collect::<Vec<_>>())
    }

    /// The quartiles of what bounds the row's cells from above, where something does.
    #[must_use]
    pub fn ceilings(&self) -> Option<(f64, f64)> {
        let ceiling = self.experiment.ceiling?;
        let mut values: Vec<f64> = self.cells.iter().flat_map(|cell| cell.values(ceiling)).collect();
        values.sort_by(f64::total_cmp);
        let at = |share: usize| values.get(values.len() * share / 4).copied();
        Some((at(1)?, at(3)?))
    }

    /// Whether a ratio of this row is a difference.
    #[must_use]
    pub fn order(&self, ratio: &Estimate) -> Order {
        statistics::order(ratio, self.noise)
    }

    /// "1.02x under gil, 0.55x under atomic": the phrases of the columns that have one.
    pub fn each(&self, phrase: impl Fn(&Column) -> Option<String>) -> Option<String> {
        let phrases: Vec<String> =
            self.columns.iter().filter_map(|column| Some(format!("{} under {}", phrase(column)?, column.id))).collect();
        (!phrases.is_empty()).then(|| phrases.join(", "))
    }

    /// "0.97x to 1.05x with a GIL, 0.55x without": what the columns have in common, by what guards them.
    pub fn by_lock(&self, value: impl Fn(&str) -> Option<f64>, show: impl Fn(f64) -> String) -> Option<String> {
        let mut groups = [(Vec::new(), "with a GIL"), (Vec::new(), "without one"), (Vec::new(), "unprotected")];
        for column in &self.columns {
            let group = if column.gated { 0 } else { 1 + usize::from(column.id == "unsync") };
            groups[group].0.extend(value(&column.id));
        }
        let shown: Vec<(String, &str)> =
            groups.iter().filter_map(|(values, words)| Some((range(values, &show)?, *words))).collect();
        let (first, _) = shown.first()?;
        if shown.len() > 1 && shown.iter().all(|(range, _)| range == first) {
            return Some(format!("{first} with a GIL or without"));
        }
        let phrases: Vec<String> = shown.iter().map(|(range, words)| format!("{range} {words}")).collect();
        Some(phrases.join(", "))
    }

    /// Ratios in the words of [`Row::by_lock`].
    pub fn times_by_lock(&self, ratio: impl Fn(&str) -> Option<Estimate>) -> Option<String> {
        self.by_lock(|column| ratio(column).map(|ratio| ratio.value), |times| format!("{times:.2}x"))
    }

    /// The answers of the columns where only one thread at a time runs Python.
    pub fn gated<'a, T>(&'a self, answer: impl Fn(&str) -> Option<T> + 'a) -> impl Iterator<Item = Option<T>> + 'a {
        self.columns.iter().filter(|column| column.gated).map(move |column| answer(&column.id))
    }

    /// The answers of the columns where threads run Python at the same time, `unsync` left out.
    pub fn open<'a, T>(&'a self, answer: impl Fn(&str) -> Option<T> + 'a) -> impl Iterator<Item = Option<T>> + 'a {
        let open = |column: &&Column| !column.gated && column.id != "unsync";
        self.columns.iter().filter(open).map(move |column| answer(&column.id))
    }

    /// The columns of the reference interpreters.
    pub fn pythons(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| !column.is_taipan())
    }

    /// The parameters that tell this row's cells of one column apart.
    #[must_use]
    pub fn varying(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.cells.iter().flat_map(|cell| cell.params.keys().map(String::as_str)).collect();
        names.sort_unstable();
        names.dedup();
        let varies = |name: &&str| {
            let mut values = self.cells.iter().map(|cell| cell.params.get(*name));
            let first = values.next();
            values.any(|value| Some(value) != first)
        };
        names.retain(varies);
        names
    }

    /// The cell's place among the cells of its column, as a reader sees it: `two_threads`, `cpu=1 interval=0.005`.
    #[must_use]
    pub fn arm(&self, params: &Params) -> String {
        let varying = self.varying();
        let value = |name: &str| params.get(name).map_or("", String::as_str).replace('_', " ");
        match varying[..] {
            [] => String::new(),
            [only] if !self.is_number(only) => value(only),
            _ => {
                let has = |name: &&&str| params.contains_key(**name);
                let words = varying
                    .iter()
                    .filter(has)
                    .map(|name| if self.is_number(name) { format!("{name} {}", value(name)) } else { value(name) });
                words.collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The arms in the order of the first column that has them.
    #[must_use]
    pub fn arms(&self) -> Vec<String> {
        let mut arms = Vec::new();
        for cell in &self.cells {
            let arm = self.arm(&cell.params);
            if !arms.contains(&arm) {
                arms.push(arm);
            }
        }
        arms
    }

    fn is_number(&self, name: &str) -> bool {
        self.cells.iter().all(|cell| cell.params.get(name).is_some_and(|value| value.parse::<f64>().is_ok()))
    }
}

/// "3 to 5", or "3" when all are shown alike.
fn range(values: &[f64], show: impl Fn(f64) -> String) -> Option<String> {
    let low = values.iter().copied().min_by(f64::total_cmp)?;
    let high = values.iter().copied().max_by(f64::total_cmp)?;
    let (low, high) = (show(low), show(high));
    Some(if low == high { low } else { format!("{low} to {high}") })
}

impl Measured {
    /// Whether the cell has this parameter with this value.
    #[must_use]
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.params.get(name).is_some_and(|is| is == value)
    }

    /// The first numbers of that metric, of the samples whose times may be used.
    #[must_use]
    pub fn values(&self, metric: &str) -> Vec<f64> {
        let usable = self.samples.iter().filter(|sample| sample.outcome.has_times());
        usable.filter_map(|sample| sample.value(metric)).collect()
    }

    /// The metric's median and its interval.
    #[must_use]
    pub fn estimate(&self, metric: &str) -> Option<Estimate> {
        statistics::estimate(&self.values(metric), seed_of(&self.key))
    }

    /// The sum of that metric over all samples; nothing when no sample has it.
    #[must_use]
    pub fn total(&self, metric: &str) -> Option<f64> {
        let values = self.values(metric);
        (!values.is_empty()).then(|| values.iter().sum())
    }

    /// The worst outcome of its samples.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.samples.iter().map(|sample| sample.outcome).max()
    }

    /// The reason given with the worst outcome.
    #[must_use]
    pub fn detail(&self) -> &str {
        let worst = self.outcome();
        let sample = self.samples.iter().find(|sample| Some(sample.outcome) == worst);
        sample.map_or("", |sample| sample.detail.as_str())
    }

    /// What the program printed beside its values, in the first sample.
    #[must_use]
    pub fn text(&self) -> &str {
        self.samples.first().map_or("", |sample| sample.text.as_str())
    }
}
