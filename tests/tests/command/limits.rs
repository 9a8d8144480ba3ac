//! Programs without end: recursion and memory.

use crate::support::{expect, expect_output, models, program, shell};

/// Recursion by various roads, each through Rust code or not.
const RECURSIONS: [(&str, &str); 7] = [
    ("a call", "def down(n):\n    return down(n + 1)\ndown(0)"),
    ("__repr__", "class A:\n    def __repr__(self):\n        return repr(self)\nrepr(A())"),
    ("__eq__", "class A:\n    def __eq__(self, other):\n        return self == other\nA() == A()"),
    ("a sort key", "def key(x):\n    return sorted([x, x], key=key)\nkey(1)"),
    ("__getattr__", "class A:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\nA().x"),
    ("__hash__", "class A:\n    def __hash__(self):\n        return hash((self,))\nhash(A())"),
    ("__init__", "class A:\n    def __init__(self):\n        A()\nA()"),
];

#[test]
fn endless_recursion_is_a_recursion_error() {
    for model in models() {
        for (road, source) in RECURSIONS {
            let finished = program(model, source);
            let line = finished.last_error();
            let right = line.starts_with("RecursionError: maximum recursion depth exceeded");
            assert!(right && finished.code() == 1, "{road} under {model}: {}, {line}", finished.status);
        }
    }
}

#[test]
fn recursion_ends_in_a_thread_too() {
    let text = "import threading\nclass A:\n    def __repr__(self):\n        return repr(self)\n\
                def work():\n    try:\n        repr(A())\n    except RecursionError:\n        print('caught')\n\
                t = threading.Thread(target=work)\nt.start()\nt.join()";
    for model in ["gil", "atomic"] {
        expect_output(&program(model, text), "caught\n");
    }
}

#[test]
fn a_recursion_error_can_be_caught_again_and_again() {
    let text = "def down():\n    down()\ncaught = 0\nfor i in range(20):\n    try:\n        down()\n    \
                except RecursionError:\n        caught += 1\nprint(caught)";
    expect_output(&program("gil", text), "20\n");
}

/// How deep is too deep is the interpreter's own affair; that it survives is not.
#[test]
fn deep_data_is_used_or_refused_and_freed() {
    let text = "def use(depth, how):\n    deep = []\n    for i in range(depth):\n        deep = [deep]\n    \
                try:\n        how(deep)\n    except RecursionError:\n        pass\n\
                use(20000, repr)\nuse(1000000, lambda it: it == [it])\nprint('freed')";
    for model in ["gil", "atomic"] {
        expect_output(&program(model, text), "freed\n");
    }
}

#[test]
fn what_cannot_fit_is_a_memory_error() {
    for text in ["[0] * 10**12", "'ab' * 10**15", "b'ab' * 10**15", "(0,) * 10**15", "bytes(10**15)"] {
        let finished = program("gil", text);
        expect(&finished, 1, "MemoryError");
    }
    expect(&program("gil", "[0] * 10**30"), 1, "OverflowError: cannot fit 'int' into an index-sized integer");
}

#[test]
fn a_memory_error_can_be_caught() {
    let text = "try:\n    x = [0] * 10**12\nexcept MemoryError:\n    print('caught')";
    expect_output(&program("gil", text), "caught\n");
}

/// The shell limits the address space, so that the machine is in no danger. Where a list grows there is no way
/// back from memory that is refused, so an end that names memory will do, whether or not it can be caught.
#[test]
fn a_list_of_an_endless_range_ends_for_want_of_memory() {
    let finished = shell("ulimit -v 4000000; exec \"$0\" -c \"$1\"", "list(range(10**11))");
    assert_ne!(finished.code(), 0);
    let refused = ["MemoryError", "memory allocation of "].iter().any(|words| finished.stderr.contains(words));
    assert!(refused, "{}: {}", finished.status, finished.stderr);
}
