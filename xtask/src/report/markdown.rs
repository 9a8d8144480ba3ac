//! The report as Markdown, for a terminal or a pull request.

use taipan_lab::findings::{Finding, Findings};

use crate::report::words::{count, interval, quantity, ratio_interval};
use crate::report::{Renderer, WAYS_TO_MISLEAD, caveats, shown_metrics, tally};

/// Renders `report.md`.
pub struct Markdown;

impl Renderer for Markdown {
    fn file_name(&self) -> &'static str {
        "report.md"
    }

    fn render(&self, findings: &Findings) -> String {
        let mut text = String::new();
        head(&mut text, findings);
        for (group, rows) in findings.chapters() {
            text += &format!("\n## {}\n", group.title());
            for finding in rows {
                row(&mut text, finding);
            }
        }
        text += "\n## The usual ways to mislead\n\n";
        for (way, instead) in WAYS_TO_MISLEAD {
            text += &format!("- {way} {instead}\n");
        }
        text
    }
}

fn head(text: &mut String, findings: &Findings) {
    let header = &findings.header;
    let host = &header.host;
    *text += "# Taipan: who may touch an object, and when?\n\n";
    *text += &format!(
        "{}, {}, {}. Run `{}`, begun {} UTC, {}, seed {}.\n",
        host.cpu,
        count(host.cores, "core"),
        host.kernel,
        header.run,
        header.began,
        count(findings.samples, "sample"),
        header.seed
    );
    if let Some(noise) = findings.noise {
        *text += &format!("Equal measurements differed by up to {:.1} %.\n", noise * 100.0);
    }
    for note in caveats(findings) {
        *text += &format!("\n> {note}\n");
    }
    *text += "\n## In short\n\n";
    for finding in findings.headlines() {
        *text += &format!("1. {} ({})\n", finding.verdict.sentence, finding.row.experiment.id);
    }
    *text += &format!("\nOf all rows, {}.\n", tally(findings));
}

fn row(text: &mut String, finding: &Finding) {
    let row = &finding.row;
    let experiment = row.experiment;
    *text += &format!("\n### {} {}\n\n**{}**\n\n", experiment.id, experiment.title, experiment.question);
    *text += &format!(
        "{} *({})*\n\n{}\n\n",
        finding.verdict.sentence,
        finding.verdict.agreement.words(),
        experiment.caption
    );
    let metrics = shown_metrics(row);
    *text += "| | |";
    for metric in &metrics {
        *text += &format!(" {} |", metric.name);
    }
    *text += &format!("\n|---|---|{}\n", "---:|".repeat(metrics.len()));
    for cell in &row.cells {
        *text += &format!("| {} | {} |", cell.column, row.arm(&cell.params));
        for metric in &metrics {
            *text += &match cell.estimate(metric.name) {
                Some(estimate) => {
                    let range =
                        interval(&estimate, metric.unit).map_or_else(String::new, |range| format!(" ({range})"));
                    format!(" {}{range} |", quantity(estimate.value, metric.unit))
                }
                None => format!(" {} |", cell.outcome().map_or("", taipan_lab::sample::Outcome::word)),
            };
        }
        *text += "\n";
    }
    for (column, ratio) in row.against_base() {
        *text += &format!(
            "\nAgainst {}, in the mean of all: {} {}.\n",
            experiment.base.unwrap_or_default(),
            column.id,
            ratio_interval(&ratio)
        );
    }
    for seed in experiment.seeds {
        *text += &format!("\nThe seeds: {}: {}.\n", seed.label, seed.shown);
    }
    for claim in experiment.literature {
        *text += &format!("\nExpected: {} ({}; {})\n", claim.says, claim.source, claim.tag.word());
    }
}
