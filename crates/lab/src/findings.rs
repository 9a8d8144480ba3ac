//! Everything that a report says, computed from the kept samples alone.

use std::collections::HashMap;

use crate::column::Column;
use crate::experiment::{ALL, Experiment, Repeats, Size};
use crate::group::Group;
use crate::row::{Measured, Row};
use crate::sample::{Header, Sample};
use crate::statistics;
use crate::store::Results;
use crate::verdict::{Agreement, Verdict};

/// The row whose cells are measured twice.
const NOISE_ROW: &str = "N-01";
/// The rows whose verdicts open a report, best first.
const HEADLINES: [&str; 7] = ["C-01", "R-03", "C-07", "L-01", "A-01", "K-01", "L-10"];
/// How many verdicts open a report.
const HEADLINE_COUNT: usize = 5;

/// Above this noise floor nothing is called a surprise.
const MUCH_NOISE: f64 = 0.25;
/// Ceilings whose quartiles are further apart than this were not measured on a quiet machine.
const CEILING_SPREAD: f64 = 1.2;
/// The load that the cells themselves may make beyond one thread for each core.
const OWN_LOAD: f64 = 1.5;

/// A run as a report tells it.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What the run was.
    pub header: Header,
    /// Its rows with their verdicts, in the order of the matrix.
    pub rows: Vec<Finding>,
    /// The noise floor, when the run measured it.
    pub noise: Option<f64>,
    /// The median load of the machine over the samples.
    pub load: Option<f64>,
    /// How many samples there are.
    pub samples: usize,
    /// Lines of the result file that could not be read.
    pub unreadable: usize,
}

/// A row and what it says.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The row.
    pub row: Row,
    /// Its reading.
    pub verdict: Verdict,
}

impl Findings {
    /// Reads the results of a run.
    #[must_use]
    pub fn new(results: &Results) -> Self {
        let header = results.header.clone();
        let mut noise_row = row_of(&header, &results.samples, NOISE_ROW, 0.0);
        let noise = noise_row.as_ref().and_then(noise_floor);
        let rows = ALL.iter().filter_map(|experiment| {
            let mut row = row_of(&header, &results.samples, experiment.id, noise.unwrap_or(0.0));
            if experiment.id == NOISE_ROW {
                row = noise_row.take();
            }
            let row = row.filter(|_| header.rows.iter().any(|id| id == experiment.id))?;
            let verdict = with_doubt((row.experiment.verdict)(&row), &row, header.size);
            Some(Finding { row, verdict })
        });
        let rows = rows.collect();
        let loads: Vec<f64> = results.samples.iter().map(|sample| sample.host.load).collect();
        let load = statistics::median(&loads);
        Self { header, rows, noise, load, samples: results.samples.len(), unreadable: results.unreadable }
    }

    /// The load of the machine, when it did other things beside this run.
    #[must_use]
    pub fn busy(&self) -> Option<f64> {
        self.load.filter(|load| is_busy(*load, self.header.host.cores))
    }

    /// The rows whose verdict is this, in the order of the matrix; without the noise, of which nobody expects anything.
    pub fn with(&self, agreement: Agreement) -> impl Iterator<Item = &Finding> {
        let claims = self.rows.iter().filter(|finding| finding.row.experiment.group() != Group::Noise);
        claims.filter(move |finding| finding.verdict.agreement == agreement)
    }

    /// Whether most cells that are to be measured again and again were measured once, so that they have no interval.
    #[must_use]
    pub fn is_sparse(&self) -> bool {
        let again = self.rows.iter().filter(|finding| finding.row.experiment.repeats != Repeats::Once);
        let counts = again.flat_map(|finding| &finding.row.cells).map(|cell| cell.samples.len() as f64);
        statistics::median(&counts.collect::<Vec<_>>()).is_some_and(|samples| samples < 2.0)
    }

    /// The row of that name, when the run has it.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<&Finding> {
        self.rows.iter().find(|finding| finding.row.experiment.id == id)
    }

    /// The verdicts that open a report: five, fewer when fewer rows were measured.
    #[must_use]
    pub fn headlines(&self) -> Vec<&Finding> {
        let measured = |finding: &&Finding| finding.verdict.agreement != Agreement::NotMeasured;
        let mut first: Vec<&Finding> = HEADLINES.iter().filter_map(|id| self.row(id)).filter(measured).collect();
        let is_new = |finding: &&Finding| {
            let experiment = finding.row.experiment;
            experiment.group() != Group::Noise && !HEADLINES.contains(&experiment.id)
        };
        first.extend(self.rows.iter().filter(is_new).filter(measured));
        first.truncate(HEADLINE_COUNT);
        first
    }

    /// The chapters: rows that belong together, in the order of the matrix.
    #[must_use]
    pub fn chapters(&self) -> Vec<(Group, Vec<&Finding>)> {
        let mut chapters: Vec<(Group, Vec<&Finding>)> = Vec::new();
        for finding in &self.rows {
            let group = finding.row.experiment.group();
            match chapters.iter_mut().find(|(known, _)| *known == group) {
                Some((_, rows)) => rows.push(finding),
                None => chapters.push((group, vec![finding])),
            }
        }
        chapters.sort_by_key(|(group, _)| (*group == Group::Noise, *group));
        chapters
    }
}

