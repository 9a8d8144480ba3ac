//! Policies: who gets the gate next, and when.
//!
//! A policy is a value; [`Policy::rules`] makes the object that a gate consults. The gate keeps the word, the queue and the
//! sleeping; the rules answer its questions, and only when threads compete. To add a policy, write a file with its source
//! in the doc comment and add it to the `policies!` table below. A question that no policy has asked yet is a new hook of
//! [`Rules`] with an answer by default.

mod deadline;
#[cfg(loom)]
mod deaf;
mod fifo;
#[cfg(loom)]
mod hospitable;
mod interval;
mod lately;
mod master;
#[cfg(loom)]
mod mute;
mod priority;
mod rules;
mod seeded;
mod stealer;
mod swift;
mod tick;
mod watch;

use std::{fmt, str::FromStr, time::Duration};

pub(crate) use rules::{Leave, Manner, Rules, Standing, Turn, Waiting};

/// Who gets the gate next, and when: a value that can be written, read and compared.
///
/// | written | means |
/// |---|---|
/// | `interval`, `interval:SECONDS` | [`Policy::interval`], 5 ms unless given |
/// | `interval-noforce`, `interval-noforce:SECONDS` | the same without [forced](Policy::forced) switching |
/// | `swift`, `swift:SECONDS` | [`Policy::swift`], 5 ms unless given |
/// | `priority`, `priority:SECONDS` | [`Policy::priority`], 5 ms unless given |
/// | `deadline`, `deadline:SECONDS` | [`Policy::deadline`], slices of 5 ms unless given |
/// | `stealer`, `stealer:N` | [`Policy::stealer`], every 10,000 check points unless given |
/// | `fifo`, `fifo:SECONDS` | [`Policy::fifo`], a quantum of 100 ms unless given |
/// | `fifo-delayed`, `fifo-delayed:SECONDS` | the same with [delayed](Policy::delayed) hand-off |
/// | `master`, `master:SECONDS` | [`Policy::master`], ticks of 50 ms unless given |
/// | `seeded`, `seeded:N` | [`Policy::seeded`], with the seed 0 unless given |
/// | `tick`, `tick:N` | [`Policy::tick`], every 100 check points unless given |
///
/// ```
/// use std::time::Duration;
/// use taipan_gil::Policy;
///
/// let policy: Policy = "interval-noforce:0.001".parse().unwrap();
/// assert_eq!(policy, Policy::interval(Duration::from_millis(1)).forced(false));
/// assert_eq!(policy.to_string(), "interval-noforce:0.001");
/// assert_eq!(Policy::default().to_string(), "interval");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy(Kind);

/// A text that names no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParsePolicyError {
    /// The part before the colon is not the name of a policy.
    #[error("there is no policy `{name}`; known are {}", Policy::names().join(", "))]
    Unknown {
        /// The name that was given.
        name: String,
    },
    /// The part after the colon is not what the policy takes.
    #[error("policy `{name}` takes {expected} after the colon, not `{argument}`")]
    Argument {
        /// The policy's name.
        name: String,
        /// What it takes.
        expected: &'static str,
        /// What was given.
        argument: String,
    },
}

/// How a policy is written down: a name, and an argument of its own after a colon.
trait Written: Sized + fmt::Display {
    /// The names it goes by.
    const NAMES: &'static [&'static str];
    /// What the argument is, for error messages.
    const ARGUMENT: &'static str;

    /// Reads it. `name` is one of the names; `None` stands for an argument that is not understood.
    fn read(name: &str, argument: Option<&str>) -> Option<Self>;

    /// The rules for one gate.
    fn rules(self) -> Box<dyn Rules>;

    /// The interval that a gate starts with.
    fn first_interval(self) -> Duration {
        crate::DEFAULT_INTERVAL
    }
}

/// Reads a number of seconds greater than 0.
fn seconds(argument: Option<&str>, default: Duration) -> Option<Duration> {
    let seconds = match argument {
        None => default,
        Some(seconds) => Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?,
    };
    (!seconds.is_zero()).then_some(seconds)
}

