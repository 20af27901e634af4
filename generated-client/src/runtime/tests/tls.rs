//! Certificates that the system does not know.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use super::network::{ok, read_request};
use crate::transport::TransportErrorKind;
use crate::{Client, ClientBuilder, Error, RetryPolicy};

/// An authority that no system knows.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Returns one with a name: issuers are looked for by their names.
    fn new(name: &str) -> Self {
        let mut parameters = CertificateParams::default();
        let names = &mut parameters.distinguished_name;
        names.push(DnType::CommonName, name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(parameters, key).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// Starts a server with a certificate of this authority.
    async fn serve(&self, parameters: CertificateParams) -> ClientBuilder {
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.0).unwrap();
        serve(certificate.der().clone(), &key).await
    }
}

fn config(certificate: CertificateDer<'static>, key: &KeyPair) -> ServerConfig {
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap()
}

/// Starts a server that returns an empty list to every request, and returns a builder of its
/// clients.
async fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> ClientBuilder {
    let acceptor = TlsAcceptor::from(Arc::new(config(certificate, key)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not trust the server ends the handshake.
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            while read_request(&mut stream).await.is_some() {
                stream.write_all(&ok(r#"{"things":[]}"#)).await.unwrap();
            }
        }
    });
    let builder = Client::builder().token("t").no_proxy();
    let url = format!("https://localhost:{port}");
    builder.retry(RetryPolicy::new()).base_url(&url).unwrap()
}

fn localhost() -> CertificateParams {
    CertificateParams::new(["localhost".to_owned()]).unwrap()
}

async fn refuse(builder: ClientBuilder) {
    let client = builder.build().unwrap();
    let Err(Error::Transport(failure)) = client.things().list().await else {
        panic!("a certificate was trusted that is not to be")
    };
    assert_eq!(failure.kind(), Some(TransportErrorKind::Tls), "{failure}");
    assert_eq!(failure.attempts(), 1, "trying again does not help");
}

async fn accept(builder: ClientBuilder) {
    let client = builder.build().unwrap();
    assert!(client.things().list().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_certificate_of_an_unknown_issuer_is_refused() {
    let (authority, another) = (Authority::new("one"), Authority::new("another"));
    refuse(authority.serve(localhost()).await).await;
    let builder = authority.serve(localhost()).await;
    refuse(builder.root_certificates(another.pem())).await;
}

#[tokio::test]
async fn own_root_certificates_are_trusted_one_or_many() {
    let (authority, another) = (Authority::new("one"), Authority::new("another"));
    let builder = authority.serve(localhost()).await;
    accept(builder.root_certificates(authority.pem())).await;
    let builder = authority.serve(localhost()).await;
    let both = another.pem() + &authority.pem();
    accept(builder.root_certificates(both)).await;
    let builder = authority.serve(localhost()).await;
    let builder = builder.root_certificates(another.pem());
    accept(builder.root_certificates(authority.pem())).await;
}

#[tokio::test]
async fn a_certificate_may_be_its_own_root() {
    let key = KeyPair::generate().unwrap();
    let certificate = localhost().self_signed(&key).unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    accept(builder.root_certificates(certificate.pem())).await;
}

#[tokio::test]
async fn a_certificate_is_for_its_host_and_its_time() {
    let authority = Authority::new("one");
    let other_host = CertificateParams::new(["other.example".to_owned()]).unwrap();
    let builder = authority.serve(other_host).await;
    refuse(builder.root_certificates(authority.pem())).await;
    let mut expired = localhost();
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 1, 1);
    let builder = authority.serve(expired).await;
    refuse(builder.root_certificates(authority.pem())).await;
}

#[test]
fn invalid_certificates_are_refused() {
    let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "no certificate", pem] {
        let builder = Client::builder().token("t").root_certificates(pem);
        assert!(builder.build().is_err(), "{pem:?}");
    }
}

#[tokio::test]
async fn a_connection_that_ends_in_the_handshake_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // Read first: what is closed with bytes unread is reset.
            let mut hello = [0; 8192];
            let _ = stream.read(&mut hello).await;
            stream.shutdown().await.ok();
        }
    });
    let at_once = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    let builder = Client::builder().token("t").no_proxy().retry(at_once);
    let builder = builder.base_url(&format!("https://127.0.0.1:{port}"));
    let client = builder.unwrap().build().unwrap();
    let Err(Error::Transport(failure)) = client.things().list().await else {
        panic!("there was no server")
    };
    let kind = failure.kind();
    assert_eq!(kind, Some(TransportErrorKind::Connect), "{failure}");
    assert_eq!(failure.attempts(), 5);
}

/// Returns the protocol that a client and a server that knows both agree on.
async fn agreed(settings: fn(ClientBuilder) -> ClientBuilder) -> String {
    let key = KeyPair::generate().unwrap();
    let certificate = localhost().self_signed(&key).unwrap();
    let mut config = config(certificate.der().clone(), &key);
    config.alpn_protocols = vec!["h2".into(), "http/1.1".into()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = async {
        let (stream, _) = listener.accept().await.unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let stream = acceptor.accept(stream).await.unwrap();
        let (_, connection) = stream.get_ref();
        connection.alpn_protocol().map(<[u8]>::to_vec)
    };
    let builder = Client::builder().token("t").no_proxy();
    let builder = builder.retry(RetryPolicy::never());
    let builder = builder.base_url(&format!("https://localhost:{port}"));
    let builder = builder.unwrap().root_certificates(certificate.pem());
    let client = settings(builder).build().unwrap();
    // The server sends nothing after the handshake.
    let (protocol, _) = tokio::join!(server, client.things().list().into_future());
    String::from_utf8(protocol.unwrap_or_default()).unwrap()
}

#[tokio::test]
async fn http_2_is_used_unless_it_is_disabled() {
    let is_compiled = cfg!(feature = "http2");
    assert_eq!(agreed(|builder| builder).await == "h2", is_compiled);
    #[cfg(feature = "http2")]
    assert_ne!(agreed(|builder| builder.http2(false)).await, "h2");
}
