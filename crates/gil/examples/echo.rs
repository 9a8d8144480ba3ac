//! The convoy: an echo client beside threads that compute, under every policy.
//!
//! `cargo run --release -p taipan-gil --example echo [-- POLICY ...]`. The server is a process of its own; messages are of
//! one byte; the client sends and receives inside a blocking region. Policies take turns, and the medians of the rounds
//! are shown. Beside them stand a client without a gate, and for the threads that compute a run of themselves alone.

use std::{
    collections::BTreeMap,
    env,
    hint::black_box,
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use taipan_gil::{Gate, GatePass, Gil, Pass, Policy};

const ROUNDS: usize = 5;
const RUN: Duration = Duration::from_millis(400);
const STEPS_A_LOOK: u32 = 64;
/// Clients and threads that compute.
const SCENES: [(usize, usize); 6] = [(1, 0), (1, 1), (1, 2), (1, 4), (8, 4), (0, 2)];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == "serve") {
        return serve();
    }
    let policies = chosen(&arguments);
    let server = Server::start()?;
    let mut results: BTreeMap<(usize, usize), Vec<Result>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (scene, &(clients, hogs)) in SCENES.iter().enumerate() {
            results.entry((scene, 0)).or_default().push(bare(&server, clients, hogs));
            for (row, &policy) in policies.iter().enumerate() {
                results.entry((scene, row + 1)).or_default().push(echo(&server, policy, clients, hogs));
            }
        }
        for (row, &policy) in policies.iter().enumerate() {
            results.entry((SCENES.len(), row + 1)).or_default().push(starvation(policy));
        }
    }
    println!(
        "clients+computing policy         round trips/s   p50 us   p99 us  least client  computing M/s  least of them"
    );
    for (&(scene, row), rounds) in &results {
        let name = if row == 0 { "(no gate)".to_owned() } else { policies[row - 1].to_string() };
        let scene = SCENES.get(scene).map_or("nap 0 + 2".to_owned(), |(clients, hogs)| format!("{clients}+{hogs}"));
        show(&scene, &name, rounds);
    }
    Ok(())
}

