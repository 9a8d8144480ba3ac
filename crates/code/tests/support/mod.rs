//! What the tests share: golden files, and abstract interpretation of code.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use taipan_code::{Code, Constant, Op};

/// Runs `make` over each file of a folder and compares the result with the file beside it.
pub fn golden(folder: &str, from: &str, to: &str, make: impl Fn(&str, &str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for path in files(&folder, from) {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let source = fs::read_to_string(&path).expect("the program can be read");
        let made = make(&name, &source);
        let expected = path.with_extension(to);
        if update {
            fs::write(&expected, made).expect("the expectation can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != made {
            wrong.push(format!("{}:\n{made}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE_EXPECT=1 and look at the difference\n{}", wrong.join("\n"));
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    assert!(!files.is_empty(), "no .{extension} files in {}", folder.display());
    files
}

/// The blocks directly in a block.
pub fn inner_blocks(code: &Code) -> impl Iterator<Item = &Arc<Code>> {
    code.constants.iter().filter_map(|constant| match constant {
        Constant::Code(inner) => Some(inner),
        _ => None,
    })
}

/// Interprets a block and the blocks in it abstractly: every instruction has one stack depth, nothing is popped
/// from an empty stack, handlers keep no more than there is, arguments are in range, and `stack_size` is exact.
pub fn check_stack(code: &Code) {
    let instructions: HashMap<u32, _> =
        code.instructions().map(|instruction| (instruction.start, instruction)).collect();
    let mut depths: HashMap<u32, u32> = HashMap::new();
    let mut deepest = 0;
    let mut work = vec![(0, 0)];
    while let Some((at, depth)) = work.pop() {
        deepest = deepest.max(depth);
        let instruction = instructions.get(&at).unwrap_or_else(|| panic!("{}: nothing starts at word {at}", code.name));
        if let Some(known) = depths.insert(at, depth) {
            assert_eq!(known, depth, "{}: depth at word {at}", code.name);
            continue;
        }
        let (op, arg) = (instruction.op, instruction.arg);
        check_argument(code, op, arg);
        let left = depth.checked_sub(op.pops(arg)).unwrap_or_else(|| panic!("{}: underflow at word {at}", code.name));
        if let Some(handler) = code.handler_at(at) {
            assert!(handler.depth <= depth, "{}: the handler of word {at} keeps too much", code.name);
            work.push((handler.target, handler.depth + 1));
        }
        if let Some(target) = instruction.target() {
            work.push((target, left + op.pushes_on_jump(arg)));
        }
        deepest = deepest.max(left + op.pushes(arg));
        if !op.ends_block() {
            work.push((instruction.next(), left + op.pushes(arg)));
        }
    }
    assert_eq!(depths.len(), instructions.len(), "{}: all instructions can run", code.name);
    assert_eq!(deepest, code.stack_size, "{}: stack size", code.name);
    inner_blocks(code).for_each(|inner| check_stack(inner));
}

fn check_argument(code: &Code, op: Op, arg: u32) {
    use taipan_code::Argument;
    let limit = match op.argument() {
        Argument::Constant => code.constants.len(),
        Argument::Local => code.var_names.len(),
        Argument::Name => code.names.len(),
        Argument::Cell => code.cell_vars.len() + code.free_vars.len(),
        Argument::Comparison => 6,
        Argument::Invert => 2,
        _ => return,
    };
    assert!((arg as usize) < limit, "{}: {} {arg}", code.name, op.name());
}
