//! Values as text: repr, str and format.

use crate::body::*;
use crate::error::R;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text;
use crate::text::format::Spec;
use crate::text::format::percent::{self, Piece, Wants};
use crate::thread::Thread;
use std::cell::RefCell;
use std::fmt::Write as _;

thread_local! {
    /// Addresses of the containers whose repr is being made: one inside itself is shown as dots.
    static SHOWING: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

impl<M: Model> Thread<M> {
    /// `str(value)`.
    ///
    /// # Errors
    /// What `__str__` or `__repr__` raises.
    pub fn str(&mut self, value: &Value<M>) -> R<String> {
        if let Some(text) = value.downcast::<Str<M>>() {
            return Ok(text.as_str().to_owned());
        }
        if value.kind() == kind::INSTANCE || value.kind() == kind::HANDLE || value.kind() == kind::CLASS {
            if let Some(method) = self.special(value, |n| &n.str).filter(|m| m.kind() != kind::NATIVE) {
                return self.text_result(&method, value, "__str__");
            }
            if let Some(text) = super::compare::held::<M>(value).and_then(|h| h.downcast::<Str<M>>().cloned()) {
                return Ok(text.as_str().to_owned());
            }
        }
        if let Some(exception) = value.downcast::<Exception<M>>() {
            if let Some(method) = self.special(value, |n| &n.str).filter(|m| m.kind() != kind::NATIVE) {
                return self.text_result(&method, value, "__str__");
            }
            return self.exception_text(&exception.clone());
        }
        self.repr(value)
    }

    /// `repr(value)`.
    ///
    /// # Errors
    /// What `__repr__` raises.
    pub fn repr(&mut self, value: &Value<M>) -> R<String> {
        if let Some(n) = value.as_int() {
            return Ok(n.to_string());
        }
        if let Some(x) = value.as_float() {
            return Ok(text::float::repr(x));
        }
        Ok(match value.kind() {
            0 => format!("{value:?}"),
            kind::STR => text::repr::str(value.downcast::<Str<M>>().expect("kind").as_str()),
            kind::BYTES => text::repr::bytes(&value.downcast::<Bytes<M>>().expect("kind").0),
            kind::BYTE_ARRAY => {
                let bytes = super::compare::bytes_of::<M>(value).expect("kind");
                format!("bytearray({})", text::repr::bytes(&bytes))
            }
            kind::BIG_INT => {
                let n = make::int_ref::<M>(value).expect("kind");
                text::int::check_digits(n, text::int::DEFAULT_MAX_STR_DIGITS).map_err(|e| self.text_error(e))?;
                text::int::to_decimal(n)
            }
            kind::LIST | kind::TUPLE | kind::DICT | kind::SET | kind::FROZEN_SET | kind::DICT_VIEW => {
                return self.container_repr(value);
            }
            kind::INSTANCE | kind::HANDLE => return self.instance_repr(value),
            kind::EXCEPTION => return self.exception_repr(value),
            kind::CLASS => return self.class_repr(value),
            kind::ITER => match self.user_method(self.class_of(value), &self.interp().types().names.repr) {
                Some(method) => return self.text_result(&method, value, "__repr__"),
                None => self.plain_repr(value)?,
            },
            _ => self.plain_repr(value)?,
        })
    }

    fn text_result(&mut self, method: &Value<M>, value: &Value<M>, what: &str) -> R<String> {
        self.check_stack()?;
        let result = self.call(method, &[value.clone()])?;
        let held = super::compare::held::<M>(&result);
        match held.as_ref().and_then(|h| h.downcast::<Str<M>>()) {
            Some(text) => Ok(text.as_str().to_owned()),
            None => {
                let name = self.type_name(&result);
                Err(self.type_error(format!("{what} returned non-string (type {name})")))
            }
        }
    }

    fn instance_repr(&mut self, value: &Value<M>) -> R<String> {
        if let Some(method) =
            self.special(value, |n| &n.repr).filter(|m| m.kind() != kind::NATIVE || kind::by_methods(value.kind()))
        {
            return self.text_result(&method, value, "__repr__");
        }
        if let Some(held) = super::compare::held::<M>(value).filter(|h| !h.is(value) && h.kind() != kind::HANDLE) {
            return self.repr(&held);
        }
        let class = self.class_of(value).clone();
        let name = self.class_path(&class);
        Ok(format!("<{name} object at {:#x}>", value.bits()))
    }

    /// `module.Class`, or the name alone for built-in classes.
    pub fn class_path(&self, class: &Obj<M, Class<M>>) -> String {
        let name = self.qualname_of(class);
        match self.module_of(class) {
            Some(module) if module != "builtins" => format!("{module}.{name}"),
            _ => name,
        }
    }

    fn class_repr(&mut self, value: &Value<M>) -> R<String> {
        if let Some(method) = self.special(value, |n| &n.repr).filter(|m| m.kind() != kind::NATIVE) {
            return self.text_result(&method, value, "__repr__");
        }
        let class = value.downcast::<Class<M>>().expect("kind").clone();
        Ok(format!("<class '{}'>", self.class_path(&class)))
    }

    fn plain_repr(&mut self, value: &Value<M>) -> R<String> {
        if let Some(function) = value.downcast::<Function<M>>() {
            let name = self.function_name(&function.clone(), true);
            return Ok(format!("<function {name} at {:#x}>", value.bits()));
        }
        if let Some(native) = value.downcast::<Native<M>>() {
            return Ok(format!("<built-in function {}>", native.name));
        }
        if let Some(method) = value.downcast::<BoundMethod<M>>() {
            if let Some(native) = method.function.downcast::<Native<M>>() {
                let class = self.type_name(&method.receiver);
                return Ok(format!(
                    "<built-in method {} of {class} object at {:#x}>",
                    native.name,
                    method.receiver.bits()
                ));
            }
            let name = match method.function.downcast::<Function<M>>() {
                Some(function) => self.function_name(&function.clone(), true),
                None => "?".to_owned(),
            };
            let receiver = method.receiver.clone();
            return Ok(format!("<bound method {name} of {}>", self.repr(&receiver)?));
        }
        if let Some(module) = value.downcast::<Module<M>>() {
            let file = super::dict::get_name::<M>(&module.namespace, &self.interp().types().names.file);
            return Ok(match file.as_ref().and_then(|f| f.downcast::<Str<M>>()) {
                Some(file) => format!("<module '{}' from {}>", module.name, text::repr::str(file.as_str())),
                None => format!("<module '{}' (built-in)>", module.name),
            });
        }
        if let Some(range) = value.downcast::<Range<M>>() {
            return Ok(match range.step {
                1 => format!("range({}, {})", range.start, range.stop),
                step => format!("range({}, {}, {step})", range.start, range.stop),
            });
        }
        if let Some(slice) = value.downcast::<Slice<M>>() {
            let parts = [slice.start.clone(), slice.stop.clone(), slice.step.clone()];
            let shown = parts.iter().map(|p| self.repr(p)).collect::<R<Vec<_>>>()?;
            return Ok(format!("slice({})", shown.join(", ")));
        }
        if let Some(coroutine) = value.downcast::<Coroutine<M>>() {
            let name = self.function_name(&coroutine.generator.function.clone(), true);
            return Ok(format!("<coroutine object {name} at {:#x}>", value.bits()));
        }
        if let Some(generator) = value.downcast::<Generator<M>>() {
            let name = self.function_name(&generator.function.clone(), true);
            return Ok(format!("<generator object {name} at {:#x}>", value.bits()));
        }
        if let Some(code) = value.downcast::<CodeBody<M>>() {
            let code = &code.code;
            let (name, file, line) = (&code.name, &code.filename, code.first_line);
            return Ok(format!("<code object {name} at {:#x}, file \"{file}\", line {line}>", value.bits()));
        }
        Ok(format!("<{} object at {:#x}>", self.type_name(value), value.bits()))
    }

    /// The name of a function as the program may have set it.
    pub fn function_name(&self, function: &Obj<M, Function<M>>, qualified: bool) -> String {
        let names = &self.interp().types().names;
        let name = if qualified { &names.qualname } else { &names.name };
        let set = self.function_attr(function, name);
        match set.as_ref().and_then(|s| s.downcast::<Str<M>>()) {
            Some(text) => text.as_str().to_owned(),
            None if qualified => function.code.code.qualname.clone(),
            None => function.code.code.name.clone(),
        }
    }

    fn exception_repr(&mut self, value: &Value<M>) -> R<String> {
        if let Some(method) = self.special(value, |n| &n.repr).filter(|m| m.kind() != kind::NATIVE) {
            return self.text_result(&method, value, "__repr__");
        }
        let exception = value.downcast::<Exception<M>>().expect("kind");
        let args = exception.open(|e| &e.state).args.clone();
        let shown = args.iter().map(|a| self.repr(a)).collect::<R<Vec<_>>>()?;
        Ok(format!("{}({})", self.type_name(value), shown.join(", ")))
    }

    pub(crate) fn exception_text(&mut self, exception: &Obj<M, Exception<M>>) -> R<String> {
        let args = exception.open(|e| &e.state).args.clone();
        use crate::error::Exc;
        if self.is_exception(exception.as_value(), Exc::Key) && args.len() == 1 {
            return self.repr(&args[0]);
        }
        if self.is_exception(exception.as_value(), Exc::Os) && (2..=3).contains(&args.len()) {
            let (number, message) = (self.str(&args[0])?, self.str(&args[1])?);
            return Ok(match args.get(2) {
                Some(path) => format!("[Errno {number}] {message}: {}", self.repr(path)?),
                None => format!("[Errno {number}] {message}"),
            });
        }
        if let [message, place] = args.as_slice()
            && self.is_exception(exception.as_value(), Exc::Syntax)
            && let Some([file, line, ..]) = place.downcast::<Tuple<M>>().map(|place| place.items())
        {
            return Ok(format!("{} ({}, line {})", self.str(message)?, self.str(file)?, self.str(line)?));
        }
        match args.as_slice() {
            [] => Ok(String::new()),
            [one] => self.str(one),
            many => {
                let tuple = make::tuple::<M>(many.to_vec());
                self.repr(&tuple)
            }
        }
    }

    fn container_repr(&mut self, value: &Value<M>) -> R<String> {
        let inside = SHOWING.with_borrow(|s| s.contains(&value.bits()));
        if inside {
            return Ok(match value.kind() {
                kind::LIST => "[...]",
                kind::TUPLE => "(...)",
                kind::DICT => "{...}",
                _ => "set(...)",
            }
            .to_owned());
        }
        self.check_stack()?;
        SHOWING.with_borrow_mut(|s| s.push(value.bits()));
        let shown = self.container_items(value);
        SHOWING.with_borrow_mut(Vec::pop);
        shown
    }

    fn container_items(&mut self, value: &Value<M>) -> R<String> {
        if let Some(dict) = value.downcast::<Dict<M>>() {
            let copy = self.dict_copy(dict);
            let mut parts = Vec::with_capacity(copy.len());
            for entry in copy.iter() {
                parts.push(format!("{}: {}", self.repr(&entry.key)?, self.repr(&entry.value)?));
            }
            return Ok(format!("{{{}}}", parts.join(", ")));
        }
        let items = self.collect_vec(value)?;
        let parts = items.iter().map(|i| self.repr(i)).collect::<R<Vec<_>>>()?.join(", ");
        Ok(match value.kind() {
            kind::LIST => format!("[{parts}]"),
            kind::TUPLE if items.len() == 1 => format!("({parts},)"),
            kind::TUPLE => format!("({parts})"),
            kind::SET if items.is_empty() => "set()".to_owned(),
            kind::SET => format!("{{{parts}}}"),
            kind::FROZEN_SET if items.is_empty() => "frozenset()".to_owned(),
            kind::FROZEN_SET => format!("frozenset({{{parts}}})"),
            _ => format!("{}([{parts}])", self.type_name(value)),
        })
    }

    /// `ascii(value)`.
    ///
    /// # Errors
    /// As [`repr`](Self::repr).
    pub fn ascii(&mut self, value: &Value<M>) -> R<String> {
        Ok(text::repr::ascii_of_repr(&self.repr(value)?))
    }

    /// `format(value, spec)`.
    ///
    /// # Errors
    /// ValueError for a spec that does not fit, and what `__format__` raises.
    pub fn format(&mut self, value: &Value<M>, spec: &str) -> R<String> {
        if spec.is_empty() && !matches!(value.kind(), kind::INSTANCE | kind::HANDLE) {
            return self.str(value);
        }
        if value.kind() == kind::INSTANCE {
            if let Some(method) = self.special(value, |n| &n.format).filter(|m| m.kind() != kind::NATIVE) {
                let result = self.call(&method, &[value.clone(), make::str::<M>(spec)])?;
                return match result.downcast::<Str<M>>() {
                    Some(text) => Ok(text.as_str().to_owned()),
                    None => {
                        let name = self.type_name(&result);
                        Err(self.type_error(format!("__format__ must return a str, not {name}")))
                    }
                };
            }
            if let Some(held) = super::compare::held::<M>(value)
                && (!spec.is_empty() || self.special(value, |n| &n.str).is_none_or(|m| m.kind() == kind::NATIVE))
            {
                return self.format(&held, spec);
            }
        }
        let class = self.class_of(value).clone();
        let name = &class.name;
        let parsed = || Spec::parse(spec, name);
        let result = if let Some(b) = value.as_bool() {
            parsed().and_then(|s| text::format::bool(b, &s))
        } else if let Some(x) = value.as_float() {
            parsed().and_then(|s| text::format::float(x, &s))
        } else if let Some(n) = make::int_ref::<M>(value).filter(|_| value.kind() != kind::INSTANCE) {
            parsed().and_then(|s| text::format::int(n, &s))
        } else if let Some(string) = value.downcast::<Str<M>>() {
            parsed().and_then(|s| text::format::str(string.as_str(), &s))
        } else if spec.is_empty() {
            return self.str(value);
        } else {
            return Err(self.type_error(format!("unsupported format string passed to {name}.__format__")));
        };
        result.map_err(|e| self.text_error(e))
    }
}

/// `template % values`.
pub(crate) fn percent<M: Model>(thread: &mut Thread<M>, template: &Value<M>, values: &Value<M>) -> R<Value<M>> {
    let Some(text) = template.downcast::<Str<M>>() else {
        return Err(thread.type_error("bytes formatting is not supported"));
    };
    let text = text.clone();
    let list: Vec<Value<M>> = match values.downcast::<Tuple<M>>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![values.clone()],
    };
    let mapping =
        values.kind() != kind::TUPLE && values.kind() != kind::STR && thread.special(values, |n| &n.get_item).is_some();
    let mut next = list.into_iter();
    let mut used_key = false;
    let mut result = String::new();
    for piece in percent::parse(text.as_str()) {
        let piece = piece.map_err(|e| thread.text_error(e))?;
        let mut directive = match piece {
            Piece::Literal(literal) => {
                result.push_str(literal);
                continue;
            }
            Piece::Directive(directive) => directive,
        };
        if directive.wants_width {
            let width = star(thread, &mut next)?;
            directive.set_width(width);
        }
        if directive.wants_precision {
            let precision = star(thread, &mut next)?;
            directive.set_precision(precision);
        }
        let wants = directive.wants().map_err(|e| thread.text_error(e))?;
        let value = match directive.key {
            Some(key) => {
                used_key = true;
                if !mapping {
                    return Err(thread.text_error(percent::mapping_required()));
                }
                thread.get_item(values, &make::str::<M>(key))?
            }
            None => match next.next() {
                Some(value) => value,
                None => return Err(thread.text_error(percent::not_enough_arguments())),
            },
        };
        if directive.is_bare() && push_bare::<M>(&mut result, wants, &value) {
            continue;
        }
        let shown = match wants {
            Wants::Str => directive.text(thread.str(&value)?.as_str()),
            Wants::Repr => directive.text(thread.repr(&value)?.as_str()),
            Wants::Ascii => directive.text(thread.ascii(&value)?.as_str()),
            _ => one_directive(thread, &directive, wants, &value)?,
        };
        result.push_str(&shown);
    }
    if next.next().is_some() && !used_key && !mapping {
        return Err(thread.text_error(percent::not_all_converted()));
    }
    Ok(make::str::<M>(result))
}

