//! The command line.

use clap::Parser;
use std::path::PathBuf;
use std::time::Duration;
use taipan_runtime::{Config, Kind, Measure, Part, Parts, Placement, Policy};

/// What the command line asks for.
pub enum Action {
    /// List the models.
    Models,
    /// List the portable code of a file.
    Dis(String),
    /// Run a program.
    Run(Box<Arguments>),
}

/// Runs a Python program under a chosen answer to: who may touch an object, and when?
#[derive(Parser, Debug)]
#[command(
    name = "taipan",
    version,
    after_help = "taipan models        lists the models\ntaipan dis FILE.py   lists the bytecode of a program"
)]
pub struct Arguments {
    /// Who may touch an object, and when: gil, atomic, brc or unsync.
    #[arg(long, default_value = "gil")]
    model: Kind,
    /// Who gets the gate next, under the gil model, such as interval, interval:SECONDS, tick:N, swift; seeded:N works under all.
    #[arg(long)]
    policy: Option<Policy>,
    /// Where a thread may be asked to let another one run.
    #[arg(long, value_enum, default_value_t = PlacementName::CallsAndLoops)]
    placement: PlacementName,
    /// Seconds a thread waits before it asks for the gate, as sys.setswitchinterval would set them.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    switch_interval: Option<Duration>,
    /// Run the brc model without some of its parts: deferred, immortal, spread, biased-lock, read-mode, alone. (Without biased
    /// counts it would be the atomic model.)
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    without: Vec<Part>,
    /// Print what the gate and the heap counted, and which objects threads shared, on stderr, when the program ends.
    #[arg(long)]
    pub stats: bool,
    /// Count what instructions are executed, and print it too. The run is slower then.
    #[arg(long)]
    pub stats_instructions: bool,
    /// Write the same as JSON to a file.
    #[arg(long, value_name = "FILE")]
    pub stats_json: Option<PathBuf>,
    /// Write who held the gate, waited, blocked and stopped the world, and when, to a file for ui.perfetto.dev.
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// Run this text.
    #[arg(short = 'c', value_name = "CODE")]
    pub command: Option<String>,
    /// The program to run, and its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
    /// The program, taken from `rest`.
    #[arg(skip)]
    pub program: Option<String>,
}

/// Events kept for each thread by `--trace`: the latest ones, some 20 MiB of them.
const EVENTS: usize = 1 << 19;

/// A placement of check points, as it is named.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum PlacementName {
    /// At calls and at the ends of loop bodies, as CPython since 3.10.
    CallsAndLoops,
    /// After every instruction, as CPython nearly did before.
    EveryOp,
}

/// Reads the command line.
///
/// # Errors
/// What clap reports; it knows how to print itself.
pub fn parse() -> Result<Action, clap::Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["models"] => return Ok(Action::Models),
        ["dis", file] => return Ok(Action::Dis((*file).to_owned())),
        _ => {}
    }
    let mut arguments = Arguments::try_parse()?;
    if arguments.command.is_none() && !arguments.rest.is_empty() {
        arguments.program = Some(arguments.rest.remove(0));
    }
    Ok(Action::Run(Box::new(arguments)))
}

impl Arguments {
    /// `sys.argv`.
    pub fn argv(&self) -> Vec<String> {
        let first = self.program.clone().unwrap_or_else(|| "-c".to_owned());
        std::iter::once(first).chain(self.rest.iter().cloned()).collect()
    }

    /// How to run.
    pub fn config(&self) -> Config {
        Config {
            model: self.model,
            policy: self.policy.unwrap_or_default(),
            placement: match self.placement {
                PlacementName::CallsAndLoops => Placement::CallsAndLoops,
                PlacementName::EveryOp => Placement::EveryOp,
            },
            switch_interval: self.switch_interval,
            parts: self.without.iter().copied().fold(Parts::ALL, Parts::without),
            measure: self.measure(),
            instructions: self.stats_instructions,
            watch: self.stats,
        }
    }

    fn measure(&self) -> Measure {
        if self.trace.is_some() {
            Measure::Events { per_thread: EVENTS }
        } else if self.stats || self.stats_json.is_some() {
            Measure::Times
        } else {
            Measure::Counts
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(s) if s > 0.0 && s < 1e6 => Ok(Duration::from_secs_f64(s)),
        _ => Err("a number of seconds above zero is needed, such as 0.005".to_owned()),
    }
}
