//! `cargo xtask experiments`: measures the matrix and writes the report.

pub mod build;
mod columns;
mod compare;
mod folder;
mod progress;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, Subcommand};
use taipan_lab::column::Column;
use taipan_lab::experiment::{self, Experiment, Size};
use taipan_lab::host::Host;
use taipan_lab::plan::{Plan, Request};
use taipan_lab::process::Processes;
use taipan_lab::runner::{self, Ended};
use taipan_lab::sample::{Build, Header};
use taipan_lab::store::{self, Store};

use crate::experiments::columns::Columns;
use crate::report;
use crate::usage::usage_error;

/// The seed of the order of cells when none is given.
const DEFAULT_SEED: u64 = 20_190_418;

/// The command line of `experiments`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
    /// Every cell once at the smallest size, under a minute.
    #[arg(long, conflicts_with = "full")]
    quick: bool,
    /// The seeds' own sizes and nine rounds.
    #[arg(long)]
    full: bool,
    /// Only these rows.
    #[arg(long, value_name = "ROW,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Only these models of Taipan; `gil-POLICY` names a scheduling policy.
    #[arg(long, value_name = "MODEL,…", value_delimiter = ',')]
    model: Vec<String>,
    /// One more Python to measure beside Taipan.
    #[arg(long, value_name = "PATH")]
    python: Vec<PathBuf>,
    /// Measure the Pythons alone; nothing is built.
    #[arg(long, conflicts_with = "model")]
    without_taipan: bool,
    /// Measure this `taipan` instead of building one.
    #[arg(long, value_name = "PATH", conflicts_with = "without_taipan")]
    taipan: Option<PathBuf>,
    /// The run's folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// List the rows and measure nothing.
    #[arg(long)]
    list: bool,
    /// Go on with the latest run, or with the one in `--out`.
    #[arg(long, conflicts_with_all = ["quick", "full", "only", "seed", "taipan"])]
    resume: bool,
    /// The seed of the order of cells.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

#[derive(Subcommand)]
enum Task {
    /// Compare two runs, cell by cell.
    Compare {
        /// The folder of the earlier run.
        before: PathBuf,
        /// The folder of the later run.
        after: PathBuf,
    },
}

/// Measures, or compares, or lists.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if let Some(Task::Compare { before, after }) = &arguments.task {
        return compare::run(before, after);
    }
    let rows = rows(&arguments.only)?;
    if arguments.list {
        list(&rows);
        return Ok(ExitCode::SUCCESS);
    }
    let selection = if arguments.resume {
        Selection::earlier(arguments.out.as_deref())?
    } else {
        Selection::fresh(arguments, rows)?
    };
    let run = Run::new(selection);
    let ended = run.measure()?;
    run.finish(ended)
}

/// What a run is to measure, and with what.
struct Selection {
    folder: PathBuf,
    size: Size,
    seed: u64,
    rows: Vec<&'static Experiment>,
    columns: Columns,
    /// Nothing when only Pythons are measured.
    taipan: Option<Taipan>,
}

/// The `taipan` command that is measured.
struct Taipan {
    command: PathBuf,
    build: Build,
}

impl Taipan {
    fn built() -> anyhow::Result<Self> {
        Ok(Self { command: build::taipan()?, build: build::describe() })
    }

    /// A command that somebody else built, of whose build nothing is known.
    fn given(path: &Path) -> anyhow::Result<Self> {
        // Cells run in a folder of their own, where a relative path would mean something else.
        let command = std::path::absolute(path)?;
        if !command.is_file() {
            return Err(usage_error(format!("there is no file {}", command.display())));
        }
        Ok(Self { command, build: Build::default() })
    }
}

impl Selection {
    /// What the command line asks for.
    fn fresh(arguments: &Arguments, rows: Vec<&'static Experiment>) -> anyhow::Result<Self> {
        let size = size(arguments);
        let folder = folder::new(arguments.out.as_deref(), size)?;
        // Before the build, which takes long: a path that is wrong should be known at once.
        let pythons = columns::pythons(&arguments.python)?;
        let taipan = match (&arguments.taipan, arguments.without_taipan) {
            (_, true) => None,
            (Some(path), _) => Some(Taipan::given(path)?),
            (None, _) => Some(Taipan::built()?),
        };
        let command = taipan.as_ref().map(|taipan| taipan.command.as_path());
        let columns = columns::all(command, &arguments.model, pythons, &rows)?;
        let seed = arguments.seed.unwrap_or(DEFAULT_SEED);
        Ok(Self { folder, size, seed, rows, columns, taipan })
    }

