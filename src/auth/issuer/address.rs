//! Addresses of issuers: which may be asked at all. An officer writes them, two sign them, and still none may lead the
//! service to what only this machine or its network can reach.

use domain::base::issuer::LONGEST;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::http::Uri;

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// No address over HTTPS, or one with more than a host and a path.
    #[error("write https://HOST/PATH, at most {LONGEST} characters, without a user, a question mark or a hash sign")]
    Form,
    /// Without TLS.
    #[error("an issuer is asked over HTTPS; plain HTTP is for this machine alone")]
    Plain,
}

/// Reads the address of an issuer or of its keys.
pub fn check_address(text: &str) -> Result<Uri, BadAddress> {
    let is_plain = text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_graphic() && !b"?#\\@\"<>".contains(&b));
    let uri: Uri = if is_plain { text.parse().map_err(|_| BadAddress::Form)? } else { return Err(BadAddress::Form) };
    let host = uri.host().filter(|host| !host.is_empty()).ok_or(BadAddress::Form)?;
    if uri.path().split('/').any(|part| part == "." || part == "..") {
        return Err(BadAddress::Form);
    }
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_loopback_name(host) => Ok(uri),
        Some("http") => Err(BadAddress::Plain),
        _ => Err(BadAddress::Form),
    }
}

/// Whether a host is this machine by its very name.
fn is_loopback_name(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether the service may connect to an address of the network for an issuer. Names are resolved first, so that no name
/// leads to what its number would not.
pub(super) fn may_connect(ip: IpAddr, is_plain: bool) -> bool {
    let ip = inner(ip);
    // Over plain HTTP this machine alone is asked, whatever `localhost` is said to be.
    if is_plain {
        return ip.is_loopback();
    }
    !(ip.is_unspecified() || ip.is_multicast() || is_link_local(ip) || METADATA.contains(&ip))
}

/// Services of clouds that hand out credentials to whoever asks from within, at other addresses than link-local ones.
const METADATA: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// The IPv4 address inside an IPv6 address, where there is one: mapped, or translated (RFC 6052).
fn inner(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] if v6 != Ipv6Addr::LOCALHOST => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            Ipv4Addr::new(a, b, c, d).into()
        }
        _ => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_asked_over_https_or_on_this_machine() {
        for good in [
            "https://id.navy.example",
            "https://id.navy.example:8443/realms/navy",
            "https://login.example/0f6c/v2.0",
            "http://127.0.0.1:8080/x",
            "http://[::1]:8080",
            "http://localhost/x",
        ] {
            assert!(check_address(good).is_ok(), "{good}");
        }
        for plain in ["http://id.navy.example", "http://127.0.0.1.evil.example", "http://10.0.0.1/"] {
            assert_eq!(check_address(plain), Err(BadAddress::Plain), "{plain}");
        }
        for bad in [
            "",
            "id.navy.example",
            "ftp://id.navy.example",
            "file:///etc/passwd",
            "https://",
            "https:///x",
            "https://u:p@id.navy.example",
            "https://id.navy.example/?a=b",
            "https://id.navy.example/#a",
            "https://id.navy.example/a/../b",
            "https://id.navy.example/a b",
            "https://id.n\u{e4}vy.example",
        ] {
            assert_eq!(check_address(bad), Err(BadAddress::Form), "{bad}");
        }
        assert_eq!(check_address(&format!("https://id.example/{}", "a".repeat(LONGEST))), Err(BadAddress::Form));
    }

    #[test]
    fn no_name_leads_to_what_only_this_network_reaches() {
        for closed in [
            "169.254.169.254",
            "169.254.0.1",
            "fe80::1",
            "febf::1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "::169.254.169.254",
            "0.0.0.0",
            "::",
            "255.255.255.255",
            "224.0.0.1",
            "ff02::1",
            "100.100.100.200",
            "fd00:ec2::254",
        ] {
            assert!(!may_connect(closed.parse().expect("an address"), false), "{closed}");
        }
        for open in ["192.0.2.1", "10.1.2.3", "127.0.0.1", "::1", "2001:db8::1", "fd12::1", "::ffff:10.1.2.3"] {
            assert!(may_connect(open.parse().expect("an address"), false), "{open}");
        }
        assert!(may_connect("127.0.0.1".parse().expect("an address"), true));
        assert!(may_connect("::1".parse().expect("an address"), true));
        assert!(!may_connect("10.1.2.3".parse().expect("an address"), true), "localhost that is another machine");
    }
}
