//! An interpreter: what all threads of one program share.

use crate::body::{Class, CodeBody, Dict, Module, Native, Str};
use crate::error::R;
use crate::load::Tally;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::stacks::Stacks;
use crate::thread::Thread;
use crate::types::Types;
use crate::waiting::Orphans;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use taipan_code::Code;
use taipan_gil::{Breaker, Reason};
use taipan_heap::{Heap, Parts};

/// Where a thread may be asked to let another one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Placement {
    /// At calls and at the ends of loop bodies, as CPython does since 3.10.
    #[default]
    CallsAndLoops,
    /// After every portable instruction, as CPython nearly did before.
    EveryOp,
}

/// What a program is run with.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where check points are.
    pub placement: Placement,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// Folder of the script, the first place of imports.
    pub search_path: Vec<std::path::PathBuf>,
    /// Which parts biased counts and locks have.
    pub parts: Parts,
    /// Where instructions are counted, if they are.
    pub tally: Option<Arc<Tally>>,
}

/// How a native module is made when it is first imported.
pub type NativeModule<M> = fn(&mut Thread<M>, &Obj<M, Module<M>>) -> R<()>;

/// A module that was written in Python and compiled when the binary was built.
#[derive(Clone, Copy)]
pub struct Frozen {
    /// Its code, in a form that `thaw` reads.
    pub code: &'static [u8],
    /// Makes code of that form.
    pub thaw: fn(&[u8]) -> Arc<Code>,
}

/// An interpreter.
///
/// Shared by its threads; whoever reaches a value in it holds a pass through its gate.
pub struct Interp<M: Model> {
    /// The gate of its threads.
    pub gate: Arc<M::Gate>,
    /// Where its objects live.
    pub heap: Heap<M::Sharing>,
    /// What it runs with.
    pub config: Config,
    names: Mutex<HashMap<Box<str>, Obj<M, Str<M>>>>,
    types: OnceLock<Types<M>>,
    /// The code of modules, as long as there is one thread.
    pub(crate) unshared: Mutex<Option<Vec<Obj<M, CodeBody<M>>>>>,
    /// The namespace of built-in functions.
    builtins: OnceLock<Obj<M, Dict<M>>>,
    /// `sys.modules`.
    modules: OnceLock<Obj<M, Dict<M>>>,
    native_modules: HashMap<&'static str, NativeModule<M>>,
    frozen_modules: HashMap<&'static str, Frozen>,
    /// Deepest nesting of Python calls.
    pub(crate) recursion_limit: AtomicU32,
    /// Signals that arrived, a bit each by number; served by the main thread.
    pub signals: AtomicU64,
    main: OnceLock<Arc<Breaker>>,
    pub(crate) orphans: Arc<Orphans<M>>,
    pub(crate) stacks: Stacks<M>,
    /// Set once the program ends: daemon threads stop at their next check point.
    pub finalizing: AtomicBool,
    collecting: AtomicBool,
    /// Counts changes to classes that may make inline caches wrong.
    pub epoch: AtomicU32,
    /// State of native modules, by name.
    pub extensions: Mutex<HashMap<&'static str, Arc<dyn std::any::Any + Send + Sync>>>,
}

// SAFETY: `M: Model` promises that its sharing suits its gate, and values in the interpreter are reached by
// attached threads only, which hold a pass through that gate.
unsafe impl<M: Model> Sync for Interp<M> {}
// SAFETY: as above: moving the interpreter moves no count.
unsafe impl<M: Model> Send for Interp<M> {}

impl<M: Model> Interp<M> {
    /// An interpreter without types or modules yet; [`Thread::attach`] of the first thread makes them.
    pub fn new(gate: Arc<M::Gate>, config: Config) -> Self {
        Self {
            gate,
            heap: Heap::with(config.parts),
            config,
            names: Mutex::default(),
            types: OnceLock::new(),
            unshared: Mutex::new(Some(Vec::new())),
            builtins: OnceLock::new(),
            modules: OnceLock::new(),
            native_modules: HashMap::new(),
            frozen_modules: HashMap::new(),
            recursion_limit: AtomicU32::new(1000),
            signals: AtomicU64::new(0),
            main: OnceLock::new(),
            orphans: Orphans::new(),
            stacks: Stacks::new(),
            finalizing: AtomicBool::new(false),
            collecting: AtomicBool::new(false),
            epoch: AtomicU32::new(0),
            extensions: Mutex::default(),
        }
    }

    /// Adds a module written in Rust.
    pub fn add_native_module(&mut self, name: &'static str, module: NativeModule<M>) {
        self.native_modules.insert(name, module);
    }

    /// Adds a module written in Python.
    pub fn add_frozen_module(&mut self, name: &'static str, module: Frozen) {
        self.frozen_modules.insert(name, module);
    }

    /// How a native module of this name is made.
    pub fn native_module(&self, name: &str) -> Option<NativeModule<M>> {
        self.native_modules.get(name).copied()
    }

