//! A filing with its case, for people.

use crate::cli::clocks;
use crate::cli::frame::render::words::{last_day, listed, plain, words};
use crate::cli::frame::render::{Page, Paper};
use crate::workflow::dossier::FilingDossier;
use crate::workflow::frame::docket::EntryView;
use crate::workflow::frame::notify::NoticeView;
use crate::workflow::review::referrals::ReferralView;
use domain::law::license::{Need, Standing};
use domain::notice::NoticeState;

/// Prints the whole case of a filing.
pub(super) fn text(f: &FilingDossier, page: Page) -> String {
    let mut paper = Paper::new(page);
    record(&mut paper, f);
    paper.section("Referrals");
    if f.referrals.is_empty() {
        paper.text(2, "none");
    }
    f.referrals.iter().for_each(|r| referral(&mut paper, r));
    paper.section("Foreign filing license");
    license(&mut paper, &f.license, f.license_need);
    paper.section("Orders");
    if f.orders.is_empty() {
        paper.text(2, "none");
    }
    for o in &f.orders {
        let of_type = o.order_type.map(|t| format!(" of type {}", t.as_str())).unwrap_or_default();
        let stands =
            format!("{}{of_type}, issued {}, last day {}", words(&o.status), o.issued_on, last_day(o.expires_on));
        paper.beside(2, &o.number, &stands);
    }
    paper.section("Docket");
    if f.docket.is_empty() {
        paper.text(2, "no entry");
    }
    f.docket.iter().for_each(|e| entry(&mut paper, e));
    paper.section("Letters");
    letters(&mut paper, &f.letters);
    paper.section("Clocks");
    if f.clocks.is_empty() {
        paper.text(2, "none runs");
    }
    for clock in &f.clocks {
        clocks::one(&mut paper, 2, clock, clock.order_number.as_deref().unwrap_or_default());
    }
    paper.finish()
}

fn record(paper: &mut Paper, f: &FilingDossier) {
    paper.title(f.application_number.as_str(), &words(&f.status));
    paper.field("id", &f.id.to_string());
    paper.field("kind", &words(&f.kind));
    paper.field("filed", &f.filed_on.map_or_else(|| "not known".into(), |d| d.to_string()));
    paper.field("received", &f.received_on.to_string());
    paper.field("marking", &f.marking.banner());
    paper.field("branch", &format!("{} (35 USC 181)", words(&f.branch)));
    paper.field("made in", f.made_in.as_deref().unwrap_or("not known; presumed the United States"));
    paper.field("text", &format!("number {}, sha256 {}", f.text_version, f.document_sha256));
    for p in &f.parties {
        let more: Vec<&str> = [p.country.as_deref(), p.email.as_deref()].into_iter().flatten().collect();
        let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
        paper.field(&words(&p.role), &format!("{}{more}", p.name));
    }
    for p in &f.priority {
        let on = p.date.map(|d| format!(" of {d}")).unwrap_or_default();
        paper.field("priority", &format!("{} {}{on}", p.country, p.number));
    }
    for r in &f.related {
        paper.field("related", &format!("{} of {}", words(&r.relation), r.application_number));
    }
}

fn referral(paper: &mut Paper, r: &ReferralView) {
    let overdue = if r.overdue { ", past without an answer" } else { "" };
    let paused = r.paused_since.map(|since| format!(", paused since {since}")).unwrap_or_default();
    let stands = format!(
        "{}, answer asked for by {}{overdue}{paused}; referred by {}",
        words(&r.status),
        r.due_on,
        r.referred_by
    );
    paper.beside(2, r.agency.as_str(), &stands);
    let Some(answer) = &r.recommendation else { return };
    let of_type = answer.order_type.map(|t| format!(", type {}", t.as_str())).unwrap_or_default();
    let binds = if answer.binding { "binds" } else { "does not bind" };
    let said = format!(
        "{} ({binds}{of_type}), signed by {} for {}: {}",
        words(&answer.determination),
        answer.signer,
        answer.signer_agency,
        answer.reason
    );
    paper.text(4, &said);
    answer.conditions.iter().for_each(|c| paper.text(4, &format!("condition: {c}")));
}

fn license(paper: &mut Paper, s: &Standing, need: Need) {
    let scope = s.scope.map(|s| format!(", {}", words(&s))).unwrap_or_default();
    let since = s.since.map(|d| format!(", of {d}")).unwrap_or_default();
    let by = s.suspended_by.as_ref().map(|n| format!(" by order {n}")).unwrap_or_default();
    paper.text(2, &format!("{}{by}{scope}{since}", words(&s.state)));
    let need = match need {
        Need::NotMadeHere => "none is needed: the invention was made abroad",
        Need::SixMonthsPast => "none is needed: six months are past and no order is in effect",
        Need::Needed => "one is needed to file abroad",
        Need::UnderOrder => "none helps: filing abroad is held, by an order or over classified matter",
    };
    paper.text(2, need);
}

fn entry(paper: &mut Paper, e: &EntryView) {
    let agency = e.agency.as_ref().map(|a| format!(" for {a}")).unwrap_or_default();
    paper.beside(2, &e.entered_on.to_string(), &format!("{} by {}{agency}", e.kind, e.person));
    let facts = plain(&e.facts);
    if !facts.is_empty() {
        paper.text(4, &facts);
    }
}

fn letters(paper: &mut Paper, all: &[NoticeView]) {
    if all.is_empty() {
        return paper.text(2, "none");
    }
    let row = |n: &NoticeView| {
        let stands = match (&n.service, n.state) {
            (Some(s), _) => format!("received {}", s.received_on),
            (None, NoticeState::Sent) => {
                n.sent_at.map_or_else(String::new, |at| format!("sent {}", domain::base::calendar::washington_date(at)))
            }
            (None, state) => words(&state),
        };
        let dated = domain::base::calendar::washington_date(n.queued_at).to_string();
        vec![n.id.to_string(), dated, format!("{} to {}: {stands}", n.kind.title(), n.principal)]
    };
    paper.table(2, &["id", "date", "letter"], &all.iter().map(row).collect::<Vec<_>>());
    let again = all.iter().filter(|n| n.resends > 0).map(|n| format!("{} {} times", n.reference, n.resends));
    let again = listed(again);
    if !again.is_empty() {
        paper.text(2, &format!("sent again: {again}"));
    }
}
