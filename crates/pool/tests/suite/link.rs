//! Processes and links: what arrives, what a death looks like, and that nothing waits for ever.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::{Env, closes_down_to, eventually, open_files, runs, tests};
use nix::sys::signal::{self, SaFlags, SigAction, SigHandler, SigSet, Signal};
use taipan_pool::{ExitStatus, LinkError, SpawnError, StartError, Started, Zygote, link_pair};

tests![
    start_with_threads_is_refused,
    arguments_and_exit_code,
    a_panic_is_exit_code_101,
    messages_of_every_size_come_back,
    frame_at_limit_and_one_over,
    large_messages_both_ways_at_once,
    small_messages_never_block_a_post,
    slow_consumer_bounds_memory,
    receive_times_out,
    sent_before_death_arrives,
    econnreset_is_death,
    kill_while_receiving_big_argument,
    kill_while_sending_big_result,
    eof_not_masked_by_siblings,
    links_among_children,
    only_fresh_links_are_handed_over,
    too_many_links_are_refused,
    grandchildren_die_with_their_parent,
    child_has_no_input_and_its_own_group,
    signals_are_told_apart,
    eintr_storm,
    fd_count_stable,
    spawn_from_many_threads,
];

fn echo(started: Started) -> i32 {
    while let Ok(message) = started.link.recv() {
        if started.link.send(&message).is_err() {
            return 1;
        }
    }
    0
}

fn sleep(started: Started) -> i32 {
    let _never = started.link.recv();
    0
}

fn start_with_threads_is_refused(_: &Env) {
    let error = Zygote::start().map(drop).unwrap_err();
    assert!(matches!(error, StartError::NotSingleThreaded { threads } if threads > 1));
    assert!(error.to_string().contains("first thing in main"));
}

fn arguments_and_exit_code(env: &Env) {
    let entry = |started: Started| started.args.iter().map(|&it| i32::from(it)).sum();
    let process = env.zygote.spawn(entry, vec![3, 4], vec![]).unwrap();
    assert_eq!(process.wait(), ExitStatus::Exited(7));
    assert!(!process.is_alive() && !runs(process.pid()));
    process.kill().unwrap();
    let big = vec![1; 8 << 20];
    let count = |started: Started| i32::from(started.args.len() != 8 << 20);
    assert!(env.zygote.spawn(count, big, vec![]).unwrap().wait().success());
}

fn a_panic_is_exit_code_101(env: &Env) {
    let process = env.zygote.spawn(|_| panic!("as the test wants"), vec![], vec![]);
    assert_eq!(process.unwrap().wait(), ExitStatus::Exited(101));
}

fn messages_of_every_size_come_back(env: &Env) {
    let process = env.zygote.spawn(echo, vec![], vec![]).unwrap();
    for size in [0, 1, 100, 4096, 65_535, 65_536, 200_000, 262_144, 5 << 20] {
        let message: Vec<u8> = (0..size).map(|it| (it % 251) as u8).collect();
        process.link().send(&message).unwrap();
        assert!(process.link().recv().unwrap() == message, "{size} bytes");
    }
}

fn frame_at_limit_and_one_over(env: &Env) {
    let process = env.zygote.spawn(echo, vec![], vec![]).unwrap();
    let limit = (64 << 10) - 64;
    for size in [limit - 1, limit, limit + 1, 2 * limit, 2 * limit + 1] {
        process.link().send(&vec![7; size]).unwrap();
        assert_eq!(process.link().recv().unwrap(), vec![7; size]);
    }
}

/// Both sides send first and receive then: each must read while it waits for room.
fn large_messages_both_ways_at_once(env: &Env) {
    const SIZE: usize = 16 << 20;
    let crossing = |started: Started| {
        started.link.send(&vec![1; SIZE]).unwrap();
        i32::from(started.link.recv().unwrap() != vec![2; SIZE])
    };
    let process = env.zygote.spawn(crossing, vec![], vec![]).unwrap();
    process.link().send(&vec![2; SIZE]).unwrap();
    assert!(process.link().recv().unwrap() == vec![1; SIZE]);
    assert!(process.wait().success());
}

