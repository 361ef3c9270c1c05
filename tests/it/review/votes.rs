//! What a reviewer knows before giving an opinion, and what not: why the filing was referred, and nothing of what others
//! have said. R2.3.

use crate::frame::harness::flagged_filing;
use crate::frame::office::{TestOffice, by, everywhere, everywhere_with, order_opinion, refused};
use crate::law::holds::{grant, publish};
use domain::base::actor::Role;
use domain::base::ids::{FilingId, ReferralId};
use domain::base::order_type::OrderType;
use domain::case::status::FilingStatus;
use domain::review::referral::{Finding, ReferralStatus};
use serde_json::json;
use subrosa::workflow::Error;
use subrosa::workflow::filing::amend::amend;
use subrosa::workflow::filing::filings;
use subrosa::workflow::order::conditions;
use subrosa::workflow::review::opine::{OpinionInput, opine};
use subrosa::workflow::review::recommend::{RecommendInput, recommend};
use subrosa::workflow::review::refer::{ReferInput, refer};
use subrosa::workflow::review::referrals::{self, ReferralView, WaitsFor};

/// A word of every opinion and answer here.
const CANARY: &str = "zqvvote";

/// Reviewers beside navy1, army1 and doe2.
const MORE: [(&str, Role, Option<&str>); 2] =
    [("navy3", Role::Reviewer, Some("NAVY")), ("dod3", Role::Reviewer, Some("DOD"))];

fn say(h: &TestOffice, who: &str, referral: ReferralId) {
    let ask = OpinionInput {
        considerations: Some(format!("{CANARY} considerations of {who}")),
        conditions: vec![format!("{CANARY} condition of {who}")],
        reason: format!("{CANARY} reason of {who}"),
        ..order_opinion()
    };
    opine(&h.cx, &by(h.who(who)), referral, &ask).expect("given");
}

fn answer(h: &TestOffice, who: &str, referral: ReferralId, finding: Finding) {
    let binds = finding == Finding::WouldBeDetrimental;
    let ask = RecommendInput {
        determination: finding,
        order_type: binds.then_some(OrderType::III),
        conditions: if binds { vec![format!("{CANARY} condition of {who}")] } else { vec![] },
        reason: format!("{CANARY} reason of {who}"),
        filing_version: None,
    };
    recommend(&h.cx, &by(h.who(who)), referral, &ask).expect("answered");
}

/// Everything that a person is shown of the case, without what the filing itself says.
fn shown(h: &TestOffice, who: &str, filing: FilingId) -> String {
    let actor = h.who(who);
    let query = referrals::ReferralQuery { filing: Some(filing), limit: 50, ..Default::default() };
    let listed = referrals::list(&h.cx, actor, &query).expect("listed");
    let one_by_one: Vec<ReferralView> =
        listed.iter().map(|r| referrals::get(&h.cx, actor, r.id).expect("seen")).collect();
    let lines = conditions::of_filing(&h.cx, actor, filing).expect("listed");
    let record = filings::get(&h.cx, actor, filing).expect("seen");
    let json = |value: serde_json::Value| value.to_string();
    let lines: Vec<_> = lines.iter().map(|line| format!("{line:?}")).collect();
    [json(json!(listed)), json(json!(one_by_one)), lines.join(""), format!("{record:?}")].concat()
}

#[test]
fn r2_3_no_reviewer_sees_what_another_said_before_every_agency_has_answered() {
    everywhere_with("sealed votes", &MORE, |h| {
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY", "ARMY", "DOE"]).expect("referred");
        let [navy, army, doe] = ["NAVY", "ARMY", "DOE"].map(|agency| h.referral(filing, agency));
        for (who, referral) in [
            ("navy1", navy),
            ("navy2", navy),
            ("navy3", navy),
            ("dod1", navy),
            ("dod3", army),
            ("army1", army),
            ("army2", army),
            ("doe1", doe),
            ("doe2", doe),
        ] {
            h.sign(who, referral).expect("signed");
        }
        let knows = |who: &str, of: &str| shown(h, who, filing).contains(&format!("{CANARY} reason of {of}"));
        say(h, "navy1", navy);
        say(h, "dod3", navy);
        assert!(knows("navy1", "navy1") && knows("dod3", "dod3"), "the own one");
        // Not inside the agency, not inside the department, not elsewhere.
        for (who, of) in
            [("navy3", "navy1"), ("navy3", "dod3"), ("navy1", "dod3"), ("dod3", "navy1"), ("army1", "navy1")]
        {
            assert!(!knows(who, of), "{who} follows {of}");
        }
        assert!(!shown(h, "navy3", filing).contains(CANARY));
        assert!(knows("navy2", "navy1") && knows("dod1", "navy1"), "officials sign on what reviewers say");

        // The answer of another agency is sealed too, also when it closed its referral at once.
        answer(h, "navy2", navy, Finding::WouldBeDetrimental);
        answer(h, "doe1", doe, Finding::None);
        assert!(knows("navy3", "navy2"), "the own agency's answer");
        assert!(knows("dod1", "navy2"));
        for (who, of) in [("dod3", "navy2"), ("dod3", "navy1"), ("navy3", "navy1"), ("army1", "navy2")] {
            assert!(!knows(who, of), "{who} follows {of}");
        }
        let query = |who: &str| conditions::of_filing(&h.cx, h.who(who), filing).expect("listed").len();
        assert_eq!([query("dod3"), query("navy3"), query("dod1"), query("officer1")], [0, 1, 1, 1]);

        // Everybody has answered.
        answer(h, "army2", army, Finding::None);
        assert!(knows("dod3", "navy1") && knows("dod3", "navy2") && knows("navy3", "navy1"));
        assert!(!knows("navy3", "army2"), "what another agency said is its own affair");
        // One more is asked: sealed again.
        h.refer(filing, &["ARMY"]).expect("referred again");
        assert!(!knows("dod3", "navy1") && !knows("navy3", "navy1") && knows("navy1", "navy1"));
    });
}

