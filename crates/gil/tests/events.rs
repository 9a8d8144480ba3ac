//! Events: what is recorded, in which order, and how it is written.
#![cfg(not(loom))]

use std::{
    thread,
    time::{Duration, Instant},
};

use taipan_gil::{
    Gate, Gil, Measure, Open, Pass, Policy,
    events::{Event, Events, ThreadEvents, names},
};

const ALL: Measure = Measure::Events { per_thread: 10_000 };
const NAP: Duration = Duration::from_millis(10);

fn names_of(thread: &ThreadEvents) -> Vec<&str> {
    thread.events.iter().map(|event| event.name).collect()
}

#[test]
fn a_thread_alone_holds_and_blocks() {
    let gil = Gil::new_with(Policy::default(), ALL);
    let mut pass = gil.enter();
    pass.blocking(|| thread::sleep(NAP));
    pass.mark("here");
    drop(pass);
    let events = gil.events();
    let [thread] = &events.threads[..] else { panic!("{events:?}") };
    assert_eq!(names_of(thread), [names::HOLD, names::BLOCKING, "here", names::HOLD]);
    assert!(u128::from(thread.events[1].nanos.unwrap()) >= NAP.as_nanos());
    assert_eq!(thread.events[2].nanos, None);
    assert!(gil.events().threads[0].events.is_empty(), "drained");
}

/// Stamps come from another clock than the system's; it must go at the same rate, to a thousandth.
#[test]
fn a_span_lasts_as_long_as_what_it_spans() {
    let gil = Gil::new_with(Policy::default(), ALL);
    let mut pass = gil.enter();
    let outer = Instant::now();
    let inner = pass.blocking(|| {
        let inner = Instant::now();
        thread::sleep(5 * NAP);
        inner.elapsed()
    });
    let outer = outer.elapsed();
    drop(pass);
    let blocking = gil.events().threads[0].events[1];
    let nanos = u128::from(blocking.nanos.unwrap());
    assert_eq!(blocking.name, names::BLOCKING);
    assert!(
        inner.as_nanos() * 999 / 1000 <= nanos && nanos <= outer.as_nanos() * 1001 / 1000,
        "{inner:?} {blocking:?} {outer:?}"
    );
}

#[test]
fn a_wait_ends_when_the_hold_of_another_has_ended() {
    let gil = Gil::new_with(Policy::interval(Duration::from_secs(1000)), ALL);
    thread::scope(|scope| {
        let pass = gil.enter();
        let waiter = scope.spawn(|| drop(gil.enter()));
        thread::sleep(NAP);
        drop(pass);
        waiter.join().unwrap();
    });
    let events = gil.events();
    let hold = events.threads[0].events[0];
    let [wait, ..] = events.threads[1].events[..] else { panic!("{events:?}") };
    assert_eq!((hold.name, wait.name), (names::HOLD, names::WAIT));
    assert!(end(wait) >= end(hold));
}

fn end(event: Event) -> u64 {
    event.start_nanos + event.nanos.unwrap()
}

#[test]
fn requests_and_forced_switches_are_marked() {
    let gil = Gil::new_with(Policy::interval(Duration::from_millis(1)), ALL);
    let mut pass = gil.enter();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| drop(gil.enter()));
        while !waiter.is_finished() {
            if pass.breaker().raised() {
                pass.pause();
            }
        }
    });
    drop(pass);
    let events = gil.events();
    assert!(names_of(&events.threads[0]).contains(&names::FORCED_SWITCH), "{events:?}");
    assert!(names_of(&events.threads[1]).contains(&names::DROP_REQUEST), "{events:?}");
}

#[test]
fn a_stop_of_the_world_is_a_span() {
    let open = Open::new_with(Policy::default(), ALL);
    open.enter().exclusive(|| thread::sleep(NAP));
    let events = open.events();
    let [stop, hold] = events.threads[0].events[..] else { panic!("{events:?}") };
    assert_eq!((stop.name, hold.name), (names::STOP, names::HOLD));
    assert!(u128::from(stop.nanos.unwrap()) >= NAP.as_nanos());
}

#[test]
fn a_ring_keeps_the_latest_and_counts_the_lost() {
    let gil = Gil::new_with(Policy::default(), Measure::Events { per_thread: 3 });
    let pass = gil.enter();
    for name in ["a", "b", "c", "d", "e"] {
        pass.mark(name);
    }
    let events = gil.events();
    assert_eq!(names_of(&events.threads[0]), ["c", "d", "e"]);
    assert_eq!(events.threads[0].lost, 2);
}

#[test]
fn departed_threads_leave_their_events() {
    let gil = Gil::new_with(Policy::default(), ALL);
    let named = thread::Builder::new().name("brief".to_owned());
    named
        .spawn({
            let gil = gil.clone();
            move || drop(gil.enter())
        })
        .unwrap()
        .join()
        .unwrap();
    let events = gil.events();
    assert_eq!((events.threads[0].name.as_str(), events.threads[0].events.len()), ("brief", 1));
}

#[test]
fn nothing_is_recorded_unless_asked_for() {
    for measure in [Measure::Counts, Measure::Times] {
        let gil = Gil::new_with(Policy::default(), measure);
        let pass = gil.enter();
        let began = pass.moment();
        pass.span("work", began);
        pass.mark("here");
        drop(pass);
        assert!(gil.events().threads.iter().all(|thread| thread.events.is_empty()));
    }
}

#[test]
fn a_trace_is_json_with_names() {
    let events = Events {
        threads: vec![ThreadEvents {
            id: 2,
            name: "the \"second\"".to_owned(),
            events: vec![
                Event { name: "hold", start_nanos: 1_002_003, nanos: Some(45) },
                Event { name: "here", start_nanos: 7, nanos: None },
            ],
            lost: 0,
        }],
    };
    let mut json = Vec::new();
    events.write_trace("demo", &mut json).unwrap();
    assert_eq!(
        String::from_utf8(json).unwrap(),
        r#"{"displayTimeUnit":"ns","traceEvents":[
{"name":"process_name","ph":"M","pid":1,"tid":0,"args":{"name":"demo"}},
{"name":"thread_name","ph":"M","pid":1,"tid":2,"args":{"name":"the \"second\""}},
{"name":"hold","pid":1,"tid":2,"ts":1002.003,"ph":"X","dur":0.045},
{"name":"here","pid":1,"tid":2,"ts":0.007,"ph":"i","s":"t"}
]}
"#
    );
}