/// Whether the cells alone cannot have made that load.
fn is_busy(load: f64, cores: usize) -> bool {
    load > cores as f64 + OWN_LOAD
}

/// Takes back a surprise that the run itself can explain.
fn with_doubt(verdict: Verdict, row: &Row, size: Size) -> Verdict {
    if verdict.agreement != Agreement::Differs || row.experiment.exact {
        return verdict;
    }
    let load = row.load().unwrap_or(0.0);
    let (low, high) = row.ceilings().unwrap_or((1.0, 1.0));
    let why = if size == Size::Quick {
        "A smoke test runs every cell once, beside another one: it cannot be sure.".to_owned()
    } else if row.noise >= MUCH_NOISE {
        format!("Equal measurements differed by {:.0} % in this run: too much to be sure.", row.noise * 100.0)
    } else if high > CEILING_SPREAD * low {
        format!(
            "What two processes reached, the same everywhere on a quiet machine, was {low:.2}x in one cell and \
                {high:.2}x in another: too different to be sure."
        )
    } else if is_busy(load, row.cores) {
        format!("The load of this machine was {load:.1} meanwhile: it did other things too, and it cannot be told.")
    } else {
        return verdict;
    };
    Verdict::new(Agreement::Unclear, format!("{} ({why})", verdict.sentence))
}

fn row_of(header: &Header, samples: &[Sample], id: &str, noise: f64) -> Option<Row> {
    let experiment: &'static Experiment = ALL.iter().copied().find(|experiment| experiment.id == id)?;
    let derived = experiment.derived.map(|derive| derive(samples));
    let samples = derived.as_deref().unwrap_or(samples);
    let mut cells: Vec<Measured> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for sample in samples.iter().filter(|sample| sample.row == id) {
        let place = *places.entry(&sample.key).or_insert_with(|| {
            cells.push(Measured {
                key: sample.key.clone(),
                column: sample.model.clone(),
                params: sample.params.clone(),
                samples: Vec::new(),
            });
            cells.len() - 1
        });
        cells[place].samples.push(sample.clone());
    }
    let order = Sequence::new(header, experiment);
    cells.sort_by_cached_key(|cell| order.place(cell));
    for cell in &mut cells {
        cell.samples.sort_by_key(|sample| sample.round);
    }
    let has_cells = |column: &&Column| cells.iter().any(|cell| cell.column == column.id);
    let columns = header.columns.iter().filter(has_cells).cloned().collect();
    Some(Row { experiment, columns, cells, noise, cores: header.host.cores })
}

/// The order of cells that a reader expects: columns as the run has them, parameters as the axes list them.
struct Sequence<'a> {
    header: &'a Header,
    axes: Vec<crate::experiment::Axis>,
}

impl<'a> Sequence<'a> {
    fn new(header: &'a Header, experiment: &Experiment) -> Self {
        Self { header, axes: (experiment.axes)(header.size) }
    }

    fn place(&self, cell: &Measured) -> (usize, Vec<usize>, String) {
        let column = self.header.columns.iter().position(|column| column.id == cell.column);
        let values = self.axes.iter().map(|axis| {
            let value = cell.params.get(axis.name);
            axis.values.iter().position(|known| Some(known) == value).unwrap_or(usize::MAX)
        });
        (column.unwrap_or(usize::MAX), values.collect(), cell.key.clone())
    }
}

/// The largest difference between two measurements of the same thing.
fn noise_floor(row: &Row) -> Option<f64> {
    let mut largest: Option<f64> = None;
    for column in &row.columns {
        for arm in ["one_thread", "two_threads"] {
            let Some(ratio) =
                row.ratio(&column.id, &[("arm", arm), ("twin", "a")], &[("arm", arm), ("twin", "b")], "work")
            else {
                continue;
            };
            let distance = ratio.value.max(1.0 / ratio.value) - 1.0;
            largest = Some(largest.map_or(distance, |known| known.max(distance)));
        }
    }
    largest
}
