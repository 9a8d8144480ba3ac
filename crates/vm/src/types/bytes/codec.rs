//! The encoding and error handler that `encode`, `decode` and constructors take.

use crate::error::R;
use crate::make;
use crate::model::{Model, Value};
use crate::text::bytes::{self as octets, Encoding};
use crate::thread::Thread;
use crate::types::receiver::text;

/// An encoding, and what to do with what it does not know.
pub(in crate::types) struct Codec<'a> {
    encoding: Encoding,
    errors: &'a str,
}

/// The codec of two optional arguments. `function` is what errors call their function.
///
/// # Errors
/// TypeError for what is no text, LookupError for an unknown encoding.
pub(in crate::types) fn codec<'a, M: Model>(
    thread: &mut Thread<M>,
    function: &str,
    encoding: Option<&'a Value<M>>,
    errors: Option<&'a Value<M>>,
) -> R<Codec<'a>> {
    let mut name_or = |value: Option<&'a Value<M>>, name: &str, default: &'static str| match value {
        Some(value) => text(thread, value, &format!("{function}() argument '{name}'")).map(|text| text.as_str()),
        None => Ok(default),
    };
    let encoding = name_or(encoding, "encoding", "utf-8")?;
    let errors = name_or(errors, "errors", "strict")?;
    let encoding = Encoding::from_name(encoding).map_err(|e| thread.text_error(e))?;
    Ok(Codec { encoding, errors })
}

impl Codec<'_> {
    /// Text out of bytes.
    ///
    /// # Errors
    /// UnicodeDecodeError, LookupError for an unknown error handler.
    pub(in crate::types) fn decode<M: Model>(&self, thread: &mut Thread<M>, bytes: &[u8]) -> R<Value<M>> {
        match octets::decode(bytes, self.encoding, self.errors) {
            Ok(text) => Ok(make::str::<M>(&text)),
            Err(error) => Err(thread.text_error(error)),
        }
    }

    /// Bytes out of text.
    ///
    /// # Errors
    /// UnicodeEncodeError, LookupError for an unknown error handler.
    pub(in crate::types) fn encode<M: Model>(&self, thread: &mut Thread<M>, text: &str) -> R<Vec<u8>> {
        octets::encode(text, self.encoding, self.errors).map_err(|e| thread.text_error(e))
    }
}
