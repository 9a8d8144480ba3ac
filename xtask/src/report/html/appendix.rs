//! Every sample, so that every number on the page can be followed to where it comes from.

use taipan_lab::cell::words;
use taipan_lab::experiment::Metric;
use taipan_lab::findings::{Finding, Findings};
use taipan_lab::row::Measured;

use crate::report::html::{anchor, escape};
use crate::report::words::quantity;

/// The last part of the page.
pub fn appendix(findings: &Findings) -> String {
    let tables: String = findings.rows.iter().filter(|finding| !finding.row.cells.is_empty()).map(table).collect();
    format!(
        "<section id='samples'>\n<h2>Every sample</h2>\n<p>One line for each cell; within it, \
            one number for each process, \
         in the order they were measured. The file <code>results.jsonl</code> beside this page has everything.</p>\n{tables}</section>\n"
    )
}

fn table(finding: &Finding) -> String {
    let row = &finding.row;
    let lines: String = row.cells.iter().map(|cell| line(cell, row.experiment.metrics)).collect();
    format!(
        "<h3>{} {}</h3>\n<div class='wide'><table \
            class='samples'><tbody>\n{lines}</tbody></table></div>\n",
        row.experiment.id,
        escape(row.experiment.title)
    )
}

fn line(cell: &Measured, metrics: &[Metric]) -> String {
    let numbers = metrics.iter().filter_map(|metric| {
        let values: Vec<String> = cell
            .samples
            .iter()
            .filter_map(|sample| sample.values(metric.name))
            .map(|values| values.iter().map(|value| quantity(*value, metric.unit)).collect::<Vec<_>>().join(" "))
            .collect();
        (!values.is_empty())
            .then(|| format!("<div><b>{}</b> {}</div>", escape(metric.name), escape(&values.join(", "))))
    });
    let outcome = cell.outcome().map_or("", taipan_lab::sample::Outcome::word);
    let detail = if cell.detail().is_empty() { String::new() } else { format!("<div>{}</div>", escape(cell.detail())) };
    format!(
        "<tr id='{}'><th scope='row'>{} \
            <small>{}</small></th><td>{}{detail}</td><td>{outcome}</td></tr>\n",
        anchor(&cell.key),
        escape(&cell.column),
        escape(&words(&cell.params).join(" ")),
        numbers.collect::<String>(),
    )
}
