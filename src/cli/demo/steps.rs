//! The steps of the demonstration: the sample filings are screened, and one of them goes to an order, its notice, its
//! renewal and its lapse. Every line is printed from what the workflow answered.

use crate::cli::demo::People;
use crate::cli::demo::samples::SAMPLES;
use crate::cli::frame::render::{self, Page};
use crate::formats::{Limits, read};
use crate::workflow::filing::{filings, intake};
use crate::workflow::frame::present_list;
use crate::workflow::office::{demo, ledger, statistics};
use crate::workflow::order::determine::{DetermineInput, determine};
use crate::workflow::order::issue::{IssueInput, issue};
use crate::workflow::order::orders;
use crate::workflow::order::orders::OrderView;
use crate::workflow::review::acknowledge::{AcknowledgeInput, acknowledge};
use crate::workflow::review::opine::{OpinionInput, opine};
use crate::workflow::review::recommend::{RecommendInput, recommend};
use crate::workflow::review::refer::{ReferInput, refer};
use crate::workflow::review::referrals;
use crate::workflow::review::triage::{Decision, decide};
use crate::workflow::{By, Ctx, Error};
use anyhow::{Context as _, Result, bail};
use domain::base::order_type::OrderType;
use domain::filing::screening::Verdict;
use domain::filing::{Filing, PartyRole};
use domain::order::Need;
use domain::review::referral::{Conclusion, Finding};
use jiff::Timestamp;
use std::path::Path;

/// The filing that becomes an order.
const ORDERED: &str = "towed-array-shape-sonar.xml";

/// Runs all steps and prints them.
pub fn run_all(cx: &Ctx, people: &People, mail: &Path, page: Page) -> Result<()> {
    let list = present_list::in_force(cx)?;
    let (categories, rules) = list.screener.size();
    put_line!(
        "{}\n",
        page.style.bold("Subrosa, a demonstration. All filings are fiction; the list is a public demonstration list.")
    );
    put_line!(
        "The list in force is {} {}: {categories} categories, {rules} rules, sha256 {}...\n",
        list.list().id,
        list.list().revision,
        list.list().sha256.chars().take(12).collect::<String>()
    );
    let ordered = screen_samples(cx, people, page)?;
    let order = take_to_order(cx, people, &ordered, page)?;
    run_years(cx, people, &order, mail, page)
}

/// The samples have the form of USPTO XML, which holds no mail addresses; the Office has them from the
/// filer. These addresses receive no mail.
fn with_addresses(mut filing: Filing) -> Filing {
    for party in &mut filing.parties {
        if matches!(party.role, PartyRole::Applicant | PartyRole::Representative | PartyRole::Correspondent) {
            let name: String = party.name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).take(20).collect();
            party.email = Some(format!("{name}@example.org"));
        }
    }
    filing
}

fn screen_samples(cx: &Ctx, people: &People, page: Page) -> Result<intake::Received> {
    put_line!("{}\n", page.style.bold("1. Filings come in and are screened"));
    let ingrid = people.get("ingrid")?;
    let (mut clear, mut ordered) = (vec![], None);
    let mut total = 0;
    for (name, text) in SAMPLES {
        for record in read(name, text.as_bytes(), &Limits::default()) {
            let line = record.to_string();
            let filing = with_addresses(record.outcome.with_context(|| line.clone())?);
            let received = intake::receive(cx, &By::system(ingrid), &filing)?;
            total += 1;
            match received.screening.result.verdict {
                Verdict::Clear => clear.push((filing, received.screening.result.clone())),
                Verdict::Flagged | Verdict::NeedsHuman => {
                    put_line!("{}", render::screening(&received.screening.result, &filing, page));
                }
            }
            if name == ORDERED {
                ordered = Some(received);
            }
        }
    }
    put_line!(
        "{}\n",
        page.style.bold(&format!(
            "{} of {total} are flagged. The other {} use the same words innocently:",
            total - clear.len(),
            clear.len()
        ))
    );
    for (filing, screening) in &clear {
        put_line!("{}", render::screening(screening, filing, page).trim_end());
    }
    ordered.context("the filing for the order was not taken in")
}

