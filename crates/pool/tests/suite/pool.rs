//! The pool while nobody dies: submitting, mapping, bounds, cancelling and the ways to shut down.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use crate::harness::{Env, closes_down_to, eventually, open_files, runs, tests};
use crate::jobs::{Answer, DIES_AT_START, Do, Doer, REFUSES, number, pool};
use taipan_pool::{BuildError, ProcessPool, Shutdown, SubmitError, TaskError, TaskState};

tests![
    submit,
    init_reaches_every_worker,
    workers_start_when_tasks_need_them,
    no_workers_is_refused,
    failed_task_keeps_worker,
    panicking_task_replaces_worker,
    result_timeout_leaves_task_running,
    on_done_before_and_after,
    callback_may_submit_and_may_panic,
    cancel_pending_task,
    credit_sends_ahead,
    map_order,
    map_is_lazy,
    map_chunks_keep_failures_apart,
    map_of_nothing,
    map_on_closed_pool_says_so_once,
    large_argument_and_result,
    queue_bound_holds_back,
    idle_worker_reuse,
    max_tasks_per_child,
    thread_safety,
    shutdown_drain,
    shutdown_drain_deadline,
    shutdown_cancel,
    shutdown_kill,
    drop_kills,
    submit_after_shutdown,
    submit_during_shutdown_race,
    failing_initializer_breaks_pool,
    dying_initializer_breaks_pool,
    fd_count_stable,
];

fn submit(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let futures: Vec<_> = (0..100).map(|it| pool.submit(Do::Square(it)).unwrap()).collect();
    for (it, future) in (0..).zip(&futures) {
        assert_eq!(number(future.result()), it * it);
        assert_eq!(number(future.result()), it * it, "a second time");
        assert_eq!(future.state(), TaskState::Done);
    }
}

fn init_reaches_every_worker(env: &Env) {
    let pool = pool(&env.zygote, 3);
    let answers = pool.map((0..30).map(|_| Do::Init), 1);
    assert!(answers.map(number).all(|it| it == 42));
}

fn workers_start_when_tasks_need_them(env: &Env) {
    let pool = pool(&env.zygote, 4);
    assert_eq!(pool.stats().forked, 0);
    pool.submit(Do::Pid).unwrap().result().unwrap();
    let stats = pool.stats();
    assert_eq!((stats.forked, stats.started, stats.workers), (1, 1, 1));
    assert!(stats.startup > Duration::ZERO);
}

fn no_workers_is_refused(env: &Env) {
    let none = ProcessPool::<Doer>::builder(&env.zygote).workers(0).init(1).build();
    assert!(matches!(none.map(drop), Err(BuildError::NoWorkers)));
    let no_init = ProcessPool::<Doer>::builder(&env.zygote).build();
    assert!(matches!(no_init.map(drop), Err(BuildError::NoInit)));
}

fn failed_task_keeps_worker(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let pid = number(pool.submit(Do::Pid).unwrap().result());
    let failed = pool.submit(Do::Fail("as told".to_owned())).unwrap().result();
    assert_eq!(failed, Err(TaskError::failed("Test", "as told")));
    assert_eq!(number(pool.submit(Do::Pid).unwrap().result()), pid);
}

fn panicking_task_replaces_worker(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let pid = number(pool.submit(Do::Pid).unwrap().result());
    let panicked = pool.submit(Do::Panic("as told".to_owned())).unwrap().result();
    let message = "as told".to_owned();
    assert_eq!(panicked, Err(TaskError::Panicked { message }));
    assert_ne!(number(pool.submit(Do::Pid).unwrap().result()), pid);
}

fn result_timeout_leaves_task_running(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let future = pool.submit(Do::Sleep(3, 200)).unwrap();
    assert!(future.result_timeout(Duration::from_millis(10)).is_none());
    assert_eq!(number(future.result()), 3);
}

fn on_done_before_and_after(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let (sender, receiver) = mpsc::channel();
    let future = pool.submit(Do::Sleep(1, 20)).unwrap();
    let before = sender.clone();
    future.on_done(move |outcome| before.send(("before", number(outcome))).unwrap());
    future.result().unwrap();
    assert_eq!(receiver.recv().unwrap(), ("before", 1));
    future.on_done(move |outcome| sender.send(("after", number(outcome))).unwrap());
    assert_eq!(receiver.recv().unwrap(), ("after", 1));
}

