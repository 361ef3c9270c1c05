//! Nobody learns anything of a filing that they may not see, whatever they ask: a word of its own is planted into every
//! text that people write in two cases, every operation is asked by everybody, and all that the service says is searched.
//!
//! What is planted comes from `docs/openapi.json`. A new operation with a text that no case plants fails the test, and so
//! does a new parameter of a query that no value is known for.
//! Not its job: whether those who may see a case are shown what they need; the tests of each chapter ask that.

mod asking;
mod cases;
mod elsewhere;
mod entering;
mod members;
mod orders;
mod people;
mod planting;
mod secrets;
mod sweep;
mod things;

use crate::frame::canary::asking::Asker;
use crate::frame::canary::cases::{Case, Desk, Things};
use crate::frame::canary::members::Description;
use crate::frame::canary::people::{MARKINGS, PEOPLE, accesses_of};
use crate::frame::canary::planting::Planter;
use crate::frame::canary::sweep::Sweep;
use crate::frame::harness::{PASSWORD, Place, Server};
use crate::frame::office::{TestOffice, by};
use domain::base::actor::Actor;
use domain::base::agency::AgencyCode;
use domain::base::marking::Grant;
use domain::base::marking::clearance::Terms;
use serde_json::json;
use std::collections::BTreeSet;
use subrosa::auth::password::Passwords;
use subrosa::workflow::office::accounts;

/// When the cases begin.
const OPENED: &str = "2026-03-10T17:00:00Z";

/// Texts of requests that are not planted: the operation, the member, and why. A star stands for every operation.
const NOT_PLANTED: &[(&str, &str, &str)] = &[
    ("bring_filing", "", "XML is read into the members that JSON has"),
    ("amend_filing", "", "XML is read into the members that JSON has"),
    ("amend_filing", ".government_interest", "planted where a filing is brought and where it is corrected"),
    ("*", ".classes[].symbol", "a code of a scheme that everybody has"),
    ("cosign_checkpoint", ".checkpoint", "a signed note, of which every byte is checked"),
    ("*", ".made_in", "two letters"),
    ("*", ".country", "two letters"),
    ("*", ".countries[]", "two letters"),
    ("*", ".parties[].country", "two letters"),
    ("*", ".priority[].country", "two letters"),
    ("*", ".holders[].country", "two letters"),
    ("*", ".scope.persons.people[].country", "two letters"),
    ("*", ".scope.foreign_filing.countries[]", "two letters"),
    ("*", ".scope.foreign_filing.holders[].country", "two letters"),
    ("*", ".kind.retroactive.filings[].country", "two letters"),
    ("*", ".foreign_origin", "two letters"),
    ("*", ".citizen_of", "two letters"),
    ("*", ".located_in", "two letters"),
    ("*", ".agency", "the code of an agency on record"),
    ("*", ".agencies[]", "the code of an agency on record"),
    ("*", ".holders[].cleared.agency", "the code of an agency on record"),
    ("*", ".scope.persons.people[].cleared.agency", "the code of an agency on record"),
    ("*", ".scope.foreign_filing.holders[].cleared.agency", "the code of an agency on record"),
    ("assign_filing", ".examiner", "the name of an account"),
    ("give_opinion", ".grounds[]", "numbers of categories of the list"),
    ("search_filings", ".category", "the number of a category of the list"),
    ("search_filings", ".q", "the words that the asker looks for"),
    ("set_hearing", ".at", "a time of day"),
    ("sign_acknowledgment", ".statement", "the words that the service shows"),
    ("sign_determinations", ".orders[]", "numbers of orders, which are secrets by themselves"),
    ("add_account", ".username", "accounts are of no case"),
    ("*", ".clearance_terms.accesses[]", "accounts are of no case"),
    ("*", ".clearance_terms.citizenships[]", "accounts are of no case"),
    ("*", ".clearance_terms.contract", "accounts are of no case"),
    ("*", ".clearance_terms.equivalence.agreement", "accounts are of no case"),
    ("*", ".clearance_terms.equivalence.country", "accounts are of no case"),
    ("*", ".clearance_terms.equivalence.level", "accounts are of no case"),
    ("*", ".clearance_terms.granted_by", "accounts are of no case"),
    ("*", ".clearance_terms.suspended.reason", "accounts are of no case"),
    ("correct_filing", ".marking", "words of a table; another word keeps everybody out"),
    ("propose_issuer", ".iss", "issuers are of no case"),
    ("propose_issuer", ".terms.audience", "issuers are of no case"),
    ("propose_issuer", ".terms.authorized_parties[]", "issuers are of no case"),
    ("propose_issuer", ".terms.factor_acr[]", "issuers are of no case"),
    ("propose_issuer", ".terms.factor_amr[]", "issuers are of no case"),
    ("propose_issuer", ".terms.jwks_uri", "issuers are of no case"),
    ("propose_issuer", ".terms.role_claim", "issuers are of no case"),
    ("propose_issuer", ".terms.role_values.official[]", "issuers are of no case"),
    ("propose_issuer", ".terms.role_values.reviewer[]", "issuers are of no case"),
    ("propose_issuer", ".terms.subject_claim", "issuers are of no case"),
    ("propose_identity", ".subject", "identities are of no case"),
    ("add_agency", ".code", "agencies are of no case"),
    ("add_agency", ".department", "agencies are of no case"),
    ("add_agency", ".name", "agencies are of no case"),
    ("bring_review_list", "", "lists are of no case"),
    ("adopt_review_list", ".reason", "lists are of no case"),
    ("make_calendar_feed", ".name", "feeds are of no case"),
    ("add_personal_key", ".name", "keys of people are of no case"),
    ("add_personal_key", ".public_key.crv", "keys of people are of no case"),
    ("add_personal_key", ".public_key.kty", "keys of people are of no case"),
    ("add_personal_key", ".public_key.x", "keys of people are of no case"),
    ("add_personal_key", ".public_key.y", "keys of people are of no case"),
    ("make_service_key", ".name", "service keys are of no case"),
    ("make_service_key", ".networks[]", "service keys are of no case"),
    ("propose_regime", ".citation", "regimes are of no case"),
    ("propose_regime", ".provision", "regimes are of no case"),
    ("propose_regime_end", ".citation", "regimes are of no case"),
];

