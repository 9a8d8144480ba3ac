//! The pool while workers, the fork server or the host die, stop or talk nonsense.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use taipan_pool::{ProcessPool, Shutdown, TaskError, TaskState};

use crate::harness::{Env, Random, closes_down_to, eventually, open_files, runs, tests};
use crate::jobs::{Do, Doer, number, pool};

tests![
    killed_child,
    death_names_signal_exit_and_task,
    idle_worker_killed,
    kill_while_receiving_big_argument,
    kill_while_sending_big_result,
    stopped_worker_does_not_block_others,
    done_before_death_is_kept,
    unstarted_requeued_once,
    poison_item_fails_alone,
    only_poison_settles_all,
    settles_exactly_once,
    zygote_killed,
    parent_sigkill_leaves_nobody,
    no_zombies_and_no_files_after_deaths,
];

fn kill(pid: i32) {
    // A process that is gone already cannot be killed, which some schedules do.
    let _gone = signal::kill(Pid::from_raw(pid), Signal::SIGKILL);
}

/// A file name of its own for each caller.
fn scratch_file(name: &str) -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = format!("taipan-pool-{}-{name}-{number}", std::process::id());
    std::env::temp_dir().join(file)
}

fn killed_child(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let future = pool.submit(Do::Sleep(1, 60_000)).unwrap();
    eventually("it runs", || future.state() == TaskState::Running);
    thread::sleep(Duration::from_millis(30));
    let pid = pool.worker_pids()[0];
    kill(pid);
    let died = TaskError::WorkerDied { pid, signal: Some(9), exit: None, task: future.task() };
    assert_eq!(future.result(), Err(died));
    assert_eq!(number(pool.submit(Do::Square(3)).unwrap().result()), 9);
    assert!(!runs(pid));
}

fn death_names_signal_exit_and_task(env: &Env) {
    let pool = pool(&env.zygote, 1);
    for (task, ending) in [
        (Do::Die(15), "was killed by signal 15 (SIGTERM)"),
        (Do::Die(6), "was killed by signal 6 (SIGABRT)"),
        (Do::Exit(3), "left with exit code 3"),
        (Do::Exit(0), "left with exit code 0"),
    ] {
        let future = pool.submit(task).unwrap();
        let error = future.result().unwrap_err().to_string();
        assert!(error.contains(ending), "{error}");
        let which = format!("while it ran task {}", future.task());
        assert!(error.contains(&which), "{error}");
    }
}

fn idle_worker_killed(env: &Env) {
    let pool = pool(&env.zygote, 1);
    for it in 0..20 {
        let pid = number(pool.submit(Do::Pid).unwrap().result());
        kill(pid as i32);
        assert_eq!(number(pool.submit(Do::Square(it)).unwrap().result()), it * it);
    }
}

/// The task never starts, because its argument never arrives whole; so it goes to the next worker and is done.
fn kill_while_receiving_big_argument(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let pid = number(pool.submit(Do::Pid).unwrap().result()) as i32;
    signal::kill(Pid::from_raw(pid), Signal::SIGSTOP).unwrap();
    let future = pool.submit(Do::Measure(vec![1; 64 << 20])).unwrap();
    assert!(future.result_timeout(Duration::from_millis(50)).is_none());
    kill(pid);
    assert_eq!(number(future.result()), 64 << 20);
    assert_eq!(pool.stats().requeued, 1);
}

fn kill_while_sending_big_result(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let pid = number(pool.submit(Do::Pid).unwrap().result()) as i32;
    let future = pool.submit(Do::Fill(512 << 20)).unwrap();
    eventually("it runs", || future.state() == TaskState::Running);
    thread::sleep(Duration::from_millis(60));
    kill(pid);
    let died = future.result().map(drop);
    assert!(matches!(died, Err(TaskError::WorkerDied { signal: Some(9), .. })), "{died:?}");
    assert_eq!(number(pool.submit(Do::Square(3)).unwrap().result()), 9);
}

fn stopped_worker_does_not_block_others(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let stopped = pool.submit(Do::Stop).unwrap();
    eventually("it runs", || stopped.state() == TaskState::Running);
    let pid = pool.worker_pids()[0];
    for it in 0..50 {
        assert_eq!(number(pool.submit(Do::Square(it)).unwrap().result()), it * it);
    }
    let big = pool.submit(Do::Measure(vec![1; 8 << 20])).unwrap();
    assert_eq!(number(big.result()), 8 << 20);
    assert_eq!(stopped.state(), TaskState::Running);
    signal::kill(Pid::from_raw(pid), Signal::SIGCONT).unwrap();
    assert_eq!(number(stopped.result()), 0);
}

