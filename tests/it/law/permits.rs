//! Petitions, permits, modifications, appeals, conditions, violations, incidents, compensation: the walk of
//! each through the workflow and the store. Sections 3.10, 5 and 7.

use super::house::{House, by, day, everywhere, refused};
use jiff::civil::time;
use serde_json::{Value, json};
use subrosa::domain::actor::{Actor, Role};
use subrosa::domain::appeal::Outcome;
use subrosa::domain::compensation::WindowState;
use subrosa::domain::condition::{LineId, LineState, Treatment};
use subrosa::domain::ids::{EntryId, FilingId, OrderId};
use subrosa::domain::incident::{Disclosee, Incident};
use subrosa::domain::marking::{Clearance, Level};
use subrosa::domain::order::{Need, OrderStatus, OrderType};
use subrosa::domain::petition::{
    Change, Decision, ModificationPetition, PermitPetition, Person, Position, Purpose, Question, Rescission, Scope,
    State,
};
use subrosa::domain::referral::Finding;
use subrosa::domain::violation::{Holding, Offence, Offender};
use subrosa::workflow::docket::EntryView;
use subrosa::workflow::recommend::{RecommendInput, recommend};
use subrosa::workflow::record::ReasonInput;
use subrosa::workflow::{
    By, Error, IfMatch, accounts, appeals, compensation, conditions, docket, orders, petitions, statistics, violations,
};

const III: Option<OrderType> = Some(OrderType::III);

fn rescission() -> Rescission {
    Rescission {
        principal: "Ada Marlowe".into(),
        copies: 2,
        facts: "Published in Vienna in 1911.".into(),
        no_contract: true,
        ..Rescission::default()
    }
}

fn ask_rescission(h: &House, order: OrderId) -> EntryView {
    petitions::petition_rescission(&h.cx, &by(h.who("officer1")), order, &rescission()).expect("received")
}

fn state(h: &House, who: &str, petition: EntryId, position: Position) -> Result<EntryView, Error> {
    let ask = petitions::PositionInput { position, reason: "as we see it".into(), agency: None };
    petitions::state_position(&h.cx, &by(h.who(who)), petition, &ask)
}

fn decide(h: &House, petition: EntryId, decision: Decision) -> Result<EntryView, Error> {
    let ask = petitions::DecisionInput { decision, reason: "on the record".into() };
    petitions::decide(&h.cx, &by(h.who("officer1")), petition, &ask)
}

const GRANT: Decision = Decision::Grant { from: None, until: None };

fn appeal(h: &House, order: OrderId) -> Result<EntryView, Error> {
    let ask = appeals::AppealInput {
        principal: "Deepfield Acoustics LLC".into(),
        grounds: "It is known everywhere.".into(),
        received_on: None,
    };
    appeals::receive(&h.cx, &by(h.who("officer1")), order, &ask)
}

/// A second officer, for what one may not do alone.
fn officer2(h: &House) -> Actor {
    let new = accounts::NewAccount {
        username: "officer2".into(),
        role: Role::LicensingOfficer,
        agency: None,
        clearance: Clearance(Level::TopSecret),
        password_hash: "not checked here".into(),
    };
    let account = accounts::add(&h.cx, &By::house(&Actor::command_line()), new).expect("added");
    Actor::of(&account, "session:officer2".into())
}

