//! Petitions, permits, modifications, and who may be told: rule by rule.

mod told;

use super::*;
use crate::base::ids::OrderId;
use crate::base::ids::RecommendationId;
use crate::base::marking::{Level, Marking};
use crate::base::order_type::OrderType;
use crate::case::recorded::apply_modifications;
use crate::case::testing::{FILED, case as bare_case, code, order};
use crate::filing::{Party, PartyRole};
use crate::order::{End, Sponsor};
use crate::review::referral::{Branch, Finding, Recommendation};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

pub(crate) const LATER: Date = date(2026, 5, 4);

fn party(role: PartyRole, name: &str) -> Party {
    Party { role, name: name.into(), country: None, email: None }
}

/// A case with parties of record, under an order of these sponsors.
pub(crate) fn ordered(order_type: Option<OrderType>, sponsors: &[&str]) -> CaseFile {
    let mut c = bare_case();
    c.document.parties = vec![party(PartyRole::Inventor, "Ada Marlowe"), party(PartyRole::Correspondent, "Post Room")];
    let mut o = order(order_type, sponsors, FILED);
    if order_type != Some(OrderType::I) {
        o.countries.clear();
    }
    c.orders.push(o);
    c
}

fn code_of<T: std::fmt::Debug>(done: Result<T, Refusal>) -> &'static str {
    done.expect_err("refused").code.code
}

pub(crate) fn rescission() -> Rescission {
    Rescission {
        principal: "ada  marlowe".into(),
        copies: 2,
        facts: "Published in Vienna in 1911.".into(),
        earlier: vec![Publication { what: "AT 12345".into(), copy: true }],
        no_contract: true,
        ..Rescission::default()
    }
}

fn concur(c: &mut CaseFile, petition: EntryId, agency: &str) {
    let act = Act::Stated { position: Position::Concur, reason: "agreed".into() };
    c.enter_for(LATER, act, Some(petition), Some(agency));
}

fn basis(asked: &[AgencyCode]) -> Basis<'_> {
    Basis { asked, appeal_days: 60, on: LATER }
}

const GRANT: Decision = Decision::Grant { from: None, until: None };

fn decide_it(c: &CaseFile, petition: EntryId, what: Decision, asked: &[&str]) -> Result<Act, Refusal> {
    let asked: Vec<AgencyCode> = asked.iter().map(|a| code(a)).collect();
    decide(c, &c.orders[0], petition, what, "reasons".into(), &basis(&asked))
}

#[test]
fn r5_1_a_petition_for_rescission_is_complete_or_sent_back_with_what_is_missing() {
    let c = ordered(Some(OrderType::III), &["NAVY"]);
    let check = |r: &Rescission| accept_rescission(&c, &c.orders[0], r, LATER);
    assert!(check(&rescission()).is_ok());
    let one = |change: fn(&mut Rescission)| {
        let mut r = rescission();
        change(&mut r);
        let refused = check(&r).expect_err("refused");
        assert_eq!(refused.code.code, "petition.incomplete");
        refused.field.expect("a field")
    };
    assert_eq!(one(|r| r.copies = 1), "copies");
    assert_eq!(one(|r| r.facts = " ".into()), "facts");
    assert_eq!(one(|r| r.earlier[0].copy = false), "earlier");
    assert_eq!(one(|r| r.no_contract = false), "contracts");
    assert_eq!(one(|r| r.contracts = vec!["N00014-01".into()]), "no_contract");
    let all = check(&Rescission { principal: "Ada Marlowe".into(), ..Rescission::default() }).expect_err("refused");
    for field in ["copies", "facts", "contracts"] {
        assert!(all.detail.contains(&format!("{field}: ")), "{}", all.detail);
    }
    let contract = Rescission { contracts: vec!["N00014-01".into()], no_contract: false, ..rescission() };
    assert!(check(&contract).is_ok());
}

