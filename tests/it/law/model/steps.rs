//! What can happen in a case: the acts, who tries them, how often.

use proptest::prelude::*;

/// Agencies a filing is referred to.
pub const AGENCIES: [&str; 3] = ["NAVY", "ARMY", "DOE"];
/// Who may read a filing once it is referred.
pub const READERS: [&str; 7] = ["navy1", "navy2", "army1", "army2", "dod1", "doe1", "doe2"];
/// Who signs for agencies.
pub const OFFICIALS: [&str; 5] = ["navy2", "army2", "dod1", "doe1", "nasa1"];
/// Acts that take two officers take two of these.
pub const OFFICERS: [&str; 2] = ["officer1", "officer2"];
/// A late flag is raised by one of these and settled by the other.
pub const EXAMINERS: [&str; 2] = ["exam1", "exam2"];

/// Whether people of an account act for an agency.
pub fn acts_for(who: &str, agency: &str) -> bool {
    match &who[..who.len() - 1] {
        "navy" => agency == "NAVY",
        "army" => agency == "ARMY",
        "doe" => agency == "DOE",
        "dod" => agency != "DOE",
        _ => false,
    }
}

/// What a petition asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ask {
    Rescission,
    /// That one named person may be told; for so many days, or as long as the order lasts.
    Permit(Option<i32>),
    /// Another type: I, for filing in Japan, II, or III.
    Type(Kind),
}

/// The type of an order.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::upper_case_acronyms, reason = "the law writes them so")]
pub enum Kind {
    I,
    II,
    III,
}

/// A filing beside the one of the case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Beside {
    /// An ordinary one, which an order of the case may cover.
    Other,
    /// One that came by hand, marked SECRET.
    Carried,
}

/// One act. People, agencies and entries are places in the lists above or in the case.
#[derive(Debug, Clone)]
pub enum Step {
    Refer(usize),
    Sign(usize, usize),
    Opine(usize, usize),
    Recommend(usize, usize, bool),
    Issue,
    Determine(usize, usize, bool),
    /// A letter that names the order, for whomever the official acts for.
    Letter(usize, bool),
    Renew,
    AskRescission(usize, usize),
    Rescind,
    /// Two officers record a war (or an emergency) from today; or one of them tries it alone.
    Begin(bool, bool),
    /// Two officers record that what lasts ends today.
    End,
    /// The applicant sends another text.
    Amend,
    /// An examiner confirms, or dismisses, every hit that awaits it.
    Triage(bool),
    /// An examiner raises a late flag.
    Flag(usize),
    /// An examiner settles the last flag.
    SettleFlag(usize),
    /// A license, broad or narrow.
    License(bool),
    /// A license is taken back: the last one, or one before it.
    RevokeLicense(usize),
    /// A petition, by a principal or by somebody else.
    Petition(Ask, bool),
    /// A sponsor gives notice that the order should be of another type.
    Notice(usize, usize, Kind),
    /// A sponsor's position on the last petition, or on one before it.
    State(usize, usize, usize, bool),
    /// The decision on one.
    Decide(usize, bool),
    /// A permit is taken back.
    RevokePermit(usize),
    /// An appeal, by a principal or by somebody else.
    Appeal(bool),
    /// The Secretary reverses; that stays nothing.
    HearAppeal,
    /// Sealed on an agency's showing.
    Seal(usize),
    Unseal,
    /// An action on the merits.
    Action,
    /// The first officer finds a violation of today.
    Violation,
    /// An officer decides on the last finding.
    HoldViolation(usize),
    /// An examiner raises the marking to SECRET, or lowers it to nothing.
    Mark(bool),
    /// An officer records an agency's word that the matter of the last order is declassified.
    Declassify(usize),
    /// An examiner finds that the other filing discloses a significant part of the ordered one, or that it does
    /// not.
    Cover(bool),
    /// An officer grants a license on a filing beside the case.
    LicenseBeside(Beside),
    /// Somebody records that the filing of the case was published, or one beside it. Tried where it is held.
    Publish(Option<Beside>),
    /// Days pass, with or without the clock job.
    Pass(i32, bool),
    /// The day comes that is so many days before the end of the order's term.
    Approach(i32, bool),
}

