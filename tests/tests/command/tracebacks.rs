//! Reports of uncaught exceptions, whole, as CPython 3.11 prints them.
//!
//! CPython underlines the operator of a failed operation with `^` and its operands with `~`; a report that
//! underlines all of it with `^` says the same place, so the comparison takes both for one.

use crate::support::{expect_output, file, program, taipan, text};
use taipan_tests::difference;

/// Runs a program in a file and demands a report, in which `FILE` stands for the file's path.
#[track_caller]
fn check(name: &str, source: &str, report: &str) {
    let path = file(name, source);
    let finished = taipan(&[text(&path)]);
    assert_eq!(finished.code(), 1, "{}", finished.stderr);
    let found = finished.stderr.replace(text(&path), "FILE");
    if let Some(difference) = difference(&marks(report), &marks(&found)) {
        panic!("{difference}\nall of it:\n{found}");
    }
}

fn marks(report: &str) -> String {
    let line = |line: &str| {
        if line.trim().chars().all(|c| c == '^' || c == '~') {
            line.replace('~', "^") + "\n"
        } else {
            line.to_owned() + "\n"
        }
    };
    report.lines().map(line).collect()
}

#[test]
fn calls_are_listed_outermost_first_with_marks() {
    check(
        "calls.py",
        "class Box:\n    pass\n\n\ndef look(box):\n    return len([1]), box.nothing.more\n\n\nprint(look(Box()))\n",
        "Traceback (most recent call last):\n  File \"FILE\", line 9, in <module>\n    print(look(Box()))\n          \
         ^^^^^^^^^^^\n  File \"FILE\", line 6, in look\n    return len([1]), box.nothing.more\n                     \
         ^^^^^^^^^^^\nAttributeError: 'Box' object has no attribute 'nothing'\n",
    );
}

#[test]
fn operations_are_marked() {
    check(
        "operations.py",
        "def inner(n):\n    return 10 / n\n\n\ntable = {\"a\": inner(2)}\nx = 1 + table[\"b\"]\n",
        "Traceback (most recent call last):\n  File \"FILE\", line 6, in <module>\n    x = 1 + table[\"b\"]\n            \
         ~~~~~^^^^^\nKeyError: 'b'\n",
    );
}

#[test]
fn causes_and_contexts_are_told_first() {
    check(
        "chain.py",
        "def inner(n):\n    return 10 / n\n\n\ndef outer(n):\n    try:\n        return inner(n)\n    \
         except ZeroDivisionError as error:\n        raise ValueError(\"no \" + str(n)) from error\n\n\n\
         try:\n    outer(0)\nexcept ValueError:\n    x = {}[\"missing\"]\n",
        "Traceback (most recent call last):\n  File \"FILE\", line 7, in outer\n    return inner(n)\n           \
         ^^^^^^^^\n  File \"FILE\", line 2, in inner\n    return 10 / n\n           ~~~^~~\n\
         ZeroDivisionError: division by zero\n\n\
         The above exception was the direct cause of the following exception:\n\n\
         Traceback (most recent call last):\n  File \"FILE\", line 13, in <module>\n    outer(0)\n  \
         File \"FILE\", line 9, in outer\n    raise ValueError(\"no \" + str(n)) from error\n\
         ValueError: no 0\n\n\
         During handling of the above exception, another exception occurred:\n\n\
         Traceback (most recent call last):\n  File \"FILE\", line 15, in <module>\n    x = {}[\"missing\"]\n        \
         ~~^^^^^^^^^^^\nKeyError: 'missing'\n",
    );
}

#[test]
fn a_context_can_be_suppressed() {
    check(
        "suppressed.py",
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError(\"only this\") from None\n",
        "Traceback (most recent call last):\n  File \"FILE\", line 4, in <module>\n    \
         raise ValueError(\"only this\") from None\nValueError: only this\n",
    );
}

#[test]
fn repeated_lines_are_counted() {
    let source = "def down(n):\n    if n == 0:\n        raise ValueError(\"bottom\")\n    down(n - 1)\n\n\ndown(50)\n";
    check(
        "repeated.py",
        source,
        "Traceback (most recent call last):\n  File \"FILE\", line 7, in <module>\n    down(50)\n  \
         File \"FILE\", line 4, in down\n    down(n - 1)\n  File \"FILE\", line 4, in down\n    down(n - 1)\n  \
         File \"FILE\", line 4, in down\n    down(n - 1)\n  [Previous line repeated 47 more times]\n  \
         File \"FILE\", line 3, in down\n    raise ValueError(\"bottom\")\nValueError: bottom\n",
    );
}

#[test]
fn an_exception_of_the_program_is_named_with_its_message() {
    check(
        "custom.py",
        "class Trouble(Exception):\n    def __str__(self):\n        return \"told by itself\"\n\n\nraise Trouble(1)\n",
        "Traceback (most recent call last):\n  File \"FILE\", line 6, in <module>\n    raise Trouble(1)\n\
         Trouble: told by itself\n",
    );
}

/// CPython shows these lines from 3.13 on.
#[test]
fn text_after_c_is_shown_line_by_line() {
    let finished = program("gil", "def f():\n    return [][0]\nf()");
    let expected = "Traceback (most recent call last):\n  File \"<string>\", line 3, in <module>\n    f()\n  \
                    File \"<string>\", line 2, in f\n    return [][0]\n           ~~^^^\n\
                    IndexError: list index out of range\n";
    assert_eq!(difference(&marks(expected), &marks(&finished.stderr)), None);
}

#[test]
fn the_traceback_module_formats_the_same() {
    let text = "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError as error:\n    \
                print(traceback.format_exception_only(error))";
    expect_output(&program("gil", text), "['ZeroDivisionError: division by zero\\n']\n");
}
