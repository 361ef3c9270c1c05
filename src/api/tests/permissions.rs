//! The page of permissions, `docs/permissions.md`: who may call which route, asked of the running service, and who
//! may read how much of a filing and who may see an order, asked of the functions that decide.

use crate::api::frame::entering::EXTENSION;
use crate::api::tests::harness::served;
use crate::api::tests::routes::{Allowed, OPEN, all, is_asked, roles_by_route};
use crate::api::tests::up_to_date;
use crate::api::{document, render};
use domain::base::actor::{Actor, Role};
use domain::base::agency::{Agencies, Agency, AgencyCode, FOUNDING};
use domain::base::ids::AccountId;
use domain::base::marking::{Clearance, Level, Marking};
use domain::base::refusal::NOT_ACKNOWLEDGED;
use domain::review::access::{FilingFacts, OrderFacts, View, read_filing, see_order};
use domain::review::referral::ReferralStatus;
use jiff::civil::date;
use serde_json::Value;
use std::fmt::Write as _;
use ureq::http::Method;

const HEAD: &str = "# Who may do what\n\n\
    <!-- Made by src/api/tests/permissions.rs. Rewrite with: cargo xtask generate -->\n\n\
    The first table asks the running service each route as each role: `x` is where the role is not refused at once, `p`\n\
    where it is not refused to a person who has proved who they are in the last five minutes. Whether this person may do it to this thing is asked afterwards: the thing must be visible to them (later tables), and the law\n\
    must allow it. Reviewers and officials act for one agency. A person without an account is refused everywhere but at\n\
    the open routes.\n";

/// The situations of a filing marked SECRET, as far as access depends on them.
fn situations() -> Vec<(&'static str, FilingFacts)> {
    let navy = AgencyCode::parse("NAVY").expect("a code");
    let facts = |referral: Option<ReferralStatus>, acknowledged, sponsors: &[AgencyCode]| FilingFacts {
        marking: Marking::of(Level::Secret),
        assigned_to: None,
        referrals: referral.map(|status| (navy.clone(), status)).into_iter().collect(),
        sponsors: sponsors.to_vec(),
        acknowledged,
    };
    let another = AccountId::from_uuid(uuid::Uuid::from_u128(1));
    vec![
        ("another examiner has it", FilingFacts { assigned_to: Some(another), ..facts(None, false, &[]) }),
        ("not referred", facts(None, false, &[])),
        ("referred to the Navy, not signed for", facts(Some(ReferralStatus::Open), false, &[])),
        ("referred to the Navy, signed for", facts(Some(ReferralStatus::Open), true, &[])),
        ("referral closed, signed for", facts(Some(ReferralStatus::Closed), true, &[])),
        (
            "the Navy sponsors an order, signed for",
            facts(Some(ReferralStatus::Closed), true, std::slice::from_ref(&navy)),
        ),
    ]
}

/// Everybody who may differ: each role, those of an agency for the agency, its department and a stranger.
fn people() -> Vec<(String, Actor)> {
    let person = |role: Role, agency: Option<&str>, level| {
        let name = [Some(role.as_str()), agency].into_iter().flatten().collect::<Vec<_>>().join(" of ");
        let actor = Actor {
            account: None,
            name: name.clone(),
            role: Some(role),
            agency: agency.map(|code| AgencyCode::parse(code).expect("a code")),
            clearance: Clearance::of(level),
            supervisor: false,
            credential: "none".into(),
        };
        (if level == Level::Secret { name } else { format!("{name}, not cleared") }, actor)
    };
    let mut out = Vec::new();
    let (_, examiner) = person(Role::Examiner, None, Level::Secret);
    out.push(("supervisor of examiners".to_owned(), Actor { supervisor: true, ..examiner }));
    for role in Role::ALL {
        let agencies: &[Option<&str>] =
            if role.needs_agency() { &[Some("NAVY"), Some("DOD"), Some("DOE")] } else { &[None] };
        out.extend(agencies.iter().map(|agency| person(*role, *agency, Level::Secret)));
        out.push(person(*role, agencies[0], Level::Unclassified));
    }
    out
}

fn reading(agencies: &Agencies) -> String {
    let mut out = String::from(
        "\n## Reading a filing\n\n\
         A filing marked SECRET; R is its record, T its text with screenings and passages, C the certificate of a\n\
         screening. (R) and (T) come once the reader has signed the acknowledgment. An empty cell is 404: for that person\n\
         the filing does not exist.\n\n| who |",
    );
    let situations = situations();
    out.extend(situations.iter().map(|(name, _)| format!(" {name} |")));
    write!(out, "\n|---|{}\n", "---|".repeat(situations.len())).expect("text");
    for (name, actor) in people() {
        write!(out, "| {name} |").expect("text");
        for (_, facts) in &situations {
            let views = [(View::Record, "R"), (View::Text, "T"), (View::Certificate, "C")];
            let cell =
                views.into_iter().filter_map(|(view, letter)| match read_filing(&actor, facts, agencies, view) {
                    Ok(()) => Some(letter.to_owned()),
                    Err(refusal) => (refusal.code == &NOT_ACKNOWLEDGED).then(|| format!("({letter})")),
                });
            write!(out, " {} |", cell.collect::<Vec<_>>().join(" ")).expect("text");
        }
        out.push('\n');
    }
    out
}

