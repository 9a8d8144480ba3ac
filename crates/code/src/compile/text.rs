//! f-strings.

use ruff_python_ast::{ConversionFlag, ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement};

use super::{Compiler, Outcome};
use crate::code::Constant;
use crate::fold;
use crate::op::Op;

impl<'a> Compiler<'a> {
    pub(super) fn fstring(&mut self, node: &'a ExprFString) -> Outcome {
        if let Some(text) = fold::plain_fstring(node) {
            self.constant(Constant::Str(text));
            return Ok(());
        }
        let mut pieces = Pieces::default();
        for part in &node.value {
            match part {
                FStringPart::Literal(literal) => pieces.text.push_str(&literal.value),
                FStringPart::FString(fstring) => self.elements(&fstring.elements, &mut pieces)?,
            }
        }
        self.join(pieces);
        Ok(())
    }

    fn elements(
        &mut self,
        elements: impl IntoIterator<Item = &'a InterpolatedStringElement>,
        pieces: &mut Pieces,
    ) -> Outcome {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => pieces.text.push_str(&literal.value),
                InterpolatedStringElement::Interpolation(value) => {
                    if let Some(debug) = &value.debug_text {
                        pieces.text.push_str(debug.as_str());
                    }
                    self.flush(pieces);
                    self.at(value.range, |this| this.interpolation(value))?;
                    pieces.pushed += 1;
                }
            }
        }
        Ok(())
    }

    fn interpolation(&mut self, value: &'a InterpolatedElement) -> Outcome {
        self.expr(&value.expression)?;
        let conversion = match value.conversion {
            ConversionFlag::Str => 1,
            ConversionFlag::Repr => 2,
            ConversionFlag::Ascii => 3,
            ConversionFlag::None if value.debug_text.is_some() && value.format_spec.is_none() => 2,
            ConversionFlag::None => 0,
        };
        let Some(spec) = &value.format_spec else {
            self.op_arg(Op::FORMAT_VALUE, conversion);
            return Ok(());
        };
        let mut pieces = Pieces::default();
        self.elements(&spec.elements, &mut pieces)?;
        self.join(pieces);
        self.op_arg(Op::FORMAT_VALUE, conversion | 4);
        Ok(())
    }

    /// Pushes the text gathered since the last value.
    fn flush(&mut self, pieces: &mut Pieces) {
        if !pieces.text.is_empty() {
            self.constant(Constant::Str(std::mem::take(&mut pieces.text)));
            pieces.pushed += 1;
        }
    }

    fn join(&mut self, mut pieces: Pieces) {
        self.flush(&mut pieces);
        match pieces.pushed {
            0 => self.constant(Constant::Str(String::new())),
            1 => {}
            count => self.op_count(Op::BUILD_STRING, count),
        }
    }
}

/// What an f-string has pushed, and the text that comes next.
#[derive(Default)]
struct Pieces {
    pushed: usize,
    text: String,
}