    /// The frozen module of this name.
    pub fn frozen_module(&self, name: &str) -> Option<Frozen> {
        self.frozen_modules.get(name).copied()
    }

    /// Names of all modules that are built in.
    pub fn module_names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.native_modules.keys().chain(self.frozen_modules.keys()).copied().collect();
        names.sort_unstable();
        names
    }

    pub(crate) fn placement(&self) -> Placement {
        self.config.placement
    }

    /// The one string object of a name.
    pub fn intern(&self, name: &str) -> Obj<M, Str<M>> {
        let name = self.intern_constant(name);
        name.immortalise();
        name
    }

    /// The same for a constant, whose uses are counted as those of other constants until there are threads. From then on
    /// nobody finds a name here that is counted: to stop counting is safe only while one thread knows the object.
    pub(crate) fn intern_constant(&self, name: &str) -> Obj<M, Str<M>> {
        let mut names = self.names.lock();
        if let Some(known) = names.get(name) {
            return known.clone();
        }
        let object = Obj::<M, _>::new(Str::name(name));
        if self.unshared.lock().is_none() {
            object.immortalise();
        }
        names.insert(name.into(), object.clone());
        object
    }

    /// Stops counting the names that were constants only, before there are other threads.
    pub(crate) fn keep_names(&self) {
        self.names.lock().values().for_each(Obj::<M, _>::immortalise);
    }

    /// The same for a string that may be the one already, which all threads can tell without waiting for each other.
    pub fn intern_str(&self, name: &Obj<M, Str<M>>) -> Obj<M, Str<M>> {
        if name.is_name() { name.clone() } else { self.intern(name.as_str()) }
    }

    /// The string object of a name, if anybody ever used it as a name.
    pub fn interned(&self, name: &str) -> Option<Obj<M, Str<M>>> {
        self.names.lock().get(name).cloned()
    }

    /// The built-in classes.
    #[inline]
    pub fn types(&self) -> &Types<M> {
        self.types.get().expect("the first thread made the types")
    }

    /// The namespace of built-in functions.
    #[inline]
    pub fn builtins(&self) -> &Obj<M, Dict<M>> {
        self.builtins.get().expect("the first thread made the builtins")
    }

    /// `sys.modules`.
    pub fn modules(&self) -> &Obj<M, Dict<M>> {
        self.modules.get().expect("the first thread made the modules")
    }

    /// Makes types, builtins and the dict of modules; the calling thread is attached.
    pub(crate) fn bootstrap(&self, main: Arc<Breaker>) {
        if self.main.set(main.clone()).is_err() {
            return;
        }
        self.orphans.set_main(main);
        let types = Types::new(self);
        assert!(self.types.set(types).is_ok(), "bootstrap runs once");
        let _ = self.builtins.set(make::dict::<M>());
        let _ = self.modules.set(make::dict::<M>());
        crate::types::fill(self);
        crate::builtins::fill(self);
        let (name, namespace) = ("builtins", self.builtins().clone());
        let module = Obj::<M, _>::new(Module::<M> { name: name.into(), namespace });
        module.immortalise();
        self.define(self.modules(), name, module.into_value());
        self.collecting.store(true, Relaxed);
    }

    /// Whether the collector runs by itself (`gc.enable`).
    pub fn collects(&self) -> bool {
        self.collecting.load(Relaxed)
    }

    /// Switches the collector's own runs on or off.
    pub fn set_collects(&self, on: bool) {
        self.collecting.store(on, Relaxed);
    }

    /// Notes a signal and wakes the main thread's check point. Safe to call from any thread.
    pub fn signal(&self, number: u32) {
        self.signals.fetch_or(1 << number, Relaxed);
        if let Some(main) = self.main.get() {
            main.raise(Reason::Signal);
        }
    }

    /// Adds a native function to a namespace.
    pub fn define(&self, namespace: &Obj<M, Dict<M>>, name: &'static str, value: Value<M>) {
        if let Some(native) = value.downcast::<Native<M>>() {
            native.immortalise();
        }
        crate::ops::dict::set_name(namespace, &self.intern(name), value);
    }

    /// Makes a class of native methods for a native module.
    pub fn native_class(&self, name: &str, methods: &[(&'static str, crate::body::NativeFn<M>)]) -> Obj<M, Class<M>> {
        let class = self.types().new_class(self, name, self.types().object.clone(), crate::body::kind::HANDLE);
        for &(name, call) in methods {
            let method = Obj::<M, _>::new(Native::<M>::method(name, call));
            self.types().add(self, &class, name, method.into_value());
        }
        class
    }

    /// Lets go of everything at the end, so that an audit finds only leaks. The last thread calls it.
    pub(crate) fn tear_down(&mut self) {
        drop(self.modules.take());
        let builtins = self.builtins.take();
        if let Some(builtins) = &builtins {
            let table = builtins.open(|d| &d.table).take();
            drop(table);
        }
        drop(builtins);
        self.extensions.get_mut().clear();
        drop(self.types.take());
        self.names.get_mut().clear();
    }
}
