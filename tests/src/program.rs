//! A test program in Python, and what the comments at its start say about how it is run.
//!
//! | header | meaning |
//! |---|---|
//! | `# exit: 3` | the exit code, 0 without it; the last line on stderr is that of the `.err` file |
//! | `# threads: yes` | starts threads or processes: run under the models that promise anything then |
//! | `# counts: exact` | run under the models whose counts are exact: it shows when objects die |
//! | `# argv: a b` | its arguments |
//! | `# timed: yes` | its lines of the form `work: 0.5 s` are left out of what is compared |
//! | `# out: by hand` | CPython's output would differ; the `.out` file says why it may |

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use taipan_runtime::Kind;

/// A test program.
#[derive(Debug, Clone)]
pub struct Program {
    /// Where it is.
    pub path: PathBuf,
    /// Its area and name: `threads/barrier`.
    pub name: String,
    /// Its exit code.
    pub exit: i32,
    /// Whether it starts threads or processes.
    pub threads: bool,
    /// Its arguments.
    pub argv: Vec<String>,
    /// Whether it says how long something took.
    pub timed: bool,
    /// Whether its expected output is not CPython's.
    pub by_hand: bool,
    /// Whether it can be right only where counts are exact.
    pub exact: bool,
}

impl Program {
    /// All programs in the folders of `root`: files `.py` with a `.out` beside, sorted.
    ///
    /// # Errors
    /// When a folder cannot be read, or a header is not understood.
    pub fn all(root: &Path) -> Result<Vec<Self>, String> {
        let mut programs = Vec::new();
        for area in entries(root)? {
            if area.is_dir() {
                let files = entries(&area)?
                    .into_iter()
                    .filter(|file| file.extension().is_some_and(|e| e == "py") && file.with_extension("out").exists());
                for file in files {
                    programs.push(Self::read(&file)?);
                }
            }
        }
        Ok(programs)
    }

    /// Reads a program's headers.
    ///
    /// # Errors
    /// When the file cannot be read, or a header is not understood.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let part = |p: Option<&std::ffi::OsStr>| p.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
        let area = part(path.parent().and_then(Path::file_name));
        let mut program = Self {
            path: path.to_owned(),
            name: format!("{area}/{}", part(path.file_stem())),
            exit: 0,
            threads: false,
            argv: Vec::new(),
            timed: false,
            by_hand: false,
            exact: false,
        };
        for line in text.lines().map_while(|line| line.strip_prefix('#')) {
            program.header(line).map_err(|e| format!("{}: {e}", path.display()))?;
        }
        Ok(program)
    }

    fn header(&mut self, line: &str) -> Result<(), String> {
        let Some((key, value)) = line.trim().split_once(':') else {
            return Ok(());
        };
        let value = value.trim();
        match key {
            "exit" => self.exit = value.parse().map_err(|_| format!("exit: '{value}' is no number"))?,
            "threads" if value == "yes" => self.threads = true,
            "counts" if value == "exact" => self.exact = true,
            "argv" => self.argv = value.split_whitespace().map(str::to_owned).collect(),
            "timed" if value == "yes" => self.timed = true,
            "out" if value == "by hand" => self.by_hand = true,
            _ if key.contains(' ') => {}
            _ => return Err(format!("there is no header '{key}: {value}'")),
        }
        Ok(())
    }

    /// The models it runs under.
    pub fn models(&self) -> Vec<Kind> {
        Kind::ALL.iter().copied().filter(|model| model.is_exact() || !(self.threads || self.exact)).collect()
    }

    /// What of its output does not differ from run to run.
    pub fn lasting<'a>(&self, output: &'a str) -> Cow<'a, str> {
        if !self.timed {
            return Cow::Borrowed(output);
        }
        Cow::Owned(output.split_inclusive('\n').filter(|line| !tells_a_time(line)).collect())
    }

    /// The folder it runs in.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// Its file's name.
    pub fn file(&self) -> &Path {
        self.path.file_name().map_or(&self.path, Path::new)
    }
}

/// Whether a line is one of seconds, as in `work: 0.5 s`.
fn tells_a_time(line: &str) -> bool {
    let seconds = line.split_once(": ").and_then(|(_, value)| value.trim_end().strip_suffix(" s"));
    seconds.is_some_and(|number| number.parse::<f64>().is_ok())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = || -> std::io::Result<Vec<PathBuf>> { fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect() };
    let mut paths = read().map_err(|e| format!("{}: {e}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> Result<Program, String> {
        let mut program = Program {
            path: "area/name.py".into(),
            name: "area/name".to_owned(),
            exit: 0,
            threads: false,
            argv: Vec::new(),
            timed: false,
            by_hand: false,
            exact: false,
        };
        lines.iter().try_for_each(|line| program.header(line))?;
        Ok(program)
    }

    #[test]
    fn headers_are_understood() {
        let program = headers(&[" exit: 3", " threads: yes", " argv: a b", " out: by hand"]).unwrap();
        assert_eq!((program.exit, program.threads, program.by_hand), (3, true, true));
        assert_eq!(program.argv, ["a", "b"]);
        let exact: Vec<_> = Kind::ALL.iter().copied().filter(|model| model.is_exact()).collect();
        assert_eq!(program.models(), exact);
        assert_eq!(headers(&[" counts: exact"]).unwrap().models(), exact);
        assert_eq!(headers(&[]).unwrap().models(), Kind::ALL);
    }

    #[test]
    fn times_are_left_out_where_a_program_says_so() {
        let output = "work: 0.25 s\nsum: 3 s of all\nchecksum: 7\n";
        assert_eq!(headers(&[" timed: yes"]).unwrap().lasting(output), "sum: 3 s of all\nchecksum: 7\n");
        assert_eq!(headers(&[]).unwrap().lasting(output), output);
    }

    #[test]
    fn a_misspelt_header_is_an_error_and_a_sentence_is_not() {
        assert!(headers(&[" thread: yes"]).is_err());
        assert!(headers(&[" threads: maybe"]).is_err());
        assert!(headers(&[" exit: soon"]).is_err());
        assert!(headers(&[" What this shows: nothing much."]).is_ok());
    }
}
