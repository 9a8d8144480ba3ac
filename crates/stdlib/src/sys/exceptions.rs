//! The exception that is being handled, and exceptions as text.

use super::write_error;
use crate::shape;
use taipan_vm::body::{Exception, Module};
use taipan_vm::report::report;
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// Adds the functions.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(
        thread,
        module,
        &[
            ("exc_info", exc_info),
            ("exception", exception),
            ("excepthook", excepthook),
            ("__excepthook__", excepthook),
            ("__print_exception__", print_exception),
            ("__format_exception__", format_exception),
        ],
    );
}

/// The exception that is being handled, or None: whatever is raised now has it as its context.
fn handled<M: Model>(thread: &mut Thread<M>) -> Value<M> {
    let _raised = thread.raise_class(Exc::Exception, vec![]);
    let probe = thread.take_error();
    let probe = probe.downcast::<Exception<M>>();
    probe.map_or(Value::<M>::NONE, |it| it.open(|it| &it.state).context.clone())
}

fn exc_info<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "sys.exc_info")?;
    let handled = handled(thread);
    if handled.is_none() {
        return Ok(make::tuple::<M>([handled.clone(), handled.clone(), handled]));
    }
    let class = thread.class_of(&handled).as_value().clone();
    let traceback = thread.traceback_of(&handled);
    Ok(make::tuple::<M>([class, handled, traceback]))
}

fn exception<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "sys.exception")?;
    Ok(handled(thread))
}

/// `excepthook(class, exception, traceback)`.
fn excepthook<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [_, exception, _] = args.exactly(thread, "excepthook")?;
    print(thread, exception);
    Ok(Value::<M>::NONE)
}

fn print_exception<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [exception] = args.exactly(thread, "__print_exception__")?;
    print(thread, exception);
    Ok(Value::<M>::NONE)
}

fn print<M: Model>(thread: &mut Thread<M>, exception: &Value<M>) {
    let text = report(thread, exception);
    write_error(thread, &text);
}

fn format_exception<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [exception] = args.exactly(thread, "__format_exception__")?;
    Ok(make::str::<M>(report(thread, exception)))
}
