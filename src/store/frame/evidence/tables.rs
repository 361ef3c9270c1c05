//! Which tables and columns are evidence, and why the others are not. A test holds this list against the schema: a new
//! table or column must be declared here.
//!
//! Longer than 450 lines because it is one list: every table with its columns, as evidence or with the reason why not.

/// A table whose rows are evidence.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    pub table: &'static str,
    /// The columns of the key; the first is text.
    pub key: &'static [&'static str],
    /// The other columns that the digest of a row holds.
    pub columns: &'static [&'static str],
    /// The columns that it does not hold, each with the reason.
    pub beside: &'static [(&'static str, &'static str)],
}

const COUNTER: (&str, &str) = ("version", "counts changes for If-Match");

/// Every table that is evidence.
pub const EVIDENCE: &[Evidence] = &[
    Evidence {
        table: "agencies",
        key: &["code"],
        columns: &["name", "department", "valid_from", "valid_until", "foreign_government"],
        beside: &[],
    },
    Evidence {
        table: "accounts",
        key: &["id"],
        columns: &[
            "username",
            "role",
            "agency",
            "clearance",
            "password_hash",
            "stamp",
            "enabled",
            "created_at",
            "temporary_password",
            "supervisor",
            "clearance_terms",
        ],
        beside: &[],
    },
    Evidence {
        table: "account_proposals",
        key: &["id"],
        columns: &[
            "account_id",
            "stamp",
            "enabled",
            "clearance",
            "password_hash",
            "proposed_by",
            "proposer",
            "proposed_at",
            "supervisor",
            "removes_factor",
            "clearance_terms",
        ],
        beside: &[],
    },
    Evidence {
        table: "factors",
        key: &["id"],
        columns: &["account_id", "sealed_secret", "created_at", "confirmed_at"],
        beside: &[("last_period", "which one-time passwords are used up")],
    },
    Evidence {
        table: "read_alarms",
        key: &["id"],
        columns: &["account_id", "person", "filings", "raised_at"],
        beside: &[],
    },
    Evidence {
        table: "service_keys",
        key: &["id"],
        columns: &[
            "account_id",
            "secret_hash",
            "name",
            "may",
            "clearance",
            "networks",
            "created_at",
            "expires_at",
            "ended_at",
        ],
        beside: &[COUNTER, ("used_at", "notes each use"), ("used_from", "notes each use")],
    },
    Evidence {
        table: "signing_keys",
        key: &["kid"],
        columns: &[
            "purpose",
            "public_key",
            "sealed_key",
            "wrapped_by",
            "voucher",
            "made_at",
            "signs_from",
            "signs_until",
            "accepted_until",
        ],
        beside: &[],
    },
    Evidence {
        table: "key_rotations",
        key: &["id"],
        columns: &["refuses_old", "proposed_by", "proposer", "proposed_at"],
        beside: &[],
    },
    Evidence {
        table: "personal_keys",
        key: &["id"],
        columns: &[
            "account_id",
            "name",
            "thumbprint",
            "public_key",
            "added_at",
            "confirmed_at",
            "confirmed_by",
            "confirmer",
            "ended_at",
        ],
        beside: &[COUNTER],
    },
    Evidence {
        table: "witnesses",
        key: &["id"],
        columns: &["name", "agency", "public_key", "added_at", "ended_at"],
        beside: &[],
    },
    Evidence {
        table: "issuers",
        key: &["id"],
        columns: &[
            "agency",
            "iss",
            "terms",
            "active_from",
            "active_until",
            "proposed_by",
            "proposer",
            "proposed_at",
            "confirmed_by",
            "confirmer",
            "confirmed_at",
            "ended_at",
        ],
        beside: &[],
    },
    Evidence {
        table: "identities",
        key: &["id"],
        columns: &[
            "account_id",
            "issuer_id",
            "subject",
            "stamp",
            "proposed_by",
            "proposer",
            "proposed_at",
            "confirmed_by",
            "confirmer",
            "confirmed_at",
            "ended_at",
        ],
        beside: &[],
    },
    Evidence {
        table: "cosignatures",
        key: &["id"],
        columns: &["witness_id", "size", "root", "signed_at", "line", "recorded_at"],
        beside: &[],
    },
    Evidence {
        table: "review_lists",
        key: &["id"],
        columns: &[
            "list_id",
            "revision",
            "title",
            "sha256",
            "source",
            "status",
            "uploaded_by",
            "uploaded_at",
            "adopted_by",
            "adopted_at",
            "adoption_reason",
        ],
        beside: &[COUNTER],
    },
    Evidence {
        table: "filings",
        key: &["id"],
        columns: &[
            "seq",
            "application_number",
            "number_key",
            "document_sha256",
            "title",
            "kind",
            "filed_on",
            "received_on",
            "received_at",
            "marking",
            "full_marking",
            "acknowledge_after",
            "text_version",
            "assigned_to",
        ],
        beside: &[
            COUNTER,
            ("status", "a copy for lists; what holds a filing is computed from the record each time"),
            ("judged_by", "where a re-screening stands; what it finds is a screening, which is evidence"),
        ],
    },
    Evidence {
        table: "filing_texts",
        key: &["filing_id", "text_version"],
        columns: &["document_sha256", "document", "received_at"],
        beside: &[],
    },
    Evidence {
        table: "screenings",
        key: &["id"],
        columns: &["filing_id", "text_version", "review_list_id", "engine", "verdict", "result", "screened_at"],
        beside: &[],
    },
    Evidence {
        table: "hits",
        key: &["id"],
        columns: &[
            "screening_id",
            "filing_id",
            "category",
            "agencies",
            "gone",
            "returned_because",
            "previous_id",
            "news",
        ],
        beside: &[COUNTER],
    },
    Evidence {
        table: "triages",
        key: &["id"],
        columns: &["hit_id", "decision", "reason", "account_id", "person", "decided_at", "carried_from"],
        beside: &[],
    },
    Evidence {
        table: "referrals",
        key: &["id"],
        columns: &["filing_id", "agency", "due_on", "status", "referred_at", "referred_by", "message"],
        beside: &[COUNTER],
    },
    Evidence {
        table: "acknowledgments",
        key: &["id"],
        columns: &[
            "filing_id",
            "referral_id",
            "account_id",
            "person",
            "agency",
            "statement",
            "signed_at",
            "personal_key",
        ],
        beside: &[],
    },
    Evidence {
        table: "opinions",
        key: &["id"],
        columns: &[
            "referral_id",
            "filing_version",
            "account_id",
            "person",
            "conclusion",
            "order_type",
            "grounds",
            "considerations",
            "conditions",
            "reason",
            "given_at",
        ],
        beside: &[],
    },
    Evidence {
        table: "questions",
        key: &["id"],
        columns: &["referral_id", "filing_id", "agency", "account_id", "person", "question", "asked_at"],
        beside: &[],
    },
    Evidence {
        table: "question_answers",
        key: &["question_id"],
        columns: &["filing_id", "agency", "account_id", "person", "answer", "answered_at"],
        beside: &[],
    },
    Evidence {
        table: "recommendations",
        key: &["id"],
        columns: &[
            "referral_id",
            "filing_id",
            "agency",
            "finding",
            "branch",
            "threshold_text",
            "order_type",
            "conditions",
            "reason",
            "account_id",
            "signer",
            "signer_agency",
            "filing_version",
            "signed_at",
        ],
        beside: &[],
    },
    Evidence {
        table: "orders",
        key: &["id"],
        columns: &[
            "seq",
            "number",
            "filing_id",
            "order_type",
            "issued_on",
            "issued_by",
            "issuer_id",
            "countries",
            "conditions",
            "classified",
            "john_doe",
            "lead_sponsor",
            "ended",
            "ended_on",
            "issued_marking",
        ],
        beside: &[
            COUNTER,
            ("expires_on", "a copy of what terms and regimes come to; an order whose copy is off is not loaded"),
        ],
    },
    Evidence {
        table: "sponsors",
        key: &["order_id", "recommendation_id"],
        columns: &["agency", "since", "until"],
        beside: &[],
    },
    Evidence {
        table: "terms",
        key: &["order_id", "number"],
        columns: &["first_day", "last_day", "basis", "determinations", "recorded_at"],
        beside: &[],
    },
    Evidence {
        table: "determinations",
        key: &["id"],
        columns: &[
            "order_id",
            "agency",
            "term",
            "need",
            "reason",
            "account_id",
            "signer",
            "received_at",
            "received_on",
        ],
        beside: &[],
    },
    Evidence {
        table: "rescission_requests",
        key: &["id"],
        columns: &["order_id", "agency", "reason", "account_id", "signer", "requested_at"],
        beside: &[],
    },
    Evidence {
        table: "reminders",
        key: &["order_id", "term", "agency", "rung"],
        columns: &["reminded_at"],
        beside: &[],
    },
    Evidence {
        table: "notices",
        key: &["id"],
        columns: &[
            "order_id",
            "kind",
            "term",
            "principal",
            "role",
            "address",
            "reference",
            "message_id",
            "state",
            "queued_at",
            "sent_at",
            "resends",
            "filing_id",
        ],
        beside: &[
            COUNTER,
            ("attempts", "counts attempts of a delivery"),
            ("next_at", "when a delivery is tried again"),
            ("lease_owner", "which process delivers now"),
            ("lease_until", "which process delivers now"),
            ("last_reply", "the words of a mail server"),
            ("offered_at", "how far the delivery under way has come"),
            ("offered_by", "how far the delivery under way has come"),
        ],
    },
    Evidence {
        table: "service_records",
        key: &["id"],
        columns: &["notice_id", "method", "received_on", "recorded_by", "recorded_at"],
        beside: &[],
    },
    Evidence { table: "letters", key: &["notice_id"], columns: &["title", "text", "sha256"], beside: &[] },
    Evidence {
        table: "calendar_feeds",
        key: &["id"],
        columns: &["account_id", "secret_hash", "name", "created_at", "revoked_at"],
        beside: &[COUNTER],
    },
    Evidence {
        table: "docket",
        key: &["id"],
        columns: &[
            "filing_id",
            "order_id",
            "answers",
            "kind",
            "slot",
            "agency",
            "account_id",
            "person",
            "entered_on",
            "entered_at",
            "matter",
        ],
        beside: &[],
    },
    Evidence {
        table: "regime_acts",
        key: &["id"],
        columns: &[
            "regime_id",
            "step",
            "kind",
            "day",
            "citation",
            "provision",
            "account_id",
            "person",
            "at",
            "of_act",
            "of_account",
        ],
        beside: &[],
    },
    Evidence {
        table: "declassifications",
        key: &["id"],
        columns: &["order_id", "agency", "declassified_on", "statement", "account_id", "person", "recorded_at"],
        beside: &[],
    },
];