#[test]
fn r5_1_r5_2_a_petition_for_rescission_granted_with_all_sponsors_ends_the_order() {
    everywhere("r5_1", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let lacking = Rescission { copies: 1, ..rescission() };
        let done = petitions::petition_rescission(&h.cx, &by(h.who("officer1")), order.id, &lacking);
        assert_eq!(refused(done), "petition.incomplete");
        let p = ask_rescission(h, order.id);
        assert_eq!((p.kind.as_str(), p.order_id), ("petition.rescission", Some(order.id)));
        for (who, code) in [("officer1", "role.forbidden"), ("navy1", "role.forbidden"), ("army2", "not_found")] {
            assert_eq!(refused(state(h, who, p.id, Position::Concur)), code, "{who}");
        }
        assert_eq!(refused(decide(h, p.id, GRANT)), "order.rescission_needs_all_sponsors");
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        assert_eq!(refused(state(h, "navy2", p.id, Position::Object)), "petition.position_exists");
        assert_eq!(h.see(order.id).rescission_requests.len(), 1, "to concur is to ask");
        assert_eq!(refused(decide(h, p.id, GRANT)), "order.rescission_needs_all_sponsors");
        state(h, "doe1", p.id, Position::Concur).expect("stated");
        let seen = petitions::get(&h.cx, h.who("navy1"), p.id).expect("its sponsors read it");
        assert_eq!((seen.standing.state, seen.answers.len()), (State::Open, 2));
        assert_eq!(refused(petitions::get(&h.cx, h.who("army1"), p.id)), "not_found");
        let stale = By { actor: h.who("officer1"), if_match: IfMatch::Version(1), idempotency: None };
        let ask = petitions::DecisionInput { decision: GRANT, reason: "on the record".into() };
        assert_eq!(refused(petitions::decide(&h.cx, &stale, p.id, &ask)), "precondition.stale");
        decide(h, p.id, GRANT).expect("granted");
        let gone = h.see(order.id);
        assert_eq!((gone.status, gone.ended_on), (OrderStatus::Rescinded, Some(day("2026-03-10"))));
        assert_eq!(h.status(order.filing_id), "released");
        let acts = h.acts(&format!("order:{}", order.id));
        assert!(acts.contains(&"order.rescind done".to_owned()), "{acts:?}");
        assert_eq!(refused(decide(h, p.id, Decision::Deny)), "petition.decided");
    });
}

#[test]
fn r4_8_a_sponsor_that_determines_again_takes_its_concurrence_back() {
    everywhere("r4_8 petition", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III)], json!({}));
        let p = ask_rescission(h, order.id);
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        h.sleep_until("2027-02-01");
        h.yes("navy2", order.id).expect("determined");
        assert_eq!(refused(decide(h, p.id, GRANT)), "order.rescission_needs_all_sponsors");
    });
}

#[test]
fn r5_5_a_sponsor_asks_for_rescission_without_any_petition() {
    everywhere("r5_5", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III)], json!({}));
        h.ask_rescission("navy2", order.id, None).expect("asked");
        assert_eq!(h.rescind(order.id).expect("rescinded").status, OrderStatus::Rescinded);
    });
}

#[test]
fn r5_9_a_petition_outlives_the_year_and_is_still_open() {
    everywhere("r5_9", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III)], json!({}));
        let p = ask_rescission(h, order.id);
        h.pass_until("2027-02-01");
        h.yes("navy2", order.id).expect("determined");
        h.pass_until("2027-06-01");
        let seen = petitions::get(&h.cx, h.who("officer1"), p.id).expect("seen");
        assert_eq!(seen.standing.state, State::Open);
        assert_eq!(h.see(order.id).status, OrderStatus::InEffect);
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        decide(h, p.id, GRANT).expect("granted");
    });
}

#[test]
fn r5_3_e31_e32_an_appeal_follows_a_denial_in_time_and_stays_nothing() {
    everywhere("r5_3", |h| {
        let order = h.navy_order(1);
        assert_eq!(refused(appeal(h, order.id)), "appeal.premature");
        let p = ask_rescission(h, order.id);
        state(h, "navy2", p.id, Position::Object).expect("stated");
        assert_eq!(refused(appeal(h, order.id)), "appeal.premature");
        let denied = decide(h, p.id, Decision::Deny).expect("denied");
        // 10 March 2026 and sixty days: Saturday 9 May, so Monday the 11th.
        assert_eq!(denied.facts["appeal_by"], "2026-05-11");
        h.sleep_until("2026-05-11");
        let before = h.see(order.id);
        let a = appeal(h, order.id).expect("in time");
        assert_eq!(refused(appeal(h, order.id)), "appeal.exists");
        let hearing = appeals::HearingInput { on: day("2026-06-02"), at: time(10, 30, 0, 0), place: "Room 5".into() };
        let set = appeals::set_hearing(&h.cx, &by(h.who("officer1")), a.id, &hearing).expect("set");
        assert_eq!(set.facts["place"], "Room 5");
        let told = docket::of_order(&h.cx, h.who("navy1"), order.id).expect("the sponsor reads it");
        assert!(told.iter().any(|e| e.kind == "appeal.hearing"));
        let ask = appeals::AppealDecisionInput { outcome: Outcome::Reversed, reason: "as the Secretary finds".into() };
        appeals::decide(&h.cx, &by(h.who("officer1")), a.id, &ask).expect("decided");
        assert_eq!(refused(appeals::decide(&h.cx, &by(h.who("officer1")), a.id, &ask)), "appeal.decided");
        let after = h.see(order.id);
        assert_eq!((after.status, after.holds, after.terms), (before.status, before.holds, before.terms));
        let late = h.navy_order(2);
        let p = ask_rescission(h, late.id);
        decide(h, p.id, Decision::Deny).expect("denied");
        // 11 May and sixty days: Friday 10 July, a business day.
        h.sleep_until("2026-07-11");
        assert_eq!(refused(appeal(h, late.id)), "appeal.late");
        h.sleep_until("2026-07-10");
        appeal(h, late.id).expect("on the last day");
    });
}

