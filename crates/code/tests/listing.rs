//! Golden listings: each `listing/NAME.py` compiles to the listing in `listing/NAME.dis`.
//!
//! `UPDATE_EXPECT=1` writes the listings anew; the difference is for review.

mod support;

use taipan_code::{Code, Mode, compile, dis};

#[test]
fn listings() {
    support::golden("listing", "py", "dis", |name, source| {
        let code = compile(source, name, Mode::Exec).unwrap_or_else(|error| panic!("{error}"));
        support::check_stack(&code);
        round_trip(&code);
        dis(&code)
    });
}

/// Code survives being serialised, in text and in bytes.
fn round_trip(code: &Code) {
    let json = serde_json::to_string(code).expect("code has a JSON form");
    let back: Code = serde_json::from_str(&json).expect("and can be read back from it");
    assert_eq!(&back, code);
    let bytes = bincode::serialize(code).expect("code has a binary form");
    let back: Code = bincode::deserialize(&bytes).expect("and can be read back from it");
    assert_eq!(&back, code);
}

#[test]
fn the_listing_of_a_small_lambda() {
    let module = compile("lambda x: x+1", "x.py", Mode::Eval).expect("it is Python");
    let lambda = support::inner_blocks(&module).next().expect("the lambda is a constant").clone();
    let expected = concat!(
        "  1           0 LOAD_FAST                0 (x)\n",
        "              2 LOAD_CONST               1 (1)\n",
        "              4 BINARY_ADD\n",
        "              6 RETURN_VALUE\n",
    );
    assert_eq!(dis(&lambda), expected);
}
