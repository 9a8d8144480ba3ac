//! `cargo xtask profile`: where a script's time goes inside the interpreter, as a flame graph.

mod flame;
mod perf;
mod stacks;
mod valgrind;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use clap::Args;

use crate::experiments::build;
use crate::profile::stacks::Stacks;
use crate::usage::usage_error;
use crate::workspace;

/// Functions that are listed on the terminal.
const LISTED: usize = 15;

/// The command line of `profile`.
#[derive(Args)]
pub struct Arguments {
    /// The script to run.
    script: PathBuf,
    /// The model to run it under.
    #[arg(long, default_value = "gil")]
    model: String,
    /// Measure this `taipan` instead of building one.
    #[arg(long, value_name = "PATH")]
    taipan: Option<PathBuf>,
    /// The picture's file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The script's arguments.
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Profiles with `perf`, or with `valgrind` where `perf` cannot be used.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if !arguments.script.is_file() {
        return Err(usage_error(format!("there is no script {}", arguments.script.display())));
    }
    let taipan = match &arguments.taipan {
        Some(taipan) => std::path::absolute(taipan)?,
        None => build::taipan()?,
    };
    let mut words = vec![taipan.into_os_string(), "--model".into(), (&arguments.model).into()];
    words.push((&arguments.script).into());
    words.extend(arguments.arguments.iter().map(Into::into));
    let folder = workspace::root().join("target/profile");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let no_perf = match perf::record(&words, &folder) {
        Ok(stacks) => return draw(&stacks, arguments, &folder),
        Err(why) => why,
    };
    eprintln!("{no_perf}");
    if !is_installed("valgrind") {
        bail!("neither perf nor valgrind can be used; one of them is needed");
    }
    eprintln!("counting instructions with valgrind instead, some fifty times as slowly");
    println!("{}", valgrind::summary(&words, &folder, LISTED)?);
    Ok(ExitCode::SUCCESS)
}

fn draw(stacks: &Stacks, arguments: &Arguments, folder: &Path) -> anyhow::Result<ExitCode> {
    let name = arguments.script.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let out = arguments.out.clone().unwrap_or_else(|| folder.join(format!("{name}.svg")));
    let title = format!("{name} under {}", arguments.model);
    fs::write(&out, flame::picture(stacks, &title)).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{:>6}  function", "self");
    for (function, samples) in stacks.by_self().into_iter().take(LISTED) {
        println!("{:>5.1}%  {function}", 100.0 * samples as f64 / stacks.total() as f64);
    }
    println!("{} samples; the flame graph is {}", stacks.total(), out.display());
    Ok(ExitCode::SUCCESS)
}

/// Whether a command can be started at all.
fn is_installed(command: &str) -> bool {
    Command::new(command).arg("--version").output().is_ok_and(|output| output.status.success())
}