fn permit_for(name: &str) -> PermitPetition {
    PermitPetition {
        principal: "Ada Marlowe".into(),
        signed_by: None,
        copies: 2,
        reason: "A subcontractor must build a part.".into(),
        scope: Scope::Persons { people: vec![Person { name: name.into(), country: "US".into(), cleared: None }] },
        purpose: None,
        from: None,
        until: Some(day("2026-12-31")),
    }
}

fn may(h: &House, order: OrderId, ask: Question) -> petitions::DisclosureView {
    petitions::may_be_told(&h.cx, h.who("navy1"), order, &ask, None).expect("answered")
}

fn named(name: &str) -> Question {
    Question { person: Some(name.into()), ..Question::default() }
}

#[test]
fn r5_4_r2_8_a_permit_from_petition_to_revocation() {
    everywhere("r5_4", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let officer = by(h.who("officer1"));
        let p = petitions::petition_permit(&h.cx, &officer, order.id, &permit_for("Bob Stone")).expect("received");
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        assert_eq!(refused(decide(h, p.id, GRANT)), "petition.needs_all_sponsors");
        state(h, "doe1", p.id, Position::Concur).expect("stated");
        assert!(h.see(order.id).rescission_requests.is_empty(), "a permit is no rescission");
        assert!(!may(h, order.id, named("Bob Stone")).answer.allowed());
        decide(h, p.id, GRANT).expect("granted");
        let yes = may(h, order.id, named("Bob Stone"));
        assert_eq!((yes.answer.allowed(), yes.answer.until), (true, Some(day("2026-12-31"))));
        let in_force = petitions::permits(&h.cx, h.who("doe2"), order.id).expect("listed");
        assert_eq!((in_force.len(), in_force[0].id), (1, p.id));
        let no = may(h, order.id, named("Eve Ray"));
        assert_eq!((no.answer.allowed(), no.answer.citation), (false, "37 CFR 5.5(b); 35 USC 182"));
        let why = ReasonInput { reason: "the contract is over".into() };
        h.sleep_until("2026-04-01");
        petitions::revoke(&h.cx, &officer, p.id, &why).expect("revoked");
        assert_eq!(refused(petitions::revoke(&h.cx, &officer, p.id, &why)), "permit.not_in_force");
        assert!(!may(h, order.id, named("Bob Stone")).answer.allowed());
        let outsider = petitions::may_be_told(&h.cx, h.who("army1"), order.id, &named("x"), None);
        assert_eq!(refused(outsider), "not_found");
    });
}

#[test]
fn r2_10_r3_2_the_orders_own_type_answers_first_and_official_duty_is_exempt() {
    everywhere("r2_10", |h| {
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::I))], json!({}));
        let citizen = Question { country: Some("US".into()), ..named("Bob Stone") };
        assert!(may(h, order.id, citizen).answer.allowed());
        let file = |c: &str| Question {
            country: Some(c.into()),
            purpose: Some(Purpose::ForeignFiling),
            ..Question::default()
        };
        assert!(may(h, order.id, file("JP")).answer.allowed());
        assert_eq!(may(h, order.id, file("FR")).answer.rule, "R5.4, E38");
        let duty = Question { purpose: Some(Purpose::OfficialDuty), ..named("An agent") };
        assert_eq!(may(h, order.id, duty).answer.citation, "35 USC 187");
    });
}

#[test]
fn e37_a_permit_serves_another_case_for_common_matter() {
    everywhere("e37", |h| {
        let (first, second) = (h.navy_order(1), h.navy_order(2));
        let officer = by(h.who("officer1"));
        let p = petitions::petition_permit(&h.cx, &officer, first.id, &permit_for("Bob Stone")).expect("received");
        let mut ask = petitions::CommonMatterInput {
            permit: p.id,
            finding: "the same nose cone".into(),
            only_common_matter: true,
            not_out_of_context: true,
        };
        let done = petitions::common_matter(&h.cx, &officer, second.id, &ask);
        assert_eq!(refused(done), "permit.not_in_force", "it is not granted yet");
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        decide(h, p.id, GRANT).expect("granted");
        ask.not_out_of_context = false;
        assert_eq!(refused(petitions::common_matter(&h.cx, &officer, second.id, &ask)), "permit.common_matter");
        ask.not_out_of_context = true;
        petitions::common_matter(&h.cx, &officer, second.id, &ask).expect("found");
        let yes = may(h, second.id, named("Bob Stone"));
        assert_eq!((yes.answer.allowed(), yes.answer.rule), (true, "R5.4, E37"));
        // What ends there ends here.
        petitions::revoke(&h.cx, &officer, p.id, &ReasonInput { reason: "over".into() }).expect("revoked");
        assert!(!may(h, second.id, named("Bob Stone")).answer.allowed());
    });
}

