//! Functions that compile and run code, and see the names of the code that calls them.

use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::dict::set_name;
use crate::thread::{Args, Thread};
use taipan_code::{Flags, Mode};

pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    super::add(
        interp,
        &[
            ("compile", compile),
            ("eval", |thread, args| run(thread, args, "eval", Mode::Eval)),
            ("exec", exec),
            ("globals", globals),
            ("locals", locals),
            ("__import__", import),
            ("__build_class__", |thread, args| thread.build_class(args)),
            ("exit", exit),
            ("quit", exit),
        ],
    );
}

fn compile<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let names = ["source", "filename", "mode", "flags", "dont_inherit", "optimize"];
    let [source, filename, mode, ..] = args.named(thread, "compile", names, 3)?;
    let source = source_text(thread, source.expect("required"), "compile")?;
    let filename = thread.str(filename.expect("required"))?;
    let mode = match mode.and_then(|m| m.downcast::<Str<M>>()).map(|m| m.as_str()) {
        Some("exec") => Mode::Exec,
        Some("eval") => Mode::Eval,
        Some("single") => Mode::Single,
        _ => return Err(thread.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    Ok(compiled(thread, &source, &filename, mode)?.into_value())
}

fn compiled<M: Model>(thread: &mut Thread<M>, source: &str, filename: &str, mode: Mode) -> R<Obj<M, CodeBody<M>>> {
    match taipan_code::compile(source, filename, mode) {
        Ok(code) => Ok(crate::load::code_object(thread.interp(), &code)),
        Err(error) => Err(thread.syntax_error(&error)),
    }
}

fn source_text<M: Model>(thread: &mut Thread<M>, source: &Value<M>, function: &str) -> R<String> {
    if let Some(text) = thread.payload::<Str<M>>(source) {
        return Ok(text.as_str().to_owned());
    }
    match crate::ops::compare::bytes_of::<M>(source) {
        Some(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        None => Err(thread.type_error(format!("{function}() arg 1 must be a string, bytes or code object"))),
    }
}

fn exec<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    run(thread, args, "exec", Mode::Exec)?;
    Ok(Value::<M>::NONE)
}

fn run<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, mode: Mode) -> R<Value<M>> {
    let [source, globals, locals] = args.named(thread, name, ["source", "globals", "locals"], 1)?;
    let source = source.expect("required");
    let globals = namespace(thread, globals, &format!("{name}() globals must be a dict"))?;
    let locals = namespace(thread, locals, &format!("{name}() locals must be a dict"))?;
    let (globals, locals) = match (globals, locals) {
        (None, None) => (current_globals(thread), current_locals(thread)),
        (None, Some(locals)) => (current_globals(thread), locals),
        (Some(globals), None) => (globals.clone(), globals),
        (Some(globals), Some(locals)) => (globals, locals),
    };
    let code = match source.downcast::<CodeBody<M>>() {
        Some(code) => code.clone(),
        None => {
            let text = source_text(thread, source, name)?;
            let text = if mode == Mode::Eval { text.trim_start_matches([' ', '\t']) } else { &text };
            compiled(thread, text, "<string>", mode)?
        }
    };
    thread.run_code(&code, &globals, &locals)
}

fn namespace<M: Model>(thread: &mut Thread<M>, given: Option<&Value<M>>, wrong: &str) -> R<Option<Obj<M, Dict<M>>>> {
    match given.filter(|given| !given.is_none()) {
        None => Ok(None),
        Some(given) => match thread.payload::<Dict<M>>(given) {
            Some(dict) => Ok(Some(dict)),
            None => {
                let name = thread.type_name(given);
                Err(thread.type_error(format!("{wrong}, not {name}")))
            }
        },
    }
}

fn current_globals<M: Model>(thread: &Thread<M>) -> Obj<M, Dict<M>> {
    thread.frames.last().map_or_else(make::dict::<M>, |frame| frame.globals().clone())
}

/// The names of the running code: the namespace of a module or class body, a snapshot of a function's variables.
pub(super) fn current_locals<M: Model>(thread: &Thread<M>) -> Obj<M, Dict<M>> {
    let Some(frame) = thread.frames.last() else { return make::dict::<M>() };
    let code = &frame.code().code;
    if !code.flags.contains(Flags::OPTIMIZED) {
        return frame.namespace().clone();
    }
    let snapshot = make::dict::<M>();
    let inner = code.cell_vars.iter().chain(&code.free_vars).map(String::as_str);
    for (number, name) in code.local_names().chain(inner).enumerate() {
        let value = frame.slot(number);
        let value =
            match value.as_ref().and_then(|v| v.downcast::<Cell<M>>()).filter(|_| number >= code.var_names.len()) {
                Some(cell) => cell.read(|c| &c.value).clone(),
                None => value,
            };
        if let Some(value) = value {
            set_name::<M>(&snapshot, &thread.interp().intern(name), value);
        }
    }
    snapshot
}

fn globals<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    args.exactly::<0>(thread, "globals")?;
    Ok(current_globals(thread).into_value())
}

fn locals<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    args.exactly::<0>(thread, "locals")?;
    Ok(current_locals(thread).into_value())
}

fn import<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let names = ["name", "globals", "locals", "fromlist", "level"];
    let [name, _, _, wanted, level] = args.named(thread, "__import__", names, 1)?;
    let name = crate::types::receiver::text(thread, name.expect("required"), "__import__() argument 1")?;
    let wanted = match wanted.filter(|wanted| !wanted.is_none()) {
        Some(wanted) => thread.collect_vec(wanted)?,
        None => Vec::new(),
    };
    let wanted = if wanted.is_empty() { Value::<M>::NONE } else { make::tuple::<M>(wanted) };
    let level = level.cloned().unwrap_or(Value::<M>::small(0));
    thread.import_name(name.as_str(), &level, &wanted)
}

fn exit<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "exit", 0, 1)?;
    Err(thread.raise_class(Exc::SystemExit, given.to_vec()))
}
