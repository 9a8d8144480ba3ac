//! From the syntax tree to code: the compiler's state, and the ways to emit.

mod assign;
mod asynchronous;
mod block;
mod call;
mod class;
mod comprehension;
mod condition;
mod container_pattern;
mod exception;
mod expr;
mod function;
mod import;
mod pattern;
mod stmt;
mod text;
mod unit;

use std::sync::Arc;

use ruff_python_ast::{Expr, Mod, Stmt};
use ruff_text_size::{Ranged, TextRange};

use crate::Mode;
use crate::assemble::Label;
use crate::code::{Code, Constant, Flags};
use crate::op::Op;
use crate::scope::{Place, Scope, ScopeId, ScopeKind, Scopes, mangle};
use crate::source::{Fault, Source};
use unit::Unit;

/// What compiling a part comes to.
type Outcome = Result<(), Fault>;

/// Statements compiled, counting the copies of `finally` bodies, before the program is refused.
const MAX_STATEMENTS: usize = 1 << 21;
/// Instructions in one block before the program is refused.
const MAX_INSTRUCTIONS: usize = 1 << 21;

/// Compiles an analysed program.
pub(crate) fn compile(module: &Mod, source: &Source<'_>, scopes: &Scopes, mode: Mode) -> Result<Arc<Code>, Fault> {
    let id = scopes.module();
    let unit = Unit::new(&scopes[id], id, "<module>", "<module>".to_owned(), 1, Flags::default());
    let mut compiler = Compiler { source, scopes, mode, unit, outer: Vec::new(), statements: 0 };
    match module {
        Mod::Module(module) => compiler.module(&module.body)?,
        Mod::Expression(expression) => {
            compiler.expr(&expression.body)?;
            compiler.op(Op::RETURN_VALUE);
        }
    }
    compiler.unit.finish(source)
}

/// The compiler, at work on one block.
struct Compiler<'a> {
    source: &'a Source<'a>,
    scopes: &'a Scopes,
    mode: Mode,
    /// The block being written.
    unit: Unit<'a>,
    /// The blocks around it, outermost first.
    outer: Vec<Unit<'a>>,
    /// Statements compiled so far.
    statements: usize,
}

/// What is done with a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Load,
    Store,
    Delete,
}

impl<'a> Compiler<'a> {
    fn module(&mut self, body: &'a [Stmt]) -> Outcome {
        if self.scope().annotated {
            self.op(Op::SETUP_ANNOTATIONS);
        }
        if let (Some(docstring), false) = (docstring(body), self.mode == Mode::Single) {
            self.unit.range = body.first().map(Ranged::range);
            self.constant(Constant::Str(docstring));
            self.store("__doc__");
        }
        self.body(body)?;
        self.constant(Constant::None);
        self.op(Op::RETURN_VALUE);
        Ok(())
    }

