//! Rows are read as they were written, to the last microsecond and the last character.

use crate::frame::seed;
use crate::frame::store::{by_system, filing, on_every_database, open, prepared, run};
use domain::base::actor::{Account, Actor, Role};
use domain::base::agency::{Agency, AgencyCode};
use domain::base::ids::{
    AccountId, AccountProposalId, FactorId, FilingId, HitId, IdSource as _, ListRevisionId, ScreeningId, ServiceKeyId,
    SessionId, TriageId,
};
use domain::base::ledger::{Act, Outcome};
use domain::base::marking::{Grant, Level};
use domain::case::status::FilingStatus;
use domain::filing::Filing;
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use subrosa::store::filing::filings::{self, NewFiling};
use subrosa::store::filing::screenings;
use subrosa::store::filing::screenings::{Decision, HitRecord, ScreeningRecord, Triage};
use subrosa::store::frame::idempotency;
use subrosa::store::list::lists;
use subrosa::store::list::lists::{ListRevision, ListStatus};
use subrosa::store::office::factors::{self, Factor};
use subrosa::store::office::service_keys::{self, KeyUse, ServiceKey};
use subrosa::store::office::sessions::{Presented, Session};
use subrosa::store::office::{accounts, agencies, ledger, sessions};
use subrosa::store::{Store, StoreError};
use subrosa::workflow;
use subrosa::workflow::filing::intake;

const IDS: subrosa::clock::SystemIds = subrosa::clock::SystemIds;

fn at(text: &str) -> Timestamp {
    text.parse().expect("instant")
}

fn store_filing(store: &Store, f: &Filing, received_on: jiff::civil::Date, received_at: Timestamp) -> FilingId {
    let id = FilingId::fresh(&IDS);
    let digest = f.digest();
    let (status, judged_by) = (FilingStatus::Clear, ListRevisionId::fresh(&IDS));
    let new = NewFiling { id, filing: f, document_sha256: &digest, received_on, received_at, status, judged_by };
    let record = store.write_unentered(|tx| filings::insert(tx, &new)).expect("stored");
    let (read, text) =
        store.read(|c| Ok::<_, StoreError>((filings::get(c, id)?, filings::document(c, id, 1)?))).expect("read");
    assert_eq!(read.as_ref(), Some(&record));
    assert_eq!(text.as_ref(), Some(f));
    assert_eq!((record.received_on, record.received_at), (received_on, received_at));
    assert_eq!((&record.title, record.filed_on, &record.marking), (&f.title, f.filed_on, &f.marking));
    assert_eq!(record.document_sha256, f.digest());
    id
}

#[test]
fn filings_with_extreme_values_come_back_unchanged() {
    on_every_database("filings at the edges", |place| {
        let store = open(place);
        let plain = json!({"application_number": "18/000,001", "title": "T", "claims": []});
        let with = |number: u32, key: &str, value: serde_json::Value| {
            let mut f = plain.clone();
            f["application_number"] = format!("18/{number:06}").into();
            f[key] = value;
            filing(f)
        };
        let cases = [
            with(1, "abstract", json!([])),
            with(2, "title", json!("\u{1F680}\u{10FFFF} 'quoted' \"twice\" %_\\ \u{202E}right to left")),
            with(3, "filed_on", json!("2028-02-29")),
            with(4, "filed_on", json!("0001-01-01")),
            with(5, "filed_on", json!("9999-12-31")),
            with(6, "marking", json!("TS")),
            with(7, "claims", json!(["1. ".to_owned() + &"x".repeat(1_000_000)])),
            with(8, "title", json!("")),
            with(9, "title", json!(" spaces kept \t and a tab ")),
        ];
        for f in &cases {
            store_filing(&store, f, date(2028, 2, 29), at("2028-02-29T23:59:59.999999Z"));
        }
        let moments = ["0001-01-01T00:00:00.000001Z", "1969-12-31T23:59:59.999999Z", "9999-12-30T22:00:00Z"];
        for (number, moment) in (100..).zip(moments) {
            store_filing(&store, &with(number, "title", json!("T")), date(9999, 12, 31), at(moment));
        }
    });
}

