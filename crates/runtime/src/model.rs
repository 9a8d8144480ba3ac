//! The table of models: every answer to "who may touch an object, and when?" that this binary holds.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use taipan_gil::{Open, Policy};
use taipan_heap::{Biased, ByGate, Leased, Own, Plain, Sharing};
use taipan_vm::Model;

macro_rules! models {
    ($($(#[$doc:meta])* $name:ident $text:literal = $count:ty, $lock:ty, $gate:ty, keep_dead: $keep:literal, $why:literal;)*) => {
        $(
            $(#[$doc])*
            pub(crate) struct $name;

            impl Sharing for $name {
                type Count = $count;
                type Lock = $lock;
                const KEEP_DEAD: bool = $keep;
            }

            // SAFETY: the last column of the table says why.
            unsafe impl Model for $name {
                const NAME: &'static str = $text;
                type Sharing = Self;
                type Gate = $gate;
            }
        )*

        /// A model, as a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// All models, in the order of the table.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// What the command line calls it.
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$name => $text,)* }
            }

            /// Whether its counts are exact. If not, what dies is kept, and a program with threads has no one right outcome.
            pub const fn is_exact(self) -> bool {
                match self { $(Kind::$name => !$keep,)* }
            }

            /// Why its counts and bodies are as safe as it claims.
            pub const fn why(self) -> &'static str {
                match self { $(Kind::$name => $why,)* }
            }
        }
    };
}

models! {
    /// One gate that admits one thread; plain counts.
    Gil "gil" = Plain, ByGate, taipan_gil::Gil, keep_dead: false, "the gate admits one thread at a time";
    /// No gate; every count is a read-modify-write, every container has a lock.
    Atomic "atomic" = taipan_heap::Atomic, Own, Open, keep_dead: false, "every count is atomic and every body has its own lock";
    /// No gate; a count belongs to the thread that made the object, and so does its lock, until others come.
    Brc "brc" = Biased, Leased, Open, keep_dead: false, "every count has one owner and a shared part, and every body has its own lock";
    /// `gil` with the gate taken away, to show why it is there: counts are lost, the dead are kept.
    Unsync "unsync" = Plain, Own, Open, keep_dead: true, "lost counts free nothing, and every body has its own lock";
}

/// The road from a value to a type: called with the model's type and its gate.
pub(crate) trait Visit {
    /// What the visit returns.
    type Out;
    /// The visit.
    fn visit<M: Model>(self, gate: Arc<M::Gate>) -> Self::Out;
}

impl Kind {
    pub(crate) fn visit<V: Visit>(self, policy: Policy, measure: taipan_gil::Measure, visit: V) -> V::Out {
        match self {
            Kind::Gil => visit.visit::<self::Gil>(taipan_gil::Gil::new_with(policy, measure)),
            Kind::Atomic => visit.visit::<self::Atomic>(Open::new_with(policy, measure)),
            Kind::Brc => visit.visit::<Brc>(Open::new_with(policy, measure)),
            Kind::Unsync => visit.visit::<Unsync>(Open::new_with(policy, measure)),
        }
    }
}

/// A name that no model has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownModel(String);

impl fmt::Display for UnknownModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Kind::ALL.iter().map(|k| k.name()).collect();
        write!(f, "there is no model '{}'; the models are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownModel {}

impl FromStr for Kind {
    type Err = UnknownModel;

    fn from_str(text: &str) -> Result<Self, UnknownModel> {
        Kind::ALL.iter().copied().find(|k| k.name() == text).ok_or_else(|| UnknownModel(text.to_owned()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
