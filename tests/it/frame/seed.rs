//! SQL, for both databases, of a case with one row in every table: from intake to an order in effect.

/// The id of a seeded row.
pub fn id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

/// The filing.
pub const FILING: u32 = 10;
/// The order in effect on it, from 2026-03-10 to 2027-03-10.
pub const ORDER: u32 = 17;
/// An account of an examiner.
pub const EXAMINER: u32 = 1;
/// An account of an official of the Navy.
pub const OFFICIAL: u32 = 2;
/// A list in force.
pub const LIST: u32 = 3;
/// The referral to the Navy.
pub const REFERRAL: u32 = 13;
/// The hit.
pub const HIT: u32 = 12;

const AT: &str = "'2026-03-10 16:00:00.000001'";

/// Agencies, accounts and a list, for a database without any.
pub fn base() -> Vec<String> {
    vec![
        "INSERT INTO agencies VALUES ('DOD', 'Department of Defense', NULL, '1952-02-01', NULL, FALSE)".into(),
        "INSERT INTO agencies VALUES ('NAVY', 'Department of the Navy', 'DOD', '1952-02-01', NULL, FALSE)".into(),
        account(EXAMINER, "exam1", "examiner", "NULL"),
        account(OFFICIAL, "navy1", "official", "'NAVY'"),
        list(LIST, "2026-03", "in_force", "'house'", "house"),
    ]
}

/// The row of an account.
pub fn account(n: u32, name: &str, role: &str, agency: &str) -> String {
    let id = id(n);
    format!(
        "INSERT INTO accounts (id, username, role, agency, clearance, password_hash, stamp, enabled, created_at) VALUES ('{id}', '{name}', '{role}', {agency}, 'TS', 'hash', 1, TRUE, {AT})"
    )
}

/// The row of a list revision.
pub fn list(n: u32, revision: &str, status: &str, adopted_by: &str, uploaded_by: &str) -> String {
    let (id, adopted_at) = (id(n), if adopted_by == "NULL" { "NULL" } else { AT });
    format!(
        "INSERT INTO review_lists (id, list_id, revision, title, sha256, source, status, uploaded_by, uploaded_at, \
         adopted_by, adopted_at, version) VALUES ('{id}', 'us-test', '{revision}', 'A list', 'sha-{n}', 'text', '{status}', \
         '{uploaded_by}', {AT}, {adopted_by}, {adopted_at}, 1)"
    )
}