#[test]
fn r1_14_the_first_vote_for_an_order_freezes_publication_and_license_without_saying_whose_it_was() {
    everywhere("first vote", |h| {
        // The Navy asks for an order on one filing, the Army on the other; a third agency is silent on both.
        let cases = [("NAVY", "navy1", "navy2"), ("ARMY", "army1", "army2")].map(|(agency, reviewer, official)| {
            let filing = h.confirmed(if agency == "NAVY" { 1 } else { 2 }, json!({}));
            h.refer(filing, &["NAVY", "ARMY", "DOE"]).expect("referred");
            let silent = h.referral(filing, "DOE");
            h.sign("doe2", silent).expect("signed");
            let referral = h.referral(filing, agency);
            for who in [reviewer, official] {
                h.sign(who, referral).expect("signed");
            }
            say(h, reviewer, referral);
            answer(h, official, referral, Finding::WouldBeDetrimental);
            assert!(publish(h, filing).is_err() && grant(h, filing).is_err(), "{agency}");
            let seen = filings::get(&h.cx, h.who("doe2"), filing).expect("seen");
            let known = shown(h, "doe2", filing);
            assert!(!known.contains(CANARY) && !known.contains(official) && !known.contains(reviewer), "{known}");
            (seen.record.status, known.matches("answered").count())
        });
        assert_eq!(cases[0], cases[1]);
    });
}

#[test]
fn r2_3_whether_an_answer_asks_for_an_order_shows_nowhere_while_it_is_sealed() {
    everywhere_with("sealed answers", &MORE, |h| {
        // The Navy asks for an order on the first filing and for none on the second; the Army is silent on both.
        let [would, none] = [(1, Finding::WouldBeDetrimental), (2, Finding::None)].map(|(n, finding)| {
            let filing = h.confirmed(n, json!({}));
            h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
            let navy = h.referral(filing, "NAVY");
            for (who, agency) in [("navy2", "NAVY"), ("dod3", "NAVY"), ("dod1", "NAVY"), ("army1", "ARMY")] {
                h.sign(who, h.referral(filing, agency)).expect("signed");
            }
            answer(h, "navy2", navy, finding);
            (filing, navy)
        });
        let stands = |who: &str, (filing, navy): (FilingId, ReferralId)| {
            let record = filings::get(&h.cx, h.who(who), filing).expect("seen").record;
            let referral = referrals::get(&h.cx, h.who(who), navy).map(|r| (r.status, r.version)).ok();
            (record.status, record.version, referral)
        };
        for who in ["dod3", "army1"] {
            assert_eq!(stands(who, would), stands(who, none), "{who}");
        }
        assert_eq!(stands("dod3", would).0, FilingStatus::UnderReview);
        assert_eq!(stands("dod1", would).0, FilingStatus::OrderPending, "an official signs on it");
        // Nor does a list by status tell the two apart.
        let listed = |who: &str, status| {
            let filter = filings::Filter { status: Some(status), ..filings::Filter::default() };
            let page = filings::Page { limit: 9, ..filings::Page::default() };
            filings::list(&h.cx, h.who(who), &filter, &page).expect("listed").len()
        };
        let count = |who: &str, status| {
            let query = referrals::ReferralQuery { status: Some(status), limit: 9, ..Default::default() };
            referrals::list(&h.cx, h.who(who), &query).expect("listed").len()
        };
        let statuses = [FilingStatus::UnderReview, FilingStatus::OrderPending];
        assert_eq!(statuses.map(|status| listed("dod3", status)), [2, 0]);
        assert_eq!(statuses.map(|status| listed("exam1", status)), [1, 1]);
        let statuses = [ReferralStatus::Open, ReferralStatus::Answered, ReferralStatus::Closed];
        assert_eq!(statuses.map(|status| count("dod3", status)), [2, 2, 0]);
        assert_eq!(statuses.map(|status| count("navy1", status)), [0, 1, 1], "the own agency's");
        assert_eq!(statuses.map(|status| count("exam1", status)), [2, 1, 1]);
        // Once nobody is asked any more, everything shows.
        for (filing, _) in [would, none] {
            let army = h.referral(filing, "ARMY");
            h.sign("army2", army).expect("signed");
            answer(h, "army2", army, Finding::None);
        }
        assert_eq!(statuses.map(|status| count("dod3", status)), [0, 1, 3]);
        assert_eq!(listed("dod3", FilingStatus::OrderPending), 1);
    });
}

