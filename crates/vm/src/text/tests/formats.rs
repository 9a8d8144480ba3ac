//! The three ways to format against CPython.

use super::{Call, Show, check};
use crate::text::error::{Kind, PyError, PyResult};
use crate::text::format::percent::{self, Wants};
use crate::text::format::template::{self, Argument, Field, Step};
use crate::text::format::{self, Spec};
use crate::text::int::Int;
use crate::text::{float, int, repr};

#[test]
fn specifiers_answer_as_in_cpython() {
    check(include_str!("../golden/format.txt"), |call| {
        let value = Value::of(call, 0);
        Some(value.format(&call.text(1)).map(|it| it.show()))
    });
}

#[test]
fn percent_answers_as_in_cpython() {
    check(include_str!("../golden/percent.txt"), |call| {
        let last = call.args.len() - 1;
        let stars: Vec<i64> = (1..last).map(|at| call.small(at)).collect();
        Some(apply_percent(&call.text(0), stars, &Value::of(call, last)).map(|it| it.show()))
    });
}

#[test]
fn templates_answer_as_in_cpython() {
    check(include_str!("../golden/template.txt"), |call| {
        Some(template::render(&call.text(0), field).map(|it: String| it.show()))
    });
}

/// The values that the golden files format.
enum Value {
    Int(Int),
    Float(f64),
    Bool(bool),
    Text(String),
}

impl Value {
    fn of(call: &Call<'_>, at: usize) -> Value {
        match call.args[at] {
            "True" => Value::Bool(true),
            "False" => Value::Bool(false),
            arg if arg.starts_with('s') => Value::Text(call.text(at)),
            arg if arg.starts_with('f') => Value::Float(call.float(at)),
            _ => Value::Int(call.int(at)),
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Bool(_) => "bool",
            Value::Text(_) => "str",
        }
    }

    fn format(&self, spec: &str) -> PyResult<String> {
        let spec = Spec::parse(spec, self.type_name())?;
        match self {
            Value::Int(value) => format::int(value.as_ref(), &spec),
            Value::Float(value) => format::float(*value, &spec),
            Value::Bool(value) => format::bool(*value, &spec),
            Value::Text(value) => format::str(value.as_str(), &spec),
        }
    }

    fn str(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            _ => self.repr(),
        }
    }

    fn repr(&self) -> String {
        match self {
            Value::Int(value) => int::to_decimal(value),
            Value::Float(value) => float::repr(*value),
            Value::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
            Value::Text(text) => repr::str(text),
        }
    }
}

fn apply_percent(template: &str, stars: Vec<i64>, value: &Value) -> PyResult<String> {
    let (mut out, mut stars, mut value_left) = (String::new(), stars.into_iter(), true);
    let is_mapping = template.contains("(a");
    for piece in percent::parse(template) {
        match piece? {
            percent::Piece::Literal(text) => out.push_str(text),
            percent::Piece::Directive(mut directive) => {
                if directive.wants_width {
                    directive.set_width(stars.next().ok_or_else(percent::not_enough_arguments)?);
                }
                if directive.wants_precision {
                    directive.set_precision(stars.next().ok_or_else(percent::not_enough_arguments)?);
                }
                if !std::mem::take(&mut value_left) {
                    return Err(percent::not_enough_arguments());
                }
                out.push_str(&apply_directive(&directive, value)?);
            }
        }
    }
    if value_left && !is_mapping {
        return Err(percent::not_all_converted());
    }
    Ok(out)
}

fn apply_directive(directive: &percent::Directive<'_>, value: &Value) -> PyResult<String> {
    Ok(match (directive.wants()?, value) {
        (Wants::Str, _) => directive.text(value.str().as_str()),
        (Wants::Repr, _) => directive.text(value.repr().as_str()),
        (Wants::Ascii, _) => directive.text(repr::ascii_of_repr(&value.repr()).as_str()),
        (Wants::Char, Value::Int(value)) => directive.char_of_int(value.as_ref())?,
        (Wants::Char, Value::Text(text)) => directive.char_of_str(text)?,
        (Wants::Real | Wants::Int, Value::Int(value)) => directive.int(value.as_ref()),
        (Wants::Real, Value::Float(value)) => directive.int(float::trunc(*value)?.as_ref()),
        (Wants::Float, Value::Float(value)) => directive.float(*value),
        (Wants::Float, Value::Int(value)) => directive.float(value.as_ref().to_f64()?),
        _ => return Err(directive.wrong_type(value.type_name())),
    })
}

/// A field of the arguments that `render` in `make.py` gives.
fn field(argument: Argument<'_>, field: &Field<'_>, spec: &str) -> Result<String, PyError> {
    let steps: Vec<Step<'_>> = field.steps().collect::<PyResult<_>>()?;
    let number = |value: i64| Value::Int(Int::Small(value));
    let value = match (argument, steps.as_slice()) {
        (Argument::Index(0), []) => number(7),
        (Argument::Index(0), [Step::Attribute("real")]) => number(7),
        (Argument::Index(0), [Step::Attribute("real"), Step::Attribute("imag")]) => number(0),
        (Argument::Index(1), []) => number(12),
        (Argument::Index(index), []) => return Err(template::index_out_of_range(index)),
        (Argument::Index(1), _) => return Err(missing("1")),
        (Argument::Index(0), _) => return Err(missing("0")),
        (Argument::Name("name"), []) => Value::Text("né".to_owned()),
        (Argument::Name("width"), []) => number(8),
        (Argument::Name("pair"), [Step::Index(at @ 0..=1)]) => number([10, 20][*at]),
        (Argument::Name("table"), [Step::Key("key")]) => number(30),
        (Argument::Name("table"), [Step::Key("a b!:}")]) => number(40),
        (Argument::Name("table"), [Step::Key("0x")]) => number(50),
        (Argument::Name(name), _) => return Err(missing(&repr::str(name))),
        (Argument::Index(index), _) => return Err(template::index_out_of_range(index)),
    };
    match field.check_conversion()? {
        Some('s') => Value::Text(value.str()).format(spec),
        Some('r') => Value::Text(value.repr()).format(spec),
        Some(_) => Value::Text(repr::ascii_of_repr(&value.repr())).format(spec),
        None => value.format(spec),
    }
}

fn missing(name: &str) -> PyError {
    PyError::new(Kind::Key, name)
}

#[test]
fn widths_beyond_memory_are_refused() {
    let refused = Spec::parse("99999999999d", "int").unwrap_err();
    assert_eq!(refused.kind, Kind::Memory);
    let refused = percent::parse("%99999999999d").next().unwrap().unwrap_err();
    assert_eq!(refused.kind, Kind::Memory);
}
