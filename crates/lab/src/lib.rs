//! Experiments as data, the cell runner, statistics and the result store.
//!
//! A **row** is one question with one Python program ([`experiment`]); a **column** is what runs it: a model of
//! Taipan or a Python found on the machine ([`mod@column`]). A **cell** is a row under a column with its parameters
//! ([`cell`]); a plan ([`plan`]) says which cells are measured in which order, the runner ([`runner`]) starts one
//! process per cell ([`process`]) and keeps every sample ([`store`]). Everything that a report says is computed
//! from the kept samples alone ([`findings`]), so a report never needs a new measurement.
//!
//! This crate prints nothing and knows no terminal and no file format but its own.

#![forbid(unsafe_code)]

pub mod cell;
pub mod column;
pub mod compare;
pub mod executor;
pub mod experiment;
pub mod findings;
pub mod group;
pub mod host;
mod judgement;
pub mod plan;
pub mod process;
pub mod random;
pub mod reading;
pub mod row;
pub mod runner;
pub mod sample;
pub mod statistics;
pub mod stats_json;
pub mod store;
pub mod verdict;