fn done_before_death_is_kept(env: &Env) {
    let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(1).init(1);
    let pool = builder.credit(8).build().unwrap();
    let tasks = (0..7).map(Do::Square).chain([Do::Die(9)]);
    let futures: Vec<_> = tasks.map(|it| pool.submit(it).unwrap()).collect();
    for (it, future) in (0..7).zip(&futures) {
        assert_eq!(number(future.result()), it * it);
    }
    assert!(matches!(futures[7].result(), Err(TaskError::WorkerDied { .. })));
}

fn unstarted_requeued_once(env: &Env) {
    let log = scratch_file("unstarted");
    let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(1).init(1);
    let pool = builder.credit(8).build().unwrap();
    pool.submit(Do::Pid).unwrap().result().unwrap();
    let killer = pool.submit(Do::Die(9)).unwrap();
    let logged: Vec<_> = (0..7).map(|it| pool.submit(Do::Log(log.clone(), it)).unwrap()).collect();
    assert!(matches!(killer.result(), Err(TaskError::WorkerDied { .. })));
    assert!(logged.iter().map(|it| number(it.result())).eq(0..7));
    let lines = std::fs::read_to_string(&log).unwrap();
    std::fs::remove_file(&log).unwrap();
    assert_eq!(lines, "0\n1\n2\n3\n4\n5\n6\n");
}

fn poison_item_fails_alone(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let task = |it| if it == 13 { Do::Die(9) } else { Do::Square(it) };
    let results: Vec<_> = pool.map((0..40).map(task), 10).collect();
    assert_eq!(results.len(), 40);
    for (it, result) in (0..).zip(results) {
        match it {
            13 => assert!(matches!(result, Err(TaskError::WorkerDied { .. })), "{result:?}"),
            _ => assert_eq!(number(result), it * it),
        }
    }
}

/// A task that kills its worker is settled by that, so the pool makes progress and stays whole.
fn only_poison_settles_all(env: &Env) {
    let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(2).init(1);
    let pool = builder.futile_deaths(2).build().unwrap();
    let futures: Vec<_> = (0..30).map(|_| pool.submit(Do::Die(9)).unwrap()).collect();
    for future in futures {
        let result = future.result();
        assert!(matches!(result, Err(TaskError::WorkerDied { .. })), "{result:?}");
    }
    assert_eq!(number(pool.submit(Do::Square(3)).unwrap().result()), 9);
}

/// Workers are killed at random moments while tasks of all kinds run; every future settles once, with a result that its
/// task can have.
fn settles_exactly_once(env: &Env) {
    let clock = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let told = std::env::var("TAIPAN_SEED").ok().and_then(|it| it.parse().ok());
    let seed = told.unwrap_or(u64::from(clock.subsec_nanos())) | 1;
    println!("settles_exactly_once: TAIPAN_SEED={seed}");
    for round in 0..4 {
        random_kills(env, seed + round * 2);
    }
}

