//! What a program printed: `name: number unit` lines, one `check:` line, and the text around them.

use serde::{Deserialize, Serialize};

/// One measured value, or several of the same kind, as `two names: 4 4`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What was measured.
    pub name: String,
    /// The numbers, at least one.
    pub values: Vec<f64>,
    /// The unit; empty for plain numbers.
    #[serde(default)]
    pub unit: String,
}

/// What the program itself says about its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// `check: ok`
    Ok,
    /// `check: wrong REASON`: the result is not what it has to be.
    Wrong(String),
    /// `check: fault REASON`: a reference count was seen to be wrong.
    Fault(String),
    /// `check: hang REASON`: the program would never have ended.
    Hang(String),
    /// `unavailable: REASON`: this Python lacks what the program needs.
    Unavailable(String),
}

/// Everything read from a program's output.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Output {
    /// The measured values in the order they were printed.
    pub readings: Vec<Reading>,
    /// The last `check:` or `unavailable:` line.
    pub check: Option<Check>,
    /// The lines that are neither, for a person to read.
    pub text: String,
}

/// Reads a program's standard output. Never fails: a line of another form is text.
#[must_use]
pub fn parse(stdout: &str) -> Output {
    let mut output = Output::default();
    for line in stdout.lines() {
        if let Some(check) = parse_check(line) {
            output.check = Some(check);
        } else if let Some(reading) = parse_reading(line) {
            output.readings.push(reading);
        } else {
            output.text.push_str(line);
            output.text.push('\n');
        }
    }
    output
}

fn parse_check(line: &str) -> Option<Check> {
    if let Some(reason) = line.strip_prefix("unavailable:") {
        return Some(Check::Unavailable(reason.trim().to_owned()));
    }
    let rest = line.strip_prefix("check:")?.trim();
    let (word, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    let reason = reason.trim().to_owned();
    match word {
        "ok" => Some(Check::Ok),
        "wrong" => Some(Check::Wrong(reason)),
        "fault" => Some(Check::Fault(reason)),
        "hang" => Some(Check::Hang(reason)),
        _ => None,
    }
}

fn parse_reading(line: &str) -> Option<Reading> {
    let (name, rest) = line.split_once(": ")?;
    let mut words = rest.split_whitespace().peekable();
    let mut values = Vec::new();
    while let Some(value) = words.peek().and_then(|word| number(word)) {
        values.push(value);
        words.next();
    }
    let unit: Vec<&str> = words.collect();
    let is_reading = !values.is_empty() && unit.len() <= 1 && !name.trim().is_empty();
    is_reading.then(|| Reading { name: name.trim().to_owned(), values, unit: unit.concat() })
}

/// A finite number as Python prints it; words such as `nan` and `inf` are not measurements.
fn number(word: &str) -> Option<f64> {
    word.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(name: &str, values: &[f64], unit: &str) -> Reading {
        Reading { name: name.into(), values: values.into(), unit: unit.into() }
    }

    #[test]
    fn reads_numbers_units_and_pairs() {
        let output = parse("work: 1.234 s\ntwo names: 4 4\ngetrefcount: 3\nsmall: 1e-06 s\nlost: -2 counts\n");
        assert_eq!(
            output.readings,
            [
                reading("work", &[1.234], "s"),
                reading("two names", &[4.0, 4.0], ""),
                reading("getrefcount", &[3.0], ""),
                reading("small", &[1e-6], "s"),
                reading("lost", &[-2.0], "counts"),
            ]
        );
        assert_eq!(output.check, None);
        assert_eq!(output.text, "");
    }

    #[test]
    fn reads_checks() {
        let check = |line| parse(line).check;
        assert_eq!(check("check: ok"), Some(Check::Ok));
        assert_eq!(check("check: fault off by 3"), Some(Check::Fault("off by 3".into())));
        assert_eq!(check("check: hang a circle"), Some(Check::Hang("a circle".into())));
        assert_eq!(check("check: wrong"), Some(Check::Wrong(String::new())));
        assert_eq!(check("unavailable: no socket"), Some(Check::Unavailable("no socket".into())));
    }

    #[test]
    fn everything_else_is_text() {
        let text = "  7   0 RESUME   0\nthread 1 holds: the lock\nnote: 3 things are odd\nx: nan s\n: 3\n";
        let output = parse(text);
        assert_eq!(output.readings, []);
        assert_eq!(output.text, text);
    }
}