#[test]
fn r5_1_only_principals_of_record_petition_and_others_may_sign_for_them() {
    let c = ordered(Some(OrderType::III), &["NAVY"]);
    for stranger in ["Somebody Else", "Post Room", ""] {
        let asked = Rescission { principal: stranger.into(), ..rescission() };
        assert_eq!(code_of(accept_rescission(&c, &c.orders[0], &asked, LATER)), "petition.not_a_principal");
    }
    let signed = Rescission { signed_by: Some("Somebody Else".into()), ..rescission() };
    assert!(accept_rescission(&c, &c.orders[0], &signed, LATER).is_ok());
    assert_eq!(code_of(accept_rescission(&c, &c.orders[0], &signed, date(2027, 3, 11))), "order.not_in_effect");
}

#[test]
fn r5_2_a_petition_is_decided_once_and_every_sponsor_speaks_once() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    let p = c.enter(FILED, Act::Rescission(rescission()), None);
    let speak = |c: &CaseFile, a: &str| state_position(c, &c.orders[0], p, &code(a), LATER);
    assert_eq!(code_of(speak(&c, "ARMY")), "order.not_a_sponsor");
    assert!(speak(&c, "NAVY").is_ok());
    concur(&mut c, p, "NAVY");
    assert_eq!(code_of(speak(&c, "NAVY")), "petition.position_exists");
    let denied = decide_it(&c, p, Decision::Deny, &["NAVY"]).expect("the Office may deny what sponsors concur in");
    c.enter(LATER, denied, Some(p));
    assert_eq!(code_of(decide_it(&c, p, GRANT, &["NAVY"])), "petition.decided");
    assert_eq!(code_of(decide_it(&c, EntryId::from_uuid(Uuid::nil()), GRANT, &[])), "petition.none");
    let e = c.entry(p).expect("an entry");
    assert_eq!(standing(&c, &c.orders[0], e, LATER).state, State::Denied);
}

#[test]
fn r2_8_e07_a_petition_for_rescission_is_granted_with_every_sponsor_or_not() {
    let mut c = ordered(Some(OrderType::III), &["NAVY", "DOE"]);
    let p = c.enter(FILED, Act::Rescission(rescission()), None);
    concur(&mut c, p, "NAVY");
    let e = c.entry(p).expect("an entry");
    assert_eq!(standing(&c, &c.orders[0], e, LATER).missing, [code("DOE")]);
    assert_eq!(code_of(decide_it(&c, p, GRANT, &["NAVY"])), "order.rescission_needs_all_sponsors");
    assert!(matches!(decide_it(&c, p, GRANT, &["NAVY", "DOE"]), Ok(Act::Granted { .. })));
}

#[test]
fn r5_9_a_petition_may_stay_open_for_years_and_nothing_follows_by_itself() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    let p = c.enter(FILED, Act::Rescission(rescission()), None);
    let e = c.entry(p).expect("an entry");
    assert_eq!(standing(&c, &c.orders[0], e, date(2030, 1, 1)).state, State::Open);
    assert!(clocks(&c, LATER).is_empty());
}

#[test]
fn r5_6_nothing_cites_the_sections_that_are_no_more() {
    for code in crate::base::refusal::ALL {
        let cited = code.citation.unwrap_or_default();
        for gone in ["37 CFR 5.6", "37 CFR 5.7", "37 CFR 5.8", "37 CFR 5.9"] {
            assert!(!cited.contains(gone), "{} cites {gone}", code.code);
        }
    }
}

fn person(name: &str) -> Person {
    Person {
        name: name.into(),
        country: "US".into(),
        cleared: Some(Cleared { agency: "DCSA".into(), on: date(2024, 1, 2), level: Level::Secret }),
    }
}

fn permit(scope: Scope) -> PermitPetition {
    PermitPetition {
        principal: "Ada Marlowe".into(),
        signed_by: None,
        copies: 2,
        reason: "A subcontractor must build a part.".into(),
        scope,
        purpose: None,
        from: None,
        until: None,
    }
}

fn for_bob() -> PermitPetition {
    permit(Scope::Persons { people: vec![person("Bob Stone")] })
}

