//! Imports: native modules, frozen ones, and files beside the script.

use super::dict::{get_name, get_str, set_name};
use crate::body::*;
use crate::error::{Exc, R};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use std::path::PathBuf;
use std::sync::Arc;
use taipan_code::{Code, Mode};

impl<M: Model> Thread<M> {
    /// `import name`: the module of the whole dotted name.
    ///
    /// # Errors
    /// ModuleNotFoundError, SyntaxError, and what the module's body raises.
    pub fn import(&mut self, name: &str) -> R<Value<M>> {
        if let Some(known) = get_str::<M>(self.interp().modules(), name) {
            return Ok(known);
        }
        if let Some((parent, _)) = name.rsplit_once('.') {
            self.import(parent)?;
            if let Some(known) = get_str::<M>(self.interp().modules(), name) {
                return Ok(known);
            }
        }
        let module = self.load_module(name)?;
        if let Some((parent, child)) = name.rsplit_once('.') {
            let parent = self.import(parent)?;
            let child = self.interp().intern(child);
            self.set_attr(&parent, &child, Some(module.clone()))?;
        }
        Ok(module)
    }

    /// A new module, entered in `sys.modules`.
    pub fn new_module(&mut self, name: &str) -> Obj<M, Module<M>> {
        let namespace = make::dict::<M>();
        let names = &self.interp().types().names;
        set_name::<M>(&namespace, &names.name, make::str::<M>(name));
        set_name::<M>(&namespace, &names.doc, Value::<M>::NONE);
        let module = Obj::<M, _>::new(Module::<M> { name: name.into(), namespace });
        module.defer();
        set_name::<M>(self.interp().modules(), &self.interp().intern(name), module.as_value().clone());
        module
    }

    fn load_module(&mut self, name: &str) -> R<Value<M>> {
        if let Some(fill) = self.interp().native_module(name) {
            let module = self.new_module(name);
            fill(self, &module)?;
            return Ok(module.into_value());
        }
        if let Some(frozen) = self.interp().frozen_module(name) {
            return self.run_module(name, &(frozen.thaw)(frozen.code), None);
        }
        if let Some(path) = self.find_file(name)? {
            let shown = path.display().to_string();
            let source = match std::fs::read_to_string(&path) {
                Ok(source) => source,
                Err(error) => return Err(self.os_error(&error, Some(&shown))),
            };
            let code = match taipan_code::compile(&source, &shown, Mode::Exec) {
                Ok(code) => code,
                Err(error) => return Err(self.syntax_error(&error)),
            };
            return self.run_module(name, &code, Some(&shown));
        }
        let reason = match name.rsplit_once('.').filter(|(parent, _)| !self.is_package(parent)) {
            Some((parent, _)) => format!("; '{parent}' is not a package"),
            None => String::new(),
        };
        let message = format!("No module named {}{reason}", crate::text::repr::str(name));
        let error = self.raise(Exc::ModuleNotFound, message);
        let exception = self.error.clone().expect("just raised");
        let (key, text) = (self.interp().intern("name"), make::str::<M>(name));
        self.error = None;
        self.set_attr(&exception, &key, Some(text))?;
        self.error = Some(exception);
        Err(error)
    }

    /// Whether modules can be inside a module: it is a folder, or other built-in modules have its name in theirs.
    fn is_package(&self, name: &str) -> bool {
        let module = get_str::<M>(self.interp().modules(), name);
        let file = module
            .as_ref()
            .and_then(|m| m.downcast::<Module<M>>())
            .and_then(|m| get_name::<M>(&m.namespace, &self.interp().types().names.file));
        match file.as_ref().and_then(|f| f.downcast::<Str<M>>()) {
            Some(file) => file.as_str().ends_with("__init__.py"),
            None => {
                self.interp().module_names().iter().any(|n| n.strip_prefix(name).is_some_and(|n| n.starts_with('.')))
            }
        }
    }

    fn find_file(&mut self, name: &str) -> R<Option<PathBuf>> {
        let relative: PathBuf = name.split('.').collect();
        Ok(self.search_path()?.into_iter().find_map(|folder| {
            let base = folder.join(&relative);
            let candidates = [base.join("__init__.py"), base.with_extension("py")];
            candidates.into_iter().find(|c| c.is_file())
        }))
    }

    /// Where files are looked for: `sys.path`, which a script may have changed, once `sys` is loaded.
    fn search_path(&mut self) -> R<Vec<PathBuf>> {
        let sys = get_str::<M>(self.interp().modules(), "sys");
        let sys = sys.as_ref().and_then(|sys| sys.downcast::<Module<M>>());
        let Some(path) = sys.and_then(|sys| get_str::<M>(&sys.namespace, "path")) else {
            return Ok(self.interp().config.search_path.clone());
        };
        let folders = self.collect_vec(&path)?;
        Ok(folders.iter().filter_map(|folder| folder.downcast::<Str<M>>()).map(|s| s.as_str().into()).collect())
    }

