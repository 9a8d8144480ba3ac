//! Words that must not stay in the code, each with what to do instead.

use crate::tidy::Source;

/// Put together from halves, so that this file does not hold the words itself.
const BANNED: [(&str, &str); 4] = [
    (concat!("todo", "!("), "finish it, or return an error that says what is missing"),
    (concat!("dbg", "!("), "remove it, or count it in the statistics"),
    (
        concat!("#[", "ignore"),
        "make the test pass everywhere, print a note and return where it cannot run, or delete it",
    ),
    (concat!("unimplemented", "!("), "finish it, or return an error that says what is missing"),
];

/// A message for each banned word in the file.
pub fn problems(source: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for (word, instead) in BANNED.iter().filter(|(word, _)| line.contains(word)) {
            problems.push(format!("{}:{}: `{word}`: {instead}", source.path.display(), index + 1));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_line_and_the_way_out() {
        let text = format!("fn main() {{\n    {}x);\n}}\n", BANNED[1].0);
        let problems = problems(&Source { path: "crates/a/src/lib.rs".into(), text });
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("crates/a/src/lib.rs:2: "), "{problems:?}");
        assert!(problems[0].ends_with(BANNED[1].1));
    }
}