fn abroad() -> PermitPetition {
    permit(Scope::ForeignFiling { countries: vec!["NL".into()], holders: vec![person("Mies Vos")], vouched: true })
}

/// A permit petitioned for, concurred in by these agencies and granted.
fn give(c: &mut CaseFile, asked: PermitPetition, agencies: &[&str]) -> EntryId {
    let p = c.enter(FILED, Act::Permit(asked), None);
    for a in agencies {
        concur(c, p, a);
    }
    let act = decide_it(c, p, GRANT, &[]).expect("granted");
    c.enter(LATER, act, Some(p));
    p
}

#[test]
fn r5_4_a_permit_says_who_and_why_and_for_filing_abroad_where_and_through_whom() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    c.marking = Marking::of(Level::Secret);
    let check = |p: &PermitPetition| accept_permit(&c, &c.orders[0], p, LATER);
    assert!(check(&for_bob()).is_ok());
    assert!(check(&abroad()).is_ok());
    let field = |p: PermitPetition| {
        let r = check(&p).expect_err("refused");
        (r.code.code, r.field.unwrap_or_default())
    };
    let incomplete = |f: &str| ("petition.incomplete", f.to_owned());
    assert_eq!(field(PermitPetition { copies: 1, ..for_bob() }), incomplete("copies"));
    assert_eq!(field(PermitPetition { reason: String::new(), ..for_bob() }), incomplete("reason"));
    assert_eq!(field(permit(Scope::Persons { people: vec![] })), incomplete("people"));
    let filing = |countries: &[&str], holders: Vec<Person>, vouched| {
        let countries = countries.iter().map(|c| (*c).to_owned()).collect();
        permit(Scope::ForeignFiling { countries, holders, vouched })
    };
    assert_eq!(field(filing(&[], vec![person("V")], true)), incomplete("countries"));
    assert_eq!(field(filing(&["NL"], vec![], true)), incomplete("holders"));
    assert_eq!(field(filing(&["NL"], vec![person("V")], false)), incomplete("vouched"));
    let mut future = person("Bob Stone");
    future.cleared = Some(Cleared { agency: "DCSA".into(), on: date(2027, 1, 1), level: Level::Secret });
    assert_eq!(field(permit(Scope::Persons { people: vec![future] })), ("permit.clearance", "people".into()));
    assert_eq!(field(PermitPetition { until: Some(FILED), ..for_bob() }), ("permit.days", "until".into()));
}

#[test]
fn r5_4_a_general_permit_takes_the_highest_clearance_involved() {
    let mut c = ordered(Some(OrderType::II), &["NAVY"]);
    let general = |clearance| permit(Scope::General { clearance });
    let check = |c: &CaseFile, l| accept_permit(c, &c.orders[0], &general(l), LATER);
    assert_eq!(code_of(check(&c, Level::Cui)), "permit.clearance");
    assert!(check(&c, Level::Confidential).is_ok(), "Type II: classified or classifiable");
    c.marking = Marking::of(Level::TopSecret);
    assert_eq!(code_of(check(&c, Level::Secret)), "permit.clearance");
    assert!(check(&c, Level::TopSecret).is_ok());
}

#[test]
fn r5_7_no_fee_is_asked_for_a_petition_under_5_4_or_5_5() {
    let text = format!(
        "{}{}",
        serde_json::to_string(&rescission()).expect("json"),
        serde_json::to_string(&for_bob()).expect("json")
    );
    assert!(!text.contains("fee"), "{text}");
}

fn ask(name: &str) -> Question {
    Question { person: Some(name.into()), ..Question::default() }
}

fn cleared(level: Level) -> Question {
    Question { clearance: Some(level), ..ask("Anyone") }
}

fn citizen(country: &str) -> Question {
    Question { country: Some(country.into()), ..ask("Anyone") }
}

fn file_in(country: &str) -> Question {
    Question { country: Some(country.into()), purpose: Some(Purpose::ForeignFiling), ..Question::default() }
}

