//! The modules written in Python, compiled when the library is built and frozen into the binary.

use std::sync::Arc;
use taipan_code::Code;

/// Dotted names of all files below `src/frozen`, and their code as `build.rs` wrote it.
pub(crate) const MODULES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/frozen.rs"));

/// The code in a frozen module.
pub(crate) fn thaw(frozen: &[u8]) -> Arc<Code> {
    Arc::new(bincode::deserialize(frozen).expect("the build wrote the code that it reads"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_thaws() {
        for (name, frozen) in MODULES {
            assert_eq!(*thaw(frozen).filename, format!("<frozen {name}>"));
        }
    }

    #[test]
    fn packages_have_the_names_of_their_folders() {
        let names: Vec<&str> = MODULES.iter().map(|(name, _)| *name).collect();
        for name in ["collections", "collections.abc", "concurrent.futures._base", "threading"] {
            assert!(names.contains(&name), "{name}");
        }
    }
}
