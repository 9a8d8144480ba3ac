//! The gate: who may run, and when. A GIL with policies, the breaker, blocking regions, statistics.
