//! What a row's samples say, in a sentence that a learner understands, and whether the literature agrees.

/// The reading of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// One or two sentences.
    pub sentence: String,
    /// Against the literature's or our own expectation.
    pub agreement: Agreement,
}

/// Whether a row came out as expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// As expected.
    Agrees,
    /// Not as expected.
    Differs,
    /// Too close to the noise to tell, or expected only in part.
    Unclear,
    /// No usable sample.
    NotMeasured,
}

impl Verdict {
    /// A verdict of these words.
    #[must_use]
    pub fn new(agreement: Agreement, sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), agreement }
    }

    /// The verdict on nothing.
    #[must_use]
    pub fn not_measured() -> Self {
        Self::new(Agreement::NotMeasured, "Not measured in this run.")
    }
}

impl Agreement {
    /// Of the answers to "is it as expected?", each of which may be missing.
    #[must_use]
    pub fn of(answers: impl IntoIterator<Item = Option<bool>>) -> Self {
        let answers: Vec<bool> = answers.into_iter().flatten().collect();
        if answers.is_empty() {
            Self::Unclear
        } else if answers.iter().all(|&yes| yes) {
            Self::Agrees
        } else {
            Self::Differs
        }
    }

    /// The answer of an event that needs luck: seen once it is proof, never seen it proves nothing.
    #[must_use]
    pub fn if_seen(seen: bool) -> Option<bool> {
        seen.then_some(true)
    }

    /// The words that a reader sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Agrees => "as expected",
            Self::Differs => "not as expected",
            Self::Unclear => "cannot be told",
            Self::NotMeasured => "not measured",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_no_is_enough() {
        assert_eq!(Agreement::of([Some(true), None, Some(true)]), Agreement::Agrees);
        assert_eq!(Agreement::of([Some(true), Some(false)]), Agreement::Differs);
        assert_eq!(Agreement::of([None, None]), Agreement::Unclear);
    }
}