/// Adds what a directive without flags, width and precision makes of a string or an int; false for anything else.
fn push_bare<M: Model>(result: &mut String, wants: Wants, value: &Value<M>) -> bool {
    match (wants, value.as_int(), value.downcast::<Str<M>>()) {
        (Wants::Str, _, Some(text)) => result.push_str(text.as_str()),
        (Wants::Str | Wants::Real, Some(n), _) => {
            let _ = write!(result, "{n}");
        }
        _ => return false,
    }
    true
}

fn star<M: Model>(thread: &mut Thread<M>, next: &mut impl Iterator<Item = Value<M>>) -> R<i64> {
    match next.next().map(|v| v.as_int()) {
        Some(Some(n)) => Ok(n),
        Some(None) => Err(thread.text_error(percent::star_wants_int())),
        None => Err(thread.text_error(percent::not_enough_arguments())),
    }
}

fn one_directive<M: Model>(
    thread: &mut Thread<M>,
    directive: &percent::Directive<'_>,
    wants: Wants,
    value: &Value<M>,
) -> R<String> {
    let class = thread.class_of(value).clone();
    let name = &class.name;
    match wants {
        Wants::Float => match (value.as_float(), make::int_ref::<M>(value)) {
            (Some(x), _) => Ok(directive.float(x)),
            (None, Some(n)) => n.to_f64().map(|x| directive.float(x)).map_err(|e| thread.text_error(e)),
            _ => Err(thread.text_error(directive.wrong_type(name))),
        },
        Wants::Char => match (value.downcast::<Str<M>>(), make::int_ref::<M>(value)) {
            (Some(text), _) => directive.char_of_str(text.as_str()).map_err(|e| thread.text_error(e)),
            (None, Some(n)) => directive.char_of_int(n).map_err(|e| thread.text_error(e)),
            _ => Err(thread.text_error(directive.wrong_type(name))),
        },
        _ => {
            if let Some(n) = make::int_ref::<M>(value) {
                return Ok(directive.int(n));
            }
            match value.as_float().filter(|_| matches!(directive.conversion, 'd' | 'i' | 'u')) {
                Some(x) => text::float::trunc(x).map(|n| directive.int(n.as_ref())).map_err(|e| thread.text_error(e)),
                None => Err(thread.text_error(directive.wrong_type(name))),
            }
        }
    }
}