/// A post that blocked would never return: nobody reads.
fn small_messages_never_block_a_post(_: &Env) {
    for size in [0, 1, 100, 1000, 5000, 8192, 16_384, 20_000, 32_768, 65_000, 300_000] {
        let (near, far) = link_pair().unwrap();
        let near = near.open();
        for _ in 0..1000 {
            near.post(Arc::new(vec![1; size])).unwrap();
        }
        let far = far.open();
        let taker = thread::spawn(move || {
            (0..1000).for_each(|_| assert_eq!(far.recv().unwrap().len(), size));
            far.send(b"all").unwrap();
        });
        assert_eq!(near.recv().unwrap(), b"all");
        taker.join().unwrap();
    }
}

/// A producer gets no further ahead of a consumer that takes nothing than the window.
fn slow_consumer_bounds_memory(env: &Env) {
    let produce = |started: Started| {
        let (progress, goods) = (started.link, started.links.into_iter().next().unwrap().open());
        for number in 0_u32..10_000 {
            let sent = goods.send(&[0; 1000]);
            if sent.is_err() || progress.send(&number.to_le_bytes()).is_err() {
                return 0;
            }
        }
        0
    };
    let (near, far) = link_pair().unwrap();
    let process = env.zygote.spawn(produce, vec![], vec![far]).unwrap();
    let mut ahead = 0;
    while process.link().recv_timeout(Duration::from_millis(500)).is_ok() {
        ahead += 1;
    }
    assert!((10..200).contains(&ahead), "{ahead} messages ahead");
    let near = near.open();
    thread::scope(|scope| {
        scope.spawn(|| (ahead..10_000).for_each(|_| drop(process.link().recv().unwrap())));
        for _ in 0..10_000 {
            assert_eq!(near.recv().unwrap().len(), 1000);
        }
    });
}

fn receive_times_out(env: &Env) {
    let process = env.zygote.spawn(echo, vec![], vec![]).unwrap();
    let start = Instant::now();
    let nothing = process.link().recv_timeout(Duration::from_millis(50));
    assert!(matches!(nothing, Err(LinkError::TimedOut)));
    assert!(start.elapsed() >= Duration::from_millis(50));
    assert!(!process.link().poll(Duration::ZERO));
    process.link().send(b"now").unwrap();
    assert!(process.link().poll(Duration::from_secs(20)));
    assert_eq!(process.link().recv_timeout(Duration::ZERO).unwrap(), b"now");
    assert!(process.wait_timeout(Duration::from_millis(20)).is_none());
}

fn sent_before_death_arrives(env: &Env) {
    let send_and_die = |started: Started| {
        for number in 0..20 {
            started.link.send(&[number; 1000]).unwrap();
        }
        signal::raise(Signal::SIGKILL).unwrap();
        0
    };
    let process = env.zygote.spawn(send_and_die, vec![], vec![]).unwrap();
    assert_eq!(process.wait(), ExitStatus::Signaled(9));
    for number in 0..20 {
        assert_eq!(process.link().recv().unwrap(), [number; 1000]);
    }
    assert!(matches!(process.link().recv(), Err(LinkError::Closed)));
}

/// The kernel resets a socket whose owner dies with messages unread, instead of breaking the pipe.
fn econnreset_is_death(env: &Env) {
    let process = env
        .zygote
        .spawn(
            |_| loop {
                thread::park()
            },
            vec![],
            vec![],
        )
        .unwrap();
    process.link().send(b"never read").unwrap();
    process.kill().unwrap();
    process.wait();
    for _ in 0..3 {
        assert!(matches!(process.link().send(b"more"), Err(LinkError::Closed)));
    }
}