/// Planted texts that no answer shows to anybody: the operation, the member, and why.
const NEVER_SHOWN: &[(&str, &str, &str)] = &[
    ("issue_order", ".despite_publication", "kept as a digest"),
    ("amend_filing", ".related[].application_number", "the correction after it took its place"),
    ("amend_filing", ".related[].relation", "the correction after it took its place"),
];

/// People who may learn what another one may: they work on the cases, and asking as them would show nothing more.
const ALIKE: [&str; 3] = ["exam", "officer_b", "navy_reviewer"];

/// Adds everybody who can sign in. The password is hashed once, because that takes long.
fn open_office(place: Place) -> Place {
    let office = TestOffice::demonstration(place);
    let hash = Passwords::new().expect("passwords").hash(PASSWORD).expect("a hash");
    for (name, role, agency, level, supervisor) in PEOPLE {
        let new = accounts::NewAccount {
            supervisor,
            username: name.into(),
            role,
            agency: agency.map(|code| AgencyCode::parse(code).expect("a code")),
            clearance: Grant { level, terms: Terms { accesses: accesses_of(name), ..Terms::default() } },
            password: accounts::Password::own(hash.clone()),
        };
        accounts::add(&office.cx, &by(&Actor::command_line()), new).expect("added");
    }
    let TestOffice { place, .. } = office;
    place
}

/// Signs everybody in.
fn sign_in(server: &Server) -> Desk {
    let mut desk = Desk::new();
    for (name, ..) in PEOPLE {
        let client = server.sign_in(name);
        desk.insert(name, Asker::new(&server.url, client.token));
    }
    desk.insert("nobody", Asker::new(&server.url, None));
    desk
}

