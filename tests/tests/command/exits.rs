//! Exit codes.

use crate::support::{expect, expect_output, models, program};

#[test]
fn sys_exit_gives_its_code() {
    for (argument, code) in
        [("", 0), ("None", 0), ("0", 0), ("3", 3), ("True", 1), ("-1", 255), ("256", 0), ("300", 44)]
    {
        expect(&program("gil", &format!("import sys\nsys.exit({argument})")), code, "");
    }
}

#[test]
fn sys_exit_prints_what_is_no_number() {
    for (argument, line) in [("'bye'", "bye"), ("2.5", "2.5"), ("(1, 2)", "(1, 2)"), ("[]", "[]")] {
        expect(&program("gil", &format!("import sys\nsys.exit({argument})")), 1, line);
    }
}

#[test]
fn an_exit_runs_what_stands_on_its_way() {
    let finished = program("gil", "try:\n    raise SystemExit(4)\nfinally:\n    print('finally')\nprint('never')");
    expect(&finished, 4, "");
    assert_eq!(finished.stdout, "finally\n");
}

#[test]
fn an_exit_can_be_caught() {
    let text = "import sys\ntry:\n    sys.exit('no')\nexcept SystemExit as e:\n    print(repr(e.code))";
    expect_output(&program("gil", text), "'no'\n");
}

#[test]
fn an_uncaught_exception_is_code_1_under_every_model() {
    for model in models() {
        let finished = program(model, "print('before')\nraise ValueError('what')");
        expect(&finished, 1, "ValueError: what");
        assert_eq!(finished.stdout, "before\n");
    }
}

#[test]
fn an_exception_without_a_message_has_no_colon() {
    expect(&program("gil", "raise KeyboardInterrupt"), 130, "KeyboardInterrupt");
    expect(&program("gil", "raise ValueError"), 1, "ValueError");
}

#[test]
fn an_exception_in_a_thread_is_reported_and_does_not_end_the_program() {
    let text = "import threading\nt = threading.Thread(target=lambda: 1 // 0, name='worker')\nt.start()\nt.join()\nprint('on')";
    for model in ["gil", "atomic"] {
        let finished = program(model, text);
        expect(&finished, 0, "ZeroDivisionError: integer division or modulo by zero");
        assert!(finished.stderr.starts_with("Exception in thread worker:\nTraceback"), "{}", finished.stderr);
        assert_eq!(finished.stdout, "on\n");
    }
}

#[test]
fn the_end_waits_for_threads_that_are_no_daemons() {
    let text = "import threading, time\ndef late():\n    time.sleep(0.05)\n    print('late')\n\
                threading.Thread(target=late).start()\nprint('main')";
    for model in ["gil", "atomic"] {
        expect_output(&program(model, text), "main\nlate\n");
    }
}

#[test]
fn the_end_does_not_wait_for_daemons() {
    let text =
        "import threading, time\nthreading.Thread(target=time.sleep, args=(50,), daemon=True).start()\nprint('main')";
    for model in ["gil", "atomic"] {
        expect_output(&program(model, text), "main\n");
    }
}
