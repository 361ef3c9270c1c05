//! Which examiner has a filing, and what the others see of it. `DESIGN.md` section 7 asks for it: need to know inside the
//! Office too.

use crate::frame::harness::{Answer, Client, Place, Server, flagged_filing};
use crate::frame::office::{TestOffice, by, everywhere_with, refused};
use domain::base::actor::{Actor, Role};
use domain::base::ids::FilingId;
use domain::base::marking::{Clearance, Level};
use serde_json::json;
use subrosa::workflow::Error;
use subrosa::workflow::clock::clocks;
use subrosa::workflow::filing::assign::{AssignInput, AssignmentView, assign};
use subrosa::workflow::filing::record::{self, CorrectInput};
use subrosa::workflow::filing::{filings, screenings};
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::office::accounts;
use subrosa::workflow::review::referrals;
use subrosa::workflow::review::triage::{self, Decision};

const MORE: [(&str, Role, Option<&str>); 1] = [("exam2", Role::Examiner, None)];

fn give(h: &TestOffice, who: &str, filing: FilingId, to: Option<&str>) -> Result<AssignmentView, Error> {
    assign(&h.cx, &by(h.who(who)), filing, &AssignInput { examiner: to.map(str::to_owned) })
}

fn sees(h: &TestOffice, who: &Actor, filing: FilingId) -> bool {
    let listed = filings::list(&h.cx, who, &filings::Filter::default(), &page()).expect("listed");
    let query = referrals::ReferralQuery { filing: Some(filing), limit: 9, ..Default::default() };
    let ways = [
        filings::get(&h.cx, who, filing).is_ok(),
        filings::text(&h.cx, who, filing).is_ok(),
        screenings::of_filing(&h.cx, who, filing).is_ok(),
        clocks::of_filing(&h.cx, who, filing).is_ok(),
        listed.iter().any(|f| f.id == filing),
    ];
    assert!(ways.iter().all(|way| *way == ways[0]), "{} sees it in some ways only: {ways:?}", who.name);
    assert!(ways[0] || referrals::list(&h.cx, who, &query).expect("listed").is_empty());
    ways[0]
}

fn page() -> filings::Page {
    filings::Page { limit: 100, ..filings::Page::default() }
}

fn supervisor(h: &TestOffice, name: &str) -> Actor {
    let actor = h.who(name);
    let change = accounts::Change { supervisor: Some(true), ..accounts::Change::default() };
    accounts::change(&h.cx, &by(&Actor::command_line()), actor.account.expect("an account"), &change).expect("changed");
    Actor { supervisor: true, ..actor.clone() }
}

fn reason() -> ReasonInput {
    serde_json::from_value(json!({"reason": "found in a journal"})).expect("a reason")
}

#[test]
fn m11_whoever_decides_on_a_filing_has_it_and_others_find_nothing() {
    everywhere_with("desks", &MORE, |h| {
        let filing = h.filing(1, json!({}));
        let [exam1, exam2] = ["exam1", "exam2"].map(|name| h.who(name));
        assert!(sees(h, exam1, filing) && sees(h, exam2, filing), "the queue is everybody's");
        let before = filings::get(&h.cx, exam1, filing).expect("seen").record;
        let hits = h.hits(filing);
        triage::decide(&h.cx, &by(exam1), hits[0].id, Decision::Confirm, "as the claims say").expect("decided");
        let after = filings::get(&h.cx, exam1, filing).expect("seen");
        assert_eq!((after.record.assigned_to, after.examiner.as_deref()), (exam1.account, Some("exam1")));
        assert!(after.record.version > before.version, "another answer has another ETag");
        assert!(sees(h, exam1, filing) && !sees(h, exam2, filing));
        let second = triage::decide(&h.cx, &by(exam2), hits[1].id, Decision::Dismiss, "a toy only");
        assert_eq!(refused(second), "not_found");
        assert_eq!(refused(give(h, "exam2", filing, Some("exam2"))), "not_found");
        assert!(h.acts(&format!("filing:{filing}")).iter().any(|act| act == "filing.read_text refused"), "E30");
        // Officers sign on everything; a supervisor sees every desk.
        assert!(filings::get(&h.cx, h.who("officer1"), filing).is_ok());
        let boss = supervisor(h, "exam2");
        assert!(sees(h, &boss, filing));
        // People of agencies do not learn who has it.
        for hit in &hits[1..] {
            triage::decide(&h.cx, &by(exam1), hit.id, Decision::Confirm, "as the claims say").expect("decided");
        }
        h.refer(filing, &["NAVY"]).expect("referred");
        h.sign("navy1", h.referral(filing, "NAVY")).expect("signed");
        let seen = filings::get(&h.cx, h.who("navy1"), filing).expect("seen");
        assert_eq!((seen.record.assigned_to, seen.examiner), (None, None));
    });
}

