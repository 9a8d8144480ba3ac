//! Instruction counts by function, from `valgrind --tool=callgrind`.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::profile::stacks::short_name;

/// Runs the command and returns a table of the functions with most instructions.
pub fn summary(words: &[OsString], folder: &Path, rows: usize) -> anyhow::Result<String> {
    let data = folder.join("callgrind.out");
    let mut out = OsString::from("--callgrind-out-file=");
    out.push(&data);
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--quiet"]).arg(out).args(words);
    let status = command.status().context("valgrind cannot be started")?;
    let annotated = Command::new("callgrind_annotate").arg(&data).output();
    let annotated = annotated.context("callgrind_annotate cannot be started; it comes with valgrind")?;
    let table = table(&String::from_utf8_lossy(&annotated.stdout), rows);
    if table.is_empty() {
        bail!("valgrind counted nothing, and ended with {status}");
    }
    Ok(format!("{:>7}  function\n{table}", "instr."))
}

/// The first rows of what `callgrind_annotate` prints: lines such as `1,234 (56.78%)  file.rs:function [object]`.
fn table(annotated: &str, rows: usize) -> String {
    let lines = annotated.lines().filter_map(|line| {
        let (count, rest) = line.trim().split_once(" (")?;
        let (share, place) = rest.split_once("%)")?;
        let is_count = count.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
        let place = place.trim().split(" [").next()?;
        let function = place.split_once(".rs:").map_or(place, |(_, function)| function);
        (is_count && !place.starts_with("PROGRAM TOTALS"))
            .then(|| format!("{:>6}%  {}\n", share.trim(), short_name(function)))
    });
    lines.take(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_rows_of_functions() {
        let annotated = "Profile data file 'x'\n\n\
            7,000 (100.0%)  PROGRAM TOTALS\n\n\
            Ir             file:function\n\
            4,900 (70.00%)  src/run/mod.rs:taipan_vm::run::interpret [/t/taipan]\n\
            1,050 (15.00%)  ???:malloc [/lib/libc.so.6]\n\
              350 ( 5.00%)  a.rs:a::b [/t/taipan]\n";
        let expected = " 70.00%  taipan_vm::run::interpret\n 15.00%  ???:malloc\n";
        assert_eq!(table(annotated, 2), expected);
        assert_eq!(table("nothing", 2), "");
    }
}
