//! Comprehensions and generator expressions: functions of one argument, the first iterator; or, where that makes no
//! difference, loops in the function that they stand in (PEP 709).

use ruff_python_ast::{Comprehension, Expr, ExprDictComp, ExprGenerator, ExprListComp, ExprSetComp};
use ruff_text_size::TextRange;

use super::unit::End;
use super::{Compiler, Outcome};
use crate::code::Constant;
use crate::op::Op;
use crate::scope::ScopeId;

/// What a comprehension makes of its items.
#[derive(Clone, Copy)]
struct Shape<'a> {
    name: &'static str,
    /// The empty container; a generator expression has none.
    build: Option<Op>,
    add: Op,
    key: Option<&'a Expr>,
    element: &'a Expr,
    generators: &'a [Comprehension],
}

impl<'a> Compiler<'a> {
    pub(super) fn list_comp(&mut self, node: &'a ExprListComp) -> Outcome {
        let shape = Shape {
            name: "<listcomp>",
            build: Some(Op::BUILD_LIST),
            add: Op::LIST_APPEND,
            key: None,
            element: &node.elt,
            generators: &node.generators,
        };
        self.comprehension(self.scopes.of(node), node.range, shape)
    }

    pub(super) fn set_comp(&mut self, node: &'a ExprSetComp) -> Outcome {
        let shape = Shape {
            name: "<setcomp>",
            build: Some(Op::BUILD_SET),
            add: Op::SET_ADD,
            key: None,
            element: &node.elt,
            generators: &node.generators,
        };
        self.comprehension(self.scopes.of(node), node.range, shape)
    }

    pub(super) fn dict_comp(&mut self, node: &'a ExprDictComp) -> Outcome {
        let shape = Shape {
            name: "<dictcomp>",
            build: Some(Op::BUILD_MAP),
            add: Op::MAP_ADD,
            key: node.key.as_deref(),
            element: &node.value,
            generators: &node.generators,
        };
        self.comprehension(self.scopes.of(node), node.range, shape)
    }

    pub(super) fn generator(&mut self, node: &'a ExprGenerator) -> Outcome {
        let shape = Shape {
            name: "<genexpr>",
            build: None,
            add: Op::YIELD_VALUE,
            key: None,
            element: &node.elt,
            generators: &node.generators,
        };
        self.comprehension(self.scopes.of(node), node.range, shape)
    }

    fn comprehension(&mut self, id: ScopeId, range: TextRange, shape: Shape<'a>) -> Outcome {
        let Some((first, _)) = shape.generators.split_first() else {
            return Ok(());
        };
        if let (true, Some(build)) = (self.scopes[id].in_place, shape.build) {
            return self.at(range, |this| this.comprehension_in_place(id, build, first, shape));
        }
        let code = self.block(id, shape.name, range, |this| this.comprehension_body(shape))?;
        self.make_function(code, 0);
        if first.is_async {
            self.async_iterable(&first.iter)?;
        } else {
            self.iterable(&first.iter)?;
        }
        self.op_arg(Op::CALL_FUNCTION, 1);
        if self.scopes[id].coroutine {
            self.await_top();
        }
        Ok(())
    }

    /// Writes the loops here, and unbinds their variables behind them, also when an exception ends them.
    fn comprehension_in_place(
        &mut self,
        id: ScopeId,
        build: Op,
        first: &'a Comprehension,
        shape: Shape<'a>,
    ) -> Outcome {
        self.op_arg(build, 0);
        self.iterable(&first.iter)?;
        self.unit.in_place.push(id);
        let outside = self.unit.asm.region;
        let ended = self.new_label();
        self.unit.asm.region = Some(self.unit.asm.new_region(ended, self.unit.depth()));
        self.rounds(shape, 0)?;
        self.unit.asm.region = outside;
        let names = self.scopes[id].own_vars().into_iter().map(|name| self.place_of(name).1).collect::<Vec<_>>();
        let variables: Vec<u32> = names.iter().map(|name| self.unit.var_names.index(name)).collect();
        self.unbind_fast(&variables);
        self.unit.ends.push(End { ended, variables, outside });
        self.unit.in_place.pop();
        Ok(())
    }

    /// Writes where exceptions go that end comprehensions in place: behind the rest of the block, so that nothing has to
    /// jump over it.
    pub(super) fn ends_of_comprehensions(&mut self) {
        self.unit.range = None;
        for End { ended, variables, outside } in std::mem::take(&mut self.unit.ends) {
            self.unit.asm.region = outside;
            self.place(ended);
            self.unbind_fast(&variables);
            self.op(Op::RERAISE);
        }
    }

    /// Unbinds variables that may be unbound: a comprehension may have had no round.
    fn unbind_fast(&mut self, variables: &[u32]) {
        for &variable in variables {
            self.constant(Constant::None);
            self.op_arg(Op::STORE_FAST, variable);
            self.op_arg(Op::DELETE_FAST, variable);
        }
    }

    fn comprehension_body(&mut self, shape: Shape<'a>) -> Outcome {
        self.unit.arg_count = 1;
        self.unit.var_names.index(".0");
        if let Some(build) = shape.build {
            self.op_arg(build, 0);
        }
        self.load(".0");
        self.rounds(shape, 0)?;
        if shape.build.is_none() {
            self.constant(Constant::None);
        }
        self.op(Op::RETURN_VALUE);
        Ok(())
    }

    /// The loop of the generator with this index, with the loops of later ones in it. The first iterator is on the stack.
    fn rounds(&mut self, shape: Shape<'a>, index: usize) -> Outcome {
        let Some(generator) = shape.generators.get(index) else {
            return self.element(shape);
        };
        match (index, generator.is_async) {
            (0, _) => {}
            (_, true) => self.async_iterable(&generator.iter)?,
            (_, false) => self.iterable(&generator.iter)?,
        }
        let end = self.new_label();
        let again = self.unit.asm.here();
        if generator.is_async {
            // Below the iterator: the container and the iterators of the loops around.
            self.async_next(end, index as u32 + 2);
        } else {
            self.jump(Op::FOR_ITER, end);
        }
        self.store_target(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, again, false)?;
        }
        self.rounds(shape, index + 1)?;
        self.jump(Op::JUMP_ABSOLUTE, again);
        self.place(end);
        if generator.is_async {
            self.op(Op::END_ASYNC_FOR);
        }
        Ok(())
    }

    fn element(&mut self, shape: Shape<'a>) -> Outcome {
        if let Some(key) = shape.key {
            self.expr(key)?;
        }
        self.expr(shape.element)?;
        if shape.build.is_some() {
            self.op_count(shape.add, shape.generators.len() + 1);
        } else {
            self.op(shape.add);
            self.op(Op::POP_TOP);
        }
        Ok(())
    }
}
