//! The seeds' own table, CPU-bound and I/O-bound by single-thread and multi-thread, with numbers in place of words.

use taipan_lab::column::Column;
use taipan_lab::findings::Findings;
use taipan_lab::row::Row;
use taipan_lab::statistics::{Estimate, Order};

use crate::report::html::{anchor, escape};
use crate::report::words::quantity;

/// The row that measures the table.
const ROW: &str = "C-05";
/// The kinds of work, with the words of the seeds.
const KINDS: [(&str, &str, &str); 3] = [
    ("cpu", "CPU-bound", "The seeds say: single-thread faster, multi-thread a bottleneck."),
    ("socket", "I/O-bound: a slow server", "The seeds say: single-thread no matter, multi-thread faster."),
    ("file", "I/O-bound: a file in memory", "Not in the seeds: input that completes at once."),
];

/// The table, when its row was measured.
pub fn seeds_table(findings: &Findings) -> String {
    let Some(finding) = findings.row(ROW).filter(|finding| !finding.row.cells.is_empty()) else {
        return String::new();
    };
    let bodies: String = KINDS.iter().map(|kind| body(&finding.row, *kind)).collect();
    format!(
        "<section id='table'>\n<h2>The table, measured</h2>\n<p>The same four tasks, by one \
            thread and by four. \
         <a href='#{ROW}'>How it is measured</a>.</p>\n<div class='wide'><table class='seeds'>\n\
         <thead><tr><th scope='col'>Column</th><th scope='col'>Single-thread</th><th scope='col'>Multi-thread</th>\
         <th scope='col'>Gain</th></tr></thead>\n{bodies}</table></div>\n</section>\n"
    )
}

fn body(row: &Row, (kind, title, seeds): (&str, &str, &str)) -> String {
    let lines: String = row.columns.iter().map(|column| line(row, kind, column)).collect();
    format!(
        "<tbody><tr><th scope='rowgroup' colspan='4' class='kind'>{title} \
            <small>{seeds}</small></th></tr>\n{lines}</tbody>\n"
    )
}

fn line(row: &Row, kind: &str, column: &Column) -> String {
    let cell = |mode: &str| match row.cell(&column.id, &[("kind", kind), ("mode", mode)]) {
        None => "<td></td>".to_owned(),
        Some(cell) => {
            let shown = match cell.estimate("work") {
                Some(estimate) => quantity(estimate.value, "s"),
                None => cell.outcome().map_or("", taipan_lab::sample::Outcome::word).to_owned(),
            };
            format!("<td><a href='#{}'>{}</a></td>", anchor(&cell.key), escape(&shown))
        }
    };
    let modes = [("mode", "single"), ("mode", "multi")].map(|mode| [("kind", kind), mode]);
    let gain = row.ratio(&column.id, &modes[0], &modes[1], "work");
    let gain = gain.map_or_else(|| "<td></td>".to_owned(), |gain| gain_cell(row, &gain));
    format!("<tr><th scope='row'>{}</th>{}{}{gain}</tr>\n", escape(&column.id), cell("single"), cell("multi"))
}

fn gain_cell(row: &Row, gain: &Estimate) -> String {
    let (class, word) = match row.order(gain) {
        Order::Larger => ("yes", "faster"),
        Order::Smaller => ("no", "slower"),
        Order::Same => ("open", "no difference"),
    };
    format!("<td><b>{:.2}x</b> <span class='badge {class}'>{word}</span></td>", gain.value)
}