fn kill_while_receiving_big_argument(env: &Env) {
    let read_nothing: fn(Started) -> i32 = |_| loop {
        thread::park()
    };
    let read_some: fn(Started) -> i32 = |started| {
        let _partial = started.link.recv_timeout(Duration::from_millis(1));
        loop {
            thread::park();
        }
    };
    for entry in [read_nothing, read_some] {
        let process = env.zygote.spawn(entry, vec![], vec![]).unwrap();
        thread::scope(|scope| {
            let sender = scope.spawn(|| process.link().send(&vec![1; 64 << 20]));
            thread::sleep(Duration::from_millis(30));
            assert!(!sender.is_finished());
            process.kill().unwrap();
            let sent = sender.join().unwrap();
            assert!(matches!(sent, Err(LinkError::Closed)), "{sent:?}");
        });
        assert_eq!(process.wait(), ExitStatus::Signaled(9));
    }
}

fn kill_while_sending_big_result(env: &Env) {
    let produce = |started: Started| i32::from(started.link.send(&vec![1; 256 << 20]).is_err());
    let process = env.zygote.spawn(produce, vec![], vec![]).unwrap();
    thread::scope(|scope| {
        let receiver = scope.spawn(|| process.link().recv());
        thread::sleep(Duration::from_millis(20));
        process.kill().unwrap();
        let status = process.wait();
        let received = receiver.join().unwrap();
        let whole = received.as_ref().is_ok_and(|it| it.len() == 256 << 20);
        assert!(matches!(received, Err(LinkError::Closed)) || whole, "{status}");
    });
}

/// Every sibling is forked while the others' links are open, and none of them may hold a copy.
fn eof_not_masked_by_siblings(env: &Env) {
    let spawn = || env.zygote.spawn(sleep, vec![], vec![]).unwrap();
    let processes: Vec<_> = (0..8).map(|_| spawn()).collect();
    for process in &processes {
        process.kill().unwrap();
        assert!(matches!(process.link().recv(), Err(LinkError::Closed)));
        assert_eq!(process.wait(), ExitStatus::Signaled(9));
    }
}

fn links_among_children(env: &Env) {
    let ping = |started: Started| {
        let peer = started.links.into_iter().next().unwrap().open();
        peer.send(&vec![started.args[0]; 300_000]).unwrap();
        let got = peer.recv().unwrap();
        started.link.send(&got[..1]).unwrap();
        0
    };
    let (one, other) = link_pair().unwrap();
    let one = env.zygote.spawn(ping, vec![1], vec![one]).unwrap();
    let other = env.zygote.spawn(ping, vec![2], vec![other]).unwrap();
    assert_eq!(one.link().recv().unwrap(), [2]);
    assert_eq!(other.link().recv().unwrap(), [1]);
}

fn only_fresh_links_are_handed_over(env: &Env) {
    let (near, far) = link_pair().unwrap();
    let far = far.open().into_end().map_err(drop).unwrap();
    let relay = |started: Started| {
        let link = started.links.into_iter().next().unwrap().open();
        i32::from(link.send(b"from the child").is_err())
    };
    let process = env.zygote.spawn(relay, vec![], vec![far]).unwrap();
    let near = near.open();
    assert_eq!(near.recv().unwrap(), b"from the child");
    assert!(near.into_end().is_err());
    assert!(process.wait().success());
}

fn too_many_links_are_refused(env: &Env) {
    let ends = |count| (0..count).map(|_| link_pair().unwrap().0).collect::<Vec<_>>();
    let count: fn(Started) -> i32 = |started| started.links.len() as i32;
    let most = env.zygote.spawn(count, vec![], ends(31)).unwrap();
    assert_eq!(most.wait(), ExitStatus::Exited(31));
    let refused = env.zygote.spawn(count, vec![], ends(32)).map(drop);
    assert!(matches!(refused, Err(SpawnError::TooManyLinks { given: 32, limit: 31 })));
}

