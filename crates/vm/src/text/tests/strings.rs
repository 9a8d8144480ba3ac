//! Strings, bytes, their source form, slices and character classes against CPython.

use super::{Call, Show, check};
use crate::text::error::{Kind, PyError, PyResult};
use crate::text::slice::Slice;
use crate::text::str::{self as text, Text};
use crate::text::{bytes, hash, repr, unicode};

#[test]
fn strings_answer_as_in_cpython() {
    check(include_str!("../golden/str.txt"), |call| {
        let it = &call.text(0);
        find_str(call, it)
            .or_else(|| cut_str(call, it))
            .or_else(|| map_str(call.name, it))
            .or_else(|| pad_str(call, it))
    });
}

#[test]
fn bytes_answer_as_in_cpython() {
    check(include_str!("../golden/bytes.txt"), |call| {
        code_bytes(call).or_else(|| {
            let it = &call.bytes(0);
            find_bytes(call, it)
                .or_else(|| cut_bytes(call, it))
                .or_else(|| map_bytes(call.name, it))
                .or_else(|| pad_bytes(call, it))
        })
    });
}

#[test]
fn source_forms_slices_and_classes_answer_as_in_cpython() {
    check(include_str!("../golden/other.txt"), |call| {
        Some(match call.name {
            "repr" => Ok(repr::str(&call.text(0)).show()),
            "ascii" => Ok(repr::ascii(&call.text(0)).show()),
            "slice" => slice(call, 1)
                .adjust(call.small(0) as usize)
                .map(|it| [it.start, it.stop, it.step, it.count as i64].as_slice().show()),
            "tuple_hash" => {
                let items = (0..call.args.len()).map(|at| hash::int(&call.int(at)));
                Ok(hash::tuple(items).show())
            }
            "class" => Ok(fingerprint(class(&call.text(0))).show()),
            _ => return None,
        })
    });
}

fn find_str(call: &Call<'_>, it: &str) -> Option<PyResult<String>> {
    let it = Text::new(it);
    let sub = || call.text(1);
    let (start, end) = (|| call.optional(2, Call::small), || call.optional(3, Call::small));
    Some(match call.name {
        "find" => Ok(position(text::find(it, &sub(), start(), end()))),
        "rfind" => Ok(position(text::rfind(it, &sub(), start(), end()))),
        "index" => text::index(it, &sub(), start(), end()).map(|it| it.show()),
        "rindex" => text::rindex(it, &sub(), start(), end()).map(|it| it.show()),
        "count" => Ok(text::count(it, &sub(), start(), end()).show()),
        "startswith" => Ok(text::starts_with(it, &sub(), start(), end()).show()),
        "endswith" => Ok(text::ends_with(it, &sub(), start(), end()).show()),
        _ => return None,
    })
}

fn cut_str(call: &Call<'_>, it: &str) -> Option<PyResult<String>> {
    let other = call.args.get(1).filter(|it| it.starts_with('s')).map(|_| call.text(1));
    let sub = other.as_deref().unwrap_or_default();
    let limit = || call.small(2);
    Some(match call.name {
        "split" => match &other {
            None => Ok(text::split_space(it, limit())),
            Some(sep) => text::split(it, sep, limit()),
        }
        .map(|it| it.show()),
        "rsplit" => match &other {
            None => Ok(text::rsplit_space(it, limit())),
            Some(sep) => text::rsplit(it, sep, limit()),
        }
        .map(|it| it.show()),
        "splitlines" => Ok(text::split_lines(it, call.flag(1)).show()),
        "partition" => text::partition(it, sub).map(|it| it.show()),
        "rpartition" => text::rpartition(it, sub).map(|it| it.show()),
        "strip" => Ok(text::strip(it, other.as_deref()).show()),
        "lstrip" => Ok(text::lstrip(it, other.as_deref()).show()),
        "rstrip" => Ok(text::rstrip(it, other.as_deref()).show()),
        "removeprefix" => Ok(text::remove_prefix(it, sub).show()),
        "removesuffix" => Ok(text::remove_suffix(it, sub).show()),
        "replace" => Ok(text::replace(it, sub, &call.text(2), call.small(3)).show()),
        _ => return None,
    })
}

