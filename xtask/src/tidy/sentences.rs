//! Every file begins with one sentence that says what it is for.

use crate::tidy::Source;

/// What is wrong with the file's first lines.
pub fn problem(source: &Source) -> Option<String> {
    let is_code = source.path.components().any(|part| part.as_os_str() == "src");
    if !is_code || begins_with_a_sentence(&source.text) {
        return None;
    }
    let path = source.path.display();
    Some(format!(
        "{path}:1: begin the file with `//! ` and one sentence, ending in a full stop, that says what it is for"
    ))
}

fn begins_with_a_sentence(text: &str) -> bool {
    let lines = text.lines().map_while(|line| line.strip_prefix("//! "));
    let paragraph: String = lines.collect::<Vec<_>>().join(" ");
    paragraph.contains('.') || paragraph.ends_with([':', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_may_run_over_lines() {
        assert!(begins_with_a_sentence("//! The gate.\n\nuse std;\n"));
        assert!(begins_with_a_sentence("//! The gate, and\n//! the breaker.\n//!\n//! More.\n"));
        assert!(!begins_with_a_sentence("//! gate\n"));
        assert!(!begins_with_a_sentence("use std;\n//! The gate.\n"));
    }
}