#[test]
fn any_filing_comes_back_as_it_was() {
    let text = "[^\0]{0,40}";
    let strategy = (text, text, -700_000i64..2_900_000, 0i64..250_000_000_000_000_000);
    on_every_database("any filing", |place| {
        let store = open(place);
        let number = std::cell::Cell::new(0);
        TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() })
            .run(&strategy, |(title, claim, days, micros)| {
                number.set(number.get() + 1);
                let day = date(2000, 1, 1).saturating_add(days.days());
                let mut f = filing(
                    json!({"application_number": format!("18/{:06}", number.get()), "title": title, "claims": [claim]}),
                );
                f.filed_on = Some(day.max(date(1, 1, 1)));
                store_filing(&store, &f, day.max(date(1, 1, 1)), Timestamp::from_microsecond(micros).expect("instant"));
                Ok(())
            })
            .expect("all come back");
    });
}

#[test]
fn a_nul_character_is_refused_at_intake() {
    on_every_database("NUL", |place| {
        let cx = prepared(place);
        let system = Actor::command_line();
        for f in [
            json!({"application_number": "18/000,001", "title": "a\u{0}b", "claims": ["1. A radio."]}),
            json!({"application_number": "18/000,001", "title": "T", "claims": ["1. A\u{0} radio."]}),
            json!({"application_number": "18/000,001", "title": "T", "claims": ["1. A radio."],
                   "parties": [{"role": "inventor", "name": "Ada\u{0}"}]}),
        ] {
            let answer = intake::receive(&cx, &by_system(&system), &filing(f));
            let Err(workflow::Error::Refused(refusal)) = answer else { panic!("{answer:?}") };
            assert_eq!(refusal.code.code, "request.invalid");
        }
    });
}

