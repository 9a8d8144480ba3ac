//! Programs that cannot be read, and programs that are not Python.

use crate::support::{expect, expect_output, file, program, taipan, text};

#[test]
fn a_missing_file_is_named() {
    let finished = taipan(&["/nowhere/x.py"]);
    assert_eq!(finished.code(), 2);
    let line = finished.last_error();
    assert!(line.ends_with("can't open file '/nowhere/x.py': [Errno 2] No such file or directory"), "{line}");
}

#[test]
fn a_folder_is_no_program() {
    let finished = taipan(&[env!("CARGO_TARGET_TMPDIR")]);
    assert!([1, 2].contains(&finished.code()), "{}", finished.status);
    assert!(finished.last_error().contains(env!("CARGO_TARGET_TMPDIR")), "{}", finished.stderr);
}

#[test]
fn a_file_that_is_not_utf_8_is_refused() {
    let path = file("latin.py", b"print('first')\nx = '\xff'\n");
    let finished = taipan(&[text(&path)]);
    assert!([1, 2].contains(&finished.code()), "{}", finished.status);
    assert!(finished.last_error().contains("UTF-8"), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
}

#[test]
fn a_syntax_error_shows_where() {
    let path = file("syntax.py", "print('never')\nx = = 1\n");
    let finished = taipan(&[text(&path)]);
    expect(&finished, 1, "SyntaxError: invalid syntax");
    let expected = format!("  File \"{}\", line 2\n    x = = 1\n        ^\n", text(&path));
    assert!(finished.stderr.starts_with(&expected), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
}

#[test]
fn syntax_errors_have_the_words_of_cpython() {
    for (source, line) in [
        ("x = (1,", "SyntaxError: '(' was never closed"),
        ("return 1", "SyntaxError: 'return' outside function"),
        ("break", "SyntaxError: 'break' outside loop"),
        ("f(x for x in y, 1)", "SyntaxError: Generator expression must be parenthesized"),
        ("if 1:\nx", "IndentationError: expected an indented block after 'if' statement on line 1"),
        ("  x", "IndentationError: unexpected indent"),
        ("def f(a, a): pass", "SyntaxError: duplicate argument 'a' in function definition"),
        ("1 = x", "SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='?"),
        ("def f():\n    global x\n    nonlocal y", "SyntaxError: no binding for nonlocal 'y' found"),
    ] {
        expect(&program("gil", source), 1, line);
    }
}

#[test]
fn an_unknown_module_is_named() {
    let finished = program("gil", "import nothing_of_the_kind");
    expect(&finished, 1, "ModuleNotFoundError: No module named 'nothing_of_the_kind'");
    let finished = program("gil", "from math import nothing");
    assert_eq!(finished.code(), 1);
    let line = finished.last_error();
    assert!(line.starts_with("ImportError: cannot import name 'nothing' from 'math'"), "{line}");
}

#[test]
fn modules_are_found_beside_the_program() {
    file("beside_the_program.py", "answer = 42\n");
    let path = file("imports_beside.py", "import beside_the_program\nprint(beside_the_program.answer)\n");
    expect_output(&taipan(&[text(&path)]), "42\n");
}

#[test]
fn an_empty_program_does_nothing() {
    for source in ["", "\n\n", "# only a comment", "'''only a text'''"] {
        expect_output(&program("gil", source), "");
    }
    let path = file("empty.py", "");
    expect_output(&taipan(&[text(&path)]), "");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_read() {
    let path = file("windows.py", b"\xef\xbb\xbfif True:\r\n    print('a')\r\n\r\nprint('b')\r\n");
    expect_output(&taipan(&[text(&path)]), "a\nb\n");
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    for source in [
        format!("{}1{}", "(".repeat(5000), ")".repeat(5000)),
        format!("{}1{}", "[".repeat(5000), "]".repeat(5000)),
        format!("x = {}1", "-".repeat(20000)),
    ] {
        let path = file("nested.py", source);
        let finished = taipan(&[text(&path)]);
        assert_eq!(finished.code(), 1, "{}: {}", finished.status, finished.stderr);
        let line = finished.last_error();
        let known = ["SyntaxError", "MemoryError", "RecursionError"];
        assert!(known.iter().any(|name| line.starts_with(name)), "{line}");
    }
}
