//! Functions of many numbers: sums, products, distances.

use crate::shape;
use taipan_vm::body::Module;
use taipan_vm::ops::arith::Binary;
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// Adds the functions.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(thread, module, &[("fsum", fsum), ("prod", prod), ("hypot", hypot), ("dist", dist)]);
}

fn fsum<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [numbers] = args.exactly(thread, "math.fsum")?;
    let mut sum = Sum::default();
    thread.for_each(numbers, |thread, number| {
        let x = thread.float_of(&number)?;
        sum.add(x);
        Ok(())
    })?;
    match sum.total() {
        Ok(total) => Ok(Value::<M>::float(total)),
        Err(NoSum::Overflow) => Err(thread.raise(Exc::Overflow, "intermediate overflow in fsum")),
        Err(NoSum::Opposites) => Err(thread.value_error("-inf + inf in fsum")),
    }
}

/// `prod(iterable, *, start=1)`.
fn prod<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [numbers, start] = args.named(thread, "prod", ["iterable", "*start"], 1)?;
    let mut product = start.cloned().unwrap_or_else(|| make::int::<M>(1));
    thread.for_each(numbers.expect("required"), |thread, number| {
        product = thread.binary(Binary::Multiply, false, &product, &number)?;
        Ok(())
    })?;
    Ok(product)
}

fn hypot<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lengths = args.list().iter().map(|it| thread.float_of(it)).collect::<R<Vec<_>>>()?;
    Ok(Value::<M>::float(norm(&lengths)))
}

fn dist<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [p, q] = args.exactly(thread, "dist")?;
    let (p, q) = (thread.collect_vec(p)?, thread.collect_vec(q)?);
    if p.len() != q.len() {
        return Err(thread.value_error("both points must have the same number of dimensions"));
    }
    let mut lengths = Vec::with_capacity(p.len());
    for (p, q) in p.iter().zip(&q) {
        lengths.push(thread.float_of(p)? - thread.float_of(q)?);
    }
    Ok(Value::<M>::float(norm(&lengths)))
}

/// The length of a vector, scaled so that no square overflows.
fn norm(lengths: &[f64]) -> f64 {
    if let &[x, y] = lengths {
        return x.hypot(y);
    }
    if lengths.iter().any(|it| it.is_infinite()) {
        return f64::INFINITY;
    }
    let largest = lengths.iter().fold(0.0, |most: f64, it| most.max(it.abs()));
    if lengths.iter().any(|it| it.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 {
        return 0.0;
    }
    // A power of two scales without rounding.
    let scale = 2f64.powi((largest.log2().floor() as i32).clamp(-1022, 1022));
    let mut squares = Sum::default();
    for length in lengths {
        let scaled = length / scale;
        let square = scaled * scaled;
        squares.add(square);
        // What rounding took from the square.
        squares.add(scaled.mul_add(scaled, -square));
    }
    squares.total().map_or(f64::INFINITY, |it| it.sqrt() * scale)
}

/// A sum of floats without loss: numbers that do not overlap, smallest first (Shewchuk 1997, as Python's `fsum`).
#[derive(Default)]
struct Sum {
    partials: Vec<f64>,
    infinities: f64,
    special: f64,
    overflowed: bool,
}

/// Why there is no sum.
enum NoSum {
    Overflow,
    Opposites,
}

impl Sum {
    fn add(&mut self, number: f64) {
        if !number.is_finite() {
            self.infinities += if number.is_infinite() { number } else { 0.0 };
            self.special += number;
            return;
        }
        let mut x = number;
        let mut kept = 0;
        for i in 0..self.partials.len() {
            let mut y = self.partials[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.overflowed |= x.is_infinite();
        self.partials.truncate(kept);
        self.partials.push(x);
    }

    fn total(mut self) -> Result<f64, NoSum> {
        if self.special != 0.0 || self.special.is_nan() {
            return if self.infinities.is_nan() { Err(NoSum::Opposites) } else { Ok(self.special) };
        }
        if self.overflowed {
            return Err(NoSum::Overflow);
        }
        let Some(mut high) = self.partials.pop() else { return Ok(0.0) };
        let mut low = 0.0;
        while let Some(y) = self.partials.pop() {
            let x = high;
            high = x + y;
            low = y - (high - x);
            if low != 0.0 {
                break;
            }
        }
        // Half-way cases go the way that the rest of the partials says.
        if let Some(&next) = self.partials.last()
            && (low < 0.0 && next < 0.0 || low > 0.0 && next > 0.0)
        {
            let y = low * 2.0;
            let x = high + y;
            if y == x - high {
                high = x;
            }
        }
        Ok(high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[f64]) -> Option<f64> {
        let mut sum = Sum::default();
        numbers.iter().for_each(|it| sum.add(*it));
        sum.total().ok()
    }

    #[test]
    fn sums_lose_nothing() {
        assert_eq!(sum(&[0.1; 10]), Some(1.0));
        assert_eq!(sum(&[1e100, 1.0, -1e100]), Some(1.0));
        assert_eq!(sum(&[1e16, 1.0, 1e-16]), Some(10_000_000_000_000_002.0));
        assert_eq!(sum(&[]), Some(0.0));
        assert_eq!(sum(&[f64::INFINITY, 1.0]), Some(f64::INFINITY));
        assert_eq!(sum(&[f64::INFINITY, f64::NEG_INFINITY]), None);
        assert_eq!(sum(&[f64::MAX, f64::MAX]), None);
    }

    #[test]
    fn norms_neither_overflow_nor_vanish() {
        let large = 2f64.powi(700);
        assert_eq!(norm(&[3.0 * large, 4.0 * large, 0.0]), 5.0 * large);
        assert_eq!(norm(&[2.0, 3.0, 6.0]), 7.0);
        assert_eq!(norm(&[]), 0.0);
    }
}
