//! Functions of floats, with the errors that C's libm leaves to its caller.

use super::{domain_error, range_error};
use crate::shape;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive};
use taipan_vm::body::Module;
use taipan_vm::text::IntRef;
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// Adds the functions.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    elementary(thread, module);
    special(thread, module);
    parts(thread, module);
}

fn elementary<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(
        thread,
        module,
        &[
            ("sqrt", |t, a| one(t, a, "math.sqrt", f64::sqrt)),
            ("cbrt", |t, a| one(t, a, "math.cbrt", f64::cbrt)),
            ("exp", |t, a| one(t, a, "math.exp", f64::exp)),
            ("exp2", |t, a| one(t, a, "math.exp2", f64::exp2)),
            ("expm1", |t, a| one(t, a, "math.expm1", f64::exp_m1)),
            ("sin", |t, a| one(t, a, "math.sin", f64::sin)),
            ("cos", |t, a| one(t, a, "math.cos", f64::cos)),
            ("tan", |t, a| one(t, a, "math.tan", f64::tan)),
            ("asin", |t, a| one(t, a, "math.asin", f64::asin)),
            ("acos", |t, a| one(t, a, "math.acos", f64::acos)),
            ("atan", |t, a| one(t, a, "math.atan", f64::atan)),
            ("sinh", |t, a| one(t, a, "math.sinh", f64::sinh)),
            ("cosh", |t, a| one(t, a, "math.cosh", f64::cosh)),
            ("tanh", |t, a| one(t, a, "math.tanh", f64::tanh)),
            ("asinh", |t, a| one(t, a, "math.asinh", f64::asinh)),
            ("acosh", |t, a| one(t, a, "math.acosh", f64::acosh)),
            ("atanh", |t, a| one(t, a, "math.atanh", |x| if x.abs() == 1.0 { f64::NAN } else { x.atanh() })),
            ("fabs", |t, a| one(t, a, "math.fabs", f64::abs)),
            ("degrees", |t, a| one(t, a, "math.degrees", |x| x * (180.0 / std::f64::consts::PI))),
            ("radians", |t, a| one(t, a, "math.radians", |x| x * (std::f64::consts::PI / 180.0))),
            ("atan2", |t, a| two(t, a, "atan2", f64::atan2)),
            ("copysign", |t, a| two(t, a, "copysign", f64::copysign)),
            ("fmod", |t, a| two(t, a, "fmod", |x, y| x % y)),
            ("remainder", |t, a| two(t, a, "remainder", remainder)),
            ("pow", |t, a| two(t, a, "pow", f64::powf)),
            ("nextafter", |t, a| two(t, a, "nextafter", next_after)),
            ("log", log),
            ("log2", |t, a| log_named(t, a, "math.log2", f64::log2)),
            ("log10", |t, a| log_named(t, a, "math.log10", f64::log10)),
            ("log1p", |t, a| one(t, a, "math.log1p", |x| if x == -1.0 { f64::NAN } else { x.ln_1p() })),
        ],
    );
}

fn special<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(
        thread,
        module,
        &[
            ("erf", |t, a| one(t, a, "math.erf", libm::erf)),
            ("erfc", |t, a| one(t, a, "math.erfc", libm::erfc)),
            ("gamma", |t, a| one(t, a, "math.gamma", |x| if is_pole(x) { f64::NAN } else { libm::tgamma(x) })),
            ("lgamma", |t, a| one(t, a, "math.lgamma", |x| if is_pole(x) { f64::NAN } else { libm::lgamma(x) })),
        ],
    );
}

fn parts<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(
        thread,
        module,
        &[
            ("floor", |t, a| rounded(t, a, "math.floor", "__floor__", f64::floor)),
            ("ceil", |t, a| rounded(t, a, "math.ceil", "__ceil__", f64::ceil)),
            ("trunc", |t, a| rounded(t, a, "math.trunc", "__trunc__", f64::trunc)),
            ("isnan", |t, a| test(t, a, "math.isnan", f64::is_nan)),
            ("isinf", |t, a| test(t, a, "math.isinf", f64::is_infinite)),
            ("isfinite", |t, a| test(t, a, "math.isfinite", f64::is_finite)),
            ("isclose", is_close),
            ("modf", modf),
            ("frexp", frexp),
            ("ldexp", ldexp),
            ("ulp", |t, a| one(t, a, "math.ulp", ulp)),
        ],
    );
}

/// Calls a function of one float; NaN out of no NaN is a domain error, infinity out of a finite number a range error.
fn one<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, f: fn(f64) -> f64) -> R<Value<M>> {
    let [x] = args.exactly(thread, name)?;
    let x = thread.float_of(x)?;
    let y = f(x);
    checked(thread, y, x.is_nan(), x.is_finite())
}

