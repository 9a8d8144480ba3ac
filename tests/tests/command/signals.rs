//! Ctrl-C, met asleep, busy, waiting, and by a handler of the program's own.

use crate::support::{TAIPAN, models};
use nix::sys::signal::Signal;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use taipan_tests::{Child, Finished};

fn interrupted(model: &str, text: &str) -> Finished {
    let mut command = Command::new(TAIPAN);
    command.args(["--model", model, "-c", text]).stdin(Stdio::null());
    let mut child = Child::start(&mut command).expect("the command starts");
    assert_eq!(child.line().expect("output can be read"), "ready");
    child.signal(Signal::SIGINT).expect("it still runs");
    let finished = child.finish().expect("it ends");
    assert!(!finished.hung, "Ctrl-C did not end it under {model}: {text}");
    assert!(!finished.stderr.contains("panicked at"), "{}", finished.stderr);
    finished
}

fn expect_interrupt(model: &str, text: &str) {
    let finished = interrupted(model, text);
    // CPython dies of the signal itself; a shell sees 130 either way.
    let died = finished.status.signal() == Some(Signal::SIGINT as i32);
    assert!(died || finished.code() == 130, "{model}: {}", finished.status);
    assert_eq!(finished.last_error(), "KeyboardInterrupt", "{model}: {}", finished.stderr);
}

#[test]
fn a_sleeping_program_is_interrupted() {
    let text = "import time\nprint('ready', flush=True)\ntime.sleep(100)";
    models().for_each(|model| expect_interrupt(model, text));
}

#[test]
fn a_busy_program_is_interrupted() {
    let text = "print('ready', flush=True)\nn = 0\nwhile True:\n    n += 1";
    models().for_each(|model| expect_interrupt(model, text));
}

#[test]
fn a_program_that_waits_for_a_lock_is_interrupted() {
    let text = "import threading\nlock = threading.Lock()\nlock.acquire()\nprint('ready', flush=True)\nlock.acquire()";
    models().for_each(|model| expect_interrupt(model, text));
}

#[test]
fn a_program_whose_other_thread_is_busy_is_interrupted() {
    let text = "import threading, time\ndef spin():\n    while True:\n        pass\n\
                threading.Thread(target=spin, daemon=True).start()\nprint('ready', flush=True)\ntime.sleep(100)";
    models().for_each(|model| expect_interrupt(model, text));
}

#[test]
fn a_program_that_waits_for_another_interpreter_is_interrupted() {
    let start = "from concurrent import interpreters\none = interpreters.create()\n";
    let waits = [
        "one.exec('print(\"ready\", flush=True)\\nwhile True: pass')",
        "one.exec('import time\\nprint(\"ready\", flush=True)\\ntime.sleep(100)')",
        "print('ready', flush=True)\ninterpreters.create_queue().get()",
    ];
    for model in ["gil", "atomic"] {
        waits.iter().for_each(|text| expect_interrupt(model, &format!("{start}{text}")));
    }
}

#[test]
fn an_interrupt_can_be_caught_by_the_interpreter_that_works() {
    let text = "from concurrent import interpreters\none = interpreters.create()\ntry:\n    one.exec('''\ntry:\n    \
                print('ready', flush=True)\n    while True: pass\nexcept KeyboardInterrupt:\n    print('caught')\n''')\n\
                except KeyboardInterrupt:\n    one.exec('print(\"and goes on\")')";
    for model in ["gil", "atomic"] {
        let finished = interrupted(model, text);
        assert_eq!((finished.code(), finished.stdout.as_str()), (0, "caught\nand goes on\n"), "{}", finished.stderr);
    }
}

#[test]
fn an_interrupt_can_be_caught() {
    let text = "import time\ntry:\n    print('ready', flush=True)\n    time.sleep(100)\n\
                except KeyboardInterrupt:\n    print('caught')\nfinally:\n    print('finally')";
    for model in ["gil", "atomic"] {
        let finished = interrupted(model, text);
        assert_eq!((finished.code(), finished.stdout.as_str()), (0, "caught\nfinally\n"), "{}", finished.stderr);
    }
}
