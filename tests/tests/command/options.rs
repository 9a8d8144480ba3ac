//! The options of the command itself.

use crate::support::{TAIPAN, expect, expect_output, file, models, program, taipan, text};
use serde_json::Value;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use taipan_runtime::Kind;
use taipan_tests::{Child, Finished};

/// What CPython up to 3.10 prints, and the textbooks with it, for `lambda x: x+1`.
const LAMBDA: [&str; 4] = [
    "  2           0 LOAD_FAST                0 (x)",
    "              2 LOAD_CONST               1 (1)",
    "              4 BINARY_ADD",
    "              6 RETURN_VALUE",
];

/// Two threads that do nothing but count references to one object.
const RACE: &str = "import sys, threading\n\
    shared = ['touched by all']\n\
    barrier = threading.Barrier(2)\n\
    def hammer():\n\
    \x20   barrier.wait()\n\
    \x20   for i in range(int(sys.argv[1])):\n\
    \x20       y = shared\n\
    \x20       y = None\n\
    threads = [threading.Thread(target=hammer) for i in range(2)]\n\
    for t in threads:\n\
    \x20   t.start()\n\
    for t in threads:\n\
    \x20   t.join()\n";

#[track_caller]
fn refused(finished: &Finished, words: &[&str]) {
    assert_eq!(finished.code(), 2, "{}", finished.stderr);
    for word in words {
        assert!(finished.stderr.contains(word), "no '{word}' in: {}", finished.stderr);
    }
}

#[test]
fn an_unknown_model_is_refused_and_the_known_ones_listed() {
    let known: Vec<_> = std::iter::once("gli").chain(models()).collect();
    refused(&program("gli", "pass"), &known);
}

#[test]
fn an_unknown_policy_is_refused_and_the_known_ones_listed() {
    refused(&taipan(&["--policy", "nonsense", "-c", "pass"]), &["nonsense", "interval", "tick"]);
    refused(&taipan(&["--policy", "tick:none", "-c", "pass"]), &["tick"]);
}

#[test]
fn an_unknown_placement_is_refused_and_the_known_ones_listed() {
    refused(&taipan(&["--placement", "never", "-c", "pass"]), &["calls-and-loops", "every-op"]);
}

#[test]
fn a_switch_interval_of_nothing_is_refused() {
    for seconds in ["0", "-1", "nan", "inf", "soon"] {
        let option = format!("--switch-interval={seconds}");
        refused(&taipan(&[&option, "-c", "pass"]), &["switch-interval"]);
    }
    expect_output(&taipan(&["--switch-interval", "0.0001", "-c", "print(1)"]), "1\n");
}

#[test]
fn nothing_to_run_is_refused() {
    refused(&taipan(&[]), &["-c"]);
    refused(&taipan(&["--no-such-option"]), &["--no-such-option"]);
}

#[test]
fn arguments_go_to_the_program() {
    let show = "import sys; print(sys.argv)";
    expect_output(&taipan(&["-c", show, "a", "--stats", "-x"]), "['-c', 'a', '--stats', '-x']\n");
    let path = file("argv.py", show);
    let path = text(&path);
    let expected = format!("['{path}', '--model', 'x', '--help']\n");
    expect_output(&taipan(&[path, "--model", "x", "--help"]), &expected);
}

#[test]
fn models_are_listed() {
    let finished = taipan(&["models"]);
    expect(&finished, 0, "");
    for model in models() {
        assert!(finished.stdout.lines().any(|line| line.starts_with(model)), "{}", finished.stdout);
    }
}

#[test]
fn dis_prints_the_lines_of_the_textbook() {
    let path = file("lambda.py", "import dis\ndis.dis(lambda x: x+1)\n");
    let ran = taipan(&[text(&path)]);
    expect(&ran, 0, "");
    assert_eq!(ran.stdout.lines().map(str::trim_end).collect::<Vec<_>>(), LAMBDA);

    let listed = taipan(&["dis", text(&path)]);
    expect(&listed, 0, "");
    let lines: Vec<_> = listed.stdout.lines().map(str::trim_end).collect();
    assert!(lines.windows(4).any(|four| four == LAMBDA), "{}", listed.stdout);
}

#[test]
fn dis_of_what_is_no_program_fails() {
    let path = file("dis_syntax.py", "x = = 1\n");
    expect(&taipan(&["dis", text(&path)]), 1, "SyntaxError: invalid syntax");
    assert_eq!(taipan(&["dis", "/nowhere/x.py"]).code(), 2);
}

#[test]
fn stats_are_printed_on_stderr() {
    for model in models() {
        let finished = taipan(&["--model", model, "--stats", "-c", "print([1, 2])"]);
        assert_eq!((finished.code(), finished.stdout.as_str()), (0, "[1, 2]\n"));
        for words in [&format!("model {model}"), "heap: ", " 0 leaked"] {
            assert!(finished.stderr.contains(words), "no '{words}' in: {}", finished.stderr);
        }
    }
}

/// Two threads that count, read and write an object of the first.
const TOGETHER: &str = "import threading\n\
    class Board: pass\n\
    board = Board()\n\
    board.rows = [1, 2]\n\
    def work():\n\
    \x20   board.seen = board.rows[0]\n\
    thread = threading.Thread(target=work)\n\
    thread.start()\n\
    thread.join()\n";

