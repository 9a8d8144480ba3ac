//! What the language can do with values: one file per question.

pub(crate) mod append;
pub mod arith;
mod asynchronous;
pub mod attr;
mod bind;
pub mod cache;
pub mod call;
pub mod class;
mod class_attr;
pub mod compare;
pub(crate) mod copy;
pub mod dict;
pub mod exception;
pub mod hash;
pub mod import;
pub mod item;
pub mod iter;
pub mod own_attr;
mod parameters;
pub(crate) mod push;
pub mod resume;
pub mod set;
pub mod show;
mod site;
pub(crate) mod slice;
pub mod truth;
pub mod unpack;
