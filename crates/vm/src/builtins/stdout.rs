//! What the program prints, on its way to the process's standard output.
//!
//! One buffer serves the whole process. It goes out when it is full, at a newline if a terminal reads it, and when
//! [`flush`] is called; whoever ends the process calls that.

use parking_lot::Mutex;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

static BUFFER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Held while bytes go to the system, so that they arrive in order; the buffer stays free meanwhile.
static ORDER: Mutex<()> = Mutex::new(());

/// Bytes that wait at most, as in CPython.
const FULL: usize = 8 << 10;

/// Adds bytes to the buffer; says whether it is time to [`flush`].
pub(crate) fn write(bytes: &[u8]) -> bool {
    static TERMINAL: OnceLock<bool> = OnceLock::new();
    let terminal = *TERMINAL.get_or_init(|| io::stdout().is_terminal());
    let mut buffer = BUFFER.lock();
    buffer.extend_from_slice(bytes);
    buffer.len() >= FULL || (terminal && bytes.contains(&b'\n'))
}

/// Sends what waits to the system. May block, so a thread of an interpreter calls it without its pass.
///
/// # Errors
/// What the system says, such as a broken pipe; what waited is gone then.
pub fn flush() -> io::Result<()> {
    let _order = ORDER.lock();
    let waiting = std::mem::take(&mut *BUFFER.lock());
    let mut stdout = io::stdout().lock();
    stdout.write_all(&waiting)?;
    stdout.flush()
}
