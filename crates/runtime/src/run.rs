//! One run of a program under a model.

use crate::model::{Kind, Visit};
use crate::outcome::{Audit, Gate, Instructions, Outcome, Shared, Statistics, Thread as ThreadOutcome};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use taipan_gil::{Counts, Gate as _, Measure, Policy};
use taipan_heap::{Heap, Parts};
use taipan_vm::{Interp, Model, Placement, Thread};

/// What to run.
#[derive(Clone, Debug)]
pub struct Program {
    /// The text.
    pub source: Source,
    /// `sys.argv`.
    pub argv: Vec<String>,
}

/// Where a program comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file, already read.
    File {
        /// Its path as the user named it.
        path: PathBuf,
        /// Its content.
        text: String,
    },
    /// The text after `-c`.
    Text(String),
}

/// How to run it.
#[derive(Clone, Debug)]
pub struct Config {
    /// Who may touch an object, and when.
    pub model: Kind,
    /// Who gets the gate next; where there is no gate, a seed still disturbs the threads.
    pub policy: Policy,
    /// Where check points are.
    pub placement: Placement,
    /// Overrides the policy's interval.
    pub switch_interval: Option<Duration>,
    /// Which parts biased counts and locks have; only the `brc` model has such.
    pub parts: Parts,
    /// What the gate keeps account of.
    pub measure: Measure,
    /// Whether to count instructions, which makes the run slower.
    pub instructions: bool,
    /// Whether to note which kinds of objects threads share, which makes sharing slower.
    pub watch: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            model: Kind::Gil,
            policy: Policy::default(),
            placement: Placement::default(),
            switch_interval: None,
            parts: Parts::ALL,
            measure: Measure::Counts,
            instructions: false,
            watch: false,
        }
    }
}

/// Bytes of Rust stack for the main thread. Only what is touched is used.
const STACK: usize = 256 << 20;

/// Runs a program to its end.
pub fn run(program: &Program, config: &Config) -> Outcome {
    config.model.visit(config.policy, config.measure, Run { program, config })
}

struct Run<'a> {
    program: &'a Program,
    config: &'a Config,
}

impl Visit for Run<'_> {
    type Out = Outcome;

    fn visit<M: Model>(self, gate: Arc<M::Gate>) -> Outcome {
        std::thread::scope(|scope| {
            let main = std::thread::Builder::new().name("MainThread".into()).stack_size(STACK);
            let main = main.spawn_scoped(scope, || self.main::<M>(gate)).expect("the system gives a first thread");
            main.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}

impl Run<'_> {
    fn main<M: Model>(self, gate: Arc<M::Gate>) -> Outcome {
        if let Some(interval) = self.config.switch_interval {
            gate.set_interval(interval);
        }
        let folder = self.folder();
        crate::workers::describe(self.config, &self.program.argv, folder.clone());
        let mut config = vm_config(self.config.placement, self.config.parts, self.program.argv.clone(), folder);
        config.tally = self.config.instructions.then(Default::default);
        let tally = config.tally.clone();
        let mut interp = Interp::<M>::new(gate.clone(), config);
        taipan_stdlib::install(&mut interp);
        if self.config.watch {
            interp.heap.watch();
        }
        let interp = Arc::new(interp);
        let heap = interp.heap.clone();
        let start = Instant::now();
        let mut thread = Thread::attach(interp.clone(), STACK);
        let (name, text) = self.text();
        let listening = listen(interp.clone());
        let exit_code = thread.run_main(text, &name);
        drop(listening);
        let wall_ns = start.elapsed().as_nanos() as u64;
        drop(interp);
        let audit = end(thread, &heap);
        let statistics = Statistics {
            model: M::NAME.to_owned(),
            policy: (self.config.model == Kind::Gil).then(|| self.config.policy.to_string()),
            switch_interval: gate.interval().as_secs_f64(),
            wall_ns,
            audit,
            gate: counted(&gate.statistics()),
            instructions: tally.as_deref().map(Instructions::from),
            shared: (self.config.watch && self.config.model != Kind::Gil).then(|| shared(&heap)),
            sharing: (self.config.model == Kind::Brc).then(|| traffic(&heap)),
        };
        Outcome { exit_code, statistics, events: gate.events() }
    }

    /// The folder of the script: the first place of imports.
    fn folder(&self) -> PathBuf {
        let folder = match &self.program.source {
            Source::File { path, .. } => path.parent().map(PathBuf::from).unwrap_or_default(),
            Source::Text(_) => PathBuf::new(),
        };
        if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
    }

    fn text(&self) -> (String, &str) {
        match &self.program.source {
            Source::File { path, text } => (path.display().to_string(), text),
            Source::Text(text) => {
                taipan_vm::source::remember("<string>", text);
                ("<string>".to_owned(), text)
            }
        }
    }
}

/// Ends the program's interpreters; what was found in their heaps.
fn end<M: Model>(mut thread: Thread<M>, heap: &Heap<M::Sharing>) -> Audit {
    let alone = taipan_stdlib::wait_for_threads(&mut thread);
    let others = if alone { taipan_stdlib::interpreters::end(&mut thread) } else { None };
    let Some(others) = others else {
        // Daemon threads still run: nothing can be audited, and the process ends under them.
        std::mem::forget(thread);
        return Audit::default();
    };
    thread.finish();
    let mut audit = Audit::from(heap.audit());
    others.into_iter().for_each(|it| audit.add(it.into()));
    audit
}

/// What the interpreter runs with.
pub(crate) fn vm_config(placement: Placement, parts: Parts, argv: Vec<String>, folder: PathBuf) -> taipan_vm::Config {
    taipan_vm::Config { placement, argv, search_path: vec![folder], parts, tally: None }
}

/// Lets Ctrl-C reach the program. Only a weak hold: the interpreter ends with its last thread.
fn listen<M: Model>(interp: Arc<Interp<M>>) -> crate::interrupt::Listening {
    const INTERRUPT: u32 = 2;
    let interp = Arc::downgrade(&interp);
    crate::interrupt::listen(move || {
        if let Some(interp) = interp.upgrade() {
            interp.signal(INTERRUPT);
        }
    })
}

fn traffic<S: taipan_heap::Sharing>(heap: &taipan_heap::Heap<S>) -> BTreeMap<String, u64> {
    heap.traffic().fields().map(|(name, n)| (name.to_owned(), n)).collect()
}

fn shared<S: taipan_heap::Sharing>(heap: &taipan_heap::Heap<S>) -> Vec<Shared> {
    heap.shared().into_iter().map(Shared::from).collect()
}

fn counted(statistics: &taipan_gil::Statistics) -> Gate {
    let map = |counts: &Counts| counts.fields().map(|(name, n)| (name.to_owned(), n)).collect();
    let threads = statistics.threads.iter().map(|t| {
        let name = if t.name.is_empty() { format!("thread {}", t.id) } else { t.name.clone() };
        ThreadOutcome { name, counts: map(&t.counts) }
    });
    Gate { totals: map(&statistics.total), threads: threads.collect() }
}