fn grandchildren_die_with_their_parent(env: &Env) {
    let parent = |started: Started| {
        let mut child = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
        started.link.send(&child.id().to_le_bytes()).unwrap();
        match started.link.recv() {
            Ok(_) => 0,
            Err(_) => child.wait().map_or(1, |_| 2),
        }
    };
    let process = env.zygote.spawn(parent, vec![], vec![]).unwrap();
    let pid = process.link().recv().unwrap().try_into().unwrap();
    process.link().send(b"leave").unwrap();
    assert!(process.wait().success());
    let pid = i32::from_le_bytes(pid);
    eventually("the grandchild is gone", || !runs(pid));
}

fn child_has_no_input_and_its_own_group(env: &Env) {
    let look = |_: Started| {
        let input = std::io::read_to_string(std::io::stdin()).unwrap();
        let group = nix::unistd::getpgrp() == nix::unistd::getpid();
        i32::from(!input.is_empty() || !group)
    };
    assert!(env.zygote.spawn(look, vec![], vec![]).unwrap().wait().success());
}

fn signals_are_told_apart(env: &Env) {
    let process = env.zygote.spawn(sleep, vec![], vec![]).unwrap();
    process.signal(Signal::SIGINT as i32).unwrap();
    assert!(process.wait_timeout(Duration::from_millis(50)).is_none());
    process.signal(Signal::SIGTERM as i32).unwrap();
    assert_eq!(process.wait(), ExitStatus::Signaled(15));
    let aborting = |_: Started| std::process::abort();
    let aborted = env.zygote.spawn(aborting, vec![], vec![]).unwrap().wait();
    assert_eq!(aborted, ExitStatus::Signaled(6));
}

/// Signals without SA_RESTART interrupt every call that waits; none of them may be taken for an error or lose a byte.
fn eintr_storm(env: &Env) {
    extern "C" fn nothing(_: i32) {}
    let action = SigAction::new(SigHandler::Handler(nothing), SaFlags::empty(), SigSet::empty());
    // SAFETY: a handler that does nothing is async-signal-safe.
    let before = unsafe { signal::sigaction(Signal::SIGUSR1, &action) }.unwrap();
    let target = nix::sys::pthread::pthread_self();
    let done = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                nix::sys::pthread::pthread_kill(target, Signal::SIGUSR1).unwrap();
                thread::sleep(Duration::from_micros(50));
            }
        });
        for round in 0..20_u8 {
            let process = env.zygote.spawn(echo, vec![round], vec![]).unwrap();
            for size in [1, 1000, 1 << 20] {
                process.link().send(&vec![round; size]).unwrap();
                assert_eq!(process.link().recv().unwrap(), vec![round; size]);
            }
            let nothing = process.link().recv_timeout(Duration::from_millis(5));
            assert!(matches!(nothing, Err(LinkError::TimedOut)));
            process.kill().unwrap();
            assert_eq!(process.wait(), ExitStatus::Signaled(9));
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    // SAFETY: the disposition is the one that was there before.
    unsafe { signal::sigaction(Signal::SIGUSR1, &before) }.unwrap();
}

fn fd_count_stable(env: &Env) {
    let round = || {
        let (_near, far) = link_pair().unwrap();
        let process = env.zygote.spawn(echo, vec![], vec![far]).unwrap();
        process.link().send(&[1; 100_000]).unwrap();
        process.link().recv().unwrap();
        process.kill().unwrap();
        process.wait();
    };
    let server_files = || {
        let files = std::fs::read_dir(format!("/proc/{}/fd", env.zygote.pid()));
        files.unwrap().count()
    };
    round();
    let (before, at_server) = (open_files(), server_files());
    (0..300).for_each(|_| round());
    closes_down_to(before);
    eventually("the server's files are closed", || server_files() <= at_server);
}

fn spawn_from_many_threads(env: &Env) {
    thread::scope(|scope| {
        for number in 0..8_u8 {
            let zygote = env.zygote.clone();
            scope.spawn(move || {
                for _ in 0..20 {
                    let entry = |started: Started| i32::from(started.args[0]);
                    let process = zygote.spawn(entry, vec![number], vec![]).unwrap();
                    assert_eq!(process.wait(), ExitStatus::Exited(i32::from(number)));
                }
            });
        }
    });
}
