//! Class definitions: the body is a block whose namespace becomes the class.

use ruff_python_ast::StmtClassDef;

use super::{Compiler, Outcome, docstring};
use crate::code::Constant;
use crate::op::Op;

impl<'a> Compiler<'a> {
    pub(super) fn class_def(&mut self, stmt: &'a StmtClassDef) -> Outcome {
        for decorator in &stmt.decorator_list {
            self.expr(&decorator.expression)?;
        }
        let id = self.scopes.of(stmt);
        let code = self.block(id, &stmt.name, stmt.range, |this| this.class_body(stmt))?;
        self.op(Op::LOAD_BUILD_CLASS);
        self.make_function(code, 0);
        self.constant(Constant::Str(stmt.name.to_string()));
        match &stmt.arguments {
            Some(arguments) => self.arguments(2, arguments)?,
            None => self.op_arg(Op::CALL_FUNCTION, 2),
        }
        for _ in &stmt.decorator_list {
            self.op_arg(Op::CALL_FUNCTION, 1);
        }
        self.store(&stmt.name);
        Ok(())
    }

    fn class_body(&mut self, stmt: &'a StmtClassDef) -> Outcome {
        self.load("__name__");
        self.store("__module__");
        let qualname = self.unit.qualname.clone();
        self.constant(Constant::Str(qualname));
        self.store("__qualname__");
        if self.scope().annotated {
            self.op(Op::SETUP_ANNOTATIONS);
        }
        if let Some(docstring) = docstring(&stmt.body) {
            self.constant(Constant::Str(docstring));
            self.store("__doc__");
        }
        self.body(&stmt.body)?;
        if self.scope().class_cell {
            let cell = self.unit.cell("__class__");
            self.op_arg(Op::LOAD_CLOSURE, cell);
            self.op(Op::DUP_TOP);
            self.store("__classcell__");
        } else {
            self.constant(Constant::None);
        }
        self.op(Op::RETURN_VALUE);
        Ok(())
    }
}
