//! The built-in classes and their methods: one file per class.

mod arguments;
mod bool;
pub(crate) mod bytearray;
mod bytes;
mod class;
mod code;
mod coroutine;
mod deque;
mod descriptor;
mod dict;
mod dunder;
mod exception;
mod float;
mod function;
pub(crate) mod generator;
mod int;
pub(crate) mod list;
mod module;
mod names;
pub(crate) mod object;
mod protocol;
mod range;
pub(crate) mod receiver;
mod set;
pub(crate) mod sort;
mod str;
mod super_;
mod tuple;
mod view;

pub use names::Names;

use crate::body::{
    BoundMethod, Class, ClassFlags, DictView, Iter, Native, NativeFn, Over, Resumes, Shapes, Table, ViewOf, kind,
};
use crate::error::Exc;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use taipan_heap::Inner;

/// The built-in classes, and names that the interpreter itself looks up.
pub struct Types<M: Model> {
    /// `object`.
    pub object: Obj<M, Class<M>>,
    /// `type`.
    pub type_: Obj<M, Class<M>>,
    /// Class of immediate values and of bodies, by [`class number`](class_number).
    by_number: Box<[Obj<M, Class<M>>]>,
    exceptions: Box<[Obj<M, Class<M>>]>,
    /// Names that the interpreter itself looks up.
    pub names: Names<M>,
    /// One-character strings, so that iterating over text makes no objects.
    pub ascii: Box<[Value<M>]>,
    /// The empty tuple.
    pub empty_tuple: Value<M>,
}

/// Numbers of classes that have no kind of body of their own.
mod number {
    use super::{Over, kind};
    pub const NONE: usize = kind::COUNT;
    pub const BOOL: usize = kind::COUNT + 1;
    pub const INT: usize = kind::BIG_INT as usize;
    pub const FLOAT: usize = kind::COUNT + 2;
    pub const ELLIPSIS: usize = kind::COUNT + 3;
    pub const NOT_IMPLEMENTED: usize = kind::COUNT + 4;
    pub const DICT_VALUES: usize = kind::COUNT + 5;
    pub const DICT_ITEMS: usize = kind::COUNT + 6;
    /// Iterators, each at the number of what it goes over.
    pub const ITERATORS: usize = kind::COUNT + 7;
    pub const COUNT: usize = ITERATORS + Over::ALL.len();
}

/// Name of each class by number; bodies that have classes of their own are left out.
const NAMES: &[(usize, &str)] = &[
    (kind::STR as usize, "str"),
    (kind::BYTES as usize, "bytes"),
    (number::INT, "int"),
    (kind::LIST as usize, "list"),
    (kind::TUPLE as usize, "tuple"),
    (kind::DICT as usize, "dict"),
    (kind::SET as usize, "set"),
    (kind::FROZEN_SET as usize, "frozenset"),
    (kind::FUNCTION as usize, "function"),
    (kind::NATIVE as usize, "builtin_function_or_method"),
    (kind::BOUND_METHOD as usize, "method"),
    (kind::GENERATOR as usize, "generator"),
    (kind::COROUTINE as usize, "coroutine"),
    (kind::MODULE as usize, "module"),
    (kind::CELL as usize, "cell"),
    (kind::CODE as usize, "code"),
    (kind::SLICE as usize, "slice"),
    (kind::RANGE as usize, "range"),
    (kind::ITER as usize, "iterator"),
    (kind::PROPERTY as usize, "property"),
    (kind::STATIC_METHOD as usize, "staticmethod"),
    (kind::CLASS_METHOD as usize, "classmethod"),
    (kind::SUPER as usize, "super"),
    (kind::TRACEBACK as usize, "traceback"),
    (kind::BYTE_ARRAY as usize, "bytearray"),
    (kind::DICT_VIEW as usize, "dict_keys"),
    (kind::DEQUE as usize, "deque"),
    (number::NONE, "NoneType"),
    (number::FLOAT, "float"),
    (number::ELLIPSIS, "ellipsis"),
    (number::NOT_IMPLEMENTED, "NotImplementedType"),
    (number::DICT_VALUES, "dict_values"),
    (number::DICT_ITEMS, "dict_items"),
];

