//! What `sys` tells of the interpreter and the machine.

use crate::shape;
use taipan_vm::body::Module;
use taipan_vm::{Model, Obj, Placement, R, Thread, Value, make};

/// The language's version, as `sys.version_info` has it.
const VERSION: [i64; 3] = [3, 11, 0];

/// Adds the constants.
pub(super) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    let [major, minor, micro] = VERSION;
    let taipan = env!("CARGO_PKG_VERSION");
    let executable = std::env::current_exe().map(|it| it.display().to_string()).unwrap_or_default();
    let placement = match thread.interp().config.placement {
        Placement::CallsAndLoops => "calls-and-loops",
        Placement::EveryOp => "every-op",
    };
    let texts = [
        ("version", format!("{major}.{minor}.{micro} (taipan {taipan})")),
        ("platform", "linux".to_owned()),
        ("byteorder", "little".to_owned()),
        ("executable", executable),
        ("prefix", String::new()),
        ("copyright", "Copyright (c) the authors of Taipan.".to_owned()),
        ("_model", M::NAME.to_owned()),
        ("_placement", placement.to_owned()),
    ];
    for (name, text) in texts {
        shape::define(thread, module, name, make::str::<M>(text));
    }
    let numbers =
        [("maxsize", i64::MAX), ("maxunicode", 0x10_FFFF), ("hexversion", 0x030B_00F0), ("api_version", 1013)];
    shape::ints(thread, module, &numbers);
    lists(thread, module);
    let version = version_info(thread);
    shape::define(thread, module, "version_info", version.clone());
    let fields = [("name", make::str::<M>("taipan")), ("version", version), ("cache_tag", Value::<M>::NONE)];
    let implementation = shape::attributes(thread, "SimpleNamespace", &fields)?;
    shape::define(thread, module, "implementation", implementation);
    let float_info = float_info(thread);
    shape::define(thread, module, "float_info", float_info);
    Ok(())
}

fn lists<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let interp = thread.interp();
    let texts = |texts: Vec<String>| texts.into_iter().map(make::str::<M>).collect::<Vec<_>>();
    let argv = make::list::<M>(texts(interp.config.argv.clone()));
    let path = interp.config.search_path.iter().map(|it| it.display().to_string());
    let path = make::list::<M>(texts(path.collect()));
    let names = interp.module_names().into_iter().map(str::to_owned);
    let names = make::tuple::<M>(texts(names.collect()));
    for (name, value) in [("argv", argv), ("path", path), ("builtin_module_names", names)] {
        shape::define(thread, module, name, value);
    }
    shape::define(thread, module, "warnoptions", make::list::<M>(Vec::new()));
}

fn version_info<M: Model>(thread: &Thread<M>) -> Value<M> {
    let [major, minor, micro] = VERSION.map(make::int::<M>);
    let level = make::str::<M>("final");
    let serial = make::int::<M>(0);
    let fields = [("major", major), ("minor", minor), ("micro", micro), ("releaselevel", level), ("serial", serial)];
    shape::record(thread, "version_info", &fields)
}

fn float_info<M: Model>(thread: &Thread<M>) -> Value<M> {
    let (int, float) = (|n: i32| make::int::<M>(n.into()), Value::<M>::float);
    let fields = [
        ("max", float(f64::MAX)),
        ("max_exp", int(f64::MAX_EXP)),
        ("max_10_exp", int(f64::MAX_10_EXP)),
        ("min", float(f64::MIN_POSITIVE)),
        ("min_exp", int(f64::MIN_EXP)),
        ("min_10_exp", int(f64::MIN_10_EXP)),
        ("dig", int(f64::DIGITS as i32)),
        ("mant_dig", int(f64::MANTISSA_DIGITS as i32)),
        ("epsilon", float(f64::EPSILON)),
        ("radix", int(f64::RADIX as i32)),
        ("rounds", int(1)),
    ];
    shape::record(thread, "float_info", &fields)
}