/// An official with an agency; mostly one the official acts for.
fn signs() -> impl Strategy<Value = (usize, usize)> {
    let right: Vec<(usize, usize)> = (0..OFFICIALS.len())
        .flat_map(|o| (0..AGENCIES.len()).map(move |a| (o, a)))
        .filter(|(o, a)| acts_for(OFFICIALS[*o], AGENCIES[*a]))
        .collect();
    prop_oneof![6 => prop::sample::select(right), 1 => (0..OFFICIALS.len(), 0..AGENCIES.len())]
}

fn mostly(p: f64) -> impl Strategy<Value = bool> {
    prop::bool::weighted(p)
}

/// The last of something, or one before it.
fn recent() -> impl Strategy<Value = usize> {
    prop_oneof![4 => Just(0), 1 => 1..3usize]
}

/// The way of an order and its years.
fn of_the_order() -> impl Strategy<Value = Step> {
    let (a, r) = (0..AGENCIES.len(), 0..READERS.len());
    prop_oneof![
        3 => a.clone().prop_map(Step::Refer),
        3 => (r.clone(), a.clone()).prop_map(|(r, a)| Step::Sign(r, a)),
        2 => (r, a).prop_map(|(r, a)| Step::Opine(r, a)),
        5 => (signs(), mostly(0.85)).prop_map(|((o, a), b)| Step::Recommend(o, a, b)),
        4 => Just(Step::Issue),
        9 => (signs(), mostly(0.7)).prop_map(|((o, a), b)| Step::Determine(o, a, b)),
        2 => (0..OFFICIALS.len(), mostly(0.8)).prop_map(|(o, b)| Step::Letter(o, b)),
        1 => (prop::bool::ANY, mostly(0.8)).prop_map(|(war, two)| Step::Begin(war, two)),
        6 => Just(Step::End),
        2 => Just(Step::Renew),
        2 => signs().prop_map(|(o, a)| Step::AskRescission(o, a)),
        2 => Just(Step::Rescind),
        2 => (1..40i32, mostly(0.8)).prop_map(|(days, clock)| Step::Pass(days, clock)),
        4 => (-3..130i32, mostly(0.8)).prop_map(|(days, clock)| Step::Approach(days, clock)),
    ]
}

/// What happens to the filing itself: its text, its hits, its license.
fn of_the_filing() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Amend),
        2 => mostly(0.4).prop_map(Step::Triage),
        1 => (0..EXAMINERS.len()).prop_map(Step::Flag),
        2 => (0..EXAMINERS.len()).prop_map(Step::SettleFlag),
        5 => mostly(0.5).prop_map(Step::License),
        1 => recent().prop_map(Step::RevokeLicense),
        2 => mostly(0.6).prop_map(Step::Mark),
        3 => Just(Step::Publish(None)),
        3 => beside().prop_map(|b| Step::Publish(Some(b))),
        2 => beside().prop_map(Step::LicenseBeside),
    ]
}

/// What is asked and found under an order.
fn under_the_order() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (ask(), mostly(0.9)).prop_map(|(ask, principal)| Step::Petition(ask, principal)),
        3 => (signs(), kind()).prop_map(|((o, a), kind)| Step::Notice(o, a, kind)),
        3 => mostly(0.8).prop_map(Step::Cover),
        3 => (0..AGENCIES.len()).prop_map(Step::Declassify),
        8 => (recent(), signs(), mostly(0.85)).prop_map(|(n, (o, a), yes)| Step::State(n, o, a, yes)),
        6 => (recent(), mostly(0.6)).prop_map(|(n, grant)| Step::Decide(n, grant)),
        1 => recent().prop_map(Step::RevokePermit),
        3 => mostly(0.9).prop_map(Step::Appeal),
        1 => Just(Step::HearAppeal),
        1 => (0..AGENCIES.len()).prop_map(Step::Seal),
        1 => Just(Step::Unseal),
        2 => Just(Step::Action),
        1 => Just(Step::Violation),
        2 => (0..OFFICERS.len()).prop_map(Step::HoldViolation),
    ]
}

/// Who signs for an agency, as an official and as a reader; and its reviewer.
const SIGNERS: [(usize, usize); 3] = [(0, 1), (1, 3), (3, 5)];
const REVIEWERS: [usize; 3] = [0, 2, 6];
/// The official of the department of the first two, who may sign for them.
const OF_THE_DEPARTMENT: (usize, usize) = (2, 4);

/// Who signs for an agency: its own official, or that of the department.
fn signer(agency: usize, department: bool) -> (usize, usize) {
    if department && AGENCIES[agency] != "DOE" { OF_THE_DEPARTMENT } else { SIGNERS[agency] }
}

