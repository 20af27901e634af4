//! Names of the sets of documented failures; variants are named after their status, as in RFC 9110.

use super::{ErrorSetNames, NameError, identifier, scope::Scope};
use crate::ir::{Api, ErrorSet};

/// The variant that every set has.
const RESERVED: [&str; 1] = ["Other"];

pub(super) fn claim(api: &Api) -> Result<Vec<ErrorSetNames>, NameError> {
    let mut module = Scope::default();
    api.error_sets
        .iter()
        .map(|set| claim_set(set, &mut module))
        .collect()
}

fn claim_set(set: &ErrorSet, module: &mut Scope) -> Result<ErrorSetNames, NameError> {
    let unnamed = || {
        NameError::new(
            "error_sets",
            "a set of documented failures has no name; give it one in codegen.toml",
        )
    };
    let name = identifier::type_like(&set.name).ok_or_else(unnamed)?;
    let name = module.claim(&[name]).ok_or_else(unnamed)?;
    let mut variants = Scope::with(&RESERVED);
    let variants = set
        .variants
        .iter()
        .filter_map(|variant| variants.claim(&[reason(variant.status)]))
        .map(|name| identifier::ident(&name))
        .collect();
    Ok(ErrorSetNames {
        ident: identifier::ident(&name),
        variants,
    })
}

fn reason(status: u16) -> String {
    let reason = match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        422 => "UnprocessableEntity",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "HeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        507 => "InsufficientStorage",
        _ => return format!("Status{status}"),
    };
    reason.to_owned()
}
