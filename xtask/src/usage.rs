//! The error of a person at the keyboard: bad words on the command line, exit status 2.

/// What is wrong with the command line, and what would be right.
#[derive(Debug)]
pub struct UsageError(String);

/// An error of the command line with this message.
pub fn usage_error(message: impl Into<String>) -> anyhow::Error {
    UsageError(message.into()).into()
}

impl std::fmt::Display for UsageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}
