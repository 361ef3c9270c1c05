//! Petitions, permits, modifications and appeals, through the workflow and the store. Section 5.

use crate::frame::office::{TestOffice, by, day, everywhere, refused};
use domain::base::ids::{EntryId, OrderId};
use domain::base::order_type::OrderType;
use domain::law::appeal::Outcome;
use domain::law::petition::{
    Change, Decision, ModificationPetition, PermitPetition, Person, Position, Purpose, Question, Rescission, Scope,
    State,
};
use domain::order::{Need, OrderStatus};
use jiff::civil::time;
use serde_json::json;
use subrosa::workflow::frame::docket;
use subrosa::workflow::frame::docket::EntryView;
use subrosa::workflow::frame::reason::ReasonInput;
use subrosa::workflow::office::statistics;
use subrosa::workflow::order::orders;
use subrosa::workflow::petition::{appeals, permits, petitions};
use subrosa::workflow::{By, Error, IfMatch};

const III: Option<OrderType> = Some(OrderType::III);

pub fn rescission() -> Rescission {
    Rescission {
        principal: "Ada Marlowe".into(),
        copies: 2,
        facts: "Published in Vienna in 1911.".into(),
        no_contract: true,
        ..Rescission::default()
    }
}

fn ask_rescission(h: &TestOffice, order: OrderId) -> EntryView {
    petitions::petition_rescission(&h.cx, &by(h.who("officer1")), order, &rescission()).expect("received")
}

fn state(h: &TestOffice, who: &str, petition: EntryId, position: Position) -> Result<EntryView, Error> {
    let ask = petitions::PositionInput { position, reason: "as we see it".into(), agency: None };
    petitions::state_position(&h.cx, &by(h.who(who)), petition, &ask)
}

fn decide(h: &TestOffice, petition: EntryId, decision: Decision) -> Result<EntryView, Error> {
    let ask = petitions::DecisionInput { decision, reason: "on the record".into() };
    petitions::decide(&h.cx, &by(h.who("officer1")), petition, &ask)
}

const GRANT: Decision = Decision::Grant { from: None, until: None };

fn appeal(h: &TestOffice, order: OrderId) -> Result<EntryView, Error> {
    let ask = appeals::AppealInput {
        principal: "Deepfield Acoustics LLC".into(),
        grounds: "It is known everywhere.".into(),
        received_on: None,
    };
    appeals::receive(&h.cx, &by(h.who("officer1")), order, &ask)
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
        let stale = By { actor: h.who("officer1"), if_match: IfMatch::Version(1), idempotency: None, sent: None };
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
        h.require_another_term("navy2", order.id).expect("determined");
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
        h.require_another_term("navy2", order.id).expect("determined");
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
        let read = docket::of_order(&h.cx, h.who("navy1"), order.id).expect("the sponsor reads it");
        assert!(read.iter().any(|e| e.kind == "appeal.hearing"));
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

#[test]
fn r5_3_e32_the_last_denial_counts_whichever_petition_came_first() {
    everywhere("r5_3 two petitions", |h| {
        let order = h.navy_order(1);
        let (first, second) = (ask_rescission(h, order.id), ask_rescission(h, order.id));
        decide(h, second.id, Decision::Deny).expect("denied");
        appeal(h, order.id).expect("in time");
        // The first petition is denied when the time to appeal from the denial of the second is long over.
        h.sleep_until("2026-06-10");
        assert_eq!(refused(appeal(h, order.id)), "appeal.exists");
        decide(h, first.id, Decision::Deny).expect("denied");
        h.sleep_until("2026-08-07");
        let taken = appeal(h, order.id).expect("in time");
        assert_eq!(taken.answers, Some(first.id));
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

fn may(h: &TestOffice, order: OrderId, ask: Question) -> permits::DisclosureView {
    permits::may_be_told(&h.cx, h.who("navy1"), order, &ask, None).expect("answered")
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
        let in_force = permits::permits(&h.cx, h.who("doe2"), order.id).expect("listed");
        assert_eq!((in_force.len(), in_force[0].id), (1, p.id));
        let no = may(h, order.id, named("Eve Ray"));
        assert_eq!((no.answer.allowed(), no.answer.citation), (false, "37 CFR 5.5(b); 35 USC 182"));
        let why = ReasonInput { reason: "the contract is over".into() };
        h.sleep_until("2026-04-01");
        permits::revoke(&h.cx, &officer, p.id, &why).expect("revoked");
        assert_eq!(refused(permits::revoke(&h.cx, &officer, p.id, &why)), "permit.not_in_force");
        assert!(!may(h, order.id, named("Bob Stone")).answer.allowed());
        let outsider = permits::may_be_told(&h.cx, h.who("army1"), order.id, &named("x"), None);
        assert_eq!(refused(outsider), "not_found");
    });
}

#[test]
fn r5_4_r4_6_a_permit_ends_with_its_order_and_is_not_taken_back_after_it() {
    everywhere("r5_4 ended", |h| {
        let order = h.order(1, &[("NAVY", "navy2", III)], json!({}));
        let officer = by(h.who("officer1"));
        let ask = PermitPetition { until: None, ..permit_for("Bob Stone") };
        let p = petitions::petition_permit(&h.cx, &officer, order.id, &ask).expect("received");
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        decide(h, p.id, GRANT).expect("granted");
        h.sleep_until("2027-03-11");
        let before = h.see(order.id).notices.len();
        let why = ReasonInput { reason: "the contract is over".into() };
        assert_eq!(refused(permits::revoke(&h.cx, &officer, p.id, &why)), "permit.not_in_force");
        assert_eq!(h.see(order.id).notices.len(), before, "no notice is sent about an order that is over");
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
        let mut ask = permits::CommonMatterInput {
            permit: p.id,
            finding: "the same nose cone".into(),
            only_common_matter: true,
            not_out_of_context: true,
        };
        let done = permits::record_common_matter(&h.cx, &officer, second.id, &ask);
        assert_eq!(refused(done), "permit.not_in_force", "it is not granted yet");
        state(h, "navy2", p.id, Position::Concur).expect("stated");
        decide(h, p.id, GRANT).expect("granted");
        ask.not_out_of_context = false;
        assert_eq!(refused(permits::record_common_matter(&h.cx, &officer, second.id, &ask)), "permit.common_matter");
        ask.not_out_of_context = true;
        permits::record_common_matter(&h.cx, &officer, second.id, &ask).expect("found");
        let yes = may(h, second.id, named("Bob Stone"));
        assert_eq!((yes.answer.allowed(), yes.answer.rule), (true, "R5.4, E37"));
        // When the permit ends in its own case, it ends in this one.
        permits::revoke(&h.cx, &officer, p.id, &ReasonInput { reason: "the work is over".into() }).expect("revoked");
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
