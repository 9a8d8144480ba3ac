//! What a worker costs beside a raw pipe: one message there and back, many small tasks, and large arguments.
//!
//! Every way is an echo by another process, so the figures can be read as ratios to the pipe's.

use std::hint::black_box;
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use taipan_pool::{ProcessPool, Started, TaskError, Worker, Zygote};

/// The fork server starts before criterion, because only a process with one thread may fork.
fn main() {
    let zygote = Zygote::start().expect("main has one thread here");
    let mut criterion = Criterion::default().configure_from_args();
    round_trip(&mut criterion, &zygote);
    many_tasks(&mut criterion, &zygote);
    new_process(&mut criterion, &zygote);
    criterion.final_summary();
}

fn round_trip(criterion: &mut Criterion, zygote: &Zygote) {
    for (name, size) in [("32 B", 32), ("64 KiB", 64 << 10), ("1 MiB", 1 << 20), ("16 MiB", 16 << 20)] {
        let mut group = criterion.benchmark_group(format!("pool/echo {name}"));
        group.throughput(Throughput::Bytes(size as u64));
        pipe(&mut group, size);
        link(&mut group, zygote, size);
        task(&mut group, zygote, size);
    }
}

fn pipe(group: &mut BenchmarkGroup<WallTime>, size: usize) {
    let mut cat = Cat::start();
    let message = vec![b'x'; size];
    let mut answer = vec![0; size];
    group.bench_function("pipe", |bencher| bencher.iter(|| cat.echo(&message, &mut answer)));
}

fn link(group: &mut BenchmarkGroup<WallTime>, zygote: &Zygote, size: usize) {
    let echo = |started: Started| {
        while let Ok(message) = started.link.recv() {
            if started.link.send_shared(message.into()).is_err() {
                return 1;
            }
        }
        0
    };
    let process = zygote.spawn(echo, vec![], vec![]).expect("a process can be forked");
    let message = vec![b'x'; size];
    group.bench_function("link", |bencher| {
        bencher.iter(|| {
            process.link().send(&message).expect("the echo lives");
            black_box(process.link().recv().expect("the echo lives"));
        });
    });
}

fn task(group: &mut BenchmarkGroup<WallTime>, zygote: &Zygote, size: usize) {
    let pool = pool(zygote, 1, 1);
    let message = "x".repeat(size);
    group.bench_function("task", |bencher| {
        bencher.iter(|| {
            let future = pool.submit(message.clone()).expect("the pool is open");
            black_box(future.result().expect("the echo lives"));
        });
    });
}

/// A thousand empty tasks, handed in at once.
fn many_tasks(criterion: &mut Criterion, zygote: &Zygote) {
    const TASKS: usize = 1000;
    let mut group = criterion.benchmark_group("pool/1000 tasks");
    group.throughput(Throughput::Elements(TASKS as u64));
    for credit in [1, 4, 16] {
        let pool = pool(zygote, 2, credit);
        group.bench_function(format!("submit, credit {credit}"), |bencher| {
            bencher.iter(|| {
                let submit = |_| pool.submit(String::new()).expect("the pool is open");
                let futures: Vec<_> = (0..TASKS).map(submit).collect();
                futures.iter().for_each(|it| drop(it.result().expect("the echo lives")));
            });
        });
    }
    for chunk in [1, 10, 100] {
        let pool = pool(zygote, 2, 2);
        group.bench_function(format!("map, chunk {chunk}"), |bencher| {
            bencher.iter(|| pool.map((0..TASKS).map(|_| String::new()), chunk).count());
        });
    }
}

/// From asking for a process to its first word, and to knowing that it has ended.
fn new_process(criterion: &mut Criterion, zygote: &Zygote) {
    let greet = |started: Started| i32::from(started.link.send(b"hello").is_err());
    criterion.bench_function("pool/new process", |bencher| {
        bencher.iter(|| {
            let process = zygote.spawn(greet, vec![], vec![]).expect("a process can be forked");
            process.link().recv().expect("it greets");
            process.wait()
        });
    });
}

fn pool(zygote: &Zygote, workers: usize, credit: usize) -> ProcessPool<Echo> {
    let builder = ProcessPool::builder(zygote).workers(workers).credit(credit).init(());
    builder.build().expect("the init value can be encoded")
}

struct Echo;

impl Worker for Echo {
    type Init = ();
    type Task = String;
    type Output = String;

    fn start((): ()) -> Result<Self, String> {
        Ok(Self)
    }

    fn run(&mut self, task: String) -> Result<String, TaskError> {
        Ok(task)
    }
}

/// An echo over two plain pipes.
struct Cat {
    process: Child,
    input: ChildStdin,
    output: ChildStdout,
}

impl Cat {
    fn start() -> Self {
        let mut cat = Command::new("cat");
        let cat = cat.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = cat.spawn().expect("there is a cat");
        let (input, output) = (process.stdin.take(), process.stdout.take());
        Self { process, input: input.expect("it is piped"), output: output.expect("it is piped") }
    }

    /// What fits into a pipe is written first; more needs a writer of its own.
    fn echo(&mut self, message: &[u8], answer: &mut [u8]) {
        const FITS: usize = 4096;
        let Self { input, output, .. } = self;
        let mut write = || input.write_all(message).expect("cat reads");
        let mut read = || output.read_exact(answer).expect("cat writes");
        if message.len() <= FITS {
            write();
            read();
        } else {
            thread::scope(|scope| {
                scope.spawn(write);
                read();
            });
        }
    }
}

impl Drop for Cat {
    fn drop(&mut self) {
        // It is gone, or will be when its input closes.
        let _gone = (self.process.kill(), self.process.wait());
    }
}
