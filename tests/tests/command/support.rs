//! Runs the command, and says what it should have done.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use taipan_runtime::Kind;
use taipan_tests::{Child, Finished};

/// The command under test.
pub const TAIPAN: &str = env!("CARGO_BIN_EXE_taipan-under-test");

/// Runs the command with these arguments.
pub fn taipan(arguments: &[&str]) -> Finished {
    run(Command::new(TAIPAN).args(arguments))
}

/// The names of all models.
pub fn models() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().map(|model| model.name())
}

/// Runs a program given after `-c`, under a model.
pub fn program(model: &str, text: &str) -> Finished {
    taipan(&["--model", model, "-c", text])
}

/// Runs a command line of the shell in which `"$0"` is the command and `"$1"` a program's text.
pub fn shell(line: &str, text: &str) -> Finished {
    run(Command::new("sh").args(["-c", line, TAIPAN, text]))
}

fn run(command: &mut Command) -> Finished {
    let finished = Child::run(command).expect("the command starts");
    assert!(!finished.hung, "it hung: {command:?}");
    assert!(!finished.stderr.contains("panicked at"), "{}", finished.stderr);
    finished
}

/// Writes a file of a test's own and returns its path.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the folder for tests can be written to");
    path
}

/// A path as text.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// Demands an exit code and a last line on stderr.
#[track_caller]
pub fn expect(finished: &Finished, code: i32, last_error: &str) {
    assert_eq!(
        (finished.code(), finished.last_error()),
        (code, last_error),
        "stdout:\n{}\nstderr:\n{}",
        finished.stdout,
        finished.stderr
    );
}

/// Demands success and an output.
#[track_caller]
pub fn expect_output(finished: &Finished, output: &str) {
    expect(finished, 0, "");
    assert_eq!(finished.stdout, output);
}