fn modification(change: Change) -> petitions::ModificationInput {
    let holder = Person { name: "Luc Roy".into(), country: "FR".into(), cleared: None };
    petitions::ModificationInput {
        petition: ModificationPetition {
            principal: Some("Ada Marlowe".into()),
            signed_by: None,
            copies: 2,
            reason: "The priority year ends.".into(),
            change,
            holders: vec![holder],
            vouched: true,
        },
        agency: None,
    }
}

#[test]
fn e38_r5_8_a_modification_changes_what_the_order_says_and_not_its_terms() {
    everywhere("e38", |h| {
        let order = h.order(1, &[("NAVY", "navy2", Some(OrderType::I))], json!({}));
        let more = Change { countries: Some(vec!["gb".into(), "JP".into(), "FR".into()]), ..Change::default() };
        let officer = by(h.who("officer1"));
        let p = petitions::modify(&h.cx, &officer, order.id, &modification(more)).expect("received");
        assert_eq!(refused(decide(h, p.id, GRANT)), "petition.needs_all_sponsors");
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        assert_eq!(h.see(order.id).countries, ["GB", "JP"]);
        decide(h, p.id, GRANT).expect("modified");
        let now = h.see(order.id);
        assert_eq!(now.countries, ["GB", "JP", "FR"]);
        assert_eq!(now.terms, order.terms);
        // A sponsor's notice: another type, with its concurrence in it.
        h.sleep_until("2026-09-01");
        let notice = Change { order_type: III, ..Change::default() };
        let mut ask = modification(notice);
        ask.petition.principal = None;
        let p = petitions::modify(&h.cx, &by(h.who("navy2")), order.id, &ask).expect("received");
        assert_eq!(p.agency.as_ref().map(|a| a.as_str()), Some("NAVY"));
        decide(h, p.id, GRANT).expect("modified");
        let now = h.see(order.id);
        assert_eq!((now.order_type, now.title.as_deref()), (III, Some("General Secrecy Order")));
        assert!(now.countries.is_empty());
        assert_eq!((now.expires_on, now.issued_on), (order.expires_on, order.issued_on));
        let listed = orders::list(&h.cx, h.who("navy1"), &orders::OrderQuery { limit: 5, ..Default::default() });
        assert_eq!(listed.expect("listed")[0].order_type, III);
        // Statistics count an order by the type it was issued with.
        let years = statistics::fiscal_years(&h.cx, h.who("officer1")).expect("counted");
        let text = serde_json::to_value(&years).expect("json").to_string();
        assert!(text.contains("\"I\":1"), "{text}");
    });
}

#[test]
fn r5_8_r4_7_what_a_modification_made_classified_keeps_its_holds_when_it_lapses() {
    everywhere("r5_8 classified", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III)], json!({}));
        let mut ask = modification(Change { order_type: Some(OrderType::II), ..Change::default() });
        ask.petition.principal = None;
        let p = petitions::modify(&h.cx, &by(h.who("navy2")), order.id, &ask).expect("received");
        decide(h, p.id, GRANT).expect("modified: its only sponsor concurs");
        assert!(h.see(order.id).classified);
        h.pass_until("2027-03-12");
        let over = h.see(order.id);
        assert_eq!((over.status, over.holds.len()), (OrderStatus::Lapsed, 4));
        let acts = h.acts(&format!("order:{}", order.id));
        assert!(acts.contains(&"order.lapse_classified done".to_owned()), "{acts:?}");
    });
}

