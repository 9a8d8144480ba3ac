//! Decides for every name of every block where its variable lives.

use std::collections::BTreeSet;

use super::{Place, ScopeId, ScopeKind, Scopes};
use crate::source::Fault;

type Names = BTreeSet<String>;

/// Fills in the places of all symbols.
pub(super) fn resolve(scopes: &mut Scopes) -> Result<(), Fault> {
    let module = scopes.module();
    analyze(scopes, module, &Names::new()).map(drop)
}

/// Resolves a block and the blocks in it. `enclosing` holds the variables of enclosing functions; the answer is
/// the names that the block takes from there.
fn analyze(scopes: &mut Scopes, id: ScopeId, enclosing: &Names) -> Result<Names, Fault> {
    let mut free = place_own(scopes, id, enclosing)?;
    let visible = visible_inside(scopes, id, enclosing);
    let mut wanted = Names::new();
    for child in scopes[id].children.clone() {
        wanted.append(&mut analyze(scopes, child, &visible)?);
    }
    let scope = &mut scopes[id];
    match scope.kind {
        ScopeKind::Function | ScopeKind::Comprehension(_) => {
            for (name, symbol) in &mut scope.symbols {
                if symbol.place == Place::Local && wanted.remove(name) {
                    symbol.place = Place::Cell;
                }
            }
        }
        ScopeKind::Class => scope.class_cell = wanted.remove("__class__"),
        ScopeKind::Module => wanted.clear(),
    }
    for name in &wanted {
        pass_through(scope.symbol(name));
    }
    free.append(&mut wanted);
    Ok(free)
}

/// Places the block's own names, and says which of them are free.
fn place_own(scopes: &mut Scopes, id: ScopeId, enclosing: &Names) -> Result<Names, Fault> {
    let mut free = Names::new();
    for (name, symbol) in &mut scopes[id].symbols {
        symbol.place = if symbol.global.is_some() {
            Place::DeclaredGlobal
        } else if let Some(range) = symbol.nonlocal {
            if !enclosing.contains(name) {
                return Err(Fault::syntax(range, format!("no binding for nonlocal '{name}' found")));
            }
            Place::Free
        } else if symbol.bound {
            Place::Local
        } else if enclosing.contains(name) {
            Place::Free
        } else {
            Place::Global
        };
        if symbol.place == Place::Free {
            free.insert(name.clone());
        }
    }
    Ok(free)
}

/// The variables that functions in the block can take from functions around them.
fn visible_inside(scopes: &Scopes, id: ScopeId, enclosing: &Names) -> Names {
    let scope = &scopes[id];
    let mut visible = enclosing.clone();
    match scope.kind {
        ScopeKind::Module => {}
        ScopeKind::Class => {
            visible.insert("__class__".to_owned());
        }
        ScopeKind::Function | ScopeKind::Comprehension(_) => {
            for (name, symbol) in &scope.symbols {
                match symbol.place {
                    Place::Local => visible.insert(name.clone()),
                    Place::DeclaredGlobal => visible.remove(name),
                    _ => false,
                };
            }
        }
    }
    visible
}

/// An inner block takes the variable from further out: this block has to hand its cell on.
fn pass_through(symbol: &mut super::Symbol) {
    if symbol.used || symbol.bound || symbol.global.is_some() || symbol.nonlocal.is_some() {
        symbol.passes = symbol.place != Place::Free;
    } else {
        symbol.place = Place::Free;
    }
}