    /// What an earlier run was to measure.
    fn earlier(out: Option<&Path>) -> anyhow::Result<Self> {
        let (folder, header) = folder::to_resume(out)?;
        let wants_taipan = header.columns.iter().any(Column::is_taipan);
        let taipan = if wants_taipan { Some(Taipan::built()?) } else { None };
        let rows = header.rows.iter().filter_map(|id| experiment::by_id(id)).collect();
        let columns = Columns::of_header(&header);
        Ok(Self { folder, size: header.size, seed: header.seed, rows, columns, taipan })
    }
}

/// A run that is ready to be measured.
struct Run {
    folder: PathBuf,
    header: Header,
    plan: Plan,
    taipan: PathBuf,
}

impl Run {
    fn new(selection: Selection) -> Self {
        let Selection { folder, size, seed, rows, columns, taipan } = selection;
        let host = Host::read();
        let plan = Plan::new(&Request {
            rows: &rows,
            columns: &columns.columns,
            extra_columns: &columns.extra_ids,
            size,
            cores: host.cores,
            seed,
        });
        let mut notes = columns.notes;
        notes.extend(plan.skipped.iter().filter(|note| !notes.contains(note)).cloned().collect::<Vec<_>>());
        let header = Header {
            run: folder::name_of(&folder),
            began: folder::now(),
            size,
            seed,
            rows: rows.iter().map(|row| row.id.to_owned()).collect(),
            columns: columns.columns,
            extra_columns: columns.extra_ids,
            host,
            build: taipan.as_ref().map_or_else(Build::default, |taipan| taipan.build.clone()),
            notes,
        };
        let taipan = taipan.map(|taipan| taipan.command).unwrap_or_default();
        Self { folder, header, plan, taipan }
    }

    fn measure(&self) -> anyhow::Result<Ended> {
        for note in &self.header.notes {
            eprintln!("note: {note}");
        }
        let programs = self.folder.join("programs");
        folder::write_programs(&programs)?;
        let mut store = Store::open(&self.folder, &self.header)?;
        folder::point_latest_at(&self.folder)?;
        let cancelled = cancel_flag()?;
        let mut executor = Processes::new(self.taipan.clone(), self.folder.join("scratch"), cancelled)?;
        let mut observer = progress::observer(&self.plan);
        Ok(runner::run(&self.plan, &self.header, &programs, &mut store, &mut executor, observer.as_mut())?)
    }

    fn finish(&self, ended: Ended) -> anyhow::Result<ExitCode> {
        let findings = report::write(&self.folder)?;
        println!();
        for finding in findings.headlines() {
            println!("{}  {}", finding.row.experiment.id, finding.verdict.sentence);
        }
        println!("\nOf all rows, {}.", report::tally(&findings));
        match ended {
            Ended::Complete => {}
            Ended::OutOfTime(rounds) => {
                println!(
                    "\nMeasured every row {rounds} of {} times, and once more what fitted the time.",
                    self.plan.rounds
                );
            }
            Ended::Cancelled => {
                println!("\nStopped by you; `cargo xtask experiments --resume` goes on.")
            }
        }
        println!("\nreport: {}", self.folder.join("report.html").display());
        Ok(ExitCode::from(if ended == Ended::Cancelled { 130 } else { 0 }))
    }
}

fn size(arguments: &Arguments) -> Size {
    match (arguments.quick, arguments.full) {
        (true, _) => Size::Quick,
        (_, true) => Size::Full,
        _ => Size::Default,
    }
}

/// The rows of that name in the order of the matrix, all when none is named.
fn rows(only: &[String]) -> anyhow::Result<Vec<&'static Experiment>> {
    for id in only {
        if experiment::by_id(id).is_none() {
            let known: Vec<&str> = experiment::ALL.iter().map(|row| row.id).collect();
            return Err(usage_error(format!("there is no row `{id}`; the rows are {}", known.join(", "))));
        }
    }
    let wanted = |row: &&&Experiment| only.is_empty() || only.iter().any(|id| id.eq_ignore_ascii_case(row.id));
    Ok(experiment::ALL.iter().filter(wanted).copied().collect())
}

fn list(rows: &[&Experiment]) {
    let line = |row: &&Experiment| format!("{}  {:<44} {}\n", row.id, row.title, row.question);
    print_all(&rows.iter().map(line).collect::<String>());
}

/// Prints a whole text; a reader who has seen enough and closed the pipe is no error.
fn print_all(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// True as soon as the person at the keyboard wants to stop; a second time ends the program at once.
fn cancel_flag() -> anyhow::Result<Arc<AtomicBool>> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancelled);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })?;
    Ok(cancelled)
}

/// The header of the run in `folder`.
fn header_of(folder: &Path) -> anyhow::Result<Header> {
    match store::load(folder) {
        Ok(results) => Ok(results.header),
        Err(error) => Err(usage_error(error.to_string())),
    }
}

/// A sentence about a folder that cannot be used.
fn unusable(folder: &Path, error: &io::Error) -> anyhow::Error {
    usage_error(format!("{} cannot be written: {error}; name another folder with --out", folder.display()))
}
