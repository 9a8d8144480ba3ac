//! A crate depends only on crates of lower layers; siblings do not know each other.

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::workspace;

/// The layers from the lowest; crates of one layer are siblings.
const LAYERS: [&[&str]; 8] = [
    &["taipan-code", "taipan-heap", "taipan-gil", "taipan-pool"],
    &["taipan-vm"],
    &["taipan-stdlib"],
    &["taipan-runtime"],
    &["taipan-lab"],
    &["taipan-cli"],
    &["xtask"],
    &["taipan-benches", "taipan-tests"],
];

/// The crates that a crate may use, where that is less than all lower layers.
const NARROW: [(&str, &[&str]); 2] = [("taipan-lab", &["taipan-runtime"]), ("xtask", &["taipan-lab"])];

/// What `cargo metadata` says, as far as it is needed here.
#[derive(Deserialize)]
pub struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: std::path::PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    path: Option<std::path::PathBuf>,
}

/// Asks cargo for the workspace's packages.
pub fn metadata() -> anyhow::Result<Metadata> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1", "--offline"];
    let output = workspace::cargo().args(arguments).output().context("cargo cannot be started")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("cargo metadata cannot be read")
}

/// The folder names of the crates in `crates/`.
pub fn crates(metadata: &Metadata) -> Vec<String> {
    let crates = workspace::root().join("crates");
    let folders = metadata.packages.iter().filter_map(|package| package.manifest_path.parent());
    let names =
        folders.filter(|folder| folder.parent() == Some(crates.as_path())).filter_map(|folder| folder.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// A message for each dependency that goes up or sideways, and each package without a layer.
pub fn problems(metadata: &Metadata) -> Vec<String> {
    metadata.packages.iter().flat_map(package_problems).collect()
}

fn package_problems(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let Some(layer) = layer(name) else {
        return vec![format!(
            "{name} has no layer: give it one in LAYERS of xtask/src/tidy/layers.rs, and in ARCHITECTURE.md"
        )];
    };
    let own = package.dependencies.iter().filter(|dependency| dependency.path.is_some());
    own.filter_map(|dependency| {
        let used = dependency.name.as_str();
        let narrow = NARROW.iter().find(|(narrow, _)| *narrow == name);
        let is_lower = self::layer(used).is_some_and(|below| below < layer);
        let is_allowed = narrow.is_none_or(|(_, allowed)| allowed.contains(&used));
        (!is_lower || !is_allowed).then(|| {
            format!("{name} must not know {used}: move what both need to a lower crate, or join them in a higher one")
        })
    })
    .collect()
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, uses: &[&str]) -> Package {
        let dependency = |name: &&str| Dependency { name: (*name).to_owned(), path: Some("somewhere".into()) };
        Package { name: name.into(), manifest_path: "m".into(), dependencies: uses.iter().map(dependency).collect() }
    }

    #[test]
    fn down_is_fine_and_up_and_sideways_are_not() {
        let count = |name: &str, uses: &[&str]| package_problems(&package(name, uses)).len();
        assert_eq!(count("taipan-vm", &["taipan-heap", "taipan-gil"]), 0);
        assert_eq!(count("taipan-gil", &["taipan-heap"]), 1);
        assert_eq!(count("taipan-heap", &["taipan-vm"]), 1);
        assert_eq!(count("taipan-lab", &["taipan-runtime"]), 0);
        assert_eq!(count("taipan-lab", &["taipan-vm"]), 1);
        assert_eq!(count("taipan-new", &[]), 1);
    }

    #[test]
    fn crates_of_others_do_not_matter() {
        let mut package = package("taipan-gil", &["parking_lot"]);
        package.dependencies[0].path = None;
        assert!(package_problems(&package).is_empty());
    }
}