#[test]
fn people_sessions_and_agencies_come_back_unchanged() {
    on_every_database("people", |place| {
        let store = open(place);
        let code = |c: &str| AgencyCode::parse(c).expect("code");
        let dod = Agency {
            code: code("DOD"),
            name: "Department of Defense — 国防".into(),
            department: None,
            valid_from: date(1952, 2, 1),
            valid_until: None,
            foreign_government: false,
        };
        let gone = Agency {
            code: code("AEC"),
            name: "Atomic Energy Commission".into(),
            department: Some(code("DOD")),
            valid_from: date(1952, 2, 29),
            valid_until: Some(date(1975, 1, 18)),
            foreign_government: true,
        };
        let person = Account {
            id: AccountId::fresh(&IDS),
            username: "ada.marlowe".into(),
            role: Role::Official,
            agency: Some(code("AEC")),
            clearance: Grant::of(Level::TopSecret),
            stamp: i32::MAX - 1,
            supervisor: true,
            enabled: true,
        };
        let now = at("2026-03-10T16:00:00.123456Z");
        let session = Session {
            id: SessionId::fresh(&IDS),
            account: person.id,
            begun_at: now,
            used_at: now,
            expires_at: now + 12.hours(),
            ended_at: None,
            network: "2001:db8::".into(),
            password_at: now - 1.minutes(),
            factor_at: Some(now - 2.minutes()),
            issuer: None,
        };
        let proposal = accounts::Proposal {
            id: AccountProposalId::fresh(&IDS),
            account: person.id,
            stamp: person.stamp,
            supervisor: true,
            enabled: false,
            clearance: Grant::of(Level::Secret),
            password_hash: Some("$argon2id$next".into()),
            removes_factor: true,
            proposed_by: person.id,
            proposer: "Zo\u{eb} of the desk".into(),
            proposed_at: now,
        };
        let later = accounts::Proposal { id: AccountProposalId::fresh(&IDS), password_hash: None, ..proposal.clone() };
        store
            .write_unentered(|tx| {
                agencies::insert(tx, &dod)?;
                agencies::insert(tx, &gone)?;
                accounts::insert(tx, &person, &accounts::Password::given("$argon2id$"), now)?;
                accounts::propose(tx, &later)?;
                // It takes the place of the one before it.
                accounts::propose(tx, &proposal)?;
                sessions::insert(tx, &session, "one")
            })
            .expect("stored");
        store
            .read(|c| {
                assert_eq!(agencies::all(c)?.0, [gone.clone(), dod.clone()]);
                assert_eq!(accounts::get(c, person.id)?, Some(person.clone()));
                assert_eq!(
                    accounts::credentials(c, "ada.marlowe")?,
                    Some((person.clone(), accounts::Password::given("$argon2id$")))
                );
                assert_eq!(accounts::page(c, Some(person.id), 10)?, []);
                assert_eq!(accounts::proposals_for(c, &[person.id])?, std::slice::from_ref(&proposal));
                assert_eq!(accounts::proposal(c, proposal.id)?, Some(proposal.clone()));
                assert_eq!(accounts::proposal(c, later.id)?, None);
                assert_eq!(sessions::with_account(c, session.id)?, Some((session.clone(), person.clone())));
                assert_eq!(sessions::find_by_token(c, "one")?, Presented::Current(session.clone()));
                Ok::<_, StoreError>(())
            })
            .expect("read");
        store.write_unentered(|tx| sessions::rotate(tx, session.id, "one", "two", now + 5.minutes())).expect("rotated");
        let (one, two) = store
            .read(|c| Ok::<_, StoreError>((sessions::find_by_token(c, "one")?, sessions::find_by_token(c, "two")?)))
            .expect("read");
        let renewed = Session { used_at: now + 5.minutes(), ..session.clone() };
        assert_eq!((one, two), (Presented::Reused(renewed.clone()), Presented::Current(renewed)));
        let listed =
            |now, used_after| store.read(|c| sessions::live(c, person.id, now, used_after)).expect("read").len();
        assert_eq!((listed(now, now), listed(now + 12.hours(), now), listed(now, now + 5.minutes())), (1, 0, 0));
        store
            .write_unentered(|tx| {
                sessions::prove(tx, session.id, now + 6.minutes(), None)?;
                let proved = sessions::get(tx, session.id)?.expect("a session");
                assert_eq!((proved.password_at, proved.factor_at), (now + 6.minutes(), session.factor_at));
                sessions::prove(tx, session.id, now + 7.minutes(), Some(now + 7.minutes()))?;
                let proved = sessions::get(tx, session.id)?.expect("a session");
                assert_eq!((proved.password_at, proved.factor_at), (now + 7.minutes(), Some(now + 7.minutes())));
                Ok::<_, StoreError>(())
            })
            .expect("proved");
        let factor = Factor {
            id: FactorId::fresh(&IDS),
            account: person.id,
            sealed_secret: "sealed".into(),
            created_at: now,
            confirmed_at: None,
            last_period: 0,
        };
        let next = Factor { id: FactorId::fresh(&IDS), sealed_secret: "next".into(), ..factor.clone() };
        store
            .write_unentered(|tx| {
                assert_eq!((factors::unconfirmed(tx, person.id)?, factors::in_use(tx, person.id)?), (None, None));
                factors::begin(tx, &next)?;
                // It takes the place of the one before it.
                factors::begin(tx, &factor)?;
                assert_eq!(factors::unconfirmed(tx, person.id)?.as_ref(), Some(&factor));
                factors::confirm(tx, &factor, 7, now)?;
                assert!(!factors::use_period(tx, factor.id, 7)? && factors::use_period(tx, factor.id, 9)?);
                factors::begin(tx, &next)?;
                let used = Factor { confirmed_at: Some(now), last_period: 9, ..factor.clone() };
                assert_eq!(factors::in_use(tx, person.id)?, Some(used), "until the next one is confirmed");
                factors::confirm(tx, &next, 3, now)?;
                assert_eq!(factors::in_use(tx, person.id)?.map(|f| f.id), Some(next.id));
                assert_eq!(factors::owners(tx, &[person.id, AccountId::fresh(&IDS)])?, [person.id]);
                assert_eq!((factors::remove(tx, person.id)?, factors::in_use(tx, person.id)?), (1, None));
                Ok::<_, StoreError>(())
            })
            .expect("factors");
        let key = ServiceKey {
            id: ServiceKeyId::fresh(&IDS),
            account: person.id,
            name: "scanner".into(),
            may: vec![KeyUse::Bring, KeyUse::Amend],
            clearance: Level::Secret,
            networks: "192.0.2.0/24; 2001:db8::/32".into(),
            created_at: now,
            expires_at: now + 1.hours(),
            ended_at: None,
            version: 1,
            used: None,
        };
        store
            .write_unentered(|tx| {
                service_keys::insert(tx, &key, "hash of a key")?;
                assert_eq!(service_keys::find_by_secret(tx, "another")?, None);
                let found = service_keys::find_by_secret(tx, "hash of a key")?.map(|(key, owner)| (key, owner.id));
                assert_eq!(found, Some((key.clone(), person.id)));
                service_keys::note_use(tx, key.id, now, "192.0.2.7")?;
                let used = ServiceKey { used: Some((now, "192.0.2.7".into())), ..key.clone() };
                let of = [Some(person.id), None];
                let listed =
                    of.map(|of| service_keys::not_ended(tx, of).map(|all| all.into_iter().map(|(key, _)| key)));
                for all in listed {
                    assert_eq!(all?.collect::<Vec<_>>(), std::slice::from_ref(&used));
                }
                service_keys::end(tx, key.id, now)?;
                assert_eq!(
                    service_keys::find(tx, key.id)?.map(|key| (key.ended_at, key.version)),
                    Some((Some(now), 2))
                );
                assert_eq!(
                    (service_keys::end_all(tx, person.id, now)?, service_keys::not_ended(tx, None)?),
                    (0, vec![])
                );
                Ok::<_, StoreError>(())
            })
            .expect("service keys");
        assert_eq!(store.write_unentered(|tx| sessions::end_all(tx, person.id, now)).expect("ended"), 1);
        assert!(!store.write_unentered(|tx| sessions::end(tx, session.id, now + 1.hours())).expect("ended before"));
    });
}

