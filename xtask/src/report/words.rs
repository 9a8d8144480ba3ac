//! Numbers as a reader sees them.

use taipan_lab::statistics::Estimate;

/// A number with its unit, three digits that matter, in the prefix that reads best.
pub fn quantity(value: f64, unit: &str) -> String {
    match unit {
        "s" => time(value),
        "us" => time(value * 1e-6),
        "ns" => time(value * 1e-9),
        "" => digits(value),
        "M/s" => rate(value * 1e6),
        "/s" => rate(value),
        _ => format!("{} {unit}", digits(value)),
    }
}

/// The interval of an estimate, in words; nothing for a single sample.
pub fn interval(estimate: &Estimate, unit: &str) -> Option<String> {
    let is_point = (estimate.high - estimate.low).abs() <= estimate.value.abs() * 1e-12;
    let several = estimate.count > 1;
    (several && !is_point).then(|| format!("{} to {}", quantity(estimate.low, unit), quantity(estimate.high, unit)))
}

/// A ratio with its interval: `1.08x (1.05 to 1.12)`.
pub fn ratio_interval(ratio: &Estimate) -> String {
    let range = if ratio.count > 1 { format!(" ({:.2} to {:.2})", ratio.low, ratio.high) } else { String::new() };
    format!("{:.3}x{range}", ratio.value)
}

/// Three digits that matter; whole numbers stay whole, with spaces between thousands.
pub fn digits(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if size >= 1_000.0 || (value.fract() == 0.0 && size >= 1.0) {
        thousands(value)
    } else if size >= 100.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else if size >= 0.1 {
        format!("{value:.2}")
    } else if size >= 0.001 {
        format!("{value:.4}")
    } else {
        format!("{value:.1e}")
    }
}

/// A few words for people who read no plural rules: `1 sample`, `2 samples`.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

fn time(seconds: f64) -> String {
    let size = seconds.abs();
    if seconds == 0.0 {
        "0 s".to_owned()
    } else if size >= 1.0 {
        format!("{} s", digits(seconds))
    } else if size >= 1e-3 {
        format!("{} ms", digits(seconds * 1e3))
    } else if size >= 1e-6 {
        format!("{} µs", digits(seconds * 1e6))
    } else {
        format!("{} ns", digits(seconds * 1e9))
    }
}

fn rate(per_second: f64) -> String {
    if per_second.abs() >= 1e6 {
        format!("{} M/s", digits(per_second / 1e6))
    } else {
        format!("{}/s", digits(per_second))
    }
}

fn thousands(value: f64) -> String {
    let whole = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 && whole.len() > 4 {
            // A thin space that does not break.
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    if value < 0.0 { format!("-{grouped}") } else { grouped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_well() {
        assert_eq!(quantity(0.000_012_34, "s"), "12.3 µs");
        assert_eq!(quantity(0.4991, "s"), "499 ms");
        assert_eq!(quantity(3.67, "s"), "3.67 s");
        assert_eq!(quantity(10_391.4, "us"), "10.4 ms");
        assert_eq!(quantity(4.31, "ns"), "4.31 ns");
        assert_eq!(quantity(3.0, ""), "3");
        assert_eq!(quantity(106.587, "/s"), "107/s");
        assert_eq!(quantity(24.44, "M/s"), "24.4 M/s");
        assert_eq!(quantity(33.3333, "%"), "33.3 %");
        assert_eq!(quantity(-2.0, "counts"), "-2 counts");
        assert_eq!(digits(4_294_967_295.0), "4\u{202f}294\u{202f}967\u{202f}295");
        assert_eq!(digits(1234.0), "1234");
    }

    #[test]
    fn a_single_sample_has_no_interval() {
        let one = Estimate { value: 2.0, low: 2.0, high: 2.0, count: 1 };
        assert_eq!(interval(&one, "s"), None);
        let many = Estimate { value: 2.0, low: 1.0, high: 3.0, count: 5 };
        assert_eq!(interval(&many, "s").as_deref(), Some("1 s to 3 s"));
        assert_eq!([one, many].map(|ratio| ratio_interval(&ratio)), ["2.000x", "2.000x (1.00 to 3.00)"]);
    }
}
