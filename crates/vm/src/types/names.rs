//! Names that the interpreter itself looks up, interned once.

use crate::body::Str;
use crate::interp::Interp;
use crate::model::{Model, Obj};
use crate::ops::arith::Binary;

macro_rules! names {
    ($($field:ident $name:literal;)*) => {
        /// Names that the interpreter itself looks up.
        #[allow(missing_docs, reason = "each is the Python name in the table")]
        pub struct Names<M: Model> {
            $(pub $field: Obj<M, Str<M>>,)*
            /// For each binary operator, the names of its three methods.
            pub operators: Box<[[Obj<M, Str<M>>; 3]]>,
        }

        impl<M: Model> Names<M> {
            pub(super) fn new(interp: &Interp<M>) -> Self {
                let operators = Binary::ALL.iter().map(|op| op.methods().map(|name| interp.intern(name))).collect();
                Self { $($field: interp.intern($name),)* operators }
            }
        }
    };
}

names! {
    init "__init__"; new "__new__"; call "__call__"; repr "__repr__"; str "__str__"; format "__format__";
    hash "__hash__"; bool "__bool__"; len "__len__"; iter "__iter__"; next "__next__"; contains "__contains__";
    get_item "__getitem__"; set_item "__setitem__"; del_item "__delitem__"; missing "__missing__";
    get_attr "__getattr__"; get_attribute "__getattribute__"; set_attr "__setattr__"; del_attr "__delattr__";
    get "__get__"; set "__set__"; delete "__delete__"; set_name "__set_name__"; init_subclass "__init_subclass__";
    class_getitem "__class_getitem__"; enter "__enter__"; exit "__exit__"; del "__del__"; index "__index__";
    int "__int__"; float "__float__"; neg "__neg__"; pos "__pos__"; invert "__invert__"; abs "__abs__";
    eq "__eq__"; ne "__ne__"; lt "__lt__"; le "__le__"; gt "__gt__"; ge "__ge__"; reversed "__reversed__";
    name "__name__"; qualname "__qualname__"; module "__module__"; doc "__doc__"; dict "__dict__"; class "__class__";
    annotations "__annotations__"; slots "__slots__"; classcell "__classcell__"; match_args "__match_args__";
    instance_check "__instancecheck__"; subclass_check "__subclasscheck__"; mro_entries "__mro_entries__";
    prepare "__prepare__"; length_hint "__length_hint__"; bytes "__bytes__"; round "__round__"; trunc "__trunc__";
    file "__file__"; all "__all__"; path "__path__"; builtins "__builtins__"; wrapped "__wrapped__";
    keys "keys"; rmod "__rmod__"; send "send"; throw "throw"; close "close"; args "args"; write "write"; flush "flush";
    await_ "__await__"; aiter "__aiter__"; anext "__anext__"; aenter "__aenter__"; aexit "__aexit__";
    abstract_methods "__abstractmethods__";
}
