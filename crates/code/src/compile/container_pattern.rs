//! Patterns with patterns inside: sequences, mappings and classes.

use std::collections::HashSet;

use ruff_python_ast::{Pattern, PatternMatchClass, PatternMatchMapping};
use ruff_text_size::{Ranged, TextRange};

use super::pattern::{Case, is_wildcard};
use super::{Compiler, Outcome};
use crate::code::Constant;
use crate::fold;
use crate::op::Op;
use crate::source::Fault;

const EQUAL: u32 = 2;
const AT_LEAST: u32 = 5;

impl<'a> Compiler<'a> {
    pub(super) fn sequence_pattern(&mut self, patterns: &'a [Pattern], range: TextRange, case: &mut Case) -> Outcome {
        let mut stars = patterns.iter().enumerate().filter(|(_, pattern)| pattern.is_match_star());
        let star = stars.next();
        if stars.next().is_some() {
            return Err(Fault::syntax(range, "multiple starred names in sequence pattern"));
        }
        case.pending += 1;
        self.op(Op::MATCH_SEQUENCE);
        self.fail_if_false(case);
        match star {
            None => self.length_check(patterns.len(), EQUAL, case),
            Some(_) if patterns.len() > 1 => self.length_check(patterns.len() - 1, AT_LEAST, case),
            Some(_) => {}
        }
        case.pending -= 1;
        let ignored = |pattern: &Pattern| match pattern {
            Pattern::MatchStar(node) => node.name.is_none(),
            pattern => is_wildcard(pattern),
        };
        match star {
            _ if patterns.iter().all(ignored) => self.op(Op::POP_TOP),
            Some((index, star)) if ignored(star) => self.subscript_items(patterns, index, case)?,
            star => self.unpack_items(patterns, star.map(|(index, _)| index), case)?,
        }
        Ok(())
    }

    /// Fails unless the subject's length compares as wanted.
    fn length_check(&mut self, length: usize, comparison: u32, case: &mut Case) {
        self.op(Op::GET_LEN);
        self.constant(Constant::Int(length as i64));
        self.op_arg(Op::COMPARE_OP, comparison);
        self.fail_if_false(case);
    }

    fn unpack_items(&mut self, patterns: &'a [Pattern], star: Option<usize>, case: &mut Case) -> Outcome {
        match star {
            Some(before) if before > 0xff => {
                return Err(Fault::syntax(
                    patterns[before].range(),
                    "too many expressions in star-unpacking sequence pattern",
                ));
            }
            Some(before) => self.op_count(Op::UNPACK_EX, before | (patterns.len() - before - 1) << 8),
            None => self.op_count(Op::UNPACK_SEQUENCE, patterns.len()),
        }
        self.items(patterns, case)
    }

    /// Matches values that lie on the stack, the first on top.
    fn items(&mut self, patterns: impl IntoIterator<Item = &'a Pattern>, case: &mut Case) -> Outcome {
        let patterns: Vec<&'a Pattern> = patterns.into_iter().collect();
        case.pending += patterns.len();
        for pattern in patterns {
            case.pending -= 1;
            self.subpattern(pattern, case)?;
        }
        Ok(())
    }

    /// Looks only at the items around a star whose items nobody wants.
    fn subscript_items(&mut self, patterns: &'a [Pattern], star: usize, case: &mut Case) -> Outcome {
        case.pending += 1;
        for (index, pattern) in patterns.iter().enumerate() {
            if index == star || is_wildcard(pattern) {
                continue;
            }
            self.op(Op::DUP_TOP);
            if index < star {
                self.constant(Constant::Int(index as i64));
            } else {
                self.op(Op::GET_LEN);
                self.constant(Constant::Int((patterns.len() - index) as i64));
                self.op(Op::BINARY_SUBTRACT);
            }
            self.op(Op::BINARY_SUBSCR);
            self.subpattern(pattern, case)?;
        }
        case.pending -= 1;
        self.op(Op::POP_TOP);
        Ok(())
    }

    pub(super) fn mapping_pattern(&mut self, node: &'a PatternMatchMapping, case: &mut Case) -> Outcome {
        let size = node.keys.len();
        case.pending += 1;
        self.op(Op::MATCH_MAPPING);
        self.fail_if_false(case);
        if size == 0 && node.rest.is_none() {
            case.pending -= 1;
            self.op(Op::POP_TOP);
            return Ok(());
        }
        if size > 0 {
            self.length_check(size, AT_LEAST, case);
        }
        self.mapping_keys(node)?;
        self.op(Op::MATCH_KEYS);
        case.pending += 2;
        self.fail_if_none(case);
        case.pending -= 1;
        self.op_count(Op::UNPACK_SEQUENCE, size);
        self.items(&node.patterns, case)?;
        case.pending -= 2;
        if node.rest.is_none() {
            self.op(Op::POP_TOP);
            self.op(Op::POP_TOP);
            return Ok(());
        }
        self.remaining_items(size);
        self.capture(node.rest.as_ref(), case)
    }

    fn mapping_keys(&mut self, node: &'a PatternMatchMapping) -> Outcome {
        let mut seen = HashSet::new();
        for key in &node.keys {
            if let Some(constant) = fold::fold(key)
                && !seen.insert(format!("{constant:?}"))
            {
                let text = self.source.slice(key.range());
                return Err(Fault::syntax(node.range, format!("mapping pattern checks duplicate key ({text})")));
            }
            self.expr(key)?;
        }
        self.op_count(Op::BUILD_TUPLE, node.keys.len());
        Ok(())
    }

    /// From the subject and the tuple of keys, makes a dict of the subject's other items.
    fn remaining_items(&mut self, size: usize) {
        self.op_arg(Op::BUILD_MAP, 0);
        self.op(Op::ROT_THREE);
        self.op(Op::ROT_TWO);
        self.op_arg(Op::DICT_UPDATE, 2);
        self.op_count(Op::UNPACK_SEQUENCE, size);
        (0..size).for_each(|_| self.rotate(size + 1));
        for _ in 0..size {
            self.op(Op::DUP_TOP);
            self.op(Op::ROT_THREE);
            self.op(Op::ROT_TWO);
            self.op(Op::DELETE_SUBSCR);
        }
    }

    /// Fails if the top value is None, which stays there otherwise. It is counted as pending already.
    fn fail_if_none(&mut self, case: &mut Case) {
        self.op(Op::DUP_TOP);
        self.constant(Constant::None);
        self.op_arg(Op::IS_OP, 1);
        self.fail_if_false(case);
    }

    pub(super) fn class_pattern(&mut self, node: &'a PatternMatchClass, case: &mut Case) -> Outcome {
        let arguments = &node.arguments;
        let mut seen = HashSet::new();
        let mut names = Vec::new();
        for keyword in &arguments.keywords {
            if !seen.insert(keyword.attr.as_str()) {
                let message = format!("attribute name repeated in class pattern: {}", keyword.attr);
                return Err(Fault::syntax(keyword.range, message));
            }
            names.push(Constant::Str(self.mangled(&keyword.attr.id)));
        }
        self.expr(&node.cls)?;
        self.constant(Constant::Tuple(names));
        self.op_count(Op::MATCH_CLASS, arguments.patterns.len());
        case.pending += 1;
        self.fail_if_none(case);
        case.pending -= 1;
        let patterns = arguments.patterns.iter().chain(arguments.keywords.iter().map(|keyword| &keyword.pattern));
        self.op_count(Op::UNPACK_SEQUENCE, arguments.patterns.len() + arguments.keywords.len());
        self.items(patterns, case)
    }
}