/// Scrambles a number (splitmix64, by G. Steele, D. Lea and C. Flood): consecutive ones come out as if drawn by chance.
pub(crate) fn mix(number: u64) -> u64 {
    let state = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Writes a name, and the seconds unless they go without saying.
fn write_seconds(f: &mut fmt::Formatter<'_>, name: &str, seconds: Duration, default: Duration) -> fmt::Result {
    f.write_str(name)?;
    if seconds != default {
        write!(f, ":{}", seconds.as_secs_f64())?;
    }
    Ok(())
}

macro_rules! policies { ($($(#[$cfg:meta])* $kind:ident = $value:ty,)*) => {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    enum Kind { $($(#[$cfg])* $kind($value),)* }

    impl Policy {
        /// The names of all policies.
        pub fn names() -> Vec<&'static str> {
            [$($(#[$cfg])* <$value>::NAMES,)*].concat()
        }

        pub(crate) fn rules(self) -> Box<dyn Rules> {
            match self.0 { $($(#[$cfg])* Kind::$kind(value) => value.rules(),)* }
        }

        /// The interval that a gate with this policy starts with.
        pub(crate) fn first_interval(self) -> Duration {
            match self.0 { $($(#[$cfg])* Kind::$kind(value) => value.first_interval(),)* }
        }
    }

    impl fmt::Display for Policy {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 { $($(#[$cfg])* Kind::$kind(value) => value.fmt(f),)* }
        }
    }

    impl FromStr for Policy {
        type Err = ParsePolicyError;

        fn from_str(text: &str) -> Result<Self, ParsePolicyError> {
            let (name, argument) = match text.split_once(':') {
                Some((name, argument)) => (name, Some(argument)),
                None => (text, None),
            };
            $($(#[$cfg])* if <$value>::NAMES.contains(&name) {
                return match <$value>::read(name, argument) {
                    Some(value) => Ok(Policy(Kind::$kind(value))),
                    None => Err(ParsePolicyError::Argument {
                        name: name.to_owned(),
                        expected: <$value>::ARGUMENT,
                        argument: argument.unwrap_or_default().to_owned(),
                    }),
                };
            })*
            Err(ParsePolicyError::Unknown { name: name.to_owned() })
        }
    }
} }

policies! {
    Interval = interval::Interval,
    Swift = swift::Swift,
    Tick = tick::Tick,
    Priority = priority::Priority,
    Deadline = deadline::Deadline,
    Stealer = stealer::Stealer,
    Fifo = fifo::Fifo,
    Master = master::Master,
    Seeded = seeded::Seeded,
    #[cfg(loom)]
    Mute = mute::Mute,
    #[cfg(loom)]
    Deaf = deaf::Deaf,
    #[cfg(loom)]
    Hospitable = hospitable::Hospitable,
}

impl Policy {
    /// Threads that wait lose their patience after `interval` and ask the holder to let go (CPython since 3.2).
    ///
    /// The holder does so at its next check point, and then takes the gate again only after another thread had it.
    pub fn interval(interval: Duration) -> Self {
        Policy(Kind::Interval(interval::Interval::new(interval)))
    }

    /// Threads that wait take turns of `interval`; a thread that comes back from a blocking region is let in at once, as long
    /// as it uses less than its share. Ours.
    pub fn swift(interval: Duration) -> Self {
        Policy(Kind::Swift(swift::Swift::new(interval)))
    }

    /// The holder lets go at every `every`-th check point and tries to take the gate again at once (Python until 3.1).
    ///
    /// Every check point of every thread is then a pause, taken or not: that is the price of counting them.
    ///
    /// # Panics
    /// If `every` is 0.
    pub fn tick(every: u32) -> Self {
        Policy(Kind::Tick(tick::Tick::new(every)))
    }

    /// A waiter of higher priority makes the holder yield at once; letting go raises it, being forced out lowers it
    /// (Beazley 2010).
    pub fn priority(interval: Duration) -> Self {
        Policy(Kind::Priority(priority::Priority::new(interval)))
    }

    /// The earliest virtual deadline first (Aides 2010).
    pub fn deadline(slice: Duration) -> Self {
        Policy(Kind::Deadline(deadline::Deadline::new(slice)))
    }

    /// A waiter polls and steals the gate around blocking calls; the holder lets go at every `every`-th check point (PyPy).
    ///
    /// # Panics
    /// If `every` is 0.
    pub fn stealer(every: u32) -> Self {
        Policy(Kind::Stealer(stealer::Stealer::new(every)))
    }

    /// First come, first served, by turns of `quantum` (Ruby).
    pub fn fifo(quantum: Duration) -> Self {
        Policy(Kind::Fifo(fifo::Fifo::new(quantum)))
    }

    /// The same, but with or without the rule that a short blocking call does not lose the gate (Ruby, 2025). Of the other
    /// policies, this changes nothing.
    pub fn delayed(self, delayed: bool) -> Self {
        match self.0 {
            Kind::Fifo(value) => Policy(Kind::Fifo(value.delayed(delayed))),
            _ => self,
        }
    }

    /// Whoever runs yields every `tick` to a waiter that is known to be there (OCaml).
    pub fn master(tick: Duration) -> Self {
        Policy(Kind::Master(master::Master::new(tick)))
    }

    /// The same seed gives the same interleaving. Ours, for tests and replays.
    ///
    /// Before each decision the gate waits for threads on their way, which it looks up under `/proc`. A program is replayed if
    /// it [announces](crate::Gate::announce) its threads, and if its blocking regions end by what other threads did inside the
    /// gate. Regions that end by a clock, a peer or the death of a thread do so by chance.
    pub fn seeded(seed: u64) -> Self {
        Policy(Kind::Seeded(seeded::Seeded::new(seed)))
    }

    /// The seed of a seeded policy.
    pub(crate) fn seed(self) -> Option<u64> {
        match self.0 {
            Kind::Seeded(value) => Some(value.seed()),
            _ => None,
        }
    }

    /// The same, but with or without the rule that a holder who was asked to let go waits until another thread had the gate.
    /// Of the policies in which nobody asks, this changes nothing.
    pub fn forced(self, forced: bool) -> Self {
        match self.0 {
            Kind::Interval(value) => Policy(Kind::Interval(value.forced(forced))),
            _ => self,
        }
    }

    /// A policy whose threads on the lookout go to sleep without a last look, to show that a model can fail.
    #[cfg(loom)]
    pub fn deaf() -> Self {
        Policy(Kind::Deaf(deaf::Deaf))
    }

    /// A policy that forgets to wake anybody, to show that a model can fail.
    #[cfg(loom)]
    pub fn mute() -> Self {
        Policy(Kind::Mute(mute::Mute))
    }
}

/// The policy of CPython.
impl Default for Policy {
    fn default() -> Self {
        Policy::interval(crate::DEFAULT_INTERVAL)
    }
}