    fn scope(&self) -> &'a Scope {
        &self.scopes[self.unit.scope]
    }

    fn op(&mut self, op: Op) {
        self.op_arg(op, 0);
    }

    fn op_arg(&mut self, op: Op, arg: u32) {
        self.unit.asm.emit(op, arg, self.unit.range);
    }

    /// Emits an opcode whose argument counts things in the source.
    fn op_count(&mut self, op: Op, count: usize) {
        self.op_arg(op, u32::try_from(count).unwrap_or(u32::MAX));
    }

    fn jump(&mut self, op: Op, target: Label) {
        self.unit.asm.jump(op, target, self.unit.range);
    }

    fn new_label(&mut self) -> Label {
        self.unit.asm.new_label()
    }

    fn place(&mut self, label: Label) {
        self.unit.asm.place(label);
    }

    fn constant(&mut self, constant: Constant) {
        let index = self.unit.constants.index(constant);
        self.op_arg(Op::LOAD_CONST, index);
    }

    /// Emits an opcode whose argument is a name that is not a variable.
    fn op_name(&mut self, op: Op, name: &str) {
        let mangled = self.mangled(name);
        let index = self.unit.names.index(&mangled);
        self.op_arg(op, index);
    }

    fn mangled(&self, name: &str) -> String {
        mangle(self.scope().private.as_deref(), name)
    }

    fn store(&mut self, name: &str) {
        self.variable(name, Access::Store);
    }

    fn load(&mut self, name: &str) {
        self.variable(name, Access::Load);
    }

    fn variable(&mut self, name: &str, access: Access) {
        let scope = self.scope();
        let (place, name) = self.place_of(self.mangled(name));
        match place {
            Place::Cell | Place::Free => {
                let index = self.unit.cell(&name);
                self.op_arg(cell_op(access, scope.kind), index);
            }
            Place::Local if scope.is_function() => {
                let index = self.unit.var_names.index(&name);
                self.op_arg([Op::LOAD_FAST, Op::STORE_FAST, Op::DELETE_FAST][access as usize], index);
            }
            Place::DeclaredGlobal => self.global(&name, access),
            Place::Global if scope.is_function() => self.global(&name, access),
            Place::Local | Place::Global => {
                let index = self.unit.names.index(&name);
                self.op_arg([Op::LOAD_NAME, Op::STORE_NAME, Op::DELETE_NAME][access as usize], index);
            }
        }
    }

    /// Where a variable lives, and what it is called there: variables of a comprehension that is written in place have names
    /// that no program can say.
    fn place_of(&self, name: String) -> (Place, String) {
        for (depth, &id) in self.unit.in_place.iter().enumerate().rev() {
            match self.scopes[id].place(&name) {
                Place::Free => {}
                Place::Local => return (Place::Local, format!("{name}.{depth}")),
                place => return (place, name),
            }
        }
        (self.scope().place(&name), name)
    }

    fn global(&mut self, name: &str, access: Access) {
        let index = self.unit.names.index(name);
        self.op_arg([Op::LOAD_GLOBAL, Op::STORE_GLOBAL, Op::DELETE_GLOBAL][access as usize], index);
    }

    /// Compiles something with the given place in the source, then goes back to the one before.
    fn at<T>(&mut self, range: TextRange, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.unit.range.replace(range);
        let result = work(self);
        self.unit.range = outer;
        result
    }

    /// Compiles an inner block: `work` writes it, and its code is the result.
    fn block(
        &mut self,
        id: ScopeId,
        name: &str,
        range: TextRange,
        work: impl FnOnce(&mut Self) -> Outcome,
    ) -> Result<Arc<Code>, Fault> {
        let scopes = self.scopes;
        let scope = &scopes[id];
        let qualname = self.qualname(name);
        let first_line = self.source.line(range.start());
        let flags = if scope.is_function() { function_flags(scope) } else { Flags::default() };
        let mut inner = Unit::new(scope, id, name, qualname, first_line, flags);
        inner.range = Some(range);
        self.outer.push(std::mem::replace(&mut self.unit, inner));
        let result = work(self);
        self.ends_of_comprehensions();
        let outer = self.outer.pop().expect("it was pushed above");
        let inner = std::mem::replace(&mut self.unit, outer);
        result.and_then(|()| inner.finish(self.source))
    }

    fn qualname(&self, name: &str) -> String {
        let scope = self.scope();
        let around = &self.unit.qualname;
        match scope.kind {
            ScopeKind::Module => name.to_owned(),
            _ if scope.place(&self.mangled(name)) == Place::DeclaredGlobal => name.to_owned(),
            ScopeKind::Class => format!("{around}.{name}"),
            ScopeKind::Function | ScopeKind::Comprehension(_) => {
                format!("{around}.<locals>.{name}")
            }
        }
    }

    /// Pushes the cells that a function needs and makes it. `flags` tells what lies on the stack already.
    fn make_function(&mut self, code: Arc<Code>, flags: u32) {
        let mut flags = flags;
        if !code.free_vars.is_empty() {
            for name in &code.free_vars {
                let index = self.unit.cell(name);
                self.op_arg(Op::LOAD_CLOSURE, index);
            }
            self.op_count(Op::BUILD_TUPLE, code.free_vars.len());
            flags |= 8;
        }
        self.constant(Constant::Code(code));
        self.op_arg(Op::MAKE_FUNCTION, flags);
    }

    fn body(&mut self, body: &'a [Stmt]) -> Outcome {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn exprs(&mut self, exprs: &'a [Expr]) -> Outcome {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }
}

fn cell_op(access: Access, kind: ScopeKind) -> Op {
    match access {
        Access::Load if kind == ScopeKind::Class => Op::LOAD_CLASSDEREF,
        Access::Load => Op::LOAD_DEREF,
        Access::Store => Op::STORE_DEREF,
        Access::Delete => Op::DELETE_DEREF,
    }
}

fn function_flags(scope: &Scope) -> Flags {
    let mut flags = Flags::OPTIMIZED | Flags::NEWLOCALS;
    if scope.nested {
        flags |= Flags::NESTED;
    }
    if scope.generator {
        flags |= Flags::GENERATOR;
    }
    if scope.coroutine {
        flags |= Flags::COROUTINE;
    }
    flags
}

/// The text of a body's first statement, if it is a docstring.
fn docstring(body: &[Stmt]) -> Option<String> {
    let Some(Stmt::Expr(stmt)) = body.first() else {
        return None;
    };
    let literal = stmt.value.as_string_literal_expr()?;
    Some(literal.value.iter().map(|part| &*part.value).collect())
}
