//! Which cells are measured, and in which order.

use std::time::Duration;

use crate::cell::{Cell, Params};
use crate::column::Column;
use crate::experiment::{Axis, Experiment, Size};
use crate::random::{Random, seed_of};

/// What stands for an option of the `taipan` command in the cells of a Python.
pub const OWN_WAY: &str = "its_own";

/// What a run is to measure.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The rows, in the order of the matrix.
    pub rows: &'a [&'static Experiment],
    /// The columns, in the order of the report.
    pub columns: &'a [Column],
    /// The ids of those of them that only rows with them in their `policies` list have.
    pub extra_columns: &'a [String],
    /// How large.
    pub size: Size,
    /// The machine's cores.
    pub cores: usize,
    /// The seed of the order.
    pub seed: u64,
}

/// The cells of a run.
#[derive(Debug)]
pub struct Plan {
    /// Every cell, rows in order.
    pub cells: Vec<Cell>,
    /// How often each is measured at most.
    pub rounds: u32,
    /// After the first round, no row is measured again that would end after this time.
    pub budget: Option<Duration>,
    /// How many cells are run at the same time: more than one only where nothing is measured.
    pub at_once: usize,
    /// The time limit of each cell.
    pub time_limit: Duration,
    /// The seed of the order.
    pub seed: u64,
    /// What was left out, as sentences.
    pub skipped: Vec<String>,
}

impl Plan {
    /// Makes the plan. The same request gives the same plan.
    #[must_use]
    pub fn new(request: &Request<'_>) -> Self {
        let mut cells = Vec::new();
        let mut skipped = Vec::new();
        for &experiment in request.rows.iter().filter(|experiment| experiment.derived.is_none()) {
            let axes = fitting((experiment.axes)(request.size), experiment, request.cores, &mut skipped);
            for column in columns_of(experiment, request) {
                for params in product(&axes_of(column, experiment, &axes)) {
                    if (experiment.keep)(column, &params) {
                        cells.push(Cell { experiment, column: column.id.clone(), params });
                    }
                }
            }
        }
        Self {
            cells,
            rounds: request.size.rounds(),
            budget: request.size.budget(),
            at_once: request.size.at_once().min(request.cores.max(1)),
            time_limit: request.size.time_limit(),
            seed: request.seed,
            skipped,
        }
    }

    /// The cells of one round: rows in the order of the matrix, and within a row the columns interleaved at random.
    #[must_use]
    pub fn order(&self, round: u32) -> Vec<usize> {
        let mut order = Vec::new();
        let mut start = 0;
        for row in self.cells.chunk_by(|one, other| one.experiment.id == other.experiment.id) {
            let experiment = row[0].experiment;
            let mut indices: Vec<usize> = (start..start + row.len()).collect();
            start += row.len();
            if experiment.repeats.has(round) {
                Random::new(seed_of(experiment.id) ^ self.seed ^ (u64::from(round) << 48)).shuffle(&mut indices);
                order.append(&mut indices);
            }
        }
        order
    }
}

fn columns_of<'a>(experiment: &Experiment, request: &Request<'a>) -> Vec<&'a Column> {
    // A placement means nothing to a program that does not ask what to make for each task.
    let has = |column: &&Column| {
        let for_some = request.extra_columns.contains(&column.id) || column.placement().is_some();
        !for_some || experiment.policies.contains(&column.id.as_str())
    };
    request.columns.iter().filter(has).collect()
}

/// The axes as this column has them: a Python cannot be told what is an option of the `taipan` command.
fn axes_of(column: &Column, experiment: &Experiment, axes: &[Axis]) -> Vec<Axis> {
    let mut axes = axes.to_vec();
    if !column.is_taipan() {
        for axis in axes.iter_mut().filter(|axis| experiment.options.contains(&axis.name)) {
            axis.values = vec![OWN_WAY.to_owned()];
        }
    }
    axes
}

/// Takes out the values that this machine has too few cores for, and says so.
fn fitting(axes: Vec<Axis>, experiment: &Experiment, cores: usize, skipped: &mut Vec<String>) -> Vec<Axis> {
    let mut fitting = axes;
    for axis in fitting.iter_mut().filter(|axis| axis.needs_cores) {
        let fits = |value: &String| value.parse::<usize>().is_ok_and(|threads| threads <= cores.max(2));
        let (kept, left): (Vec<_>, Vec<_>) = axis.values.drain(..).partition(fits);
        axis.values = kept;
        if !left.is_empty() {
            let values = left.join(", ");
            skipped.push(format!(
                "{}: {} = {values} not measured here, this machine has {cores} cores.",
                experiment.id, axis.name
            ));
        }
    }
    fitting
}

