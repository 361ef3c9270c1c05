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
fn every_spelling_that_was_once_taken_is_taken_still() {
    for (text, want) in [
        ("30s", "30s"),
        ("12h", "12h"),
        ("1h30m", "1h 30m"),
        ("1h 30m", "1h 30m"),
        ("1 hour, 30 minutes", "1h 30m"),
        ("1.5h", "1h 30m"),
        ("01:30:00", "1h 30m"),
        ("PT1H30M", "1h 30m"),
        ("250ms", "250ms"),
    ] {
        assert_eq!(round::<Duration>(text).as_deref(), Some(want), "{text}");
    }
    for (text, want) in [
        ("512 KiB", 512 << 10),
        ("512KiB", 512 << 10),
        (" 4 GiB ", 4 << 30),
        ("0064 MiB", 64 << 20),
        ("1048576", 1 << 20),
    ] {
        assert_eq!(Size::read(text), Ok(Size(want)), "{text}");
    }
    for (text, want) in [
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("10.1.2.3/8", "10.1.2.3/8"),
        ("192.0.2.1", "192.0.2.1/32"),
        ("10.0.0.0/08;;2001:db8::/32,", "10.0.0.0/8; 2001:db8::/32"),
        ("", ""),
    ] {
        assert_eq!(round::<Networks>(text).as_deref(), Some(want), "{text}");
    }
}

#[test]
fn a_size_is_shown_so_that_it_reads_back_as_itself() {
    for (text, bytes) in [("1 MB", 1_000_000), ("1.5 GiB", 3 << 29), ("100 kb", 100_000), ("7 b", 7)] {
        assert_eq!(Size::read(text), Ok(Size(bytes)), "{text}");
    }
    for bytes in [1, 999, 1000, 1 << 10, 1537 << 10, (1 << 20) - 1, (1 << 20) + 1, 8 << 30, 1 << 40] {
        let shown = Size(bytes).show();
        assert_eq!(Size::read(&shown), Ok(Size(bytes)), "{shown}");
    }
}

#[test]
fn what_is_not_understood_is_refused() {
    assert!(Duration::read("0s").is_err());
    assert!(Duration::read("-5m").is_err());
    assert!(Duration::read("soon").is_err());
    for size in ["1 MX", "MiB", "", "0", "0 KiB", "0.1", "-1 MiB", "1.2.3 MiB", "18446744073709551615"] {
        assert!(Size::read(size).is_err(), "{size}");
    }
    assert!(Size::read("99999999999 GiB").is_err());
    assert!(HostPort::read("8080").is_err());
    assert!(HostPort::read("::1:8080").is_err());
    assert!(HostPort::read("h:99999").is_err());
    for network in ["10.0.0.0/33", "::/129", "010.0.0.0/8", "10.0.0/8", "10.0.0.0/", "/8", "10.0.0.0/8/8", "localhost"]
    {
        assert!(Networks::read(network).is_err(), "{network}");
    }
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
    let mapped = Networks::read("::ffff:10.0.0.0/104; ::ffff:192.0.2.1; ::/1").expect("networks");
    assert!(mapped.contains("10.9.9.9".parse().expect("ip")), "IPv4 written as IPv6 is IPv4");
    assert!(mapped.contains("::ffff:192.0.2.1".parse().expect("ip")));
    assert!(mapped.contains("2001:db8::1".parse().expect("ip")));
    assert!(!mapped.contains("11.0.0.1".parse().expect("ip")), "an IPv6 network holds no IPv4 address");
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
