//! Walks the syntax tree once: collects the names of each block and refuses what may not stand where it stands.

use std::collections::HashMap;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, ExceptHandler, Expr, ExprContext, Mod, Parameters, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{Comprehension, Scope, ScopeId, ScopeKind, Scopes, address, mangle};
use crate::source::{Fault, Source};

pub(super) fn build(module: &Mod, source: &Source<'_>) -> Result<Scopes, Fault> {
    let module_scope = Scope::new(ScopeKind::Module, None, None, false);
    let scopes = Scopes { scopes: vec![module_scope], by_node: HashMap::new(), text_annotations: false };
    let mut builder = Builder { scopes, current: ScopeId(0), fault: None, iterating: false, source };
    match module {
        Mod::Module(module) => {
            builder.future_imports(&module.body);
            builder.visit_body(&module.body);
        }
        Mod::Expression(expression) => builder.visit_expr(&expression.body),
    }
    match builder.fault {
        None => Ok(builder.scopes),
        Some(fault) => Err(fault),
    }
}

pub(super) struct Builder<'a> {
    pub(super) scopes: Scopes,
    pub(super) current: ScopeId,
    /// The first fault. The walk goes on after it, because a visitor cannot stop.
    fault: Option<Fault>,
    /// Inside the iterable of a comprehension.
    pub(super) iterating: bool,
    source: &'a Source<'a>,
}

impl Builder<'_> {
    pub(super) fn fail(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    pub(super) fn unsupported(&mut self, range: TextRange, construct: &str) {
        self.fail(Fault::unsupported(range, construct));
    }

    pub(super) fn scope(&mut self) -> &mut Scope {
        &mut self.scopes[self.current]
    }

    pub(super) fn mangled(&self, name: &str) -> String {
        mangle(self.scopes[self.current].private.as_deref(), name)
    }

    pub(super) fn enter<T>(&mut self, node: &T, kind: ScopeKind, private: Option<String>) -> ScopeId {
        let parent = self.current;
        let nested = self.scopes[parent].nested || self.scopes[parent].is_function();
        let private = private.or_else(|| self.scopes[parent].private.clone());
        self.scopes.scopes.push(Scope::new(kind, private, Some(parent), nested));
        let id = ScopeId(self.scopes.scopes.len() - 1);
        self.scopes[parent].children.push(id);
        self.scopes.by_node.insert(address(node), id);
        self.current = id;
        parent
    }

    pub(super) fn bind(&mut self, name: &str, range: TextRange) {
        if name == "__debug__" {
            self.fail(Fault::syntax(range, "cannot assign to __debug__"));
        }
        let name = self.mangled(name);
        self.scope().symbol(&name).bound = true;
    }

    pub(super) fn bind_identifier(&mut self, name: Option<&ast::Identifier>) {
        if let Some(name) = name {
            self.bind(&name.id, name.range);
        }
    }

    fn use_name(&mut self, name: &str) {
        let mangled = self.mangled(name);
        let scope = self.scope();
        scope.symbol(&mangled).used = true;
        if name == "super" && scope.kind == ScopeKind::Function {
            scope.symbol("__class__").used = true;
        }
    }

    pub(super) fn name(&mut self, name: &ast::ExprName) {
        match name.ctx {
            ExprContext::Load => self.use_name(&name.id),
            _ => self.bind(&name.id, name.range),
        }
    }

    fn function(&mut self, function: &ast::StmtFunctionDef) {
        if function.type_params.is_some() {
            self.unsupported(function.name.range, "a type parameter list");
        }
        self.bind_identifier(Some(&function.name));
        for decorator in &function.decorator_list {
            self.visit_decorator(decorator);
        }
        self.visit_parameters(&function.parameters);
        if let Some(returns) = &function.returns {
            self.visit_annotation(returns);
        }
        let parent = self.enter(function, ScopeKind::Function, None);
        self.scope().coroutine = function.is_async;
        self.parameters(&function.parameters);
        self.visit_body(&function.body);
        self.current = parent;
    }

    fn lambda(&mut self, lambda: &ast::ExprLambda) {
        if let Some(parameters) = &lambda.parameters {
            self.visit_parameters(parameters);
        }
        let parent = self.enter(lambda, ScopeKind::Function, None);
        if let Some(parameters) = &lambda.parameters {
            self.parameters(parameters);
        }
        self.visit_expr(&lambda.body);
        self.current = parent;
    }

    fn parameters(&mut self, parameters: &Parameters) {
        for parameter in parameters {
            let name = parameter.name();
            self.bind(&name.id, name.range);
            let mangled = self.mangled(&name.id);
            if std::mem::replace(&mut self.scope().symbol(&mangled).parameter, true) {
                let message = format!("duplicate argument '{name}' in function definition");
                self.fail(Fault::syntax(name.range, message));
            }
        }
    }

    fn class(&mut self, class: &ast::StmtClassDef) {
        if class.type_params.is_some() {
            self.unsupported(class.name.range, "a type parameter list");
        }
        self.bind_identifier(Some(&class.name));
        for decorator in &class.decorator_list {
            self.visit_decorator(decorator);
        }
        if let Some(arguments) = &class.arguments {
            self.visit_arguments(arguments);
        }
        let parent = self.enter(class, ScopeKind::Class, Some(class.name.to_string()));
        self.visit_body(&class.body);
        self.current = parent;
    }

    fn yielding(&mut self, range: TextRange) {
        let scope = self.scope();
        let place = match scope.kind {
            ScopeKind::Function if scope.coroutine => return self.unsupported(range, "an asynchronous generator"),
            ScopeKind::Function => {
                scope.generator = true;
                return;
            }
            ScopeKind::Module | ScopeKind::Class => "outside function",
            ScopeKind::Comprehension(Comprehension::List) => "inside list comprehension",
            ScopeKind::Comprehension(Comprehension::Set) => "inside set comprehension",
            ScopeKind::Comprehension(Comprehension::Dict) => "inside dict comprehension",
            ScopeKind::Comprehension(Comprehension::Generator) => "inside generator expression",
        };
        self.fail(Fault::syntax(range, format!("'yield' {place}")));
    }

    /// Something waits: the block that it stands in has to be a coroutine.
    pub(super) fn awaiting(&mut self, range: TextRange, what: &str) {
        let scope = self.scope();
        let outside = match scope.kind {
            ScopeKind::Function if scope.coroutine => return,
            ScopeKind::Comprehension(Comprehension::Generator) => {
                return self.unsupported(range, "an asynchronous generator");
            }
            ScopeKind::Comprehension(_) => {
                scope.coroutine = true;
                return;
            }
            _ if what == COMPREHENSION => "of an asynchronous function",
            ScopeKind::Function => "async function",
            ScopeKind::Module | ScopeKind::Class => "function",
        };
        self.fail(Fault::syntax(range, format!("{what} outside {outside}")));
    }

    fn lone_surrogate(&mut self, range: TextRange, value: &str) {
        if value.contains(char::REPLACEMENT_CHARACTER)
            && !self.source.slice(range).contains(char::REPLACEMENT_CHARACTER)
        {
            let text = self.source.slice(range).to_ascii_lowercase();
            if text.contains("\\ud") || text.contains("\\u0000d") {
                self.unsupported(range, "a lone surrogate in a string");
            }
        }
    }
}

