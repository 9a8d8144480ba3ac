//! The modules written in Python, frozen into the binary.

/// Pairs each dotted name with the text of its file; `package name` is a folder's `__init__.py`.
macro_rules! modules {
    ($($name:literal $file:literal;)*) => {
        /// Dotted names and texts of all frozen modules.
        pub(crate) const MODULES: &[(&str, &str)] = &[$(($name, include_str!(concat!("frozen/", $file))),)*];

        /// Their files, below the folder of frozen modules.
        #[cfg(test)]
        const FILES: &[&str] = &[$($file,)*];
    };
}

modules! {
    "_calls" "_calls.py";
    "_conditions" "_conditions.py";
    "_thread_local" "_thread_local.py";
    "abc" "abc.py";
    "bisect" "bisect.py";
    "collections" "collections/__init__.py";
    "collections._deque" "collections/_deque.py";
    "collections._named" "collections/_named.py";
    "collections._user" "collections/_user.py";
    "collections.abc" "collections/abc.py";
    "concurrent" "concurrent/__init__.py";
    "concurrent.futures" "concurrent/futures/__init__.py";
    "concurrent.futures._base" "concurrent/futures/_base.py";
    "concurrent.futures.interpreter" "concurrent/futures/interpreter.py";
    "concurrent.futures.process" "concurrent/futures/process.py";
    "concurrent.futures.thread" "concurrent/futures/thread.py";
    "concurrent.interpreters" "concurrent/interpreters/__init__.py";
    "concurrent.interpreters._errors" "concurrent/interpreters/_errors.py";
    "contextlib" "contextlib.py";
    "copy" "copy.py";
    "dataclasses" "dataclasses.py";
    "enum" "enum.py";
    "functools" "functools.py";
    "heapq" "heapq.py";
    "io" "io.py";
    "itertools" "itertools.py";
    "json" "json.py";
    "multiprocessing" "multiprocessing/__init__.py";
    "multiprocessing.pool" "multiprocessing/pool.py";
    "multiprocessing.process" "multiprocessing/process.py";
    "multiprocessing.synchronize" "multiprocessing/synchronize.py";
    "operator" "operator.py";
    "queue" "queue.py";
    "random" "random.py";
    "statistics" "statistics.py";
    "string" "string.py";
    "textwrap" "textwrap.py";
    "threading" "threading.py";
    "traceback" "traceback.py";
    "types" "types.py";
    "typing" "typing.py";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    fn python_files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                python_files(&path, found);
            } else if path.extension().is_some_and(|it| it == "py") {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_file_is_in_the_table() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/frozen");
        let mut found = Vec::new();
        python_files(&folder, &mut found);
        let mut found: Vec<_> = found.iter().map(|it| it.strip_prefix(&folder).unwrap().to_str().unwrap()).collect();
        found.sort_unstable();
        let mut listed = FILES.to_vec();
        listed.sort_unstable();
        assert_eq!(listed, found);
    }

    #[test]
    fn names_are_those_of_the_files() {
        for (&file, &(name, _)) in FILES.iter().zip(MODULES) {
            let dotted = file.trim_end_matches(".py").trim_end_matches("/__init__").replace('/', ".");
            assert_eq!(name, dotted);
        }
    }

    #[test]
    fn every_module_compiles() {
        for (name, source) in MODULES {
            if let Err(error) = taipan_code::compile(source, name, taipan_code::Mode::Exec) {
                panic!("{error}");
            }
        }
    }
}
