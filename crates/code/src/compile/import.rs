//! The forms of `import`.

use ruff_python_ast::{Alias, StmtImport, StmtImportFrom};

use super::{Compiler, Outcome};
use crate::code::Constant;
use crate::op::Op;

impl<'a> Compiler<'a> {
    pub(super) fn import_stmt(&mut self, stmt: &'a StmtImport) -> Outcome {
        for alias in &stmt.names {
            self.constant(Constant::Int(0));
            self.constant(Constant::None);
            self.op_module(Op::IMPORT_NAME, &alias.name.id);
            match &alias.asname {
                Some(asname) => self.import_as(alias, asname),
                None => self.store(alias.name.split('.').next().unwrap_or_default()),
            }
        }
        Ok(())
    }

    /// The import gave the outermost package; the name means the innermost module.
    fn import_as(&mut self, alias: &Alias, asname: &str) {
        let mut inner = alias.name.split('.').skip(1).peekable();
        if inner.peek().is_none() {
            return self.store(asname);
        }
        while let Some(part) = inner.next() {
            self.op_module(Op::IMPORT_FROM, part);
            if inner.peek().is_some() {
                self.op(Op::ROT_TWO);
                self.op(Op::POP_TOP);
            }
        }
        self.store(asname);
        self.op(Op::POP_TOP);
    }

    pub(super) fn import_from_stmt(&mut self, stmt: &'a StmtImportFrom) -> Outcome {
        let names = stmt.names.iter().map(|alias| Constant::Str(alias.name.to_string())).collect();
        self.constant(Constant::Int(i64::from(stmt.level)));
        self.constant(Constant::Tuple(names));
        self.op_module(Op::IMPORT_NAME, stmt.module.as_deref().unwrap_or_default());
        if stmt.names.iter().any(|alias| alias.name.as_str() == "*") {
            self.op(Op::IMPORT_STAR);
            return Ok(());
        }
        for alias in &stmt.names {
            self.op_module(Op::IMPORT_FROM, &alias.name.id);
            self.store(alias.asname.as_deref().unwrap_or(&alias.name));
        }
        self.op(Op::POP_TOP);
        Ok(())
    }

    /// Emits an opcode with the name of a module or of something in one: those are never mangled.
    fn op_module(&mut self, op: Op, name: &str) {
        let index = self.unit.names.index(name);
        self.op_arg(op, index);
    }
}
