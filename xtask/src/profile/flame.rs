//! A flame graph: every function a bar as wide as its share of the samples, on top of the function that called it.
//!
//! The picture is B. Gregg's ("The Flame Graph", CACM 59, 2016). Bars are in the order of their names, so that two
//! profiles of one program look alike; what is too narrow to be seen is left out.

use std::fmt::Write as _;

use crate::profile::stacks::{Frame, Stacks};
use crate::report::html::escape;

const WIDTH: f64 = 1200.0;
const BAR: f64 = 17.0;
const HEAD: f64 = 34.0;
/// Narrower bars are not drawn.
const NARROWEST: f64 = 0.4;
/// The width of a letter of the labels.
const LETTER: f64 = 6.6;

/// The profile as an SVG of its own, readable without any script: a bar says its name and share when pointed at.
pub fn picture(stacks: &Stacks, title: &str) -> String {
    let height = HEAD + BAR * stacks.root.height() as f64 + 6.0;
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}' \
         font-family='monospace' font-size='11'>\n<rect width='100%' height='100%' fill='#fffdf8'/>\n\
         <text x='8' y='21' font-size='15'>{}</text>\n",
        escape(title)
    );
    let mut drawing = Drawing { svg: &mut svg, total: stacks.total().max(1), floor: height - 6.0 };
    drawing.bar("all", &stacks.root, 0.0, 0);
    svg += "</svg>\n";
    svg
}

struct Drawing<'a> {
    svg: &'a mut String,
    total: u64,
    floor: f64,
}

impl Drawing<'_> {
    /// Draws a function and what stands on it, from `x` on.
    fn bar(&mut self, name: &str, frame: &Frame, x: f64, level: usize) {
        let share = frame.samples as f64 / self.total as f64;
        let width = share * WIDTH;
        if width < NARROWEST {
            return;
        }
        let y = self.floor - BAR * (level + 1) as f64;
        let shown = escape(name);
        let _ = write!(
            self.svg,
            "<g><title>{shown}: {:.1} %, {} samples</title><rect x='{x:.1}' y='{y:.1}' width='{width:.1}' \
             height='{:.1}' rx='1.5' fill='{}' stroke='#fffdf8' stroke-width='.5'/>",
            100.0 * share,
            frame.samples,
            BAR - 1.0,
            colour(name)
        );
        if let Some(label) = label(name, width) {
            let _ = write!(self.svg, "<text x='{:.1}' y='{:.1}'>{}</text>", x + 3.0, y + 12.0, escape(&label));
        }
        self.svg.push_str("</g>\n");
        let mut x = x;
        for (name, call) in &frame.calls {
            self.bar(name, call, x, level + 1);
            x += call.samples as f64 / self.total as f64 * WIDTH;
        }
    }
}

/// As much of the end of a name as fits, the end being the function; nothing if that is not worth reading.
fn label(name: &str, width: f64) -> Option<String> {
    let room = ((width - 6.0) / LETTER).max(0.0) as usize;
    let length = name.chars().count();
    match room {
        _ if length <= room => Some(name.to_owned()),
        0..=3 => None,
        _ => Some(format!("…{}", name.chars().skip(length - room + 1).collect::<String>())),
    }
}

/// One colour for each crate: warm ones for Taipan's, a cool grey for the others.
fn colour(name: &str) -> String {
    let home = name.trim_start_matches('<').split("::").next().unwrap_or(name);
    let number = home.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    if home.starts_with("taipan") {
        format!("hsl({},85%,68%)", 5 + number % 50)
    } else {
        format!("hsl({},25%,80%)", 190 + number % 50)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_wide_as_its_share_and_stands_on_its_caller() {
        let script = "main \n 1 inner\n 1 taipan::outer\n\nmain \n 1 taipan::outer\n\n";
        let svg = picture(&Stacks::parse(script), "a < b");
        assert!(svg.contains(">a &lt; b</text>"));
        assert!(svg.contains("<title>taipan::outer: 100.0 %, 2 samples</title><rect x='0.0' y='51.0' width='1200.0'"));
        assert!(svg.contains("<title>inner: 50.0 %, 1 samples</title><rect x='0.0' y='34.0' width='600.0'"));
    }

    #[test]
    fn a_label_keeps_the_end_of_the_name() {
        assert_eq!(label("short", 100.0).as_deref(), Some("short"));
        assert_eq!(label("taipan_vm::run::interpret", 80.0).as_deref(), Some("…:interpret"));
        assert_eq!(label("taipan_vm::run::interpret", 20.0), None);
    }

    #[test]
    fn names_with_signs_stay_text() {
        let svg = picture(&Stacks::parse("t \n 1 <a as b>::c\n\n"), "t");
        assert!(svg.contains("&lt;a as b&gt;::c") && !svg.contains("<a as b>"));
    }
}
