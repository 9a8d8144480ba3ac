//! Programs that must not compile: each `error/NAME.py` gives the error in `error/NAME.err`.
//!
//! A line `# ---` separates programs of one file. `UPDATE_EXPECT=1` writes the errors anew.

mod support;

use taipan_code::{ErrorKind, Mode, compile};

const SEPARATOR: &str = "# ---\n";

#[test]
fn errors() {
    support::golden("error", "py", "err", |name, source| {
        let errors = source.split(SEPARATOR).map(|program| match compile(program, name, Mode::Exec) {
            Ok(_) => panic!("{name}: this compiles:\n{program}"),
            Err(error) => format!("{error}\n"),
        });
        errors.collect::<Vec<String>>().join(SEPARATOR)
    });
}

#[test]
fn an_error_tells_where_it_is() {
    let error = compile("x = 1\ndef f():\n    été = yield = 2\n", "x.py", Mode::Exec).expect_err("it is no Python");
    assert_eq!((error.kind, error.line, error.column), (ErrorKind::Syntax, 3, 11));
    assert_eq!(error.text, "    été = yield = 2");
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = |open: &str, close: &str, count: usize| format!("x = {}1{}\n", open.repeat(count), close.repeat(count));
    let blocks: String = (0..150).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
    for program in [
        deep("(", ")", 300),
        deep("[", "]", 100_000),
        deep("f(", ")", 100_000),
        deep("not ", "", 100_000),
        deep("-", "", 100_000),
        deep("lambda a, b: ", "", 100_000),
        deep("1 + ", "", 100_000),
        deep("1 if x else ", "", 100_000),
        deep("", ".a", 100_000),
        deep("", "[0]", 100_000),
        deep("2 ** ", "", 100_000),
        format!("{blocks}{}pass\n", " ".repeat(150)),
    ] {
        let error = compile(&program, "deep.py", Mode::Exec).expect_err("it nests too deeply");
        assert!(error.message.starts_with("too many") || error.message.contains("too deeply"), "{}", error.message);
    }
}

#[test]
fn nesting_up_to_the_limits_compiles() {
    let nested =
        |open: &str, close: &str, count: usize| format!("x = {}y{}\n", open.repeat(count), close.repeat(count));
    for program in [
        nested("(", ")", 199),
        nested("[", "]", 199),
        nested("f(", ")", 199),
        nested("not ", "", 3900),
        nested("lambda a, b: ", "", 1900),
        nested("y + ", "", 3900),
        nested("y if x else ", "", 1900),
        nested("", ".a", 3900),
        nested("", "[y]", 3900),
        nested("{y: ", "}", 190),
        nested("[z for z in ", "]", 190),
        format!("x = [{}]\n", "y + y, ".repeat(50_000)),
        "x = y\n".repeat(50_000),
    ] {
        let compiled = std::thread::Builder::new()
            .stack_size(1 << 20)
            .spawn(move || compile(&program, "deep.py", Mode::Exec).map(drop))
            .expect("a thread can be started")
            .join()
            .expect("it does not overflow a small stack");
        assert_eq!(compiled, Ok(()));
    }
}
