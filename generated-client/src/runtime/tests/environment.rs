//! Settings from environment variables.

use std::env::VarError;
use std::ffi::OsString;
use std::future::IntoFuture as _;
use std::os::unix::ffi::OsStringExt as _;

use crate::Client;
use crate::fake::Fake;
use crate::runtime::client::from_env::read;

type Variables<'a> = &'a [(&'a str, &'a str)];

fn token_of(variables: Variables) -> Option<String> {
    let lookup = |name: &str| {
        let mut variables = variables.iter();
        let variable = variables.find(|(other, _)| *other == name);
        variable.map_or(Err(VarError::NotPresent), |(_, value)| {
            Ok((*value).to_owned())
        })
    };
    let fake = Fake::new();
    let client = read(lookup).ok()?.transport(fake.clone()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime
        .block_on(client.things().list().into_future())
        .unwrap();
    let sent = fake.requests().remove(0);
    Some(format!(
        "{} {}",
        sent.header("authorization")?,
        sent.url.host_str()?
    ))
}

#[test]
fn tokens_are_found_and_cleaned() {
    let host = "api.digitalocean.com";
    let cases: [(Variables, Option<String>); 6] = [
        (
            &[("DIGITALOCEAN_TOKEN", "a")],
            Some(format!("Bearer a {host}")),
        ),
        (
            &[("DIGITALOCEAN_ACCESS_TOKEN", " \"b\"\n")],
            Some(format!("Bearer b {host}")),
        ),
        (
            &[
                ("DIGITALOCEAN_TOKEN", "a"),
                ("DIGITALOCEAN_ACCESS_TOKEN", "b"),
            ],
            Some(format!("Bearer a {host}")),
        ),
        (
            &[
                ("DIGITALOCEAN_TOKEN", "''"),
                ("DIGITALOCEAN_ACCESS_TOKEN", "b"),
            ],
            Some(format!("Bearer b {host}")),
        ),
        (
            &[
                ("DIGITALOCEAN_TOKEN", "a"),
                ("DIGITALOCEAN_API_URL", "http://localhost:1"),
            ],
            Some("Bearer a localhost".to_owned()),
        ),
        (&[], None),
    ];
    for (variables, token) in cases {
        assert_eq!(token_of(variables), token, "{variables:?}");
    }
}

#[test]
fn without_any_credential_the_error_names_the_variable() {
    let error = read(|_| Err(VarError::NotPresent)).unwrap_err();
    assert!(error.to_string().contains("DIGITALOCEAN_TOKEN"));
    drop(Client::builder());
}

#[test]
fn a_variable_that_is_not_text_is_an_error_which_names_it() {
    let texts: [&[u8]; 4] = [
        b"dop_v1_\xff\xfe",
        b"\xe4dop_v1_",
        b"dop_v1_\xed\xa0\x80",
        b"dop_v1_\xc3",
    ];
    for (name, text) in [
        "DIGITALOCEAN_TOKEN",
        "DIGITALOCEAN_ACCESS_TOKEN",
        "MODEL_ACCESS_KEY",
        "GRADIENT_MODEL_ACCESS_KEY",
        "GRADIENT_AGENT_ACCESS_KEY",
        "DIGITALOCEAN_API_URL",
        "GRADIENT_AGENT_ENDPOINT",
    ]
    .into_iter()
    .flat_map(|name| texts.map(|text| (name, text)))
    {
        let bytes = OsString::from_vec(text.to_vec());
        let lookup = |variable: &str| match variable {
            _ if variable == name => Err(VarError::NotUnicode(bytes.clone())),
            "DIGITALOCEAN_TOKEN" if name.ends_with("URL") || name.ends_with("ENDPOINT") => {
                Ok("token".to_owned())
            }
            _ => Err(VarError::NotPresent),
        };
        let error = read(lookup).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains(name) && text.contains("UTF-8"), "{text}");
        assert!(!text.contains("dop_v1"), "{text}");
    }
}
