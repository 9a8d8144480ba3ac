//! Instruction counts by function, from `valgrind --tool=callgrind`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::profile::stacks::short_name;

/// Runs the command and returns a table of the functions with most instructions.
pub fn summary(words: &[OsString], folder: &Path, rows: usize) -> anyhow::Result<String> {
    // One file for each process: those that the command forks would write over its own.
    let mut out = OsString::from("--callgrind-out-file=");
    out.push(folder.join("callgrind.%p"));
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--quiet"]).arg(out).args(words);
    let mut child = command.spawn().context("valgrind cannot be started")?;
    let status = child.wait()?;
    let data = folder.join(format!("callgrind.{}", child.id()));
    let annotated = Command::new("callgrind_annotate").arg(&data).output();
    let annotated = annotated.context("callgrind_annotate cannot be started; it comes with valgrind")?;
    let table = table(&String::from_utf8_lossy(&annotated.stdout), rows);
    if table.is_empty() {
        bail!("valgrind counted nothing, and ended with {status}");
    }
    Ok(format!("{:>7}  function\n{table}", "instr."))
}

/// The functions of what `callgrind_annotate` prints, most instructions first. It has a line such as
/// `1,234 (56.78%)  file.rs:function [object]` for each file that a function's code, inlined or its own, is from.
fn table(annotated: &str, rows: usize) -> String {
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    for (function, share) in annotated.lines().filter_map(row) {
        *shares.entry(function).or_default() += share;
    }
    let mut sorted: Vec<_> = shares.into_iter().collect();
    sorted.sort_by(|one, other| other.1.total_cmp(&one.1));
    sorted.iter().take(rows).map(|(function, share)| format!("{share:>6.2}%  {function}\n")).collect()
}

fn row(line: &str) -> Option<(String, f64)> {
    let (count, rest) = line.trim().split_once(" (")?;
    let (share, place) = rest.split_once("%)")?;
    let is_count = count.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let place = place.trim().split(" [").next().filter(|place| is_count && !place.starts_with("PROGRAM TOTALS"))?;
    let named = place.find(':').map_or(place, |colon| &place[colon + 1..]);
    // A quote and a number tell the levels of a recursion apart.
    let function = named.rsplit_once('\'').filter(|(_, level)| level.parse::<u32>().is_ok());
    let function = function.map_or(named, |(function, _)| function);
    Some((short_name(function), share.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_rows_of_functions() {
        let annotated = "Profile data file 'x'\n\n\
            7,000 (100.0%)  PROGRAM TOTALS\n\n\
            Ir             file:function\n\
            3,500 (50.00%)  src/run/mod.rs:taipan_vm::run::interpret [/t/taipan]\n\
            1,050 (15.00%)  ./malloc/./malloc/malloc.c:malloc [/lib/libc.so.6]\n\
              700 (10.00%)  src/heap.rs:taipan_vm::run::interpret'2 [/t/taipan]\n\
              350 ( 5.00%)  ???:a::b [/t/taipan]\n";
        let expected = " 60.00%  taipan_vm::run::interpret\n 15.00%  malloc\n";
        assert_eq!(table(annotated, 2), expected);
        assert_eq!(table("nothing", 2), "");
    }
}