#[test]
fn m11_a_filing_is_taken_handed_over_and_given_back() {
    everywhere_with("handing over", &MORE, |h| {
        let filing = h.filing(1, json!({}));
        assert_eq!(refused(give(h, "exam1", filing, Some("exam2"))), "filing.supervisor", "it is nobody's to give");
        assert_eq!(give(h, "exam1", filing, Some(" Exam1 ")).expect("taken").examiner.as_deref(), Some("exam1"));
        give(h, "exam1", filing, Some("exam2")).expect("handed over");
        assert_eq!(refused(give(h, "exam1", filing, None)), "not_found");
        give(h, "exam2", filing, None).expect("given back");
        let listed = |who: &str, desk| {
            let filter = filings::Filter { assigned_to: Some(desk), ..filings::Filter::default() };
            filings::list(&h.cx, h.who(who), &filter, &page()).expect("listed").len()
        };
        assert_eq!([listed("exam1", None), listed("exam1", h.who("exam1").account)], [1, 0]);
        for (name, what) in [("nobody-of-that-name", "unknown"), ("officer1", "no examiner"), ("x y", "no name")] {
            assert_eq!(refused(give(h, "exam1", filing, Some(name))), "request.invalid", "{what}");
        }
        assert_eq!(refused(give(h, "officer1", filing, None)), "role.forbidden");
        let boss = supervisor(h, "exam2");
        let to = |name: Option<&str>| AssignInput { examiner: name.map(str::to_owned) };
        assign(&h.cx, &by(&boss), filing, &to(Some("exam1"))).expect("assigned");
        assign(&h.cx, &by(&boss), filing, &to(None)).expect("taken away");
        let entries = h.acts(&format!("filing:{filing}"));
        assert_eq!(entries.iter().filter(|act| *act == "filing.assign done").count(), 5, "{entries:?}");
    });
}

#[test]
fn m11_a_filing_whose_examiner_sees_it_no_more_is_in_the_queue_again() {
    everywhere_with("back in the queue", &MORE, |h| {
        let examiner = |filing| filings::get(&h.cx, h.who("officer1"), filing).expect("seen").examiner;
        let taken = |n, marking: &str| {
            let filing = h.filing(n, json!({"marking": marking}));
            give(h, "exam1", filing, Some("exam1")).expect("taken");
            filing
        };
        // Another examiner settles a late flag (R1.1).
        let flagged = taken(1, "U");
        record::flag(&h.cx, &by(h.who("exam1")), flagged, &reason()).expect("flagged");
        assert!(examiner(flagged).is_none() && sees(h, h.who("exam2"), flagged));
        // A marking raised above the examiner's clearance, and a clearance lowered below a marking.
        let (raised, low, lower) = (taken(2, "U"), taken(3, "U"), taken(4, "S"));
        h.clear("exam1", Level::Secret);
        assert_eq!(examiner(lower).as_deref(), Some("exam1"), "still reached");
        let mark = CorrectInput {
            marking: serde_json::from_value(json!("TS")).expect("a marking"),
            reason: "as found".into(),
            ..CorrectInput::default()
        };
        let secret = Actor { clearance: Clearance::of(Level::Secret), ..h.who("exam1").clone() };
        record::correct(&h.cx, &by(&secret), raised, &mark).expect("marked");
        assert!(examiner(raised).is_none() && sees(h, h.who("exam2"), raised));
        h.clear("exam1", Level::Unclassified);
        assert!(examiner(lower).is_none() && sees(h, h.who("exam2"), lower));
        assert_eq!(examiner(low).as_deref(), Some("exam1"), "still reached");
        // Whoever may not sign in has nothing.
        let off = accounts::Change { enabled: Some(false), ..accounts::Change::default() };
        let account = h.who("exam1").account.expect("an account");
        accounts::change(&h.cx, &by(&Actor::command_line()), account, &off).expect("switched off");
        assert!(examiner(low).is_none() && sees(h, h.who("exam2"), low));
        assert_eq!(refused(give(h, "exam2", low, Some("exam1"))), "request.invalid");
    });
}

