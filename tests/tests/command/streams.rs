//! Streams that are closed, empty, or that nobody reads.

use crate::support::{TAIPAN, expect, expect_output, program, shell};
use std::process::{Command, Stdio};
use taipan_tests::Child;

#[test]
fn input_at_the_end_of_input_is_an_error() {
    expect(&program("gil", "input()"), 1, "EOFError: EOF when reading a line");
}

#[test]
fn input_is_read_line_by_line() {
    let finished = shell("printf 'one\\ntwo' | \"$0\" -c \"$1\"", "print([input(), input()])");
    expect_output(&finished, "['one', 'two']\n");
}

/// Rust opens a closed standard stream anew as the null device, so that a closed input is one at its end.
#[test]
fn a_closed_input_is_an_error_and_no_crash() {
    let finished = shell("exec \"$0\" -c \"$1\" <&-", "print(1)\nprint(input())");
    expect(&finished, 1, "EOFError: EOF when reading a line");
    assert_eq!(finished.stdout, "1\n");
}

#[test]
fn a_closed_output_swallows_what_is_printed() {
    expect(&shell("exec \"$0\" -c \"$1\" >&-", "print(1)"), 0, "");
}

#[test]
fn closed_errors_do_not_change_the_exit_code() {
    let finished = shell("exec \"$0\" -c \"$1\" 2>&-", "print(1)\n1 / 0");
    assert_eq!((finished.code(), finished.stdout.as_str()), (1, "1\n"));
}

#[test]
fn output_that_nobody_reads_is_a_broken_pipe() {
    for model in ["gil", "atomic"] {
        let text = "print('ready', flush=True)\nfor i in range(1000000):\n    print('more and more', i)";
        let mut command = Command::new(TAIPAN);
        command.args(["--model", model, "-c", text]).stdin(Stdio::null());
        let mut child = Child::start(&mut command).expect("the command starts");
        assert_eq!(child.line().expect("output can be read"), "ready");
        child.close_stdout();
        let finished = child.finish().expect("it ends");
        assert!(!finished.hung && !finished.stderr.contains("panicked at"), "{}", finished.stderr);
        assert!(finished.stderr.contains("BrokenPipeError: [Errno 32] Broken pipe"), "{}", finished.stderr);
        assert_ne!(finished.code(), 0);
    }
}

#[test]
fn print_can_write_to_stderr() {
    let finished = program("gil", "import sys\nprint('out')\nprint('err', file=sys.stderr)");
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("out\n", "err\n"));
}

#[test]
fn output_without_a_newline_is_flushed_at_the_end() {
    let finished = program("gil", "import sys\nprint('a', end='')\nsys.stdout.write('b')");
    expect_output(&finished, "ab");
}
