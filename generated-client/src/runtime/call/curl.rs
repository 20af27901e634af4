//! Shows a request as a command line.

use std::fmt::Write as _;

use crate::runtime::call::Call;
use crate::runtime::operation::authorization::Scheme;
use crate::runtime::operation::body::payload::{Payload, PayloadSource};
use crate::runtime::operation::facts::CredentialFacts;
use crate::runtime::transport::headers::has_defined_content;

/// Returns a command for a POSIX shell, with the credential as a variable.
pub(crate) fn command(call: &Call) -> String {
    let mut command = String::from("curl --globoff");
    if call.method == http::Method::HEAD {
        command.push_str(" --head");
    } else {
        let _ = write!(command, " --request {}", call.method);
    }
    let _ = write!(command, " {}", quote(call.url.as_str()));
    for credential in call.shared.hosts.shown(call.meta) {
        let _ = write!(command, " \\\n  {}", shown_credential(credential));
    }
    if !call.headers.contains_key(http::header::ACCEPT) {
        push_header(&mut command, "Accept", call.accept());
    }
    let has_own_type = call.headers.contains_key(http::header::CONTENT_TYPE);
    match call.content_type().filter(|_| !has_own_type) {
        Some(content_type) => push_header(&mut command, "Content-Type", content_type),
        // A body would get one from curl.
        None if call.body.is_some() && !has_own_type => {
            command.push_str(" \\\n  --header 'Content-Type:'");
        }
        None => {}
    }
    for (name, value) in &call.headers {
        if let Ok(value) = value.to_str() {
            push_header(&mut command, name.as_str(), value);
        }
    }
    match &call.body {
        Some(Payload(PayloadSource::Stream(..))) => command.push_str(" \\\n  --data-binary @-"),
        _ => match call.body_bytes().map(|body| std::str::from_utf8(body)) {
            Some(Ok(body)) => {
                let _ = write!(command, " \\\n  --data-raw {}", quote(body));
            }
            // Bytes that are not text come from the standard input.
            Some(Err(_)) => command.push_str(" \\\n  --data-binary @-"),
            None if has_defined_content(&call.method) => {
                push_header(&mut command, "Content-Length", "0");
            }
            None => {}
        },
    }
    command
}

/// Returns the option that sends the credential, which is a variable.
fn shown_credential(credential: &CredentialFacts) -> String {
    let variable = credential.variable();
    match credential.scheme {
        Scheme::Header(name) => format!("--header \"{name}: ${variable}\""),
        Scheme::Basic => format!("--user \"${variable}\""),
        Scheme::Query(name) => format!("--url-query \"{name}=${variable}\""),
        Scheme::Cookie(name) => format!("--cookie \"{name}=${variable}\""),
        Scheme::Bearer => {
            format!("--header \"Authorization: Bearer ${variable}\"")
        }
    }
}

fn push_header(command: &mut String, name: &str, value: &str) {
    let _ = write!(
        command,
        " \\\n  --header {}",
        quote(&format!("{name}: {value}"))
    );
}

/// Quotes a word, so that the shell changes nothing in it.
fn quote(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