/// A filing with a recommendation of the Navy's that has two conditions, and one of the Energy Department's.
fn with_conditions(h: &House, n: u64) -> FilingId {
    let filing = h.confirmed(n, json!({}));
    h.refer(filing, &["NAVY", "DOE"]).expect("referred");
    for (agency, who, order_type, list) in
        [("NAVY", "navy2", III, vec!["lock it up", "no radio"]), ("DOE", "doe1", None, vec!["count copies"])]
    {
        let referral = h.referral(filing, agency);
        h.sign(who, referral).expect("signed");
        let ask = RecommendInput {
            determination: Finding::WouldBeDetrimental,
            order_type,
            conditions: list.into_iter().map(str::to_owned).collect(),
            reason: "as found".into(),
            filing_version: None,
        };
        recommend(&h.cx, &by(h.who(who)), referral, &ask).expect("recommended");
    }
    filing
}

fn account(h: &House, filing: FilingId, line: LineId, treatment: Treatment) -> Result<EntryView, Error> {
    let ask = conditions::AccountInput { line, treatment, reason: "as discussed".into() };
    conditions::account(&h.cx, &by(h.who("officer1")), filing, &ask)
}

#[test]
fn r2_4_conditions_are_adopted_at_issue_unless_somebody_put_them_in_question() {
    everywhere("conditions adopted", |h| {
        let filing = with_conditions(h, 1);
        let order = h.issue(filing).expect("issued");
        assert_eq!(order.conditions, ["lock it up", "no radio", "count copies"]);
        let all = conditions::of_filing(&h.cx, h.who("officer1"), filing).expect("listed");
        assert!(all.iter().all(|l| l.state == LineState::Adopted && l.entry.is_some()));
        assert_eq!(refused(account(h, filing, all[0].id, Treatment::Question)), "condition.none", "it has issued");
    });
}

#[test]
fn r2_4_no_order_issues_while_a_condition_is_unaccounted_for() {
    everywhere("conditions open", |h| {
        let filing = with_conditions(h, 1);
        let lines = || conditions::of_filing(&h.cx, h.who("officer1"), filing).expect("listed");
        let radio = lines().iter().find(|l| l.condition == "no radio").expect("a line").id;
        let lock = lines().iter().find(|l| l.condition == "lock it up").expect("a line").id;
        account(h, filing, radio, Treatment::Question).expect("put in question");
        assert_eq!(refused(h.issue(filing)), "order.conditions_unaccounted");
        let decline = account(h, filing, radio, Treatment::Decline).expect("asked").id;
        assert_eq!(refused(h.issue(filing)), "order.conditions_unaccounted");
        let own = conditions::of_filing(&h.cx, h.who("doe1"), filing).expect("listed");
        assert!(own.iter().all(|l| l.agency.as_str() == "DOE"), "an agency sees its own lines");
        assert_eq!(refused(conditions::of_filing(&h.cx, h.who("army1"), filing)), "not_found");
        let yes = conditions::AnswerInput { accepts: true, reason: "covered elsewhere".into() };
        let answer = |who: &str| conditions::answer(&h.cx, &by(h.who(who)), decline, &yes);
        assert_eq!(refused(answer("doe1")), "not_found");
        assert_eq!(refused(answer("officer1")), "role.forbidden");
        let said = answer("dod1").expect("the department's official answers for the Navy");
        assert_eq!(said.agency.map(|a| a.to_string()).as_deref(), Some("NAVY"));
        assert_eq!(refused(answer("navy2")), "condition.answered");
        account(h, filing, lock, Treatment::Merge { words: "keep it in a safe".into() }).expect("merged");
        let order = h.issue(filing).expect("issued");
        assert_eq!(order.conditions, ["keep it in a safe", "count copies"]);
        let states: Vec<_> = lines().iter().map(|l| l.state).collect();
        for state in [LineState::Merged, LineState::Declined, LineState::Adopted] {
            assert!(states.contains(&state), "{states:?}");
        }
    });
}

