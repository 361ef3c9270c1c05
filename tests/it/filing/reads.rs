//! Who has read the text of a filing is on record, and so is who marked one above the own clearance. S-35, M10.

use crate::frame::office::{TestOffice, by, everywhere, everywhere_with, refused};
use domain::base::actor::{Actor, Role};
use domain::base::marking::{Clearance, Level, Marking};
use serde_json::json;
use subrosa::store::office::ledger;
use subrosa::workflow::filing::record::{self, CorrectInput};
use subrosa::workflow::filing::{filings, screenings};
use subrosa::workflow::frame::docket;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::review::referrals;

/// The entries of texts that were read: who, what, and the detail.
fn reads(h: &TestOffice) -> Vec<(String, String, String)> {
    let entries = h.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("read");
    let read = entries.into_iter().map(|e| e.act).filter(|a| a.act == "filing.read_text");
    read.map(|a| (a.actor, a.subject, format!("{} {}", a.outcome.as_str(), a.detail))).collect()
}

#[test]
fn s_35_each_read_of_a_text_or_of_its_passages_is_entered_before_it_is_shown() {
    everywhere("reads", |h| {
        let filing = h.confirmed(1, json!({"marking": "S"}));
        h.refer(filing, &["NAVY"]).expect("referred");
        let referral = h.referral(filing, "NAVY");
        let exam = h.who("exam1");
        let of = |n: usize| reads(h).split_off(n);
        assert_eq!(of(0), [], "nobody has read it yet");
        filings::get(&h.cx, exam, filing).expect("the record");
        referrals::get(&h.cx, h.who("navy1"), referral).expect("not its passages before a signature");
        assert_eq!(of(0), [], "a record is no text");

        filings::text(&h.cx, exam, filing).expect("the text");
        let screening = screenings::of_filing(&h.cx, exam, filing).expect("passages")[0].id;
        screenings::get(&h.cx, exam, screening).expect("passages");
        let category = h.hits(filing)[0].category.clone();
        screenings::explain(&h.cx, exam, filing, &category).expect("passages");
        h.sign("navy1", referral).expect("signed");
        let before = reads(h).len();
        referrals::get(&h.cx, h.who("navy1"), referral).expect("passages");
        filings::text(&h.cx, h.who("navy1"), filing).expect("the text");
        let (own, whole) = (format!("filing:{filing}"), "done text_version=1".to_owned());
        let within = format!("done filing={filing} text_version=1");
        let line = |who: &str, what: &str, how: &str| (who.to_owned(), what.to_owned(), how.to_owned());
        let examiners = [
            line("exam1", &own, &whole),
            line("exam1", &own, &whole),
            line("exam1", &format!("screening:{screening}"), &within),
            line("exam1", &own, &whole),
        ];
        let reviewers = [line("navy1", &format!("referral:{referral}"), &within), line("navy1", &own, &whole)];
        assert_eq!(reads(h)[..before].iter().filter(|l| l.0 == "exam1").cloned().collect::<Vec<_>>(), examiners);
        assert_eq!(of(before), reviewers);

        // Who may not read is refused, and that is entered as before.
        assert_eq!(refused(filings::text(&h.cx, h.who("army1"), filing)), "not_found");
        assert_eq!(reads(h).last().expect("one"), &line("army1", &own, "refused not_found"));
    });
}

#[test]
fn m10_a_marking_above_the_own_clearance_holds_at_once_and_another_person_looks_at_it() {
    let more = [("exam2", Role::Examiner, None)];
    everywhere_with("marked above", &more, |h| {
        let clear = json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []});
        let low = Actor { clearance: Clearance::of(Level::Confidential), ..h.who("exam1").clone() };
        let mark = |who: &Actor, n: u64, level: Level| {
            let filing = h.filing(n, clear.clone());
            let ask =
                CorrectInput { marking: Some(Marking::of(level)), reason: "it says so".into(), ..Default::default() };
            record::correct(&h.cx, &by(who), filing, &ask).expect("marked");
            filing
        };
        // Within the own clearance nobody else is asked.
        for (n, who, level) in [(1, &low, Level::Confidential), (2, h.who("exam1"), Level::TopSecret)] {
            assert_ne!(h.status(mark(who, n, level)), "in_triage", "{level:?}");
        }
        let filing = mark(&low, 3, Level::Secret);
        assert_eq!(refused(filings::get(&h.cx, &low, filing)), "not_found", "it holds at once");
        assert_eq!(h.status(filing), "in_triage");
        let docket = docket::of_filing(&h.cx, h.who("exam2"), filing).expect("the docket");
        let flag = docket.iter().find(|e| e.kind == "record.flagged").expect("a flag");
        let settle = |who: &Actor| {
            let ask = ReasonInput { reason: "the marking is right".into() };
            record::settle_flag(&h.cx, &by(who), flag.id, &ask)
        };
        assert_eq!(refused(settle(&low)), "not_found");
        // Also with a clearance by now, it takes another person.
        assert_eq!(refused(settle(h.who("exam1"))), "filing.flag");
        settle(h.who("exam2")).expect("settled");
        assert_ne!(h.status(filing), "in_triage");
    });
}
