//! What a call of a class does, which the class remembers.

use super::attr::Subclass;
use crate::body::*;
use crate::error::Exc;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use std::sync::atomic::Ordering::Relaxed;

impl<M: Model> Thread<M> {
    /// What a call of a class does.
    #[inline]
    pub(crate) fn construct(&self, class: &Obj<M, Class<M>>) -> Construct {
        let epoch = self.interp().epoch.load(Relaxed);
        class.construct.get(epoch).unwrap_or_else(|| self.learn_construct(class, epoch))
    }

    #[cold]
    fn learn_construct(&self, class: &Obj<M, Class<M>>, epoch: u32) -> Construct {
        let construct = self.find_construct(class);
        class.construct.set(epoch, construct);
        construct
    }

    fn find_construct(&self, class: &Obj<M, Class<M>>) -> Construct {
        let names = &self.interp().types().names;
        if class.metaclass.is_some() {
            return Construct::Other;
        }
        if let Some(member) = self.find_member(class, &names.new) {
            let new = method_of(class, member);
            let inner = new.downcast::<StaticMethod<M>>().map_or(new, |method| &method.0);
            let native = class.flags.has(ClassFlags::BUILT_IN) && inner.kind() == kind::NATIVE;
            return if native { Construct::New(member) } else { Construct::Other };
        }
        let init = self.find_member(class, &names.init);
        if class.lookup(&names.abstract_methods).is_some() {
            return Construct::Other;
        }
        if class.flags.has(ClassFlags::EXCEPTION) {
            return self.find_exception_construct(class, init);
        }
        let ordinary = class.layout == 0 && !class.flags.has(ClassFlags::BUILT_IN);
        if ordinary { init.map_or(Construct::Plain, Construct::Init) } else { Construct::Other }
    }

    fn find_exception_construct(&self, class: &Obj<M, Class<M>>, init: Option<Member>) -> Construct {
        let types = self.interp().types();
        // These two look at their arguments.
        let special = class.is(types.exception(Exc::Os)) || class.is_subclass(types.exception(Exc::Import));
        match init {
            Some(init) if !special && method_of(class, init).kind() == kind::NATIVE => Construct::Exception,
            Some(init) if !special => Construct::Init(init),
            _ => Construct::Other,
        }
    }

    /// Where some class before `object` defines a method.
    fn find_member(&self, class: &Obj<M, Class<M>>, name: &Obj<M, Str<M>>) -> Option<Member> {
        let object = &self.interp().types().object;
        let chain = std::iter::once(class).chain(class.ancestors.iter()).enumerate().filter(|(_, c)| !c.is(object));
        let mut found = chain.filter_map(|(ancestor, c)| Some(Member { ancestor, entry: c.names().find_name(name)? }));
        found.next()
    }

    /// A method that some class before `object` defines.
    pub(crate) fn user_method(
        &self,
        class: &taipan_heap::Obj<M::Sharing, Class<M>>,
        name: &taipan_heap::Obj<M::Sharing, Str<M>>,
    ) -> Option<Value<M>> {
        let object = &self.interp().types().object;
        let mut chain = std::iter::once(class).chain(class.ancestors.iter());
        chain.find_map(|c| if c.is(object) { None } else { c.own(name) })
    }
}

/// The method that a class or its ancestor has there, to look at and not to keep across a check point.
pub(crate) fn method_of<M: Model>(class: &Obj<M, Class<M>>, member: Member) -> &Value<M> {
    let owner = if member.ancestor == 0 { class } else { &class.ancestors[member.ancestor - 1] };
    &owner.names().entry(member.entry).expect("remembered in this epoch").value
}
