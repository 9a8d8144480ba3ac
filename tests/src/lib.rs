//! Tests of the whole live in `tests/`; programs in Python under `programs/`.
