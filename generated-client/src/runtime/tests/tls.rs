//! Certificates that the system does not know, with OpenSSL's command as the server.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::{Client, Error, RetryPolicy, TransportErrorKind};

/// A server with a certificate of its own. It answers everything with a page of HTML.
struct Server {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl Server {
    fn start() -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("tls-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let made = Command::new("openssl")
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            ])
            .args([
                "-subj",
                "/CN=localhost",
                "-keyout",
                "key.pem",
                "-out",
                "certificate.pem",
            ])
            .args(["-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .current_dir(&folder)
            .output();
        if !made.is_ok_and(|made| made.status.success()) {
            return None;
        }
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let process = Command::new("openssl")
            .args(["s_server", "-www", "-accept", &format!("127.0.0.1:{port}")])
            .args(["-cert", "certificate.pem", "-key", "key.pem"])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        Some(Self {
            process,
            folder,
            port,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn own_root_certificates_are_trusted_and_others_are_not() {
    let Some(server) = Server::start() else {
        println!("not run: there is no openssl");
        return;
    };
    while tokio::net::TcpStream::connect(("127.0.0.1", server.port))
        .await
        .is_err()
    {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let builder = || {
        let url = format!("https://localhost:{}", server.port);
        let builder = Client::builder()
            .token("t")
            .no_proxy()
            .retry(RetryPolicy::new());
        builder.base_url(&url).unwrap()
    };
    let stranger = builder().build().unwrap();
    let Err(Error::Transport(failure)) = stranger.things().list().await else {
        panic!("a certificate was trusted that nobody knows")
    };
    assert_eq!(failure.kind(), Some(TransportErrorKind::Tls), "{failure}");
    assert_eq!(failure.attempts(), 1, "trying again does not help");
    let pem = std::fs::read(server.folder.join("certificate.pem")).unwrap();
    let friend = builder().root_certificates(pem).build().unwrap();
    let error = friend.things().list().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
}
