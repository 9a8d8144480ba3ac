//! No text makes the compiler panic, and whatever compiles has a consistent stack.

mod support;

use proptest::prelude::*;
use taipan_code::{Mode, compile, dis};

const WORDS: &[&str] = &[
    "def f(a, /, b=1, *c, d, **e):\n",
    "class C(B, metaclass=M):\n",
    "if x:\n",
    "elif y:\n",
    "else:\n",
    "while x:\n",
    "for i in x:\n",
    "try:\n",
    "except E as e:\n",
    "except:\n",
    "finally:\n",
    "with a as b, c:\n",
    "match x:\n",
    "case [a, *_, b]:\n",
    "case {'k': v, **rest}:\n",
    "case C(x, y=z) | D():\n",
    "return",
    "break",
    "continue",
    "pass",
    "raise E from e",
    "global x",
    "nonlocal x",
    "del x",
    "assert x, y",
    "import a.b as c",
    "from . import *",
    "lambda:",
    "yield",
    "yield from",
    "await",
    "async",
    "not",
    "and",
    "or",
    "in",
    "is",
    "if",
    "else",
    "for",
    "x",
    "y",
    "f",
    "self",
    "super()",
    "__class__",
    "__x",
    "1",
    "0x1F",
    "1e400",
    "1j",
    "9999999999999999999999",
    "'s'",
    "b'\\xff'",
    "f'{x!r:>{y}}'",
    "f'{x=}'",
    "'''",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    ".",
    "=",
    ":=",
    "+=",
    "==",
    "<",
    "*",
    "**",
    "-",
    "~",
    "@",
    "->",
    "...",
    "%",
    "//",
    "<<",
    "\n",
    "\n    ",
    "\n        ",
    "\n            ",
    " ",
    "\t",
    "\\\n",
    "#",
    "é",
    "\u{fffd}",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn token_soup(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        check(&words.join(" "));
    }

    #[test]
    fn any_text(text in ".{0,200}") {
        check(&text);
    }

    #[test]
    fn nested_statements(heads in prop::collection::vec(prop::sample::select(HEADS), 0..12), leaf in prop::sample::select(LEAVES)) {
        let mut program = String::new();
        let mut tails = Vec::new();
        for (depth, (head, tail)) in heads.iter().enumerate() {
            let indent = "  ".repeat(depth);
            program.push_str(&format!("{indent}{head}\n"));
            tails.push(tail.iter().map(|line| format!("{indent}{line}\n")).collect::<String>());
        }
        program.push_str(&format!("{}{leaf}\n", "  ".repeat(heads.len())));
        program.extend(tails.into_iter().rev());
        check(&program);
    }
}

/// Statements to nest, with the lines that end them.
const HEADS: &[(&str, &[&str])] = &[
    ("def f(x):", &[]),
    ("class C:", &[]),
    ("while x:", &["else:", "  y = f(x)"]),
    ("for x in y:", &["else:", "  y = f(x)"]),
    ("if x:", &["elif y:", "  x = y", "else:", "  y = x"]),
    ("try:", &["finally:", "  x = f(y)"]),
    ("try:", &["except E as e:", "  x = e", "except F:", "  pass", "else:", "  x = 1", "finally:", "  y = 1"]),
    ("match x:", &[]),
    ("case [a, {'k': b, **c}, *_] | (D(a, b), c):", &[]),
    ("with a as b, c:", &[]),
];

const LEAVES: &[&str] =
    &["return f(x)", "return 1", "return", "break", "continue", "raise", "yield x", "x = [y for y in x if y]", "pass"];

fn check(program: &str) {
    for mode in [Mode::Exec, Mode::Eval, Mode::Single] {
        match compile(program, "soup.py", mode) {
            Ok(code) => {
                support::check_stack(&code);
                dis(&code);
            }
            Err(error) => {
                assert!(!error.message.contains("internal"), "{error}\n{program}");
                let _ = error.to_string();
            }
        }
    }
}
