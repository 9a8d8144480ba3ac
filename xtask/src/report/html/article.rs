//! One row of the matrix on the page: question, verdict, picture, numbers, and what others say.

use taipan_lab::experiment::{Experiment, Metric, Repeats};
use taipan_lab::findings::Finding;
use taipan_lab::row::{Measured, Row};
use taipan_lab::sample::Outcome;

use crate::report::html::{anchor, badge, escape, prose};
use crate::report::words::{count, interval, quantity};
use crate::report::{ratios, shown_metrics, svg};

/// The row's part of the page.
pub fn article(finding: &Finding) -> String {
    let row = &finding.row;
    let experiment = row.experiment;
    let mut html = format!(
        "<article id='{}'>\n<h3><a class='id' href='#{}'>{}</a> {} {}</h3>\n<p \
            class='question'>{}</p>\n<p class='verdict'>{}</p>\n",
        experiment.id,
        experiment.id,
        experiment.id,
        prose(experiment.title),
        badge(finding.verdict.agreement),
        prose(experiment.question),
        prose(&finding.verdict.sentence),
    );
    let metrics = shown_metrics(row);
    html += &ratios::table(row).unwrap_or_default();
    html += &figure(row, &metrics);
    html += &tables(row, &metrics);
    html += &printed(row, metrics.is_empty());
    html += &others(experiment);
    html += "</article>\n";
    html
}

fn figure(row: &Row, metrics: &[&Metric]) -> String {
    let caption = prose(row.experiment.caption);
    let drawn = metrics.first().filter(|_| row.experiment.repeats != Repeats::Once);
    match drawn.and_then(|metric| Some((metric, svg::picture(row, metric)?))) {
        None => format!("<p class='caption'>{caption}</p>\n"),
        Some((metric, picture)) => format!(
            "<figure>{picture}<figcaption><b>{}</b>{}.{} {caption}</figcaption></figure>\n",
            escape(metric.name),
            direction(metric),
            if row.experiment.ceiling.is_some() { " A dashed mark is the ceiling." } else { "" }
        ),
    }
}

fn direction(metric: &Metric) -> &'static str {
    use taipan_lab::experiment::Better;
    match metric.better {
        Better::Lower => ", less is better",
        Better::Higher => ", more is better",
        Better::Neither => "",
    }
}

/// The first metric's numbers in the open, the others' folded away.
fn tables(row: &Row, metrics: &[&Metric]) -> String {
    let Some((first, others)) = metrics.split_first() else {
        return String::new();
    };
    let mut html = table(row, first);
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|metric| metric.name).collect();
        let tables: String = others.iter().map(|metric| table(row, metric)).collect();
        html += &format!("<details><summary>More numbers: {}</summary>{tables}</details>\n", escape(&names.join(", ")));
    }
    html
}

/// Arms down, columns across.
fn table(row: &Row, metric: &Metric) -> String {
    let heads: String =
        row.columns.iter().map(|column| format!("<th scope='col'>{}</th>", escape(&column.id))).collect();
    let lines: String = row
        .arms()
        .iter()
        .map(|arm| {
            let cells: String = row
                .columns
                .iter()
                .map(|column| {
                    let cell = row.cells.iter().find(|cell| cell.column == column.id && row.arm(&cell.params) == *arm);
                    cell.map_or_else(|| "<td></td>".to_owned(), |cell| data(cell, metric))
                })
                .collect();
            format!("<tr><th scope='row'>{}</th>{cells}</tr>\n", escape(arm))
        })
        .collect();
    format!(
        "<div class='wide'><table><thead><tr><th \
            scope='col'>{}</th>{heads}</tr></thead><tbody>\n{lines}</tbody></table></div>\n",
        escape(metric.name)
    )
}

fn data(cell: &Measured, metric: &Metric) -> String {
    let estimate = cell.estimate(metric.name);
    let value = estimate.map(|estimate| {
        let all = cell.samples.iter().find_map(|sample| sample.values(metric.name)).filter(|values| values.len() > 1);
        let shown = match all {
            Some(values) => values.iter().map(|value| quantity(*value, metric.unit)).collect::<Vec<_>>().join(" "),
            None => quantity(estimate.value, metric.unit),
        };
        let range = interval(&estimate, metric.unit);
        let range = range.map_or_else(String::new, |range| format!("<small>{}</small>", escape(&range)));
        format!("<a href='#{}'>{}</a>{range}", anchor(&cell.key), escape(&shown))
    });
    let outcome = match cell.outcome() {
        None | Some(Outcome::Ok) => String::new(),
        Some(outcome) => {
            let class = if outcome == Outcome::Unavailable { "open" } else { "no" };
            format!(
                "<a class='badge {class}' href='#{}' title='{}'>{}</a>",
                anchor(&cell.key),
                escape(cell.detail()),
                outcome.word()
            )
        }
    };
    format!("<td>{} {outcome}</td>", value.unwrap_or_default())
}

/// What the programs said in words; folded away unless it is all there is.
fn printed(row: &Row, is_all: bool) -> String {
    let with_text: Vec<&Measured> = row.cells.iter().filter(|cell| !cell.text().trim().is_empty()).collect();
    if with_text.is_empty() {
        return String::new();
    }
    let blocks: String = with_text
        .iter()
        .map(|cell| {
            let arm = row.arm(&cell.params);
            let name = if arm.is_empty() { cell.column.clone() } else { format!("{}, {arm}", cell.column) };
            format!("<div><h4>{}</h4><pre>{}</pre></div>", escape(&name), escape(cell.text().trim_end()))
        })
        .collect();
    let open = if is_all { " open" } else { "" };
    let programs = count(with_text.len(), "program");
    format!(
        "<details{open}><summary>What {programs} said</summary><div \
            class='printed'>{blocks}</div></details>\n"
    )
}

fn others(experiment: &Experiment) -> String {
    let seeds = experiment.seeds.iter().map(|seed| format!("{} {}", prose(seed.label), prose(seed.shown)));
    let seeds: Vec<String> = seeds.collect();
    let mut items = String::new();
    if !seeds.is_empty() {
        items += &format!("<dt>The seeds</dt><dd>{}</dd>", seeds.join(" · "));
    }
    for claim in experiment.literature {
        items += &format!(
            "<dt>Expected</dt><dd>{} <cite>{}</cite> <small>({})</small></dd>",
            prose(claim.says),
            escape(claim.source),
            claim.tag.word()
        );
    }
    if items.is_empty() { String::new() } else { format!("<dl class='others'>{items}</dl>\n") }
}
