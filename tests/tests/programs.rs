//! Every program under `programs/`, and every program of the lab that has an expected output, under every model
//! that it can run under, as a test of its own.
//!
//! A program is right when it prints exactly its `.out` file, ends with the code it names, and, under the
//! models that promise exact counts, leaves not one object behind. `UPDATE_EXPECT=1` writes the expected
//! files again from what the machine's `python3` prints, never from what we print.
#![forbid(unsafe_code)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use taipan_runtime::Kind;
use taipan_tests::harness::{self, Trial};
use taipan_tests::{Child, Finished, Program, difference};

const TAIPAN: &str = env!("CARGO_BIN_EXE_taipan-under-test");

/// Where programs are, from the folder of this package.
const ROOTS: [&str; 2] = ["programs", "../crates/lab/programs"];

fn main() -> ExitCode {
    let roots = ROOTS.map(|root| Path::new(env!("CARGO_MANIFEST_DIR")).join(root));
    let programs = roots.iter().map(|root| Program::all(root)).collect::<Result<Vec<_>, _>>();
    let programs = match programs {
        Ok(programs) => programs.concat(),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let bless = std::env::var_os("UPDATE_EXPECT").is_some_and(|v| v == "1");
    let trials = programs.iter().flat_map(|program| {
        let ways = if bless { Vec::new() } else { ways(program) };
        let blessing = bless.then(|| {
            let program = program.clone();
            Trial::new(format!("{}::python3", program.name), move || self::bless(&program))
        });
        let checks = ways.into_iter().map(|way| {
            let program = program.clone();
            Trial::new(format!("{}::{}", program.name, way.name), move || check(&program, &way))
        });
        blessing.into_iter().chain(checks).collect::<Vec<_>>()
    });
    harness::run(trials.collect())
}

/// A way to run a program.
struct Way {
    name: String,
    model: Kind,
    options: Vec<String>,
}

impl Way {
    fn new(model: Kind, name: &str, options: &[&str]) -> Way {
        let name = format!("{model}{name}");
        Way { name, model, options: options.iter().map(|&option| option.to_owned()).collect() }
    }
}

fn ways(program: &Program) -> Vec<Way> {
    let models = program.models();
    let mut ways: Vec<_> = models.iter().map(|&model| Way::new(model, "", &[])).collect();
    if !program.name.starts_with("threads/") {
        return ways;
    }
    // With a check point after every instruction, threads meet in places that they otherwise seldom do.
    ways.extend(models.iter().map(|&model| Way::new(model, "-every-op", &["--placement", "every-op"])));
    for seed in 0..seeds() {
        let policy = format!("seeded:{seed}");
        let placement = if seed % 2 == 0 { "calls-and-loops" } else { "every-op" };
        let options = ["--policy", &policy, "--placement", placement];
        ways.extend(models.iter().map(|&model| Way::new(model, &format!("-seed-{seed}"), &options)));
    }
    ways
}

/// How many seeded schedules each program with threads runs under, for each model: `TAIPAN_SEEDS`, or a few.
fn seeds() -> u64 {
    std::env::var("TAIPAN_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(2)
}

fn check(program: &Program, way: &Way) -> Result<(), String> {
    let stats = stats_file(program, way);
    let _ = fs::remove_file(&stats);
    let mut command = Command::new(TAIPAN);
    command.args(["--model", way.model.name()]).args(&way.options).arg("--stats-json").arg(&stats);
    let finished = run(program, &mut command)?;
    let mut faults = Vec::new();
    faults.extend(faults_of_end(program, &finished));
    let expected = read(&program.path.with_extension("out"))?;
    faults.extend(difference(&expected, &program.lasting(&finished.stdout)).map(|d| format!("stdout differs {d}")));
    faults.extend(fault_of_errors(program, &finished)?);
    if faults.is_empty() && way.model.is_exact() {
        faults.extend(fault_of_counts(&stats)?);
    }
    if faults.is_empty() {
        return Ok(());
    }
    if program.exit == 0 && !finished.stderr.is_empty() {
        faults.push(format!("stderr:\n{}", tail(&finished.stderr, 12)));
    }
    Err(faults.join("\n"))
}

fn run(program: &Program, command: &mut Command) -> Result<Finished, String> {
    command.arg(program.file()).args(&program.argv);
    command.current_dir(program.folder());
    Child::run(command).map_err(|e| format!("cannot start it: {e}"))
}

fn faults_of_end(program: &Program, finished: &Finished) -> Option<String> {
    if finished.hung {
        let limit = Child::LIMIT.as_secs();
        return Some(format!("it hung, and was killed after {limit} s"));
    }
    (finished.code() != program.exit)
        .then(|| format!("it ended with {}, not with code {}", finished.status, program.exit))
}

/// Compares the last line on stderr, for programs that are meant to fail.
fn fault_of_errors(program: &Program, finished: &Finished) -> Result<Option<String>, String> {
    if program.exit == 0 {
        return Ok(None);
    }
    let expected = read(&program.path.with_extension("err"))?;
    let (expected, found) = (expected.trim_end(), finished.last_error());
    let why = || format!("stderr ends with '{found}', not with '{expected}'");
    Ok((expected != found).then(why))
}

/// Looks for leaks. A program that daemon threads outlive has no audit, and one that leaves by `os._exit` no file.
fn fault_of_counts(stats: &Path) -> Result<Option<String>, String> {
    let Ok(text) = fs::read_to_string(stats) else {
        return Ok(None);
    };
    let stats: Value = serde_json::from_str(&text).map_err(|e| format!("statistics: {e}"))?;
    let audit = &stats["audit"];
    let number = |name: &str| audit[name].as_u64().ok_or(format!("the audit has no number '{name}'"));
    if number("allocated")? == 0 || (number("leaked")? == 0 && number("lost_counts")? == 0) {
        return Ok(None);
    }
    Ok(Some(format!("the audit found lost counts: {audit}")))
}

fn stats_file(program: &Program, way: &Way) -> PathBuf {
    let name = format!("{}-{}.json", program.name.replace('/', "-"), way.name);
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Writes a program's expected files from what `python3` makes of it.
fn bless(program: &Program) -> Result<(), String> {
    if program.by_hand {
        return Ok(());
    }
    let finished = run(program, Command::new("python3").env("PYTHONDONTWRITEBYTECODE", "1"))?;
    if let Some(fault) = faults_of_end(program, &finished) {
        return Err(format!("{fault}\n{}", tail(&finished.stderr, 12)));
    }
    let write = |extension: &str, text: &str| {
        let path = program.path.with_extension(extension);
        fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
    };
    write("out", &program.lasting(&finished.stdout))?;
    match (program.exit, finished.last_error()) {
        (0, _) => Ok(()),
        (_, "") => write("err", ""),
        (_, line) => write("err", &format!("{line}\n")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn tail(text: &str, lines: usize) -> String {
    let all: Vec<_> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