/// What `async for` in brackets is called in errors.
pub(super) const COMPREHENSION: &str = "asynchronous comprehension";

impl<'a> Visitor<'a> for Builder<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => return self.function(function),
            Stmt::ClassDef(class) => return self.class(class),
            Stmt::AnnAssign(assign) => return self.annotated_assignment(assign),
            Stmt::Return(_) if self.scope().kind != ScopeKind::Function => {
                self.fail(Fault::syntax(stmt.range(), "'return' outside function"));
            }
            Stmt::Global(global) => self.declare(&global.names, true, global.range),
            Stmt::Nonlocal(nonlocal) => self.declare(&nonlocal.names, false, nonlocal.range),
            Stmt::Import(import) => self.import(&import.names, import.is_lazy, import.range),
            Stmt::ImportFrom(import) => self.import(&import.names, import.is_lazy, import.range),
            Stmt::For(node) if node.is_async => self.awaiting(node.range, "'async for'"),
            Stmt::With(node) if node.is_async => self.awaiting(node.range, "'async with'"),
            Stmt::Try(node) if node.is_star => self.unsupported(node.range, "'except*'"),
            Stmt::TypeAlias(node) => return self.unsupported(node.range, "a type statement"),
            Stmt::IpyEscapeCommand(node) => self.unsupported(node.range, "an escape command"),
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_annotation(&mut self, annotation: &'a Expr) {
        if !self.scopes.text_annotations {
            self.visit_expr(annotation);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => self.name(name),
            Expr::Named(named) => self.named(named),
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::ListComp(node) => self.comprehension(node, Comprehension::List, &[&node.elt], &node.generators),
            Expr::SetComp(node) => self.comprehension(node, Comprehension::Set, &[&node.elt], &node.generators),
            Expr::Generator(node) => self.comprehension(node, Comprehension::Generator, &[&node.elt], &node.generators),
            Expr::DictComp(node) => match &node.key {
                Some(key) => self.comprehension(node, Comprehension::Dict, &[key, &node.value], &node.generators),
                None => self.fail(Fault::syntax(node.range, "dict unpacking cannot be used in dict comprehension")),
            },
            Expr::Await(node) => {
                self.awaiting(node.range, "'await'");
                visitor::walk_expr(self, expr);
            }
            Expr::TString(node) => self.unsupported(node.range, "a template string"),
            Expr::NumberLiteral(node) if matches!(node.value, ast::Number::Complex { .. }) => {
                self.unsupported(node.range, "a complex number");
            }
            Expr::Yield(node) => {
                self.yielding(node.range);
                visitor::walk_expr(self, expr);
            }
            Expr::YieldFrom(node) if self.scope().coroutine => {
                self.fail(Fault::syntax(node.range, "'yield from' inside async function"));
            }
            Expr::YieldFrom(node) => {
                self.yielding(node.range);
                visitor::walk_expr(self, expr);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn visit_string_literal(&mut self, literal: &'a ast::StringLiteral) {
        self.lone_surrogate(literal.range, &literal.value);
    }

    fn visit_interpolated_string_element(&mut self, element: &'a ast::InterpolatedStringElement) {
        if let ast::InterpolatedStringElement::Literal(literal) = element {
            self.lone_surrogate(literal.range, &literal.value);
        }
        visitor::walk_interpolated_string_element(self, element);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(node) = handler;
        self.bind_identifier(node.name.as_ref());
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(node) => self.bind_identifier(node.name.as_ref()),
            Pattern::MatchStar(node) => self.bind_identifier(node.name.as_ref()),
            Pattern::MatchMapping(node) => self.bind_identifier(node.rest.as_ref()),
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }
}
