//! Experiments as data, the cell runner, statistics and the result store.
