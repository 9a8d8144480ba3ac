//! Compiles the modules written in Python, so that importing one at run time only has to read its code.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("src/frozen");
    println!("cargo::rerun-if-changed={}", folder.display());
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut files = Vec::new();
    python_files(folder, &mut files)?;
    files.sort_unstable();
    let mut table = String::from("&[\n");
    for file in files {
        let name = dotted_name(file.strip_prefix(folder)?);
        let code =
            taipan_code::compile(&fs::read_to_string(&file)?, &format!("<frozen {name}>"), taipan_code::Mode::Exec)
                .map_err(|error| error.to_string())?;
        let frozen = out.join(format!("{name}.code"));
        fs::write(&frozen, bincode::serialize(&*code)?)?;
        writeln!(table, "    ({name:?}, include_bytes!({frozen:?})),")?;
    }
    table.push(']');
    fs::write(out.join("frozen.rs"), table)?;
    Ok(())
}

fn python_files(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            python_files(&path, found)?;
        } else if path.extension().is_some_and(|it| it == "py") {
            found.push(path);
        }
    }
    Ok(())
}

/// `collections/__init__.py` is `collections`, `collections/abc.py` is `collections.abc`.
fn dotted_name(file: &Path) -> String {
    let file = file.with_extension("");
    let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).filter(|part| part != "__init__").collect();
    parts.join(".")
}