#[test]
fn h2_two_security_officers_make_a_supervisor_and_one_unmakes_it() {
    everywhere_with("supervisors", &[("sec2", Role::SecurityOfficer, None)], |h| {
        let account = h.who("exam1").account.expect("an account");
        let change = |supervisor| {
            let ask = accounts::Change { supervisor: Some(supervisor), ..accounts::Change::default() };
            accounts::change(&h.cx, &by(h.who("sec1")), account, &ask)
        };
        let kept = change(true).expect("proposed");
        assert!(!kept.account.supervisor);
        let proposal = kept.proposal.expect("a proposal");
        assert!(proposal.supervisor);
        assert_eq!(refused(accounts::confirm(&h.cx, &by(h.who("sec1")), proposal.id)), "account.second_person");
        assert!(accounts::confirm(&h.cx, &by(h.who("sec2")), proposal.id).expect("confirmed").account.supervisor);
        let kept = change(false).expect("done at once");
        assert!(!kept.account.supervisor && kept.proposal.is_none());
        let officer = h.who("officer1").account.expect("an account");
        let ask = accounts::Change { supervisor: Some(true), ..accounts::Change::default() };
        assert_eq!(refused(accounts::change(&h.cx, &by(h.who("sec1")), officer, &ask)), "request.invalid");
    });
}

/// Every address that an examiner reads by the id of a filing or of something on it.
#[test]
fn m11_over_rest_an_examiner_finds_nothing_of_what_another_has() {
    for place in [Some(Place::sqlite()), Place::postgres("desks over REST")].into_iter().flatten() {
        place.people(false);
        for name in ["exam8", "exam9"] {
            place.account_cleared("TS", name, "examiner", None, false);
        }
        let server = Server::start(&place, &[]);
        let (intake, first, second) = (server.sign_in("intake1"), server.sign_in("exam8"), server.sign_in("exam9"));
        let mut filing = flagged_filing(1);
        filing["title"] = json!("zqvdesk guided missile");
        let id = intake.post("/filings", filing, None).expect(201).body["id"].as_str().expect("an id").to_owned();
        let of = |who: &Client, path: &str| who.get(&format!("/filings/{id}{path}"));
        let etag = of(&first, "").expect(200).body["etag"].as_str().expect("an ETag").to_owned();
        let path = format!("/filings/{id}/assignment");
        let take = json!({"examiner": "exam8"});
        let taken = first.post(&path, take.clone(), Some(&etag)).expect(200);
        assert_eq!((taken.body["examiner"].as_str(), taken.body["filing_id"].as_str()), (Some("exam8"), Some(&*id)));
        assert_ne!(taken.body["etag"], json!(etag));
        assert_eq!(first.post(&path, take, Some(&etag)).status, 412, "another version");
        let screening = of(&first, "/screenings").expect(200).body["items"][0]["id"].clone();
        let screening = format!("/screenings/{}", screening.as_str().expect("an id"));
        for (who, status) in [(&first, 200), (&second, 404)] {
            for path in
                ["", "/text", "/screenings", "/clocks", "/docket", "/acknowledgments", "/conditions", "/license"]
            {
                assert_eq!(of(who, path).status, status, "{path}");
            }
            assert_eq!(who.get(&screening).status, status);
        }
        let body = |answer: Answer| {
            let mut body = answer.body;
            body["instance"] = json!(null);
            (answer.status, body)
        };
        let unknown = second.get("/filings/01900000-0000-7000-8000-000000000000");
        assert_eq!(body(of(&second, "")), body(unknown), "as if it did not exist");
        for path in ["/filings", "/filings?q=zqvdesk", "/filings?assigned=nobody", "/filings?assigned=me", "/clocks"] {
            assert!(!second.get(path).expect(200).text.contains("19/700,001"), "{path}");
        }
        assert!(first.get("/filings?assigned=me").expect(200).text.contains("19/700,001"));
        assert_eq!(server.sign_in("officer1").get("/filings?assigned=me").status, 422);
        for odd in [json!({}), json!({"examiner": 5}), json!({"examiner": "exam9", "supervisor": true})] {
            assert_eq!(first.post(&path, odd.clone(), Some("*")).status, 422, "{odd}");
        }
        assert_eq!(of(&first, "").expect(200).body["examiner"], "exam8", "nothing was given away");
    }
}
