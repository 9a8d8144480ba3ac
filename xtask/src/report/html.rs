//! The report as one page of HTML that opens without a network: style and pictures are inside it.

mod appendix;
mod article;
mod table;

use taipan_lab::findings::Findings;
use taipan_lab::verdict::Agreement;

use crate::report::words::count;
use crate::report::{Renderer, WAYS_TO_MISLEAD, caveats, tally};

const STYLE: &str = include_str!("html/style.css");

/// Renders `report.html`.
pub struct Html;

impl Renderer for Html {
    fn file_name(&self) -> &'static str {
        "report.html"
    }

    fn render(&self, findings: &Findings) -> String {
        let mut page = format!(
            "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n\
             <meta name='viewport' content='width=device-width, initial-scale=1'>\n\
             <meta name='color-scheme' content='light dark'>\n<title>Taipan: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
            escape(&findings.header.run)
        );
        page += &head(findings);
        page += "<main>\n";
        page += &in_short(findings);
        page += &table::seeds_table(findings);
        for (group, rows) in findings.chapters() {
            page += &format!("<section id='{group:?}'>\n<h2>{}</h2>\n", group.title());
            for finding in rows {
                page += &article::article(finding);
            }
            page += "</section>\n";
        }
        page += &mislead();
        page += &appendix::appendix(findings);
        page += "</main>\n</body>\n</html>\n";
        page
    }
}

/// Text as it may stand in HTML, in attributes too.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Text with its `code` in code style.
fn prose(text: &str) -> String {
    let mut html = String::new();
    for (index, part) in text.split('`').enumerate() {
        let part = escape(part);
        html += &if index % 2 == 1 { format!("<code>{part}</code>") } else { part };
    }
    html
}

/// The place of a cell's samples in the appendix.
fn anchor(key: &str) -> String {
    let letters = key.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
    format!("s-{}", letters.collect::<String>())
}

fn badge(agreement: Agreement) -> String {
    let class = match agreement {
        Agreement::Agrees => "yes",
        Agreement::Differs => "no",
        Agreement::Unclear | Agreement::NotMeasured => "open",
    };
    let sign = match agreement {
        Agreement::Agrees => "✓",
        Agreement::Differs => "≠",
        Agreement::Unclear | Agreement::NotMeasured => "–",
    };
    format!("<span class='badge {class}'><span aria-hidden='true'>{sign}</span> {}</span>", agreement.words())
}

fn head(findings: &Findings) -> String {
    let header = &findings.header;
    let host = &header.host;
    let noise = findings.noise.map_or_else(|| "not measured".to_owned(), |noise| format!("{:.1} %", noise * 100.0));
    let size = header.size.pick("quick: each cell once, a smoke test", "default", "full");
    let mut facts = vec![
        ("Processor", host.cpu.clone()),
        ("Cores", host.cores.to_string()),
        ("Kernel", host.kernel.clone()),
        ("Load before", format!("{:.2}", host.load)),
        ("Load meanwhile", findings.load.map_or_else(|| "not known".to_owned(), |load| format!("{load:.2}"))),
        ("Begun", format!("{} UTC", header.began)),
        ("Size", size.to_owned()),
        ("Measured", format!("{} of {}", count(findings.samples, "sample"), count(findings.rows.len(), "row"))),
        ("Noise floor", noise),
        ("Order seed", header.seed.to_string()),
    ];
    if !header.build.rustc.is_empty() {
        let build = &header.build;
        facts.push(("Taipan", format!("{} {}, {}", build.profile, build.git, build.rustc)));
    }
    if !host.governor.is_empty() {
        facts.push(("Governor", host.governor.clone()));
    }
    let facts: Vec<String> =
        facts.iter().map(|(name, value)| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value))).collect();
    let columns = header.columns.iter();
    let columns: Vec<String> =
        columns.map(|column| format!("<li><b>{}</b> {}</li>", escape(&column.id), escape(&column.about))).collect();
    let chapters = findings.chapters();
    let links = chapters.iter().map(|(group, _)| format!("<a href='#{group:?}'>{}</a>", group.title()));
    format!(
        "<header>\n<p class='over'>Taipan experiments</p>\n<h1>Who may touch an object, and \
            when?</h1>\n\
         <dl class='facts'>{}</dl>\n<details class='columns'><summary>{} ran the same programs</summary><ul>{}</ul></details>\n\
         {}<nav aria-label='Chapters'>{}</nav>\n</header>\n",
        facts.concat(),
        count(header.columns.len(), "column"),
        columns.concat(),
        notes(findings),
        links.collect::<String>(),
    )
}

fn notes(findings: &Findings) -> String {
    let items: Vec<String> = caveats(findings).iter().map(|note| format!("<li>{}</li>", prose(note))).collect();
    if items.is_empty() { String::new() } else { format!("<ul class='notes'>{}</ul>\n", items.concat()) }
}

fn in_short(findings: &Findings) -> String {
    let items = findings.headlines().into_iter().map(|finding| {
        let id = finding.row.experiment.id;
        format!(
            "<li><p>{}</p><p class='foot'><a href='#{id}'>{id}</a> {}</p></li>",
            prose(&finding.verdict.sentence),
            badge(finding.verdict.agreement)
        )
    });
    let items: String = items.collect();
    format!(
        "<section id='short'>\n<h2>In short</h2>\n<ol class='cards'>{items}</ol>\n<p class='foot'>Of all rows, {}.</p>\n</section>\n",
        linked(&tally(findings), findings)
    )
}

/// The text with a link at each row's name.
fn linked(text: &str, findings: &Findings) -> String {
    findings.rows.iter().fold(escape(text), |text, finding| {
        let id = finding.row.experiment.id;
        text.replace(id, &format!("<a href='#{id}'>{id}</a>"))
    })
}

fn mislead() -> String {
    let items: Vec<String> = WAYS_TO_MISLEAD
        .iter()
        .map(|(way, instead)| format!("<li><b>{}</b> {}</li>", prose(way), prose(instead)))
        .collect();
    format!(
        "<section id='mislead'>\n<h2>The usual ways to mislead</h2>\n<ul \
            class='ways'>{}</ul>\n</section>\n",
        items.concat()
    )
}
