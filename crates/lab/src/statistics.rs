//! Medians, bootstrap intervals, and when two figures may be called different.
//!
//! Intervals are percentile bootstrap intervals of the median (Efron, "Bootstrap methods: another look at the
//! jackknife", Annals of Statistics 7, 1979; Efron and Tibshirani, "An Introduction to the Bootstrap", 1993,
//! chapter 13), 95 %, from 1,000 resamples drawn with a fixed seed, so that a report drawn twice says the same.

use crate::random::Random;

const RESAMPLES: usize = 1_000;
const TAIL: f64 = 0.025;

/// A median and the interval around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The median of the samples, or a ratio of two medians.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// How many samples it was made of (for a ratio, the smaller number).
    pub count: usize,
}

/// How two figures compare once intervals and noise are respected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The first is larger.
    Larger,
    /// The first is smaller.
    Smaller,
    /// No difference that this run could tell from noise.
    Same,
}

/// The middle value; the mean of the two middle values when the number is even.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

/// The median with its interval; one sample is its own interval.
#[must_use]
pub fn estimate(values: &[f64], seed: u64) -> Option<Estimate> {
    let value = median(values)?;
    let mut random = Random::new(seed);
    let (low, high) = percentiles(|| resampled_median(values, &mut random));
    Some(Estimate { value, low, high, count: values.len() })
}

/// The ratio of two medians with its interval; nothing when there is nothing to divide by.
#[must_use]
pub fn ratio(top: &[f64], bottom: &[f64], seed: u64) -> Option<Estimate> {
    let below = median(bottom)?;
    if below <= 0.0 {
        return None;
    }
    let value = median(top)? / below;
    let mut random = Random::new(seed);
    let (low, high) = percentiles(|| {
        let numerator = resampled_median(top, &mut random);
        let denominator = resampled_median(bottom, &mut random);
        if denominator > 0.0 { numerator / denominator } else { value }
    });
    Some(Estimate { value, low, high, count: top.len().min(bottom.len()) })
}

/// The geometric mean of several ratios of medians, with its interval; pairs with nothing to divide by do not count.
///
/// The geometric mean, because the mean of normalised times must not depend on what they are normalised by (Fleming
/// and Wallace, "How not to lie with statistics", CACM 29, 1986).
#[must_use]
pub fn mean_ratio(pairs: &[(Vec<f64>, Vec<f64>)], seed: u64) -> Option<Estimate> {
    let positive = |values: &[f64]| !values.is_empty() && values.iter().all(|value| *value > 0.0);
    let pairs: Vec<_> = pairs.iter().filter(|(top, bottom)| positive(top) && positive(bottom)).collect();
    if pairs.is_empty() {
        return None;
    }
    let mean = |logs: f64| (logs / pairs.len() as f64).exp();
    let log_of =
        |top: Option<f64>, bottom: Option<f64>| top.zip(bottom).map_or(0.0, |(top, bottom)| (top / bottom).ln());
    let value = mean(pairs.iter().map(|(top, bottom)| log_of(median(top), median(bottom))).sum());
    let mut random = Random::new(seed);
    let (low, high) = percentiles(|| {
        let drawn = pairs.iter().map(|(top, bottom)| {
            let top = resampled_median(top, &mut random);
            (top / resampled_median(bottom, &mut random)).ln()
        });
        mean(drawn.sum())
    });
    let count = pairs.iter().map(|(top, bottom)| top.len().min(bottom.len())).min().unwrap_or(0);
    Some(Estimate { value, low, high, count })
}

/// Whether a ratio is a difference: outside the run's noise, and with one on one side of its interval.
#[must_use]
pub fn order(ratio: &Estimate, noise: f64) -> Order {
    if ratio.low > 1.0 && ratio.value > 1.0 + noise {
        Order::Larger
    } else if ratio.high < 1.0 && ratio.value < 1.0 - noise {
        Order::Smaller
    } else {
        Order::Same
    }
}

fn resampled_median(values: &[f64], random: &mut Random) -> f64 {
    let drawn: Vec<f64> = (0..values.len()).map(|_| values[random.below(values.len())]).collect();
    median(&drawn).unwrap_or(f64::NAN)
}

fn percentiles(mut draw: impl FnMut() -> f64) -> (f64, f64) {
    let mut drawn: Vec<f64> = (0..RESAMPLES).map(|_| draw()).collect();
    drawn.sort_by(f64::total_cmp);
    let tail = (RESAMPLES as f64 * TAIL) as usize;
    (drawn[tail], drawn[RESAMPLES - 1 - tail])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_by_hand() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4.0]), Some(4.0));
        assert_eq!(median(&[9.0, 1.0, 4.0]), Some(4.0));
        assert_eq!(median(&[9.0, 1.0, 4.0, 6.0]), Some(5.0));
    }

    #[test]
    fn one_sample_is_its_own_interval() {
        let one = estimate(&[2.5], 1).unwrap();
        assert_eq!(one, Estimate { value: 2.5, low: 2.5, high: 2.5, count: 1 });
    }

    #[test]
    fn an_interval_stays_inside_the_samples_and_holds_the_median() {
        let values = [1.0, 2.0, 3.0, 4.0, 100.0];
        let estimate = estimate(&values, 3).unwrap();
        assert_eq!(estimate.value, 3.0);
        // Of three samples out of five, the chance of a median of 1 is 0.058: inside the tails.
        assert_eq!((estimate.low, estimate.high), (1.0, 100.0));
    }

    #[test]
    fn many_equal_samples_leave_no_doubt() {
        let values = [7.0; 40];
        let estimate = estimate(&values, 3).unwrap();
        assert_eq!((estimate.low, estimate.high), (7.0, 7.0));
    }

    #[test]
    fn ratios_by_hand() {
        let two = ratio(&[4.0, 4.0, 4.0], &[2.0, 2.0, 2.0], 5).unwrap();
        assert_eq!((two.value, two.low, two.high), (2.0, 2.0, 2.0));
        assert_eq!(ratio(&[1.0], &[0.0], 5), None);
        assert_eq!(ratio(&[], &[1.0], 5), None);
    }

    #[test]
    fn a_mean_of_ratios_by_hand() {
        let pairs = [(vec![4.0; 3], vec![1.0; 3]), (vec![1.0; 3], vec![4.0; 3]), (vec![8.0; 2], vec![1.0; 3])];
        let mean = mean_ratio(&pairs, 1).unwrap();
        assert!((mean.value - 2.0).abs() < 1e-12 && (mean.low - 2.0).abs() < 1e-12, "{mean:?}");
        assert_eq!(mean.count, 2);
        assert_eq!(mean_ratio(&[(vec![1.0], vec![]), (vec![1.0], vec![0.0])], 1), None);
    }

    #[test]
    fn inside_the_noise_nothing_differs() {
        let slightly = Estimate { value: 1.04, low: 1.03, high: 1.05, count: 9 };
        assert_eq!(order(&slightly, 0.05), Order::Same);
        assert_eq!(order(&slightly, 0.01), Order::Larger);
        let unsure = Estimate { value: 1.5, low: 0.9, high: 2.0, count: 3 };
        assert_eq!(order(&unsure, 0.01), Order::Same);
        let half = Estimate { value: 0.5, low: 0.45, high: 0.6, count: 3 };
        assert_eq!(order(&half, 0.01), Order::Smaller);
    }
}
