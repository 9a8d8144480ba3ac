//! Criterion benches of the layers live in `benches/`.
