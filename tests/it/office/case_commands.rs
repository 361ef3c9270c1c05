//! The commands that show cases (`order`, `filing`, `letter`, `clocks`): the built binary on a database with a case in the
//! year of its order. Snapshots hold what people read.

use crate::frame::harness::{BIN, Place, flagged_filing};
use crate::frame::office::{TestOffice, by, day, noon, refused};
use domain::base::actor::Role;
use domain::base::ids::{FilingId, OrderId};
use domain::base::marking::Level;
use domain::base::order_type::OrderType;
use domain::law::petition::{Decision, PermitPetition, Person, Position, Rescission, Scope};
use domain::review::referral::Finding;
use jiff::civil::time;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};
use subrosa::store::office::ledger;
use subrosa::workflow::dossier;
use subrosa::workflow::filing::record;
use subrosa::workflow::notice::notices;
use subrosa::workflow::notice::notices::{NoticeQuery, ServiceInput};
use subrosa::workflow::petition::{appeals, permits, petitions};
use subrosa::workflow::review::recommend::{RecommendInput, recommend};

/// The day on which the operator looks.
const TODAY: &str = "2026-12-01";
/// The filing of the case; a second one has an order without a type.
const NUMBER: &str = "19/700,001";

/// An office in the year of an order: an appeal is pending, a permit is in force, one letter was served.
struct Desk {
    office: TestOffice,
    filing: FilingId,
    order: OrderId,
}

fn everywhere(what: &str, test: impl Fn(&Desk)) {
    test(&Desk::at(Place::sqlite()));
    if let Some(place) = Place::postgres(what) {
        test(&Desk::at(place));
    }
}

impl Desk {
    fn at(place: Place) -> Self {
        let h = TestOffice::demonstration(place);
        let officer = by(h.who("officer1"));
        let filing = h.confirmed(1, json!({}));
        h.refer(filing, &["NAVY", "DOE"]).expect("referred");
        let agencies = [("NAVY", "dod1", Some(OrderType::I), vec!["keep it in a safe"]), ("DOE", "doe1", None, vec![])];
        for (agency, signer, order_type, conditions) in agencies {
            let referral = h.referral(filing, agency);
            h.let_people_sign(referral);
            let ask = RecommendInput {
                determination: Finding::WouldBeDetrimental,
                order_type,
                conditions: conditions.into_iter().map(str::to_owned).collect(),
                reason: "it would show how the method works".into(),
                filing_version: None,
            };
            recommend(&h.cx, &by(h.who(signer)), referral, &ask).expect("recommended");
        }
        let order = h.issue(filing).expect("issued").id;
        h.order(2, &[("NASA", "nasa1", None)], json!({}));

        let ask = petitions::petition_rescission(&h.cx, &officer, order, &rescission()).expect("received");
        let says = |who: &str, id, position| {
            let said = petitions::PositionInput { position, reason: "as we see it".into(), agency: None };
            petitions::state_position(&h.cx, &by(h.who(who)), id, &said).expect("stated")
        };
        says("navy2", ask.id, Position::Object);
        let deny = petitions::DecisionInput { decision: Decision::Deny, reason: "the Navy objects".into() };
        petitions::decide(&h.cx, &officer, ask.id, &deny).expect("denied");
        h.sleep_until("2026-05-04");
        let ask = appeals::AppealInput {
            principal: "Ada Marlowe".into(),
            grounds: "it is in every textbook".into(),
            received_on: None,
        };
        let appeal = appeals::receive(&h.cx, &officer, order, &ask).expect("in time");
        let hearing = appeals::HearingInput { on: day("2026-12-15"), at: time(10, 30, 0, 0), place: "Room 5".into() };
        appeals::set_hearing(&h.cx, &officer, appeal.id, &hearing).expect("set");

        let ask = petitions::petition_permit(&h.cx, &officer, order, &permit()).expect("received");
        says("navy2", ask.id, Position::Concur);
        says("doe1", ask.id, Position::Concur);
        let grant = Decision::Grant { from: None, until: None };
        let grant = petitions::DecisionInput { decision: grant, reason: "all concur".into() };
        petitions::decide(&h.cx, &officer, ask.id, &grant).expect("granted");

        let served = &h.see(order).notices[0];
        let proof = ServiceInput { method: "certified mail".into(), received_on: day("2026-03-16") };
        notices::record_service(&h.cx, &officer, served.id, &proof).expect("served");
        let abroad = record::AbroadInput { country: "JP".into(), on: day("2026-04-20"), number: None };
        record::report_filed_abroad(&h.cx, &by(h.who("exam1")), filing, &abroad).expect("reported");
        let interest = record::CorrectInput {
            government_interest: Some("Made with a seeker that the Navy paid for.".into()),
            reason: "a letter of the applicant".into(),
            ..record::CorrectInput::default()
        };
        record::correct(&h.cx, &by(h.who("exam1")), filing, &interest).expect("corrected");
        h.sleep_until(TODAY);
        h.require_another_term("doe1", order).expect("determined");
        Self { office: h, filing, order }
    }

