//! Names that statements declare: `global`, `nonlocal`, annotated variables, imports.

use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::ScopeKind;
use super::build::Builder;
use crate::source::Fault;

impl Builder<'_> {
    pub(super) fn future_imports(&mut self, body: &[Stmt]) {
        let docstring = |stmt: &Stmt| matches!(stmt, Stmt::Expr(stmt) if stmt.value.is_string_literal_expr());
        let mut rest = body.iter().skip_while(|stmt| docstring(stmt)).peekable();
        while let Some(Stmt::ImportFrom(import)) = rest.next_if(|stmt| is_future_import(stmt)) {
            for alias in &import.names {
                self.future_feature(alias);
            }
        }
        if let Some(late) = rest.find(|stmt| is_future_import(stmt)) {
            let message = "from __future__ imports must occur at the beginning of the file";
            self.fail(Fault::syntax(late.range(), message));
        }
    }

    pub(super) fn future_feature(&mut self, alias: &ast::Alias) {
        match alias.name.as_str() {
            "annotations" => self.scopes.text_annotations = true,
            "braces" => self.fail(Fault::syntax(alias.range, "not a chance")),
            "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement" | "print_function"
            | "unicode_literals" | "generator_stop" => {}
            "barry_as_FLUFL" => self.unsupported(alias.range, "the barry_as_FLUFL feature"),
            other => self.fail(Fault::syntax(alias.range, format!("future feature {other} is not defined"))),
        }
    }

    pub(super) fn declare(&mut self, names: &[ast::Identifier], global: bool, range: TextRange) {
        let word = if global { "global" } else { "nonlocal" };
        if !global && self.scope().kind == ScopeKind::Module {
            return self.fail(Fault::syntax(range, "nonlocal declaration not allowed at module level"));
        }
        for name in names {
            let mangled = self.mangled(&name.id);
            let symbol = *self.scope().symbol(&mangled);
            let problem = if symbol.parameter {
                Some(format!("name '{name}' is parameter and {word}"))
            } else if symbol.global.is_some() && !global || symbol.nonlocal.is_some() && global {
                Some(format!("name '{name}' is nonlocal and global"))
            } else if symbol.annotated {
                Some(format!("annotated name '{name}' can't be {word}"))
            } else if symbol.bound {
                Some(format!("name '{name}' is assigned to before {word} declaration"))
            } else if symbol.used {
                Some(format!("name '{name}' is used prior to {word} declaration"))
            } else {
                None
            };
            if let Some(problem) = problem {
                self.fail(Fault::syntax(range, problem));
            }
            let symbol = self.scope().symbol(&mangled);
            let declaration = if global { &mut symbol.global } else { &mut symbol.nonlocal };
            *declaration = Some(range);
        }
    }

    pub(super) fn annotated_assignment(&mut self, assign: &ast::StmtAnnAssign) {
        match &*assign.target {
            Expr::Name(name) => {
                let mangled = self.mangled(&name.id);
                let symbol = *self.scope().symbol(&mangled);
                for (declared, word) in [(symbol.global, "global"), (symbol.nonlocal, "nonlocal")] {
                    if declared.is_some() && self.scope().kind != ScopeKind::Module {
                        let message = format!("annotated name '{}' can't be {word}", name.id);
                        self.fail(Fault::syntax(assign.range, message));
                    }
                }
                if assign.simple {
                    self.scope().symbol(&mangled).annotated = true;
                    self.scope().annotated = true;
                }
                if assign.simple || assign.value.is_some() {
                    self.name(name);
                }
            }
            target => self.visit_expr(target),
        }
        self.visit_annotation(&assign.annotation);
        if let Some(value) = &assign.value {
            self.visit_expr(value);
        }
    }

    pub(super) fn import(&mut self, names: &[ast::Alias], lazy: bool, range: TextRange) {
        if lazy {
            self.unsupported(range, "a lazy import");
        }
        for alias in names {
            if alias.name.as_str() == "*" {
                if self.scope().kind != ScopeKind::Module {
                    self.fail(Fault::syntax(range, "import * only allowed at module level"));
                }
            } else if let Some(asname) = &alias.asname {
                self.bind_identifier(Some(asname));
            } else {
                let first = alias.name.split('.').next().unwrap_or_default();
                self.bind(first, alias.range);
            }
        }
    }
}

fn is_future_import(stmt: &Stmt) -> bool {
    let Stmt::ImportFrom(import) = stmt else {
        return false;
    };
    import.level == 0 && import.module.as_deref() == Some("__future__")
}
