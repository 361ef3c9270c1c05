//! Over REST, at every address of the API, with every id on record: what people of an agency learn of a case for which
//! they have not signed, whose order their agency has left, or for which they are not cleared. R2.2, R2.9, E30.

use crate::frame::harness::{Client, Place, Server};
use crate::frame::office::{TestOffice, by};
use domain::base::ids::{EntryId, FilingId, OrderId};
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::law::petition::{Decision, PermitPetition, Person, Position, Scope};
use domain::review::referral::Finding;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use subrosa::workflow::petition::{permits, petitions};
use subrosa::workflow::review::recommend::{RecommendInput, recommend};
use subrosa::workflow::review::refer::{ReferInput, refer};
use subrosa::workflow::review::referrals;

/// A word of everything that is written about the case: its text, opinions and answers, petitions, conditions.
const CANARY: &str = "zqvcase";

/// A case of the Navy and the Army under an order since 2025, with everything that people of an agency may read.
struct Case {
    filing: FilingId,
    order: OrderId,
    permit: EntryId,
    order_number: String,
    /// Another order of the Navy, for which the permit serves.
    lent: OrderId,
}

fn written(what: &str) -> String {
    format!("{CANARY} {what}")
}

fn recommend_order(h: &TestOffice, filing: FilingId, agency: &str, signer: &str, reason: &str) {
    let referral = h.referral(filing, agency);
    if !referrals::get(&h.cx, h.who(signer), referral).expect("seen").acknowledged {
        h.sign(signer, referral).expect("signed");
    }
    let ask = RecommendInput {
        determination: Finding::WouldBeDetrimental,
        order_type: Some(OrderType::III),
        conditions: if agency == "NAVY" { vec![format!("{reason}, condition")] } else { vec![] },
        reason: reason.into(),
        filing_version: None,
    };
    recommend(&h.cx, &by(h.who(signer)), referral, &ask).expect("recommended");
}

/// Grants a permit for a person, after these officials have concurred.
fn permit(h: &TestOffice, order: OrderId, officials: &[&str]) -> EntryId {
    let holder = Person { name: written("Bob Stone"), country: "US".into(), cleared: None };
    let ask = PermitPetition {
        principal: "Ada Marlowe".into(),
        signed_by: None,
        copies: 2,
        reason: written("reason"),
        scope: Scope::Persons { people: vec![holder] },
        purpose: None,
        from: None,
        until: None,
    };
    let officer = by(h.who("officer1"));
    let petition = petitions::petition_permit(&h.cx, &officer, order, &ask).expect("received").id;
    for official in officials {
        let ask = petitions::PositionInput { position: Position::Concur, reason: written("position"), agency: None };
        petitions::state_position(&h.cx, &by(h.who(official)), petition, &ask).expect("stated");
    }
    let ask =
        petitions::DecisionInput { decision: Decision::Grant { from: None, until: None }, reason: written("decision") };
    petitions::decide(&h.cx, &officer, petition, &ask).expect("decided");
    petition
}

/// The people who are to learn nothing of the case of the Navy.
const STRANGERS: [(&str, &str, &str); 5] = [
    ("navy8", "official", "NAVY"),
    ("dod7", "reviewer", "DOD"),
    ("army8", "official", "ARMY"),
    ("navy6", "official", "NAVY"),
    ("nasa8", "official", "NASA"),
];

