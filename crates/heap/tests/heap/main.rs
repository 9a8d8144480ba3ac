//! The heap from outside: graphs, threads, finalisers, findings.

mod audit;
mod biased;
mod bodies;
mod chains;
mod finalizers;
mod graphs;
mod kept;
mod lent;
mod parts;
mod shared;
mod spread;
mod tails;
mod threads;
