//! The `taipan` command: runs a Python program under a model.

mod arguments;
mod show;

use anyhow::{Context, Result};
use arguments::{Action, Arguments};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use taipan_runtime::{Kind, Outcome, Program, Source};

/// Lists, dicts and strings keep what they hold in blocks from here; objects come from the heap's own pages.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match arguments::parse() {
        Ok(action) => match perform(action) {
            Ok(code) => ExitCode::from(code),
            Err(error) => {
                eprintln!("taipan: {error:#}");
                ExitCode::from(2)
            }
        },
        Err(error) => error.exit(),
    }
}

fn perform(action: Action) -> Result<u8> {
    match action {
        Action::Models => {
            for kind in Kind::ALL {
                println!("{:8} {}", kind.name(), kind.why());
            }
            Ok(0)
        }
        Action::Dis(path) => {
            let text = read(&path)?;
            match taipan_code::compile(&text, &path, taipan_code::Mode::Exec) {
                Ok(code) => {
                    print!("{}", taipan_code::dis(&code));
                    Ok(0)
                }
                Err(error) => {
                    eprintln!("{error}");
                    Ok(1)
                }
            }
        }
        Action::Run(arguments) => run(*arguments),
    }
}

fn run(arguments: Arguments) -> Result<u8> {
    // Before any thread: processes are forked from a server that must have one thread.
    if let Err(error) = taipan_runtime::start_fork_server() {
        eprintln!("taipan: {error}");
    }
    // The handler runs in a thread of its own, so it may take locks.
    ctrlc::set_handler(|| {
        if !taipan_runtime::interrupt() {
            std::process::exit(130);
        }
    })
    .context("cannot listen to Ctrl-C")?;
    let source = match (&arguments.command, &arguments.program) {
        (Some(text), _) => Source::Text(text.clone()),
        (None, Some(path)) => Source::File { path: path.into(), text: read(path)? },
        (None, None) => anyhow::bail!("nothing to run: name a program, or give one after -c"),
    };
    let program = Program { source, argv: arguments.argv() };
    let config = arguments.config();
    let outcome = taipan_runtime::run(&program, &config);
    if arguments.stats || arguments.stats_instructions {
        eprint!("{}", show::statistics(&outcome.statistics));
    }
    if let Some(path) = &arguments.stats_json {
        let json = serde_json::to_string(&outcome.statistics).context("statistics as JSON")?;
        std::fs::write(path, json).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Some(path) = &arguments.trace {
        write_trace(&outcome, path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    // Daemon threads may still run: the process ends here, whatever they do.
    std::process::exit(outcome.exit_code)
}

fn write_trace(outcome: &Outcome, path: &Path) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    outcome.events.write_trace(&format!("taipan, model {}", outcome.statistics.model), &mut out)?;
    out.flush()
}

fn read(path: &str) -> Result<String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let text = error.to_string();
            let (message, number) =
                (text.split(" (os error").next().unwrap_or(&text), error.raw_os_error().unwrap_or(0));
            anyhow::bail!("can't open file '{path}': [Errno {number}] {message}");
        }
    };
    String::from_utf8(bytes).map_err(|e| {
        anyhow::anyhow!("'{path}' is not UTF-8: byte {} does not begin a character", e.utf8_error().valid_up_to())
    })
}
