//! `cargo xtask ci`: the steps of `.ci/run`, one by one, to the end even when one fails.

use std::fs;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, bail};

use crate::workspace;

const SCRIPT: &str = ".ci/run";

/// Runs every step and sums up.
pub fn run() -> anyhow::Result<ExitCode> {
    let script = fs::read_to_string(workspace::root().join(SCRIPT))
        .with_context(|| format!("{SCRIPT} cannot be read; it holds the steps, one command a line"))?;
    let mut failed = Vec::new();
    for step in steps(&script) {
        println!("==> {step}");
        let began = Instant::now();
        let status = Command::new("sh").args(["-c", step]).current_dir(workspace::root()).status()?;
        println!(
            "    {} after {:.1} s",
            if status.success() { "passed" } else { "FAILED" },
            began.elapsed().as_secs_f64()
        );
        if !status.success() {
            failed.push(step);
        }
    }
    if !failed.is_empty() {
        bail!("{} failed: {}", failed.len(), failed.join("; "));
    }
    Ok(ExitCode::SUCCESS)
}

/// The commands of the script: the whole script as one step when it is more than a list of commands.
fn steps(script: &str) -> Vec<&str> {
    let is_setting = |line: &str| ["set ", "cd ", "export "].iter().any(|word| line.starts_with(word));
    let lines = script.lines().map(str::trim);
    let commands: Vec<&str> =
        lines.filter(|line| !line.is_empty() && !line.starts_with('#') && !is_setting(line)).collect();
    let is_plain = |line: &&str| {
        let first = line.split_whitespace().next().unwrap_or_default();
        !["if", "for", "while", "case", "then", "else", "do", "done", "fi", "}", "{"].contains(&first)
            && !line.contains(['\\', '|', '&', ';', '$', '(', '`'])
    };
    if commands.iter().all(is_plain) { commands } else { vec![SCRIPT] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_commands_is_run_one_by_one() {
        let script = "#!/bin/sh\n# Why.\nset -eu\ncd /repo\ncargo fmt --check\n\ncargo test\n";
        assert_eq!(steps(script), ["cargo fmt --check", "cargo test"]);
    }

    #[test]
    fn a_script_with_more_in_it_is_run_whole() {
        assert_eq!(steps("set -e\nfor p in a b; do cargo test -p $p; done\n"), [".ci/run"]);
        assert_eq!(steps("run() {\n  cargo test\n}\nrun\n"), [".ci/run"]);
    }
}
