//! An order with its case, for people.

use crate::cli::clocks;
use crate::cli::frame::render::words::{last_day, listed, plain, words};
use crate::cli::frame::render::{Page, Paper};
use crate::workflow::dossier::{OrderCase, ServiceView};
use crate::workflow::frame::docket::EntryView;
use crate::workflow::order::orders::{DeterminationView, OrderView};
use crate::workflow::petition::permits::PermitView;
use crate::workflow::petition::petitions::PetitionView;
use domain::filing::{Party, PartyRole};
use domain::law::petition::{Scope, State};

/// Prints the whole case of an order.
pub(super) fn text(case: &OrderCase, page: Page) -> String {
    let mut paper = Paper::new(page);
    let order = &case.dossier.order;
    head(&mut paper, order, case.application_number.as_str());
    sponsors(&mut paper, order);
    terms(&mut paper, order);
    statements(&mut paper, order);
    people(&mut paper, &case.parties);
    service(&mut paper, case.dossier.service.as_deref().unwrap_or_default());
    permits(&mut paper, &case.dossier.permits);
    petitions(&mut paper, &case.petitions);
    if !case.agency_conditions.is_empty() {
        paper.section("Conditions of agencies");
        for line in &case.agency_conditions {
            let condition = format!("{} [{}]", line.condition, words(&line.state));
            paper.beside(2, &format!("{} {}", line.agency, line.id.number), &condition);
            if let Some(words) = line.words.as_ref().filter(|w| **w != line.condition) {
                paper.text(4, &format!("in the order: {words}"));
            }
        }
    }
    paper.section("What it does");
    for e in &case.effects {
        let mark = if e.in_force { "[x]" } else { "[ ]" };
        paper.beside(2, mark, &format!("{}: {}", e.effect.replace('_', " "), e.text));
        paper.dim(7, &e.citation);
    }
    paper.section("Clocks");
    let all = case.dossier.clocks.as_deref().unwrap_or_default();
    if all.is_empty() {
        paper.text(2, "none runs");
    }
    for clock in all {
        clocks::one(&mut paper, 2, clock, "");
    }
    paper.finish()
}

fn head(paper: &mut Paper, o: &OrderView, filing: &str) {
    paper.title(&o.number, &words(&o.status));
    paper.field("type", &o.order_type.map_or_else(|| "none: outside the DoD".into(), |t| t.as_str().to_owned()));
    paper.field("", o.title.as_deref().unwrap_or_default());
    paper.field("id", &o.id.to_string());
    paper.field("filing", filing);
    paper.field("issued", &format!("{} by {}", o.issued_on, o.issued_by));
    match o.ended_on {
        Some(day) => paper.field("over since", &day.to_string()),
        None => {
            paper.field(
                "last day",
                &format!(
                    "{}; a renewal should be effective by {}",
                    last_day(o.expires_on),
                    last_day(o.renewal_deadline)
                ),
            );
        }
    }
    for r in &o.regimes {
        let end = r.ends_on.map(|d| format!(" to {d}")).unwrap_or_default();
        paper.field("kept by", &format!("{} from {}{end}", words(&r.kind), r.begins_on));
    }
    paper.field("countries", &o.countries.join(", "));
    o.conditions.iter().for_each(|c| paper.field("condition", c));
    paper.field("holds", &if o.holds.is_empty() { "none".into() } else { listed(o.holds.iter().map(words)) });
    paper.field("matter", if o.classified { "classified: the holds outlive the order" } else { "not classified" });
    paper.field(
        "interest",
        if o.john_doe { "none of the Government on record (John Doe)" } else { "of the Government" },
    );
    if let Some(gap) = &o.gap {
        paper.field("gap before", &format!("{} to {}, without an order", gap.from, gap.to));
    }
}

fn sponsors(paper: &mut Paper, o: &OrderView) {
    paper.section("Sponsors");
    for s in &o.sponsors {
        let until = s.until.map(|d| format!(" until {d}")).unwrap_or_default();
        paper.beside(2, s.agency.as_str(), &format!("since {}{until}", s.since));
    }
}

fn terms(paper: &mut Paper, o: &OrderView) {
    paper.section("Terms, with the determinations for each");
    for t in &o.terms {
        let on = match t.basis {
            domain::order::TermBasis::Issue => "on the recommendations it was issued on",
            domain::order::TermBasis::Renewal => "renewed on the determinations",
        };
        paper.beside(2, &format!("{}  {} to {}", t.number, t.from, t.until), on);
        t.determinations.iter().for_each(|d| determination(paper, d));
    }
    if !o.coming_determinations.is_empty() || !o.awaited.is_empty() {
        paper.text(2, "for the coming term");
        o.coming_determinations.iter().for_each(|d| determination(paper, d));
        if !o.awaited.is_empty() {
            paper.text(5, &format!("awaited: {}", listed(&o.awaited)));
        }
    }
}

