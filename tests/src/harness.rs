//! A runner of named tests that speaks as `cargo test` expects: filters, `--list`, the closing line.

use std::collections::VecDeque;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

/// A named test.
pub struct Trial {
    name: String,
    run: Box<dyn FnOnce() -> Result<(), String> + Send>,
}

impl Trial {
    /// A test that fails with a text that says why.
    pub fn new(name: String, run: impl FnOnce() -> Result<(), String> + Send + 'static) -> Self {
        Self { name, run: Box::new(run) }
    }
}

/// What `cargo test -- …` passes on.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    list: bool,
    exact: bool,
    quiet: bool,
    workers: Option<usize>,
    filters: Vec<String>,
    skip: Vec<String>,
}

/// Tests that run at the same time, unless the command line says otherwise.
const WORKERS: usize = 2;

/// Runs the tests that the command line asks for; fails when one of them does.
pub fn run(trials: Vec<Trial>) -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let all = trials.len();
    let chosen: VecDeque<_> = trials.into_iter().filter(|t| options.chooses(&t.name)).collect();
    if options.list {
        chosen.iter().for_each(|t| println!("{}: test", t.name));
        return ExitCode::SUCCESS;
    }
    let skipped = all - chosen.len();
    run_chosen(chosen, skipped, &options)
}

fn run_chosen(chosen: VecDeque<Trial>, skipped: usize, options: &Options) -> ExitCode {
    let start = Instant::now();
    let count = chosen.len();
    println!("\nrunning {count} tests");
    let queue = Mutex::new(chosen);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..options.workers.unwrap_or(WORKERS) {
            scope.spawn(|| {
                while let Some(trial) = next(&queue) {
                    let (name, result) = (trial.name, (trial.run)());
                    if result.is_err() || !options.quiet {
                        let word = if result.is_ok() { "ok" } else { "FAILED" };
                        println!("test {name} ... {word}");
                    }
                    if let Err(why) = result {
                        let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
                        failures.push((name, why));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    failures.sort();
    report(&failures);
    let (word, failed) = (if failures.is_empty() { "ok" } else { "FAILED" }, failures.len());
    println!(
        "\ntest result: {word}. {} passed; {failed} failed; 0 ignored; 0 measured; {skipped} filtered out; \
         finished in {:.2}s\n",
        count - failed,
        start.elapsed().as_secs_f64()
    );
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn next(queue: &Mutex<VecDeque<Trial>>) -> Option<Trial> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

fn report(failures: &[(String, String)]) {
    if failures.is_empty() {
        return;
    }
    println!("\nfailures:");
    for (name, why) in failures {
        println!("\n---- {name} ----\n{why}");
    }
    println!("\nfailures:");
    for (name, _) in failures {
        println!("    {name}");
    }
}

impl Options {
    fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut words = words.flat_map(|word| match word.split_once('=') {
            Some((key, value)) if key.starts_with("--") => vec![key.to_owned(), value.to_owned()],
            _ => vec![word],
        });
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--list" => options.list = true,
                "--exact" => options.exact = true,
                "-q" | "--quiet" => options.quiet = true,
                "--skip" => options.skip.push(value()?),
                "--test-threads" => {
                    let number = value()?.parse().ok().filter(|n| *n > 0);
                    options.workers = Some(number.ok_or("--test-threads needs a number above zero")?);
                }
                "--format" | "--color" | "--logfile" | "-Z" => drop(value()?),
                // Nothing is captured, ignored or measured here, so there is nothing to turn off or on.
                "--nocapture" | "--no-capture" | "--show-output" | "--ignored" | "--include-ignored" | "--test"
                | "--bench" | "--report-time" => {}
                _ if word.starts_with('-') => return Err(format!("there is no option {word}")),
                _ => options.filters.push(word),
            }
        }
        Ok(options)
    }

    fn chooses(&self, name: &str) -> bool {
        let matches = |filter: &String| {
            if self.exact { name == filter } else { name.contains(filter.as_str()) }
        };
        (self.filters.is_empty() || self.filters.iter().any(matches)) && !self.skip.iter().any(matches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(words: &str) -> Result<Options, String> {
        Options::parse(words.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn filters_choose_by_part_of_a_name() {
        let options = options("threads gc --skip unsync --test-threads=3 --nocapture").unwrap();
        assert_eq!(options.workers, Some(3));
        assert!(options.chooses("threads/barrier::gil") && options.chooses("gc/cycles::gil"));
        assert!(!options.chooses("gc/cycles::unsync") && !options.chooses("classes/mro::gil"));
    }

    #[test]
    fn exact_filters_choose_by_the_whole_name() {
        let options = options("--exact gc/many::gil").unwrap();
        assert!(options.chooses("gc/many::gil") && !options.chooses("gc/many::gil-every-op"));
    }

    #[test]
    fn an_option_that_does_not_exist_is_refused() {
        assert!(options("--bogus").is_err() && options("--skip").is_err());
        assert!(options("--test-threads none").is_err());
    }
}
