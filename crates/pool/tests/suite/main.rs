//! The tests of processes, links and pools, in one binary with its own harness: the fork server must start before any
//! thread does, and the usual harness starts threads first.

mod death;
mod harness;
mod jobs;
mod link;
mod pool;

fn main() {
    death::host::run_if_asked();
    harness::run(&[link::TESTS, pool::TESTS, death::TESTS]);
}
