//! `str.format` and `str.format_map`.

use crate::body::*;
use crate::error::{R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::PyError;
use crate::text::format::template::{self, Argument, Field, Step};
use crate::thread::{Args, Thread};
use crate::types::receiver::*;

/// Adds the methods to the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    interp.types().add_methods(interp, class, &[("format", format), ("format_map", format_map)]);
}

/// Why a template was not rendered.
enum Failure {
    /// The template is wrong, or has a field without an argument.
    Template(PyError),
    /// Code of the language raised.
    Raised(Raised),
}

impl From<PyError> for Failure {
    fn from(error: PyError) -> Self {
        Failure::Template(error)
    }
}

impl From<Raised> for Failure {
    fn from(raised: Raised) -> Self {
        Failure::Raised(raised)
    }
}

fn format<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (template, rest) = receiver::<M, Str<M>>(thread, args)?;
    render(thread, template, |thread, argument| match argument {
        Argument::Index(i) => Ok(rest.list().get(i).cloned().ok_or_else(|| template::index_out_of_range(i))?),
        Argument::Name(name) => match rest.pairs().find(|&(key, _)| key == name) {
            Some((_, value)) => Ok(value.clone()),
            None => Err(thread.key_error(&make::str::<M>(name)).into()),
        },
    })
}

fn format_map<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (template, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [mapping] = rest.exactly(thread, "str.format_map")?;
    render(thread, template, |thread, argument| match argument {
        Argument::Index(_) => Err(thread.value_error("Format string contains positional fields").into()),
        Argument::Name(name) => Ok(thread.get_item(mapping, &make::str::<M>(name))?),
    })
}

fn render<M: Model>(
    thread: &mut Thread<M>,
    template: &Str<M>,
    mut lookup: impl FnMut(&mut Thread<M>, Argument<'_>) -> Result<Value<M>, Failure>,
) -> R<Value<M>> {
    let rendered = template::render(template.as_str(), |argument, field, spec| {
        let value = lookup(thread, argument)?;
        shown(thread, value, field, spec)
    });
    rendered.map(make::str::<M>).map_err(|failure| match failure {
        Failure::Template(error) => thread.text_error(error),
        Failure::Raised(raised) => raised,
    })
}

/// The text of a field, from the argument that it starts from.
fn shown<M: Model>(
    thread: &mut Thread<M>,
    argument: Value<M>,
    field: &Field<'_>,
    spec: &str,
) -> Result<String, Failure> {
    let mut value = argument;
    for step in field.steps() {
        value = match step? {
            Step::Attribute(name) => thread.get_attr_str(&value, name)?,
            Step::Index(i) => thread.get_item(&value, &make::size::<M>(i))?,
            Step::Key(key) => thread.get_item(&value, &make::str::<M>(key))?,
        };
    }
    let converted = match field.check_conversion()? {
        Some('r') => thread.repr(&value)?,
        Some('a') => thread.ascii(&value)?,
        Some(_) => thread.str(&value)?,
        None => return Ok(thread.format(&value, spec)?),
    };
    Ok(thread.format(&make::str::<M>(converted), spec)?)
}
