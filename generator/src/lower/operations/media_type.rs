use openapiv3::MediaType;

use crate::normalize::MEDIA_TYPE;

/// Returns the media type of a JSON body, where it is not `application/json`.
pub(super) fn media_type(content: &MediaType) -> Option<String> {
    let name = content.extensions.get(MEDIA_TYPE)?.as_str()?;
    Some(name.to_owned())
}
