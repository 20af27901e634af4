//! Plain scalars of the YAML 1.2 core schema, and the canonical text of numbers.
//!
//! Numbers stay text from the input to the output: the document has integers beyond 64 bits, which neither
//! `serde_json` nor `serde_yaml` keeps. The canonical text reads as the same number in YAML 1.1, YAML 1.2 and
//! JSON, which is why a float always has a dot and a signed exponent.

use super::node::Data;

/// Reads a plain (unquoted) scalar; `Err` carries the text of a number that is not finite.
pub(crate) fn resolve(text: &str) -> Result<Data, String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Data::Null),
        "true" | "True" | "TRUE" => return Ok(Data::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Data::Bool(false)),
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Ok(Data::String(text.to_owned()));
    }
    if let Some(number) = radix(text).or_else(|| integer(text)) {
        return Ok(Data::Number(number));
    }
    match float(text) {
        Some(number) if number.parse::<f64>().is_ok_and(f64::is_finite) => Ok(Data::Number(number)),
        Some(_) => Err(text.to_owned()),
        None if is_special_float(text) => Err(text.to_owned()),
        None => Ok(Data::String(text.to_owned())),
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

fn radix(text: &str) -> Option<String> {
    let (digits, radix) = if let Some(digits) = text.strip_prefix("0x") {
        (digits, 16)
    } else {
        (text.strip_prefix("0o")?, 8)
    };
    let digits = Some(digits).filter(|digits| digits.chars().all(|c| c.is_digit(radix)))?;
    u128::from_str_radix(digits, radix)
        .ok()
        .map(|number| number.to_string())
}

fn integer(text: &str) -> Option<String> {
    let (sign, digits) = split_sign(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    Some(if digits.is_empty() {
        "0".to_owned()
    } else {
        format!("{sign}{digits}")
    })
}

fn float(text: &str) -> Option<String> {
    let (sign, rest) = split_sign(text);
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let whole = Some(whole.trim_start_matches('0'))
        .filter(|digits| !digits.is_empty())
        .unwrap_or("0");
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    let mut number = format!("{sign}{whole}.{fraction}");
    if let Some(exponent) = exponent {
        let (exponent_sign, digits) = split_sign(exponent);
        if digits.is_empty() || !all_digits(digits) {
            return None;
        }
        let exponent_sign = if exponent_sign.is_empty() {
            "+"
        } else {
            exponent_sign
        };
        number.push_str(&format!("e{exponent_sign}{digits}"));
    }
    Some(number)
}

fn split_sign(text: &str) -> (&'static str, &str) {
    match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    }
}

fn is_special_float(text: &str) -> bool {
    let (_, rest) = split_sign(text);
    matches!(rest, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}
