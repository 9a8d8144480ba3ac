//! The modules that a script imports.