/// The way to an order: some agencies are asked, sign, and recommend one.
fn to_an_order() -> impl Strategy<Value = Vec<Step>> {
    let agencies = prop::sample::subsequence(vec![0, 1, 2], 1..=3);
    let each = (mostly(0.85), prop::option::weighted(0.3, mostly(0.5)), mostly(0.25));
    (agencies, prop::collection::vec(each, 3)).prop_map(|(agencies, each)| {
        let mut out: Vec<Step> = agencies.iter().map(|a| Step::Refer(*a)).collect();
        for a in &agencies {
            let (would, opines, department) = each[*a];
            let (official, reader) = signer(*a, department);
            if let Some(signs) = opines {
                out.extend(signs.then_some(Step::Sign(REVIEWERS[*a], *a)));
                out.push(Step::Opine(REVIEWERS[*a], *a));
            }
            out.extend([Step::Sign(reader, *a), Step::Recommend(official, *a, would)]);
        }
        out.push(Step::Issue);
        out
    })
}

/// Every sponsor is asked for the coming term.
fn to_a_year_more() -> impl Strategy<Value = Vec<Step>> {
    let (days, answers) = (-1..100i32, prop::collection::vec((mostly(0.8), mostly(0.8), mostly(0.25)), 3));
    (days, mostly(0.8), answers, mostly(0.5)).prop_map(|(days, clock, answers, renew)| {
        let asked = answers.iter().enumerate().filter(|(_, (comes, ..))| *comes);
        let said = asked.map(|(a, (_, yes, department))| Step::Determine(signer(a, *department).0, a, *yes));
        std::iter::once(Step::Approach(days, clock)).chain(said).chain(renew.then_some(Step::Renew)).collect()
    })
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        3 => Just(Ask::Rescission),
        4 => prop::option::of(20..200i32).prop_map(Ask::Permit),
        3 => kind().prop_map(Ask::Type),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![4 => Just(Kind::I), 3 => Just(Kind::II), 2 => Just(Kind::III)]
}

fn beside() -> impl Strategy<Value = Beside> {
    prop_oneof![2 => Just(Beside::Other), 1 => Just(Beside::Carried)]
}

/// The matter becomes classified, the order goes its way, and its end comes: what is held is tried then, and its
/// sponsors declassify it, some of them or all.
fn to_an_end_over_classified_matter() -> impl Strategy<Value = Vec<Step>> {
    let how = prop::sample::select(vec![0, 1, 2]);
    let tried = || vec![Step::Publish(None), Step::License(false), Step::LicenseBeside(Beside::Other)];
    (how, mostly(0.5), mostly(0.6), mostly(0.8)).prop_map(move |(how, cover, lapse, whole)| {
        let said = (0..3).map(|a| Step::State(0, SIGNERS[a].0, a, true));
        let becomes: Vec<Step> = match how {
            0 => std::iter::once(Step::Petition(Ask::Type(Kind::II), true))
                .chain(said)
                .chain([Step::Decide(0, true)])
                .collect(),
            1 => vec![Step::Mark(true)],
            _ => vec![],
        };
        let ends: Vec<Step> = if lapse {
            vec![Step::Approach(-2, true)]
        } else {
            (0..3).map(|a| Step::AskRescission(SIGNERS[a].0, a)).chain([Step::Rescind]).collect()
        };
        let word = (0..if whole { 3 } else { 1 }).map(Step::Declassify);
        let cover = cover.then_some(Step::Cover(true));
        becomes
            .into_iter()
            .chain(cover)
            .chain(ends)
            .chain(tried())
            .chain(word)
            .chain(tried())
            .chain([Step::Mark(false)])
            .collect()
    })
}

/// A petition with what the sponsors say to it, up to its decision.
fn to_a_decision() -> impl Strategy<Value = Vec<Step>> {
    let positions = prop::collection::vec((mostly(0.9), mostly(0.9), mostly(0.2)), 3);
    (ask(), positions, mostly(0.8)).prop_map(|(ask, positions, grant)| {
        let speaks = positions.iter().enumerate().filter(|(_, (speaks, ..))| *speaks);
        let said = speaks.map(|(a, (_, concurs, department))| Step::State(0, signer(a, *department).0, a, *concurs));
        std::iter::once(Step::Petition(ask, true)).chain(said).chain([Step::Decide(0, grant)]).collect()
    })
}

