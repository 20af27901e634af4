//! Proxies from the environment and the builder, and their passwords.

use std::env;
use std::error::Error as _;
use std::process::{Command, Stdio};

use super::network::{Server, ok};
use crate::{Client, ClientBuilder, RetryPolicy};

/// The base URL for the process that [`ask`] runs in.
const BASE: &str = "PROXY_TEST_BASE";

/// The proxy that its builder sets, none if it is empty.
const PROXY: &str = "PROXY_TEST_PROXY";

/// Every variable that reqwest reads.
const VARIABLES: [&str; 4] = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];

/// A host that does not exist: only a proxy responds to requests for it.
const NOWHERE: &str = "http://api.invalid";

fn builder(base: &str) -> ClientBuilder {
    let builder = Client::builder().token("secret-token").allow_plain_http();
    builder.retry(RetryPolicy::never()).base_url(base).unwrap()
}

/// Returns all texts about a call.
async fn call(builder: ClientBuilder) -> String {
    let shown = format!("{builder:?}");
    let client = match builder.build() {
        Ok(client) => client,
        Err(error) => return format!("{shown} {error} {error:?}"),
    };
    let result = client.things().list().await;
    let error = result.as_ref().err().map(ToString::to_string);
    format!("{shown} {client:?} {result:?} {error:?}")
}

/// Makes a call in a process of its own: the environment of this one belongs to all tests.
#[tokio::test]
#[ignore = "a part of other tests, which run it in an environment that they make"]
async fn ask() {
    let Ok(base) = env::var(BASE) else { return };
    let builder = match env::var(PROXY).as_deref() {
        Ok("") => builder(&base).no_proxy(),
        Ok(url) => builder(&base).proxy(url).unwrap(),
        Err(_) => builder(&base),
    };
    println!("{}", call(builder).await);
}

/// Runs [`ask`] with variables set, and returns what it shows.
async fn ask_with(base: &str, variables: &[(&str, &str)]) -> String {
    let path = concat!(module_path!(), "::ask");
    let path = path.split_once("::").unwrap().1;
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", path, "--ignored", "--nocapture"]);
    for name in VARIABLES {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.env(BASE, base).envs(variables.iter().copied());
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let run = tokio::task::spawn_blocking(move || command.output().unwrap());
    let shown = String::from_utf8(run.await.unwrap().stdout).unwrap();
    assert!(shown.contains("1 passed"), "{shown}");
    shown
}

/// Starts a proxy that responds by itself, and refuses tunnels.
async fn proxy() -> Server {
    Server::start(|request| match request.starts_with("CONNECT ") {
        true => b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n".to_vec(),
        false => ok(r#"{"things":[]}"#),
    })
    .await
}

/// Returns the first lines of the requests to a server.
fn lines(server: &Server) -> Vec<String> {
    let seen = server.seen();
    let lines = seen.iter().filter_map(|request| request.lines().next());
    lines.map(str::to_owned).collect()
}

#[tokio::test]
async fn the_environment_names_the_proxy() {
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let proxy = proxy().await;
        let shown = ask_with(NOWHERE, &[(variable, &proxy.address)]).await;
        let expected = ["GET http://api.invalid/v2/things HTTP/1.1"];
        assert_eq!(lines(&proxy), expected, "{variable}: {shown}");
    }
    let proxy = proxy().await;
    let shown = ask_with(NOWHERE, &[("HTTPS_PROXY", &proxy.address)]).await;
    assert!(proxy.seen().is_empty(), "it is for https: {shown}");
}

#[cfg(any(
    feature = "rustls-ring",
    feature = "rustls-aws-lc",
    feature = "native-tls"
))]
#[tokio::test]
async fn a_tunnel_through_the_proxy_shows_no_credential() {
    let proxy = proxy().await;
    let variables = [("HTTPS_PROXY", &*proxy.address)];
    let shown = ask_with("https://api.invalid", &variables).await;
    assert_eq!(lines(&proxy), ["CONNECT api.invalid:443 HTTP/1.1"]);
    assert!(shown.contains("could not connect"), "{shown}");
    assert!(!proxy.seen().concat().contains("secret-token"));
}

#[tokio::test]
async fn hosts_on_this_machine_need_no_proxy() {
    let (proxy, server) = (proxy().await, proxy().await);
    let port = server.address.rsplit(':').next().unwrap();
    let variables: [&[(&str, &str)]; 4] = [
        &[("HTTP_PROXY", &*proxy.address)],
        &[("ALL_PROXY", &*proxy.address), ("NO_PROXY", "example.com")],
        &[("http_proxy", &*proxy.address), ("no_proxy", "")],
        &[(PROXY, &*proxy.address)],
    ];
    let mut requests = 0;
    for variables in variables {
        for host in ["127.0.0.1", "localhost", "127.1"] {
            let shown = ask_with(&format!("http://{host}:{port}"), variables).await;
            requests += 1;
            assert_eq!(server.seen().len(), requests, "{host}: {shown}");
        }
    }
    assert!(proxy.seen().is_empty());
}