#[test]
fn lists_screenings_and_decisions_come_back_unchanged() {
    on_every_database("screenings", |place| {
        let cx = prepared(place);
        let (list, result) = {
            let list = workflow::frame::present_list::in_force(&cx).expect("a list");
            let f = filing(
                json!({"application_number": "18/000,001", "title": "T", "claims": ["1. A low probability of intercept radio."]}),
            );
            (list.id, list.screener.screen(&f))
        };
        let now = at("2028-02-29T00:00:00.000001Z");
        let f = filing(json!({"application_number": "18/000,001", "title": "T"}));
        let filing_id = store_filing(&cx.store, &f, date(2028, 2, 29), now);
        let screening = ScreeningId::fresh(&IDS);
        let hit = |category: &str, agencies: &[&str]| {
            let agencies: Vec<String> = agencies.iter().map(|a| (*a).to_owned()).collect();
            HitRecord::new(HitId::fresh(&IDS), screening, filing_id, category, &agencies)
        };
        let record = ScreeningRecord {
            id: screening,
            filing: filing_id,
            text_version: 1,
            list,
            screened_at: now,
            result,
            hits: vec![hit("IX-6A", &["NSA", "NAVY"]), hit("XXII-99", &[])],
            gone: vec![hit("I-1", &["ARMY"])],
        };
        let author = Account {
            id: AccountId::fresh(&IDS),
            username: "exam1".into(),
            role: Role::Examiner,
            agency: None,
            clearance: Grant::default(),
            stamp: 1,
            supervisor: false,
            enabled: true,
        };
        let triage = Triage {
            id: TriageId::fresh(&IDS),
            decision: Decision::Dismiss,
            reason: "everyday use\nof the \u{1F4FB}".into(),
            account: author.id,
            person: author.username.clone(),
            decided_at: now,
            carried_from: None,
        };
        cx.store
            .write_unentered(|tx| {
                accounts::insert(tx, &author, &accounts::Password::own("hash"), now)?;
                screenings::insert(tx, &record)?;
                screenings::decide(tx, record.hits[0].id, &triage)
            })
            .expect("stored");
        let mut expected = record.clone();
        (expected.hits[0].triage, expected.hits[0].version) = (Some(triage), 2);
        cx.store
            .read(|c| {
                assert_eq!(screenings::get(c, screening)?.as_ref(), Some(&expected));
                assert_eq!(screenings::of_filing(c, filing_id)?, [expected.clone()]);
                assert_eq!(screenings::latest_id(c, filing_id)?, Some(screening));
                assert_eq!(screenings::categories_hit(c, filing_id)?, ["IX-6A", "XXII-99"]);
                assert_eq!(screenings::get_hit(c, record.hits[1].id)?, Some(record.hits[1].clone()));
                Ok::<_, StoreError>(())
            })
            .expect("read");
        let proposed = ListRevision {
            id: ListRevisionId::fresh(&IDS),
            list_id: "us-public".into(),
            revision: "2099".into(),
            title: "Títle".into(),
            sha256: "abc".into(),
            status: ListStatus::Proposed,
            uploaded_by: "ada".into(),
            uploaded_at: now,
            adopted_by: None,
            adopted_at: None,
            adoption_reason: None,
            version: 1,
        };
        cx.store.write_unentered(|tx| lists::insert(tx, &proposed, "# \u{1F4FB}")).expect("stored");
        let source = cx.store.read(|c| lists::source(c, proposed.id)).expect("read");
        assert_eq!(source.as_deref(), Some("# \u{1F4FB}"));
        cx.store.write_unentered(|tx| lists::adopt(tx, proposed.id, "bea", now, Some("a reason"))).expect("adopted");
        let adopted = cx.store.read(|c| lists::get(c, proposed.id)).expect("read").expect("a list");
        let as_adopted = ListRevision {
            status: ListStatus::InForce,
            adopted_by: Some("bea".into()),
            adopted_at: Some(now),
            adoption_reason: Some("a reason".into()),
            version: 2,
            ..proposed
        };
        assert_eq!(adopted, as_adopted);
        assert_eq!(cx.store.read(lists::in_force).expect("read"), Some(adopted.id));
    });
}

