//! The parts of the biased way of counting and locking, which a heap can do without one by one.

use std::fmt;
use std::str::FromStr;

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident $field:ident $text:literal;)*) => {
        /// A part of the biased way of counting and locking.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part { $($(#[$doc])* $name,)* }

        impl Part {
            /// All parts.
            pub const ALL: &[Part] = &[$(Part::$name,)*];

            /// What the command line calls it.
            pub const fn name(self) -> &'static str {
                match self { $(Part::$name => $text,)* }
            }
        }

        /// Which parts a heap uses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Parts { $($(#[$doc])* pub $field: bool,)* }

        impl Parts {
            /// Every part.
            pub const ALL: Self = Self { $($field: true,)* };

            /// The same parts without this one.
            #[must_use]
            pub const fn without(mut self, part: Part) -> Self {
                match part { $(Part::$name => self.$field = false,)* }
                self
            }
        }
    };
}

parts! {
    /// Counts that each thread keeps for itself, for objects that all threads use.
    Deferred deferred "deferred";
    /// Objects that are not counted at all.
    Immortal immortal "immortal";
    /// Deferring the counts that threads turn out to contend for, too.
    Spread spread "spread";
    /// Locks that cost their object's owner no read-modify-write.
    BiasedLock biased_lock "biased-lock";
    /// Bodies that many threads read without writing to shared memory.
    ReadMode read_mode "read-mode";
    /// Bodies that open without their locks, as far as these are biased, while there is but one thread.
    Alone alone "alone";
}

impl Default for Parts {
    fn default() -> Self {
        Self::ALL
    }
}

/// A name that no part has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no part '{0}'; the parts are {names}", names = names())]
pub struct UnknownPart(String);

fn names() -> String {
    Part::ALL.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")
}

impl FromStr for Part {
    type Err = UnknownPart;

    fn from_str(text: &str) -> Result<Self, UnknownPart> {
        Part::ALL.iter().copied().find(|part| part.name() == text).ok_or_else(|| UnknownPart(text.to_owned()))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_a_name_and_can_be_left_out() {
        for &part in Part::ALL {
            assert_eq!(part.name().parse(), Ok(part));
            assert_ne!(Parts::ALL.without(part), Parts::ALL);
        }
    }

    #[test]
    fn an_unknown_part_is_told_the_others() {
        let error = "bias".parse::<Part>().unwrap_err().to_string();
        assert_eq!(
            error,
            "there is no part 'bias'; the parts are deferred, immortal, spread, biased-lock, read-mode, alone"
        );
    }
}