/// Prints one line.
fn step(cx: &Ctx, what: &str) -> Result<()> {
    put_line!("  {}  {what}", cx.today());
    Ok(())
}

fn take_to_order(cx: &Ctx, people: &People, ordered: &intake::Received, page: Page) -> Result<OrderView> {
    put_line!("\n{}\n", page.style.bold("2. One of them becomes an order"));
    let (erin, otto, nora, dora) = (people.get("erin")?, people.get("otto")?, people.get("nora")?, people.get("dora")?);
    let number = &ordered.screening.result.application_number;
    for hit in &ordered.screening.hits {
        decide(cx, &By::system(erin), hit.id, Decision::Confirm, "the passages are to the point")?;
    }
    step(cx, &format!("triage: examiner erin confirms the {} hits of {number}", ordered.screening.hits.len()))?;
    refused(
        cx,
        "order: officer otto tries to issue one",
        issue(cx, &By::system(otto), ordered.id, &IssueInput::default()),
    )?;

    let ask = ReferInput { agencies: vec!["NAVY".into()], ..ReferInput::default() };
    let referral = refer(cx, &By::system(erin), ordered.id, &ask)?;
    let referral = referral.first().context("a referral")?.id;
    step(cx, "referral: erin makes the filing available to the Navy; from now on it is not published (37 CFR 1.211)")?;
    refused(cx, "reading: Navy reviewer nora opens the text", filings::text(cx, nora, ordered.id))?;
    for (person, who) in [(nora, "nora"), (dora, "dora of the Department of Defense")] {
        let statement =
            referrals::get(cx, person, referral)?.acknowledgment_statement.context("a statement to sign")?;
        acknowledge(cx, &By::system(person), referral, &AcknowledgeInput { statement })?;
        step(
            cx,
            &format!("acknowledgment: {who} signs that the filing was disclosed to her, and may read it (35 USC 181)"),
        )?;
    }
    let paragraphs: usize = filings::text(cx, nora, ordered.id)?.sections.iter().map(|s| s.paragraphs.len()).sum();
    let opinion = OpinionInput {
        conclusion: Conclusion::Order,
        order_type: Some(OrderType::II),
        grounds: ordered.screening.hits.iter().take(1).map(|h| h.category.clone()).collect(),
        considerations: None,
        conditions: vec![],
        reason: "reveals how the array finds its own shape".into(),
        filing_version: None,
    };
    opine(cx, &By::system(nora), referral, &opinion)?;
    step(cx, &format!("opinion: nora has read its {paragraphs} paragraphs and asks for an order of Type II"))?;
    let recommendation = RecommendInput {
        determination: Finding::WouldBeDetrimental,
        order_type: Some(OrderType::II),
        conditions: vec![],
        reason: "disclosure would reveal a detection method in use".into(),
        filing_version: None,
    };
    let signed = recommend(cx, &By::system(dora), referral, &recommendation)?;
    step(cx, &format!("recommendation: official dora signs for the Navy: {}", signed.threshold_text))?;
    let order = issue(cx, &By::system(otto), ordered.id, &IssueInput::default())?;
    step(
        cx,
        &format!(
            "order: officer otto issues {}, Type {}: {}",
            order.number,
            order.order_type.map_or("-", OrderType::as_str),
            order.title.as_deref().unwrap_or_default()
        ),
    )?;
    put_line!(
        "              in force {} to {}; barred meanwhile: publication, grant, transmittal and filing abroad",
        order.issued_on,
        order.expires_on
    );
    put_line!(
        "              {} notices queued, one for each person it binds; who has no mail address is written to on paper",
        order.notices.len()
    );
    Ok(order)
}

/// Prints the refusal of an act that must be refused.
fn refused<T>(cx: &Ctx, what: &str, done: Result<T, Error>) -> Result<()> {
    match done {
        Err(Error::Refused(r)) => {
            let cited =
                r.code.citation.map(|c| format!(" ({c}; rule {})", r.code.rule.unwrap_or("-"))).unwrap_or_default();
            step(cx, &format!("{what}: refused. {}{cited}", r.detail))?;
            Ok(())
        }
        Err(other) => Err(other.into()),
        Ok(_) => bail!("{what}: this should have been refused"),
    }
}

