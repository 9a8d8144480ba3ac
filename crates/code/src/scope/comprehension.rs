//! Names in comprehensions, and the walrus that reaches out of them.

use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::build::{Builder, COMPREHENSION};
use super::{Comprehension, ScopeId, ScopeKind};
use crate::source::Fault;

impl Builder<'_> {
    pub(super) fn comprehension<T>(
        &mut self,
        node: &T,
        kind: Comprehension,
        elements: &[&Expr],
        generators: &[ast::Comprehension],
    ) {
        let Some((first, rest)) = generators.split_first() else {
            return;
        };
        self.iterable(&first.iter);
        let parent = self.enter(node, ScopeKind::Comprehension(kind), None);
        let argument = self.scope().symbol(".0");
        (argument.bound, argument.parameter) = (true, true);
        self.scope().generator = kind == Comprehension::Generator;
        self.generator(first);
        for generator in rest {
            self.iterable(&generator.iter);
            self.generator(generator);
        }
        for element in elements {
            if element.is_starred_expr() {
                self.fail(Fault::syntax(element.range(), "iterable unpacking cannot be used in comprehension"));
            }
            self.visit_expr(element);
        }
        let waits = self.scope().coroutine;
        self.current = parent;
        if waits {
            // The comprehension is a coroutine, and whoever runs it waits for it.
            self.awaiting(first.range, COMPREHENSION);
        }
    }

    pub(super) fn iterable(&mut self, iter: &Expr) {
        let outer = std::mem::replace(&mut self.iterating, true);
        self.visit_expr(iter);
        self.iterating = outer;
    }

    pub(super) fn generator(&mut self, generator: &ast::Comprehension) {
        if generator.is_async {
            self.awaiting(generator.range, COMPREHENSION);
        }
        self.visit_expr(&generator.target);
        self.iteration_variables(&generator.target);
        for condition in &generator.ifs {
            self.visit_expr(condition);
        }
    }

    pub(super) fn iteration_variables(&mut self, target: &Expr) {
        match target {
            Expr::Name(name) => {
                let name = self.mangled(&name.id);
                self.scope().symbol(&name).iterated = true;
            }
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|target| self.iteration_variables(target)),
            Expr::List(list) => list.elts.iter().for_each(|target| self.iteration_variables(target)),
            Expr::Starred(starred) => self.iteration_variables(&starred.value),
            _ => {}
        }
    }

    /// `name := value` binds in the function, module or class around the comprehensions that it stands in.
    pub(super) fn named(&mut self, named: &ast::ExprNamed) {
        self.visit_expr(&named.value);
        let Expr::Name(target) = &*named.target else {
            return;
        };
        if self.iterating {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return self.fail(Fault::syntax(named.range, message));
        }
        if !matches!(self.scope().kind, ScopeKind::Comprehension(_)) {
            return self.name(target);
        }
        let name = self.mangled(&target.id);
        let mut id = self.current;
        while let (ScopeKind::Comprehension(_), Some(parent)) = (self.scopes[id].kind, self.scopes[id].parent) {
            let symbol = self.scopes[id].symbol(&name);
            if symbol.iterated {
                let message = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                return self.fail(Fault::syntax(target.range, message));
            }
            (symbol.bound, symbol.used) = (false, true);
            id = parent;
        }
        self.named_target(id, &name, target.range);
    }

    pub(super) fn named_target(&mut self, owner: ScopeId, name: &str, range: TextRange) {
        let global = match self.scopes[owner].kind {
            ScopeKind::Class => {
                let message = "assignment expression within a comprehension cannot be used in a class body";
                return self.fail(Fault::syntax(range, message));
            }
            ScopeKind::Module => true,
            _ => self.scopes[owner].symbol(name).global.is_some(),
        };
        self.scopes[owner].symbol(name).bound = true;
        let mut id = self.current;
        while id != owner {
            let symbol = self.scopes[id].symbol(name);
            if global {
                symbol.global = Some(range);
            } else {
                symbol.nonlocal = Some(range);
            }
            id = self.scopes[id].parent.unwrap_or(owner);
        }
    }
}