    /// Runs a command at the desk, on a page of so many columns.
    fn run_at(&self, columns: usize, args: &[&str]) -> Output {
        self.command(columns, args).output().expect("the binary runs")
    }

    fn command(&self, columns: usize, args: &[&str]) -> Command {
        let mut command = Command::new(BIN);
        command.args(args).args(self.office.place.flags()).env_remove("NO_COLOR");
        command.env("COLUMNS", columns.to_string());
        command.env("SUBROSA_DEMO", "true").env("SUBROSA_DEMO_NOW", noon(day(TODAY)).to_string());
        command
    }

    /// What a command prints, with its exit code.
    #[track_caller]
    fn says(&self, code: i32, args: &[&str]) -> String {
        let done = self.run_at(100, args);
        let (out, err) = (text(&done.stdout), text(&done.stderr));
        assert_eq!((done.status.code(), err.as_str()), (Some(code), ""), "{args:?}: {out}");
        out
    }

    /// What a command prints on standard error.
    #[track_caller]
    fn complains(&self, args: &[&str]) -> String {
        let done = self.run_at(100, args);
        assert_eq!((done.status.code(), text(&done.stdout).as_str()), (Some(2), ""), "{args:?}");
        text(&done.stderr)
    }

    #[track_caller]
    fn json(&self, code: i32, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
        serde_json::from_str(&self.says(code, &args)).expect("JSON")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn rescission() -> Rescission {
    Rescission {
        principal: "Ada Marlowe".into(),
        signed_by: None,
        copies: 2,
        facts: "It was shown at a fair.".into(),
        earlier: vec![],
        contracts: vec![],
        no_contract: true,
    }
}

fn permit() -> PermitPetition {
    let people = vec![Person { name: "Bob Stone".into(), country: "GB".into(), cleared: None }];
    PermitPetition {
        principal: "Ada Marlowe".into(),
        signed_by: None,
        copies: 2,
        reason: "A subcontractor must build a part.".into(),
        scope: Scope::Persons { people },
        purpose: Some("building the part".into()),
        from: None,
        until: Some(day("2026-12-31")),
    }
}

/// Ids, which differ each time, as `id-1`, `id-2` in the order in which they appear, as wide as they were.
fn named(text: &str) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.char_indices().map(|(i, _)| i).find(|&i| is_id(&rest[i..])) {
        let (before, from) = rest.split_at(at);
        let (id, after) = from.split_at(36);
        let next = seen.len() + 1;
        let n = *seen.entry(id.to_owned()).or_insert(next);
        out.push_str(&format!("{before}{:-<36}", format!("id-{n}")));
        rest = after;
    }
    out + rest
}

fn is_id(text: &str) -> bool {
    text.get(..36).is_some_and(|t| {
        t.bytes().enumerate().all(|(i, b)| if [8, 13, 18, 23].contains(&i) { b == b'-' } else { b.is_ascii_hexdigit() })
    })
}

/// Asserts that the output has no word of the title or the text of the filing.
#[track_caller]
fn assert_shows_no_matter(said: &str) {
    let filing = flagged_filing(1);
    assert!(filing["claims"][0].as_str().is_some_and(|c| c.contains("seeker") && c.contains("warhead")));
    for word in ["missile", "radar", "seeker", "warhead", "coating", "nose"] {
        assert!(!said.to_lowercase().contains(word), "{word}:\n{said}");
    }
}

#[test]
fn orders_are_listed_by_what_is_asked() {
    everywhere("order list", |desk| {
        insta::assert_snapshot!("order_list", desk.says(0, &["order", "list"]));
        let numbers = |more: &[&str]| -> Vec<String> {
            let args: Vec<&str> = ["order", "list"].iter().chain(more).copied().collect();
            let found = desk.json(0, &args);
            let items = found["items"].as_array().expect("items").clone();
            items.iter().map(|o| o["number"].as_str().expect("a number").to_owned()).collect()
        };
        assert_eq!(numbers(&[]), ["SO-2026-000001", "SO-2026-000002"]);
        assert_eq!(numbers(&["--agency", "NASA"]), ["SO-2026-000002"]);
        assert_eq!(numbers(&["--status", "in_effect", "--expires-by", "2027-03-10"]).len(), 2);
        assert!(numbers(&["--expires-by", "2027-03-09"]).is_empty());
        assert_eq!(desk.says(0, &["order", "list", "--status", "rescinded"]), "no such order is on record\n");
        let said = desk.complains(&["order", "list", "--status", "dead"]);
        assert!(said.contains("statuses: in_effect, lapsed, rescinded"), "{said}");
    });
}

#[test]
fn an_order_is_shown_with_its_whole_case() {
    everywhere("order show", |desk| {
        let said = desk.says(0, &["order", "show", "SO-2026-000001"]);
        assert_shows_no_matter(&said);
        insta::assert_snapshot!("order_show", named(&said));
        assert_eq!(desk.says(0, &["order", "show", "so-2026-000001"]), said, "in lower case");
        assert_eq!(desk.says(0, &["order", "show", &desk.order.to_string()]), said, "by its id");
        insta::assert_snapshot!("order_show_untyped", named(&desk.says(0, &["order", "show", "SO-2026-000002"])));
        let all = desk.json(0, &["order", "show", "SO-2026-000001"]);
        assert_shows_no_matter(&all.to_string());
        assert_eq!((&all["number"], &all["application_number"]), (&json!("SO-2026-000001"), &json!(NUMBER)));
        let kinds: Vec<_> =
            all["petitions"][0]["answers"].as_array().expect("answers").iter().map(|e| &e["kind"]).collect();
        assert_eq!(kinds, ["petition.stated", "petition.denied", "appeal.received", "appeal.hearing"]);
        assert_eq!(all["permits"].as_array().map(Vec::len), Some(1));
        assert_eq!(all["agency_conditions"][0]["state"], "adopted");
    });
}

#[test]
fn a_filing_is_shown_with_its_case_and_without_what_it_says() {
    everywhere("filing show", |desk| {
        let said = desk.says(0, &["filing", "show", NUMBER]);
        assert_shows_no_matter(&said);
        insta::assert_snapshot!("filing_show", named(&said));
        assert_eq!(desk.says(0, &["filing", "show", "19700001"]), said, "spelled otherwise");
        assert_eq!(desk.says(0, &["filing", "show", &desk.filing.to_string()]), said, "by its id");
        let all = desk.json(0, &["filing", "show", NUMBER]);
        assert_shows_no_matter(&all.to_string());
        assert_eq!(all["orders"][0]["number"], "SO-2026-000001");
        assert_eq!(all["referrals"].as_array().map(Vec::len), Some(2));
        assert_eq!(all["license"]["state"], "pending");
        for absent in ["title", "classes", "abstract"] {
            assert!(all.get(absent).is_none(), "{absent}");
        }
    });
}

#[test]
fn the_clocks_of_all_cases_are_listed_together() {
    everywhere("clocks", |desk| {
        // Receipts are outstanding since April, so a clock is past.
        let said = desk.says(1, &["clocks"]);
        insta::assert_snapshot!("clocks", named(&said));
        let all = desk.json(1, &["clocks", "--until", "2026-12-31"]);
        let days: Vec<_> = all["items"].as_array().expect("items").iter().map(|c| c["due_on"].clone()).collect();
        assert_eq!(days, ["2026-04-09", "2026-04-09", "2026-12-31"]);
        assert_eq!(said.matches("; rule ").count(), 6, "and more of them by default");
        assert_eq!(desk.says(0, &["clocks", "--until", "2026-03-01"]), "no clock runs out by 2026-03-01\n");
    });
}

#[test]
fn a_letter_is_printed_word_for_word() {
    everywhere("letter show", |desk| {
        let h = &desk.office;
        let query = NoticeQuery { filing: Some(desk.filing), limit: 200, ..NoticeQuery::default() };
        let all = notices::list(&h.cx, h.who("officer1"), &query).expect("listed");
        let shown = desk.says(0, &["filing", "show", NUMBER]);
        assert!(all.len() > 6, "{}", all.len());
        for notice in &all {
            let id = notice.id.to_string();
            assert!(shown.contains(&id), "the filing names it");
            let kept = notices::letter(&h.cx, h.who("officer1"), notice.id).expect("a letter");
            assert_eq!(desk.says(0, &["letter", "show", &id]), kept.text);
        }
        let first = desk.json(0, &["letter", "show", &all[0].id.to_string()]);
        assert_eq!(first["sha256"].as_str().map(str::len), Some(64));
    });
}

#[test]
fn may_be_told_is_answered_with_the_limits_or_what_to_ask_for() {
    everywhere("order may-be-told", |desk| {
        let ask = |code, more: &[&str]| {
            let args: Vec<&str> = ["order", "may-be-told", "SO-2026-000001"].iter().chain(more).copied().collect();
            desk.says(code, &args)
        };
        let building = ["--person", "Bob Stone", "--country", "GB", "--purpose", "building the part"];
        let answers = [
            ("a citizen under an order of Type I", ask(0, &["--person", "Eve Ray", "--country", "US"])),
            ("somebody of another country", ask(1, &["--person", "Eve Ray", "--country", "DE"])),
            ("somebody of no known country", ask(1, &["--person", "Eve Ray"])),
            ("the person of the permit, for its purpose", ask(0, &building)),
            (
                "the same for another purpose",
                ask(1, &["--person", "Bob Stone", "--country", "GB", "--purpose", "a talk"]),
            ),
            ("filing in Japan", ask(0, &["--purpose", "foreign_filing", "--country", "JP"])),
            ("filing in France", ask(1, &["--purpose", "foreign_filing", "--country", "FR"])),
            ("an officer of the United States", ask(0, &["--person", "An agent", "--purpose", "official_duty"])),
            ("the day before the order", ask(0, &["--person", "Eve Ray", "--on", "2026-03-09"])),
        ];
        let said: Vec<String> = answers.iter().map(|(what, said)| format!("# {what}\n{said}")).collect();
        insta::assert_snapshot!("order_may_be_told", named(&said.join("\n")));
        let mut args = vec!["order", "may-be-told", "SO-2026-000001"];
        args.extend(building);
        let yes = desk.json(0, &args);
        let in_force = permits::permits(&desk.office.cx, desk.office.who("officer1"), desk.order).expect("listed");
        assert_eq!((&yes["allowed"], &yes["by"]), (&json!(true), &json!("permit")));
        assert_eq!(yes["permit_id"], in_force[0].id.to_string());
    });
}

#[test]
fn unknown_names_are_answered_with_a_way_out() {
    everywhere("unknown names", |desk| {
        let nobody = "01999999-0000-7000-8000-000000000000";
        let said = [
            desk.complains(&["order", "show", "SO-2026-000003"]),
            desk.complains(&["order", "show", "SO-2026-1"]),
            desk.complains(&["order", "show", nobody]),
            desk.complains(&["order", "show", NUMBER]),
            desk.complains(&["order", "may-be-told", "latch"]),
            desk.complains(&["filing", "show", "19/700,009"]),
            desk.complains(&["filing", "show", "20/000,001"]),
            desk.complains(&["filing", "show", "SO-2026-000001"]),
            desk.complains(&["filing", "show", "a latch"]),
            desk.complains(&["letter", "show", nobody]),
        ];
        insta::assert_snapshot!("unknown_names", said.concat());
        let clap = desk.complains(&["letter", "show", "K7QX-M2PA-9RTD"]);
        assert!(clap.contains("expected an id, such as"), "{clap}");
    });
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::at(Place::sqlite());
    for args in [&["order", "show", "SO-2026-000001"][..], &["filing", "show", NUMBER], &["order", "list"]] {
        let mut child = desk.command(100, args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("ended");
        assert_eq!((done.status.code(), text(&done.stderr).as_str()), (Some(141), ""), "{args:?}");
    }
}

#[test]
fn e30_what_one_is_not_cleared_for_is_neither_found_nor_suggested() {
    let test = |mut h: TestOffice| {
        h.add_person("officer9", Role::LicensingOfficer, None, Level::Cui);
        let order = h.order(1, &[("NAVY", "dod1", Some(OrderType::II))], json!({"marking": "S"}));
        let (cx, low) = (&h.cx, h.who("officer9"));
        assert_eq!(dossier::find_order(cx, h.who("officer1"), &order.number).expect("found"), order.id);
        let mut said: Vec<String> = vec![];
        for name in [order.number.as_str(), "SO-2026-000002", NUMBER] {
            said.push(dossier::find_order(cx, low, name).expect_err("nothing").to_string());
        }
        for name in [NUMBER, "19/700,002", order.number.as_str()] {
            said.push(dossier::find_filing(cx, low, name).expect_err("nothing").to_string());
        }
        for (text, name) in said.iter().zip([
            order.number.as_str(),
            "SO-2026-000002",
            NUMBER,
            NUMBER,
            "19/700,002",
            order.number.as_str(),
        ]) {
            let rest = text.replace(name, "");
            assert!(!rest.contains(NUMBER) && !rest.contains(&order.number), "{text}");
            assert!(text.starts_with("There is no "), "{text}");
        }
        assert_eq!(refused(dossier::of_order(cx, low, order.id)), "not_found");
        assert_eq!(refused(dossier::case_of_order(cx, low, order.id)), "not_found");
        assert_eq!(refused(dossier::of_filing(cx, low, order.filing_id)), "not_found");
        // The attempt is entered in the ledger as a refused read over REST is.
        let acts = h.acts(&format!("filing:{}", order.filing_id));
        assert_eq!(acts.last().map(String::as_str), Some("filing.read refused"));
        assert_eq!(refused(dossier::of_filing(cx, h.who("exam1"), order.filing_id)), "role.forbidden");
        assert_eq!(refused(dossier::case_of_order(cx, h.who("navy1"), order.id)), "role.forbidden");
        let sponsor = dossier::of_order(cx, h.who("navy1"), order.id).expect("its sponsor");
        assert!(sponsor.service.is_none() && sponsor.clocks.is_none());
    };
    test(TestOffice::at(Place::sqlite()));
    if let Some(place) = Place::postgres("not cleared") {
        test(TestOffice::at(place));
    }
}

#[test]
fn what_is_read_fits_the_terminal_and_leaves_the_record_as_it_was() {
    everywhere("reading changes nothing", |desk| {
        let h = &desk.office;
        let entries = || h.cx.read(|conn| Ok(ledger::after(conn, 0, i64::MAX)?)).expect("the ledger").len();
        let (before, version) = (entries(), h.see(desk.order).version);
        let commands: [&[&str]; 5] = [
            &["order", "list"],
            &["order", "show", "SO-2026-000001"],
            &["filing", "show", NUMBER],
            &["clocks"],
            &["order", "may-be-told", "SO-2026-000001", "--person", "Eve Ray"],
        ];
        for args in commands {
            for columns in [60, 80, 120] {
                let said = text(&desk.run_at(columns, args).stdout);
                assert!(said.lines().count() > 2, "{args:?}: {said}");
                for line in said.lines() {
                    // A digest is longer than a narrow page, and a word is not broken.
                    let digest = line.split_whitespace().any(|w| w.len() == 64);
                    assert!(line.chars().count() <= columns || digest, "{args:?} at {columns}: {line}");
                }
            }
        }
        assert_eq!((entries(), h.see(desk.order).version), (before, version));
    });
}
