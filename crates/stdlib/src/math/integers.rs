//! Functions of ints.

use super::int;
use crate::shape;
use num_bigint::BigInt;
use num_traits::One;
use taipan_vm::body::Module;
use taipan_vm::text::{Int, IntRef, int as ints};
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// Adds the functions.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(
        thread,
        module,
        &[
            ("gcd", |thread, args| fold(thread, args, 0, ints::gcd)),
            ("lcm", |thread, args| fold(thread, args, 1, ints::lcm)),
            ("isqrt", isqrt),
            ("factorial", factorial),
            ("comb", comb),
            ("perm", perm),
        ],
    );
}

fn fold<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    start: i64,
    f: fn(IntRef<'_>, IntRef<'_>) -> Int,
) -> R<Value<M>> {
    let mut result = Int::Small(start);
    for value in args.list() {
        let n = int(thread, value)?;
        result = f(result.as_ref(), n.as_ref());
    }
    Ok(make::number::<M>(result))
}

fn isqrt<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [n] = args.exactly(thread, "math.isqrt")?;
    let n = int(thread, n)?;
    match ints::isqrt(n.as_ref()) {
        Ok(root) => Ok(make::number::<M>(root)),
        Err(error) => Err(thread.text_error(error)),
    }
}

fn factorial<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [n] = args.exactly(thread, "math.factorial")?;
    let n = int(thread, n)?;
    if n.as_ref().is_negative() {
        return Err(thread.value_error("factorial() not defined for negative values"));
    }
    match n {
        Int::Small(n) => Ok(make::big::<M>(product(1, n as u64))),
        Int::Big(_) => {
            let message = format!("factorial() argument should not exceed {}", i64::MAX);
            Err(thread.raise(Exc::Overflow, message))
        }
    }
}

/// The product of the numbers after `low` up to `high`, halves first, so that large factors meet large ones.
fn product(low: u64, high: u64) -> BigInt {
    const FEW: u64 = 16;
    if high <= low {
        return BigInt::one();
    }
    if high - low <= FEW {
        return (low + 1..=high).map(BigInt::from).product();
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle, high)
}

/// Two numbers that are not negative, the first of any size.
fn n_and_k<M: Model>(thread: &mut Thread<M>, n: &Value<M>, k: &Value<M>) -> R<(BigInt, BigInt)> {
    let (n, k) = (int(thread, n)?, int(thread, k)?);
    for (name, number) in [("n", &n), ("k", &k)] {
        if number.as_ref().is_negative() {
            return Err(thread.value_error(format!("{name} must be a non-negative integer")));
        }
    }
    Ok((n.into_big(), k.into_big()))
}

fn comb<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [n, k] = args.exactly(thread, "comb")?;
    let (n, k) = n_and_k(thread, n, k)?;
    if k > n {
        return Ok(make::int::<M>(0));
    }
    let k = k.clone().min(&n - k);
    let Ok(k) = u64::try_from(&k) else {
        return Err(thread.raise(Exc::Overflow, format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    let mut result = BigInt::one();
    for i in 0..k {
        // Exact: the product of i + 1 numbers in a row is divisible by (i + 1)!.
        result = result * (&n - i) / (i + 1);
    }
    Ok(make::big::<M>(result))
}

/// `perm(n, k=None)`.
fn perm<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let list = args.between(thread, "perm", 1, 2)?;
    let Some(k) = list.get(1).filter(|it| !it.is_none()) else {
        return factorial(thread, Args::positional(&list[..1]));
    };
    let (n, k) = n_and_k(thread, &list[0], k)?;
    if k > n {
        return Ok(make::int::<M>(0));
    }
    let Ok(k) = u64::try_from(&k) else {
        return Err(thread.raise(Exc::Overflow, format!("k must not exceed {}", i64::MAX)));
    };
    Ok(make::big::<M>((0..k).map(|i| &n - i).product()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_factorials() {
        assert_eq!(product(1, 0), BigInt::one());
        assert_eq!(product(1, 20), BigInt::from(2_432_902_008_176_640_000_u64));
        assert_eq!(product(1, 100), (1..=100).map(BigInt::from).product());
    }
}
