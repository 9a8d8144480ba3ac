//! Builds the `taipan` that is measured, and says how it was built.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use taipan_lab::sample::Build;

use crate::workspace;

/// Builds the release `taipan` and returns its path.
pub fn taipan() -> anyhow::Result<PathBuf> {
    eprintln!("building taipan (cargo build --release -p taipan-cli)");
    let output = workspace::cargo()
        .args(["build", "--release", "-p", "taipan-cli", "--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .context("cargo cannot be started")?;
    if !output.status.success() {
        bail!("taipan could not be built; cargo's reason is above. `--without-taipan` measures the Pythons alone");
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    executable(&stdout).context("cargo built taipan-cli, but named no executable `taipan`")
}

/// How that build was made, as far as it can be known from outside.
pub fn describe() -> Build {
    let manifest = fs::read_to_string(workspace::root().join("Cargo.toml")).unwrap_or_default();
    let rustflags = std::env::var("RUSTFLAGS").unwrap_or_default();
    let target_cpu = rustflags.split("target-cpu=").nth(1).and_then(|rest| rest.split_whitespace().next());
    Build {
        rustc: first_line("rustc", &["--version"]),
        profile: "release".to_owned(),
        lto: release_setting(&manifest, "lto").unwrap_or_else(|| "thin-local".to_owned()),
        codegen_units: release_setting(&manifest, "codegen-units").unwrap_or_else(|| "16".to_owned()),
        target_cpu: target_cpu.unwrap_or("x86-64").to_owned(),
        allocator: "mimalloc".to_owned(),
        git: first_line("git", &["describe", "--always", "--dirty"]),
    }
}

fn executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut executables = messages.filter_map(|message| {
        let is_taipan = message.get("target")?.get("name")?.as_str()? == "taipan";
        let path = message.get("executable")?.as_str()?;
        is_taipan.then(|| PathBuf::from(path))
    });
    executables.next_back()
}

/// A value of `[profile.release]` in the workspace's manifest.
fn release_setting(manifest: &str, name: &str) -> Option<String> {
    let section = manifest.split("[profile.release]").nth(1)?;
    let lines = section.lines().skip(1).take_while(|line| !line.starts_with('['));
    let mut settings = lines.filter_map(|line| line.split_once('='));
    let (_, value) = settings.find(|(key, _)| key.trim() == name)?;
    Some(value.trim().trim_matches('"').to_owned())
}

fn first_line(command: &str, arguments: &[&str]) -> String {
    let output = Command::new(command).args(arguments).current_dir(workspace::root()).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_executable_among_cargos_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"taipan_vm"},"executable":null}
not json
{"reason":"compiler-artifact","target":{"name":"taipan"},"executable":"/t/release/taipan"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages), Some(PathBuf::from("/t/release/taipan")));
        assert_eq!(executable("{}"), None);
    }

    #[test]
    fn reads_the_release_profile_only() {
        let manifest =
            "[profile.dev]\nlto = \"off\"\n[profile.release]\ndebug = 1\nlto = \"fat\"\n\n[other]\ncodegen-units = 1\n";
        assert_eq!(release_setting(manifest, "lto").as_deref(), Some("fat"));
        assert_eq!(release_setting(manifest, "codegen-units"), None);
    }
}
