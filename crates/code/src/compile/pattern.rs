//! `match`: each pattern consumes the subject on top of the stack, or jumps to where the next case starts.

use ruff_python_ast::{Identifier, MatchCase, Pattern, PatternMatchAs, PatternMatchOr, Singleton, StmtMatch};
use ruff_text_size::{Ranged, TextRange};

use super::{Compiler, Outcome};
use crate::assemble::Label;
use crate::code::Constant;
use crate::op::Op;
use crate::source::Fault;

/// What one case has on the stack, and where it goes when it does not match.
///
/// The stack holds, bottom first: the captured values in reverse order of `captured`, then `pending` values that
/// are still to be looked at.
#[derive(Default)]
pub(super) struct Case {
    captured: Vec<String>,
    pub(super) pending: usize,
    /// `fail[n]` pops n values and goes to the next case.
    fail: Vec<Label>,
    /// May a pattern that always matches stand here?
    irrefutable: bool,
}

impl<'a> Compiler<'a> {
    pub(super) fn match_stmt(&mut self, stmt: &'a StmtMatch) -> Outcome {
        let end = self.new_label();
        self.expr(&stmt.subject)?;
        let default = stmt.cases.last().filter(|case| stmt.cases.len() > 1 && is_wildcard(&case.pattern));
        let tested = stmt.cases.len() - usize::from(default.is_some());
        for (index, case) in stmt.cases[..tested].iter().enumerate() {
            let last = index + 1 == tested;
            self.at(case.range, |this| this.case(case, last, index + 1 == stmt.cases.len(), end))?;
        }
        if let Some(case) = default {
            if let Some(guard) = &case.guard {
                self.jump_if(guard, end, false)?;
            }
            self.body(&case.body)?;
        }
        self.place(end);
        Ok(())
    }

    /// One case. The last one that is tested consumes the subject, the others keep a copy.
    fn case(&mut self, node: &'a MatchCase, last: bool, final_case: bool, end: Label) -> Outcome {
        if !last {
            self.op(Op::DUP_TOP);
        }
        let mut case = Case { irrefutable: node.guard.is_some() || final_case, ..Case::default() };
        self.pattern(&node.pattern, &mut case)?;
        for name in std::mem::take(&mut case.captured) {
            self.store(&name);
        }
        if let Some(guard) = &node.guard {
            let fail = self.fail_label(&mut case, 0);
            self.jump_if(guard, fail, false)?;
        }
        if !last {
            self.op(Op::POP_TOP);
        }
        self.body(&node.body)?;
        self.jump(Op::JUMP_ABSOLUTE, end);
        self.place_fails(&mut case);
        Ok(())
    }

    fn pattern(&mut self, pattern: &'a Pattern, case: &mut Case) -> Outcome {
        self.at(pattern.range(), |this| match pattern {
            Pattern::MatchValue(node) => {
                this.expr(&node.value)?;
                this.op_arg(Op::COMPARE_OP, 2);
                this.fail_if_false(case);
                Ok(())
            }
            Pattern::MatchSingleton(node) => {
                this.constant(match node.value {
                    Singleton::None => Constant::None,
                    Singleton::True => Constant::True,
                    Singleton::False => Constant::False,
                });
                this.op_arg(Op::IS_OP, 0);
                this.fail_if_false(case);
                Ok(())
            }
            Pattern::MatchSequence(node) => this.sequence_pattern(&node.patterns, node.range, case),
            Pattern::MatchMapping(node) => this.mapping_pattern(node, case),
            Pattern::MatchClass(node) => this.class_pattern(node, case),
            Pattern::MatchStar(node) => this.capture(node.name.as_ref(), case),
            Pattern::MatchAs(node) => this.as_pattern(node, case),
            Pattern::MatchOr(node) => this.or_pattern(node, case),
        })
    }

    /// A pattern inside another one: there it may always match.
    pub(super) fn subpattern(&mut self, pattern: &'a Pattern, case: &mut Case) -> Outcome {
        let outer = std::mem::replace(&mut case.irrefutable, true);
        let result = self.pattern(pattern, case);
        case.irrefutable = outer;
        result
    }