/// Opens an office in 2025 with a TOP SECRET case. The Army signs for it, sponsors its order and leaves it after a year.
/// One official of the Navy (`navy9`) signs for it; another
/// (`navy6`) does while cleared for it; a third (`navy5`) signs for another case of the Navy.
fn with_case(place: Place) -> (TestOffice, Case) {
    let mut h = TestOffice::opened(place, "2025-03-11");
    h.place.account("navy9", "official", Some("NAVY"), false);
    h.place.account("navy5", "official", Some("NAVY"), false);
    for (name, role, agency) in STRANGERS {
        h.place.account(name, role, Some(agency), false);
    }
    for name in ["navy9", "navy5", "army8", "navy6"] {
        h.meet(name);
    }
    let title = written("Guided missile");
    let filing = h.confirmed(1, json!({"marking": "TS", "title": title}));
    let ask = ReferInput {
        agencies: vec!["NAVY".into(), "ARMY".into()],
        message: Some(written("message")),
        ..ReferInput::default()
    };
    refer(&h.cx, &by(h.who("exam1")), filing, &ask).expect("referred");
    recommend_order(&h, filing, "NAVY", "navy2", &written("finding"));
    recommend_order(&h, filing, "ARMY", "army2", &written("finding"));
    for (agency, name) in [("NAVY", "navy9"), ("NAVY", "navy6"), ("ARMY", "army8")] {
        h.sign(name, h.referral(filing, agency)).expect("signed");
    }
    let order = h.issue(filing).expect("issued");
    h.sleep_until("2026-01-15");
    h.require_another_term("navy2", order.id).expect("determined");
    h.pass_until("2026-03-13");
    assert!(h.see(order.id).sponsors.iter().any(|s| s.agency.as_str() == "ARMY" && s.until.is_some()));
    let permit = permit(&h, order.id, &["navy2"]);
    // The Navy has another case, for which that permit serves.
    let other = h.confirmed(2, json!({}));
    h.refer(other, &["NAVY"]).expect("referred");
    recommend_order(&h, other, "NAVY", "navy2", "as found");
    h.sign("navy5", h.referral(other, "NAVY")).expect("signed");
    let lent = h.issue(other).expect("issued");
    let ask = permits::CommonMatterInput {
        permit,
        finding: "the same part".into(),
        only_common_matter: true,
        not_out_of_context: true,
    };
    permits::record_common_matter(&h.cx, &by(h.who("officer1")), lent.id, &ask).expect("found");
    let case = Case { filing, order: order.id, permit, order_number: order.number, lent: lent.id };
    (h, case)
}

/// Every id that is said anywhere in these answers.
fn ids_in(answers: &[Value]) -> BTreeSet<String> {
    fn walk(value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::String(text) if text.parse::<uuid::Uuid>().is_ok() => drop(out.insert(text.clone())),
            Value::Array(items) => items.iter().for_each(|item| walk(item, out)),
            Value::Object(members) => members.values().for_each(|member| walk(member, out)),
            _ => {}
        }
    }
    let mut out = BTreeSet::new();
    answers.iter().for_each(|answer| walk(answer, &mut out));
    out
}

/// The path of every GET with an id in it, and of every GET without one.
fn reads() -> (Vec<String>, Vec<String>) {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json")).expect("the description");
    let description: Value = serde_json::from_str(&text).expect("JSON");
    let paths = description["paths"].as_object().expect("paths").iter();
    let gets = paths.filter(|(_, operations)| operations.get("get").is_some());
    let local = gets.map(|(path, _)| path.strip_prefix("/api/v1").expect("the prefix").to_owned());
    let (one, all): (Vec<_>, Vec<_>) =
        local.filter(|path| !path.contains("{secret}")).partition(|p| p.contains("{id}"));
    assert!(one.len() > 25 && all.len() > 10, "{} and {}: has the description another form?", one.len(), all.len());
    (one, all)
}

fn asked(path: &str, id: &str) -> String {
    let query = if path.ends_with("/disclosure") { "?person=Bob&country=US" } else { "" };
    format!("{}{query}", path.replace("{id}", id))
}

