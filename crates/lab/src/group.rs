//! The chapters that rows belong to.

/// A chapter of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// How far two equal measurements differ.
    Noise,
    /// Reference counts.
    Counts,
    /// Bytecode and settings.
    Bytecode,
    /// Work that needs the CPU.
    Cpu,
    /// Latency, input and output, scheduling.
    Latency,
    /// How far threads help that share something.
    Sharing,
    /// Memory.
    Memory,
    /// Starting units and sending messages.
    Isolation,
    /// What is one step, and what is not.
    Atomicity,
    /// Locks and deadlock.
    Locks,
}

impl Group {
    /// The chapter of a row, by the first letter of its name.
    #[must_use]
    pub fn of(id: &str) -> Self {
        match id.as_bytes().first() {
            Some(b'R') => Self::Counts,
            Some(b'D') => Self::Bytecode,
            Some(b'C') => Self::Cpu,
            Some(b'L') => Self::Latency,
            Some(b'S') => Self::Sharing,
            Some(b'G') => Self::Memory,
            Some(b'X') => Self::Isolation,
            Some(b'A') => Self::Atomicity,
            Some(b'K' | b'F') => Self::Locks,
            _ => Self::Noise,
        }
    }

    /// The chapter's heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Noise => "How much noise there is",
            Self::Counts => "Reference counts",
            Self::Bytecode => "Bytecode and settings",
            Self::Cpu => "Work that needs the CPU",
            Self::Latency => "Waiting, input and output, scheduling",
            Self::Sharing => "Threads that share, and threads that do not",
            Self::Memory => "Memory",
            Self::Isolation => "Starting threads and processes",
            Self::Atomicity => "What is one step, and what is not",
            Self::Locks => "Locks and deadlock",
        }
    }
}
