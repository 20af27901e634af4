//! Names of error statuses: their reason phrases, as in RFC 9110 and the IANA registry.

use super::name::Name;
use super::scope::Scope;
use crate::ir::Api;

/// The variant of statuses that the document does not name.
const RESERVED: [&str; 1] = ["Other"];

/// Returns the names of [`Api::statuses`], in order.
pub(super) fn claim(api: &Api) -> Vec<Name> {
    let mut variants = Scope::with(&RESERVED);
    api.statuses
        .iter()
        .filter_map(|status| variants.claim(&[words(*status)]))
        .map(|name| Name::new(&name))
        .collect()
}

fn words(status: u16) -> String {
    let words = match status {
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
    words.to_owned()
}
