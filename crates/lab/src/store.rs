//! The result file: a header, then one line of JSON for each sample, on disk before the next one starts.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::sample::{Header, Sample};

/// The file's name in a run's folder.
pub const FILE_NAME: &str = "results.jsonl";

/// A result file that is being written.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    file: File,
    known: HashSet<(String, u32)>,
}

/// What a result file holds.
#[derive(Clone, Debug)]
pub struct Results {
    /// The last header of the file.
    pub header: Header,
    /// The samples, in the order they were measured.
    pub samples: Vec<Sample>,
    /// Lines that could not be read: a torn last line, or damage.
    pub unreadable: usize,
}

/// Why a result file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// The folder holds no run.
    #[error("{} has no {FILE_NAME} with a header: it is not the folder of a run", .0.display())]
    NoRun(PathBuf),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Run(Box<Header>),
    Sample(Box<Sample>),
}

impl Store {
    /// Begins a result file in `folder`, or continues the one that is there, and writes the header.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub fn open(folder: &Path, header: &Header) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        let at = |source| StoreError::Io { path: path.clone(), source };
        fs::create_dir_all(folder).map_err(at)?;
        let text = fs::read_to_string(&path).unwrap_or_default();
        let known = read_lines(&text).0.into_iter().filter_map(|line| match line {
            Line::Sample(sample) => Some((sample.key, sample.round)),
            Line::Run(_) => None,
        });
        let known = known.collect();
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(at)?;
        if !text.is_empty() && !text.ends_with('\n') {
            // A torn line stays unreadable, but must not swallow the next one.
            file.write_all(b"\n").map_err(at)?;
        }
        let mut store = Self { path, file, known };
        store.append(&Line::Run(Box::new(header.clone())))?;
        Ok(store)
    }

    /// Whether this cell's repetition was measured already.
    #[must_use]
    pub fn has(&self, key: &str, round: u32) -> bool {
        self.known.contains(&(key.to_owned(), round))
    }

    /// Keeps a sample; it is on disk when this returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, sample: &Sample) -> Result<(), StoreError> {
        self.append(&Line::Sample(Box::new(sample.clone())))?;
        self.known.insert((sample.key.clone(), sample.round));
        Ok(())
    }

    fn append(&mut self, line: &Line) -> Result<(), StoreError> {
        let write = |file: &mut File| -> io::Result<()> {
            let mut text = serde_json::to_string(line)?;
            text.push('\n');
            file.write_all(text.as_bytes())?;
            file.sync_data()
        };
        write(&mut self.file).map_err(|source| StoreError::Io { path: self.path.clone(), source })
    }
}

/// Reads a run's folder. A line that cannot be read is counted, not an error.
///
/// # Errors
/// When there is no result file, or no header in it.
pub fn load(folder: &Path) -> Result<Results, StoreError> {
    let path = folder.join(FILE_NAME);
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(StoreError::NoRun(folder.to_owned()));
        }
        Err(source) => return Err(StoreError::Io { path, source }),
    };
    let (lines, unreadable) = read_lines(&text);
    let mut header = None;
    let mut samples = Vec::new();
    for line in lines {
        match line {
            Line::Run(run) => header = Some(*run),
            Line::Sample(sample) => samples.push(*sample),
        }
    }
    let header = header.ok_or_else(|| StoreError::NoRun(folder.to_owned()))?;
    Ok(Results { header, samples, unreadable })
}

fn read_lines(text: &str) -> (Vec<Line>, usize) {
    let mut lines = Vec::new();
    let mut unreadable = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        match serde_json::from_str(line) {
            Ok(line) => lines.push(line),
            Err(_) => unreadable += 1,
        }
    }
    (lines, unreadable)
}