fn callback_may_submit_and_may_panic(env: &Env) {
    let pool = Arc::new(pool(&env.zygote, 1));
    let (sender, receiver) = mpsc::channel();
    let future = pool.submit(Do::Square(2)).unwrap();
    future.on_done(|_| panic!("a callback that panics, as the test wants"));
    let again = Arc::downgrade(&pool);
    future.on_done(move |_| {
        let next = again.upgrade().unwrap().submit(Do::Square(3)).unwrap();
        next.on_done(move |outcome| sender.send(number(outcome)).unwrap());
    });
    assert_eq!(receiver.recv().unwrap(), 9);
}

fn cancel_pending_task(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let running = pool.submit(Do::Sleep(1, 100)).unwrap();
    eventually("the first task runs", || running.state() == TaskState::Running);
    let pending = pool.submit(Do::Square(2)).unwrap();
    assert_eq!(pending.state(), TaskState::Queued);
    assert!(pending.cancel() && pending.cancel());
    assert_eq!(pending.result(), Err(TaskError::Cancelled));
    assert_eq!(pending.state(), TaskState::Cancelled);
    assert!(!running.cancel());
    assert_eq!(number(running.result()), 1);
    assert!(!running.cancel());
    assert_eq!(number(pool.submit(Do::Served).unwrap().result()), 1);
    let deadline = Duration::from_secs(20);
    pool.shutdown(Shutdown::Drain { deadline }).unwrap();
}

fn credit_sends_ahead(env: &Env) {
    let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(1).init(1);
    let pool = builder.credit(3).build().unwrap();
    let futures: Vec<_> = (0..4).map(|it| pool.submit(Do::Sleep(it, 100)).unwrap()).collect();
    eventually("three are sent", || futures[2].state() == TaskState::Running);
    assert_eq!(futures[3].state(), TaskState::Queued);
    let answers = futures.iter().map(|it| number(it.result()));
    assert!(answers.eq(0..4));
}

fn map_order(env: &Env) {
    let pool = pool(&env.zygote, 3);
    for chunk in [0, 1, 7, 1000] {
        let tasks = (0..200).map(|it| Do::Sleep(it, (it * 7) % 3));
        assert!(pool.map(tasks, chunk).map(number).eq(0..200), "chunk {chunk}");
    }
}

/// Taking no results stops the input: neither tasks nor results pile up.
fn map_is_lazy(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let taken = AtomicUsize::new(0);
    let tasks = (0..).inspect(|_| {
        taken.fetch_add(1, Ordering::SeqCst);
    });
    let mut results = pool.map(tasks.map(Do::Square), 5);
    for it in 0..50 {
        assert_eq!(number(results.next().unwrap()), it * it);
        assert!(taken.load(Ordering::SeqCst) <= it as usize + 5 * 5);
    }
    drop(results);
    assert_eq!(number(pool.submit(Do::Square(3)).unwrap().result()), 9);
}

fn map_chunks_keep_failures_apart(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let task = |it: u64| match it % 5 {
        3 => Do::Fail(it.to_string()),
        _ => Do::Square(it),
    };
    let results: Vec<_> = pool.map((0..50).map(task), 10).collect();
    for (it, result) in (0..).zip(results) {
        match it % 5 {
            3 => assert_eq!(result, Err(TaskError::failed("Test", it.to_string()))),
            _ => assert_eq!(number(result), it * it),
        }
    }
}

fn map_of_nothing(env: &Env) {
    assert_eq!(pool(&env.zygote, 2).map([], 3).count(), 0);
}

fn map_on_closed_pool_says_so_once(env: &Env) {
    let pool = ProcessPool::<Doer>::builder(&env.zygote).init(REFUSES).build().unwrap();
    pool.submit(Do::Pid).unwrap().result().unwrap_err();
    let results: Vec<_> = pool.map((0..9).map(Do::Square), 1).collect();
    assert!(matches!(&results[..], [Err(TaskError::PoolBroken { .. })]), "{results:?}");
}