/// A filing with its text and its change.
pub fn filing(n: u32, number: &str, marking: &str) -> Vec<String> {
    let id = id(n);
    let document = format!(r#"{{"application_number": "{number}", "title": "Radio", "claims": ["1. A radio."]}}"#);
    vec![
        format!(
            "INSERT INTO filings (id, seq, application_number, number_key, document_sha256, title, kind, filed_on, received_on, \
             received_at, marking, status, text_version, version) VALUES ('{id}', {n}, '{number}', '{}', 'sha', 'Radio', 'nonprovisional', NULL, \
             '2026-03-10', {AT}, '{marking}', 'under_order', 1, 1)",
            number.replace(['/', ','], "")
        ),
        format!("INSERT INTO filing_texts VALUES ('{id}', 1, 'sha', '{document}', {AT})"),
        format!("INSERT INTO changes VALUES ({n}, '{id}')"),
    ]
}

/// The row of a referral.
pub fn referral(n: u32, filing: u32, agency: &str, status: &str) -> String {
    let (id, filing) = (id(n), id(filing));
    format!(
        "INSERT INTO referrals (id, filing_id, agency, due_on, status, referred_at, referred_by, version) VALUES ('{id}', '{filing}', '{agency}', '2026-06-08', '{status}', {AT}, 'exam1', 1)"
    )
}

/// The row of a person's acknowledgment.
pub fn acknowledgment(n: u32, filing: u32, referral: u32, account: u32) -> String {
    let (id, filing, referral, account) = (id(n), id(filing), id(referral), id(account));
    format!(
        "INSERT INTO acknowledgments VALUES ('{id}', '{filing}', '{referral}', '{account}', 'navy1', 'NAVY', 'I, ...', {AT}, \
         NULL)"
    )
}

/// The row of a recommendation of the Navy.
pub fn recommendation(n: u32, filing: u32, referral: u32, finding: &str, branch: &str) -> String {
    let (id, filing, referral, account) = (id(n), id(filing), id(referral), id(OFFICIAL));
    format!(
        "INSERT INTO recommendations VALUES ('{id}', '{referral}', '{filing}', 'NAVY', '{finding}', '{branch}', \
         'words', 'II', '[]', 'why', '{account}', 'navy1', 'NAVY', 1, {AT})"
    )
}

/// The rows of an order with its sponsor and its first term.
pub fn order(n: u32, filing: u32, recommendation: u32, ended: Option<(&str, &str)>) -> Vec<String> {
    let (id, filing, recommendation) = (id(n), id(filing), id(recommendation));
    let (ended, on) = ended.map_or(("NULL".into(), "NULL".into()), |(how, on)| (format!("'{how}'"), format!("'{on}'")));
    // An order that is over was in force until the day before its end.
    let last = match on.trim_matches('\'').parse::<jiff::civil::Date>() {
        Ok(on) => on.yesterday().expect("a day before").to_string(),
        Err(_) => "2027-03-10".to_owned(),
    };
    vec![
        format!(
            "INSERT INTO orders (id, seq, number, filing_id, order_type, issued_on, issued_by, issuer_id, countries, conditions, \
             classified, john_doe, lead_sponsor, expires_on, ended, ended_on, version) VALUES ('{id}', {n}, 'SO-2026-{n:06}', '{filing}', 'II', '2026-03-10', 'officer1', \
             NULL, '[]', '[]', TRUE, TRUE, 'NAVY', '{last}', {ended}, {on}, 1)"
        ),
        format!("INSERT INTO sponsors VALUES ('{id}', 'NAVY', '{recommendation}', '2026-03-10', NULL)"),
        term(n, 1, "2026-03-10", "2027-03-10", "issue", "[]"),
    ]
}

/// The row of a term of an order.
pub fn term(order: u32, number: u32, first: &str, last: &str, basis: &str, determinations: &str) -> String {
    let order = id(order);
    format!("INSERT INTO terms VALUES ('{order}', {number}, '{first}', '{last}', '{basis}', '{determinations}', {AT})")
}

/// An act about the one regime: kind, day, citation and provision as SQL, who acts, and of which act of whom
/// it is the confirmation.
pub fn regime_act(n: u32, step: &str, what: &str, account: u32, of: Option<(u32, u32)>) -> String {
    let (id, regime, account) = (id(n), id(41), id(account));
    let of = of.map_or("NULL, NULL".into(), |(act, who)| format!("'{}', '{}'", self::id(act), self::id(who)));
    format!("INSERT INTO regime_acts VALUES ('{id}', '{regime}', '{step}', {what}, '{account}', 'x', {AT}, {of})")
}

/// All rows of the case.
pub fn case() -> Vec<String> {
    let (filing_id, account, order_id) = (id(FILING), id(OFFICIAL), id(ORDER));
    let mut all = base();
    all.extend(filing(FILING, "18/10", "U"));
    all.extend([
        format!(
            "INSERT INTO screenings VALUES ('{}', '{filing_id}', 1, '{}', '1', 'flagged', '{{}}', {AT})",
            id(11),
            id(LIST)
        ),
        format!("INSERT INTO hits VALUES ('{}', '{}', '{filing_id}', 'IX-6A', '[\"NAVY\"]', 2, FALSE, NULL, NULL, NULL)", id(HIT), id(11)),
        format!(
            "INSERT INTO triages VALUES ('{}', '{}', 'confirm', 'matches', '{}', 'exam1', {AT}, NULL)",
            id(21),
            id(HIT),
            id(EXAMINER)
        ),
        referral(REFERRAL, FILING, "NAVY", "answered"),
        acknowledgment(14, FILING, REFERRAL, OFFICIAL),
        format!(
            "INSERT INTO opinions VALUES ('{}', '{}', 1, '{account}', 'navy1', 'order', 'II', '[]', NULL, '[]', 'why', {AT})",
            id(15),
            id(REFERRAL)
        ),
        format!(
            "INSERT INTO questions VALUES ('{}', '{}', '{filing_id}', 'NAVY', '{account}', 'navy1', 'Which claim?', {AT})",
            id(46),
            id(REFERRAL)
        ),
        format!(
            "INSERT INTO question_answers VALUES ('{}', '{filing_id}', NULL, '{}', 'exam1', 'Claim 1.', {AT})",
            id(46),
            id(EXAMINER)
        ),
        format!("INSERT INTO read_alarms VALUES ('{}', '{account}', 'navy1', 201, {AT})", id(47)),
        recommendation(16, FILING, REFERRAL, "would_be_detrimental", "private"),
    ]);
    all.extend(order(ORDER, FILING, 16, None));
    all.extend([
        format!(
            "INSERT INTO determinations VALUES ('{}', '{order_id}', 'NAVY', 2, 'not_required', 'why', '{account}', \
             'navy1', {AT}, '2026-03-10')",
            id(18)
        ),
        format!(
            "INSERT INTO rescission_requests VALUES ('{}', '{order_id}', 'NAVY', 'why', '{account}', 'navy1', {AT})",
            id(19)
        ),
        format!("INSERT INTO reminders VALUES ('{order_id}', 2, 'NAVY', 90, {AT})"),
        format!(
            "INSERT INTO notices VALUES ('{}', '{order_id}', 'order_issued', 1, 'Ada', 'applicant', NULL, 'K7QX', \
             'm@x', 'paper', 0, {AT}, NULL, NULL, NULL, {AT}, NULL, 0, 1, '{}', NULL, NULL)",
            id(20),
            id(FILING)
        ),
        format!("INSERT INTO letters VALUES ('{}', 'A letter', 'text', 'sha')", id(20)),
        format!("INSERT INTO calendar_feeds VALUES ('{}', '{account}', 'hash', 'phone', {AT}, NULL, 1)", id(24)),
        format!(
            "INSERT INTO service_records VALUES ('{}', '{}', 'certified mail', '2026-03-20', 'officer1', {AT})",
            id(22),
            id(20)
        ),
        format!(
            "INSERT INTO docket VALUES ('{}', '{filing_id}', NULL, NULL, 'record.flagged', NULL, NULL, '{account}', 'exam1', \
             '2026-03-10', {AT}, '{{\"record\": {{\"flagged\": {{\"reason\": \"claim 9\"}}}}}}')",
            id(23)
        ),
        regime_act(40, "proposed", "'war', '2026-06-01', 'Act of that day', NULL", OFFICIAL, None),
        format!(
            "INSERT INTO declassifications VALUES ('{}', '{order_id}', 'NAVY', '2026-03-10', 'words', '{account}', \
             'officer1', {AT})",
            id(42)
        ),
        format!("INSERT INTO idempotency VALUES ('key', '{account}', 'print', '{{}}', {AT})"),
        format!(
            "INSERT INTO sessions VALUES ('{}', '{account}', 'refresh', {AT}, '2026-03-11 16:00:00', NULL, {AT}, \
             '192.0.2.1', {AT}, {AT}, NULL)",
            id(23)
        ),
        format!("INSERT INTO sign_in_failures VALUES ('{account}', '192.0.2.1', 0, {AT})"),
        format!("INSERT INTO factors VALUES ('{}', '{account}', 'sealed', {AT}, {AT}, 7)", id(43)),
        format!(
            "INSERT INTO service_keys VALUES ('{}', '{account}', 'hash', 'scanner', '[\"bring\"]', 'U', '', {AT}, \
             '2027-03-10 16:00:00.000001', NULL, 1, NULL, NULL)",
            id(44)
        ),
        format!(
            "INSERT INTO signing_keys VALUES ('kid-1', 'tokens', 'public', 'sealed', 'wrapping', 'voucher', {AT}, {AT}, {AT}, {AT})"
        ),
        format!("INSERT INTO key_rotations VALUES ('{}', FALSE, '{account}', 'sec1', {AT})", id(45)),
        format!(
            "INSERT INTO personal_keys VALUES ('{}', '{account}', 'card', 'thumbprint', '{{}}', {AT}, NULL, NULL, NULL, NULL, 1)",
            id(48)
        ),
        format!("INSERT INTO witnesses VALUES ('{}', 'navy.example/w1', 'NAVY', 'key', {AT}, NULL)", id(46)),
        format!(
            "INSERT INTO cosignatures VALUES ('{}', '{}', 1, '{}', {AT}, 'line', {AT})",
            id(47),
            id(46),
            "0".repeat(64)
        ),
        format!(
            "INSERT INTO issuers VALUES ('{}', 'NAVY', 'https://id.navy.example', '{{}}', {AT}, NULL, NULL, 'sec1', {AT}, \
             NULL, 'sec2', {AT}, NULL)",
            id(48)
        ),
        format!(
            "INSERT INTO identities VALUES ('{}', '{account}', '{}', 'subject-1', 1, NULL, 'sec1', {AT}, NULL, 'sec2', {AT}, \
             NULL)",
            id(49),
            id(48)
        ),
        format!("INSERT INTO used_issuer_tokens VALUES ('{}', 'hash', {AT})", id(48)),
        format!("INSERT INTO used_refresh_tokens VALUES ('used', '{}')", id(23)),
        format!(
            "INSERT INTO ledger VALUES (1, 'a', 'c', 'order.issue', 'order:1', 'done', '', {AT}, '{}', 'hash-1')",
            "0".repeat(64)
        ),
        "INSERT INTO signed_acts VALUES (1, 'jws', '{}', NULL)".into(),
        format!("INSERT INTO commitments VALUES (1, 1, 'filings', '{filing_id}', '', NULL)"),
    ]);
    all
}