/// One petition or two for rescission, denied; an appeal before that perhaps, and one after it, in time or not.
fn to_an_appeal() -> impl Strategy<Value = Vec<Step>> {
    let petition = || Step::Petition(Ask::Rescission, true);
    let wait = || prop_oneof![2 => 0..59i32, 2 => 59..64i32, 1 => 64..90i32];
    let early = (mostly(0.4), mostly(0.4), mostly(0.9));
    (early, wait(), wait()).prop_map(move |((two, early, appeal), between, days)| {
        let mut out = vec![petition()];
        out.extend(early.then_some(Step::Appeal(true)));
        if two {
            // The first of two is decided last.
            out.extend([petition(), Step::Decide(0, false), Step::Appeal(appeal), Step::Pass(between, true)]);
        }
        out.extend([Step::Decide(usize::from(two), false), Step::Pass(days, true), Step::Appeal(true)]);
        out
    })
}

/// A permit, used for a while, and taken back: while the order lasts, or after it.
fn to_a_permit_and_back() -> impl Strategy<Value = Vec<Step>> {
    let end = prop::sample::select(vec![0, 1, 2]);
    (prop::option::of(20..200i32), 0..120i32, end).prop_map(|(until, days, end)| {
        let said = (0..3).map(|a| Step::State(0, SIGNERS[a].0, a, true));
        let ended: Vec<Step> = match end {
            0 => vec![],
            1 => (0..3).map(|a| Step::AskRescission(SIGNERS[a].0, a)).chain([Step::Rescind]).collect(),
            _ => vec![Step::Approach(-3, false)],
        };
        let granted = said.chain([Step::Decide(0, true), Step::Pass(days, true)]);
        let petition = std::iter::once(Step::Petition(Ask::Permit(until), true));
        petition.chain(granted).chain(ended).chain([Step::RevokePermit(0)]).collect()
    })
}

/// What happens under an order that is not asked for: sealing, a violation.
fn to_a_sealing_or_a_finding() -> impl Strategy<Value = Vec<Step>> {
    let sealed = (0..AGENCIES.len(), mostly(0.5)).prop_map(|(a, opened)| {
        [Step::Seal(a)].into_iter().chain(opened.then_some(Step::Unseal)).chain([Step::Action]).collect()
    });
    let found = (0..OFFICERS.len()).prop_map(|o| vec![Step::Violation, Step::HoldViolation(o)]);
    prop_oneof![sealed, found]
}

/// A few acts that go together, some of them left out now and then.
fn passage() -> impl Strategy<Value = Vec<Step>> {
    let one = |step: BoxedStrategy<Step>| step.prop_map(|step| vec![step]).boxed();
    let all = prop_oneof![
        9 => one(of_the_order().boxed()),
        3 => one(of_the_filing().boxed()),
        5 => one(under_the_order().boxed()),
        2 => to_an_order(),
        3 => to_a_year_more(),
        3 => to_a_decision(),
        2 => to_an_appeal(),
        2 => to_a_permit_and_back(),
        2 => to_a_sealing_or_a_finding(),
        3 => to_an_end_over_classified_matter(),
    ];
    (all, prop::collection::vec(mostly(0.95), 16)).prop_map(|(steps, kept)| {
        let kept = kept.into_iter().chain(std::iter::repeat(true));
        steps.into_iter().zip(kept).filter_map(|(step, kept)| kept.then_some(step)).collect()
    })
}

/// How a case begins: its hits are decided, perhaps something happens before any agency is asked, and then
/// mostly it comes to an order.
fn opening() -> impl Strategy<Value = Vec<Step>> {
    let before = prop::collection::vec(of_the_filing(), 0..6);
    // What came with the receipt is taken back, and an officer grants one.
    let anew =
        mostly(0.3).prop_map(|anew| if anew { vec![Step::RevokeLicense(0), Step::License(true)] } else { vec![] });
    let order = prop::option::weighted(0.85, to_an_order());
    (mostly(0.6), anew, before, order).prop_map(|(confirm, anew, before, order)| {
        let order = order.into_iter().flatten();
        std::iter::once(Step::Triage(confirm)).chain(anew).chain(before).chain(order).collect()
    })
}

/// A case.
pub fn case() -> impl Strategy<Value = Vec<Step>> {
    (opening(), prop::collection::vec(passage(), 8..26))
        .prop_map(|(opening, then)| opening.into_iter().chain(then.into_iter().flatten()).collect())
}