impl<M: Model> Types<M> {
    /// A string of one character.
    #[inline]
    pub fn char(&self, c: char) -> Value<M> {
        match self.ascii.get(c as usize) {
            Some(known) => known.clone(),
            None => make::str::<M>(c.encode_utf8(&mut [0; 4])),
        }
    }

    pub(crate) fn new(interp: &Interp<M>) -> Self {
        let object = bare::<M>("object", None, 0);
        let type_ = bare::<M>("type", Some(&object), kind::CLASS);
        let mut by_number = vec![object.clone(); number::COUNT];
        for &(number, name) in NAMES {
            let layout = if number < kind::COUNT { number as u8 } else { 0 };
            by_number[number] = bare::<M>(name, Some(&object), layout);
        }
        by_number[kind::CLASS as usize] = type_.clone();
        for &over in Over::ALL {
            by_number[number::ITERATORS + over as usize] = bare::<M>(over.class_name(), Some(&object), kind::ITER);
        }
        by_number[number::BOOL] = bare::<M>("bool", Some(&by_number[number::INT]), kind::BIG_INT);
        let mut exceptions: Vec<Obj<M, Class<M>>> = Vec::new();
        for &exception in Exc::ALL {
            let base = exceptions.get(exception.base() as usize).unwrap_or(&object).clone();
            let class = bare::<M>(exception.name(), Some(&base), kind::EXCEPTION);
            class.flags.set(ClassFlags::EXCEPTION);
            exceptions.push(class);
        }
        let ascii = (0..128u8).map(|c| make::str::<M>((c as char).to_string())).collect();
        Self {
            object,
            type_,
            by_number: by_number.into(),
            exceptions: exceptions.into(),
            names: Names::new(interp),
            ascii,
            empty_tuple: make::tuple::<M>([]),
        }
    }

    /// The class of a built-in exception.
    #[inline]
    pub fn exception(&self, exception: Exc) -> &Obj<M, Class<M>> {
        &self.exceptions[exception as usize]
    }

    /// All classes of built-in exceptions.
    pub fn exceptions(&self) -> &[Obj<M, Class<M>>] {
        &self.exceptions
    }

    /// The class of iterators over something.
    pub fn of_iterator(&self, over: Over) -> &Obj<M, Class<M>> {
        &self.by_number[number::ITERATORS + over as usize]
    }