#[test]
fn stats_tell_which_objects_threads_shared() {
    let finished = taipan(&["--model", "brc", "--stats", "-c", TOGETHER]);
    let line = finished.stderr.lines().find(|line| line.starts_with("shared: 1 Board: "));
    assert!(line.is_some_and(|line| line.contains("written 1")), "no board in: {}", finished.stderr);
    let finished = taipan(&["--model", "gil", "--stats", "-c", TOGETHER]);
    assert!(!finished.stderr.contains("shared: "), "behind a gate nothing is told: {}", finished.stderr);
}

/// Jumps of all kinds, a generator in a loop, handlers: what counting has to keep as it is.
const JUMPS: &str = "def steps(n):\n\
    \x20   for i in range(n):\n\
    \x20       if i % 2: continue\n\
    \x20       try: yield i // (i - 4)\n\
    \x20       except ValueError: yield -1\n\
    def walk(n):\n\
    \x20   total, found = 0, []\n\
    \x20   for x in (y for y in steps(n)):\n\
    \x20       total += x\n\
    \x20       while x > 1: x -= 1\n\
    \x20       found.append(x or n)\n\
    \x20   return total, found\n\
    try: walk(10)\n\
    except ZeroDivisionError as error: print(error)\n\
    print(walk(4), [a < b for a in (1, 2) for b in (2,)])\n\
    def grid():\n\
    \x20   for a in [1, 2]:\n\
    \x20       for b in range(2): yield a, b\n\
    print(*grid())\n";

#[test]
fn counting_instructions_changes_nothing_else() {
    let path = file("jumps.py", JUMPS);
    let plain = taipan(&[text(&path)]);
    assert_eq!(
        plain.stdout,
        "integer division or modulo by zero\n(-1, [4, -1]) [True, False]\n(1, 0) (1, 1) (2, 0) (2, 1)\n"
    );
    let counted = taipan(&["--stats-instructions", text(&path)]);
    assert_eq!((counted.code(), &counted.stdout), (plain.code(), &plain.stdout));
}

#[test]
fn instructions_are_counted_alone_and_in_pairs() {
    let path = file("hundred.py", "def f():\n    n = 100\n    while n > 0: n -= 1\nf()\n");
    let stats = file("hundred.json", "");
    taipan(&["--stats-instructions", "--stats-json", text(&stats), text(&path)]);
    let written = std::fs::read_to_string(&stats).expect("statistics were written");
    let stats: Value = serde_json::from_str(&written).expect("statistics are JSON");
    let instructions = &stats["instructions"];
    let count = |list: &str, what: Value| {
        let rows = instructions[list].as_array().expect("a list");
        rows.iter().find(|row| row[0] == what).map(|row| row[1].clone())
    };
    assert_eq!(count("each", "InplaceSubtractSmall".into()), Some(100.into()));
    assert_eq!(count("pairs", serde_json::json!(["InplaceSubtractSmall", "IfGreaterSmall"])), Some(100.into()));
}

#[test]
fn what_is_remembered_and_what_is_not_is_counted() {
    let text_of = "class Point:\n\
                \x20   def __init__(self, x): self.x = x\n\
                def total(points):\n\
                \x20   t = 0\n\
                \x20   for p in points: t += p.x\n\
                \x20   return t\n\
                total([Point(i) for i in range(1000)])\n";
    let path = file("points.py", text_of);
    let stats = file("points.json", "");
    taipan(&["--stats-instructions", "--stats-json", text(&stats), text(&path)]);
    let written = std::fs::read_to_string(&stats).expect("statistics were written");
    let stats: Value = serde_json::from_str(&written).expect("statistics are JSON");
    let caches = stats["instructions"]["caches"].as_array().expect("a list");
    let attributes = caches.iter().find(|cache| cache["what"] == "attributes").expect("attributes are asked for");
    let number = |name: &str| attributes[name].as_u64().expect("a number");
    // Each place misses when it first sees an instance, and only then.
    assert_eq!((number("asked"), number("by_site")), (2000, 1998), "{attributes}");
    let moved = &stats["audit"]["moved"];
    assert_eq!(moved.is_u64(), cfg!(debug_assertions), "{moved}");
}

#[test]
fn a_race_loses_counts_without_protection_and_never_crashes() {
    let lost = (0..10).any(|longer| {
        let stats = race("unsync", 100_000 << longer);
        stats["audit"]["lost_counts"].as_u64().expect("a number") > 0
    });
    // A count is moved by one instruction, which nothing but a second core can come between.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    assert!(lost || cores == 1, "a hundred million rounds of two threads lost no count");
}

#[test]
fn the_same_race_loses_nothing_under_protection() {
    for model in Kind::ALL.iter().filter(|model| model.is_exact()) {
        let stats = race(model.name(), 100_000);
        assert_eq!(stats["audit"]["lost_counts"], 0, "{model}: {stats}");
        assert_ne!(stats["audit"]["allocated"], 0, "{model}: {stats}");
    }
}

fn race(model: &str, rounds: u32) -> Value {
    let stats = file(&format!("race-{model}.json"), "");
    let mut command = Command::new(TAIPAN);
    command.args(["--model", model, "--stats-json", text(&stats), "-c", RACE, &rounds.to_string()]);
    let finished = Child::run(&mut command).expect("the command starts");
    assert!(!finished.hung, "a race under {model} hung");
    assert_eq!(finished.status.signal(), None, "a race under {model} crashed: {}", finished.stderr);
    let text = std::fs::read_to_string(&stats).expect("statistics were written");
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e} in '{text}'; {}", finished.stderr))
}
