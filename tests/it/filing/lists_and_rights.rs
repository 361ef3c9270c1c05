//! The list of filings shows exactly those that can be read one by one, and intake says nothing of orders.

use crate::frame::seed::{self, id};
use crate::frame::store::{by_system, filing, on_every_database, prepared, run};
use domain::base::actor::{Account, Actor, Role};
use domain::base::agency::AgencyCode;
use domain::base::ids::{AccountId, FilingId};
use domain::base::marking::{Grant, Level};
use domain::case::status::FilingStatus;
use serde_json::json;
use subrosa::workflow::filing::filings::{self, Filter, Page};
use subrosa::workflow::office::accounts::{self, NewAccount, Password};
use subrosa::workflow::office::ledger;
use subrosa::workflow::{Ctx, Error};

fn account(cx: &Ctx, name: &str, role: Role, agency: Option<&str>, level: Level) -> Account {
    let new = NewAccount {
        supervisor: false,
        username: name.into(),
        role,
        agency: agency.map(|a| AgencyCode::parse(a).expect("code")),
        clearance: Grant::of(level),
        password: Password::own("hash"),
    };
    accounts::add(cx, &by_system(&Actor::command_line()), new).expect("added").account
}

/// Filings in every state that the rules of access look at, for the Navy and two of its people.
fn cases(signers: &[AccountId]) -> Vec<String> {
    let mut all = vec![];
    let mut n = 100;
    for marking in ["U", "S"] {
        for referral in [None, Some("open"), Some("answered"), Some("closed")] {
            for signed in [false, true] {
                for order in [None, Some(None), Some(Some(("rescinded", "2026-03-10")))] {
                    n += 10;
                    all.extend(seed::filing(n, &format!("18/{n}"), marking));
                    let Some(status) = referral else { continue };
                    all.push(seed::referral(n + 1, n, "NAVY", status));
                    for (i, signer) in (0..).zip(signers.iter().filter(|_| signed)) {
                        all.push(seed::acknowledgment(n + 2 + i, n, n + 1, 0).replace(&id(0), &signer.to_string()));
                    }
                    if let Some(ended) = order {
                        all.push(seed::recommendation(n + 6, n, n + 1, "would_be_detrimental", "private"));
                        all.extend(seed::order(n + 7, n, n + 6, ended));
                    }
                }
            }
        }
    }
    all
}

#[test]
fn the_list_shows_exactly_the_filings_that_can_be_read_one_by_one() {
    on_every_database("the list of filings", |place| {
        let cx = prepared(place);
        let people: Vec<Account> = [
            ("exam1", Role::Examiner, None, Level::TopSecret),
            ("exam2", Role::Examiner, None, Level::Unclassified),
            ("officer1", Role::LicensingOfficer, None, Level::Secret),
            ("navy1", Role::Reviewer, Some("NAVY"), Level::Secret),
            ("navy2", Role::Reviewer, Some("NAVY"), Level::Cui),
            ("navy3", Role::Official, Some("NAVY"), Level::TopSecret),
            ("army1", Role::Reviewer, Some("ARMY"), Level::TopSecret),
            ("dod1", Role::Official, Some("DOD"), Level::Secret),
            ("intake1", Role::Intake, None, Level::TopSecret),
            ("audit1", Role::Auditor, None, Level::TopSecret),
            ("sec1", Role::SecurityOfficer, None, Level::TopSecret),
        ]
        .into_iter()
        .map(|(name, role, agency, level)| account(&cx, name, role, agency, level))
        .collect();
        let named = |name: &str| people.iter().find(|p| p.username == name).expect("a person").id;
        run(&cx.store, &[seed::account(seed::OFFICIAL, "signer", "official", "'NAVY'")]).expect("a signer");
        run(&cx.store, &cases(&[named("navy1"), named("navy2"), named("dod1")])).expect("cases");
        let all: Vec<FilingId> = cx
            .store
            .read(|c| subrosa::store::filing::filings::changes_after(c, 0, 1000))
            .expect("changes")
            .iter()
            .map(|c| c.filing)
            .collect();
        assert_eq!(all.len(), 48);
        let mut seen = vec![];
        for person in &people {
            let actor = Actor::of(person, "session:1".into(), cx.today());
            let one_by_one: Vec<FilingId> =
                all.iter().copied().filter(|id| filings::get(&cx, &actor, *id).is_ok()).collect();
            let listed =
                filings::list(&cx, &actor, &Filter::default(), &Page { limit: 100, oldest_first: true, after: None });
            match listed {
                Ok(listed) => {
                    let listed: Vec<FilingId> = listed.iter().map(|f| f.id).collect();
                    assert_eq!(listed, one_by_one, "{}", person.username);
                }
                Err(Error::Refused(r)) => {
                    assert_eq!(r.code.code, "role.forbidden");
                    assert!(one_by_one.is_empty(), "{}", person.username);
                }
                Err(e) => panic!("{e}"),
            }
            seen.push((person.username.as_str(), one_by_one.len()));
        }
        // Navy: referred and signed for, open or answered (2 x 3), or closed and under order (1), each
        // unclassified and secret. Navy's second reader reaches no secret ones.
        let expected = [
            ("exam1", 48),
            ("exam2", 24),
            ("officer1", 48),
            ("navy1", 14),
            ("navy2", 7),
            ("navy3", 0),
            ("army1", 0),
            ("dod1", 14),
            ("intake1", 0),
            ("audit1", 0),
            ("sec1", 0),
        ];
        assert_eq!(seen, expected);
        // E30: the attempt to read without having signed is on record.
        let auditor = Actor::of(&people[9], "session:1".into(), cx.today());
        let entries = ledger::entries(&cx, &auditor, 0, 10_000).expect("entries");
        let tried = |name: &str| {
            entries.iter().filter(|e| e.entry.act.actor == name && e.entry.act.act == "filing.read").count()
        };
        assert_eq!(tried("navy3"), 48);
        assert_eq!(tried("exam1"), 0);
    });
}

