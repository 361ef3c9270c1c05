//! Calendars over the wire: the bearer's, and the one behind a secret address.

use crate::api::tests::harness::served;
use crate::workflow::filing::intake;
use crate::workflow::frame::testing::{FLAGGED, any, filing};
use domain::base::actor::Role;
use serde_json::json;
use ureq::http::Method;

#[test]
fn a_secret_address_is_shown_once_and_works_until_it_is_revoked() {
    let s = served();
    let officer = s.token("officer1", Role::LicensingOfficer, None);
    let service = s.house.person("intake1", Role::Intake, None);
    let pending = filing("19/700,001", FLAGGED, json!({"filed_on": "2025-10-01"}));
    intake::receive(&s.house.cx, &any(&service), &pending).expect("received");

    let own = s.get("/clocks.ics", &officer).expect(200);
    assert!(own.header("content-type").starts_with("text/calendar"));
    assert!(
        own.text.starts_with("BEGIN:VCALENDAR\r\n") && own.text.contains("SUMMARY:Six months are over"),
        "{}",
        own.text
    );
    let reference = s.get("/clocks", &officer).body["items"][0]["reference"].as_str().expect("one").to_owned();
    assert!(own.text.contains(&reference));

    let make = |key: &str| {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        s.call(Method::POST, "/calendar-feeds", &officer, &headers, Some(br#"{"name": "desk phone"}"#.to_vec()))
    };
    let made = make("one").expect(201);
    let path = format!("!{}", made.body["path"].as_str().expect("a path"));
    assert_eq!(make("one").expect(409).code(), "feed.told_once", "no second feed, and no secret twice");
    let listed = s.get("/calendar-feeds", &officer).expect(200);
    assert_eq!(listed.body["items"].as_array().map(Vec::len), Some(1));
    assert!(!listed.text.contains("sf_"));

    // No token, no cookie: the address alone.
    let fetched = s.get(&path, "").expect(200);
    assert!(fetched.text.contains(&reference));
    assert_eq!(fetched.header("cache-control"), "no-store");
    for wrong in [
        "!/api/v1/calendar/x/deadlines.ics",
        "!/api/v1/calendar/sf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/deadlines.ics",
    ] {
        assert_eq!(s.get(wrong, "").status, 404);
    }
    let item = format!("/calendar-feeds/{}", made.body["id"].as_str().expect("an id"));
    s.call(Method::DELETE, &item, &officer, &[], None).expect(428);
    s.call(Method::DELETE, &item, &officer, &[("if-match", made.header("etag"))], None).expect(204);
    assert_eq!(s.get(&path, "").status, 404);
}
