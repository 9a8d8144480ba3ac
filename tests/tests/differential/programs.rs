//! Random programs, run by the command and by CPython, must print the same.
//!
//! They are made from the grammar in `statements.txt`: a section is a name and its choices, `<name>` in a choice
//! stands for a choice of that section, and `<block>` alone on a line for some statements. Values get mixed
//! without regard to their types, so that most functions end in an exception, whose text is compared too. A `#` is
//! the number of the statement, for names that nothing else may change.
//! `TAIPAN_SEEDS=1000..2000` makes and compares the programs of these seeds instead of the usual ones.

use crate::{PLACEMENTS, answers, python, taipan};
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use taipan_runtime::Kind;

/// The seeds of a usual run.
const SEEDS: Range<u64> = 0..40;

/// Functions in one program, and what each is called with.
const FUNCTIONS: usize = 3;
const ARGUMENTS: [&str; 4] = ["1, 2", "'ab', [1, 2]", "None, {'k': [1]}", "2.5, True"];

/// How deep statements and expressions are nested.
const STATEMENT_DEPTH: u32 = 3;
const EXPRESSION_DEPTH: u32 = 3;

#[test]
fn random_programs_print_what_they_print_under_cpython() {
    let Some(python) = python() else {
        eprintln!("no python3 of version 3.11 on PATH: nothing to compare with");
        return;
    };
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("program.py");
    let mut faults = Vec::new();
    for seed in seeds() {
        std::fs::write(&path, program(seed)).expect("the folder for tests can be written to");
        let expected = answers(Command::new(python).args(["-W", "ignore"]).arg(&path));
        for (&model, placement) in Kind::ALL.iter().flat_map(|model| PLACEMENTS.map(|placement| (model, placement))) {
            let found = answers(taipan(model, placement).arg(&path));
            let fault = fault(&expected, &found);
            faults.extend(fault.map(|fault| format!("seed {seed} under {model}, {placement}, {fault}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn seeds() -> Range<u64> {
    let Ok(wanted) = std::env::var("TAIPAN_SEEDS") else {
        return SEEDS;
    };
    let ends = wanted.split_once("..").and_then(|(first, end)| Some(first.parse().ok()?..end.parse().ok()?));
    ends.expect("TAIPAN_SEEDS is a range such as 1000..2000")
}

/// The first line that differs.
fn fault(expected: &[String], found: &[String]) -> Option<String> {
    let line = |lines: &[String], i: usize| lines.get(i).map_or("(the end)".to_owned(), Clone::clone);
    let differs = (0..expected.len().max(found.len())).find(|&i| expected.get(i) != found.get(i))?;
    Some(format!("line {}: {} instead of {}", differs + 1, line(found, differs), line(expected, differs)))
}

fn program(seed: u64) -> String {
    let mut writer = Writer::new(seed);
    let mut text = include_str!("prelude.py").to_owned();
    for number in 0..FUNCTIONS {
        let _ = writeln!(text, "def f{number}(a, b, c=3, *d):\n    thing = Thing()");
        let _ = writeln!(text, "    e, f, g, h = {}", ["constant"; 4].map(|name| writer.inline(name, 0)).join(", "));
        for _ in 0..3 + writer.random.below(4) {
            // What one statement raises must not keep the others from being run.
            let _ = writeln!(text, "    try:");
            writer.statement("statement", STATEMENT_DEPTH, 2, &mut text);
            let _ = writeln!(text, "    except Exception as error:\n        tell(error)");
        }
        let _ = writeln!(text, "    return a, b, c, d, e, f, g, h, thing.x\n\n");
    }
    for number in 0..FUNCTIONS {
        for arguments in ARGUMENTS {
            let _ = writeln!(text, "show(f{number}, {arguments})");
        }
    }
    text
}

/// Writes choices of the grammar.
struct Writer {
    sections: HashMap<&'static str, Vec<Vec<&'static str>>>,
    random: Random,
    /// Statements so far.
    made: usize,
}

impl Writer {
    fn new(seed: u64) -> Self {
        Self { sections: sections(include_str!("statements.txt")), random: Random(seed), made: 0 }
    }

    /// Appends a statement; without depth, one that holds no other.
    fn statement(&mut self, section: &str, depth: u32, indent: usize, text: &mut String) {
        let choices = &self.sections[section];
        let choice = loop {
            let choice = &choices[self.random.below(choices.len())];
            if depth > 0 || choice.len() == 1 {
                break choice.clone();
            }
        };
        self.made += 1;
        let number = self.made.to_string();
        for line in choice {
            let content = line.trim_start();
            let indent = indent + (line.len() - content.len()) / 4;
            match content {
                "<block>" | "<loop>" => self.block(content == "<loop>", depth - 1, indent, text),
                _ => {
                    let line = self.filled(&content.replace('#', &number), EXPRESSION_DEPTH);
                    let _ = writeln!(text, "{}{line}", "    ".repeat(indent));
                }
            }
        }
    }

    fn block(&mut self, is_loop: bool, depth: u32, indent: usize, text: &mut String) {
        for _ in 0..1 + self.random.below(3) {
            self.statement("statement", depth, indent, text);
        }
        if is_loop && self.random.below(2) == 0 {
            self.statement("jump", 1, indent, text);
        }
    }

    /// A choice of a section of one line; expressions that are deep enough end in a leaf.
    fn inline(&mut self, section: &str, depth: u32) -> String {
        let section =
            if section == "expression" && (depth == 0 || self.random.below(6) == 0) { "leaf" } else { section };
        let choices = &self.sections[section];
        let choice = choices[self.random.below(choices.len())][0];
        self.filled(choice, depth.saturating_sub(1))
    }

    /// A line with its sections filled in.
    fn filled(&mut self, line: &str, depth: u32) -> String {
        let mut text = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('<') {
            text += before;
            let named = after.split_once('>').filter(|(name, _)| self.sections.contains_key(name));
            if let Some((name, after)) = named {
                text += &self.inline(name, depth);
                rest = after;
            } else {
                text.push('<');
                rest = after;
            }
        }
        text + rest
    }
}

/// The grammar by section: choices of lines, whose first has no indentation.
fn sections(grammar: &'static str) -> HashMap<&'static str, Vec<Vec<&'static str>>> {
    let mut sections: HashMap<_, Vec<Vec<&str>>> = HashMap::new();
    let mut section = "";
    for line in grammar.lines() {
        let choices = sections.entry(section).or_default();
        if let Some(choice) = line.strip_prefix("- ") {
            choices.push(vec![choice]);
        } else if let Some(more) = line.strip_prefix("  ") {
            choices.last_mut().expect("a choice begins with a dash").push(more);
        } else {
            section = line.trim_end_matches(':');
        }
    }
    sections
}

/// The generator SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}