fn large_argument_and_result(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let size = 64 << 20;
    let measured = pool.submit(Do::Measure(vec![1; size])).unwrap();
    let filled = pool.submit(Do::Fill(size)).unwrap();
    assert_eq!(number(measured.result()), size as u64);
    assert!(filled.result().unwrap() == Answer::Bytes(vec![7; size]));
}

fn queue_bound_holds_back(env: &Env) {
    let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(1).init(1);
    // One task at a time in the worker: with more, the queue has room again before the first is done.
    let pool = builder.queue_bound(2).credit(1).build().unwrap();
    let first = pool.submit(Do::Sleep(0, 300)).unwrap();
    eventually("the first task runs", || first.state() == TaskState::Running);
    let _queued = [pool.submit(Do::Square(1)).unwrap(), pool.submit(Do::Square(2)).unwrap()];
    assert_eq!(pool.try_submit(Do::Square(3)).map(drop), Err(SubmitError::Full));
    let waited = pool.submit(Do::Square(3)).unwrap();
    assert_eq!(first.state(), TaskState::Done);
    assert_eq!(number(waited.result()), 9);
}

fn idle_worker_reuse(env: &Env) {
    let pool = pool(&env.zygote, 4);
    let pids = (0..50).map(|_| number(pool.submit(Do::Pid).unwrap().result()));
    let pids: std::collections::BTreeSet<_> = pids.collect();
    assert_eq!(pids.len(), 1);
}

fn max_tasks_per_child(env: &Env) {
    for credit in [1, 4] {
        let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(2).init(1);
        let pool = builder.max_tasks_per_child(3).credit(credit).build().unwrap();
        let served = pool.map((0..60).map(|_| Do::Served), 1).map(number);
        assert!(served.max().unwrap() <= 2);
        eventually("the workers that left are gone", || pool.stats().workers <= 2);
        let stats = pool.stats();
        assert!((20..30).contains(&stats.forked), "{stats:?}");
        assert_eq!((stats.died, stats.requeued, stats.settled), (0, 0, 60));
    }
}

fn thread_safety(env: &Env) {
    let pool = pool(&env.zygote, 2);
    thread::scope(|scope| {
        for base in 0..6 {
            let pool = &pool;
            scope.spawn(move || {
                for it in base * 100..base * 100 + 100 {
                    let future = pool.submit(Do::Square(it)).unwrap();
                    assert_eq!(number(future.result()), it * it);
                }
            });
        }
    });
    assert_eq!(pool.stats().settled, 600);
}

fn shutdown_drain(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let futures: Vec<_> = (0..20).map(|it| pool.submit(Do::Sleep(it, 5)).unwrap()).collect();
    let pids = pool.worker_pids();
    let deadline = Duration::from_secs(60);
    pool.shutdown(Shutdown::Drain { deadline }).unwrap();
    assert!(futures.iter().map(|it| number(it.result())).eq(0..20));
    assert!(!pids.into_iter().any(runs));
}

fn shutdown_drain_deadline(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let futures = [0, 1].map(|it| pool.submit(Do::Sleep(it, 60_000)).unwrap());
    eventually("the first runs", || futures[0].state() == TaskState::Running);
    let pids = pool.worker_pids();
    let deadline = Duration::from_millis(50);
    let missed = pool.shutdown(Shutdown::Drain { deadline }).unwrap_err();
    assert_eq!(missed.unsettled, 2);
    for future in futures {
        assert_eq!(future.result(), Err(TaskError::ShutDown));
    }
    assert!(!pids.into_iter().any(runs));
}

fn shutdown_cancel(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let futures: Vec<_> = (0..5).map(|it| pool.submit(Do::Sleep(it, 200)).unwrap()).collect();
    eventually("the first runs", || futures[0].state() == TaskState::Running);
    let deadline = Duration::from_secs(60);
    pool.shutdown(Shutdown::CancelPending { deadline }).unwrap();
    assert_eq!(number(futures[0].result()), 0);
    for future in &futures[1..] {
        assert_eq!(future.result(), Err(TaskError::Cancelled));
    }
}

