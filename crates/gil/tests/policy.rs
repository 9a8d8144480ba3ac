//! How policies are written and read.
#![cfg(not(loom))]

use std::time::Duration;

use taipan_gil::{Gate, Gil, Policy};

#[test]
fn what_is_written_can_be_read() {
    let policies = [
        ("interval", Policy::default()),
        ("interval:0.001", Policy::interval(Duration::from_millis(1))),
        ("interval:0.0000001", Policy::interval(Duration::from_nanos(100))),
        ("interval-noforce", Policy::default().forced(false)),
        ("interval-noforce:2", Policy::interval(Duration::from_secs(2)).forced(false)),
        ("swift", Policy::swift(Duration::from_millis(5))),
        ("swift:0.02", Policy::swift(Duration::from_millis(20))),
        ("priority:0.001", Policy::priority(Duration::from_millis(1))),
        ("deadline:0.001", Policy::deadline(Duration::from_millis(1))),
        ("stealer", Policy::stealer(10_000)),
        ("stealer:5", Policy::stealer(5)),
        ("fifo", Policy::fifo(Duration::from_millis(100))),
        ("fifo-delayed:0.05", Policy::fifo(Duration::from_millis(50)).delayed(true)),
        ("master", Policy::master(Duration::from_millis(50))),
        ("seeded:42", Policy::seeded(42)),
        ("tick", Policy::tick(100)),
        ("tick:50", Policy::tick(50)),
    ];
    for (text, policy) in policies {
        assert_eq!(text.parse(), Ok(policy));
        assert_eq!(policy.to_string(), text);
    }
}

#[test]
fn forced_switching_means_nothing_to_tick() {
    assert_eq!(Policy::tick(3).forced(false), Policy::tick(3));
    assert_eq!(Policy::tick(3).delayed(true), Policy::tick(3));
}

#[test]
fn a_name_alone_is_a_policy() {
    for name in Policy::names() {
        assert_eq!(name.parse::<Policy>().unwrap().to_string(), name);
    }
}

#[test]
fn mistakes_are_explained() {
    let mistakes = [
        (
            "fair",
            "there is no policy `fair`; known are interval, interval-noforce, swift, tick, priority, deadline, \
             stealer, fifo, fifo-delayed, master, seeded",
        ),
        ("interval:0", "policy `interval` takes a number of seconds greater than 0 after the colon, not `0`"),
        (
            "interval-noforce:-1",
            "policy `interval-noforce` takes a number of seconds greater than 0 after the colon, not `-1`",
        ),
        ("swift:x", "policy `swift` takes a number of seconds greater than 0 after the colon, not `x`"),
        ("seeded:-1", "policy `seeded` takes a whole number after the colon, not `-1`"),
        ("fifo:0", "policy `fifo` takes a number of seconds greater than 0 after the colon, not `0`"),
        ("tick:0", "policy `tick` takes a number of check points greater than 0 after the colon, not `0`"),
        ("tick:", "policy `tick` takes a number of check points greater than 0 after the colon, not ``"),
    ];
    for (text, message) in mistakes {
        assert_eq!(text.parse::<Policy>().unwrap_err().to_string(), message);
    }
}

#[test]
fn the_gate_starts_with_the_policys_interval() {
    let gil = Gil::new("interval:0.25".parse().unwrap());
    assert_eq!(gil.interval(), Duration::from_millis(250));
}
