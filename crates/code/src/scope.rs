//! Which variable of which block each name means: the symbol analysis that runs before code is made.

mod build;
mod comprehension;
mod declaration;
mod resolve;

use std::collections::{BTreeMap, HashMap};

use ruff_python_ast::Mod;
use ruff_text_size::TextRange;

use crate::source::{Fault, Source};

/// All blocks of a program. The first is the module.
pub(crate) struct Scopes {
    scopes: Vec<Scope>,
    /// Blocks by the address of the syntax node that opens them.
    by_node: HashMap<usize, ScopeId>,
    /// Does `from __future__ import annotations` hold?
    pub(crate) text_annotations: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScopeId(usize);

/// One block.
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    /// The class whose private names are mangled here.
    pub(crate) private: Option<String>,
    /// Does it contain `yield`?
    pub(crate) generator: bool,
    /// Does it stand in a function?
    pub(crate) nested: bool,
    /// Does a call make a coroutine?
    pub(crate) coroutine: bool,
    /// Does the class body have to make a `__class__` cell?
    pub(crate) class_cell: bool,
    /// Are there annotations of variables?
    pub(crate) annotated: bool,
    /// Is it a comprehension that is written into the function around it?
    pub(crate) in_place: bool,
    parent: Option<ScopeId>,
    children: Vec<ScopeId>,
    symbols: BTreeMap<String, Symbol>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    Function,
    Comprehension(Comprehension),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comprehension {
    List,
    Set,
    Dict,
    Generator,
}

/// What a block does with a name.
#[derive(Clone, Copy, Debug, Default)]
struct Symbol {
    used: bool,
    bound: bool,
    parameter: bool,
    annotated: bool,
    /// The variable of a comprehension's `for`.
    iterated: bool,
    global: Option<TextRange>,
    nonlocal: Option<TextRange>,
    place: Place,
    /// A class body binds the name, and functions in it mean a variable of an enclosing function.
    passes: bool,
}

/// Where a variable lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the block alone.
    Local,
    /// In the block, and inner functions use it.
    Cell,
    /// In an enclosing function.
    Free,
    /// In the module, because the block says so.
    DeclaredGlobal,
    /// In the module or the builtins, because nothing else has it.
    #[default]
    Global,
}

impl Scopes {
    /// Analyses a program.
    ///
    /// # Errors
    /// What CPython's symbol table objects to, and constructs that the compiler does not know.
    pub(crate) fn analyze(module: &Mod, source: &Source<'_>) -> Result<Scopes, Fault> {
        let mut scopes = build::build(module, source)?;
        resolve::resolve(&mut scopes)?;
        Ok(scopes)
    }

    /// The module's block.
    pub(crate) fn module(&self) -> ScopeId {
        ScopeId(0)
    }

    /// The block that a syntax node opens.
    pub(crate) fn of<T>(&self, node: &T) -> ScopeId {
        self.by_node.get(&address(node)).copied().unwrap_or(ScopeId(0))
    }
}

impl std::ops::Index<ScopeId> for Scopes {
    type Output = Scope;

    fn index(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0]
    }
}

impl std::ops::IndexMut<ScopeId> for Scopes {
    fn index_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0]
    }
}

impl Scope {
    fn new(kind: ScopeKind, private: Option<String>, parent: Option<ScopeId>, nested: bool) -> Scope {
        Scope {
            kind,
            private,
            generator: false,
            nested,
            coroutine: false,
            class_cell: false,
            annotated: false,
            in_place: false,
            parent,
            children: Vec::new(),
            symbols: BTreeMap::new(),
        }
    }

    /// Where a variable lives, by its mangled name.
    pub(crate) fn place(&self, name: &str) -> Place {
        self.symbols.get(name).map_or(Place::Global, |symbol| symbol.place)
    }

    /// Does the block have fast locals?
    pub(crate) fn is_function(&self) -> bool {
        matches!(self.kind, ScopeKind::Function | ScopeKind::Comprehension(_))
    }

    /// Variables of the block alone.
    pub(crate) fn own_vars(&self) -> Vec<String> {
        self.names(|symbol| symbol.place == Place::Local && !symbol.parameter)
    }

    /// Variables that inner functions use, sorted.
    pub(crate) fn cell_vars(&self) -> Vec<String> {
        let mut cells = self.names(|symbol| symbol.place == Place::Cell);
        if self.class_cell {
            cells.push("__class__".to_owned());
        }
        cells
    }

    /// Variables of enclosing functions that this block or inner ones use, sorted.
    pub(crate) fn free_vars(&self) -> Vec<String> {
        self.names(|symbol| symbol.place == Place::Free || symbol.passes)
    }

    fn names(&self, wanted: impl Fn(&Symbol) -> bool) -> Vec<String> {
        let matching = self.symbols.iter().filter(|(_, symbol)| wanted(symbol));
        matching.map(|(name, _)| name.clone()).collect()
    }

    fn symbol(&mut self, name: &str) -> &mut Symbol {
        if !self.symbols.contains_key(name) {
            self.symbols.insert(name.to_owned(), Symbol::default());
        }
        self.symbols.get_mut(name).expect("it was just put there")
    }
}

/// A name as it is stored: `__private` names of a class carry the class's name.
pub(crate) fn mangle(private: Option<&str>, name: &str) -> String {
    let class = private.map(|class| class.trim_start_matches('_')).unwrap_or_default();
    if class.is_empty() || !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.to_owned();
    }
    format!("_{class}{name}")
}

/// The identity of a syntax node while the tree is borrowed.
fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}