fn told(c: &CaseFile, q: &Question, on: Date) -> Answer {
    may_be_told(c, &c.orders[0], &[], q, on)
}

#[test]
fn r5_4_r2_8_a_permit_needs_every_sponsor_and_ends_with_its_days_or_its_revocation() {
    let mut c = ordered(Some(OrderType::III), &["NAVY", "DOE"]);
    let asked = PermitPetition { until: Some(date(2026, 12, 31)), ..for_bob() };
    let p = c.enter(FILED, Act::Permit(asked), None);
    concur(&mut c, p, "NAVY");
    assert_eq!(code_of(decide_it(&c, p, GRANT, &["NAVY", "DOE"])), "petition.needs_all_sponsors");
    concur(&mut c, p, "DOE");
    let act = decide_it(&c, p, GRANT, &[]).expect("granted");
    assert!(!told(&c, &ask("Bob Stone"), LATER).allowed());
    c.enter(LATER, act, Some(p));
    let yes = told(&c, &ask("bob stone"), LATER);
    assert_eq!(yes.until, Some(date(2026, 12, 31)));
    assert!(matches!(yes.by, Some(Ground::Permit { id, common_matter_only: false, .. }) if id == p));
    assert!(!told(&c, &ask("Eve Stone"), LATER).allowed());
    assert!(!told(&c, &ask("Bob Stone"), date(2027, 1, 1)).allowed(), "after its last day");
    assert_eq!(crate::law::petition::clocks(&c, LATER)[0].due_on, date(2026, 12, 31));
    let gone = revoke(&c, &c.orders[0], p, "no longer needed".into(), date(2026, 6, 1)).expect("revoked");
    c.enter(date(2026, 6, 1), gone, Some(p));
    assert!(told(&c, &ask("Bob Stone"), date(2026, 5, 31)).allowed(), "what was done stays lawful");
    assert!(!told(&c, &ask("Bob Stone"), date(2026, 6, 1)).allowed());
    assert_eq!(code_of(revoke(&c, &c.orders[0], p, "x".into(), LATER)), "permit.not_in_force");
}

#[test]
fn r2_8_a_sponsor_that_joins_later_must_concur_in_the_permits_there_are() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    let p = give(&mut c, for_bob(), &["NAVY"]);
    c.orders[0].sponsors.push(Sponsor { agency: code("DOE"), since: date(2026, 6, 1), until: None });
    let june = date(2026, 6, 1);
    assert!(told(&c, &ask("Bob Stone"), date(2026, 5, 31)).allowed());
    assert!(!told(&c, &ask("Bob Stone"), june).allowed());
    assert!(state_position(&c, &c.orders[0], p, &code("DOE"), june).is_ok());
    concur(&mut c, p, "DOE");
    assert!(told(&c, &ask("Bob Stone"), june).allowed());
}

#[test]
fn r5_4_a_permit_to_file_abroad_is_for_its_countries_and_holders() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    give(&mut c, abroad(), &["NAVY"]);
    assert!(told(&c, &file_in("NL"), LATER).allowed());
    assert!(!told(&c, &file_in("DE"), LATER).allowed());
    let holder = |name: &str| Question { purpose: Some(Purpose::ForeignFiling), ..ask(name) };
    assert!(told(&c, &holder("Mies Vos"), LATER).allowed());
    assert!(!told(&c, &holder("Jan Smit"), LATER).allowed());
    assert!(!told(&c, &ask("Mies Vos"), LATER).allowed(), "for filing only");
}

#[test]
fn r5_4_a_permit_for_a_purpose_serves_no_other() {
    let mut c = ordered(Some(OrderType::III), &["NAVY"]);
    let asked = PermitPetition {
        purpose: Some("source selection".into()),
        ..permit(Scope::General { clearance: Level::Secret })
    };
    give(&mut c, asked, &["NAVY"]);
    let with = |p: Option<&str>| Question { purpose: p.map(|t| Purpose::Other(t.into())), ..cleared(Level::Secret) };
    assert!(told(&c, &with(Some("Source  selection")), LATER).allowed());
    assert!(!told(&c, &with(Some("a trade fair")), LATER).allowed());
    assert!(!told(&c, &with(None), LATER).allowed());
}

