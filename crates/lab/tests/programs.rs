//! Every program is Python that a plain `python3` accepts, and imports only what Taipan has.

use std::process::Command;

use taipan_lab::experiment::programs;

const MODULES: [&str; 17] = [
    "sys",
    "time",
    "threading",
    "queue",
    "socket",
    "math",
    "os",
    "dis",
    "gc",
    "hashlib",
    "multiprocessing",
    "concurrent.futures",
    "collections",
    "copy",
    "dataclasses",
    "operator",
    "typing",
];

#[test]
fn every_program_compiles() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: there is no python3 here");
        return;
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/programs/");
    let paths = programs().map(|program| format!("{folder}{}", program.name));
    let compile = "import sys\nfor path in sys.argv[1:]: compile(open(path).read(), path, 'exec')";
    let output = Command::new("python3").args(["-c", compile]).args(paths).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_program_imports_known_modules_only() {
    for program in programs() {
        for line in program.source.lines() {
            let module = line.strip_prefix("import ").or_else(|| line.strip_prefix("from "));
            if let Some(module) = module.and_then(|rest| rest.split(' ').next()) {
                assert!(MODULES.contains(&module), "{}: {module}", program.name);
            }
        }
    }
}

#[test]
fn every_program_says_how_to_run_it() {
    for program in programs() {
        let file = program.name.rsplit('/').next().unwrap_or_default();
        assert!(program.source.contains(&format!("python3 {file}")), "{}", program.name);
    }
}

#[test]
fn no_program_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/programs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(!name.ends_with(".py") || programs().any(|program| program.name == name), "{name} belongs to no row");
    }
}