fn map_str(name: &str, it: &str) -> Option<PyResult<String>> {
    Some(Ok(match name {
        "upper" => text::upper(it).show(),
        "lower" => text::lower(it).show(),
        "title" => text::title(it).show(),
        "capitalize" => text::capitalize(it).show(),
        "swapcase" => text::swapcase(it).show(),
        "casefold" => text::casefold(it).show(),
        "isalpha" => text::is_alpha(it).show(),
        "isdigit" => text::is_digit(it).show(),
        "isdecimal" => text::is_decimal(it).show(),
        "isnumeric" => text::is_numeric(it).show(),
        "isalnum" => text::is_alnum(it).show(),
        "isspace" => text::is_space(it).show(),
        "isupper" => text::is_upper(it).show(),
        "islower" => text::is_lower(it).show(),
        "istitle" => text::is_title(it).show(),
        "isidentifier" => text::is_identifier(it).show(),
        "isprintable" => text::is_printable(it).show(),
        _ => return None,
    }))
}

fn pad_str(call: &Call<'_>, it: &str) -> Option<PyResult<String>> {
    let view = Text::new(it);
    let fill = || text::fill_char(&call.text(2));
    Some(match call.name {
        "center" => fill().map(|fill| text::center(view, call.small(1), fill).show()),
        "ljust" => fill().map(|fill| text::ljust(view, call.small(1), fill).show()),
        "rjust" => fill().map(|fill| text::rjust(view, call.small(1), fill).show()),
        "zfill" => Ok(text::zfill(view, call.small(1)).show()),
        "expandtabs" => Ok(text::expand_tabs(it, call.small(1)).show()),
        "get" => view
            .get(call.small(1))
            .map(|it| it.show())
            .ok_or_else(|| PyError::new(Kind::Index, "string index out of range")),
        "slice" => slice(call, 1).adjust(view.len()).map(|slice| view.slice(slice).show()),
        _ => return None,
    })
}

fn code_bytes(call: &Call<'_>) -> Option<PyResult<String>> {
    let encoding = || bytes::Encoding::from_name(&call.text(1));
    Some(match call.name {
        "fromhex" => bytes::from_hex(&call.text(0)).map(|it| it.as_slice().show()),
        "encode" => encoding()
            .and_then(|encoding| bytes::encode(&call.text(0), encoding, &call.text(2)))
            .map(|it| it.as_slice().show()),
        "decode" => {
            encoding().and_then(|encoding| bytes::decode(&call.bytes(0), encoding, &call.text(2)).map(|it| it.show()))
        }
        "hex" => Ok(bytes::hex(&call.bytes(0)).show()),
        "hex_grouped" => {
            let separator = call.text(1).chars().next();
            Ok(bytes::hex_grouped(&call.bytes(0), separator, call.small(2)).show())
        }
        "repr" => Ok(repr::bytes(&call.bytes(0)).show()),
        _ => return None,
    })
}

fn find_bytes(call: &Call<'_>, it: &[u8]) -> Option<PyResult<String>> {
    let sub = || call.bytes(1);
    let (start, end) = (|| call.optional(2, Call::small), || call.optional(3, Call::small));
    Some(match call.name {
        "find" => Ok(position(bytes::find(it, &sub(), start(), end()))),
        "rfind" => Ok(position(bytes::rfind(it, &sub(), start(), end()))),
        "index" => bytes::index(it, &sub(), start(), end()).map(|it| it.show()),
        "rindex" => bytes::rindex(it, &sub(), start(), end()).map(|it| it.show()),
        "count" => Ok(bytes::count(it, &sub(), start(), end()).show()),
        "startswith" => Ok(bytes::starts_with(it, &sub(), start(), end()).show()),
        "endswith" => Ok(bytes::ends_with(it, &sub(), start(), end()).show()),
        _ => return None,
    })
}

