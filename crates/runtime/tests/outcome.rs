//! What a run tells of its heaps.

use taipan_runtime::{Audit, Leak};

fn audit(kind: &str) -> Audit {
    Audit { allocated: 3, leaked: 1, leaks: vec![Leak { kind: kind.to_owned(), count: 1 }], ..Audit::default() }
}

#[test]
fn leaks_of_heaps_are_added_by_kind() {
    let mut sum = audit("list");
    sum.add(audit("list"));
    sum.add(audit("dict"));
    let leaks: Vec<_> = sum.leaks.iter().map(|it| (it.kind.as_str(), it.count)).collect();
    assert_eq!((sum.allocated, sum.leaked), (9, 3));
    assert_eq!(leaks, [("list", 2), ("dict", 1)]);
}
