//! The project's own tools: experiments, reports, tidiness, continuous integration.

#![forbid(unsafe_code)]

mod ci;
mod experiments;
mod profile;
mod report;
mod tidy;
mod usage;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::usage::UsageError;

/// The project's own tools.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure the matrix of experiments and write a report.
    Experiments(experiments::Arguments),
    /// Draw the report of a run again, from its kept samples.
    Report(report::Arguments),
    /// Run a script under a profiler and draw a flame graph.
    Profile(profile::Arguments),
    /// Check what a compiler does not: module sentences, layers, the map, banned words.
    Tidy,
    /// Run every step of .ci/run, one by one, and say which failed.
    Ci,
}

fn main() -> ExitCode {
    let result = match Command::parse().task {
        Task::Experiments(arguments) => experiments::run(&arguments),
        Task::Report(arguments) => report::run(&arguments),
        Task::Profile(arguments) => profile::run(&arguments),
        Task::Tidy => tidy::run(),
        Task::Ci => ci::run(),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(if error.is::<UsageError>() { 2 } else { 1 })
    })
}
