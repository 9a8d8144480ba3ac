//! One block while it is written: its tables, its instructions and what it is inside of.

use std::collections::HashMap;
use std::sync::Arc;

use ruff_text_size::TextRange;

use super::block::Entry;
use crate::assemble::{Assembler, Label, Region};
use crate::code::{Code, Constant, Flags};
use crate::error::ErrorKind;
use crate::scope::{Scope, ScopeId};
use crate::source::{Fault, Source};

/// A block while it is written.
pub(super) struct Unit<'a> {
    pub(super) scope: ScopeId,
    /// The comprehensions in it that the next instruction stands in, outermost first.
    pub(super) in_place: Vec<ScopeId>,
    pub(super) qualname: String,
    pub(super) asm: Assembler,
    pub(super) var_names: Names,
    pub(super) names: Names,
    pub(super) constants: Constants,
    /// The loops, `try` and `with` statements that the next instruction stands in, outermost first.
    pub(super) blocks: Vec<Entry<'a>>,
    /// The exceptional ends of comprehensions in place, to be written behind the rest.
    pub(super) ends: Vec<End>,
    /// What the next instruction comes from.
    pub(super) range: Option<TextRange>,
    pub(super) arg_count: usize,
    pub(super) pos_only_count: usize,
    pub(super) kw_only_count: usize,
    pub(super) flags: Flags,
    name: String,
    first_line: u32,
    cell_vars: Vec<String>,
    free_vars: Vec<String>,
}

/// Where an exception goes that ends a comprehension in place: its variables are unbound.
pub(super) struct End {
    pub(super) ended: Label,
    pub(super) variables: Vec<u32>,
    /// Where what is raised again goes.
    pub(super) outside: Option<Region>,
}

impl<'a> Unit<'a> {
    pub(super) fn new(scope: &Scope, id: ScopeId, name: &str, qualname: String, first_line: u32, flags: Flags) -> Self {
        Unit {
            scope: id,
            in_place: Vec::new(),
            qualname,
            asm: Assembler::default(),
            var_names: Names::default(),
            names: Names::default(),
            constants: Constants::default(),
            blocks: Vec::new(),
            ends: Vec::new(),
            range: None,
            arg_count: 0,
            pos_only_count: 0,
            kw_only_count: 0,
            flags,
            name: name.to_owned(),
            first_line,
            cell_vars: scope.cell_vars(),
            free_vars: scope.free_vars(),
        }
    }

    /// The index of a cell or free variable.
    pub(super) fn cell(&self, name: &str) -> u32 {
        let mut all = self.cell_vars.iter().chain(&self.free_vars);
        all.position(|known| known == name).map_or(u32::MAX, |index| index as u32)
    }

    /// How many values of the stack belong to the statements around the next one.
    pub(super) fn depth(&self) -> u32 {
        self.blocks.iter().map(Entry::height).sum()
    }

    /// The finished code.
    pub(super) fn finish(self, source: &Source<'_>) -> Result<Arc<Code>, Fault> {
        let assembled = self.asm.finish(source).map_err(|_| Fault {
            kind: ErrorKind::Unsupported,
            message: format!("internal error: the code of '{}' contradicts itself", self.name),
            range: self.range.unwrap_or_default(),
        })?;
        Ok(Arc::new(Code {
            name: self.name,
            qualname: self.qualname,
            filename: source.filename.clone(),
            first_line: self.first_line,
            arg_count: self.arg_count as u32,
            pos_only_count: self.pos_only_count as u32,
            kw_only_count: self.kw_only_count as u32,
            flags: self.flags,
            stack_size: assembled.stack_size,
            var_names: self.var_names.list,
            cell_vars: self.cell_vars,
            free_vars: self.free_vars,
            names: self.names.list,
            constants: self.constants.list,
            wordcode: assembled.wordcode,
            handlers: assembled.handlers,
            lines: assembled.lines,
        }))
    }
}

/// Names with an index each, in the order of their first use.
#[derive(Default)]
pub(super) struct Names {
    list: Vec<String>,
    index: HashMap<String, u32>,
}

impl Names {
    pub(super) fn index(&mut self, name: &str) -> u32 {
        if let Some(index) = self.index.get(name) {
            return *index;
        }
        let index = self.list.len() as u32;
        self.list.push(name.to_owned());
        self.index.insert(name.to_owned(), index);
        index
    }
}

/// Constants with an index each, in the order of their first use.
#[derive(Default)]
pub(super) struct Constants {
    list: Vec<Constant>,
    /// By debug form, which tells 1 from 1.0 and from True, and 0.0 from -0.0.
    index: HashMap<String, u32>,
}

impl Constants {
    pub(super) fn index(&mut self, constant: Constant) -> u32 {
        let next = self.list.len() as u32;
        if !matches!(constant, Constant::Code(_)) {
            let known = *self.index.entry(format!("{constant:?}")).or_insert(next);
            if known != next {
                return known;
            }
        }
        self.list.push(constant);
        next
    }
}
