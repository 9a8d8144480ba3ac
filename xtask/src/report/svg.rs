//! Pictures: bars with intervals grouped by column, and points on an axis of powers of ten.

use taipan_lab::experiment::{Metric, Scale};
use taipan_lab::row::Row;
use taipan_lab::statistics::Estimate;

use crate::report::html::escape;
use crate::report::words::{interval, quantity};

const WIDTH: f64 = 640.0;
/// Room for labels, at least and at most, and what one letter takes.
const LABELS: (f64, f64) = (150.0, 260.0);
const LETTER: f64 = 6.6;
const VALUES: f64 = 92.0;
/// More arms than this are drawn as points, one line for each arm.
const MOST_BARS: usize = 4;
const BAR: f64 = 17.0;
const COLOURS: usize = 8;

/// The picture of a row's metric; nothing when there is nothing to see.
pub fn picture(row: &Row, metric: &Metric) -> Option<String> {
    let points = points(row, metric);
    if points.is_empty() || points.iter().all(|point| point.estimate.value == 0.0) {
        return None;
    }
    let arms = row.arms();
    let is_log = metric.scale == Scale::Log && points.iter().all(|point| point.estimate.low > 0.0);
    if is_log || arms.len() > MOST_BARS {
        Some(dots(row, metric, &points, &arms, is_log))
    } else {
        Some(bars(row, metric, &points))
    }
}

struct Point<'a> {
    column: usize,
    column_id: &'a str,
    arm: usize,
    label: String,
    estimate: Estimate,
    /// What the value could not exceed on this machine, measured in the same process.
    ceiling: Option<f64>,
}

fn points<'a>(row: &'a Row, metric: &Metric) -> Vec<Point<'a>> {
    let arms = row.arms();
    let points = row.cells.iter().filter_map(|cell| {
        let label = row.arm(&cell.params);
        Some(Point {
            column: row.columns.iter().position(|column| column.id == cell.column)?,
            column_id: &cell.column,
            arm: arms.iter().position(|arm| *arm == label)?,
            label,
            estimate: cell.estimate(metric.name)?,
            ceiling: ceiling(row, metric).and_then(|name| Some(cell.estimate(name)?.value)),
        })
    });
    points.collect()
}

/// The metric that bounds this one.
fn ceiling(row: &Row, metric: &Metric) -> Option<&'static str> {
    let is_headline = row.experiment.headline().is_some_and(|headline| headline.name == metric.name);
    row.experiment.ceiling.filter(|_| is_headline)
}