#[test]
fn the_ledger_and_remembered_answers_come_back_unchanged() {
    on_every_database("the ledger", |place| {
        let store = open(place);
        let act = |n: i64| Act {
            actor: format!("actor \u{1F464} {n}"),
            credential: "session:1".into(),
            act: "order.issue".into(),
            subject: "order:1".into(),
            outcome: if n % 2 == 0 { Outcome::Done } else { Outcome::Refused },
            detail: "a=b".into(),
            at: Timestamp::from_microsecond(1_772_000_000_000_001 + n).expect("instant"),
        };
        let written: Vec<_> =
            (1..=5).map(|n| store.write_unentered(|tx| ledger::append(tx, act(n))).expect("appended")).collect();
        let read = store.read(|c| ledger::after(c, 0, 100)).expect("read");
        assert_eq!(read, written);
        assert!(read.iter().all(domain::base::ledger::Entry::is_intact), "hashes survive their columns");
        assert_eq!(store.read(|c| ledger::after(c, 2, 2)).expect("read"), written[2..4]);
        assert_eq!(store.read(ledger::last).expect("read"), written.last().cloned());

        let account = AccountId::from_uuid(IDS.fresh());
        let person = Account {
            id: account,
            username: "navy1".into(),
            role: Role::Auditor,
            agency: None,
            clearance: Grant::default(),
            stamp: 1,
            supervisor: false,
            enabled: true,
        };
        let now = at("2026-03-10T16:00:00Z");
        store
            .write_unentered(|tx| {
                accounts::insert(tx, &person, &accounts::Password::own("hash"), now)?;
                idempotency::keep(tx, account, "k \u{1F511}", "print", "{\"a\":[]}", now)
            })
            .expect("kept");
        let kept = store.read(|c| idempotency::find(c, account, "k \u{1F511}")).expect("read").expect("an answer");
        assert_eq!((kept.fingerprint.as_str(), kept.body.as_str()), ("print", "{\"a\":[]}"));
        assert_eq!(store.write_unentered(|tx| idempotency::forget_before(tx, now)).expect("forgets"), 0);
        assert_eq!(
            store.write_unentered(|tx| idempotency::forget_before(tx, now + 1.microseconds())).expect("forgets"),
            1
        );
    });
}