#[test]
fn e37_a_permit_of_one_case_serves_another_for_common_matter_only() {
    let mut first = ordered(Some(OrderType::III), &["NAVY"]);
    let p = give(&mut first, for_bob(), &["NAVY"]);
    let mut second = ordered(Some(OrderType::III), &["NAVY"]);
    second.orders[0].id = OrderId::from_uuid(Uuid::from_u128(78));
    let of = |o: &Order, only, context| accept_common_matter(o, (&first, &first.orders[0]), p, only, context, LATER);
    assert_eq!(code_of(of(&second.orders[0], false, true)), "permit.common_matter");
    assert_eq!(code_of(of(&second.orders[0], true, false)), "permit.common_matter");
    assert_eq!(code_of(of(&first.orders[0], true, true)), "permit.common_matter");
    assert!(of(&second.orders[0], true, true).is_ok());
    let q = ask("Bob Stone");
    let lenders = [first.clone()];
    assert!(!may_be_told(&second, &second.orders[0], &lenders, &q, LATER).allowed());
    let act = Act::CommonMatter { permit: p, order: first.orders[0].id, finding: "the same antenna".into() };
    second.enter(LATER, act, None);
    assert_eq!(lenders_of(&second, &second.orders[0]), [first.orders[0].id]);
    let yes = may_be_told(&second, &second.orders[0], &lenders, &q, LATER);
    assert!(matches!(yes.by, Some(Ground::Permit { common_matter_only: true, .. })));
    assert_eq!(yes.rule, "R5.4, E37");
    // A sponsor here that has not concurred there keeps it from serving.
    second.orders[0].sponsors.push(Sponsor { agency: code("DOE"), since: FILED, until: None });
    assert!(!may_be_told(&second, &second.orders[0], &lenders, &q, LATER).allowed());
    assert_eq!(code_of(of(&second.orders[0], true, true)), "permit.common_matter");
}

fn change_to(t: Option<OrderType>, countries: Option<&[&str]>, conditions: Option<&[&str]>) -> ModificationPetition {
    let own = |list: &[&str]| list.iter().map(|t| (*t).to_owned()).collect();
    ModificationPetition {
        principal: Some("Ada Marlowe".into()),
        signed_by: None,
        copies: 2,
        reason: "The contract has ended.".into(),
        change: Change { order_type: t, countries: countries.map(own), conditions: conditions.map(own) },
        holders: vec![],
        vouched: false,
    }
}

#[test]
fn r5_8_a_type_changes_with_all_sponsors_and_the_anniversary_stays() {
    let mut c = ordered(Some(OrderType::III), &["NAVY", "DOE"]);
    let asked = change_to(Some(OrderType::II), None, None);
    assert!(accept_modification(&c, &c.orders[0], &asked, None, LATER).is_ok());
    let p = c.enter(FILED, Act::Modification(asked), None);
    concur(&mut c, p, "NAVY");
    assert_eq!(code_of(decide_it(&c, p, GRANT, &[])), "petition.needs_all_sponsors");
    concur(&mut c, p, "DOE");
    let act = decide_it(&c, p, GRANT, &[]).expect("modified");
    c.enter(LATER, act, Some(p));
    let mut now = c.orders[0].clone();
    apply_modifications(&mut now, &c.docket);
    assert_eq!(now.order_type, Some(OrderType::II));
    assert_eq!((now.terms.clone(), now.issued_on), (c.orders[0].terms.clone(), FILED));
    let mut other = order(Some(OrderType::III), &["NAVY"], FILED);
    other.id = OrderId::from_uuid(Uuid::from_u128(78));
    apply_modifications(&mut other, &c.docket);
    assert_eq!(other.order_type, Some(OrderType::III), "another order's modification is none of its business");
}

