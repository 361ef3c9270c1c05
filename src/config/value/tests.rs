//! Tests of how settings are read and shown.

use super::*;

fn round<T: Setting>(text: &str) -> Option<String> {
    T::read(text).ok().map(|v| v.show())
}

#[test]
fn values_are_shown_as_they_were_written() {
    let yes = |got: Option<String>, want: &str| assert_eq!(got.as_deref(), Some(want));
    yes(round::<Duration>("15m"), "15m");
    yes(round::<Duration>("90s"), "1m 30s");
    yes(round::<Size>("1 MiB"), "1 MiB");
    yes(round::<Size>("1536KiB"), "1536 KiB");
    yes(round::<Size>("7"), "7");
    yes(round::<HostPort>("[::1]:80"), "[::1]:80");
    yes(round::<HostPort>("localhost:0"), "localhost:0");
    yes(round::<OpsListen>("off"), "off");
    yes(round::<Networks>("10.0.0.0/8, ::1"), "10.0.0.0/8; ::1/128");
    yes(round::<Vec<CountryTable>>("2026-01-01: AU,CA; 2027-01-01: GB"), "2026-01-01: AU CA; 2027-01-01: GB");
    yes(round::<Database>("sqlite:///var/x.db"), "sqlite:/var/x.db");
    yes(round::<Database>("postgres://sub:s3cret@db/x?password=y"), "postgres://sub@db/x");
    yes(round::<Database>("postgres://sub@db"), "postgres://sub@db");
}

#[test]
fn what_is_not_understood_is_refused() {
    assert!(Duration::read("0s").is_err());
    assert!(Duration::read("-5m").is_err());
    assert!(Duration::read("soon").is_err());
    assert!(Size::read("1 MB").is_err());
    assert!(Size::read("99999999999 GiB").is_err());
    assert!(HostPort::read("8080").is_err());
    assert!(HostPort::read("::1:8080").is_err());
    assert!(HostPort::read("h:99999").is_err());
    assert!(Networks::read("10.0.0.0/33").is_err());
    assert!(Vec::<CountryTable>::read("2027-01-01: GB; 2026-01-01: AU").is_err());
    assert!(Vec::<CountryTable>::read("2027-01-01: Britain").is_err());
    assert!(Database::read("postgress://x").is_err());
    assert!(Database::read("/var/x.db").is_err());
    assert!(SmtpUrl::read("smtp://me:secret@mx").unwrap_err().contains("smtp_password_file"));
    assert!(SmtpUrl::read("http://mx").is_err());
}

#[test]
fn networks_hold_their_addresses() {
    let n = Networks::read("10.0.0.0/8; 2001:db8::/32; 192.0.2.1; 0.0.0.0/0").expect("networks");
    assert!(n.contains("10.200.1.1".parse().expect("ip")));
    assert!(n.contains("::ffff:203.0.113.9".parse().expect("ip")));
    assert!(n.contains("2001:db8:1::1".parse().expect("ip")));
    assert!(!n.contains("2001:db9::1".parse().expect("ip")));
    assert!(!Networks::default().contains("127.0.0.1".parse().expect("ip")));
}

#[test]
fn health_is_served_beside_the_service() {
    let main = |port| HostPort { host: "0.0.0.0".into(), port };
    let beside = |port| OpsListen::Auto.beside(&main(port)).expect("on").to_string();
    assert_eq!(beside(8080), "127.0.0.1:8081");
    assert_eq!(beside(0), "127.0.0.1:0");
    assert_eq!(beside(65535), "127.0.0.1:0");
    assert_eq!(OpsListen::Off.beside(&main(1)), None);
}
