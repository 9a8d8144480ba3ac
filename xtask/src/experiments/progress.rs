//! How a run shows that it goes on: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use taipan_lab::cell::Cell;
use taipan_lab::plan::Plan;
use taipan_lab::runner::{Observer, Progress};
use taipan_lab::sample::{Outcome, Sample};

/// The observer for where this program's messages go.
pub fn observer(plan: &Plan) -> Box<dyn Observer> {
    if std::io::stderr().is_terminal() {
        Box::new(Bar::new(plan))
    } else {
        Box::new(Lines { rounds: plan.rounds, row: String::new() })
    }
}

struct Bar {
    bar: ProgressBar,
    rounds: u32,
}

impl Bar {
    fn new(plan: &Plan) -> Self {
        let bar = ProgressBar::new(plan.cells.len() as u64);
        if let Ok(style) = ProgressStyle::with_template("{prefix} [{bar:32}] {pos}/{len} {msg}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, rounds: plan.rounds }
    }
}

impl Observer for Bar {
    fn started(&mut self, cell: &Cell, progress: &Progress) {
        self.bar.set_prefix(round(progress.round, self.rounds));
        self.bar.set_length(progress.total as u64);
        self.bar.set_position(progress.done as u64);
        self.bar.set_message(format!("{}{}", cell.key(), left(progress.left)));
    }

    fn finished(&mut self, sample: &Sample, progress: &Progress) {
        self.bar.set_position(progress.done as u64);
        if is_news(sample.outcome) {
            self.bar.println(news(sample));
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

struct Lines {
    rounds: u32,
    row: String,
}

impl Observer for Lines {
    fn started(&mut self, cell: &Cell, progress: &Progress) {
        let id = cell.experiment.id;
        if self.row != id {
            id.clone_into(&mut self.row);
            let round = round(progress.round, self.rounds);
            eprintln!("{round}, {} of {} cells: {id}{}", progress.done, progress.total, left(progress.left));
        }
    }

    fn finished(&mut self, sample: &Sample, _progress: &Progress) {
        if is_news(sample.outcome) {
            eprintln!("{}", news(sample));
        }
    }
}

fn round(round: u32, rounds: u32) -> String {
    format!("round {} of {rounds}", round + 1)
}

fn left(left: Option<Duration>) -> String {
    match left.map(|left| left.as_secs()) {
        None => String::new(),
        Some(seconds @ 0..=99) => format!(", about {seconds} s left"),
        Some(seconds) => format!(", about {} min left", seconds.div_ceil(60)),
    }
}

fn is_news(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Wrong | Outcome::Timeout | Outcome::Crashed)
}

fn news(sample: &Sample) -> String {
    format!("  {}: {}, {}", sample.key, sample.outcome.word(), sample.detail)
}
