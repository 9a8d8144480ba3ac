//! Division, remainder and power, where Python differs from the processor in signs and errors.

use crate::text::error::{Kind, PyError, PyResult};

/// `a / b`
///
/// # Errors
/// `ZeroDivisionError`
#[inline]
pub fn true_div(a: f64, b: f64) -> PyResult<f64> {
    if b == 0.0 {
        return Err(PyError::zero_division("float division by zero"));
    }
    Ok(a / b)
}

/// `a // b`
///
/// # Errors
/// `ZeroDivisionError`
pub fn floor_div(a: f64, b: f64) -> PyResult<f64> {
    if b == 0.0 {
        return Err(PyError::zero_division("float floor division by zero"));
    }
    Ok(quotient_and_remainder(a, b).0)
}

/// `a % b`, with the sign of `b`
///
/// # Errors
/// `ZeroDivisionError`
pub fn modulo(a: f64, b: f64) -> PyResult<f64> {
    if b == 0.0 {
        return Err(PyError::zero_division("float modulo"));
    }
    Ok(floored_remainder(a, b))
}

/// `divmod(a, b)`
///
/// # Errors
/// `ZeroDivisionError`
pub fn div_mod(a: f64, b: f64) -> PyResult<(f64, f64)> {
    if b == 0.0 {
        return Err(PyError::zero_division("float divmod()"));
    }
    Ok(quotient_and_remainder(a, b))
}

/// `a ** b`
///
/// # Errors
/// `ZeroDivisionError` for a negative power of zero, `OverflowError` for a result too large, and
/// [`Kind::Unsupported`] for a fractional power of a negative number, which is a complex number.
pub fn pow(a: f64, b: f64) -> PyResult<f64> {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(PyError::zero_division("0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return Err(PyError::new(Kind::Unsupported, "a fractional power of a negative number is complex"));
    }
    let power = a.powf(b);
    if power.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(PyError::overflow("(34, 'Numerical result out of range')"));
    }
    Ok(power)
}

fn floored_remainder(a: f64, b: f64) -> f64 {
    let remainder = a % b;
    if remainder == 0.0 {
        return remainder.copysign(b);
    }
    if (b < 0.0) == (remainder < 0.0) { remainder } else { remainder + b }
}

/// The quotient is computed from the remainder, which is exact, and not the other way round.
fn quotient_and_remainder(a: f64, b: f64) -> (f64, f64) {
    let rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest != 0.0 && (b < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    let remainder = floored_remainder(a, b);
    if quotient == 0.0 {
        return (0f64.copysign(a / b), remainder);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, remainder)
}
