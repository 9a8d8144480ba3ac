//! One cell of the matrix, and the key that says which one it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::experiment::Experiment;

/// Names and values of a cell's parameters, in the order of their names.
pub type Params = BTreeMap<String, String>;

/// A row under a column with its parameters.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The row.
    pub experiment: &'static Experiment,
    /// The column's id.
    pub column: String,
    /// Everything else that a repetition must have in common with this cell.
    pub params: Params,
}

impl Cell {
    /// The cell's identity: equal for equal cells of every run, different for different cells.
    #[must_use]
    pub fn key(&self) -> String {
        key(self.experiment.id, &self.column, &self.params)
    }
}

/// The identity of the cell of `row` under `column` with `params`.
///
/// Slashes, commas and equals signs inside a part are escaped, so that no two cells share a key.
#[must_use]
pub fn key(row: &str, column: &str, params: &Params) -> String {
    let mut key = format!("{}/{}", escape(row), escape(column));
    let mut separator = '/';
    for (name, value) in params {
        let _ = write!(key, "{separator}{}={}", escape(name), escape(value));
        separator = ',';
    }
    key
}

/// The parameters as a person reads them, `arm=one_thread n=5000`.
#[must_use]
pub fn words(params: &Params) -> Vec<String> {
    params.iter().map(|(name, value)| format!("{name}={value}")).collect()
}

fn escape(part: &str) -> String {
    let mut escaped = String::with_capacity(part.len());
    for character in part.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '/' => escaped.push_str("%2F"),
            ',' => escaped.push_str("%2C"),
            '=' => escaped.push_str("%3D"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Params {
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    #[test]
    fn a_key_reads_as_what_it_names() {
        let key = key("C-01", "gil", &params(&[("n", "500"), ("arm", "one_thread")]));
        assert_eq!(key, "C-01/gil/arm=one_thread,n=500");
    }

    #[test]
    fn separators_inside_values_cannot_forge_another_key() {
        let one = key("C-01", "gil", &params(&[("a", "1,b=2")]));
        let two = key("C-01", "gil", &params(&[("a", "1"), ("b", "2")]));
        assert_ne!(one, two);
    }
}