    fn as_pattern(&mut self, node: &'a PatternMatchAs, case: &mut Case) -> Outcome {
        if let Some(pattern) = &node.pattern {
            self.op(Op::DUP_TOP);
            case.pending += 1;
            self.pattern(pattern, case)?;
            case.pending -= 1;
        } else if !case.irrefutable {
            let what = node.name.as_ref().map_or("wildcard".to_owned(), |name| format!("name capture '{name}'"));
            return Err(Fault::syntax(node.range, format!("{what} makes remaining patterns unreachable")));
        }
        self.capture(node.name.as_ref(), case)
    }

    /// Keeps the value on top of the stack for the name, below all that is pending; without a name drops it.
    pub(super) fn capture(&mut self, name: Option<&Identifier>, case: &mut Case) -> Outcome {
        let Some(name) = name else {
            self.op(Op::POP_TOP);
            return Ok(());
        };
        self.no_repeat(&case.captured, &name.id, name.range)?;
        self.rotate(case.pending + case.captured.len() + 1);
        case.captured.push(name.id.to_string());
        Ok(())
    }

    fn no_repeat(&self, captured: &[String], name: &str, range: TextRange) -> Outcome {
        if captured.iter().any(|known| known == name) {
            return Err(Fault::syntax(range, format!("multiple assignments to name '{name}' in pattern")));
        }
        Ok(())
    }

    fn or_pattern(&mut self, node: &'a PatternMatchOr, case: &mut Case) -> Outcome {
        let end = self.new_label();
        let mut control: Option<Vec<String>> = None;
        for (index, pattern) in node.patterns.iter().enumerate() {
            let last = index + 1 == node.patterns.len();
            let mut inner = Case { irrefutable: last && case.irrefutable, ..Case::default() };
            self.op(Op::DUP_TOP);
            self.pattern(pattern, &mut inner)?;
            match &control {
                None => control = Some(inner.captured.clone()),
                Some(control) => self.reorder(control, &mut inner.captured, node.range)?,
            }
            self.jump(Op::JUMP_ABSOLUTE, end);
            self.place_fails(&mut inner);
        }
        self.op(Op::POP_TOP);
        self.fail(case, Op::JUMP_ABSOLUTE);
        self.place(end);
        let names = control.unwrap_or_default();
        let depth = names.len() + 1 + case.pending + case.captured.len();
        for name in names {
            self.rotate(depth);
            self.no_repeat(&case.captured, &name, node.range)?;
            case.captured.push(name);
        }
        self.op(Op::POP_TOP);
        Ok(())
    }

    /// Brings the values that an alternative captured into the order of the first alternative.
    fn reorder(&mut self, control: &[String], captured: &mut Vec<String>, range: TextRange) -> Outcome {
        let different = || Fault::syntax(range, "alternative patterns bind different names");
        if captured.len() != control.len() {
            return Err(different());
        }
        for (wanted, name) in control.iter().enumerate().rev() {
            let found = captured.iter().position(|known| known == name).ok_or_else(different)?;
            if found == wanted {
                continue;
            }
            if found > wanted {
                return Err(different());
            }
            let moved: Vec<String> = captured.drain(..=found).collect();
            let at = wanted - found;
            captured.splice(at..at, moved);
            for _ in 0..=found {
                self.rotate(wanted + 1);
            }
        }
        Ok(())
    }

    /// Moves the top value below the next `count - 1`.
    pub(super) fn rotate(&mut self, count: usize) {
        match count {
            0 | 1 => {}
            2 => self.op(Op::ROT_TWO),
            3 => self.op(Op::ROT_THREE),
            4 => self.op(Op::ROT_FOUR),
            _ => self.op_count(Op::ROT_N, count),
        }
    }

    pub(super) fn fail_if_false(&mut self, case: &mut Case) {
        self.fail(case, Op::POP_JUMP_IF_FALSE);
    }

    /// Jumps to where everything that the case has on the stack is popped.
    fn fail(&mut self, case: &mut Case, jump: Op) {
        let label = self.fail_label(case, case.pending + case.captured.len());
        self.jump(jump, label);
    }

    fn fail_label(&mut self, case: &mut Case, pops: usize) -> Label {
        while case.fail.len() <= pops {
            case.fail.push(self.new_label());
        }
        case.fail[pops]
    }

    fn place_fails(&mut self, case: &mut Case) {
        let mut fails = std::mem::take(&mut case.fail);
        while let Some(label) = fails.pop() {
            self.place(label);
            if !fails.is_empty() {
                self.op(Op::POP_TOP);
            }
        }
    }
}

/// Is it `_`, which matches everything and captures nothing?
pub(super) fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(node) if node.name.is_none() && node.pattern.is_none())
}
