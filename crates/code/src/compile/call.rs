//! Calls, with every kind of argument.

use std::collections::HashSet;

use ruff_python_ast::{Arguments, Expr, ExprAttribute, ExprCall, Keyword};
use ruff_text_size::Ranged;

use super::expr::TUPLE;
use super::{Compiler, Outcome};
use crate::code::Constant;
use crate::op::Op;
use crate::source::Fault;

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, node: &'a ExprCall) -> Outcome {
        let arguments = &node.arguments;
        let plain = arguments.keywords.is_empty() && !arguments.args.iter().any(Expr::is_starred_expr);
        match &*node.func {
            Expr::Attribute(method) if plain => self.method_call(method, &arguments.args),
            callable => {
                self.expr(callable)?;
                self.arguments(0, arguments)
            }
        }
    }

    fn method_call(&mut self, method: &'a ExprAttribute, args: &'a [Expr]) -> Outcome {
        self.expr(&method.value)?;
        self.at(method.range, |this| this.op_name(Op::LOAD_METHOD, &method.attr));
        self.exprs(args)?;
        self.op_count(Op::CALL_METHOD, args.len());
        Ok(())
    }

    /// Pushes the arguments and calls. `pushed` positional ones lie above the callable already.
    pub(super) fn arguments(&mut self, pushed: usize, arguments: &'a Arguments) -> Outcome {
        repeated_keyword(&arguments.keywords)?;
        let starred = arguments.args.iter().any(Expr::is_starred_expr);
        let mapped = arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
        if starred || mapped {
            return self.arguments_ex(pushed, arguments);
        }
        self.exprs(&arguments.args)?;
        let positional = pushed + arguments.args.len();
        if arguments.keywords.is_empty() {
            self.op_count(Op::CALL_FUNCTION, positional);
            return Ok(());
        }
        let mut names = Vec::new();
        for keyword in &arguments.keywords {
            self.expr(&keyword.value)?;
            names.extend(keyword.arg.as_ref().map(|name| Constant::Str(self.mangled(&name.id))));
        }
        let count = positional + names.len();
        self.constant(Constant::Tuple(names));
        self.op_count(Op::CALL_FUNCTION_KW, count);
        Ok(())
    }

    /// Puts the arguments into a tuple and a dict.
    fn arguments_ex(&mut self, pushed: usize, arguments: &'a Arguments) -> Outcome {
        match (&*arguments.args, pushed) {
            ([Expr::Starred(only)], 0) => self.expr(&only.value)?,
            (args, 0) => self.display(args, TUPLE)?,
            (args, _) => self.arguments_after(pushed, args)?,
        }
        if arguments.keywords.is_empty() {
            self.op_arg(Op::CALL_FUNCTION_EX, 0);
            return Ok(());
        }
        self.keywords_dict(&arguments.keywords)?;
        self.op_arg(Op::CALL_FUNCTION_EX, 1);
        Ok(())
    }

    /// Gathers arguments that lie on the stack and more of them into a tuple.
    fn arguments_after(&mut self, pushed: usize, args: &'a [Expr]) -> Outcome {
        self.op_count(Op::BUILD_LIST, pushed);
        for arg in args {
            match arg {
                Expr::Starred(starred) => {
                    self.expr(&starred.value)?;
                    self.op_arg(Op::LIST_EXTEND, 1);
                }
                arg => {
                    self.expr(arg)?;
                    self.op_arg(Op::LIST_APPEND, 1);
                }
            }
        }
        self.op(Op::LIST_TO_TUPLE);
        Ok(())
    }

    fn keywords_dict(&mut self, keywords: &'a [Keyword]) -> Outcome {
        let named = keywords.iter().take_while(|keyword| keyword.arg.is_some()).count();
        let (first, mut rest) = keywords.split_at(named);
        self.keywords_map(first)?;
        while let Some((mapping, after)) = rest.split_first() {
            let named = after.iter().take_while(|keyword| keyword.arg.is_some()).count();
            self.at(mapping.range, |this| this.expr(&mapping.value))?;
            self.op_arg(Op::DICT_MERGE, 1);
            let (group, later) = after.split_at(named);
            if !group.is_empty() {
                self.keywords_map(group)?;
                self.op_arg(Op::DICT_MERGE, 1);
            }
            rest = later;
        }
        Ok(())
    }

    fn keywords_map(&mut self, keywords: &'a [Keyword]) -> Outcome {
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                let name = self.mangled(&name.id);
                self.constant(Constant::Str(name));
            }
            self.expr(&keyword.value)?;
        }
        self.op_count(Op::BUILD_MAP, keywords.len());
        Ok(())
    }
}

fn repeated_keyword(keywords: &[Keyword]) -> Outcome {
    let mut seen = HashSet::new();
    for keyword in keywords {
        if let Some(name) = &keyword.arg
            && !seen.insert(name.as_str())
        {
            return Err(Fault::syntax(keyword.range(), format!("keyword argument repeated: {name}")));
        }
    }
    Ok(())
}
