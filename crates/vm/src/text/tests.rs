//! Holds the functions to what CPython answered (`golden/`, written by `golden/make.py`) and to laws (`laws`).

mod formats;
mod laws;
mod numbers;
mod strings;

use num_bigint::BigInt;

use super::error::{PyError, PyResult};
use super::int::Int;

/// One line of a golden file: a function's name and its arguments.
struct Call<'a> {
    name: &'a str,
    args: Vec<&'a str>,
}

/// Checks every line of a golden file; `answer` is `None` for a function it does not know.
fn check(file: &str, answer: impl Fn(&Call<'_>) -> Option<PyResult<String>>) {
    let mut failures = Vec::new();
    for line in file.lines() {
        let mut fields: Vec<&str> = line.split('\t').collect();
        let expected = fields.pop().expect("an answer");
        let call = Call { name: fields.remove(0), args: fields };
        let found = answer(&call).unwrap_or_else(|| panic!("nothing answers {line}"));
        let found = found.unwrap_or_else(|error| shown_error(&error));
        if found != expected {
            failures.push(format!("{} {:?}\n  expected {expected}\n  found    {found}", call.name, call.args));
        }
    }
    let shown = failures.iter().take(40).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} calls differ from CPython:\n{shown}", failures.len());
}

fn shown_error(error: &PyError) -> String {
    format!("!{}: {}", error.kind.name(), escape(&error.message))
}

impl Call<'_> {
    fn text(&self, at: usize) -> String {
        unescape(self.args[at].strip_prefix('s').expect("a text"))
    }

    fn bytes(&self, at: usize) -> Vec<u8> {
        let digits = self.args[at].strip_prefix('b').expect("bytes");
        super::bytes::from_hex(digits).expect("hexadecimal")
    }

    fn float(&self, at: usize) -> f64 {
        let bits = self.args[at].strip_prefix('f').expect("a float");
        f64::from_bits(u64::from_str_radix(bits, 16).expect("bits"))
    }

    fn int(&self, at: usize) -> Int {
        Int::from(self.args[at].parse::<BigInt>().expect("an integer"))
    }

    fn small(&self, at: usize) -> i64 {
        self.args[at].parse().expect("a small integer")
    }

    fn flag(&self, at: usize) -> bool {
        self.args[at] == "True"
    }

    /// The argument as `read` has it, unless it is `None` in Python.
    fn optional<T>(&self, at: usize, read: impl Fn(&Self, usize) -> T) -> Option<T> {
        (self.args[at] != "None").then(|| read(self, at))
    }
}

/// A result as the golden files write it.
trait Show {
    fn show(&self) -> String;
}

impl Show for str {
    fn show(&self) -> String {
        format!("s{}", escape(self))
    }
}

impl Show for String {
    fn show(&self) -> String {
        self.as_str().show()
    }
}

impl Show for [u8] {
    fn show(&self) -> String {
        format!("b{}", super::bytes::hex(self))
    }
}

impl Show for f64 {
    fn show(&self) -> String {
        // All NaNs are one to Python, and which it gives depends on the processor.
        if self.is_nan() { "f7ff8000000000000".to_owned() } else { format!("f{:016x}", self.to_bits()) }
    }
}

impl Show for Int {
    fn show(&self) -> String {
        self.clone().into_big().to_string()
    }
}

impl Show for bool {
    fn show(&self) -> String {
        if *self { "True" } else { "False" }.to_owned()
    }
}

macro_rules! show_number {
    ($($number:ty),*) => { $(impl Show for $number {
        fn show(&self) -> String {
            self.to_string()
        }
    })* };
}

show_number!(i64, u64, usize);

impl<T: Show + ?Sized> Show for &T {
    fn show(&self) -> String {
        (**self).show()
    }
}

impl<T: Show> Show for [T] {
    fn show(&self) -> String {
        format!("[{}]", self.iter().map(Show::show).collect::<Vec<_>>().join("|"))
    }
}

impl<A: Show, B: Show> Show for (A, B) {
    fn show(&self) -> String {
        format!("[{}|{}]", self.0.show(), self.1.show())
    }
}

impl<A: Show, B: Show, C: Show> Show for (A, B, C) {
    fn show(&self) -> String {
        format!("[{}|{}|{}]", self.0.show(), self.1.show(), self.2.show())
    }
}

fn escape(text: &str) -> String {
    let plain = |c: char| matches!(c, ' '..='~') && c != '\\' && c != '|';
    let escape = |c: char| {
        if plain(c) { c.to_string() } else { format!("\\{:x};", c as u32) }
    };
    text.chars().map(escape).collect()
}

fn unescape(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once(';').expect("a code");
        let code = u32::from_str_radix(code, 16).expect("hexadecimal");
        out.push(char::from_u32(code).expect("a character"));
        out.push_str(rest);
    }
    out
}