#[test]
fn issuers_identities_and_used_tokens_come_back_as_they_were() {
    use domain::base::ids::{IdentityId, IssuerId};
    use subrosa::store::office::identities::{self, Identity};
    use subrosa::store::office::issuers::{self, Issuer};
    use subrosa::store::office::said::Said;
    on_every_database("issuers", |place| {
        let store = open(place);
        run(&store, &seed::base()).expect("accounts");
        let now = at("2026-03-10T16:00:00.123456Z");
        let account = seed::id(seed::OFFICIAL).parse().expect("an id");
        let said = |account, name: &str| Said { account, name: name.into(), at: now };
        let terms = serde_json::json!({
            "audience": "subrosa", "algorithms": ["EdDSA", "PS512"], "roles": ["official"], "jwks": {"keys": [{"kty": "RSA"}]},
            "role_claim": "/a/b", "role_values": {"official": ["signs"]}, "factor_amr": ["hwk"],
        });
        let issuer = Issuer {
            id: IssuerId::fresh(&IDS),
            agency: AgencyCode::parse("NAVY").expect("a code"),
            iss: "https://id.navy.example".into(),
            terms: serde_json::from_value(terms).expect("terms"),
            active_from: now,
            active_until: Some(now + 1.hours()),
            proposed: said(Some(account), "navy1"),
            confirmed: None,
            ended_at: None,
        };
        let identity = Identity {
            id: IdentityId::fresh(&IDS),
            account,
            issuer: issuer.id,
            subject: "7c1f \u{eb}".into(),
            stamp: 3,
            proposed: said(Some(account), "navy1"),
            confirmed: Some(said(None, "command_line")),
            ended_at: None,
        };
        store
            .write_unentered(|tx| {
                issuers::insert(tx, &issuer)?;
                identities::insert(tx, &identity)?;
                assert_eq!(issuers::find(tx, &issuer.iss)?, Some(issuer.clone()));
                assert_eq!(issuers::find(tx, "https://id.navy.example/")?, None);
                assert_eq!(identities::find(tx, issuer.id, &identity.subject)?, Some(identity.clone()));
                assert_eq!(identities::of_account(tx, account)?, std::slice::from_ref(&identity));
                assert_eq!(identities::of_issuer(tx, issuer.id)?, [identity.id]);
                assert!(issuers::use_up(tx, issuer.id, "one", now)?);
                assert!(!issuers::use_up(tx, issuer.id, "one", now + 1.hours())?);
                assert!(issuers::use_up(tx, issuer.id, "two", now + 1.hours())?);
                assert_eq!(issuers::forget_before(tx, now + 1.minutes(), 10)?, 1);
                assert!(!issuers::is_used(tx, issuer.id, "one")? && issuers::is_used(tx, issuer.id, "two")?);
                let confirmed = said(None, "command_line");
                issuers::confirm(tx, issuer.id, &confirmed)?;
                identities::end(tx, identity.id, now)?;
                assert_eq!(issuers::get(tx, issuer.id)?, Some(Issuer { confirmed: Some(confirmed), ..issuer.clone() }));
                assert_eq!(
                    identities::get(tx, identity.id)?,
                    Some(Identity { ended_at: Some(now), ..identity.clone() })
                );
                assert_eq!(identities::find(tx, issuer.id, &identity.subject)?, None);
                issuers::end(tx, issuer.id, now)?;
                assert_eq!(issuers::find(tx, &issuer.iss)?, None);
                assert_eq!(issuers::names(tx, &[issuer.id])?[&issuer.id], issuer.iss);
                Ok::<_, StoreError>(())
            })
            .expect("stored");
        // Whoever proposed something does not confirm it, and no name is on record twice, whichever program writes.
        let (id, by) = (seed::id(90), seed::id(seed::OFFICIAL));
        let row = |id: &str, iss: &str, confirmed: &str| {
            format!(
                "INSERT INTO issuers VALUES ('{id}', 'NAVY', '{iss}', '{{}}', '2026-03-10 16:00:00', NULL, '{by}', 'navy1', \
                 '2026-03-10 16:00:00', {confirmed}, NULL)"
            )
        };
        let own = format!("'{by}', 'navy1', '2026-03-10 16:00:00'");
        assert!(matches!(run(&store, &[row(&id, "https://a.example", &own)]), Err(StoreError::Constraint(_))));
        run(&store, &[row(&id, "https://a.example", "NULL, NULL, NULL")]).expect("taken");
        let again = row(&seed::id(91), "https://a.example", "NULL, NULL, NULL");
        assert!(matches!(run(&store, &[again]), Err(StoreError::Constraint(_))));
    });
}