fn two<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, f: fn(f64, f64) -> f64) -> R<Value<M>> {
    let [x, y] = args.exactly(thread, name)?;
    let (x, y) = (thread.float_of(x)?, thread.float_of(y)?);
    let z = f(x, y);
    // A power of zero to something negative has no value, however infinite C calls it.
    if name == "pow" && x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(domain_error(thread));
    }
    let finite = x.is_finite() && y.is_finite() && name != "nextafter";
    checked(thread, z, x.is_nan() || y.is_nan(), finite)
}

fn checked<M: Model>(thread: &mut Thread<M>, result: f64, from_nan: bool, from_finite: bool) -> R<Value<M>> {
    if result.is_nan() && !from_nan {
        return Err(domain_error(thread));
    }
    if result.is_infinite() && from_finite {
        return Err(range_error(thread));
    }
    Ok(Value::<M>::float(result))
}

fn test<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, test: fn(f64) -> bool) -> R<Value<M>> {
    let [x] = args.exactly(thread, name)?;
    let x = thread.float_of(x)?;
    Ok(Value::<M>::bool(test(x)))
}

/// `log(x, base=e)`.
fn log<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "log", 1, 2)?;
    let x = logarithm(thread, &args[0], f64::ln)?;
    let Some(base) = args.get(1) else { return Ok(Value::<M>::float(x)) };
    let base = logarithm(thread, base, f64::ln)?;
    if base == 0.0 {
        return Err(thread.raise(Exc::ZeroDivision, "float division by zero"));
    }
    Ok(Value::<M>::float(x / base))
}

fn log_named<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, f: fn(f64) -> f64) -> R<Value<M>> {
    let [x] = args.exactly(thread, name)?;
    logarithm(thread, x, f).map(Value::<M>::float)
}

/// A logarithm; an int too large for a float is taken apart first.
fn logarithm<M: Model>(thread: &mut Thread<M>, value: &Value<M>, f: fn(f64) -> f64) -> R<f64> {
    if let Some(IntRef::Big(big)) = make::int_ref::<M>(value)
        && big.is_positive()
        && IntRef::Big(big).to_f64().is_err()
    {
        // 60 bits are more than a float keeps; the lowest stands for all that are cut off.
        const KEPT: u64 = 60;
        let cut = big.bits().saturating_sub(KEPT);
        let top: BigInt = big >> cut;
        let exact = (&top << cut) == *big;
        let top = (top.to_u64().unwrap_or(u64::MAX) | u64::from(!exact)) as f64;
        let bits = big.bits().min(KEPT) as i32;
        return Ok(f(top / 2f64.powi(bits)) + big.bits() as f64 * f(2.0));
    }
    let x = thread.float_of(value)?;
    if x <= 0.0 {
        return Err(domain_error(thread));
    }
    Ok(f(x))
}

/// Rounds to an int: a float by `round`, an int not at all, anything else by its own method.
fn rounded<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    method: &str,
    round: fn(f64) -> f64,
) -> R<Value<M>> {
    let [value] = args.exactly(thread, name)?;
    if let Some(n) = make::int_ref::<M>(value) {
        return Ok(make::number::<M>(n.to_int()));
    }
    if !value.is_float()
        && let Some(method) = thread.special_named(value, method)
    {
        return thread.call(&method, std::slice::from_ref(value));
    }
    if name == "math.trunc" && !value.is_float() {
        let class = thread.type_name(value);
        return Err(thread.type_error(format!("type {class} doesn't define __trunc__ method")));
    }
    let x = round(thread.float_of(value)?);
    match BigInt::from_f64(x) {
        Some(n) => Ok(make::big::<M>(n)),
        None if x.is_nan() => Err(thread.value_error("cannot convert float NaN to integer")),
        None => Err(thread.raise(Exc::Overflow, "cannot convert float infinity to integer")),
    }
}

fn is_close<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [a, b, relative, absolute] = args.named(thread, "isclose", ["a", "b", "*rel_tol", "*abs_tol"], 2)?;
    let mut float = |value: Option<&Value<M>>, default| value.map_or(Ok(default), |it| thread.float_of(it));
    let (a, b) = (float(a, 0.0)?, float(b, 0.0)?);
    let (relative, absolute) = (float(relative, 1e-9)?, float(absolute, 0.0)?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(thread.value_error("tolerances must be non-negative"));
    }
    let close = if a == b {
        true
    } else if a.is_infinite() || b.is_infinite() {
        false
    } else {
        let distance = (a - b).abs();
        distance <= (relative * b).abs() || distance <= (relative * a).abs() || distance <= absolute
    };
    Ok(Value::<M>::bool(close))
}