/// Plants two cases, one of each marking, and lets their year go round.
fn plant_cases(plan: &mut Planter<'_>, desk: &Desk) -> Vec<Things> {
    let mut cases = vec![];
    for (n, marking) in MARKINGS.into_iter().enumerate() {
        plan.case = n;
        let mut case = Case::open(plan, desk, marking);
        case.live();
        cases.push(case.has);
    }
    let set = |now: &str| {
        let body = json!({"now": now}).to_string();
        let told = desk["officer"].send("POST", "/demo/clock", Some(("application/json", &body)));
        assert_eq!(told.status, 200, "{}", told.text);
    };
    set("2027-01-15T17:00:00Z");
    let renewed = cases.into_iter().enumerate().map(|(n, has)| {
        plan.case = n;
        let mut case = Case::resume(plan, desk, has);
        case.renew();
        case.has
    });
    let cases = renewed.collect();
    set("2027-03-12T17:00:00Z");
    cases
}

fn nobody_learns(place: Place) {
    let place = open_office(place);
    let server = Server::start(&place, &["--demo", "--demo-now", OPENED, "--log-filter", "trace"]);
    let desk = sign_in(&server);
    let description = Description::read();
    let mut plan = Planter::new(&description);
    let cases = plant_cases(&mut plan, &desk);
    let mut wrong: Vec<String> = plan.refused.iter().map(|refused| format!("refused: {refused}")).collect();
    wrong.extend(not_planted(&plan));

    let (things, kept) = things::find(&mut plan, &desk, &cases);
    let values = things::values_of_queries(&plan, &things);
    let mut sweep = Sweep::new(&plan, &things, values);
    sweep.check_kept(&kept);
    for (name, who) in desk.iter().filter(|(name, _)| !ALIKE.contains(name)) {
        sweep.read_lists(name, who);
        if !things::FINDERS.contains(name) {
            sweep.read_things(name, who);
        }
    }
    wrong.extend(shown_to_nobody(&sweep));
    elsewhere::search_beside(&mut sweep, &place, &desk);
    for (name, who) in desk.iter().filter(|(name, _)| !ALIKE.contains(name)) {
        sweep.try_changes(name, who);
    }
    elsewhere::search_behind(&mut sweep, &server);
    wrong.extend(sweep.leaks);
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The texts of requests that were not planted in both cases, and for which no reason is listed; and reasons for texts
/// that there are not.
fn not_planted(plan: &Planter<'_>) -> Vec<String> {
    let is_reason = |o: &str, a: &str, operation: &str, at: &str| ["*", operation].contains(&o) && a == at;
    let wanted = plan.description.free_text();
    let mut wrong = vec![];
    for (operation, at) in &wanted {
        if NOT_PLANTED.iter().any(|(o, a, _)| is_reason(o, a, operation, at)) {
            continue;
        }
        for case in 0..MARKINGS.len() {
            if !plan.planted.contains(&(case, operation.clone(), at.clone())) {
                wrong.push(format!("not planted in case {case}: {operation} {at}"));
            }
        }
    }
    for (o, a, _) in NOT_PLANTED {
        if !wanted.iter().any(|(operation, at)| is_reason(o, a, operation, at)) {
            wrong.push(format!("a reason for what no request has: {o} {a}"));
        }
    }
    wrong
}

/// What was planted and shown to nobody who may see it, so that the test would not find it if it leaked; and reasons for
/// what is shown.
fn shown_to_nobody(sweep: &Sweep<'_>) -> Vec<String> {
    let never = sweep.never_shown();
    let listed: BTreeSet<_> = NEVER_SHOWN.iter().map(|(o, at, _)| ((*o).to_owned(), (*at).to_owned())).collect();
    let wrong = never.symmetric_difference(&listed);
    wrong.map(|(operation, at)| format!("shown to nobody, or listed and shown: {operation} {at}")).collect()
}

#[test]
fn s_02_nobody_learns_of_a_filing_they_may_not_see_on_sqlite() {
    nobody_learns(Place::sqlite());
}

#[test]
fn s_02_nobody_learns_of_a_filing_they_may_not_see_on_postgres() {
    if let Some(place) = Place::postgres("canaries") {
        nobody_learns(place);
    }
}