    /// All built-in classes, some more than once.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Obj<M, Class<M>>> {
        self.by_number.iter().chain(&self.exceptions)
    }

    /// The class of bodies of a kind.
    #[inline]
    pub fn of_kind(&self, kind: u8) -> &Obj<M, Class<M>> {
        &self.by_number[kind as usize]
    }

    /// `int`.
    pub fn int(&self) -> &Obj<M, Class<M>> {
        &self.by_number[number::INT]
    }

    /// `float`.
    pub fn float(&self) -> &Obj<M, Class<M>> {
        &self.by_number[number::FLOAT]
    }

    /// `bool`.
    pub fn bool(&self) -> &Obj<M, Class<M>> {
        &self.by_number[number::BOOL]
    }

    /// The class of a value that is no instance, exception or handle.
    #[inline]
    pub fn of_plain(&self, value: &Value<M>) -> &Obj<M, Class<M>> {
        let number = if value.is_object() {
            match value.kind() {
                kind::DICT_VIEW => match value.downcast::<DictView<M>>().map(|view| view.of) {
                    Some(ViewOf::Values) => number::DICT_VALUES,
                    Some(ViewOf::Items) => number::DICT_ITEMS,
                    _ => kind::DICT_VIEW as usize,
                },
                kind::BOUND_METHOD => {
                    value.downcast::<BoundMethod<M>>().map_or(0, |method| match method.function.kind() {
                        kind::NATIVE => kind::NATIVE as usize,
                        _ => kind::BOUND_METHOD as usize,
                    })
                }
                kind::ITER => value.downcast::<Iter<M>>().map_or(0, |iter| number::ITERATORS + iter.over as usize),
                kind => kind as usize,
            }
        } else if value.is_int() {
            number::INT
        } else if value.is_float() {
            number::FLOAT
        } else if value.as_bool().is_some() {
            number::BOOL
        } else if value.is_none() {
            number::NONE
        } else if value.is(&Value::<M>::ELLIPSIS) {
            number::ELLIPSIS
        } else {
            number::NOT_IMPLEMENTED
        };
        &self.by_number[number]
    }

    /// A built-in class with one base.
    pub fn new_class(&self, interp: &Interp<M>, name: &str, base: Obj<M, Class<M>>, layout: u8) -> Obj<M, Class<M>> {
        let class = bare::<M>(name, Some(&base), layout);
        class.flags.set(base.flags.bits() & ClassFlags::EXCEPTION);
        self.add(interp, &class, "__module__", make::str::<M>("builtins"));
        class
    }

    /// Adds an attribute to a built-in class that nobody has seen yet.
    pub fn add(&self, interp: &Interp<M>, class: &Obj<M, Class<M>>, name: &str, value: Value<M>) {
        if let Some(part) = value.header().filter(|part| matches!(part.kind(), kind::NATIVE | kind::PROPERTY)) {
            part.immortalise();
        }
        let name = interp.intern(name);
        let hash = name.hash();
        let mut table = class.open(|c| &c.namespace);
        match table.find_name(&name).and_then(|n| table.entry_mut(n)) {
            Some(entry) => drop(std::mem::replace(&mut entry.value, value)),
            None => drop(table.insert_new(name.into_value(), hash, value)),
        }
    }

    /// Adds native methods to a built-in class.
    pub fn add_methods(&self, interp: &Interp<M>, class: &Obj<M, Class<M>>, methods: &[(&'static str, NativeFn<M>)]) {
        for &(name, call) in methods {
            self.add(interp, class, name, Obj::<M, _>::new(Native::<M>::method(name, call)).into_value());
        }
    }

    /// Adds a method that resumes a generator, its receiver.
    pub fn add_resuming(
        &self,
        interp: &Interp<M>,
        class: &Obj<M, Class<M>>,
        name: &'static str,
        call: NativeFn<M>,
        resumes: Resumes,
    ) {
        let native = Native::<M> { resumes, ..Native::method(name, call) };
        self.add(interp, class, name, Obj::<M, _>::new(native).into_value());
    }

    /// Adds attributes that are computed by a native function of the object.
    pub fn add_getters(&self, interp: &Interp<M>, class: &Obj<M, Class<M>>, getters: &[(&'static str, NativeFn<M>)]) {
        for &(name, call) in getters {
            let (set, delete) = (Value::<M>::NONE, Value::<M>::NONE);
            let get = Obj::<M, _>::new(Native::<M>::new(name, call));
            get.immortalise();
            let property = crate::body::Property::<M> { get: get.into_value(), set, delete };
            self.add(interp, class, name, Obj::<M, _>::new(property).into_value());
        }
    }
}

/// A class with nothing in it.
fn bare<M: Model>(name: &str, base: Option<&Obj<M, Class<M>>>, layout: u8) -> Obj<M, Class<M>> {
    let ancestors: Vec<_> =
        base.into_iter().chain(base.into_iter().flat_map(|b| b.ancestors.iter())).cloned().collect();
    let class = Obj::<M, _>::new(Class::<M> {
        name: name.into(),
        bases: base.into_iter().cloned().collect(),
        ancestors: ancestors.into(),
        metaclass: None,
        namespace: Inner::new(Table::default()),
        layout,
        flags: ClassFlags::new(ClassFlags::BUILT_IN),
        slots: None,
        shapes: Shapes::new(),
        construct: crate::body::ConstructCache::default(),
    });
    class.immortalise();
    class
}

/// Fills the built-in classes with their methods, once all classes exist.
pub(crate) fn fill<M: Model>(interp: &Interp<M>) {
    let types = interp.types();
    class::add_docs(interp, types);
    let fills: &[fn(&Interp<M>, &Types<M>)] = &[
        object::fill,
        class::fill,
        str::fill,
        bytes::fill,
        bytearray::fill,
        int::fill,
        bool::fill,
        float::fill,
        list::fill,
        tuple::fill,
        dict::fill,
        view::fill,
        set::fill,
        deque::fill,
        range::fill,
        function::fill,
        code::fill,
        descriptor::fill,
        super_::fill,
        generator::fill,
        coroutine::fill,
        exception::fill,
        module::fill,
    ];
    for fill in fills {
        fill(interp, types);
    }
}
