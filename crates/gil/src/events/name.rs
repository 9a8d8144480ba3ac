//! What events are called.

/// What an event is called, by the gate or by its caller.
#[derive(Clone, Copy)]
pub(crate) enum Name {
    Own(Own),
    Given(&'static str),
}

macro_rules! names { ($($(#[$doc:meta])* $constant:ident, $own:ident = $text:literal;)*) => {
    /// The names of the events that a gate records itself.
    pub mod names {
        $($(#[$doc])* pub const $constant: &str = $text;)*
    }

    /// The same as a number.
    #[derive(Clone, Copy)]
    pub(crate) enum Own { $($own,)* }

    impl Own {
        /// In the order of the numbers.
        pub(super) const NAMES: &[&'static str] = &[$($text,)*];
    }
} }

names! {
    /// A span: inside the gate.
    HOLD, Hold = "hold";
    /// A span: waiting to get in. Not recorded if the thread got in at once.
    WAIT, Wait = "wait";
    /// A span: in a blocking region, outside.
    BLOCKING, Blocking = "blocking";
    /// A span: from asking the world to stop until it went on.
    STOP, Stop = "stop the world";
    /// This thread asked the holder to let go.
    DROP_REQUEST, DropRequest = "drop request";
    /// This thread was made to wait until another one had the gate.
    FORCED_SWITCH, ForcedSwitch = "forced switch";
    /// This thread let an urgent one in.
    LET_IN, LetIn = "let in";
}

impl From<Own> for Name {
    #[inline]
    fn from(own: Own) -> Self {
        Name::Own(own)
    }
}

impl From<&'static str> for Name {
    #[inline]
    fn from(given: &'static str) -> Self {
        Name::Given(given)
    }
}
