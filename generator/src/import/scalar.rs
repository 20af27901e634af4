//! Plain scalars of the YAML 1.2 core schema, and the canonical text of numbers.
//!
//! Numbers stay text from the input to the output: the document has integers beyond 64 bits, which neither
//! `serde_json` nor `serde_yaml` keeps. One number has one text, whichever way it was written: `60.0` and `6e1`
//! are `60`, because the tools that bundle a document write either, and JSON knows no difference.

use super::node::Data;

/// The most digits that are written out before a number needs an exponent.
const MOST_DIGITS: i64 = 64;

/// Reads a plain (unquoted) scalar; `Err` carries the text of a number that is not finite.
pub(crate) fn resolve(scalar: &str) -> Result<Data, String> {
    match scalar {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Data::Null),
        "true" | "True" | "TRUE" => return Ok(Data::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Data::Bool(false)),
        _ => {}
    }
    if !scalar.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Ok(Data::String(scalar.to_owned()));
    }
    match radix(scalar).or_else(|| decimal(scalar)) {
        Some(number) if number.parse::<f64>().is_ok_and(f64::is_finite) => Ok(Data::Number(number)),
        Some(_) => Err(scalar.to_owned()),
        None if is_special_float(scalar) => Err(scalar.to_owned()),
        None => Ok(Data::String(scalar.to_owned())),
    }
}

/// Returns the number as a JSON value: exact within 64 bits, the nearest `f64` beyond.
pub(crate) fn to_json(number: &str) -> serde_json::Value {
    if let Ok(integer) = number.parse::<i64>() {
        return integer.into();
    }
    if let Ok(integer) = number.parse::<u64>() {
        return integer.into();
    }
    number
        .parse::<f64>()
        .map_or(serde_json::Value::Null, Into::into)
}

fn radix(scalar: &str) -> Option<String> {
    let (digits, radix) = if let Some(digits) = scalar.strip_prefix("0x") {
        (digits, 16)
    } else {
        (scalar.strip_prefix("0o")?, 8)
    };
    let digits = Some(digits).filter(|digits| digits.chars().all(|c| c.is_digit(radix)))?;
    u128::from_str_radix(digits, radix)
        .ok()
        .map(|number| number.to_string())
}

/// Returns the canonical text of an integer or float, or `None` when the text is neither.
fn decimal(scalar: &str) -> Option<String> {
    let (sign, rest) = split_sign(scalar);
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (_, exponent_digits) = split_sign(exponent);
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || exponent_digits.is_empty() {
        return None;
    }
    if ![whole, fraction, exponent_digits]
        .into_iter()
        .all(all_digits)
    {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    // The value is `0.significant` times ten to the power of `point`.
    let leading_zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let point = i64::try_from(whole.len()).ok()? - leading_zeros;
    let point = point.saturating_add(exponent.parse::<i64>().unwrap_or(i64::MAX));
    Some(format!(
        "{sign}{}",
        positional(significant.trim_end_matches('0'), point)
    ))
}

/// Writes `0.digits` times ten to the power of `point`, without an exponent if it takes few zeros.
fn positional(digits: &str, point: i64) -> String {
    let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    match usize::try_from(point) {
        Ok(0) => format!("0.{digits}"),
        Ok(whole) if point >= length && point <= MOST_DIGITS => format!("{digits:0<whole$}"),
        Ok(whole) if point < length => format!("{}.{}", &digits[..whole], &digits[whole..]),
        Err(_) if point >= -MOST_DIGITS => {
            let zeros = usize::try_from(-point).unwrap_or_default();
            format!("0.{}{digits}", "0".repeat(zeros))
        }
        // YAML 1.1 knows an exponent only behind a dot and with a sign.
        _ => format!("0.{digits}e{point:+}"),
    }
}

fn split_sign(scalar: &str) -> (&'static str, &str) {
    match scalar.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", scalar.strip_prefix('+').unwrap_or(scalar)),
    }
}

fn is_special_float(scalar: &str) -> bool {
    let (_, rest) = split_sign(scalar);
    matches!(rest, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}
