//! Random expressions and programs, evaluated by the command and by CPython, must give the same.
//!
//! Many expressions go into one program, so that a run costs two processes. What they are made of is listed
//! in `forms.txt`: in each form `I F S B` stand for an expression that is an int, a float, a text or a bool,
//! and `L` for a small number.
#![forbid(unsafe_code)]

mod programs;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use taipan_runtime::Kind;
use taipan_tests::Child;

const TAIPAN: &str = env!("CARGO_BIN_EXE_taipan-under-test");

/// Where threads may switch. After every instruction none is fused with the next, and all must come out the same.
const PLACEMENTS: [&str; 2] = ["calls-and-loops", "every-op"];

/// Expressions in one program.
const BATCH: usize = 300;

/// Programs of one test.
const BATCHES: usize = 4;

#[test]
fn random_expressions_have_the_values_of_cpython() {
    let Some(python) = python() else {
        eprintln!("no python3 of version 3.11 on PATH: nothing to compare with");
        return;
    };
    let batch = proptest::collection::vec((expression(), bindings()), BATCH);
    // The same expressions each time: a test that fails by chance tells nobody what broke.
    let mut runner = TestRunner::deterministic();
    for _ in 0..BATCHES {
        check(python, &batch.new_tree(&mut runner).expect("no form is refused").current());
    }
}

/// Compares the answers to a batch; what fails is shown in full, so that nothing is left to shrink.
fn check(python: &str, batch: &[(String, String)]) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("expressions.py");
    std::fs::write(&path, program(batch)).expect("the folder for tests can be written to");
    let expected = answers(Command::new(python).arg(&path));
    assert_eq!(expected.len(), BATCH, "CPython stopped: {:?}", expected.last());
    for &model in Kind::ALL {
        let found = answers(taipan(model, PLACEMENTS[0]).arg(&path));
        for (i, ((expression, names), answer)) in batch.iter().zip(&expected).enumerate() {
            let found = found.get(i).map_or("(nothing)", String::as_str);
            assert_eq!(found, answer, "{expression} under {model} with {names}");
        }
    }
}

/// The command under a model and a placement.
fn taipan(model: Kind, placement: &str) -> Command {
    let mut command = Command::new(TAIPAN);
    command.args(["--model", model.name(), "--placement", placement]);
    command
}

/// The first interpreter on PATH that has the messages of 3.11.
fn python() -> Option<&'static str> {
    let check = "import sys; sys.exit(sys.version_info[:2] != (3, 11))";
    ["python3.11", "python3"].into_iter().find(|python| {
        let version = Command::new(python).args(["-c", check]).output();
        version.is_ok_and(|output| output.status.success())
    })
}

fn program(expressions: &[(String, String)]) -> String {
    let mut text = String::from(
        "def show(number, function):\n    try:\n        value = repr(function())\n    \
         except Exception as error:\n        value = type(error).__name__ + ': ' + str(error)\n    \
         print(number, value)\n\n\n",
    );
    for (i, (expression, names)) in expressions.iter().enumerate() {
        let _ = writeln!(text, "show({i}, lambda {names}: {expression})");
    }
    text
}

/// The answers in order, and last, when it failed, why.
fn answers(command: &mut Command) -> Vec<String> {
    let finished = Child::run(command).expect("an interpreter starts");
    let mut lines: Vec<_> = finished.stdout.lines().map(str::to_owned).collect();
    if finished.hung || finished.code() != 0 {
        lines.push(format!("{}, {}", finished.status, finished.last_error()));
    }
    lines
}

/// Values for the names that expressions use: `a b` ints, `x y` floats, `s t` texts, `p q` bools.
fn bindings() -> impl Strategy<Value = String> {
    let ints = (int_literal(), int_literal());
    let floats = (float_literal(), float_literal());
    let texts = (text_literal(), text_literal());
    (ints, floats, texts, any::<(bool, bool)>()).prop_map(|((a, b), (x, y), (s, t), (p, q))| {
        let bool = |b| if b { "True" } else { "False" };
        format!("a={a}, b={b}, x={x}, y={y}, s={s}, t={t}, p={}, q={}", bool(p), bool(q))
    })
}

fn int_literal() -> BoxedStrategy<String> {
    let near_a_power_of_two = (0u32..100, -2i128..=2).prop_map(|(bits, off)| (1i128 << bits) + off);
    prop_oneof![
        4 => -10i128..=10,
        2 => any::<i32>().prop_map(i128::from),
        1 => any::<i64>().prop_map(i128::from),
        2 => near_a_power_of_two,
    ]
    .prop_map(|n| format!("({n})"))
    .boxed()
}