#[test]
fn u12_a_reviewer_who_has_signed_sees_why_the_filing_was_referred() {
    everywhere("why it was referred", |h| {
        let filing = h.confirmed(1, json!({}));
        let ask = ReferInput {
            agencies: vec!["NAVY".into()],
            message: Some(format!(" {CANARY} look at claim 1\nand at the drawings ")),
            ..ReferInput::default()
        };
        let made = refer(&h.cx, &by(h.who("exam1")), filing, &ask).expect("referred");
        assert_eq!(made[0].message.as_deref(), Some(format!("{CANARY} look at claim 1\nand at the drawings").as_str()));
        let navy = h.referral(filing, "NAVY");
        let get = |who: &str| referrals::get(&h.cx, h.who(who), navy).expect("seen");
        for who in ["navy1", "navy2", "dod1"] {
            let before = get(who);
            assert_eq!((before.message, before.hits), (None, None), "{who} has not signed");
        }
        h.sign("navy1", navy).expect("signed");
        let why = get("navy1");
        assert!(why.message.expect("a message").contains(CANARY));
        let hits = why.hits.expect("hits");
        let (of_screening, text) = (h.hits(filing), filings::text(&h.cx, h.who("navy1"), filing).expect("the text"));
        let named = |hits: &[String]| hits.join(" ");
        assert_eq!(
            named(&hits.iter().map(|hit| hit.category.clone()).collect::<Vec<_>>()),
            named(&of_screening.iter().map(|hit| hit.category.clone()).collect::<Vec<_>>())
        );
        let text = json!(text).to_string();
        for hit in &hits {
            assert!(hit.decision.is_some() && hit.reason.is_some() && !hit.passages.is_empty(), "{hit:?}");
            assert!(hit.passages.iter().all(|p| text.contains(&p.text)), "{hit:?}");
            // What is named here is a ground that an opinion may stand on.
            let ask = OpinionInput { grounds: vec![hit.category.clone()], ..order_opinion() };
            opine(&h.cx, &by(h.who("navy1")), navy, &ask).expect("a known ground");
        }
        // An officer reads no text, and so neither.
        assert!(get("officer1").message.is_none() && get("officer1").hits.is_none());
        assert!(get("exam1").message.is_some() && get("exam1").hits.is_some());
    });
}

#[test]
fn u12_a_list_shows_what_waits_for_the_reader() {
    everywhere("what waits", |h| {
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY", "ARMY"]).expect("referred");
        let [navy, army] = ["NAVY", "ARMY"].map(|agency| h.referral(filing, agency));
        let list = |who: &str, what| -> Result<Vec<ReferralId>, Error> {
            let query = referrals::ReferralQuery { waits_for: Some(what), limit: 50, ..Default::default() };
            Ok(referrals::list(&h.cx, h.who(who), &query)?.iter().map(|r| r.id).collect())
        };
        let waits = |who: &str, what| list(who, what).expect("listed");
        assert_eq!(waits("navy1", WaitsFor::Signature), [navy]);
        assert_eq!(waits("dod1", WaitsFor::Signature), [navy, army]);
        assert_eq!(waits("navy1", WaitsFor::Opinion), [navy]);
        h.sign("navy1", navy).expect("signed");
        assert!(waits("navy1", WaitsFor::Signature).is_empty());
        assert_eq!(waits("navy1", WaitsFor::Opinion), [navy]);
        h.opine("navy1", navy).expect("given");
        assert!(waits("navy1", WaitsFor::Opinion).is_empty());
        assert_eq!(waits("army1", WaitsFor::Opinion), [army], "another person's opinion is not mine");
        // A new text needs a new opinion (R2.7), and no new signature.
        let mut text = flagged_filing(1);
        text["claims"] = json!(["1. Another claim on a guided missile."]);
        let text = serde_json::from_value(text).expect("a filing");
        amend(&h.cx, &by(h.who("intake1")), filing, &text).expect("amended");
        assert_eq!(waits("navy1", WaitsFor::Opinion), [navy]);
        assert!(waits("navy1", WaitsFor::Signature).is_empty());
        h.sign("navy2", navy).expect("signed");
        h.recommend("navy2", navy, Finding::None, None).expect("answered");
        assert!(waits("navy1", WaitsFor::Opinion).is_empty(), "it is closed");
        assert!(waits("dod1", WaitsFor::Signature).iter().all(|id| *id != navy));
        for (who, what) in [
            ("exam1", WaitsFor::Signature),
            ("exam1", WaitsFor::Opinion),
            ("officer1", WaitsFor::Opinion),
            ("navy2", WaitsFor::Opinion),
        ] {
            assert_eq!(refused(list(who, what)), "request.invalid", "{who}");
        }
    });
}