fn determination(paper: &mut Paper, d: &DeterminationView) {
    let said = format!("{}, {} by {}: {}", words(&d.determination), d.received_on, d.signer, d.reason);
    paper.beside(5, d.agency.as_str(), &said);
}

/// Requests for rescission and statements of sponsors, beside their determinations.
fn statements(paper: &mut Paper, o: &OrderView) {
    if !o.rescission_requests.is_empty() {
        paper.section("Requests of sponsors that it be rescinded");
        for r in &o.rescission_requests {
            let stands = if r.stands { "stands" } else { "no longer stands" };
            paper.beside(2, r.agency.as_str(), &format!("{stands}; by {}: {}", r.signer, r.reason));
        }
    }
    if !o.declassifications.is_empty() {
        paper.section("Declassified, as sponsors stated");
        for d in &o.declassifications {
            paper.beside(2, d.agency.as_str(), &format!("from {}: {}", d.declassified_on, d.statement));
        }
    }
}

fn people(paper: &mut Paper, all: &[Party]) {
    paper.section("Whom it binds");
    for p in all.iter().filter(|p| PartyRole::is_principal(p.role)) {
        let more: Vec<&str> = [p.country.as_deref(), p.email.as_deref()].into_iter().flatten().collect();
        let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
        paper.beside(2, &words(&p.role), &format!("{}{more}", p.name));
    }
}

fn service(paper: &mut Paper, all: &[ServiceView]) {
    paper.section("Service of its letters");
    if all.is_empty() {
        return paper.text(2, "no letter wants a receipt");
    }
    let row = |s: &ServiceView| {
        let proof = match &s.proof {
            Some(p) => format!("received {} ({})", p.received_on, p.method),
            None => format!("{}; receipt due {}", words(&s.state), s.receipt_due_on),
        };
        let what = format!("{} to {}: {proof}", s.kind.title(), s.principal);
        vec![s.notice_id.to_string(), s.dated.to_string(), what]
    };
    paper.table(2, &["id", "date", "letter"], &all.iter().map(row).collect::<Vec<_>>());
}

fn permits(paper: &mut Paper, all: &[PermitView]) {
    paper.section("Permits in force today");
    if all.is_empty() {
        paper.text(2, "none");
    }
    for p in all {
        let until = p.until.map_or_else(|| "as long as the order lasts".into(), |d| format!("to {d}"));
        let common = if p.common_matter_only {
            format!("; given in {}, for common matter only", p.order_number)
        } else {
            String::new()
        };
        paper.beside(2, &p.id.to_string(), &format!("from {} {until}{common}", p.from));
        let for_whom = match &p.scope {
            Scope::Persons { people } => {
                format!("to tell {}", listed(people.iter().map(|x| format!("{} ({})", x.name, x.country))))
            }
            Scope::ForeignFiling { countries, holders, .. } => {
                let by = listed(holders.iter().map(|x| &x.name));
                format!("to file in {}; held by {by}", countries.join(", "))
            }
            Scope::General { clearance } => format!("routine disclosures to people cleared {}", clearance.mark()),
        };
        let purpose = p.purpose.as_ref().map(|t| format!("; for this purpose only: {t}")).unwrap_or_default();
        paper.text(4, &format!("{for_whom}{purpose}; concurred: {}", listed(&p.concurred)));
    }
}

fn petitions(paper: &mut Paper, all: &[PetitionView]) {
    paper.section("Petitions and appeals");
    if all.is_empty() {
        paper.text(2, "none");
    }
    for p in all {
        let kind = p.entry.kind.rsplit('.').next().unwrap_or_default();
        let by = p.entry.facts.get("principal").map(plain).filter(|t| !t.is_empty());
        let by = by.or_else(|| p.entry.agency.as_ref().map(ToString::to_string)).unwrap_or_default();
        let head = format!("{}  {}", p.entry.id, p.entry.entered_on);
        paper.beside(2, &head, &format!("{kind}, {}, from {by}", words(&p.standing.state)));
        let positions = [
            ("concurred", &p.standing.concurred),
            ("objected", &p.standing.objected),
            ("missing", &p.standing.missing),
        ];
        let said = positions.iter().filter(|(name, of)| !of.is_empty() && (*name != "missing" || open(p)));
        let said: Vec<String> = said.map(|(name, of)| format!("{name}: {}", listed(*of))).collect();
        if !said.is_empty() {
            paper.text(4, &said.join("; "));
        }
        p.answers.iter().for_each(|e| answer(paper, e));
    }
}

/// Whether a concurrence still changes what becomes of the petition.
fn open(p: &PetitionView) -> bool {
    p.standing.state == State::Open
}

fn answer(paper: &mut Paper, e: &EntryView) {
    let agency = e.agency.as_ref().map(|a| format!(" {a}")).unwrap_or_default();
    let head = format!("{}  {}{agency}", e.entered_on, e.kind.replace(['.', '_'], " "));
    paper.beside(4, &head, &plain(&e.facts));
}