fn product(axes: &[Axis]) -> Vec<Params> {
    let mut all = vec![Params::new()];
    for axis in axes {
        all = all
            .iter()
            .flat_map(|params| {
                axis.values.iter().map(|value| {
                    let mut longer = params.clone();
                    longer.insert(axis.name.to_owned(), value.clone());
                    longer
                })
            })
            .collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::experiment::{ALL, by_id};

    fn plan(size: Size, seed: u64, cores: usize) -> Plan {
        let python = Column::python("python3".into(), "cpython", "3.11.7", true);
        let columns = [Column::taipan("gil"), Column::taipan("gil-tick"), Column::taipan("brc"), python];
        let extra = ["gil-tick".to_owned()];
        Plan::new(&Request { rows: ALL, columns: &columns, extra_columns: &extra, size, cores, seed })
    }

    #[test]
    fn every_identity_is_unique() {
        for size in [Size::Quick, Size::Default, Size::Full] {
            let plan = plan(size, 1, 8);
            let keys: HashSet<String> = plan.cells.iter().map(Cell::key).collect();
            assert_eq!(keys.len(), plan.cells.len());
        }
    }

    #[test]
    fn the_seed_alone_decides_the_order() {
        assert_eq!(plan(Size::Default, 4, 2).order(1), plan(Size::Default, 4, 2).order(1));
        assert_ne!(plan(Size::Default, 4, 2).order(1), plan(Size::Default, 5, 2).order(1));
        assert_ne!(plan(Size::Default, 4, 2).order(1), plan(Size::Default, 4, 2).order(2));
    }

    #[test]
    fn a_round_holds_every_cell_and_keeps_rows_together() {
        let plan = plan(Size::Quick, 9, 2);
        let order = plan.order(0);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..plan.cells.len()).collect::<Vec<_>>());
        let mut rows: Vec<&str> = order.iter().map(|&index| plan.cells[index].experiment.id).collect();
        rows.dedup();
        let measured = ALL.iter().filter(|experiment| experiment.derived.is_none());
        assert_eq!(rows, measured.map(|experiment| experiment.id).collect::<Vec<_>>());
    }

    #[test]
    fn values_are_looked_up_once_and_times_in_every_round() {
        let plan = plan(Size::Default, 9, 2);
        let ids = |round| -> HashSet<&str> {
            plan.order(round).into_iter().map(|index| plan.cells[index].experiment.id).collect()
        };
        assert!(ids(0).contains("R-01") && ids(0).contains("C-01"));
        assert!(!ids(1).contains("R-01") && ids(1).contains("C-01"));
        assert!(ids(1).contains("A-01") && !ids(2).contains("A-01"));
    }

    #[test]
    fn more_threads_than_cores_are_named_not_measured() {
        let small = plan(Size::Full, 1, 2);
        assert!(small.skipped.iter().any(|note| note.contains("C-07") && note.contains("4, 8")), "{:?}", small.skipped);
        assert!(plan(Size::Full, 1, 8).skipped.is_empty());
    }

    #[test]
    fn a_placement_is_for_rows_that_have_it_and_interpreters_for_who_has_them() {
        let old = Column::python("python3".into(), "cpython", "3.11.7", true);
        let columns = [Column::taipan("gil"), Column::taipan("isolated"), old];
        let size = Size::Quick;
        let plan = Plan::new(&Request { rows: ALL, columns: &columns, extra_columns: &[], size, cores: 2, seed: 1 });
        let isolated = plan.cells.iter().filter(|cell| cell.column == "isolated");
        let rows: HashSet<&str> = isolated.map(|cell| cell.experiment.id).collect();
        assert!(rows.contains("C-02") && !rows.contains("C-01"), "{rows:?}");
        let between = |column: &str| -> HashSet<&str> {
            let cells = plan.cells.iter().filter(|cell| cell.experiment.id == "X-05" && cell.column == column);
            cells.map(|cell| cell.params["between"].as_str()).collect()
        };
        assert_eq!(between("gil"), HashSet::from(["threads", "interpreters", "processes"]));
        assert_eq!(between("cpython-3.11.7"), HashSet::from(["threads", "processes"]));
    }

    #[test]
    fn an_option_of_the_command_is_an_axis_of_taipans_columns_only() {
        let plan = plan(Size::Quick, 1, 2);
        let ways = |column: &str| -> HashSet<&str> {
            let cells = plan.cells.iter().filter(|cell| cell.experiment.id == "A-01" && cell.column == column);
            cells.map(|cell| cell.params["placement"].as_str()).collect()
        };
        assert_eq!(ways("gil"), HashSet::from(["calls-and-loops", "every-op"]));
        assert_eq!(ways("cpython-3.11.7"), HashSet::from([OWN_WAY]));
    }

    #[test]
    fn cells_that_mean_nothing_are_left_out() {
        let plan = plan(Size::Default, 1, 2);
        let has = |column: &str, interval: &str| {
            let mut cells = plan.cells.iter().filter(|cell| cell.experiment.id == "L-01");
            cells.any(|cell| cell.column == column && cell.params["interval"] == interval)
        };
        assert!(has("gil", "0.00005") && has("gil-tick", "0.005"));
        assert!(!has("gil-tick", "0.00005") && !has("brc", "0.00005"));
    }

    #[test]
    fn policies_are_columns_of_the_rows_that_ask_for_them() {
        let plan = plan(Size::Quick, 1, 2);
        let has_tick = |id: &str| plan.cells.iter().any(|cell| cell.experiment.id == id && cell.column == "gil-tick");
        assert!(has_tick("L-01"));
        assert!(!has_tick("R-01"));
        assert!(by_id("L-01").is_some());
    }
}