fn set_clock(cx: &Ctx, people: &People, to: &str) -> Result<demo::Advanced> {
    let to: Timestamp = to.parse().context("a day of the demonstration")?;
    Ok(demo::advance(cx, &By::system(people.get("audrey")?), to)?)
}

fn run_years(cx: &Ctx, people: &People, order: &OrderView, mail: &Path, page: Page) -> Result<()> {
    let (otto, dora) = (people.get("otto")?, people.get("dora")?);
    let sent = set_clock(cx, people, "2026-03-10T15:00:00-04:00")?.notices.sent;
    step(cx, &format!("notice: {sent} mails went out. This is all that they say, whatever the letter is about:"))?;
    put_line!("\n{}", one_mail(mail)?);

    put_line!("{}\n", page.style.bold("3. Its year goes round"));
    let reminded = set_clock(cx, people, "2027-02-12T12:00:00-05:00")?.clock.reminded;
    step(cx, &format!("clock: the term ends on {}; the sponsor has been reminded {reminded} times", order.expires_on))?;
    let need = DetermineInput {
        determination: Need::NationalInterestRequires,
        reason: "the method is in use and not known abroad".into(),
        agency: None,
    };
    determine(cx, &By::system(dora), order.id, &need)?;
    step(cx, "determination: dora signs for the Navy that the national interest still requires secrecy (35 USC 181)")?;
    let done = set_clock(cx, people, "2027-03-11T12:00:00-05:00")?;
    let renewed = orders::get(cx, otto, order.id)?;
    let term = renewed.terms.last().context("a term")?;
    step(
        cx,
        &format!(
            "renewal: {} has its next term, {} to {}: the anniversary does not drift; {} mails went out",
            done.clock.renewed.join(", "),
            term.from,
            term.until,
            done.notices.sent
        ),
    )?;
    let done = set_clock(cx, people, "2028-03-11T12:00:00-05:00")?;
    step(
        cx,
        &format!(
            "lapse: nobody determined anything for the year after, so {} ended by law with its last day; {} mails went out",
            done.clock.lapsed.join(", "),
            done.notices.sent
        ),
    )?;
    let over = orders::get(cx, otto, order.id)?;
    if !over.holds.is_empty() {
        put_line!(
            "              over matter treated as classified a lapse is no release: its holds stay until a person lifts them (R4.7)"
        );
    }
    let late = determine(cx, &By::system(dora), order.id, &need);
    refused(cx, "determination: dora comes a day late", late)?;

    put_line!("\n{}\n", page.style.bold("4. What remains"));
    for r in statistics::fiscal_years(cx, otto)? {
        put_line!(
            "  FY{}: {} in effect at the start, {} new, {} rescinded, {} lapsed, {} at the end",
            r.fiscal_year,
            r.in_effect_start,
            r.new,
            r.rescinded,
            r.lapsed,
            r.in_effect_end
        );
    }
    match ledger::verify(cx, &[])?.end() {
        Ok(end) => put_line!("  the ledger holds {} acts and refusals, hash-chained, and verifies", end.seq),
        Err(wrong) => bail!("the record does not verify:\n{}", wrong.join("\n")),
    }
    Ok(())
}

/// A mail as it lies in the folder, without its technical headers.
fn one_mail(folder: &Path) -> Result<String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    paths.sort();
    let path = paths.iter().find(|p| p.extension().is_some_and(|x| x == "eml")).context("no mail in the folder")?;
    let text = std::fs::read_to_string(path)?.replace('\r', "");
    let (head, body) = text.split_once("\n\n").context("a mail without a body")?;
    let subject = head.lines().find(|l| l.starts_with("Subject:")).unwrap_or_default();
    Ok(format!("{subject}\n\n{body}").lines().map(|l| format!("      | {l}\n")).collect())
}
