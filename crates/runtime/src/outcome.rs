//! What a run leaves: its exit code, the audit of its heap, the statistics of its gate.

use serde::Serialize;
use taipan_gil::events::Events;

/// What a run left behind.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The process's exit code, as CPython's would be.
    pub exit_code: i32,
    /// What the run counted.
    pub statistics: Statistics,
    /// What happened when, if the gate recorded it.
    pub events: Events,
}

/// What a run counted, in the form that `--stats-json` writes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Statistics {
    /// The model's name.
    pub model: String,
    /// The policy of its gate, or nothing.
    pub policy: Option<String>,
    /// Seconds.
    pub switch_interval: f64,
    /// Nanoseconds from before the first to after the last instruction.
    pub wall_ns: u64,
    /// What the audit of the heap found at the end.
    pub audit: Audit,
    /// What the gate counted.
    pub gate: Gate,
    /// What was executed, if that was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<Instructions>,
    /// What biased counts and locks did beside their fast paths, by name; nothing for other models.
    pub sharing: Option<std::collections::BTreeMap<String, u64>>,
    /// Which kinds of objects threads shared, the most frequent first, if that was watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<Vec<Shared>>,
}

/// What threads shared of a kind of objects. Where counts have no owner, only waits are known.
#[derive(Clone, Debug, Serialize)]
pub struct Shared {
    /// What the objects are: a class, or `function` and its name.
    pub kind: String,
    /// How many were touched by another thread than the one that made them.
    pub objects: u64,
    /// How many were counted by another thread.
    pub counted: u64,
    /// How many were read by another thread.
    pub read: u64,
    /// How many were written by another thread.
    pub written: u64,
    /// How often a thread found one of their locks taken.
    pub waits: u64,
}

impl From<taipan_heap::Shared> for Shared {
    fn from(shared: taipan_heap::Shared) -> Self {
        let taipan_heap::Shared { kind, objects, counted, read, written, waits } = shared;
        Self { kind, objects, counted, read, written, waits }
    }
}

/// Instructions of the executable form that were executed.
#[derive(Clone, Debug, Serialize)]
pub struct Instructions {
    /// How many.
    pub executed: u64,
    /// How often each, the most frequent first.
    pub each: Vec<(&'static str, u64)>,
    /// How often one followed the other, the most frequent first.
    pub pairs: Vec<((&'static str, &'static str), u64)>,
    /// How often what is remembered sufficed.
    pub caches: Vec<Remembered>,
}

/// How often what is remembered of names sufficed.
#[derive(Clone, Debug, Serialize)]
pub struct Remembered {
    /// Of which names.
    pub what: &'static str,
    /// How often an instruction asked.
    pub asked: u64,
    /// How often the place in the program knew.
    pub by_site: u64,
    /// How often the place did not, but the thread did.
    pub by_thread: u64,
}

impl From<taipan_vm::Remembered> for Remembered {
    fn from(remembered: taipan_vm::Remembered) -> Self {
        let taipan_vm::Remembered { what, asked, by_site, by_thread } = remembered;
        Self { what, asked, by_site, by_thread }
    }
}

impl From<&taipan_vm::Tally> for Instructions {
    fn from(tally: &taipan_vm::Tally) -> Self {
        let each = tally.instructions();
        let caches = tally.caches().into_iter().map(Into::into).collect();
        Instructions { executed: each.iter().map(|(_, n)| n).sum(), each, pairs: tally.pairs(), caches }
    }
}

/// The audit of the heap at exit; of all heaps, if the program made interpreters.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Audit {
    /// Objects made.
    pub allocated: u64,
    /// Objects freed.
    pub freed: u64,
    /// How often a count moved; only debug builds know.
    pub moved: Option<u64>,
    /// Objects left that nothing should keep.
    pub leaked: u64,
    /// The same by kind.
    pub leaks: Vec<Leak>,
    /// Findings that prove a lost count: leaks, uses after death, second deaths.
    pub lost_counts: u64,
    /// References made to an object that had died.
    pub used_after_death: u64,
    /// Deaths of objects that had died before.
    pub died_twice: u64,
    /// Objects whose memory was kept after death.
    pub kept_dead: u64,
}

/// Leaked objects of a kind.
#[derive(Clone, Debug, Serialize)]
pub struct Leak {
    /// What the objects are.
    pub kind: String,
    /// How many.
    pub count: u64,
}

/// What the gate counted.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Gate {
    /// Totals, by name.
    #[serde(flatten)]
    pub totals: std::collections::BTreeMap<String, u64>,
    /// The same for each thread.
    pub threads: Vec<Thread>,
}

/// What the gate counted for a thread.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Thread {
    /// The thread's name or number.
    pub name: String,
    /// Counts, by name; times are in nanoseconds.
    #[serde(flatten)]
    pub counts: std::collections::BTreeMap<String, u64>,
}

impl Audit {
    /// Adds what was found in the heap of another interpreter.
    pub fn add(&mut self, other: Audit) {
        self.allocated += other.allocated;
        self.freed += other.freed;
        self.moved = self.moved.zip(other.moved).map(|(here, there)| here + there);
        self.leaked += other.leaked;
        self.lost_counts += other.lost_counts;
        self.used_after_death += other.used_after_death;
        self.died_twice += other.died_twice;
        self.kept_dead += other.kept_dead;
        for leak in other.leaks {
            match self.leaks.iter_mut().find(|it| it.kind == leak.kind) {
                Some(known) => known.count += leak.count,
                None => self.leaks.push(leak),
            }
        }
    }
}

impl From<taipan_heap::Audit> for Audit {
    fn from(audit: taipan_heap::Audit) -> Self {
        let leaked = audit.leaked();
        Audit {
            allocated: audit.allocated,
            freed: audit.freed,
            moved: audit.moved,
            leaked,
            leaks: audit.live.iter().map(|k| Leak { kind: k.kind.to_owned(), count: k.count }).collect(),
            lost_counts: leaked + audit.used_after_death + audit.died_twice,
            used_after_death: audit.used_after_death,
            died_twice: audit.died_twice,
            kept_dead: audit.kept_dead,
        }
    }
}