/// Bars in groups, one group for each column.
fn bars(row: &Row, metric: &Metric, points: &[Point<'_>]) -> String {
    let axis = Axis::new(points, false);
    let mut body = String::new();
    let mut y = 4.0;
    for (number, column) in row.columns.iter().enumerate() {
        let group: Vec<&Point<'_>> = points.iter().filter(|point| point.column == number).collect();
        if group.is_empty() {
            continue;
        }
        body += &format!("<text class='g' x='0' y='{:.1}'>{}</text>", y + 13.0, escape(&column.id));
        y += 20.0;
        for point in group {
            body += &bar(point, metric, &axis, y);
            y += BAR + 4.0;
        }
        y += 8.0;
    }
    let zero = axis.x(0.0);
    let line = format!("<line class='z' x1='{zero:.1}' y1='2' x2='{zero:.1}' y2='{:.1}'/>", y - 6.0);
    frame(row, metric, points, y, &(line + &body))
}

fn bar(point: &Point<'_>, metric: &Metric, axis: &Axis, y: f64) -> String {
    let estimate = &point.estimate;
    let (zero, end) = (axis.x(0.0), axis.x(estimate.value));
    let (left, width) = (zero.min(end), (end - zero).abs().max(1.0));
    let label = if point.label.is_empty() { metric.name } else { &point.label };
    let middle = y + BAR / 2.0;
    let bound = point.ceiling.map_or(end, |value| axis.x(value));
    let text_x = end.max(zero).max(axis.x(estimate.high)).max(bound) + 6.0;
    format!(
        "<g><title>{}</title><text class='a' x='{:.1}' y='{:.1}'>{}</text>\
         <rect class='c{}' x='{left:.1}' y='{y:.1}' width='{width:.1}' height='{BAR}' rx='2'/>{}{}\
         <text class='v' x='{text_x:.1}' y='{:.1}'>{}</text></g>",
        escape(&sentence(point, metric)),
        axis.left - 8.0,
        middle + 4.0,
        escape(label),
        point.arm % COLOURS,
        whisker(estimate, axis, middle),
        limit(point, axis, y - 2.0, BAR + 4.0),
        middle + 4.0,
        escape(&quantity(estimate.value, metric.unit)),
    )
}

/// A dashed mark at the ceiling.
fn limit(point: &Point<'_>, axis: &Axis, y: f64, height: f64) -> String {
    let at = point.ceiling.map(|value| axis.x(value));
    at.map_or_else(String::new, |x| format!("<path class='u' d='M{x:.1} {y:.1}v{height:.1}'/>"))
}

/// One line for each arm, one mark for each column.
fn dots(row: &Row, metric: &Metric, points: &[Point<'_>], arms: &[String], is_log: bool) -> String {
    let axis = Axis::new(points, is_log);
    let (mut body, top) = legend(row);
    let step = 11.0;
    let height = row.columns.len() as f64 * step + 10.0;
    let mut y = top;
    for (number, arm) in arms.iter().enumerate() {
        let label = if arm.is_empty() { metric.name } else { arm };
        let middle = y + height / 2.0;
        if number % 2 == 0 {
            body += &format!("<rect class='band' x='0' y='{y:.1}' width='{WIDTH}' height='{height:.1}'/>");
        }
        body += &format!("<text class='a' x='{:.1}' y='{:.1}'>{}</text>", axis.left - 8.0, middle + 4.0, escape(label));
        for point in points.iter().filter(|point| point.arm == number) {
            let at = y + 10.0 + point.column as f64 * step;
            body += &format!(
                "<g class='c{}'><title>{}</title>{}{}{}<text class='v s' x='{:.1}' \
                    y='{:.1}'>{}</text></g>",
                colour(point.column),
                escape(&sentence(point, metric)),
                whisker(&point.estimate, &axis, at),
                mark(point.column, axis.x(point.estimate.value), at),
                limit(point, &axis, at - step / 2.0, step),
                axis.x(point.estimate.high).max(axis.x(point.estimate.value)) + 8.0,
                at + 3.5,
                escape(&quantity(point.estimate.value, metric.unit)),
            );
        }
        y += height;
    }
    let (ticks, labels) = axis.ticks(metric, top, y);
    frame(row, metric, points, y + 20.0, &(body + &ticks + &labels))
}

fn legend(row: &Row) -> (String, f64) {
    let mut body = String::new();
    let (mut x, mut y) = (6.0, 10.0);
    for (number, column) in row.columns.iter().enumerate() {
        let width = 24.0 + column.id.len() as f64 * 7.2;
        if x + width > WIDTH {
            x = 6.0;
            y += 18.0;
        }
        body += &format!("<g class='c{}'>{}</g>", colour(number), mark(number, x, y));
        body += &format!("<text class='l' x='{:.1}' y='{:.1}'>{}</text>", x + 9.0, y + 4.0, escape(&column.id));
        x += width;
    }
    (body, y + 14.0)
}

/// From the ninth column on shapes come again, in another colour than before.
fn colour(column: usize) -> usize {
    (column + 3 * (column / COLOURS)) % COLOURS
}

/// A mark of its own shape for each column, so that colour is never the only difference.
fn mark(column: usize, x: f64, y: f64) -> String {
    let polygon = |points: &[(f64, f64)]| {
        let points: Vec<String> = points.iter().map(|(dx, dy)| format!("{:.1},{:.1}", x + dx, y + dy)).collect();
        format!("<polygon points='{}'/>", points.join(" "))
    };
    match column % COLOURS {
        0 => format!("<circle cx='{x:.1}' cy='{y:.1}' r='4.2'/>"),
        1 => format!("<rect x='{:.1}' y='{:.1}' width='7.6' height='7.6'/>", x - 3.8, y - 3.8),
        2 => polygon(&[(0.0, -5.0), (4.8, 3.8), (-4.8, 3.8)]),
        3 => polygon(&[(0.0, -5.2), (5.2, 0.0), (0.0, 5.2), (-5.2, 0.0)]),
        4 => polygon(&[(0.0, 5.0), (4.8, -3.8), (-4.8, -3.8)]),
        5 => format!("<circle class='ring' cx='{x:.1}' cy='{y:.1}' r='3.6'/>"),
        6 => polygon(&[(-4.6, -1.6), (4.6, -1.6), (4.6, 1.6), (-4.6, 1.6)]),
        _ => polygon(&[(-1.6, -4.6), (1.6, -4.6), (1.6, 4.6), (-1.6, 4.6)]),
    }
}

fn whisker(estimate: &Estimate, axis: &Axis, y: f64) -> String {
    let (low, high) = (axis.x(estimate.low), axis.x(estimate.high));
    if high - low < 1.5 {
        return String::new();
    }
    format!("<path class='w' d='M{low:.1} {y:.1}H{high:.1}M{low:.1} {:.1}v6M{high:.1} {:.1}v6'/>", y - 3.0, y - 3.0)
}

fn sentence(point: &Point<'_>, metric: &Metric) -> String {
    let range = interval(&point.estimate, metric.unit).map_or_else(String::new, |range| format!(", {range}"));
    let arm = if point.label.is_empty() { String::new() } else { format!(", {}", point.label) };
    let value = quantity(point.estimate.value, metric.unit);
    let ceiling = point.ceiling.map_or_else(String::new, |most| format!(", ceiling {}", quantity(most, metric.unit)));
    format!("{}{arm}: {} {value}{range}{ceiling}", point.column_id, metric.name)
}

fn frame(row: &Row, metric: &Metric, points: &[Point<'_>], height: f64, body: &str) -> String {
    let sentences: Vec<String> = points.iter().map(|point| sentence(point, metric)).collect();
    format!(
        "<svg viewBox='0 0 {WIDTH} {height:.0}' role='img' aria-label='{}'>{body}</svg>",
        escape(&format!("{}: {}. {}.", row.experiment.title, metric.name, sentences.join("; ")))
    )
}

/// Where a value is on the picture.
struct Axis {
    /// Where it begins, right of the labels.
    left: f64,
    low: f64,
    high: f64,
    is_log: bool,
}

impl Axis {
    fn new(points: &[Point<'_>], is_log: bool) -> Self {
        let estimates = || points.iter().map(|point| &point.estimate);
        let low = estimates().map(|estimate| estimate.low).fold(f64::INFINITY, f64::min);
        let ceilings = points.iter().filter_map(|point| point.ceiling);
        let high = estimates().map(|estimate| estimate.high).chain(ceilings).fold(f64::NEG_INFINITY, f64::max);
        let longest = points.iter().map(|point| point.label.chars().count()).max().unwrap_or(0);
        let left = (longest as f64 * LETTER + 10.0).clamp(LABELS.0, LABELS.1);
        if is_log {
            let (low, high) = (low.log10().floor(), high.log10().ceil());
            return Self { left, low, high: if high > low { high } else { low + 1.0 }, is_log };
        }
        Self { left, low: low.min(0.0), high: if high > 0.0 { high } else { 1.0 }, is_log }
    }

    fn x(&self, value: f64) -> f64 {
        let value = if self.is_log { value.log10() } else { value };
        let share = (value - self.low) / (self.high - self.low);
        self.left + share.clamp(0.0, 1.0) * (WIDTH - self.left - VALUES)
    }

    /// Lines down the picture and the numbers below them.
    fn ticks(&self, metric: &Metric, top: f64, bottom: f64) -> (String, String) {
        let values: Vec<f64> = if self.is_log {
            (self.low as i32..=self.high as i32).map(|power| 10f64.powi(power)).collect()
        } else {
            let step = round_step((self.high - self.low) / 4.0);
            let count = |end: f64| (end / step).trunc() as i32;
            (count(self.low)..=count(self.high)).map(|tick| f64::from(tick) * step).collect()
        };
        let (mut lines, mut labels) = (String::new(), String::new());
        for value in values {
            let x = self.x(value);
            lines += &format!("<line class='t' x1='{x:.1}' y1='{top:.1}' x2='{x:.1}' y2='{bottom:.1}'/>");
            let text = escape(&quantity(value, metric.unit));
            labels += &format!("<text class='k' x='{x:.1}' y='{:.1}'>{text}</text>", bottom + 14.0);
        }
        (lines, labels)
    }
}

/// The next larger 1, 2 or 5 times a power of ten.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let factor = factors.into_iter().find(|factor| factor * power >= least * 0.999_999);
    factor.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!(round_step(0.3), 0.5);
        assert_eq!(round_step(1.0), 1.0);
        assert_eq!(round_step(12.0), 20.0);
        assert_eq!(round_step(70.0), 100.0);
    }
}