/// Every table that is no evidence, with the reason.
pub const NO_EVIDENCE: &[(&str, &str)] = &[
    ("settings", "facts about the database itself; that one is a demonstration is among them and is not proven"),
    ("sessions", "who is signed in now; that somebody signed in is an entry of the ledger"),
    ("sign_in_failures", "counts guesses; each failed sign-in is an entry of the ledger"),
    ("used_refresh_tokens", "tokens of sessions"),
    ("used_issuer_tokens", "which tokens are used up; that each was exchanged is an entry of the ledger"),
    ("number_findings", "computed from the numbers of the filings"),
    ("changes", "what the index still has to read"),
    ("idempotency", "answers to repeated requests, kept for a week"),
    ("ledger", "the chain itself"),
    ("signed_acts", "each statement is signed, and its entry of the ledger says that there is one"),
    ("commitments", "held by the entries of the ledger"),
    ("rescreenings", "how far a job has come; what it finds is evidence"),
    ("rescreening_filings", "how far a job has come; what it finds is evidence"),
    ("clock_notes", "computed from the orders"),
    ("clocks", "computed from the record"),
    ("clock_filings", "computed from the record"),
    ("hit_agencies", "a copy of a column of the hits"),
];

/// The table that is evidence under this name.
pub(super) fn find(table: &str) -> Option<&'static Evidence> {
    EVIDENCE.iter().find(|e| e.table == table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// The columns of each table of the schema.
    fn schema() -> BTreeMap<&'static str, Vec<&'static str>> {
        let mut out: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut table = "";
        for line in include_str!("../schema.rs").lines().map(str::trim) {
            if let Some((name, _)) = line.strip_suffix(") {").and_then(|l| l.split_once(" (")) {
                table = name;
            } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| line.ends_with(',')) {
                out.entry(table).or_default().push(column);
            }
        }
        out
    }

    #[test]
    fn every_table_and_every_column_is_evidence_or_has_a_reason() {
        let schema = schema();
        assert!(schema.len() > 35, "{schema:?}");
        let declared = EVIDENCE.iter().map(|e| e.table).chain(NO_EVIDENCE.iter().map(|(t, _)| *t));
        let mut declared: Vec<_> = declared.collect();
        declared.sort_unstable();
        assert_eq!(declared, schema.keys().copied().collect::<Vec<_>>());
        for evidence in EVIDENCE {
            let beside = evidence.beside.iter().map(|(c, why)| {
                assert!(why.len() > 10, "{}.{c}", evidence.table);
                *c
            });
            let mut columns: Vec<_> = evidence.key.iter().chain(evidence.columns).copied().chain(beside).collect();
            columns.sort_unstable();
            let mut wanted = schema[evidence.table].clone();
            wanted.sort_unstable();
            assert_eq!(columns, wanted, "{}", evidence.table);
        }
    }
}
