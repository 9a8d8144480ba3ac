//! The table of models, and the road from a model's name to a run.