fn chosen(arguments: &[String]) -> Vec<Policy> {
    let names: Vec<String> = match arguments {
        [] => Policy::names().into_iter().map(str::to_owned).collect(),
        given => given.to_vec(),
    };
    names.iter().map(|name| name.parse().unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// What one run brought.
struct Result {
    /// Of each client, in nanoseconds, sorted.
    trips: Vec<Vec<u64>>,
    /// Of each thread that computes.
    steps: Vec<u64>,
    elapsed: Duration,
}

fn show(scene: &str, name: &str, rounds: &[Result]) {
    let of = |number: &dyn Fn(&Result) -> f64| {
        let mut numbers: Vec<f64> = rounds.iter().map(number).collect();
        numbers.sort_by(f64::total_cmp);
        numbers[numbers.len() / 2]
    };
    let rate = of(&|run| run.trips.iter().map(Vec::len).sum::<usize>() as f64 / run.elapsed.as_secs_f64());
    let quantile = |part: f64| {
        of(&|run| {
            let mut all: Vec<u64> = run.trips.iter().flatten().copied().collect();
            all.sort_unstable();
            all.get((all.len() as f64 * part) as usize).map_or(0.0, |&nanos| nanos as f64 / 1e3)
        })
    };
    let steps = of(&|run| run.steps.iter().sum::<u64>() as f64 / run.elapsed.as_secs_f64() / 1e6);
    let least_client = of(&|run| least(&run.trips.iter().map(|trips| trips.len() as u64).collect::<Vec<_>>()));
    let least_step = of(&|run| least(&run.steps));
    println!(
        "{scene:>17} {name:<16} {rate:11.0} {:8.1} {:8.1} {:11.0} % {steps:14.2} {:12.0} %",
        quantile(0.5),
        quantile(0.99),
        100.0 * least_client,
        100.0 * least_step
    );
}

/// The smallest of the numbers as a part of their mean.
fn least(numbers: &[u64]) -> f64 {
    let mean = numbers.iter().sum::<u64>() as f64 / numbers.len() as f64;
    numbers.iter().min().map_or(0.0, |&least| least as f64 / mean)
}

/// Clients and threads that compute, behind one gate.
fn echo(server: &Server, policy: Policy, clients: usize, hogs: usize) -> Result {
    let gil = Gil::new(policy);
    let running = AtomicBool::new(true);
    let start = Instant::now();
    thread::scope(|scope| {
        let hogs: Vec<_> = (0..hogs).map(|_| scope.spawn(|| compute(&mut gil.enter(), &running))).collect();
        let clients: Vec<_> = (0..clients)
            .map(|_| {
                let mut stream = server.connect();
                let (gil, running) = (&gil, &running);
                scope.spawn(move || {
                    let mut pass = gil.enter();
                    trips(running, || pass.blocking(|| round_trip(&mut stream)))
                })
            })
            .collect();
        thread::sleep(RUN);
        running.store(false, Relaxed);
        let trips = clients.into_iter().map(|client| client.join().unwrap()).collect();
        let steps = hogs.into_iter().map(|hog| hog.join().unwrap()).collect();
        Result { trips, steps, elapsed: start.elapsed() }
    })
}

/// The same without a gate.
fn bare(server: &Server, clients: usize, hogs: usize) -> Result {
    let running = AtomicBool::new(true);
    let start = Instant::now();
    thread::scope(|scope| {
        let hogs: Vec<_> = (0..hogs)
            .map(|_| {
                scope.spawn(|| {
                    let mut steps = 0;
                    while running.load(Relaxed) {
                        steps += step();
                    }
                    steps
                })
            })
            .collect();
        let clients: Vec<_> = (0..clients)
            .map(|_| {
                let mut stream = server.connect();
                let running = &running;
                scope.spawn(move || trips(running, || round_trip(&mut stream)))
            })
            .collect();
        thread::sleep(RUN);
        running.store(false, Relaxed);
        let trips = clients.into_iter().map(|client| client.join().unwrap()).collect();
        let steps = hogs.into_iter().map(|hog| hog.join().unwrap()).collect();
        Result { trips, steps, elapsed: start.elapsed() }
    })
}

/// Two threads that compute, and one that computes and every millisecond blocks for no time at all.
fn starvation(policy: Policy) -> Result {
    let gil = Gil::new(policy);
    let running = AtomicBool::new(true);
    let start = Instant::now();
    let steps = thread::scope(|scope| {
        let mut threads: Vec<_> = (0..2).map(|_| scope.spawn(|| compute(&mut gil.enter(), &running))).collect();
        threads.push(scope.spawn(|| {
            let mut pass = gil.enter();
            let mut steps = 0;
            while running.load(Relaxed) {
                let turn = Instant::now();
                while turn.elapsed() < Duration::from_millis(1) && running.load(Relaxed) {
                    // Looking at the clock after each step would make its steps longer than the others'.
                    for _ in 0..STEPS_A_LOOK {
                        steps += step();
                        check_point(&mut pass);
                    }
                }
                pass.blocking(|| ());
            }
            steps
        }));
        thread::sleep(RUN);
        running.store(false, Relaxed);
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    Result { trips: Vec::new(), steps, elapsed: start.elapsed() }
}

fn compute(pass: &mut GatePass<Gil>, running: &AtomicBool) -> u64 {
    let mut steps = 0;
    while running.load(Relaxed) {
        steps += step();
        check_point(pass);
    }
    steps
}

/// What is done between two check points: some tens of nanoseconds, as in an interpreter.
fn step() -> u64 {
    for i in 0..40 {
        black_box(i);
    }
    1
}

fn check_point(pass: &mut GatePass<Gil>) {
    if pass.breaker().raised() {
        pass.pause();
    }
}

fn trips(running: &AtomicBool, mut trip: impl FnMut()) -> Vec<u64> {
    let mut nanos = Vec::with_capacity(1 << 18);
    let mut before = Instant::now();
    while running.load(Relaxed) {
        trip();
        let now = Instant::now();
        nanos.push((now - before).as_nanos() as u64);
        before = now;
    }
    nanos
}

fn round_trip(stream: &mut TcpStream) {
    let mut byte = [7];
    stream.write_all(&byte).and_then(|()| stream.read_exact(&mut byte)).expect("the server echoes");
}

/// The echo server: this program again, in another process.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start() -> io::Result<Arc<Self>> {
        let mut process = Command::new(env::current_exe()?).arg("serve").stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line)?;
        let port = line.trim().parse().expect("the server tells its port");
        Ok(Arc::new(Server { process, port }))
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        stream.set_nodelay(true).expect("a TCP socket");
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve() -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    println!("{}", listener.local_addr()?.port());
    for stream in listener.incoming() {
        let mut stream = stream?;
        stream.set_nodelay(true)?;
        thread::spawn(move || {
            let mut byte = [0];
            while stream.read_exact(&mut byte).and_then(|()| stream.write_all(&byte)).is_ok() {}
        });
    }
    Ok(())
}
