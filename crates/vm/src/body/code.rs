//! Code objects: the portable form, and the executable form made when it first runs.

use super::body;
use crate::load::Exec;
use crate::model::{Model, Value};
use std::sync::{Arc, OnceLock};
use taipan_code::Code;

/// A code object.
pub struct CodeBody<M: Model> {
    /// The portable form.
    pub code: Arc<Code>,
    /// The values of its constants; each holds a count.
    pub constants: Box<[Value<M>]>,
    /// The executable form, made when the code first runs.
    pub exec: OnceLock<Exec<M>>,
}

body!(CodeBody, CODE, "code", |this, visit| {
    this.constants.iter().for_each(&mut *visit);
    if let Some(exec) = this.exec.get() {
        exec.names.iter().chain(&exec.parameters).for_each(|name| visit(name.as_value()));
    }
});