fn random_kills(env: &Env, seed: u64) {
    let mut random = Random(seed);
    let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(3).init(1);
    let builder = builder.credit(1 + random.below(4) as usize).futile_deaths(u32::MAX);
    let pool = Arc::new(builder.max_tasks_per_child(5 + random.below(50)).build().unwrap());
    let settled = Arc::new(AtomicUsize::new(0));
    let done = Arc::new(AtomicBool::new(false));
    let killer = thread::spawn({
        let (pool, done, mut random) = (Arc::clone(&pool), Arc::clone(&done), Random(seed ^ 0xbeef));
        move || {
            while !done.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_micros(random.below(6000)));
                let pids = pool.worker_pids();
                if !pids.is_empty() {
                    kill(pids[random.below(pids.len() as u64) as usize]);
                }
            }
        }
    });
    let futures: Vec<_> = (0..400)
        .map(|it| {
            let task = match random.below(8) {
                0 => Do::Sleep(it, random.below(4)),
                1 => Do::Measure(vec![0; random.below(300_000) as usize]),
                2 => Do::Die(9),
                3 => Do::Fail("as told".to_owned()),
                4 => Do::Fill(random.below(300_000) as usize),
                _ => Do::Square(it),
            };
            let future = pool.submit(task).unwrap();
            let settled = Arc::clone(&settled);
            future.on_done(move |_| {
                settled.fetch_add(1, Ordering::Relaxed);
            });
            if random.below(16) == 0 {
                future.cancel();
            }
            future
        })
        .collect();
    for future in &futures {
        match future.result() {
            Ok(_) | Err(TaskError::WorkerDied { .. } | TaskError::Cancelled) => {}
            Err(TaskError::Failed { .. }) => {}
            Err(other) => panic!("seed {seed}: task {}: {other}", future.task()),
        }
    }
    done.store(true, Ordering::Relaxed);
    killer.join().unwrap();
    eventually("every future is counted", || pool.stats().settled == 400);
    assert_eq!(settled.load(Ordering::Relaxed), 400, "seed {seed}");
    assert_eq!(pool.stats().submitted, 400);
    let deadline = Duration::from_secs(20);
    pool.shutdown(Shutdown::Drain { deadline }).unwrap();
}

/// With the fork server die its workers; nothing can replace them, and every future says so.
fn zygote_killed(env: &Env) {
    let pool = pool(&env.victim, 2);
    let futures: Vec<_> = (0..6).map(|it| pool.submit(Do::Sleep(it, 60_000)).unwrap()).collect();
    eventually("two run", || futures[1].state() == TaskState::Running);
    thread::sleep(Duration::from_millis(30));
    let pids = pool.worker_pids();
    kill(env.victim.pid());
    let died = |error: &TaskError| matches!(error, TaskError::WorkerDied { .. });
    let broken = |error: &TaskError| matches!(error, TaskError::PoolBroken { .. });
    for future in futures {
        let error = future.result().unwrap_err();
        assert!(died(&error) || broken(&error), "{error}");
    }
    eventually("the workers are gone", || !pids.iter().any(|&pid| runs(pid)));
    assert!(pool.submit(Do::Pid).is_err());
    eventually("it is known", || env.victim.is_gone());
    assert!(!runs(env.victim.pid()));
}

fn parent_sigkill_leaves_nobody(_: &Env) {
    let pids = host::run_and_kill();
    assert_eq!(pids.len(), 3, "the fork server and two workers");
    eventually("all are gone", || !pids.iter().any(|&pid| runs(pid)));
}

fn no_zombies_and_no_files_after_deaths(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let round = || {
        let futures: Vec<_> = (0..50).map(|_| pool.submit(Do::Die(9)).unwrap()).collect();
        futures.iter().for_each(|it| drop(it.result().unwrap_err()));
        eventually("the workers are buried", || pool.stats().workers == 0);
    };
    round();
    let before = open_files();
    round();
    round();
    closes_down_to(before);
    let children = format!("/proc/{0}/task/{0}/children", env.zygote.pid());
    eventually("the dead are reaped", || std::fs::read_to_string(&children).unwrap().is_empty());
}

/// A host of its own, which is to be killed: this binary again.
pub mod host {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    use taipan_pool::Zygote;

    use crate::jobs::{Do, pool};

    const ASKED: &str = "--be-a-host";

    /// In the host, runs it and does not return.
    pub fn run_if_asked() {
        if std::env::args().nth(1).as_deref() != Some(ASKED) {
            return;
        }
        let zygote = Zygote::start().unwrap();
        let pool = pool(&zygote, 2);
        let futures = [0, 1].map(|it| pool.submit(Do::Sleep(it, 60_000)).unwrap());
        while pool.worker_pids().len() < 2 {
            std::thread::yield_now();
        }
        let pids = pool.worker_pids();
        println!("{} {} {}", zygote.pid(), pids[0], pids[1]);
        futures[0].result().unwrap();
    }

    /// Runs a host, kills it in the midst of its work, and returns what it had forked.
    pub fn run_and_kill() -> Vec<i32> {
        let program = std::env::current_exe().unwrap();
        let mut host = Command::new(program).arg(ASKED).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(host.stdout.take().unwrap()).read_line(&mut line).unwrap();
        host.kill().unwrap();
        host.wait().unwrap();
        line.split_whitespace().map(|pid| pid.parse().unwrap()).collect()
    }
}