#[test]
fn r7_1_e03_a_violation_is_found_by_one_officer_and_decided_by_another() {
    everywhere("r7_1", |h| {
        let order = h.navy_order(1);
        h.sleep_until("2026-06-01");
        let second = officer2(h);
        let ask = |on: &str| violations::FindingInput {
            offence: Offence::ForeignFiling,
            offender: Offender::Inventor,
            name: "Ada Marlowe".into(),
            on: day(on),
            evidence: "A publication of the German office.".into(),
            without_consent: true,
        };
        let find = |on: &str| violations::find(&h.cx, &by(h.who("officer1")), order.id, &ask(on));
        assert_eq!(refused(find("2026-03-09")), "violation.outside_terms");
        let v = find("2026-05-04").expect("found");
        let decision = violations::HoldingInput { holding: Holding::HoldAbandoned, reason: "as shown".into() };
        let same = violations::decide(&h.cx, &by(h.who("officer1")), v.id, &decision);
        assert_eq!(refused(same), "violation.same_person");
        let done = violations::decide(&h.cx, &by(&second), v.id, &decision).expect("decided");
        assert_eq!(done.facts["effective"], "2026-05-04");
        assert_eq!(refused(violations::decide(&h.cx, &by(&second), v.id, &decision)), "violation.decided");
        let seen = violations::get(&h.cx, h.who("officer1"), v.id).expect("seen");
        assert!(seen.decision.is_some() && seen.consequences.iter().any(|c| c.rule == "R7.3"));
        assert!(seen.consequences.iter().any(|c| c.text.contains("$10,000")), "R7.2");
        assert_eq!(refused(docket::get(&h.cx, h.who("navy1"), v.id)), "not_found", "the Office's own business");
        assert_eq!(h.see(order.id).status, OrderStatus::InEffect, "the order goes on");
    });
}

fn incident(citizen_of: &str) -> Incident {
    Incident {
        on: day("2026-03-10"),
        name: "Chris Lane".into(),
        address: "1 Harbour Road".into(),
        citizen_of: citizen_of.into(),
        located_in: "US".into(),
        what: "The drawings".into(),
        export_authorization: "none".into(),
        foreign_application: "none".into(),
    }
}

#[test]
fn r3_10_no_incident_makes_any_notice_and_a_foreign_disclosee_is_never_told() {
    everywhere("r3_10", |h| {
        let order = h.navy_order(1);
        let before = h.see(order.id).notices.len();
        let report = |who: &str, i: &Incident| violations::report(&h.cx, &by(h.who(who)), order.id, i);
        let own = report("exam1", &incident("US")).expect("reported");
        let foreign = report("officer1", &incident("GB")).expect("reported");
        let lacking = Incident { address: String::new(), ..incident("GB") };
        assert_eq!(refused(report("officer1", &lacking)), "incident.incomplete");
        let tell = |id| {
            let ask = violations::ToldInput { on: day("2026-03-10"), how: "by telephone".into() };
            violations::told(&h.cx, &by(h.who("officer1")), id, &ask)
        };
        assert_eq!(refused(tell(foreign.id)), "incident.never_tell");
        tell(own.id).expect("told");
        let seen = |id| violations::incident(&h.cx, h.who("officer1"), id).expect("seen");
        assert_eq!((seen(foreign.id).disclosee, seen(foreign.id).told), (Disclosee::Foreign, None));
        assert!(seen(own.id).told.is_some());
        h.pass_until("2026-04-10");
        assert_eq!(h.see(order.id).notices.len(), before, "nobody is written to");
    });
}

#[test]
fn e33_r7_4_a_claim_for_compensation_is_refused_with_the_sponsor_and_is_on_record() {
    everywhere("e33", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III), ("DOE", "doe1", None)], json!({}));
        let ask = compensation::ClaimInput { claimant: "Ada Marlowe".into() };
        let done = compensation::claim(&h.cx, &by(h.who("officer1")), order.id, &ask);
        let Err(Error::Refused(r)) = done else { panic!("{done:?}") };
        assert_eq!((r.code.code, r.code.rule), ("compensation.not_here", Some("R7.4, E33")));
        assert!(r.detail.contains("DOE, NAVY"), "{}", r.detail);
        let docket = docket::of_order(&h.cx, h.who("officer1"), order.id).expect("listed");
        let came: Vec<&Value> =
            docket.iter().filter(|e| e.kind == "compensation.returned").map(|e| &e.facts["claimant"]).collect();
        assert_eq!(came, ["Ada Marlowe"]);
        let seen = compensation::of_order(&h.cx, h.who("navy1"), order.id).expect("seen");
        assert_eq!(seen.window.state, WindowState::NotOpen);
        assert_eq!(seen.window.ask.len(), 2);
    });
}

#[test]
fn r5_2_a_determination_and_a_petition_do_not_get_in_each_others_way() {
    everywhere("r5_2", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III)], json!({}));
        let p = ask_rescission(h, order.id);
        h.pass_until("2027-03-12");
        assert_eq!(refused(state(h, "navy2", p.id, Position::Concur)), "order.not_in_effect", "it lapsed");
        assert_eq!(refused(decide(h, p.id, GRANT)), "order.not_in_effect");
        assert_eq!(refused(h.determine("navy2", order.id, Need::NotRequired, None)), "order.renewal_after_expiry");
    });
}