const FLOATS: &[&str] =
    &["0.0", "(-0.0)", "1.0", "0.1", "2.5", "(-1.5)", "1e16", "1e22", "1e-5", "5e-324", "1.7976931348623157e308"];
const FLOATS_WITHOUT_LITERAL: &[&str] = &["float('inf')", "float('-inf')", "float('nan')"];

fn float_literal() -> BoxedStrategy<String> {
    let any_bits = any::<u64>().prop_map(f64::from_bits).prop_filter("has no literal", |x| x.is_finite());
    prop_oneof![
        3 => select(FLOATS).prop_map(str::to_owned),
        2 => (-1000.0f64..1000.0).prop_map(|x| format!("({x:?})")),
        1 => any_bits.prop_map(|x| format!("({x:e})")),
        1 => select(FLOATS_WITHOUT_LITERAL).prop_map(str::to_owned),
    ]
    .boxed()
}

const TEXTS: &str = r#"'' 'a' 'ab' 'Hello,World' '\x20spaced\x20' 'a,b,,c' 'tab\tnew\n' "it's" '"' 'é' 'ß' 'ΑΣ' '日本'
    '\x00\x7f' '🐍' '12' '-7' '1.5e3' 'ǆ'"#;

fn text_literal() -> BoxedStrategy<String> {
    select(TEXTS.split_whitespace().collect::<Vec<_>>()).prop_map(str::to_owned).boxed()
}

/// Expressions of each type.
#[derive(Clone)]
struct Parts {
    int: BoxedStrategy<String>,
    float: BoxedStrategy<String>,
    text: BoxedStrategy<String>,
    bool: BoxedStrategy<String>,
}

fn expression() -> impl Strategy<Value = String> {
    let choose = |names: &'static [&'static str], literal| {
        prop_oneof![2 => select(names).prop_map(str::to_owned), 1 => literal].boxed()
    };
    let leaves = Parts {
        int: choose(&["a", "b"], int_literal()),
        float: choose(&["x", "y"], float_literal()),
        text: choose(&["s", "t"], text_literal()),
        bool: choose(&["p", "q"], Just("True".to_owned()).boxed()),
    };
    let shallow = deeper(&leaves, &leaves);
    let deep = deeper(&shallow, &leaves);
    prop_oneof![1 => any_type(&leaves), 2 => any_type(&shallow), 2 => any_type(&deep)]
}

/// Expressions of all types, and such as mostly raise because the types do not go together.
fn any_type(parts: &Parts) -> BoxedStrategy<String> {
    let Parts { int, float, text, bool } = parts.clone();
    prop_oneof![3 => int, 3 => float, 3 => text, 2 => bool, 1 => filled("odd", parts)].boxed()
}

/// Expressions made of the given ones, or sometimes leaves.
fn deeper(parts: &Parts, leaves: &Parts) -> Parts {
    let grow = |section, leaf: &BoxedStrategy<String>| prop_oneof![5 => filled(section, parts), 1 => leaf.clone()];
    Parts {
        int: grow("int", &leaves.int).boxed(),
        float: grow("float", &leaves.float).boxed(),
        text: grow("text", &leaves.text).boxed(),
        bool: grow("bool", &leaves.bool).boxed(),
    }
}

/// One of the forms of a section, filled with parts.
fn filled(section: &str, parts: &Parts) -> BoxedStrategy<String> {
    let three = |part: &BoxedStrategy<String>| proptest::collection::vec(part.clone(), 3);
    let parts = (three(&parts.int), three(&parts.float), three(&parts.text), three(&parts.bool), -3i32..=6);
    (select(forms(section)), parts)
        .prop_map(|(form, (mut ints, mut floats, mut texts, mut bools, small))| {
            let fill = |c: char| match c {
                'I' => ints.pop(),
                'F' => floats.pop(),
                'S' => texts.pop(),
                'B' => bools.pop(),
                'L' => Some(small.to_string()),
                _ => Some(c.to_string()),
            };
            let text: Option<String> = form.chars().map(fill).collect();
            format!("({})", text.expect("no form has more than three parts of a type"))
        })
        .boxed()
}

fn forms(section: &str) -> Vec<&'static str> {
    let lines = include_str!("forms.txt").lines().skip_while(|line| line.trim_end_matches(':') != section);
    lines.skip(1).map_while(|line| line.strip_prefix("    ")).collect()
}