fn cut_bytes(call: &Call<'_>, it: &[u8]) -> Option<PyResult<String>> {
    let other = call.args.get(1).filter(|it| it.starts_with('b')).map(|_| call.bytes(1));
    let sub = other.as_deref().unwrap_or_default();
    let limit = || call.small(2);
    Some(match call.name {
        "split" => match &other {
            None => Ok(bytes::split_space(it, limit())),
            Some(sep) => bytes::split(it, sep, limit()),
        }
        .map(|it| it.show()),
        "rsplit" => match &other {
            None => Ok(bytes::rsplit_space(it, limit())),
            Some(sep) => bytes::rsplit(it, sep, limit()),
        }
        .map(|it| it.show()),
        "splitlines" => Ok(bytes::split_lines(it, call.flag(1)).show()),
        "partition" => bytes::partition(it, sub).map(|it| it.show()),
        "rpartition" => bytes::rpartition(it, sub).map(|it| it.show()),
        "strip" => Ok(bytes::strip(it, other.as_deref()).show()),
        "lstrip" => Ok(bytes::lstrip(it, other.as_deref()).show()),
        "rstrip" => Ok(bytes::rstrip(it, other.as_deref()).show()),
        "removeprefix" => Ok(bytes::remove_prefix(it, sub).show()),
        "removesuffix" => Ok(bytes::remove_suffix(it, sub).show()),
        "replace" => Ok((*bytes::replace(it, sub, &call.bytes(2), call.small(3))).show()),
        "translate" => bytes::translate(it, other.as_deref(), &call.bytes(2)).map(|it| it.as_slice().show()),
        _ => return None,
    })
}

fn map_bytes(name: &str, it: &[u8]) -> Option<PyResult<String>> {
    Some(Ok(match name {
        "upper" => bytes::upper(it).as_slice().show(),
        "lower" => bytes::lower(it).as_slice().show(),
        "title" => bytes::title(it).as_slice().show(),
        "capitalize" => bytes::capitalize(it).as_slice().show(),
        "swapcase" => bytes::swapcase(it).as_slice().show(),
        "isalpha" => bytes::is_alpha(it).show(),
        "isdigit" => bytes::is_digit(it).show(),
        "isalnum" => bytes::is_alnum(it).show(),
        "isspace" => bytes::is_space(it).show(),
        "isupper" => bytes::is_upper(it).show(),
        "islower" => bytes::is_lower(it).show(),
        "istitle" => bytes::is_title(it).show(),
        "isascii" => bytes::is_ascii(it).show(),
        _ => return None,
    }))
}

fn pad_bytes(call: &Call<'_>, it: &[u8]) -> Option<PyResult<String>> {
    let (width, fill) = (call.small(1), || call.bytes(2)[0]);
    let padded = match call.name {
        "center" => bytes::center(it, width, fill()),
        "ljust" => bytes::ljust(it, width, fill()),
        "rjust" => bytes::rjust(it, width, fill()),
        "zfill" => bytes::zfill(it, width),
        "expandtabs" => bytes::expand_tabs(it, width),
        _ => return None,
    };
    Some(Ok(padded.as_slice().show()))
}

fn position(found: Option<usize>) -> String {
    found.map_or("-1".to_owned(), |at| at.show())
}

fn slice(call: &Call<'_>, at: usize) -> Slice {
    let part = |at: usize| call.optional(at, Call::small);
    Slice::new(part(at), part(at + 1), part(at + 2))
}

fn class(name: &str) -> fn(char) -> bool {
    match name {
        "isprintable" => unicode::is_printable,
        "isalpha" => unicode::is_alpha,
        "isdecimal" => unicode::is_decimal,
        "isdigit" => unicode::is_digit,
        "isnumeric" => unicode::is_numeric,
        "isalnum" => unicode::is_alnum,
        "isspace" => unicode::is_space,
        "isidentifier" => unicode::is_identifier_start,
        "continue" => unicode::is_identifier_continue,
        _ => panic!("no class is called {name}"),
    }
}

fn fingerprint(is_member: fn(char) -> bool) -> (u64, u64) {
    let members = ('\0'..=char::MAX).filter(|&c| is_member(c));
    members.fold((0, 0), |(count, sum), c| (count + 1, sum.wrapping_mul(1_000_003).wrapping_add(c as u64)))
}
