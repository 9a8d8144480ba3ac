//! Buffered bytes of an open file, in both directions, without any object of the language.

use std::fs;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;

/// Bytes read ahead, and bytes that wait to be written.
const CHUNK: usize = 64 << 10;

/// Where the bytes come from or go to.
#[derive(Debug)]
pub(super) enum Source {
    Closed,
    Disk(fs::File),
    Stdin,
    Stdout,
    Stderr,
}

/// An open file with its buffers: at most one of them holds bytes at a time.
#[derive(Debug)]
pub(super) struct Stream {
    source: Source,
    unread: Vec<u8>,
    /// How many bytes of `unread` have been given out.
    given: usize,
    unwritten: Vec<u8>,
}

impl Stream {
    pub(super) fn new(source: Source) -> Self {
        Self { source, unread: Vec::new(), given: 0, unwritten: Vec::new() }
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.source, Source::Closed)
    }

    /// Everything up to the end.
    pub(super) fn read_all(&mut self) -> io::Result<Vec<u8>> {
        while self.fill()? {}
        Ok(self.give(self.unread.len() - self.given))
    }

    /// Up to `n` bytes; fewer only at the end.
    pub(super) fn read(&mut self, n: usize) -> io::Result<Vec<u8>> {
        while self.ahead().len() < n && self.fill()? {}
        Ok(self.give(n.min(self.ahead().len())))
    }

    /// The bytes of up to `n` characters of UTF-8.
    pub(super) fn read_chars(&mut self, n: usize) -> io::Result<Vec<u8>> {
        loop {
            if let Some(length) = chars_end(self.ahead(), n) {
                return Ok(self.give(length));
            }
            if !self.fill()? {
                return Ok(self.give(self.ahead().len()));
            }
        }
    }

    /// A line with its end, or what is left; nothing at the end of the file.
    pub(super) fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut searched = 0;
        loop {
            if let Some(at) = self.ahead()[searched..].iter().position(|&b| b == b'\n') {
                return Ok(self.give(searched + at + 1));
            }
            searched = self.ahead().len();
            if !self.fill()? {
                return Ok(self.give(searched));
            }
        }
    }

    /// A line that has been read ahead already.
    pub(super) fn line_ahead(&mut self) -> Option<Vec<u8>> {
        let end = self.ahead().iter().position(|&b| b == b'\n')?;
        Some(self.give(end + 1))
    }

    /// Adds bytes to those that wait; says whether it is time to flush.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<bool> {
        self.forget_ahead()?;
        self.unwritten.extend_from_slice(bytes);
        Ok(self.unwritten.len() >= CHUNK || matches!(self.source, Source::Stderr))
    }

    /// Writes what waits.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.unwritten);
        match &mut self.source {
            Source::Disk(file) => file.write_all(&waiting),
            Source::Stderr => io::stderr().write_all(&waiting),
            Source::Stdout => super::stdout::flush(),
            Source::Stdin | Source::Closed => Ok(()),
        }
    }

    /// Flushes and lets go of the file.
    pub(super) fn close(&mut self) -> io::Result<()> {
        let result = self.flush();
        self.source = Source::Closed;
        self.unread = Vec::new();
        self.given = 0;
        result
    }

    pub(super) fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.flush()?;
        self.forget_ahead()?;
        self.disk()?.seek(to)
    }

    pub(super) fn tell(&mut self) -> io::Result<u64> {
        let (ahead, waiting) = (self.ahead().len() as u64, self.unwritten.len() as u64);
        Ok(self.disk()?.stream_position()? - ahead + waiting)
    }

    pub(super) fn truncate(&mut self, size: Option<u64>) -> io::Result<u64> {
        self.flush()?;
        let size = size.map_or_else(|| self.tell(), Ok)?;
        self.disk()?.set_len(size)?;
        Ok(size)
    }

    /// The number that the system knows the file by.
    pub(super) fn fileno(&self) -> i32 {
        match &self.source {
            Source::Disk(file) => file.as_raw_fd(),
            Source::Stdin => 0,
            Source::Stdout => 1,
            Source::Stderr => 2,
            Source::Closed => -1,
        }
    }

    fn disk(&mut self) -> io::Result<&mut fs::File> {
        match &mut self.source {
            Source::Disk(file) => Ok(file),
            _ => Err(io::Error::from_raw_os_error(ILLEGAL_SEEK)),
        }
    }

    fn ahead(&self) -> &[u8] {
        &self.unread[self.given..]
    }

    fn give(&mut self, n: usize) -> Vec<u8> {
        let bytes = self.unread[self.given..self.given + n].to_vec();
        self.given += n;
        if self.given == self.unread.len() {
            self.unread.clear();
            self.given = 0;
        }
        bytes
    }

    /// Reads more; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if !self.unwritten.is_empty() {
            self.flush()?;
        }
        self.unread.drain(..std::mem::take(&mut self.given));
        let before = self.unread.len();
        match &mut self.source {
            Source::Disk(file) => {
                self.unread.resize(before + CHUNK, 0);
                let read = file.read(&mut self.unread[before..]);
                self.unread.truncate(before + *read.as_ref().unwrap_or(&0));
                read?;
            }
            // No further than a line, so that whoever else reads from stdin gets the rest.
            Source::Stdin => {
                io::stdin().lock().read_until(b'\n', &mut self.unread)?;
            }
            _ => {}
        }
        Ok(self.unread.len() > before)
    }

    /// Moves the file's own position back to where the reader is.
    fn forget_ahead(&mut self) -> io::Result<()> {
        let ahead = self.ahead().len() as i64;
        if ahead > 0 {
            self.disk()?.seek(SeekFrom::Current(-ahead))?;
        }
        self.unread.clear();
        self.given = 0;
        Ok(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // Nobody is left to hear of an error.
        let _ = self.close();
    }
}