#[test]
fn h1_people_who_have_not_signed_have_left_or_are_not_cleared_learn_nothing_of_a_case() {
    for place in [Some(Place::sqlite()), Place::postgres("need to know")].into_iter().flatten() {
        let (h, case) = with_case(place);
        // This one has signed, and is cleared for less since.
        h.clear("navy6", Level::Secret);
        // Only the Office's people can be asked on behalf of the tests: they know every id there is.
        let [filing, order] = [case.filing.to_string(), case.order.to_string()];
        h.place.account("exam9", "examiner", None, false);
        let supervises = h.place.cli(&["account", "supervisor", "exam9"]);
        assert!(supervises.status.success(), "{}", String::from_utf8_lossy(&supervises.stderr));
        h.place.account("officer9", "licensing_officer", None, false);
        let server = Server::start(&h.place, &[]);
        let known = ["exam9", "officer9"].map(|name| server.sign_in(name));
        let paths = ["", "/docket", "/screenings", "/acknowledgments", "/conditions", "/clocks"];
        let mut told: Vec<Value> =
            paths.iter().map(|path| known[0].get(&format!("/filings/{filing}{path}")).expect(200).body).collect();
        told.push(known[0].get(&format!("/referrals?filing_id={filing}")).expect(200).body);
        told.push(known[1].get(&format!("/orders/{order}")).expect(200).body);
        told.push(known[1].get("/notices").expect(200).body);
        let ids = ids_in(&told);
        assert!(ids.len() > 20 && ids.contains(&case.permit.to_string()), "{ids:?}");

        let (one, all) = reads();
        let secret = |text: &str| text.contains(CANARY) || text.contains(&case.order_number);
        for (name, ..) in STRANGERS {
            let who = server.sign_in(name);
            for path in &one {
                for id in &ids {
                    let seen = who.get(&asked(path, id));
                    assert!(!secret(&seen.text), "{name} {path} {id}: {}", seen.text);
                    if seen.code() == "role.forbidden" {
                        // Whatever the id.
                        break;
                    }
                    // What there is for them: the referral, and for people of the Navy that there is something to sign.
                    let referral = path == "/referrals/{id}";
                    let to_sign = seen.code() == "referral.not_acknowledged"
                        && (path.starts_with("/filings/") || path == "/referrals/{id}/questions");
                    assert!(
                        referral || to_sign || seen.status == 404,
                        "{name} {path} {id}: {} {}",
                        seen.status,
                        seen.text
                    );
                }
            }
            for path in &all {
                let seen = who.get(path);
                assert!(!secret(&seen.text), "{name} {path}: {}", seen.text);
            }
            for path in ["/orders", "/filings", "/orders?agency=ARMY", "/orders?awaiting_determination=true"] {
                assert!(who.get(path).expect(200).items().is_empty(), "{name} {path}");
            }
            assert!(who.get(&format!("/filings?q={CANARY}")).expect(200).items().is_empty(), "{name}");
            let ask = json!({"determination": "national_interest_requires", "reason": "as found"});
            let done = who.post(&format!("/orders/{order}/determinations"), ask, Some("*"));
            assert!([403, 404].contains(&done.status), "{name}: {}", done.text);
        }

        // Whoever has signed sees it all, so the strangers could have.
        let signed = server.sign_in("navy9");
        for path in ["", "/docket", "/permits"] {
            let seen = signed.get(&format!("/orders/{order}{path}")).expect(200);
            assert!(secret(&seen.text), "{path}: {}", seen.text);
        }
        for path in ["", "/conditions", "/acknowledgments"] {
            signed.get(&format!("/filings/{filing}{path}")).expect(200);
        }
        assert_eq!(signed.get("/orders").expect(200).items().len(), 1);

        // A permit of another case is shown to those who may see that case.
        let lent = format!("/orders/{}/permits", case.lent);
        assert!(secret(&known[1].get(&lent).expect(200).text));
        let other = server.sign_in("navy5");
        other.get(&format!("/orders/{order}")).expect(404);
        let seen = other.get(&lent).expect(200);
        assert!(seen.items().is_empty() && !secret(&seen.text), "{}", seen.text);
        let ask = format!("/orders/{}/disclosure?person={CANARY}+Bob+Stone&country=US", case.lent);
        let answer = |who: &Client| who.get(&ask).expect(200).body["allowed"].clone();
        assert_eq!((answer(&known[1]), answer(&other)), (json!(true), json!(false)));
    }
}
