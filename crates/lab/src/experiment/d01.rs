//! D-01: the bytecode of `lambda x: x+1`.

use crate::experiment::{Claim, Experiment, Metric, Program, Repeats, SeedFigure, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "D-01",
    title: "The bytecode of lambda x: x+1",
    question: "What does the interpreter execute?",
    program: Program {
        name: "d01_dis.py",
        source: include_str!("../../programs/d01_dis.py"),
    },
    axes: |_| Vec::new(),
    metrics: &[Metric::value("instructions", "")],
    seeds: &[SeedFigure {
        label: "listing",
        shown: "0 LOAD_FAST, 2 LOAD_CONST, 4 BINARY_ADD, 6 RETURN_VALUE",
    }],
    literature: &[Claim {
        says: "Up to 3.9 nearly every instruction could be followed by a switch; since 3.10 only \
            calls and jumps back can.",
        source: "smarr/gil-sem-demos",
        tag: Tag::Read,
    }],
    caption: "The listing is the program itself. A lock is taken and given up between \
        instructions, never within one.",
    repeats: Repeats::Once,
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let names = |column: &str| -> Option<Vec<String>> {
        let text = row.cell(column, &[])?.text();
        let names: Vec<String> = text
            .split_whitespace()
            .filter(|word| is_opcode(word))
            .map(str::to_owned)
            .collect();
        (!names.is_empty()).then_some(names)
    };
    let Some(shown) = row.each(|column| names(&column.id).map(|names| names.join(", "))) else {
        return Verdict::not_measured();
    };
    let expected = row.columns.iter().map(|column| {
        let names = names(&column.id)?;
        let mut rest = names
            .iter()
            .skip_while(|name| *name == "RESUME" || *name == "COPY_FREE_VARS");
        Some(rest.next()?.starts_with("LOAD_FAST") && names.last()?.starts_with("RETURN_VALUE"))
    });
    Verdict::new(
        Agreement::of(expected),
        format!(
            "`x + 1` is several instructions, and another thread may run between any two of them \
                where the interpreter checks: {shown}."
        ),
    )
}

/// Whether a word of a listing is an opcode's name: capitals with an underscore, or `RESUME`.
fn is_opcode(word: &str) -> bool {
    let capitals = word
        .chars()
        .all(|character| character.is_ascii_uppercase() || character == '_');
    capitals && (word.contains('_') || word == "RESUME")
}
