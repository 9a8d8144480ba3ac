//! Sampled stacks, folded into a tree: each function below its caller, with the number of samples in it.

use std::collections::{BTreeMap, HashMap};

/// A function in one place of the tree.
#[derive(Debug, Default)]
pub struct Frame {
    /// Samples in it and in what it called.
    pub samples: u64,
    /// What it called, by name.
    pub calls: BTreeMap<String, Frame>,
}

/// Every stack of a profile.
#[derive(Debug, Default)]
pub struct Stacks {
    /// The bottom of all stacks: its calls are the names of the threads.
    pub root: Frame,
}

impl Stacks {
    /// Reads what `perf script --fields comm,ip,sym` prints: a line with the thread's name, a line for each function
    /// from the innermost on, an empty line.
    pub fn parse(script: &str) -> Self {
        let mut stacks = Self::default();
        for sample in script.split("\n\n") {
            let mut lines = sample.lines().skip_while(|line| line.trim().is_empty());
            let Some(thread) = lines.next() else { continue };
            let functions: Vec<&str> = lines.filter_map(|line| Some(line.trim().split_once(' ')?.1)).collect();
            if !functions.is_empty() {
                let outermost_first = functions.iter().rev().map(|name| short_name(name));
                stacks.add([thread.trim().to_owned()].into_iter().chain(outermost_first));
            }
        }
        stacks
    }

    fn add(&mut self, stack: impl Iterator<Item = String>) {
        let mut frame = &mut self.root;
        frame.samples += 1;
        for function in stack {
            frame = frame.calls.entry(function).or_default();
            frame.samples += 1;
        }
    }

    /// How many samples there are.
    pub fn total(&self) -> u64 {
        self.root.samples
    }

    /// Functions with the samples in themselves alone, most first.
    pub fn by_self(&self) -> Vec<(&str, u64)> {
        let mut counts = HashMap::new();
        self.root.calls.values().for_each(|thread| thread.count_self(&mut counts));
        let mut sorted: Vec<_> = counts.into_iter().filter(|(_, samples)| *samples > 0).collect();
        sorted.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        sorted
    }
}

impl Frame {
    /// Samples in it and not in what it called.
    fn own(&self) -> u64 {
        self.samples - self.calls.values().map(|call| call.samples).sum::<u64>()
    }

    fn count_self<'a>(&'a self, counts: &mut HashMap<&'a str, u64>) {
        for (name, call) in &self.calls {
            *counts.entry(name).or_default() += call.own();
            call.count_self(counts);
        }
    }

    /// How many functions stand above each other at most, this one with them.
    pub fn height(&self) -> usize {
        1 + self.calls.values().map(Frame::height).max().unwrap_or(0)
    }
}

/// A function's name without the disambiguating hash and without the implementation's type parameters:
/// `<impl a::b::Thread<M>>::call` is `Thread::call`.
pub fn short_name(name: &str) -> String {
    let name = name.rsplit_once("::h").filter(|(_, hash)| is_hash(hash)).map_or(name, |(name, _)| name);
    let Some((start, rest)) = name.split_once("<impl ") else {
        return name.to_owned();
    };
    let Some((implementor, method)) = rest.rsplit_once(">::") else {
        return name.to_owned();
    };
    let implementor = implementor.rsplit_once(" for ").map_or(implementor, |(_, implementor)| implementor);
    let path = implementor.split('<').next().unwrap_or(implementor);
    let class = path.rsplit("::").next().unwrap_or(path);
    let module = start.trim_end_matches("::");
    if module.is_empty() { format!("{class}::{method}") } else { format!("{module}::{class}::{method}") }
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "MainThread \n\t  2a10 inner\n\t  1c vm::outer\n\t  0f main\n\n\
        MainThread \n\t  1d vm::outer\n\t  0f main\n\nMainThread \n\t  2a11 inner\n\t  0f main\n\nother \n\t  9 [unknown]\n\n";

    #[test]
    fn equal_stacks_fall_together() {
        let stacks = Stacks::parse(SCRIPT);
        assert_eq!(stacks.total(), 4);
        let main = &stacks.root.calls["MainThread"].calls["main"];
        assert_eq!((main.samples, main.calls["vm::outer"].samples, main.own()), (3, 2, 0));
        assert_eq!(stacks.by_self(), [("inner", 2), ("[unknown]", 1), ("vm::outer", 1)]);
        assert_eq!(stacks.root.height(), 5);
    }

    #[test]
    fn an_empty_script_has_no_sample() {
        assert_eq!(Stacks::parse("").total(), 0);
        assert_eq!(Stacks::parse("\n\n").total(), 0);
    }

    #[test]
    fn names_lose_what_does_not_help() {
        assert_eq!(short_name("a::b::h0123456789abcdef"), "a::b");
        assert_eq!(short_name("a::here"), "a::here");
        assert_eq!(short_name("vm::attr::<impl vm::thread::Thread<M>>::learn"), "vm::attr::Thread::learn");
        assert_eq!(short_name("<impl core::ops::Drop for heap::Obj<T>>::drop"), "Obj::drop");
    }
}
