//! The names of media types.

pub(super) const JSON: &str = "application/json";

/// Events, which an operation returns instead of a body where the caller wants them.
pub(super) const EVENTS: &str = "text/event-stream";

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) const MULTIPART: &str = "multipart/form-data";

pub(super) const BYTES: &str = "application/octet-stream";

/// Bodies in the order in which one of several is chosen.
pub(super) const CHOICE: [&str; 4] = [JSON, FORM, MULTIPART, BYTES];

/// The name of a media type without parameters, where it is one that the client treats specially.
pub(super) fn usual_name(name: &str, is_binary: bool) -> String {
    if is_json(name) && !is_binary {
        return JSON.to_owned();
    }
    let essence = name
        .split(';')
        .next()
        .unwrap_or(name)
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        known if CHOICE.contains(&known) || known == EVENTS => essence,
        // A range of types is none that could be sent.
        "text/*" => "text/plain".to_owned(),
        range if range.ends_with("/*") => BYTES.to_owned(),
        other if !other.contains('/') => BYTES.to_owned(),
        _ => name.to_owned(),
    }
}

/// The name by which a media type that means JSON is sent, unless that is the usual one. JSON has no `charset`.
pub(super) fn json_name(name: &str) -> Option<String> {
    let mut parts = name.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let parameters = parts.filter(|parameter| {
        let name = parameter.split('=').next().unwrap_or_default();
        !parameter.is_empty() && !name.trim().eq_ignore_ascii_case("charset")
    });
    let parts: Vec<_> = std::iter::once(essence.as_str())
        .chain(parameters)
        .collect();
    let name = parts.join("; ");
    let is_sent = name
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ');
    (is_sent && name != JSON && essence != "*/*").then_some(name)
}

/// Whether a media type means JSON: with parameters, or by its suffix.
fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or(name).trim();
    let essence = essence.to_ascii_lowercase();
    essence == JSON || essence == "*/*" || (essence.ends_with("+json") && essence.contains('/'))
}
