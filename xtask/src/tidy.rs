//! `cargo xtask tidy`: what a compiler does not check, with messages that say how to put it right.
//!
//! `cargo test` runs the same checks over this workspace.

mod layers;
mod map;
mod sentences;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::workspace;

/// Prints every problem; fails when there is one.
pub fn run() -> anyhow::Result<ExitCode> {
    let problems = problems()?;
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() {
        println!("tidy");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{} untidy", problems.len());
    Ok(ExitCode::FAILURE)
}

fn problems() -> anyhow::Result<Vec<String>> {
    let root = workspace::root();
    let sources = sources(root)?;
    let mut problems: Vec<String> = sources.iter().filter_map(sentences::problem).collect();
    problems.extend(sources.iter().flat_map(words::problems));
    let metadata = layers::metadata()?;
    problems.extend(layers::problems(&metadata));
    problems.extend(map::problems(root, &layers::crates(&metadata)));
    Ok(problems)
}

/// One Rust file of the workspace.
struct Source {
    /// Its path from the root.
    path: PathBuf,
    text: String,
}

fn sources(root: &Path) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in ["crates", "xtask", "benches", "tests"] {
        collect(root, &root.join(folder), &mut sources)?;
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(sources)
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                collect(root, &path, sources)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            sources.push(Source { path: path.strip_prefix(root).unwrap_or(&path).to_owned(), text });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_workspace_is_tidy() {
        let problems = super::problems().unwrap();
        assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    }
}
