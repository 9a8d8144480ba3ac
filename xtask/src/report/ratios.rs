//! The mean of a row's columns against its base: one bar for each, to the left or right of a line at one.

use taipan_lab::column::Column;
use taipan_lab::row::Row;
use taipan_lab::statistics::Estimate;

use crate::report::html::escape;
use crate::report::words::ratio_interval;

const WIDTH: f64 = 640.0;
const LABELS: f64 = 190.0;
const VALUES: f64 = 150.0;
const BAR: f64 = 17.0;

/// The table of bars; nothing when the row has no base column, or no other.
pub fn table(row: &Row) -> Option<String> {
    let ratios = row.against_base();
    let base = row.experiment.base?;
    if ratios.is_empty() {
        return None;
    }
    let scale = Scale::new(&ratios);
    let mut body = String::new();
    let mut y = 4.0;
    for (number, (column, ratio)) in ratios.iter().enumerate() {
        body += &line(number, column, ratio, &scale, y);
        y += BAR + 6.0;
    }
    let one = scale.x(1.0);
    let sentences: Vec<String> = ratios.iter().map(|(column, ratio)| sentence(column, ratio)).collect();
    Some(format!(
        "<figure><svg viewBox='0 0 {WIDTH} {y:.0}' role='img' aria-label='{}'>\
         <line class='z' x1='{one:.1}' y1='2' x2='{one:.1}' y2='{:.1}'/>{body}</svg>\
         <figcaption><b>Against {}</b>, the geometric mean over all cells; the line is {} itself.</figcaption></figure>\n",
        escape(&format!("Against {base}: {}.", sentences.join("; "))),
        y - 4.0,
        escape(base),
        escape(base),
    ))
}

fn line(number: usize, column: &Column, ratio: &Estimate, scale: &Scale, y: f64) -> String {
    let (one, end) = (scale.x(1.0), scale.x(ratio.value));
    let middle = y + BAR / 2.0;
    format!(
        "<g><title>{}</title><text class='a' x='{:.1}' y='{:.1}'>{}</text>\
         <rect class='c{}' x='{:.1}' y='{y:.1}' width='{:.1}' height='{BAR}' rx='2'/>\
         <path class='w' d='M{:.1} {middle:.1}H{:.1}'/><text class='v' x='{:.1}' y='{:.1}'>{}</text></g>",
        escape(&sentence(column, ratio)),
        LABELS - 8.0,
        middle + 4.0,
        escape(&column.id),
        number % 8,
        one.min(end),
        (end - one).abs().max(1.0),
        scale.x(ratio.low),
        scale.x(ratio.high),
        WIDTH - VALUES + 10.0,
        middle + 4.0,
        escape(&ratio_interval(ratio)),
    )
}

fn sentence(column: &Column, ratio: &Estimate) -> String {
    format!("{} {}", column.id, ratio_interval(ratio))
}

/// Ratios on an axis where half and double are equally far from one.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn new(ratios: &[(&Column, Estimate)]) -> Self {
        let low = ratios.iter().map(|(_, ratio)| ratio.low).fold(1.0, f64::min);
        let high = ratios.iter().map(|(_, ratio)| ratio.high).fold(1.0, f64::max);
        // A little air, so that a run without any difference is not all bar.
        Self { low: (low / 1.05).ln(), high: (high * 1.05).ln() }
    }

    fn x(&self, ratio: f64) -> f64 {
        let share = (ratio.ln() - self.low) / (self.high - self.low);
        LABELS + share.clamp(0.0, 1.0) * (WIDTH - LABELS - VALUES)
    }
}