fn modf<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [x] = args.exactly(thread, "math.modf")?;
    let x = thread.float_of(x)?;
    let fraction = if x.is_infinite() { 0.0 } else { x.fract() };
    let pair = [fraction.copysign(x), x.trunc()];
    Ok(make::tuple::<M>(pair.map(Value::<M>::float)))
}

fn frexp<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [x] = args.exactly(thread, "math.frexp")?;
    let (mantissa, exponent) = take_apart(thread.float_of(x)?);
    Ok(make::tuple::<M>([Value::<M>::float(mantissa), make::int::<M>(exponent)]))
}

fn ldexp<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [x, exponent] = args.exactly(thread, "ldexp")?;
    let x = thread.float_of(x)?;
    let exponent = match super::int(thread, exponent)? {
        taipan_vm::text::Int::Small(n) => n,
        taipan_vm::text::Int::Big(n) => {
            if n.is_negative() {
                i64::MIN
            } else {
                i64::MAX
            }
        }
    };
    let scaled = scale(x, exponent);
    checked(thread, scaled, x.is_nan(), x.is_finite())
}

/// A float as a mantissa from 0.5 up to 1 and a power of two.
fn take_apart(x: f64) -> (f64, i64) {
    const EXPONENT: u64 = 0x7FF;
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    if x.is_subnormal() {
        let (mantissa, exponent) = take_apart(x * 2f64.powi(54));
        return (mantissa, exponent - 54);
    }
    let bits = x.to_bits();
    let exponent = (bits >> 52 & EXPONENT) as i64 - 1022;
    (f64::from_bits(bits & !(EXPONENT << 52) | 1022 << 52), exponent)
}

/// `x * 2 ** exponent`, rounded once.
fn scale(x: f64, exponent: i64) -> f64 {
    let (mantissa, own) = take_apart(x);
    let mut left = own.saturating_add(exponent);
    if x == 0.0 || !x.is_finite() || left < -1100 {
        return if x.is_finite() { 0f64.copysign(x) } else { x };
    }
    if left > 1024 {
        return f64::INFINITY.copysign(x);
    }
    // The mantissa is exact at every step but the last, which alone may round.
    let mut scaled = mantissa;
    if left > 1023 {
        scaled *= 2.0;
        left -= 1;
    }
    if left >= -1021 {
        return scaled * 2f64.powi(left as i32);
    }
    scaled * 2f64.powi(-1021) * 2f64.powi((left + 1021) as i32)
}

/// IEEE 754's remainder: what is left of `x` after the nearest multiple of `y`, ties to the even one.
fn remainder(x: f64, y: f64) -> f64 {
    if x.is_finite() && y.is_infinite() {
        return x;
    }
    let (magnitude, y) = (x.abs(), y.abs());
    let m = magnitude % y;
    let c = y - m;
    let r = if m < c {
        m
    } else if m > c {
        -c
    } else {
        // A tie: the multiple before is even if half of what is below it divides evenly.
        m - 2.0 * ((0.5 * (magnitude - m)) % y)
    };
    if x.is_sign_negative() { -r } else { r }
}

/// Where the gamma function has no value: at zero and at the negative whole numbers.
fn is_pole(x: f64) -> bool {
    x <= 0.0 && x.fract() == 0.0
}

fn next_after(x: f64, towards: f64) -> f64 {
    if x.is_nan() || towards.is_nan() {
        f64::NAN
    } else if x == towards {
        towards
    } else if x < towards {
        x.next_up()
    } else {
        x.next_down()
    }
}

fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let up = x.next_up();
    if up.is_infinite() { x - x.next_down() } else { up - x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_apart_goes_together_again() {
        for x in [1.0, -0.75, 8.0, 1e-310, f64::MAX, f64::MIN_POSITIVE, 5e-324] {
            let (mantissa, exponent) = take_apart(x);
            assert!((0.5..1.0).contains(&mantissa.abs()), "{x}");
            assert_eq!(scale(mantissa, exponent), x);
        }
        assert_eq!(take_apart(8.0), (0.5, 4));
    }

    #[test]
    fn scaling_overflows_and_vanishes() {
        assert_eq!(scale(1.0, 1024), f64::INFINITY);
        assert_eq!(scale(0.5, 1024), 2f64.powi(1023));
        assert_eq!(scale(1.0, -1074), 5e-324);
        assert_eq!(scale(-1.0, i64::MIN), 0.0);
        assert_eq!(scale(1.5, -1074), 1e-323);
    }

    #[test]
    fn remainders_tie_to_even() {
        assert_eq!([remainder(5.0, 2.0), remainder(7.0, 2.0), remainder(-5.0, 3.0)], [1.0, -1.0, 1.0]);
    }
}
