//! `cargo xtask report DIR`, and the renderers: one file each, from the kept samples alone.

mod csv;
pub mod html;
mod markdown;
mod ratios;
mod svg;
#[cfg(test)]
mod tests;
pub mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use taipan_lab::experiment::{Metric, Size};
use taipan_lab::findings::Findings;
use taipan_lab::row::Row;
use taipan_lab::store;
use taipan_lab::verdict::Agreement;

use crate::report::words::count;
use crate::usage::usage_error;

/// The command line of `report`.
#[derive(Args)]
pub struct Arguments {
    /// The folder of the run.
    folder: PathBuf,
}

/// Draws the reports of a run again.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    write(&arguments.folder)?;
    println!("report: {}", arguments.folder.join("report.html").display());
    Ok(ExitCode::SUCCESS)
}

/// Reads a run's samples and writes every form of its report beside them.
pub fn write(folder: &Path) -> anyhow::Result<Findings> {
    let results = store::load(folder).map_err(|error| usage_error(error.to_string()))?;
    let findings = Findings::new(&results);
    for renderer in RENDERERS {
        let path = folder.join(renderer.file_name());
        fs::write(&path, renderer.render(&findings))
            .map_err(|error| usage_error(format!("{} cannot be written: {error}", path.display())))?;
    }
    Ok(findings)
}

/// One form of the report.
trait Renderer: Sync {
    /// The file in the run's folder.
    fn file_name(&self) -> &'static str;
    /// The file's text.
    fn render(&self, findings: &Findings) -> String;
}

const RENDERERS: [&dyn Renderer; 3] = [&html::Html, &markdown::Markdown, &csv::Csv];

/// The metrics of a row that some cell has.
fn shown_metrics(row: &Row) -> Vec<&'static Metric> {
    let has = |metric: &&Metric| row.cells.iter().any(|cell| cell.estimate(metric.name).is_some());
    row.experiment.metrics.iter().filter(has).collect()
}

/// "31 as expected; 2 not as expected: A-08, D-04; 3 cannot be told: …": how the rows came out.
pub fn tally(findings: &Findings) -> String {
    let parts = [Agreement::Agrees, Agreement::Differs, Agreement::Unclear, Agreement::NotMeasured].map(|agreement| {
        let ids: Vec<&str> = findings.with(agreement).map(|finding| finding.row.experiment.id).collect();
        let named = if agreement == Agreement::Agrees { String::new() } else { format!(": {}", ids.join(", ")) };
        (!ids.is_empty()).then(|| format!("{} {}{named}", ids.len(), agreement.words()))
    });
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What a reader must know before believing any number, as sentences.
fn caveats(findings: &Findings) -> Vec<String> {
    let mut caveats = Vec::new();
    if findings.header.size == Size::Quick {
        caveats.push(
            "This is a smoke test: every cell ran once, at its smallest size and beside another one. It shows that \
                everything runs; its times mean nothing."
                .to_owned(),
        );
    }
    if findings.header.size != Size::Quick && findings.is_sparse() {
        caveats.push(
            "The time allowed one measurement of most cells. One number has no interval: only large differences mean \
                anything."
                .to_owned(),
        );
    }
    if let Some(load) = findings.busy() {
        let cores = count(findings.header.host.cores, "core");
        caveats.push(format!(
            "The machine was busy with other things: its load was {load:.1} on {cores} in the middle of the run. \
                Where that can explain a surprise, the verdict says so."
        ));
    }
    caveats.extend(findings.header.notes.iter().cloned());
    if findings.unreadable > 0 {
        let lines = count(findings.unreadable, "line");
        let are = if findings.unreadable == 1 { "is" } else { "are" };
        caveats.push(format!("{lines} of the result file could not be read and {are} left out."));
    }
    if findings.noise.is_none() {
        caveats.push("The noise of this run was not measured, so small differences mean nothing.".to_owned());
    }
    caveats
}

/// The usual ways to mislead with such numbers, and what is done about each here.
const WAYS_TO_MISLEAD: [(&str, &str); 8] = [
    ("Averages in whole milliseconds hide steps of 5 ms.", "Delays are medians and 99th percentiles, in microseconds."),
    (
        "Sleeping as the only kind of waiting never shows a convoy, which comes from input and \
            output that completes at once.",
        "C-05, L-01, L-02 and L-10 use real sockets, and C-05 a file that is already in memory.",
    ),
    ("A pool that is warm in one arm only.", "C-08 warms both, and shows what that cost."),
    (
        "Starting processes counted in one arm only.",
        "C-01 shows the start apart: it is why two processes came out slowest in the notebook \
            that this project starts from.",
    ),
    ("A loop at module level compared with a loop in a function.", "Every measured loop is in a function."),
    (
        "One thread at turbo speed against many without.",
        "Arms are interleaved in an order drawn from a seed; the machine and its load are with \
            every sample.",
    ),
    (
        "A median is blind to a convoy that hits 2 % of requests.",
        "The 99th percentile stands beside every median delay.",
    ),
    (
        "A difference smaller than the noise.",
        "N-01 measures the same thing twice in every run; nothing below that is called a \
            difference.",
    ),
];
