//! Function definitions and lambdas: defaults and annotations outside, the body inside.

use std::sync::Arc;

use ruff_python_ast::{Expr, ExprLambda, Parameter, Parameters, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::{Compiler, Outcome, docstring};
use crate::code::{Code, Constant, Flags};
use crate::fold;
use crate::op::Op;
use crate::source::Fault;

impl<'a> Compiler<'a> {
    pub(super) fn function_def(&mut self, stmt: &'a StmtFunctionDef) -> Outcome {
        for decorator in &stmt.decorator_list {
            self.expr(&decorator.expression)?;
        }
        let mut flags = self.defaults(&stmt.parameters)?;
        flags |= self.annotations(&stmt.parameters, stmt.returns.as_deref())?;
        let code = self.function_code(stmt)?;
        self.make_function(code, flags);
        for _ in &stmt.decorator_list {
            self.op_arg(Op::CALL_FUNCTION, 1);
        }
        self.store(&stmt.name);
        Ok(())
    }

    fn function_code(&mut self, stmt: &'a StmtFunctionDef) -> Result<Arc<Code>, Fault> {
        let id = self.scopes.of(stmt);
        self.block(id, &stmt.name, stmt.range, |this| {
            this.parameters(&stmt.parameters);
            this.unit.constants.index(docstring(&stmt.body).map_or(Constant::None, Constant::Str));
            this.body(&stmt.body)?;
            this.unit.range = stmt.body.last().map(Ranged::range);
            this.constant(Constant::None);
            this.op(Op::RETURN_VALUE);
            Ok(())
        })
    }

    pub(super) fn lambda(&mut self, node: &'a ExprLambda) -> Outcome {
        let flags = match &node.parameters {
            Some(parameters) => self.defaults(parameters)?,
            None => 0,
        };
        let code = self.block(self.scopes.of(node), "<lambda>", node.range, |this| {
            if let Some(parameters) = &node.parameters {
                this.parameters(parameters);
            }
            this.unit.constants.index(Constant::None);
            this.expr(&node.body)?;
            this.unit.range = Some(node.body.range());
            this.op(Op::RETURN_VALUE);
            Ok(())
        })?;
        self.make_function(code, flags);
        Ok(())
    }

    /// Names the parameters in the order in which a call fills them.
    fn parameters(&mut self, parameters: &Parameters) {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let named = positional.chain(&parameters.kwonlyargs).map(|parameter| &parameter.parameter);
        let starred = [&parameters.vararg, &parameters.kwarg].into_iter().flatten().map(|parameter| &**parameter);
        for parameter in named.chain(starred) {
            let name = self.mangled(&parameter.name.id);
            self.unit.var_names.index(&name);
        }
        self.unit.pos_only_count = parameters.posonlyargs.len();
        self.unit.arg_count = parameters.posonlyargs.len() + parameters.args.len();
        self.unit.kw_only_count = parameters.kwonlyargs.len();
        if parameters.vararg.is_some() {
            self.unit.flags |= Flags::VARARGS;
        }
        if parameters.kwarg.is_some() {
            self.unit.flags |= Flags::VARKEYWORDS;
        }
    }

    /// Pushes the defaults, and says so in the flags of `MAKE_FUNCTION`.
    fn defaults(&mut self, parameters: &'a Parameters) -> Result<u32, Fault> {
        let mut flags = 0;
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let defaults: Vec<&'a Expr> = positional.filter_map(|parameter| parameter.default.as_deref()).collect();
        if !defaults.is_empty() {
            self.default_tuple(&defaults)?;
            flags |= 1;
        }
        let mut count = 0;
        for parameter in &parameters.kwonlyargs {
            if let Some(default) = &parameter.default {
                let name = self.mangled(&parameter.parameter.name.id);
                self.constant(Constant::Str(name));
                self.expr(default)?;
                count += 1;
            }
        }
        if count > 0 {
            self.op_count(Op::BUILD_MAP, count);
            flags |= 2;
        }
        Ok(flags)
    }

    fn default_tuple(&mut self, defaults: &[&'a Expr]) -> Outcome {
        let constants: Option<Vec<Constant>> = defaults.iter().map(|default| fold::fold(default)).collect();
        if let Some(constants) = constants {
            self.constant(Constant::Tuple(constants));
            return Ok(());
        }
        defaults.iter().try_for_each(|default| self.expr(default))?;
        self.op_count(Op::BUILD_TUPLE, defaults.len());
        Ok(())
    }

    /// Pushes names and annotations, and says so in the flags of `MAKE_FUNCTION`.
    fn annotations(&mut self, parameters: &'a Parameters, returns: Option<&'a Expr>) -> Result<u32, Fault> {
        let named = |list: &'a [ruff_python_ast::ParameterWithDefault]| list.iter().map(|item| &item.parameter);
        let starred = |parameter: &'a Option<Box<Parameter>>| parameter.iter().map(|parameter| &**parameter);
        let all = named(&parameters.posonlyargs)
            .chain(named(&parameters.args))
            .chain(starred(&parameters.vararg))
            .chain(named(&parameters.kwonlyargs))
            .chain(starred(&parameters.kwarg));
        let mut count = 0;
        for parameter in all {
            if let Some(annotation) = &parameter.annotation {
                count += self.named_annotation(&parameter.name.id, annotation)?;
            }
        }
        if let Some(returns) = returns {
            count += self.named_annotation("return", returns)?;
        }
        if count == 0 {
            return Ok(0);
        }
        self.op_count(Op::BUILD_TUPLE, count);
        Ok(4)
    }

    fn named_annotation(&mut self, name: &str, annotation: &'a Expr) -> Result<usize, Fault> {
        let name = self.mangled(name);
        self.constant(Constant::Str(name));
        self.annotation(annotation)?;
        Ok(2)
    }
}
