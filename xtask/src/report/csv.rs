//! The samples as a table for a spreadsheet: one line for each number.

use taipan_lab::cell::words;
use taipan_lab::findings::Findings;

use crate::report::Renderer;

/// Renders `results.csv`.
pub struct Csv;

impl Renderer for Csv {
    fn file_name(&self) -> &'static str {
        "results.csv"
    }

    fn render(&self, findings: &Findings) -> String {
        let mut text = String::from("row,model,params,round,outcome,metric,value,unit,wall_s,load\n");
        let cells = findings.rows.iter().flat_map(|finding| &finding.row.cells);
        for sample in cells.flat_map(|cell| &cell.samples) {
            let start = [
                sample.row.clone(),
                sample.model.clone(),
                words(&sample.params).join(" "),
                sample.round.to_string(),
                sample.outcome.word().to_owned(),
            ];
            let end = [sample.wall_s.to_string(), sample.host.load.to_string()];
            let mut line = |middle: [String; 3]| {
                let fields: Vec<String> = start.iter().chain(&middle).chain(&end).map(|field| quote(field)).collect();
                text.push_str(&fields.join(","));
                text.push('\n');
            };
            if sample.samples.is_empty() {
                line([String::new(), String::new(), String::new()]);
            }
            for reading in &sample.samples {
                for value in &reading.values {
                    line([reading.name.clone(), value.to_string(), reading.unit.clone()]);
                }
            }
        }
        text
    }
}

/// A field as RFC 4180 wants it.
fn quote(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_that_need_it_are_quoted() {
        assert_eq!(quote("plain words"), "plain words");
        assert_eq!(quote("a,b"), "\"a,b\"");
        assert_eq!(quote("say \"a\""), "\"say \"\"a\"\"\"");
    }
}
