//! Comparison of texts, with the first difference shown.

use std::fmt::Write;

/// Lines shown of each text from the first difference on.
const SHOWN: usize = 4;

/// Where two texts part, or `None` when they are equal.
pub fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let (old, new): (Vec<_>, Vec<_>) =
        (expected.split_inclusive('\n').collect(), found.split_inclusive('\n').collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let mut text = format!("from line {}:\n", same + 1);
    show(&mut text, "expected", &old[same..]);
    show(&mut text, "found   ", &new[same..]);
    Some(text)
}

fn show(text: &mut String, whose: &str, lines: &[&str]) {
    if lines.is_empty() {
        let _ = writeln!(text, "  {whose} | (the end)");
    }
    for line in lines.iter().take(SHOWN) {
        let end = if line.ends_with('\n') { "" } else { " (no newline)" };
        let _ = writeln!(text, "  {whose} | {}{end}", line.trim_end_matches('\n'));
    }
    if lines.len() > SHOWN {
        let _ = writeln!(text, "  {whose} | … {} more", lines.len() - SHOWN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_do_not_differ() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
    }

    #[test]
    fn the_first_difference_is_shown() {
        let text = difference("a\nb\nc\n", "a\nx\n").unwrap();
        assert!(text.starts_with("from line 2:\n"), "{text}");
        assert!(text.contains("expected | b") && text.contains("found    | x"), "{text}");
    }

    #[test]
    fn a_missing_newline_and_a_missing_end_are_shown() {
        assert!(difference("a\n", "a").unwrap().contains("a (no newline)"));
        assert!(difference("a\nb\n", "a\n").unwrap().contains("found    | (the end)"));
    }
}
