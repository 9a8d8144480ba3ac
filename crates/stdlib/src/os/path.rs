//! `os.path`: paths as text, and what is at them.

use super::path_arg;
use crate::{shape, take};
use std::path::Path;
use taipan_vm::body::Module;
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(
        thread,
        module,
        &[
            ("join", join_paths),
            ("split", split_path),
            ("splitext", split_extension),
            ("basename", |thread, args| text(thread, args, "basename", |it| split(it).1.to_owned())),
            ("dirname", |thread, args| text(thread, args, "dirname", |it| split(it).0.to_owned())),
            ("normpath", |thread, args| text(thread, args, "normpath", normalize)),
            ("abspath", |thread, args| text(thread, args, "abspath", absolute)),
            ("realpath", |thread, args| text(thread, args, "realpath", real)),
            ("expanduser", |thread, args| text(thread, args, "expanduser", expand_user)),
            ("isabs", |thread, args| test(thread, args, "isabs", Path::is_absolute)),
            ("exists", |thread, args| test(thread, args, "exists", Path::exists)),
            ("isfile", |thread, args| test(thread, args, "isfile", Path::is_file)),
            ("isdir", |thread, args| test(thread, args, "isdir", Path::is_dir)),
            ("islink", |thread, args| test(thread, args, "islink", Path::is_symlink)),
            ("getsize", getsize),
        ],
    );
    for (name, value) in [("sep", "/"), ("pardir", ".."), ("curdir", "."), ("pathsep", ":"), ("extsep", ".")] {
        shape::define(thread, module, name, make::str::<M>(value));
    }
    Ok(())
}

fn text<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, change: fn(&str) -> String) -> R<Value<M>> {
    let [path] = args.exactly(thread, name)?;
    let path = path_arg(thread, name, path)?;
    Ok(make::str::<M>(change(&path)))
}

fn test<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, test: fn(&Path) -> bool) -> R<Value<M>> {
    let [path] = args.exactly(thread, name)?;
    let path = path_arg(thread, name, path)?;
    Ok(Value::<M>::bool(thread.blocking(|| test(Path::new(&path)))))
}

fn join_paths<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let mut joined: Option<String> = None;
    for path in args.list() {
        let path = path_arg(thread, "join", path)?;
        joined = Some(joined.map_or(path.clone(), |it| join(it, &path)));
    }
    match joined {
        Some(joined) => Ok(make::str::<M>(joined)),
        None => Err(thread.type_error("join() missing 1 required positional argument: 'a'")),
    }
}

fn split_path<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [path] = args.exactly(thread, "split")?;
    let path = path_arg(thread, "split", path)?;
    let (head, tail) = split(&path);
    Ok(make::tuple::<M>([make::str::<M>(head), make::str::<M>(tail)]))
}

fn split_extension<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [path] = args.exactly(thread, "splitext")?;
    let path = path_arg(thread, "splitext", path)?;
    let (root, extension) = path.split_at(extension_at(&path));
    Ok(make::tuple::<M>([make::str::<M>(root), make::str::<M>(extension)]))
}

fn getsize<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [path] = args.exactly(thread, "getsize")?;
    let path = take::text(thread, "getsize()", path)?;
    match std::fs::metadata(&path) {
        Ok(metadata) => Ok(make::int::<M>(metadata.len() as i64)),
        Err(error) => Err(thread.os_error(&error, Some(&path))),
    }
}

fn join(mut left: String, right: &str) -> String {
    if right.starts_with('/') {
        return right.to_owned();
    }
    if !left.is_empty() && !left.ends_with('/') {
        left.push('/');
    }
    left + right
}

/// What stands before and after the last slash; the head loses its slashes unless it is made of them.
fn split(path: &str) -> (&str, &str) {
    let (head, tail) = path.split_at(path.rfind('/').map_or(0, |it| it + 1));
    let trimmed = head.trim_end_matches('/');
    (if trimmed.is_empty() { head } else { trimmed }, tail)
}

/// Where the extension begins, its dot included; a name that only begins with dots has none.
fn extension_at(path: &str) -> usize {
    let name = path.rfind('/').map_or(0, |it| it + 1);
    let stem = path[name..].trim_start_matches('.');
    let hidden = path.len() - stem.len();
    stem.rfind('.').map_or(path.len(), |it| hidden + it)
}

fn normalize(path: &str) -> String {
    if path.is_empty() {
        return ".".to_owned();
    }
    let root = match path.len() - path.trim_start_matches('/').len() {
        0 => "",
        2 => "//",
        _ => "/",
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => drop(parts.pop()),
            ".." if !root.is_empty() => {}
            part => parts.push(part),
        }
    }
    let normal = format!("{root}{}", parts.join("/"));
    if normal.is_empty() { ".".to_owned() } else { normal }
}

fn absolute(path: &str) -> String {
    let folder = std::env::current_dir().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    normalize(&join(folder, path))
}

fn real(path: &str) -> String {
    std::fs::canonicalize(path).map_or_else(|_| absolute(path), |it| it.to_string_lossy().into_owned())
}

fn expand_user(path: &str) -> String {
    match (path.strip_prefix('~'), std::env::var("HOME")) {
        (Some(rest), Ok(home)) if rest.is_empty() || rest.starts_with('/') => {
            home.trim_end_matches('/').to_owned() + rest
        }
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_as_python_cuts_them() {
        assert_eq!(split("/a/b"), ("/a", "b"));
        assert_eq!(split("//"), ("//", ""));
        assert_eq!(split("a//b/"), ("a//b", ""));
        for (path, extension) in [("a.b/c", ""), (".rc", ""), ("a.tar.gz", ".gz"), ("x/..a.b", ".b"), ("a.", ".")] {
            assert_eq!(&path[extension_at(path)..], extension, "{path}");
        }
    }

    #[test]
    fn paths_are_put_together_as_python_does() {
        assert_eq!(join("a".to_owned(), "b"), "a/b");
        assert_eq!(join("a/".to_owned(), "/b"), "/b");
        assert_eq!(join(String::new(), "b"), "b");
        for (path, normal) in [("a/./b/../c", "a/c"), ("/../x", "/x"), ("../..", "../.."), ("//a", "//a"), ("", ".")] {
            assert_eq!(normalize(path), normal);
        }
    }
}
