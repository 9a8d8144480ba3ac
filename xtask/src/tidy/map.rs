//! ARCHITECTURE.md names exactly the crates that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const MAP: &str = "ARCHITECTURE.md";

/// A message for each crate that the map lacks, and each that only the map has.
pub fn problems(root: &Path, crates: &[String]) -> Vec<String> {
    match fs::read_to_string(root.join(MAP)) {
        Ok(map) => differences(&map, crates),
        Err(error) => vec![format!("{MAP}: {error}: write the map of the workspace, one paragraph for each crate")],
    }
}

fn differences(map: &str, crates: &[String]) -> Vec<String> {
    let named = named(map);
    let existing: BTreeSet<&str> = crates.iter().map(String::as_str).collect();
    let missing = existing.iter().filter(|name| !named.contains(**name));
    let ghosts = named.iter().filter(|name| !existing.contains(name.as_str()));
    let missing = missing.map(|name| format!("{MAP} does not name crates/{name}: add a paragraph for it"));
    let ghosts = ghosts.map(|name| format!("{MAP} names crates/{name}, which does not exist: remove it"));
    missing.chain(ghosts).collect()
}

/// The crates that a map names, as `crates/NAME` or in backticks as `taipan-NAME`.
fn named(map: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for prefix in ["crates/", "`taipan-"] {
        for (_, rest) in map.match_indices(prefix).map(|(at, _)| map[at..].split_at(prefix.len())) {
            let name: String =
                rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
            if !name.is_empty() {
                named.insert(name);
            }
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ghosts_and_gaps_are_told_apart() {
        let map = "## `crates/gil`\nThe gate, package `taipan-gil`.\n## crates/old\n(`crates/` is a folder.)\n";
        let problems = differences(map, &["gil".to_owned(), "heap".to_owned()]);
        assert_eq!(
            problems,
            [
                "ARCHITECTURE.md does not name crates/heap: add a paragraph for it",
                "ARCHITECTURE.md names crates/old, which does not exist: remove it",
            ]
        );
    }
}