fn shutdown_kill(env: &Env) {
    let pool = pool(&env.zygote, 2);
    let futures: Vec<_> = (0..5).map(|it| pool.submit(Do::Sleep(it, 60_000)).unwrap()).collect();
    eventually("two run", || futures[1].state() == TaskState::Running);
    let pids = pool.worker_pids();
    pool.shutdown(Shutdown::Kill).unwrap();
    for future in futures {
        assert_eq!(future.result(), Err(TaskError::ShutDown));
    }
    assert!(!pids.into_iter().any(runs));
}

fn drop_kills(env: &Env) {
    let pool = pool(&env.zygote, 1);
    let future = pool.submit(Do::Sleep(1, 60_000)).unwrap();
    eventually("it runs", || future.state() == TaskState::Running);
    let pids = pool.worker_pids();
    drop(pool);
    assert_eq!(future.result(), Err(TaskError::ShutDown));
    assert!(!pids.into_iter().any(runs));
}

fn submit_after_shutdown(env: &Env) {
    let pool = Arc::new(pool(&env.zygote, 1));
    let (sender, receiver) = mpsc::channel();
    let late = Arc::downgrade(&pool);
    let future = pool.submit(Do::Sleep(1, 60_000)).unwrap();
    future.on_done(move |_| {
        let pool = late.upgrade().unwrap();
        sender.send(pool.submit(Do::Square(1)).map(drop)).unwrap();
    });
    pool.shutdown(Shutdown::Kill).unwrap();
    assert_eq!(receiver.recv().unwrap(), Err(SubmitError::Closed));
    assert_eq!(pool.submit(Do::Square(1)).map(drop), Err(SubmitError::Closed));
    pool.shutdown(Shutdown::Kill).unwrap();
}

/// One thread submits all the time while another ends the pool: each task is refused or settled.
fn submit_during_shutdown_race(env: &Env) {
    for how in [
        Shutdown::Kill,
        Shutdown::CancelPending { deadline: Duration::from_secs(20) },
        Shutdown::Drain { deadline: Duration::from_secs(20) },
    ] {
        let pool = pool(&env.zygote, 2);
        thread::scope(|scope| {
            let submitter = scope.spawn(|| {
                let futures = (0..).map_while(|it| pool.submit(Do::Square(it)).ok());
                futures.collect::<Vec<_>>()
            });
            thread::sleep(Duration::from_millis(20));
            pool.shutdown(how).unwrap();
            let futures = submitter.join().unwrap();
            assert!(futures.iter().all(|it| it.is_done()), "{how:?}");
        });
    }
}

fn failing_initializer_breaks_pool(env: &Env) {
    let pool = ProcessPool::<Doer>::builder(&env.zygote).workers(2).init(REFUSES).build().unwrap();
    let futures: Vec<_> = (0..5).filter_map(|it| pool.submit(Do::Square(it)).ok()).collect();
    for future in futures {
        let error = future.result().unwrap_err().to_string();
        assert!(error.contains("could not start: told not to"), "{error}");
    }
    let refused = pool.submit(Do::Square(1)).map(drop);
    assert!(matches!(refused, Err(SubmitError::Broken { .. })));
}

fn dying_initializer_breaks_pool(env: &Env) {
    let builder = ProcessPool::<Doer>::builder(&env.zygote).workers(2).init(DIES_AT_START);
    let pool = builder.futile_deaths(3).build().unwrap();
    let future = pool.submit(Do::Square(1)).unwrap();
    let error = future.result().unwrap_err().to_string();
    assert!(error.contains("4 workers in a row") && error.contains("SIGABRT"), "{error}");
    assert_eq!(pool.stats().forked, 4);
}

fn fd_count_stable(env: &Env) {
    let round = || {
        let pool = pool(&env.zygote, 2);
        assert_eq!(pool.map((0..20).map(Do::Square), 1).filter(Result::is_ok).count(), 20);
    };
    round();
    let before = open_files();
    (0..30).for_each(|_| round());
    closes_down_to(before);
}