    fn run_module(&mut self, name: &str, code: &Arc<Code>, file: Option<&str>) -> R<Value<M>> {
        let module = self.new_module(name);
        if let Some(file) = file {
            set_name::<M>(&module.namespace, &self.interp().types().names.file, make::str::<M>(file));
        }
        let code = crate::load::module_code(self.interp(), code);
        if let Err(raised) = self.run_module_body(&code, &module) {
            super::dict::delete_name::<M>(self.interp().modules(), &self.interp().intern(name));
            return Err(raised);
        }
        Ok(module.into_value())
    }

    /// Raises SyntaxError for what the compiler objected to.
    pub fn syntax_error(&mut self, error: &taipan_code::CompileError) -> crate::error::Raised {
        let class = match error.kind {
            taipan_code::ErrorKind::Indentation => Exc::Indentation,
            _ => Exc::Syntax,
        };
        let place = make::tuple::<M>([
            make::str::<M>(error.filename.as_str()),
            make::int::<M>(error.line.into()),
            make::int::<M>(error.column.into()),
            make::str::<M>(error.text.as_str()),
        ]);
        let raised = self.raise_class(class, vec![make::str::<M>(error.message.as_str()), place]);
        let exception = self.error.take().expect("just raised");
        let shown = self.interp().intern("__report__");
        let _ = self.set_attr(&exception, &shown, Some(make::str::<M>(error.to_string())));
        self.error = Some(exception);
        raised
    }

    /// IMPORT_NAME.
    pub(crate) fn import_name(&mut self, name: &str, level: &Value<M>, names: &Value<M>) -> R<Value<M>> {
        let level = level.as_int().unwrap_or(0);
        let full = if level > 0 { self.absolute_name(name, level)? } else { name.to_owned() };
        let module = self.import(&full)?;
        let Some(wanted) = names.downcast::<Tuple<M>>() else {
            let top = full.split('.').next().unwrap_or(&full).to_owned();
            return if level > 0 { Ok(module) } else { self.import(&top) };
        };
        // `from package import module` imports the module.
        for name in wanted.items() {
            let (Some(name), Some(package)) = (name.downcast::<Str<M>>(), module.downcast::<Module<M>>()) else {
                continue;
            };
            let known = get_str::<M>(&package.namespace, name.as_str()).is_some();
            let child = format!("{full}.{}", name.as_str());
            if !known
                && (self.interp().native_module(&child).is_some()
                    || self.interp().frozen_module(&child).is_some()
                    || self.find_file(&child)?.is_some())
            {
                self.import(&child)?;
            }
        }
        Ok(module)
    }

    fn absolute_name(&mut self, name: &str, level: i64) -> R<String> {
        let frame = self.frames.last().expect("imports run in a frame");
        let package = get_name::<M>(frame.globals(), &self.interp().types().names.name);
        let package = package.as_ref().and_then(|p| p.downcast::<Str<M>>()).map_or("", |s| s.as_str());
        let parts: Vec<&str> = package.split('.').collect();
        if parts.len() < level as usize || package == "__main__" {
            return Err(self.raise(Exc::Import, "attempted relative import with no known parent package"));
        }
        let base = parts[..parts.len() - level as usize].join(".");
        Ok(if name.is_empty() { base } else { format!("{base}.{name}") })
    }

    /// IMPORT_FROM.
    pub(crate) fn import_from(&mut self, module: &Value<M>, name: &Obj<M, Str<M>>) -> R<Value<M>> {
        if let Some(found) = self.get_attr_opt(module, name)? {
            return Ok(found);
        }
        let from = module.downcast::<Module<M>>().map_or("<unknown>".to_owned(), |m| m.name.to_string());
        if let Some(found) = get_str::<M>(self.interp().modules(), &format!("{from}.{}", name.as_str())) {
            return Ok(found);
        }
        let place = match module.downcast::<Module<M>>() {
            Some(m) => get_name::<M>(&m.namespace, &self.interp().types().names.file),
            None => None,
        };
        let place = place.as_ref().and_then(|p| p.downcast::<Str<M>>()).map_or("unknown location", |s| s.as_str());
        let message = format!("cannot import name '{}' from '{from}' ({place})", name.as_str());
        Err(self.raise(Exc::Import, message))
    }

    /// IMPORT_STAR.
    pub(crate) fn import_star(&mut self, module: &Value<M>, namespace: &Obj<M, Dict<M>>) -> R<()> {
        let Some(module) = module.downcast::<Module<M>>().cloned() else { return Ok(()) };
        let all = get_name::<M>(&module.namespace, &self.interp().types().names.all);
        let names: Vec<Value<M>> = match all {
            Some(all) => self.collect_vec(&all)?,
            None => {
                let table = self.dict_copy(&module.namespace);
                let public =
                    |e: &&Entry<M, Value<M>>| e.key.downcast::<Str<M>>().is_some_and(|s| !s.as_str().starts_with('_'));
                table.iter().filter(public).map(|e| e.key.clone()).collect()
            }
        };
        for name in names {
            let Some(text) = name.downcast::<Str<M>>() else { continue };
            let text = self.interp().intern_str(text);
            let value = self.get_attr(module.as_value(), &text)?;
            set_name::<M>(namespace, &text, value);
        }
        Ok(())
    }
}
