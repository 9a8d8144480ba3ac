//! A test harness that lets the fork server start before any thread does, and that turns a hang into a failure.

use std::any::Any;
use std::panic;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use taipan_pool::Zygote;

/// A test and its name.
pub type Test = (&'static str, fn(&Env));

/// What every test of a binary is given.
pub struct Env {
    /// The fork server that the tests share.
    pub zygote: Zygote,
    /// A fork server of its own for the one test that kills it.
    pub victim: Zygote,
}

/// Names tests by their functions and their file.
macro_rules! tests {
    ($($name:ident),* $(,)?) => {
        pub const TESTS: &[$crate::harness::Test] =
            &[$((concat!(module_path!(), "::", stringify!($name)), $name)),*];
    };
}

pub(crate) use tests;

/// Runs the tests whose names contain what the command line says, one after the other, and leaves with 1 if one fails.
pub fn run(tests: &[&[Test]]) {
    let zygote = Zygote::start().expect("main has one thread here");
    let victim = Zygote::start().expect("main has one thread here");
    let env = Arc::new(Env { zygote, victim });
    let (flags, filters): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|it| it.starts_with('-'));
    let tests: Vec<Test> =
        tests.concat().into_iter().map(|(name, test)| (name.trim_start_matches("suite::"), test)).collect();
    let wanted = |name: &str| filters.is_empty() || filters.iter().any(|it| name.contains(it));
    let (chosen, left_out): (Vec<&Test>, Vec<&Test>) = tests.iter().partition(|(name, _)| wanted(name));
    if flags.iter().any(|it| it == "--list") {
        chosen.iter().for_each(|(name, _)| println!("{name}: test"));
        return;
    }
    println!("\nrunning {} tests", chosen.len());
    let start = Instant::now();
    let failed = chosen.iter().filter(|test| !passes(test, &env)).count();
    println!(
        "\ntest result: {}. {} passed; {failed} failed; 0 ignored; 0 measured; {} filtered out; \
         finished in {:.2}s\n",
        if failed == 0 { "ok" } else { "FAILED" },
        chosen.len() - failed,
        left_out.len(),
        start.elapsed().as_secs_f64(),
    );
    drop(env);
    std::process::exit(i32::from(failed > 0));
}

/// No test should take a hundredth of this; it only has to end.
const HANGS_AFTER: Duration = Duration::from_secs(120);

fn passes(&(name, test): &Test, env: &Arc<Env>) -> bool {
    let env = Arc::clone(env);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| test(&env)));
        let _late = sender.send(outcome.map_err(|payload: Box<dyn Any + Send>| drop(payload)));
    });
    let verdict = match receiver.recv_timeout(HANGS_AFTER) {
        Ok(Ok(())) => "ok",
        Ok(Err(())) => "FAILED",
        Err(_) => "FAILED (it hangs)",
    };
    println!("test {name} ... {verdict}");
    verdict == "ok"
}

/// Waits until `condition` holds; panics with `what` if it never does.
pub fn eventually(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !condition() {
        assert!(Instant::now() < deadline, "never happened: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Whether a process exists that is more than a zombie.
pub fn runs(pid: i32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
    stat.is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or("").trim_start().starts_with('Z'))
}

/// How many file descriptors this process has open.
pub fn open_files() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// Waits until no more files are open than there were. Fewer may be: an earlier test's threads close theirs late.
pub fn closes_down_to(before: usize) {
    eventually("the files are closed", || open_files() <= before);
}

/// Random enough to vary a schedule, and the same for the same seed (xorshift64*).
pub struct Random(pub u64);

impl Random {
    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }
}
