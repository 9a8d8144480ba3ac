//! `hashlib`: the SHA-2 family.

use crate::{shape, take};
use parking_lot::Mutex;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use std::sync::Arc;
use taipan_vm::body::{Class, Module};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Inputs from this many bytes on are hashed outside the gate: `HASHLIB_GIL_MINSIZE` of CPython.
const OUTSIDE_FROM: usize = 2048;

/// A hash of the family.
struct Family {
    name: &'static str,
    block_size: usize,
    new: fn() -> Box<dyn Hasher>,
}

/// What is common to the hashes of the family.
trait Hasher: Send + Sync {
    fn absorb(&mut self, data: &[u8]);
    fn digest(&self) -> Vec<u8>;
    fn digest_size(&self) -> usize;
    fn copy(&self) -> Box<dyn Hasher>;
}

impl<D: Digest + Clone + Send + Sync + 'static> Hasher for D {
    fn absorb(&mut self, data: &[u8]) {
        self.update(data);
    }

    fn digest(&self) -> Vec<u8> {
        self.clone().finalize().to_vec()
    }

    fn digest_size(&self) -> usize {
        <D as Digest>::output_size()
    }

    fn copy(&self) -> Box<dyn Hasher> {
        Box::new(self.clone())
    }
}

const FAMILIES: &[Family] = &[
    Family { name: "sha224", block_size: 64, new: || Box::new(Sha224::new()) },
    Family { name: "sha256", block_size: 64, new: || Box::new(Sha256::new()) },
    Family { name: "sha384", block_size: 128, new: || Box::new(Sha384::new()) },
    Family { name: "sha512", block_size: 128, new: || Box::new(Sha512::new()) },
];

/// A hash in progress. Threads that update the same one take turns.
struct Hash {
    family: &'static Family,
    state: Arc<Mutex<Box<dyn Hasher>>>,
}

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    let methods: shape::Natives<'_, M> = &[
        ("update", update),
        ("digest", |thread, args| finish(thread, args).map(|it| make::bytes::<M>(it))),
        ("hexdigest", |thread, args| finish(thread, args).map(|it| make::str::<M>(hex(&it)))),
        ("copy", copy),
        ("__repr__", repr),
    ];
    let getters: shape::Natives<'_, M> = &[
        ("name", |thread, args| Ok(make::str::<M>(hash_of(thread, args)?.family.name))),
        ("block_size", |thread, args| Ok(make::size::<M>(hash_of(thread, args)?.family.block_size))),
        ("digest_size", |thread, args| Ok(make::size::<M>(hash_of(thread, args)?.state.lock().digest_size()))),
    ];
    let class = shape::class(thread, "_hashlib", "HASH", methods, getters);
    let makers: shape::Natives<'_, M> = &[
        ("sha224", |thread, args| new_named(thread, args, &FAMILIES[0])),
        ("sha256", |thread, args| new_named(thread, args, &FAMILIES[1])),
        ("sha384", |thread, args| new_named(thread, args, &FAMILIES[2])),
        ("sha512", |thread, args| new_named(thread, args, &FAMILIES[3])),
        ("new", new),
    ];
    shape::closures(thread, module, class.as_value(), makers);
    let names =
        thread.set_table(&make::tuple::<M>(FAMILIES.iter().map(|it| make::str::<M>(it.name)).collect::<Vec<_>>()))?;
    let names = Obj::<M, _>::new(taipan_vm::body::Set::<M>::new(names)).into_value();
    shape::define(thread, module, "algorithms_available", names.clone());
    shape::define(thread, module, "algorithms_guaranteed", names);
    Ok(())
}

/// `new(name, data=b"")`.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [name, data, _security] = args.named(thread, "new", ["name", "data", "*usedforsecurity"], 1)?;
    let name = take::text(thread, "new()", name.expect("required"))?;
    match FAMILIES.iter().find(|it| it.name.eq_ignore_ascii_case(&name)) {
        Some(family) => make_hash(thread, args, family, data),
        None => Err(thread.value_error(format!("unsupported hash type {name}"))),
    }
}

fn new_named<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, family: &'static Family) -> R<Value<M>> {
    let [data, _security] = args.named(thread, family.name, ["string", "*usedforsecurity"], 0)?;
    make_hash(thread, args, family, data)
}

fn make_hash<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    family: &'static Family,
    data: Option<&Value<M>>,
) -> R<Value<M>> {
    let hash = Hash { family, state: Arc::new(Mutex::new((family.new)())) };
    if let Some(data) = data {
        absorb(thread, &hash, data)?;
    }
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of hashes");
    Ok(make::handle::<M>(class, hash))
}

fn hash_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a Hash> {
    take::receiver(thread, args.values, "_hashlib.HASH")
}

fn absorb<M: Model>(thread: &mut Thread<M>, hash: &Hash, data: &Value<M>) -> R<()> {
    if data.downcast::<taipan_vm::body::Str<M>>().is_some() {
        return Err(thread.type_error("Strings must be encoded before hashing"));
    }
    let data = match take::bytes(thread, data) {
        Ok(data) => data,
        Err(_) => {
            thread.take_error();
            return Err(thread.type_error("object supporting the buffer API required"));
        }
    };
    let state = &hash.state;
    // A state in use by another thread is waited for outside too, or its owner might wait for the gate in turn.
    match state.try_lock().filter(|_| data.len() < OUTSIDE_FROM) {
        Some(mut state) => state.absorb(&data),
        None => thread.blocking(|| state.lock().absorb(&data)),
    }
    Ok(())
}

fn update<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let hash = hash_of(thread, args)?;
    let [_, data] = args.exactly(thread, "update")?;
    absorb(thread, hash, data)?;
    Ok(Value::<M>::NONE)
}

fn finish<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Vec<u8>> {
    let hash = hash_of(thread, args)?;
    let [_] = args.exactly(thread, "digest")?;
    Ok(hash.state.lock().digest())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn copy<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let hash = hash_of(thread, args)?;
    let [receiver] = args.exactly(thread, "copy")?;
    let state = Arc::new(Mutex::new(hash.state.lock().copy()));
    let class = thread.class_of(receiver).clone();
    Ok(make::handle::<M>(&class, Hash { family: hash.family, state }))
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let name = hash_of(thread, args)?.family.name;
    Ok(make::str::<M>(format!("<{name} _hashlib.HASH object @ {:#x}>", args.values[0].bits())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standard() {
        // From FIPS 180-2, appendices B and C: the message "abc".
        let starts = ["23097d22", "ba7816bf", "cb00753f", "ddaf35a1"];
        for (family, start) in FAMILIES.iter().zip(starts) {
            let mut hash = (family.new)();
            hash.absorb(b"abc");
            assert!(hex(&hash.digest()).starts_with(start), "{}", family.name);
        }
    }
}
