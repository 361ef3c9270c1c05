//! The address of a client. What a proxy says about its client is used only if the proxy is trusted.

use crate::config::Networks;
use actix_web::HttpRequest;
use std::net::{IpAddr, Ipv4Addr};

/// The address a request comes from: that of the peer, or, if the peer is a trusted proxy, the right-most entry of
/// `X-Forwarded-For` that is not a trusted proxy. Entries further left may have been written by anybody.
pub fn address(request: &HttpRequest, trusted: &Networks) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.ip());
    if !trusted.contains(peer) {
        return peer;
    }
    let mut nearest = peer;
    let lines: Vec<&str> = request.headers().get_all("X-Forwarded-For").filter_map(|v| v.to_str().ok()).collect();
    for entry in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = parse_address(entry.trim()) else { break };
        nearest = address;
        if !trusted.contains(address) {
            break;
        }
    }
    nearest
}

/// Reads an address, with or without port and brackets.
fn parse_address(entry: &str) -> Option<IpAddr> {
    entry
        .parse()
        .ok()
        .or_else(|| entry.parse::<std::net::SocketAddr>().ok().map(|a| a.ip()))
        .or_else(|| entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, ServeArgs};
    use actix_web::test::TestRequest;

    #[test]
    fn nobody_can_pretend_to_be_elsewhere() {
        let args = ServeArgs::default().with("trusted_proxies", "10.0.0.0/8");
        let trusted = Config::load(&args, []).expect("settings").trusted_proxies;
        let from = |peer: &str, forwarded: &[&str]| {
            let mut r = TestRequest::default().peer_addr(format!("{peer}:1").parse().expect("address"));
            for f in forwarded {
                r = r.append_header(("X-Forwarded-For", *f));
            }
            address(&r.to_http_request(), &trusted).to_string()
        };
        assert_eq!(from("192.0.2.1", &["203.0.113.9"]), "192.0.2.1", "not a proxy of ours");
        assert_eq!(from("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(from("10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.2.2.2"]), "203.0.113.9");
        assert_eq!(from("10.0.0.1", &["1.1.1.1", "203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(from("10.0.0.1", &["1.1.1.1, rubbish"]), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &["[2001:db8::1]"]), "2001:db8::1");
    }
}