#[test]
fn filters_and_pages_of_the_list_show_the_filings_asked_for() {
    on_every_database("filters", |place| {
        let cx = prepared(place);
        let examiner =
            Actor::of(&account(&cx, "exam1", Role::Examiner, None, Level::TopSecret), "session:1".into(), cx.today());
        let bringer = Actor::command_line();
        let claims = ["1. A latch.", "1. A transceiver with a low probability of intercept waveform."];
        for n in 0..10 {
            let f = json!({"application_number": format!("18/{n:06}"), "title": "T", "claims": [claims[n % 2]]});
            subrosa::workflow::filing::intake::receive(&cx, &by_system(&bringer), &filing(f)).expect("received");
        }
        let list = |filter: &Filter, page: &Page| {
            let found = filings::list(&cx, &examiner, filter, page).expect("a page");
            found.iter().map(|f| f.seq).collect::<Vec<_>>()
        };
        let page = |after, oldest_first| Page { after, oldest_first, limit: 4 };
        let every = Filter::default();
        assert_eq!(list(&every, &page(None, false)), [10, 9, 8, 7]);
        assert_eq!(list(&every, &page(Some(7), false)), [6, 5, 4, 3]);
        assert_eq!(list(&every, &page(Some(3), false)), [2, 1]);
        assert_eq!(list(&every, &page(None, true)), [1, 2, 3, 4]);
        assert_eq!(list(&every, &page(Some(8), true)), [9, 10]);
        let status = Filter { status: Some(FilingStatus::InTriage), ..Filter::default() };
        assert_eq!(list(&status, &page(None, true)), [2, 4, 6, 8]);
        let screenings = subrosa::workflow::filing::screenings::of_filing(&cx, &examiner, {
            filings::list(&cx, &examiner, &status, &page(None, true)).expect("a page")[0].id
        })
        .expect("screenings");
        let hit = &screenings[0].hits[0];
        let category = Filter { category: Some(hit.category.clone()), ..Filter::default() };
        assert_eq!(list(&category, &page(None, true)), [2, 4, 6, 8]);
        assert!(list(&Filter { category: Some("none".into()), ..Filter::default() }, &page(None, true)).is_empty());
        let agency = |code: &str| Filter { agency: AgencyCode::parse(code).ok(), ..Filter::default() };
        assert_eq!(list(&agency(&hit.agencies[0]), &page(None, true)), [2, 4, 6, 8]);
        assert!(list(&agency("DHS"), &page(None, true)).is_empty());
        let day = jiff::civil::date(2026, 3, 10);
        let on = |from, to| Filter { received_from: from, received_to: to, ..Filter::default() };
        assert_eq!(list(&on(Some(day), Some(day)), &page(None, true)).len(), 4);
        assert!(list(&on(day.tomorrow().ok(), None), &page(None, true)).is_empty());
        assert!(list(&on(None, day.yesterday().ok()), &page(None, true)).is_empty());
        let among = Filter { among: Some(vec![screenings[0].filing]), ..Filter::default() };
        assert_eq!(list(&among, &page(None, true)), [2]);
        assert!(list(&Filter { among: Some(vec![]), ..Filter::default() }, &page(None, true)).is_empty());
    });
}

#[test]
fn e11_a_relative_of_a_covered_filing_goes_by_hand_and_intake_learns_no_more() {
    on_every_database("relatives of covered filings", |place| {
        let cx = prepared(place);
        run(&cx.store, &[seed::account(seed::OFFICIAL, "signer", "official", "'NAVY'")]).expect("a signer");
        for (n, ended) in [(100, None), (200, Some(("rescinded", "2026-03-01")))] {
            run(&cx.store, &seed::filing(n, &format!("18/{n}"), "U")).expect("a filing");
            run(&cx.store, &[seed::referral(n + 1, n, "NAVY", "answered")]).expect("a referral");
            run(&cx.store, &[seed::recommendation(n + 2, n, n + 1, "would_be_detrimental", "private")]).expect("one");
            let mut order = seed::order(n + 3, n, n + 2, ended);
            if ended.is_some() {
                // Over classified matter the holds would outlive the order (R4.7).
                order[0] = order[0].replace("'II'", "'III'").replace("TRUE, TRUE", "FALSE, TRUE");
            }
            run(&cx.store, &order).expect("an order");
        }
        let system = Actor::command_line();
        let receive = |number: &str, parent: &str| {
            let f = json!({"application_number": number, "title": "T", "claims": ["1. A latch."],
                           "related": [{"relation": "continuation", "application_number": parent}]});
            subrosa::workflow::filing::intake::receive(&cx, &by_system(&system), &filing(f))
        };
        let answer = receive("19/000,001", "18 / 100");
        let Err(Error::Refused(refusal)) = answer else { panic!("{answer:?}") };
        assert_eq!(refusal.code.code, "filing.ordinary_intake_closed");
        let said = format!("{} {} {}", refusal.code.code, refusal.code.title, refusal.detail).to_lowercase();
        for word in ["order", "secre", "18/100", "covered"] {
            // "ordinary" is not "order".
            assert!(!said.replace("ordinary", "").contains(word), "{word} in {said}");
        }
        receive("19/000,001", "18/200").expect("that order is over");
        receive("19/000,002", "18/999").expect("nothing is known of that one");
    });
}