#[tokio::test]
async fn plain_http_through_a_proxy_has_to_be_allowed() {
    for base in [
        "http://api.invalid",
        "http://10.0.0.1",
        "http://[fe80::1]:80",
    ] {
        let proxy = proxy().await;
        let builder = Client::builder().token("secret-token");
        let builder = builder.base_url(base).unwrap();
        let builder = builder.proxy(&proxy.address).unwrap();
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains("allow_plain_http"), "{error}");
        assert!(proxy.seen().is_empty());
    }
}

#[tokio::test]
async fn the_environment_names_hosts_that_need_no_proxy() {
    for exception in ["api.invalid", "invalid", "*", "x.example, .invalid"] {
        let proxy = proxy().await;
        let variables = [("HTTP_PROXY", &*proxy.address), ("NO_PROXY", exception)];
        let shown = ask_with(NOWHERE, &variables).await;
        assert!(proxy.seen().is_empty(), "{exception}: {shown}");
        assert!(shown.contains("could not connect"), "{exception}: {shown}");
    }
}

#[tokio::test]
async fn a_proxy_of_the_environment_that_cannot_be_used_is_an_error() {
    for (variable, value, word) in [
        (
            "HTTPS_PROXY",
            "socks5://u:hidden-password@127.0.0.1:1080",
            "scheme",
        ),
        ("HTTP_PROXY", "http://u:hidden-password@:port", "invalid"),
        ("ALL_PROXY", "http://u:hidden-password@", "invalid"),
    ] {
        let shown = ask_with(NOWHERE, &[(variable, value)]).await;
        assert!(shown.contains(variable) && shown.contains(word), "{shown}");
        assert!(!shown.contains("hidden-password"), "{shown}");
    }
    // A host and a port are enough.
    let proxy = proxy().await;
    let value = proxy.address.trim_start_matches("http://");
    ask_with(NOWHERE, &[("HTTP_PROXY", value)]).await;
    assert_eq!(proxy.seen().len(), 1);
}

#[tokio::test]
async fn the_builder_overrides_the_environment() {
    let (other, chosen) = (proxy().await, proxy().await);
    let variables = [("HTTP_PROXY", &*other.address), (PROXY, &*chosen.address)];
    let shown = ask_with(NOWHERE, &variables).await;
    assert_eq!(chosen.seen().len(), 1, "{shown}");

    let server = proxy().await;
    let variables = [("HTTP_PROXY", &*other.address), (PROXY, "")];
    let shown = ask_with(&server.address, &variables).await;
    assert_eq!(server.seen().len(), 1, "{shown}");
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn the_password_of_a_proxy_is_sent_to_it_and_shown_nowhere() {
    let refusing = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
    for reply in [ok(r#"{"things":[]}"#), refusing.into(), Vec::new()] {
        let proxy = Server::start(move |_| reply.clone()).await;
        let url = proxy.address.replace("//", "//someone:hidden-password@");
        let shown = [
            call(builder(NOWHERE).proxy(&url).unwrap()).await,
            ask_with(NOWHERE, &[("HTTP_PROXY", &url)]).await,
        ];
        assert!(!shown.concat().contains("hidden-password"), "{shown:?}");
        let seen = proxy.seen();
        assert_eq!(seen.len(), 2);
        // `someone:hidden-password`
        let sent = "proxy-authorization: basic c29tzw9uztpoawrkzw4tcgfzc3dvcmq=";
        for request in seen {
            assert!(request.to_lowercase().contains(sent), "{request}");
        }
    }
}

#[tokio::test]
async fn a_proxy_that_cannot_be_used_is_an_error_without_its_password() {
    for url in [
        "http://someone:hidden-password@",
        "someone:hidden-password@localhost:3128",
        "ftp://someone:hidden-password@localhost",
        "http://someone:hidden-password@localhost:port",
    ] {
        let built = builder(NOWHERE).proxy(url).and_then(ClientBuilder::build);
        let error = built.expect_err(url);
        let shown = format!("{error} {error:?} {:?}", error.source());
        assert!(!shown.contains("hidden-password"), "{shown}");
        assert!(shown.contains("proxy"), "{shown}");
    }
}