/// Who may see an order of the Navy on a filing marked SECRET, and its docket.
fn seeing_orders(agencies: &Agencies) -> String {
    let mut out = String::from(
        "\n## Reading an order\n\n\
         An order of the Navy on a filing marked SECRET, with its docket, petitions and permits. O: it is shown; the\n\
         Office's own entries are shown to the Office only. An empty cell is 404. An order that is over is shown to the\n\
         agencies that were its sponsors on its last day.\n\n| who |",
    );
    let navy = AgencyCode::parse("NAVY").expect("a code");
    let facts = |sponsors: &[AgencyCode], acknowledged| OrderFacts {
        marking: Marking::of(Level::Secret),
        assigned_to: None,
        sponsors: sponsors.to_vec(),
        acknowledged,
    };
    let situations = [
        ("the Navy sponsors it, not signed for", facts(std::slice::from_ref(&navy), false)),
        ("the Navy sponsors it, signed for", facts(std::slice::from_ref(&navy), true)),
        ("the Navy has left it, signed for", facts(&[], true)),
    ];
    out.extend(situations.iter().map(|(name, _)| format!(" {name} |")));
    write!(out, "\n|---|{}\n", "---|".repeat(situations.len())).expect("text");
    for (name, actor) in people() {
        write!(out, "| {name} |").expect("text");
        out.extend(situations.iter().map(|(_, facts)| match see_order(&actor, facts, agencies) {
            Ok(()) => " O |",
            Err(_) => "  |",
        }));
        out.push('\n');
    }
    out
}

fn calling() -> String {
    let mut out = String::from("\n## Calling a route\n\n| route | what it does |");
    out.extend(Role::ALL.iter().map(|role| format!(" {} |", role.as_str().replace('_', " "))));
    write!(out, "\n|---|---|{}\n", ":-:|".repeat(Role::ALL.len())).expect("text");
    let description: Value = serde_json::from_str(&render(&document()).expect("json")).expect("json");
    let summary = |method: &Method, path: &str| {
        let text = description["paths"][path][method.as_str().to_lowercase()]["summary"].as_str().expect("a summary");
        text.trim_end_matches('.').replace('|', "\\|")
    };
    for Allowed { method, path, roles, step_up } in roles_by_route(&served()) {
        write!(out, "| `{method} {path}` | {} |", summary(&method, &path)).expect("text");
        let yes = if step_up { " p |" } else { " x |" };
        out.extend(Role::ALL.iter().map(|role| if roles.contains(role) { yes } else { "  |" }));
        out.push('\n');
    }
    out.push_str("\nOpen to everybody, since they prove who somebody is:\n\n");
    out.extend(OPEN.iter().map(|route| format!("- `{route}`\n")));
    out.push_str("\nNot asked, since it would be done to the caller's own session:\n\n");
    out.extend(all().iter().filter(|(m, path)| !is_asked(m, path)).map(|(m, path)| format!("- `{m} {path}`\n")));
    out
}

/// What each route enters in the ledger.
fn entering() -> String {
    let mut out = String::from(
        "\n## What a route enters in the ledger\n\n\
         One entry of the act where it is done, and one where it is refused to somebody whose role may call the route. A role\n\
         that may not is entered as `route.use`. An act on several things, or by way of another act, enters that other act\n\
         before its own: `orders.determine` after `order.determine` for each order, `appeal.rescind` after `order.rescind`.\n\n| route | done | refused |\n|---|---|---|\n",
    );
    let description: Value = serde_json::from_str(&render(&document()).expect("json")).expect("json");
    for (method, path) in all() {
        let operation = &description["paths"][&path][method.as_str().to_lowercase()];
        let says = &operation[EXTENSION];
        let cell = |outcome: &str| match says[outcome].as_str() {
            Some(act) => format!("`{act}`"),
            None => "nothing".into(),
        };
        match says["nothing"].as_str() {
            Some(why) => writeln!(out, "| `{method} {path}` | nothing: {why} | nothing |"),
            None => writeln!(out, "| `{method} {path}` | {} | {} |", cell("done"), cell("refused")),
        }
        .expect("text");
    }
    out
}

/// The agencies that a new database begins with.
fn founding_agencies() -> Agencies {
    let code = |text: &str| AgencyCode::parse(text).expect("a code");
    let agency = |(own, name, department): &(&str, &str, Option<&str>)| Agency {
        code: code(own),
        name: (*name).into(),
        department: department.map(code),
        valid_from: date(1952, 2, 1),
        valid_until: None,
        foreign_government: false,
    };
    Agencies(FOUNDING.iter().map(agency).collect())
}

#[test]
fn the_page_of_permissions_is_up_to_date() {
    let agencies = founding_agencies();
    let made = format!("{HEAD}{}{}{}{}", calling(), reading(&agencies), seeing_orders(&agencies), entering());
    up_to_date("docs/permissions.md", &made);
}
