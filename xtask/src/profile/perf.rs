//! Samples of a running program, taken by Linux's `perf`.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::profile::is_installed;
use crate::profile::stacks::Stacks;

/// Samples a second: not a round number, so that nothing periodic is sampled in step.
const FREQUENCY: &str = "997";
/// Stacks are found from debugging information and a copy of the top of the stack, since frames have no pointers.
const CALL_GRAPH: &str = "dwarf,16384";

/// Runs the command and returns the stacks that were seen, or a sentence that says why there are none.
pub fn record(words: &[OsString], folder: &Path) -> Result<Stacks, String> {
    if !is_installed("perf") {
        return Err("perf is not installed (Debian has it in linux-perf, Fedora in perf)".to_owned());
    }
    let data = folder.join("perf.data");
    let mut command = Command::new("perf");
    command.args(["record", "--quiet", "--freq", FREQUENCY, "--call-graph", CALL_GRAPH, "--output"]).arg(&data);
    let output =
        command.arg("--").args(words).stderr(Stdio::piped()).spawn().and_then(|child| child.wait_with_output());
    let output = output.map_err(|error| format!("perf cannot be started: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("perf_event_paranoid") || said.contains("not permitted") || said.contains("Permission") {
        return Err("perf may not look at processes here; `sysctl kernel.perf_event_paranoid=1` permits it".to_owned());
    }
    eprint!("{said}");
    // The inlined functions of each address would be asked of another program, one by one, for minutes.
    let mut script = Command::new("perf");
    script.args(["script", "--no-inline", "--fields", "comm,ip,sym", "--input"]).arg(&data).stderr(Stdio::null());
    let script = script.output().map_err(|error| format!("perf cannot be started: {error}"))?;
    let stacks = Stacks::parse(&String::from_utf8_lossy(&script.stdout));
    if stacks.total() == 0 { Err("perf saw no sample of the program".to_owned()) } else { Ok(stacks) }
}
