//! Tests of what is read from the files of TLS, what is refused, and what new files change.

use super::*;
use jiff::civil::date;
use jiff::tz::TimeZone;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Files of TLS in a folder, with a certificate that is valid in 2026.
struct Place {
    _dir: tempfile::TempDir,
    files: TlsFiles,
}

fn noon(year: i16, month: i8, day: i8) -> Timestamp {
    date(year, month, day).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("an instant").timestamp()
}

fn certificate_of(key: &KeyPair) -> String {
    let mut params = CertificateParams::new(vec!["subrosa.example".to_owned()]).expect("a name");
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2026, 12, 31);
    params.self_signed(key).expect("a certificate").pem()
}

fn write_key(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("permissions");
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let files = TlsFiles {
            certificate: dir.path().join("certificate.pem"),
            key: dir.path().join("key.pem"),
            client_ca: None,
        };
        let place = Self { _dir: dir, files };
        place.issue();
        place
    }

    /// Writes a new certificate and its new key.
    fn issue(&self) {
        let key = KeyPair::generate().expect("a key");
        fs::write(&self.files.certificate, certificate_of(&key)).expect("written");
        write_key(&self.files.key, &key.serialize_pem());
    }

    fn open(&self) -> Result<Tls, TlsError> {
        Tls::open(self.files.clone(), noon(2026, 6, 1))
    }

    #[track_caller]
    fn refuses(&self, words: &[&str]) {
        let said = self.open().expect_err("refused").to_string();
        for word in words {
            assert!(said.contains(word), "{word:?} is not in: {said}");
        }
        assert!(!said.contains("MIG"), "a key is repeated: {said}");
    }
}

#[test]
fn files_that_cannot_be_used_are_refused_with_the_way_out() {
    let place = Place::new();
    place.open().expect("a good pair");
    let (certificate, key) = (&place.files.certificate, &place.files.key);
    let good = (fs::read_to_string(certificate).expect("read"), fs::read_to_string(key).expect("read"));

    fs::write(certificate, "no PEM at all").expect("written");
    place.refuses(&["certificate.pem", "holds no certificate"]);
    fs::write(certificate, &good.0[..good.0.len() / 2]).expect("written");
    place.refuses(&["certificate.pem", "cut short"]);
    fs::write(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").expect("written");
    place.refuses(&["certificate.pem", "no X.509 certificate"]);
    fs::remove_file(certificate).expect("removed");
    place.refuses(&["certificate.pem", "cannot read", "tls.certificate"]);
    fs::write(certificate, &good.0).expect("written");

    write_key(key, "no PEM at all");
    place.refuses(&["key.pem", "holds no private key", "passphrase"]);
    write_key(key, &good.1[..good.1.len() / 2]);
    place.refuses(&["key.pem", "cut short"]);
    write_key(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    place.refuses(&["key.pem", "cannot be used", "P-256"]);
    write_key(key, &KeyPair::generate().expect("a key").serialize_pem());
    place.refuses(&["does not belong to the first certificate", "tls.key"]);
    write_key(key, &good.1);
    for mode in [0o640, 0o604, 0o602, 0o620] {
        fs::set_permissions(key, fs::Permissions::from_mode(mode)).expect("permissions");
        place.refuses(&["key.pem", "chmod 600"]);
    }
    write_key(key, &good.1);
    place.open().expect("as it was");
}

#[test]
fn a_file_of_authorities_that_checks_nobody_is_refused() {
    let mut place = Place::new();
    let path = place.files.certificate.with_file_name("clients.pem");
    place.files.client_ca = Some(path.clone());
    place.refuses(&["clients.pem", "cannot read"]);
    fs::write(&path, "").expect("written");
    place.refuses(&["clients.pem", "holds no certificate"]);
    fs::write(&path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").expect("written");
    place.refuses(&["clients.pem", "authorities"]);
}

#[test]
fn a_certificate_is_refused_before_and_after_its_time() {
    let place = Place::new();
    let at = |now| Tls::open(place.files.clone(), now);
    assert!(matches!(at(noon(2025, 12, 31)), Err(TlsError::NotYet { .. })));
    at(noon(2026, 1, 1)).expect("valid");
    at(noon(2026, 12, 30)).expect("valid");
    let expired = at(noon(2027, 1, 1)).expect_err("expired");
    assert!(matches!(&expired, TlsError::Expired { .. }));
    let said = expired.to_string();
    assert!(said.contains("2026-12-31") && said.contains("Renew"), "{said}");
}

#[test]
fn new_files_are_taken_over_and_bad_ones_never() {
    let place = Place::new();
    let tls = place.open().expect("a good pair");
    let mut renewal = Renewal::of(&tls);
    let now = noon(2026, 6, 1);
    let offered = || tls.offer.present().certified.cert[0].clone();
    let first = offered();
    assert!(matches!(renewal.look(now), Look::Same));

    // The certificate comes before its key, and the file of the key is written in two steps.
    let key = KeyPair::generate().expect("a key");
    fs::write(&place.files.certificate, certificate_of(&key)).expect("written");
    assert!(matches!(renewal.look(now), Look::Kept(TlsError::OtherKey { .. })));
    let pem = key.serialize_pem();
    write_key(&place.files.key, &pem[..pem.len() / 2]);
    assert!(matches!(renewal.look(now), Look::Kept(TlsError::Broken(_))));
    fs::remove_file(&place.files.key).expect("removed");
    assert!(matches!(renewal.look(now), Look::Kept(TlsError::Unreadable { .. })));
    assert_eq!(offered(), first);
    write_key(&place.files.key, &pem);
    assert!(matches!(renewal.look(now), Look::Renewed));
    assert_ne!(offered(), first);
    assert!(matches!(renewal.look(now), Look::Same));

    let second = offered();
    place.issue();
    assert!(matches!(renewal.look(noon(2027, 6, 1)), Look::Kept(TlsError::Expired { .. })));
    assert_eq!(offered(), second);
}

#[test]
fn the_authorities_of_client_certificates_are_taken_over_too() {
    let mut place = Place::new();
    let path = place.files.certificate.with_file_name("clients.pem");
    place.files.client_ca = Some(path.clone());
    let authority = |name: &str| {
        let mut params = CertificateParams::new(vec![]).expect("no names");
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        rcgen::CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
    };
    let (old, new) = (authority("old"), authority("new"));
    fs::write(&path, old.pem()).expect("written");
    let tls = place.open().expect("opened");
    let mut renewal = Renewal::of(&tls);
    let mut params = CertificateParams::new(vec![]).expect("no names");
    params.extended_key_usages.push(rcgen::ExtendedKeyUsagePurpose::ClientAuth);
    let client = params.signed_by(&KeyPair::generate().expect("a key"), &new).expect("a client");
    let knows = || {
        use rustls::server::danger::ClientCertVerifier as _;
        let at = rustls::pki_types::UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_780_000_000));
        tls.offer.verify_client_cert(client.der(), &[], at).is_ok()
    };
    assert!(!knows());
    fs::write(&path, new.pem()).expect("written");
    assert!(matches!(renewal.look(noon(2026, 6, 1)), Look::Renewed));
    assert!(knows());
    fs::write(&path, "").expect("written");
    assert!(matches!(renewal.look(noon(2026, 6, 1)), Look::Kept(TlsError::NoCertificate(_))));
    assert!(knows());
}
