//! Decides for every name of every block where its variable lives.

use std::collections::BTreeSet;

use super::{Comprehension, Place, Scope, ScopeId, ScopeKind, Scopes};
use crate::source::Fault;

type Names = BTreeSet<String>;

/// Fills in the places of all symbols.
pub(super) fn resolve(scopes: &mut Scopes) -> Result<(), Fault> {
    let module = scopes.module();
    analyze(scopes, module, &Names::new()).map(drop)
}

/// The names that a block takes from further out.
#[derive(Default)]
struct Taken {
    /// By code that is written into the block around, which finds them where they are.
    in_place: Names,
    /// By functions, which need a cell.
    captured: Names,
}

/// Resolves a block and the blocks in it. `enclosing` holds the variables of enclosing functions.
fn analyze(scopes: &mut Scopes, id: ScopeId, enclosing: &Names) -> Result<Taken, Fault> {
    let free = place_own(scopes, id, enclosing)?;
    let visible = visible_inside(scopes, id, enclosing);
    let mut taken = Taken::default();
    for child in scopes[id].children.clone() {
        let mut more = analyze(scopes, child, &visible)?;
        taken.in_place.append(&mut more.in_place);
        taken.captured.append(&mut more.captured);
    }
    let around = scopes[id].parent.is_some_and(|parent| scopes[parent].is_function());
    let scope = &mut scopes[id];
    match scope.kind {
        ScopeKind::Function | ScopeKind::Comprehension(_) => {
            for (name, symbol) in scope.symbols.iter_mut().filter(|(_, symbol)| symbol.place == Place::Local) {
                taken.in_place.remove(name);
                if taken.captured.remove(name) {
                    symbol.place = Place::Cell;
                }
            }
        }
        ScopeKind::Class => scope.class_cell = taken.captured.remove("__class__"),
        ScopeKind::Module => taken = Taken::default(),
    }
    for name in taken.in_place.iter().chain(&taken.captured) {
        pass_through(scope.symbol(name));
    }
    scope.in_place = around && may_be_in_place(scope);
    taken.in_place.extend(free);
    if !scope.in_place {
        taken.captured.append(&mut taken.in_place);
    }
    Ok(taken)
}

/// Whether a block could be written into a function around it, as PEP 709 does it: a comprehension that runs at once, and
/// whose variables nobody keeps.
fn may_be_in_place(scope: &Scope) -> bool {
    let at_once = matches!(scope.kind, ScopeKind::Comprehension(kind) if kind != Comprehension::Generator);
    at_once && !scope.coroutine && scope.cell_vars().is_empty()
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