/// `ESPIPE` on Linux: what the system says to a seek in something that has no positions.
const ILLEGAL_SEEK: i32 = 29;

/// Where `n` characters of UTF-8 end, if so many have begun and the last is whole.
fn chars_end(bytes: &[u8], n: usize) -> Option<usize> {
    let mut at = 0;
    for _ in 0..n {
        at += match bytes.get(at)? {
            0..0xC0 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
    }
    (at <= bytes.len()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(content: &[u8]) -> (Stream, std::path::PathBuf) {
        use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("taipan-stream-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::write(&path, content).unwrap();
        let file = fs::File::options().read(true).write(true).open(&path).unwrap();
        (Stream::new(Source::Disk(file)), path)
    }

    #[test]
    fn reads_by_lines_characters_and_bytes() {
        let (mut stream, path) = stream("ab\nc\u{e9}\u{20ac}d".as_bytes());
        assert_eq!(stream.read_line().unwrap(), b"ab\n");
        assert_eq!(stream.tell().unwrap(), 3);
        assert_eq!(stream.read_chars(3).unwrap(), "c\u{e9}\u{20ac}".as_bytes());
        assert_eq!(stream.read(9).unwrap(), b"d");
        assert_eq!(stream.read_line().unwrap(), b"");
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn writing_goes_where_reading_stopped() {
        let (mut stream, path) = stream(b"one\ntwo\nthree\n");
        stream.read_line().unwrap();
        stream.write(b"TWO").unwrap();
        assert_eq!(stream.tell().unwrap(), 7);
        assert_eq!(stream.read_all().unwrap(), b"\nthree\n");
        stream.close().unwrap();
        assert!(stream.is_closed());
        assert_eq!(fs::read(&path).unwrap(), b"one\nTWO\nthree\n");
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn seeking_forgets_what_was_read_ahead() {
        let (mut stream, path) = stream(b"0123456789");
        stream.read(2).unwrap();
        assert_eq!(stream.seek(SeekFrom::Start(5)).unwrap(), 5);
        assert_eq!(stream.read(2).unwrap(), b"56");
        assert_eq!(stream.truncate(Some(3)).unwrap(), 3);
        fs::remove_file(path).unwrap();
    }
}
