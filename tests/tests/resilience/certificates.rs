//! Certificates that a user trusts beside those of the machine.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use vod_api::{ConfigFault, Error, v3};

use crate::generation::BOTH;
use crate::run::{Run, ended};

/// What makes certificates that nobody knows.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The sandbox behind TLS, by a certificate of this authority; the endpoint.
async fn secured(run: &Run, authority: &CertifiedIssuer<'static, KeyPair>) -> String {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = run.relay.address().to_owned();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (acceptor, server) = (acceptor.clone(), server.clone());
            tokio::spawn(async move {
                let mut client = acceptor.accept(client).await?;
                let mut server = TcpStream::connect(server).await?;
                copy_bidirectional(&mut client, &mut server).await
            });
        }
    });
    format!("https://localhost:{port}")
}

#[tokio::test]
async fn a_server_is_known_by_an_authority_of_the_users() {
    let (run, authority, other) = (Run::new(&[]).await, authority(), authority());
    let endpoint = secured(&run, &authority).await;
    let builder = || run.builder().endpoint(&endpoint);
    for generation in BOTH {
        let trusting: v3::Client = builder().root_certificates(authority.pem()).build().unwrap();
        ended(generation.apply(&trusting)).await.unwrap();
    }
    let several = format!("{}{}", other.pem(), authority.pem());
    let trusting: v3::Client = builder().root_certificates(several).build().unwrap();
    ended(BOTH[1].apply(&trusting)).await.unwrap();
    assert_eq!(run.count("ApplyUpload"), 3);

    for builder in [builder(), builder().root_certificates(other.pem())] {
        let client: v3::Client = builder.build().unwrap();
        let error = ended(BOTH[1].apply(&client)).await.unwrap_err();
        let told = error.to_string();
        assert!(told.contains("invalid peer certificate: "), "{told}");
        assert!(told.contains("; nothing was sent"), "{told}");
    }
    assert_eq!(run.count("ApplyUpload"), 3, "nobody was asked");
}

/// The endpoints alone would need no certificates.
#[tokio::test]
async fn a_proxy_may_speak_tls_itself() {
    const FAR: &str = "http://vod.invalid";
    let (run, authority) = (Run::new(&[]).await, authority());
    let builder = run.builder().endpoint(FAR).cos_endpoint(FAR).allow_plain_http();
    let builder = builder.proxy(&secured(&run, &authority).await);
    let client: v3::Client = builder.root_certificates(authority.pem()).build().unwrap();
    ended(BOTH[1].apply(&client)).await.unwrap();
    assert!(run.relay.heard()[0].target.starts_with(FAR), "{:?}", run.relay.heard());
}

#[test]
fn what_is_no_certificate_is_told_at_the_start() {
    let pair = || vod_api::Credential::new("AKID", "a key that opens nothing");
    let half = "-----BEGIN CERTIFICATE-----\nMIIB\n";
    let wrong = "-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    let none = "the root certificates hold none in PEM's form";
    let unusable = "one of the root certificates cannot be used: ";
    for (pem, told) in [("", none), ("a key", none), (half, none), (wrong, unusable)] {
        let builder = v3::Client::builder().credential(pair()).root_certificates(pem);
        let error = builder.build().map(drop).unwrap_err();
        let Error::Config(config) = &error else { panic!("{error}") };
        assert_eq!(config.fault, ConfigFault::Http, "{pem}");
        assert!(error.to_string().starts_with(told), "{pem}: {error}");
    }
}
