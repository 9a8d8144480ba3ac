//! The folder of a run: its name, the programs in it, and the link to the latest.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use taipan_lab::experiment::{self, Size};
use taipan_lab::sample::Header;
use taipan_lab::store;

use crate::experiments::{header_of, unusable};
use crate::usage::usage_error;
use crate::workspace;

/// A new run's folder, which exists and can be written when this returns.
pub fn new(out: Option<&Path>, size: Size) -> anyhow::Result<PathBuf> {
    let folder = match out {
        Some(out) => std::path::absolute(out)?,
        None => workspace::experiments().join(format!("{}-{}", stamp(), size.pick("quick", "default", "full"))),
    };
    if folder.join(store::FILE_NAME).exists() {
        let folder = folder.display();
        return Err(usage_error(format!("{folder} holds a run already; go on with it with --resume --out {folder}")));
    }
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    let probe = folder.join("scratch");
    fs::create_dir_all(&probe).map_err(|error| unusable(&folder, &error))?;
    Ok(folder)
}

/// The folder and the header of the run to go on with.
pub fn to_resume(out: Option<&Path>) -> anyhow::Result<(PathBuf, Header)> {
    let folder = match out {
        Some(out) => std::path::absolute(out)?,
        None => latest()?,
    };
    let header = header_of(&folder)?;
    Ok((folder, header))
}

/// The last part of the folder's path.
pub fn name_of(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Writes every row's program into the folder, and what it imports.
pub fn write_programs(folder: &Path) -> anyhow::Result<()> {
    for program in experiment::programs() {
        let path = folder.join(program.name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| unusable(parent, &error))?;
        fs::write(path, program.source)?;
    }
    Ok(())
}

/// Makes `target/experiments/latest` mean this run.
pub fn point_latest_at(folder: &Path) -> io::Result<()> {
    let link = workspace::experiments().join("latest");
    fs::create_dir_all(workspace::experiments())?;
    match fs::remove_file(&link) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    symlink(folder, link)
}

/// This moment in UTC, as `2026-01-31 12:00:00`.
pub fn now() -> String {
    let [year, month, day, hour, minute, second] = civil(seconds());
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

fn latest() -> anyhow::Result<PathBuf> {
    let link = workspace::experiments().join("latest");
    fs::canonicalize(&link).map_err(|_| usage_error("there is no latest run to go on with; name its folder with --out"))
}

fn stamp() -> String {
    let [year, month, day, hour, minute, second] = civil(seconds());
    format!("{year}{month:02}{day:02}-{hour:02}{minute:02}{second:02}")
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}

/// Year, month, day, hour, minute and second of a Unix time, in UTC.
///
/// The days are counted from 1 March, so that the leap day is the last of its year (Howard Hinnant,
/// "chrono-compatible low-level date algorithms").
fn civil(seconds: u64) -> [u64; 6] {
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    [year, month, day, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_by_the_calendar() {
        assert_eq!(civil(0), [1970, 1, 1, 0, 0, 0]);
        assert_eq!(civil(951_782_400), [2000, 2, 29, 0, 0, 0]);
        assert_eq!(civil(1_555_549_200), [2019, 4, 18, 1, 0, 0]);
        assert_eq!(civil(1_767_225_599), [2025, 12, 31, 23, 59, 59]);
    }
}
