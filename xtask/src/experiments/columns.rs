//! Which columns a run has: Taipan's models, and the Pythons of the machine.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::bail;
use taipan_lab::column::{self, Column, Runs};
use taipan_lab::experiment::Experiment;
use taipan_lab::process;
use taipan_lab::sample::Header;

use crate::usage::usage_error;

/// The columns of a run.
pub struct Columns {
    /// All of them, those that only some rows have included.
    pub columns: Vec<Column>,
    /// The columns of the rows whose point is scheduling.
    pub extra_ids: Vec<String>,
    /// What was left out.
    pub notes: Vec<String>,
}

impl Columns {
    /// The columns of a run that is to be continued.
    pub fn of_header(header: &Header) -> Self {
        let (columns, notes) = (header.columns.clone(), header.notes.clone());
        Self { columns, extra_ids: header.extra_columns.clone(), notes }
    }
}

/// The Pythons that were asked for, `python3` first; a missing `python3` is a note, another one an error.
pub fn pythons(named: &[PathBuf]) -> anyhow::Result<(Vec<Column>, Vec<String>)> {
    let mut columns = Vec::new();
    let mut notes = Vec::new();
    match process::probe_python(Path::new("python3")) {
        Ok(column) => columns.push(column),
        Err(why) => notes.push(format!("{why}; there is no column for it. Name another Python with --python.")),
    }
    for path in named {
        // Cells run in a folder of their own, where a relative path would mean something else.
        let path = if path.components().count() > 1 { std::path::absolute(path)? } else { path.clone() };
        match process::probe_python(&path) {
            Ok(column) => columns.push(column),
            Err(why) => return Err(usage_error(why)),
        }
    }
    column::make_unique(&mut columns);
    Ok((columns, notes))
}

/// The columns of a new run.
pub fn all(
    taipan: Option<&Path>,
    wanted: &[String],
    (pythons, mut notes): (Vec<Column>, Vec<String>),
    rows: &[&Experiment],
) -> anyhow::Result<Columns> {
    let mut usual = Vec::new();
    let mut extra = Vec::new();
    if let Some(taipan) = taipan {
        usual = models(taipan, wanted)?;
        if usual.is_empty() {
            notes.push("`taipan models` names no model; only the Pythons are measured.".to_owned());
        }
        if wanted.is_empty() {
            extra = policies(taipan, rows, &usual, &mut notes);
        }
    }
    if usual.is_empty() && pythons.is_empty() {
        bail!("there is nothing to measure: no model of Taipan and no Python");
    }
    let extra_ids = extra.iter().map(|column| column.id.clone()).collect();
    // A policy's column stands beside the models, before the Pythons.
    let columns = [usual, extra, pythons].concat();
    Ok(Columns { columns, extra_ids, notes })
}

/// The models that the command has, or those of them that were asked for.
fn models(taipan: &Path, wanted: &[String]) -> anyhow::Result<Vec<Column>> {
    let known = process::list_models(taipan).map_err(anyhow::Error::msg)?;
    if wanted.is_empty() {
        return Ok(known.iter().map(|id| Column::taipan(id)).collect());
    }
    let mut columns = Vec::new();
    for id in wanted {
        let column = Column::taipan(id);
        let exists =
            known.contains(id) || (has_model(&column, &known) && process::probe_taipan(taipan, &column).is_ok());
        if !exists {
            let policies: Vec<String> = column::POLICIES.iter().map(|policy| format!("gil-{policy}")).collect();
            let names = [known, policies].concat().join(", ");
            return Err(usage_error(format!("there is no model `{id}`; the names are {names}")));
        }
        columns.push(column);
    }
    Ok(columns)
}

/// The policies and the models with a part left out that some row adds, those that this `taipan` has.
fn policies(taipan: &Path, rows: &[&Experiment], usual: &[Column], notes: &mut Vec<String>) -> Vec<Column> {
    let mut seen = HashSet::new();
    let ids = rows.iter().flat_map(|row| row.policies).filter(|id| seen.insert(**id));
    let known: Vec<String> = usual.iter().map(|column| column.id.clone()).collect();
    let exists = |column: &Column| has_model(column, &known) && process::probe_taipan(taipan, column).is_ok();
    let (found, missing): (Vec<_>, Vec<_>) = ids.map(|id| Column::taipan(id)).partition(exists);
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|column| column.id.as_str()).collect();
        notes.push(format!("Left out, because this `taipan` does not have them: {}.", names.join(", ")));
    }
    found
}

/// Whether the model that the column is a variety of is one of these.
fn has_model(column: &Column, known: &[String]) -> bool {
    matches!(&column.runs, Runs::Taipan { model, .. } if known.contains(model))
}
