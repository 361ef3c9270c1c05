//! Markings with caveats and clearances with terms, over a whole case: who sees it, who signs again, whose clearance
//! counts (M1 to M10, P1 to P6).

use crate::frame::office::{TestOffice, by, everywhere, refused};
use domain::base::actor::{Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{FilingId, ReferralId};
use domain::base::marking::clearance::{Suspension, Terms};
use domain::base::marking::{Code, Grant, Level, caveat};
use domain::case::holds::{Bar, Reason, holds};
use domain::case::status::FilingStatus;
use serde_json::json;
use subrosa::store::order::standing;
use subrosa::workflow::filing::filings::{self, Filter, Page};
use subrosa::workflow::filing::record::{self, CorrectInput};
use subrosa::workflow::filing::{certificates, intake};
use subrosa::workflow::office::{accounts, ledger, markings};
use subrosa::workflow::order::orders;
use subrosa::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use subrosa::workflow::review::referrals;

fn terms(citizen: &str, accesses: &[&str]) -> Terms {
    Terms {
        citizenships: Code::parse(citizen).into_iter().collect(),
        accesses: accesses.iter().map(|&access| access.to_owned()).collect(),
        ..Terms::default()
    }
}

/// Adds somebody with these terms.
fn person(h: &TestOffice, name: &str, role: Role, agency: Option<&str>, terms: Terms) -> Actor {
    let new = accounts::NewAccount {
        supervisor: false,
        username: name.into(),
        role,
        agency: agency.map(|a| AgencyCode::parse(a).expect("code")),
        clearance: Grant { level: Level::TopSecret, terms },
        password: accounts::Password::own("not checked here"),
    };
    let account = accounts::add(&h.cx, &by(&Actor::command_line()), new).expect("added").account;
    Actor::of(&account, format!("session:{name}"), h.cx.today())
}

/// Gives an account other terms, and says who it is then.
fn change(h: &TestOffice, who: &Actor, terms: Terms) -> Actor {
    let id = who.account.expect("an account");
    let ask = accounts::Change { clearance_terms: Some(terms), ..accounts::Change::default() };
    let account = accounts::change(&h.cx, &by(&Actor::command_line()), id, &ask).expect("changed").account;
    Actor::of(&account, who.credential.clone(), h.cx.today())
}

fn mark(h: &TestOffice, who: &Actor, filing: FilingId, to: &str) -> Result<(), subrosa::workflow::Error> {
    let marking = Some(to.parse().expect("a marking"));
    let ask = CorrectInput { marking, reason: "as it stands on the papers".into(), ..CorrectInput::default() };
    record::correct(&h.cx, &by(who), filing, &ask).map(|_| ())
}

fn listed(h: &TestOffice, who: &Actor) -> Vec<FilingId> {
    let page = Page { after: None, oldest_first: true, limit: 50 };
    filings::list(&h.cx, who, &Filter::default(), &page).expect("a list").into_iter().map(|f| f.id).collect()
}

#[test]
fn p1_a_filing_with_caveats_is_there_for_those_who_hold_what_they_ask_for() {
    everywhere("caveats", |h| {
        let intake = person(h, "clerk", Role::Intake, None, terms("USA", &["RD"]));
        let exam = person(h, "exam", Role::Examiner, None, terms("USA", &["RD"]));
        let foreign = person(h, "foreign", Role::Examiner, None, terms("GBR", &[]));
        let plain = h.who("exam1");
        let officer = person(h, "officer", Role::LicensingOfficer, None, terms("USA", &["RD"]));
        let auditor = person(h, "auditor", Role::Auditor, None, terms("USA", &[]));
        let bring = |n: u64, marking: &str| {
            let mut form = crate::frame::harness::flagged_filing(n);
            form["marking"] = json!(marking);
            form["received_by"] = json!("hand_carried");
            let filing = serde_json::from_value(form).expect("a filing");
            let received = intake::receive(&h.cx, &by(&intake), &filing).expect("received");
            (received.id, received.screening.id)
        };
        let brought = [(1, "S//RD"), (2, "SECRET//NOFORN"), (3, "(S//REL TO USA, GBR)")].map(|(n, m)| bring(n, m));
        let [rd, noforn, rel] = brought.map(|(filing, _)| filing);
        for (who, sees) in
            [(&exam, vec![rd, noforn, rel]), (&foreign, vec![rel]), (plain, vec![]), (&officer, vec![rd, noforn, rel])]
        {
            assert_eq!(listed(h, who), sees, "{}", who.name);
            for filing in [rd, noforn, rel] {
                let found = filings::get(&h.cx, who, filing);
                assert_eq!(found.is_ok(), sees.contains(&filing), "{} {filing}", who.name);
                if !sees.contains(&filing) {
                    assert_eq!(refused(found), "not_found");
                }
            }
        }
        let certificate = |n: usize| certificates::certificate_of(&h.cx, &auditor, brought[n].1);
        assert!(certificate(1).is_ok());
        assert_eq!(refused(certificate(0)), "not_found");
        // What was done about it is withheld from an auditor who does not hold the access.
        let entries = ledger::entries(&h.cx, &auditor, 0, i64::MAX).expect("the ledger");
        let of = |filing: FilingId| {
            let entry = entries.iter().find(|e| e.entry.act.subject == format!("filing:{filing}")).expect("an entry");
            entry.is_withheld
        };
        assert_eq!([rd, noforn, rel].map(of), [true, false, false]);
        let shown = filings::get(&h.cx, &exam, rel).expect("seen").record.marking;
        assert_eq!((shown.mark().as_str(), shown.banner().as_str()), ("S//REL TO USA, GBR", "SECRET//REL TO USA, GBR"));
    });
}

#[test]
fn c1_papers_marked_beyond_what_the_bringer_holds_are_not_taken_by_a_way_of_classified_papers() {
    everywhere("beyond the bringer", |h| {
        let mut form = crate::frame::harness::flagged_filing(1);
        form["marking"] = json!("S//RD");
        form["received_by"] = json!("hand_carried");
        let filing = serde_json::from_value(form).expect("a filing");
        let taken = intake::receive(&h.cx, &by(h.who("intake1")), &filing);
        assert_eq!(refused(taken), "filing.classified_papers");
    });
}

#[test]
fn m9_an_unknown_word_keeps_everybody_out_until_its_access_is_given() {
    everywhere("unknown words", |h| {
        let filing =
            h.filing(1, json!({"title": "A pot", "abstract": ["A pot."], "claims": ["1. A pot."], "description": []}));
        assert_eq!(h.status(filing), "clear");
        mark(h, h.who("exam1"), filing, "U//NOFRN").expect("kept as it stands");
        assert_eq!(
            h.status(filing),
            FilingStatus::InTriage.as_str(),
            "who set it may not read it, so another person looks"
        );
        let known = h.cx.read(|conn| Ok(standing::known(conn, filing)?)).expect("read");
        let held = holds(&known.facts(), h.cx.today());
        assert!(held.iter().any(|hold| hold.bar == Bar::Publication && hold.reason == Reason::Marking), "{held:?}");
        for name in ["exam1", "officer1"] {
            assert_eq!(refused(filings::get(&h.cx, h.who(name), filing)), "not_found", "{name}");
        }
        let words = markings::words(&h.cx, h.who("sec1")).expect("the words");
        assert_eq!(words.unknown.iter().collect::<Vec<_>>(), ["NOFRN"]);
        assert_eq!(refused(markings::words(&h.cx, h.who("exam1"))), "role.forbidden");
        let exam = person(h, "exam", Role::Examiner, None, terms("USA", &["NOFRN"]));
        assert_eq!(listed(h, &exam), [filing]);
        mark(h, &exam, filing, "U").expect("put right");
        assert!(filings::get(&h.cx, h.who("exam1"), filing).is_ok());
        assert!(markings::words(&h.cx, h.who("sec1")).expect("the words").unknown.is_empty());
        // On classified matter too a mistaken word is put right, and nothing else is lowered.
        mark(h, &exam, filing, "S//NF//NOFRN").expect("raised");
        assert_eq!(refused(mark(h, &exam, filing, "S//NOFRN")), "filing.marking_lowered");
        assert_eq!(refused(mark(h, &exam, filing, "C//NF")), "filing.marking_lowered");
        mark(h, &exam, filing, "S//NF").expect("put right");
    });
}

#[test]
fn p6_a_clearance_counts_as_it_stands_on_the_day() {
    everywhere("clearances by day", |h| {
        let filing = h.filing(1, json!({"marking": "S"}));
        let exam = person(h, "exam", Role::Examiner, None, Terms::default());
        assert!(filings::get(&h.cx, &exam, filing).is_ok());
        let suspended = Some(Suspension { since: h.cx.today(), reason: "an inquiry".into() });
        let out = change(h, &exam, Terms { suspended, ..Terms::default() });
        assert_eq!(refused(filings::get(&h.cx, &out, filing)), "not_found");
        let exam = change(h, &exam, Terms::default());
        assert!(filings::get(&h.cx, &exam, filing).is_ok());
        let id = exam.account.expect("an account");
        let again = |h: &TestOffice| {
            let account = accounts::get(&h.cx, h.who("sec1"), id).expect("an account").account;
            Actor::of(&account, exam.credential.clone(), h.cx.today())
        };
        h.sleep_until("2031-03-09");
        assert!(filings::get(&h.cx, &again(h), filing).is_ok(), "five years");
        h.sleep_until("2031-03-12");
        assert_eq!(refused(filings::get(&h.cx, &again(h), filing)), "not_found");
    });
}

#[test]
fn p2_p5_terms_that_no_clearance_has_are_refused_with_their_member() {
    everywhere("terms", |h| {
        let exam = h.who("exam1").account.expect("an account");
        for (given, field) in [
            (
                json!({"kind": "limited_access", "citizenships": ["USA"], "contract": "C-1", "valid_until": "2027-01-01"}),
                "citizenships",
            ),
            (
                json!({"kind": "limited_access", "citizenships": ["DEU"], "contract": "C-1", "valid_until": "2027-01-01"}),
                "kind",
            ),
            (json!({"kind": "doe_q"}), "kind"),
            (json!({"kind": "foreign", "citizenships": ["JPN"]}), "equivalence"),
            (json!({"contract": "C-1"}), "contract"),
            (json!({"accesses": ["NOFORN"]}), "accesses"),
            (json!({"accesses": ["rd"]}), "accesses"),
            (json!({"citizenships": ["NATO"]}), "citizenships"),
            (json!({"granted_by": "x".repeat(5000)}), "granted_by"),
        ] {
            let clearance_terms = Some(serde_json::from_value(given.clone()).expect("terms"));
            let ask = accounts::Change { clearance_terms, ..accounts::Change::default() };
            let done = accounts::change(&h.cx, &by(&Actor::command_line()), exam, &ask);
            let Err(subrosa::workflow::Error::Refused(refusal)) = done else { panic!("taken: {given}") };
            assert_eq!(refusal.field.as_deref(), Some(format!("clearance_terms.{field}").as_str()), "{given}");
        }
    });
}

#[test]
fn h2_an_officer_gives_no_access_that_the_own_clearance_lacks() {
    everywhere("above own", |h| {
        let exam = h.who("exam1").account.expect("an account");
        let give = |who: &Actor, terms: Terms| {
            let ask = accounts::Change { clearance_terms: Some(terms), ..accounts::Change::default() };
            accounts::change(&h.cx, &by(who), exam, &ask)
        };
        for given in [terms("USA", &[]), terms("", &["RD"])] {
            assert_eq!(refused(give(h.who("sec1"), given)), "account.above_own");
        }
        let keepers = ["keeper1", "keeper2"].map(|n| person(h, n, Role::SecurityOfficer, None, terms("USA", &["RD"])));
        let kept = give(&keepers[0], terms("USA", &["RD"])).expect("proposed");
        assert!(kept.account.clearance.terms.accesses.is_empty(), "it waits for a second officer");
        let proposal = kept.proposal.expect("a proposal");
        assert_eq!(refused(accounts::confirm(&h.cx, &by(&keepers[0]), proposal.id)), "account.second_person");
        assert_eq!(refused(accounts::confirm(&h.cx, &by(h.who("sec1")), proposal.id)), "account.above_own");
        let given = accounts::confirm(&h.cx, &by(&keepers[1]), proposal.id).expect("confirmed").account;
        assert!(given.clearance.terms.accesses.contains("RD"));
        // Taking away waits for nobody, and lifting a suspension is a gift.
        let suspended = Terms {
            suspended: Some(Suspension { since: h.cx.today(), reason: "r".into() }),
            ..given.clearance.terms.clone()
        };
        let kept = give(&keepers[0], suspended).expect("suspended");
        assert!(kept.proposal.is_none() && kept.account.clearance.terms.suspended.is_some());
        let kept = give(&keepers[0], given.clearance.terms).expect("proposed");
        assert!(kept.proposal.is_some() && kept.account.clearance.terms.suspended.is_some());
    });
}

fn acknowledgment_statement_of(h: &TestOffice, name: &str, referral: ReferralId) -> String {
    let seen = referrals::get(&h.cx, h.who(name), referral).expect("the referral");
    assert!(!seen.acknowledged);
    seen.acknowledgment_statement.expect("a statement")
}

#[test]
fn r2_2_a_widened_marking_asks_for_a_new_acknowledgment() {
    everywhere("signed anew", |h| {
        let order = h.navy_order(1);
        let (order, filing) = (order.id, order.filing_id);
        let (exam, navy) = (h.who("exam1"), h.who("navy1"));
        assert!(filings::text(&h.cx, navy, filing).is_ok(), "signed for it as it was");
        mark(h, exam, filing, "S").expect("raised");
        assert_eq!(refused(filings::text(&h.cx, navy, filing)), "referral.not_acknowledged");
        assert_eq!(refused(orders::get(&h.cx, navy, order)), "not_found", "an order is part of the case");
        assert!(!listed(h, navy).contains(&filing));
        let waiting = referrals::list(
            &h.cx,
            navy,
            &referrals::ReferralQuery {
                waits_for: Some(referrals::WaitsFor::Signature),
                limit: 50,
                ..referrals::ReferralQuery::default()
            },
        );
        let waiting = waiting.expect("a list");
        let referral = waiting.iter().find(|r| r.filing_id == filing).expect("the referral waits for a signature");
        assert!(!referral.acknowledged);
        let statement = referral.acknowledgment_statement.clone().expect("a statement");
        acknowledge(&h.cx, &by(navy), referral.id, &AcknowledgeInput { statement: statement.clone() })
            .expect("signed anew");
        assert!(filings::text(&h.cx, navy, filing).is_ok());
        assert!(orders::get(&h.cx, navy, order).is_ok());
        let register = referrals::register(&h.cx, exam, filing).expect("the register");
        assert_eq!(register.iter().filter(|entry| entry.person == "navy1").count(), 2, "both are kept");
        // The same marking, and one that covers no more, ask for nothing.
        mark(h, exam, filing, "S").expect("the same");
        assert!(filings::text(&h.cx, navy, filing).is_ok());
        let again = acknowledge(&h.cx, &by(navy), referral.id, &AcknowledgeInput { statement });
        assert_eq!(refused(again), "acknowledgment.exists");
        // A sponsor of an order that is over still answers for its matter, so it signs anew, too.
        h.sign_anew(filing);
        h.ask_rescission("navy2", order, None).expect("asked");
        h.rescind(order).expect("rescinded");
        mark(h, exam, filing, "TS").expect("raised");
        let ask = AcknowledgeInput { statement: acknowledgment_statement_of(h, "navy1", referral.id) };
        acknowledge(&h.cx, &by(navy), referral.id, &ask).expect("signed after the end");
    });
}

#[test]
fn docs_markings_is_what_the_table_of_words_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/markings.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, caveat::page()).expect("written");
    }
    let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        on_disk == caveat::page(),
        "docs/markings.md is stale; run UPDATE=1 cargo nextest run -E 'test(docs_markings)'"
    );
}