#[test]
fn r5_8_a_sponsor_alone_may_have_an_order_made_stricter_but_not_looser() {
    let mut c = ordered(Some(OrderType::I), &["NAVY", "ARMY"]);
    let notice = |t| ModificationPetition { principal: None, ..change_to(Some(t), None, None) };
    let strict = c.enter_for(FILED, Act::Modification(notice(OrderType::III)), None, Some("NAVY"));
    assert!(decide_it(&c, strict, GRANT, &[]).is_ok());
    let other = c.enter_for(FILED, Act::Modification(notice(OrderType::II)), None, Some("NAVY"));
    assert_eq!(code_of(decide_it(&c, other, GRANT, &[])), "petition.needs_all_sponsors");
    let applicant = c.enter(FILED, Act::Modification(change_to(Some(OrderType::III), None, None)), None);
    assert_eq!(code_of(decide_it(&c, applicant, GRANT, &[])), "petition.needs_all_sponsors");
    let outsider = accept_modification(&c, &c.orders[0], &notice(OrderType::III), Some(&code("DOE")), LATER);
    assert_eq!(code_of(outsider), "order.not_a_sponsor");
}

#[test]
fn r5_8_conditions_may_be_modified_and_dropping_one_is_looser() {
    let mut c = ordered(Some(OrderType::III), &["NAVY", "ARMY"]);
    c.orders[0].conditions = vec!["keep it locked up".into()];
    let notice = |list: &[&str]| ModificationPetition { principal: None, ..change_to(None, None, Some(list)) };
    let more =
        c.enter_for(FILED, Act::Modification(notice(&["keep it locked up", "count the copies"])), None, Some("NAVY"));
    assert!(decide_it(&c, more, GRANT, &[]).is_ok());
    let less = c.enter_for(FILED, Act::Modification(notice(&[])), None, Some("NAVY"));
    assert_eq!(code_of(decide_it(&c, less, GRANT, &[])), "petition.needs_all_sponsors");
    let nothing = accept_modification(&c, &c.orders[0], &notice(&["keep it locked up"]), Some(&code("NAVY")), LATER);
    assert_eq!(code_of(nothing), "modification.nothing");
}

#[test]
fn e38_another_country_takes_a_petition_with_holders_and_all_sponsors() {
    let mut c = ordered(Some(OrderType::I), &["NAVY"]);
    let bare = change_to(None, Some(&["GB", "JP", "FR"]), None);
    assert_eq!(code_of(accept_modification(&c, &c.orders[0], &bare, None, LATER)), "petition.incomplete");
    let full = ModificationPetition { holders: vec![person("Luc Roy")], vouched: true, ..bare };
    assert!(accept_modification(&c, &c.orders[0], &full, None, LATER).is_ok());
    let fewer = change_to(None, Some(&["GB"]), None);
    assert!(accept_modification(&c, &c.orders[0], &fewer, None, LATER).is_ok(), "a country less takes no agents");
    let p = c.enter(FILED, Act::Modification(full), None);
    assert_eq!(code_of(decide_it(&c, p, GRANT, &[])), "petition.needs_all_sponsors");
    concur(&mut c, p, "NAVY");
    let act = decide_it(&c, p, GRANT, &[]).expect("modified");
    c.enter(LATER, act, Some(p));
    let docket = c.docket.clone();
    apply_modifications(&mut c.orders[0], &docket);
    assert!(told(&c, &file_in("FR"), LATER).allowed());
    let three = ordered(Some(OrderType::III), &["NAVY"]);
    let wrong = change_to(None, Some(&["FR"]), None);
    assert_eq!(code_of(accept_modification(&three, &three.orders[0], &wrong, None, LATER)), "order.countries");
    let no_countries = change_to(Some(OrderType::I), None, None);
    assert_eq!(code_of(accept_modification(&three, &three.orders[0], &no_countries, None, LATER)), "order.countries");
}
