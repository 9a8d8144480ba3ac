//! The listing of code, in the form of Python 3.8's `dis`.

use std::fmt::Write;
use std::sync::Arc;

use crate::code::{Code, Constant, Instruction};
use crate::op::{Argument, COMPARISONS, Op};

/// The listing of a block and of the blocks in it, as Python's `dis` prints it: offsets are in bytes, two a word.
pub fn dis(code: &Code) -> String {
    let mut text = String::new();
    list(&mut text, code);
    text
}

fn list(out: &mut String, code: &Code) {
    instructions(out, code);
    exception_table(out, code);
    for inner in inner_blocks(code) {
        let _ = writeln!(out, "\nDisassembly of {}:", describe(inner));
        list(out, inner);
    }
}

fn instructions(out: &mut String, code: &Code) {
    let targets: Vec<u32> = jump_targets(code).collect();
    let width = code.lines.iter().map(|(_, span)| span.line.to_string().len()).max().unwrap_or(0).max(3);
    let mut line = 0;
    for instruction in code.instructions() {
        let here = code.span_at(instruction.index).line;
        let shown = if here != line && here != 0 { here.to_string() } else { String::new() };
        if !shown.is_empty() {
            if line != 0 {
                out.push('\n');
            }
            line = here;
        }
        for prefix in instruction.start..instruction.index {
            let arg = u32::from(code.wordcode[prefix as usize] >> 8);
            let first = prefix == instruction.start;
            let target = first && targets.contains(&instruction.start);
            row(out, width, if first { &shown } else { "" }, target, prefix, Op::EXTENDED_ARG, &format!("{arg:>6}"));
        }
        let alone = instruction.start == instruction.index;
        let target = alone && targets.contains(&instruction.start);
        let shown = if alone { shown.as_str() } else { "" };
        row(out, width, shown, target, instruction.index, instruction.op, &argument(code, &instruction));
    }
}

fn row(out: &mut String, width: usize, line: &str, target: bool, index: u32, op: Op, argument: &str) {
    let mark = if target { ">>" } else { "  " };
    // The blanks after the line are where CPython puts the arrow of the current instruction.
    let row = format!("{line:>width$}     {mark} {:>4} {:<20}{argument}", index * 2, op.name());
    let _ = writeln!(out, "{}", row.trim_end());
}

fn jump_targets(code: &Code) -> impl Iterator<Item = u32> + '_ {
    let jumps = code.instructions().filter_map(|instruction| instruction.target());
    jumps.chain(code.handlers.iter().map(|handler| handler.target))
}

/// The columns of the argument and of its meaning.
fn argument(code: &Code, instruction: &Instruction) -> String {
    let arg = instruction.arg;
    let index = arg as usize;
    let named = |list: &[String]| list.get(index).cloned();
    let meaning = match instruction.op.argument() {
        Argument::None => return String::new(),
        Argument::Constant => code.constants.get(index).map(repr),
        Argument::Local => code.local_names().nth(index).map(str::to_owned),
        Argument::Name => named(&code.names),
        Argument::Cell => code.cell_vars.iter().chain(&code.free_vars).nth(index).cloned(),
        Argument::Comparison => COMPARISONS.get(index).map(|sign| (*sign).to_owned()),
        Argument::Number | Argument::Invert => meaning_of_flags(instruction.op, arg),
        Argument::JumpAbsolute => return format!("{:>6}", arg * 2),
        Argument::JumpRelative => instruction.target().map(|target| format!("to {}", target * 2)),
    };
    let shown = if instruction.op.argument() == Argument::JumpRelative { arg * 2 } else { arg };
    match meaning {
        Some(meaning) => format!("{shown:>6} ({meaning})"),
        None => format!("{shown:>6}"),
    }
}

fn meaning_of_flags(op: Op, arg: u32) -> Option<String> {
    let parts: Vec<&str> = match op {
        Op::FORMAT_VALUE => {
            let conversion = ["", "str", "repr", "ascii"][(arg & 3) as usize];
            [conversion, if arg & 4 != 0 { "with format" } else { "" }].into()
        }
        Op::MAKE_FUNCTION => {
            let names = ["defaults", "kwdefaults", "annotations", "closure"];
            names.into_iter().enumerate().filter(|(bit, _)| arg >> bit & 1 == 1).map(|(_, name)| name).collect()
        }
        _ => return None,
    };
    let present: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!present.is_empty()).then(|| present.join(", "))
}

fn exception_table(out: &mut String, code: &Code) {
    if code.handlers.is_empty() {
        return;
    }
    out.push_str("ExceptionTable:\n");
    for handler in &code.handlers {
        let last = handler.end.saturating_sub(1);
        let _ = writeln!(out, "  {} to {} -> {} [{}]", handler.start * 2, last * 2, handler.target * 2, handler.depth);
    }
}

fn inner_blocks(code: &Code) -> impl Iterator<Item = &Arc<Code>> {
    code.constants.iter().filter_map(|constant| match constant {
        Constant::Code(inner) => Some(inner),
        _ => None,
    })
}

/// As Python's `repr`, without the address: a listing has to be the same each time.
fn describe(code: &Code) -> String {
    format!("<code object {}, file \"{}\", line {}>", code.name, code.filename, code.first_line)
}

/// A constant as Python's `repr` prints it.
fn repr(constant: &Constant) -> String {
    match constant {
        Constant::None => "None".to_owned(),
        Constant::True => "True".to_owned(),
        Constant::False => "False".to_owned(),
        Constant::Ellipsis => "Ellipsis".to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt(value) => value.to_string(),
        Constant::Float(value) => repr_float(*value),
        Constant::Str(text) => repr_str(text),
        Constant::Bytes(bytes) => repr_bytes(bytes),
        Constant::Tuple(items) if items.len() == 1 => format!("({},)", repr(&items[0])),
        Constant::Tuple(items) => format!("({})", repr_items(items)),
        Constant::FrozenSet(items) => format!("frozenset({{{}}})", repr_items(items)),
        Constant::Code(code) => describe(code),
    }
}

fn repr_items(items: &[Constant]) -> String {
    items.iter().map(repr).collect::<Vec<String>>().join(", ")
}

fn repr_float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let exponent = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    if (-4..16).contains(&exponent) {
        return format!("{value:?}");
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((digits, power)) => {
            let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
            format!("{digits}e{sign}{power:0>2}")
        }
        None => text,
    }
}

fn repr_str(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            _ if character == quote => out.extend(['\\', quote]),
            _ if character.is_control() && (character as u32) < 0x100 => {
                let _ = write!(out, "\\x{:02x}", character as u32);
            }
            _ => out.push(character),
        }
    }
    out.push(quote);
    out
}

fn repr_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = format!("b{quote}");
    for byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            _ if char::from(*byte) == quote => out.extend(['\\', quote]),
            0x20..=0x7e => out.push(char::from(*byte)),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
    out
}
