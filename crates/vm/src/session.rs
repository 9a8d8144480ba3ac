//! Running a program from its first line to the end of the interpreter.

use crate::body::{Dict, Exception, Module};
use crate::error::{Exc, R};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::dict::{get_str, set_name};
use crate::report::report;
use crate::thread::Thread;
use std::io::Write;
use taipan_code::{Code, Mode};

impl<M: Model> Thread<M> {
    /// Runs a program as `__main__`; returns the exit code that CPython would give.
    ///
    /// Reports an uncaught exception on stderr, waits for threads that are no daemons, flushes stdout.
    pub fn run_main(&mut self, source: &str, filename: &str) -> i32 {
        let result = match taipan_code::compile(source, filename, Mode::Exec) {
            Ok(code) => self.run_main_code(&code, filename),
            Err(error) => Err(self.syntax_error(&error)),
        };
        let code = self.exit_code(result.map(drop));
        let ended = self.end_threads();
        let late = self.exit_code(ended);
        self.flush();
        if code == 0 { late } else { code }
    }

    fn run_main_code(&mut self, code: &std::sync::Arc<Code>, filename: &str) -> R<Value<M>> {
        let module = self.new_module("__main__");
        let names = &self.interp().types().names;
        if !filename.starts_with('<') {
            set_name::<M>(&module.namespace, &names.file, make::str::<M>(filename));
        }
        let code = crate::load::module_code(self.interp(), code);
        self.run_module_body(&code, &module)
    }

    /// Waits for threads as `threading` does at exit, if the program used it.
    fn end_threads(&mut self) -> R<()> {
        let Some(threading) = get_str::<M>(self.interp().modules(), "threading") else { return Ok(()) };
        self.call_method(&threading, "_shutdown", &[]).map(drop)
    }

    /// The exit code of a result; an exception is reported.
    fn exit_code(&mut self, result: R<()>) -> i32 {
        if result.is_ok() {
            return 0;
        }
        let error = self.take_error();
        self.handled = Value::<M>::NONE;
        if self.is_exception(&error, Exc::SystemExit) {
            return self.system_exit(&error);
        }
        self.flush();
        let text = report(self, &error);
        self.write_error(&text);
        if self.is_exception(&error, Exc::KeyboardInterrupt) { 130 } else { 1 }
    }

    fn system_exit(&mut self, error: &Value<M>) -> i32 {
        let args = error.downcast::<Exception<M>>().map(|e| e.open(|e| &e.state).args.clone()).unwrap_or_default();
        match args.first() {
            None => 0,
            Some(code) if code.is_none() => 0,
            Some(code) => match make::int_ref::<M>(code) {
                Some(n) => (n.to_i64().unwrap_or(-1) & 0xff) as i32,
                None => {
                    let text = self.str(code).unwrap_or_default();
                    self.flush();
                    self.write_error(&format!("{text}\n"));
                    1
                }
            },
        }
    }

    fn write_error(&mut self, text: &str) {
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    /// Flushes what `print` wrote.
    pub fn flush(&mut self) {
        let stdout = get_str::<M>(self.interp().modules(), "sys")
            .and_then(|sys| sys.downcast::<Module<M>>().and_then(|m| get_str::<M>(&m.namespace, "stdout")));
        if let Some(stdout) = stdout {
            let saved = self.error.take();
            if self.call_method(&stdout, "flush", &[]).is_err() {
                self.error = None;
            }
            self.error = saved;
        }
        let _ = crate::builtins::stdout::flush();
    }

    /// Ends the interpreter: modules are emptied, finalisers run, cycles go. The last thread calls it.
    pub fn finish(mut self) {
        self.error = None;
        self.handled = Value::<M>::NONE;
        self.serve_finalizers();
        // The program's own objects go first, while the modules that their finalisers use are whole.
        let modules: Obj<M, Dict<M>> = self.interp().modules().clone();
        if let Some(main) = get_str::<M>(&modules, "__main__")
            && let Some(main) = main.downcast::<Module<M>>()
        {
            let names = main.namespace.open(|d| &d.table).take();
            drop(names);
        }
        self.serve_finalizers();
        self.collect();
        self.flush();
        self.finishing = true;
        crate::ops::dict::clear_modules::<M>(&modules, self.interp().builtins());
        drop(modules);
        let unshared = self.interp().unshared.lock().take();
        drop(unshared);
        self.serve_finalizers();
        self.collect();
    }
}
