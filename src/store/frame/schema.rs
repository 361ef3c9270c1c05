//! The tables, in the column types both databases share. A test compares this file with the migrations of each.
//!
//! Longer than 450 lines because it is one list: every table with its columns, as the migrations make them.

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    agencies (code) {
        code -> Text,
        name -> Text,
        department -> Nullable<Text>,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        foreign_government -> Bool,
    }
}

diesel::table! {
    accounts (id) {
        id -> Text,
        username -> Text,
        role -> Text,
        agency -> Nullable<Text>,
        clearance -> Text,
        password_hash -> Text,
        stamp -> Integer,
        enabled -> Bool,
        created_at -> Timestamp,
        temporary_password -> Bool,
        supervisor -> Bool,
        clearance_terms -> Text,
    }
}

diesel::table! {
    account_proposals (id) {
        id -> Text,
        account_id -> Text,
        stamp -> Integer,
        enabled -> Bool,
        clearance -> Text,
        password_hash -> Nullable<Text>,
        proposed_by -> Text,
        proposer -> Text,
        proposed_at -> Timestamp,
        supervisor -> Bool,
        removes_factor -> Bool,
        clearance_terms -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        account_id -> Text,
        refresh_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        used_at -> Timestamp,
        network -> Text,
        password_at -> Timestamp,
        factor_at -> Nullable<Timestamp>,
        issuer_id -> Nullable<Text>,
    }
}

diesel::table! {
    sign_in_failures (account_id, network) {
        account_id -> Text,
        network -> Text,
        failures -> Integer,
        used_at -> Timestamp,
    }
}

diesel::table! {
    factors (id) {
        id -> Text,
        account_id -> Text,
        sealed_secret -> Text,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        last_period -> BigInt,
    }
}

diesel::table! {
    service_keys (id) {
        id -> Text,
        account_id -> Text,
        secret_hash -> Text,
        name -> Text,
        may -> Text,
        clearance -> Text,
        networks -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        version -> Integer,
        used_at -> Nullable<Timestamp>,
        used_from -> Nullable<Text>,
    }
}

diesel::table! {
    personal_keys (id) {
        id -> Text,
        account_id -> Text,
        name -> Text,
        thumbprint -> Text,
        public_key -> Text,
        added_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        confirmed_by -> Nullable<Text>,
        confirmer -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    signed_acts (seq) {
        seq -> BigInt,
        statement -> Text,
        content -> Text,
        own_sha256 -> Nullable<Text>,
    }
}

diesel::table! {
    witnesses (id) {
        id -> Text,
        name -> Text,
        agency -> Text,
        public_key -> Text,
        added_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    cosignatures (id) {
        id -> Text,
        witness_id -> Text,
        size -> BigInt,
        root -> Text,
        signed_at -> Timestamp,
        line -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    signing_keys (kid) {
        kid -> Text,
        purpose -> Text,
        public_key -> Text,
        sealed_key -> Nullable<Text>,
        wrapped_by -> Text,
        voucher -> Text,
        made_at -> Timestamp,
        signs_from -> Timestamp,
        signs_until -> Nullable<Timestamp>,
        accepted_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    key_rotations (id) {
        id -> Text,
        refuses_old -> Bool,
        proposed_by -> Text,
        proposer -> Text,
        proposed_at -> Timestamp,
    }
}

diesel::table! {
    issuers (id) {
        id -> Text,
        agency -> Text,
        iss -> Text,
        terms -> Text,
        active_from -> Timestamp,
        active_until -> Nullable<Timestamp>,
        proposed_by -> Nullable<Text>,
        proposer -> Text,
        proposed_at -> Timestamp,
        confirmed_by -> Nullable<Text>,
        confirmer -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    identities (id) {
        id -> Text,
        account_id -> Text,
        issuer_id -> Text,
        subject -> Text,
        stamp -> Integer,
        proposed_by -> Nullable<Text>,
        proposer -> Text,
        proposed_at -> Timestamp,
        confirmed_by -> Nullable<Text>,
        confirmer -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    used_issuer_tokens (issuer_id, token_hash) {
        issuer_id -> Text,
        token_hash -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    used_refresh_tokens (refresh_hash) {
        refresh_hash -> Text,
        session_id -> Text,
    }
}

diesel::table! {
    review_lists (id) {
        id -> Text,
        list_id -> Text,
        revision -> Text,
        title -> Text,
        sha256 -> Text,
        source -> Text,
        status -> Text,
        uploaded_by -> Text,
        uploaded_at -> Timestamp,
        adopted_by -> Nullable<Text>,
        adopted_at -> Nullable<Timestamp>,
        version -> Integer,
        adoption_reason -> Nullable<Text>,
    }
}

diesel::table! {
    filings (id) {
        id -> Text,
        seq -> BigInt,
        application_number -> Text,
        number_key -> Text,
        document_sha256 -> Text,
        title -> Text,
        kind -> Text,
        filed_on -> Nullable<Date>,
        received_on -> Date,
        received_at -> Timestamp,
        marking -> Text,
        status -> Text,
        text_version -> Integer,
        version -> Integer,
        judged_by -> Nullable<Text>,
        assigned_to -> Nullable<Text>,
        full_marking -> Nullable<Text>,
        acknowledge_after -> Nullable<Text>,
    }
}

diesel::table! {
    number_findings (filing_id) {
        filing_id -> Text,
        number_key -> Nullable<Text>,
        other_id -> Nullable<Text>,
    }
}

diesel::table! {
    filing_texts (filing_id, text_version) {
        filing_id -> Text,
        text_version -> Integer,
        document_sha256 -> Text,
        document -> Text,
        received_at -> Timestamp,
    }
}

diesel::table! {
    changes (seq) {
        seq -> BigInt,
        filing_id -> Text,
    }
}

diesel::table! {
    screenings (id) {
        id -> Text,
        filing_id -> Text,
        text_version -> Integer,
        review_list_id -> Text,
        engine -> Text,
        verdict -> Text,
        result -> Text,
        screened_at -> Timestamp,
    }
}

diesel::table! {
    hits (id) {
        id -> Text,
        screening_id -> Text,
        filing_id -> Text,
        category -> Text,
        agencies -> Text,
        version -> Integer,
        gone -> Bool,
        returned_because -> Nullable<Text>,
        previous_id -> Nullable<Text>,
        news -> Nullable<Text>,
    }
}

diesel::table! {
    triages (id) {
        id -> Text,
        hit_id -> Text,
        decision -> Text,
        reason -> Text,
        account_id -> Text,
        person -> Text,
        decided_at -> Timestamp,
        carried_from -> Nullable<Text>,
    }
}

diesel::table! {
    referrals (id) {
        id -> Text,
        filing_id -> Text,
        agency -> Text,
        due_on -> Date,
        status -> Text,
        referred_at -> Timestamp,
        referred_by -> Text,
        version -> Integer,
        message -> Nullable<Text>,
    }
}

diesel::table! {
    acknowledgments (id) {
        id -> Text,
        filing_id -> Text,
        referral_id -> Text,
        account_id -> Text,
        person -> Text,
        agency -> Text,
        statement -> Text,
        signed_at -> Timestamp,
        personal_key -> Nullable<Text>,
    }
}

diesel::table! {
    opinions (id) {
        id -> Text,
        referral_id -> Text,
        filing_version -> Integer,
        account_id -> Text,
        person -> Text,
        conclusion -> Text,
        order_type -> Nullable<Text>,
        grounds -> Text,
        considerations -> Nullable<Text>,
        conditions -> Text,
        reason -> Text,
        given_at -> Timestamp,
    }
}

diesel::table! {
    questions (id) {
        id -> Text,
        referral_id -> Text,
        filing_id -> Text,
        agency -> Nullable<Text>,
        account_id -> Text,
        person -> Text,
        question -> Text,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    question_answers (question_id) {
        question_id -> Text,
        filing_id -> Text,
        agency -> Nullable<Text>,
        account_id -> Text,
        person -> Text,
        answer -> Text,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    read_alarms (id) {
        id -> Text,
        account_id -> Text,
        person -> Text,
        filings -> Integer,
        raised_at -> Timestamp,
    }
}

diesel::table! {
    recommendations (id) {
        id -> Text,
        referral_id -> Text,
        filing_id -> Text,
        agency -> Text,
        finding -> Text,
        branch -> Text,
        threshold_text -> Text,
        order_type -> Nullable<Text>,
        conditions -> Text,
        reason -> Text,
        account_id -> Text,
        signer -> Text,
        signer_agency -> Text,
        filing_version -> Integer,
        signed_at -> Timestamp,
    }
}

diesel::table! {
    orders (id) {
        id -> Text,
        seq -> BigInt,
        number -> Text,
        filing_id -> Text,
        order_type -> Nullable<Text>,
        issued_on -> Date,
        issued_by -> Text,
        issuer_id -> Nullable<Text>,
        countries -> Text,
        conditions -> Text,
        classified -> Bool,
        john_doe -> Bool,
        lead_sponsor -> Text,
        expires_on -> Date,
        ended -> Nullable<Text>,
        ended_on -> Nullable<Date>,
        version -> Integer,
        issued_marking -> Text,
    }
}

diesel::table! {
    sponsors (order_id, recommendation_id) {
        order_id -> Text,
        agency -> Text,
        recommendation_id -> Text,
        since -> Date,
        until -> Nullable<Date>,
    }
}

diesel::table! {
    terms (order_id, number) {
        order_id -> Text,
        number -> Integer,
        first_day -> Date,
        last_day -> Date,
        basis -> Text,
        determinations -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    determinations (id) {
        id -> Text,
        order_id -> Text,
        agency -> Text,
        term -> Integer,
        need -> Text,
        reason -> Text,
        account_id -> Text,
        signer -> Text,
        received_at -> Timestamp,
        received_on -> Date,
    }
}

diesel::table! {
    rescission_requests (id) {
        id -> Text,
        order_id -> Text,
        agency -> Text,
        reason -> Text,
        account_id -> Text,
        signer -> Text,
        requested_at -> Timestamp,
    }
}

diesel::table! {
    reminders (order_id, term, agency, rung) {
        order_id -> Text,
        term -> Integer,
        agency -> Text,
        rung -> Integer,
        reminded_at -> Timestamp,
    }
}

diesel::table! {
    notices (id) {
        id -> Text,
        order_id -> Nullable<Text>,
        kind -> Text,
        term -> Integer,
        principal -> Text,
        role -> Text,
        address -> Nullable<Text>,
        reference -> Text,
        message_id -> Text,
        state -> Text,
        attempts -> Integer,
        next_at -> Timestamp,
        lease_owner -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        last_reply -> Nullable<Text>,
        queued_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        resends -> Integer,
        version -> Integer,
        filing_id -> Text,
        offered_at -> Nullable<Timestamp>,
        offered_by -> Nullable<Text>,
    }
}

diesel::table! {
    service_records (id) {
        id -> Text,
        notice_id -> Text,
        method -> Text,
        received_on -> Date,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    letters (notice_id) {
        notice_id -> Text,
        title -> Text,
        text -> Text,
        sha256 -> Text,
    }
}

diesel::table! {
    calendar_feeds (id) {
        id -> Text,
        account_id -> Text,
        secret_hash -> Text,
        name -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    idempotency (account_id, key) {
        key -> Text,
        account_id -> Text,
        fingerprint -> Text,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    ledger (seq) {
        seq -> BigInt,
        actor -> Text,
        credential -> Text,
        act -> Text,
        subject -> Text,
        outcome -> Text,
        detail -> Text,
        at -> Timestamp,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    commitments (seq, place) {
        seq -> BigInt,
        place -> BigInt,
        table_name -> Text,
        key_first -> Text,
        key_rest -> Text,
        sha256 -> Nullable<Text>,
    }
}

diesel::table! {
    rescreenings (id) {
        id -> Text,
        review_list_id -> Text,
        replaced_id -> Text,
        state -> Text,
        changed -> Text,
        filings -> BigInt,
        worked_ms -> BigInt,
        adopted_at -> Timestamp,
        started_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        engine -> Nullable<Text>,
    }
}

diesel::table! {
    rescreening_filings (rescreening_id, filing_id) {
        rescreening_id -> Text,
        filing_id -> Text,
        outcome -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    docket (id) {
        id -> Text,
        filing_id -> Text,
        order_id -> Nullable<Text>,
        answers -> Nullable<Text>,
        kind -> Text,
        slot -> Nullable<Text>,
        agency -> Nullable<Text>,
        account_id -> Nullable<Text>,
        person -> Text,
        entered_on -> Date,
        entered_at -> Timestamp,
        matter -> Text,
    }
}

diesel::table! {
    regime_acts (id) {
        id -> Text,
        regime_id -> Text,
        step -> Text,
        kind -> Nullable<Text>,
        day -> Nullable<Date>,
        citation -> Nullable<Text>,
        provision -> Nullable<Text>,
        account_id -> Text,
        person -> Text,
        at -> Timestamp,
        of_act -> Nullable<Text>,
        of_account -> Nullable<Text>,
    }
}

diesel::table! {
    declassifications (id) {
        id -> Text,
        order_id -> Text,
        agency -> Text,
        declassified_on -> Date,
        statement -> Text,
        account_id -> Text,
        person -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    clock_notes (order_id) {
        order_id -> Text,
        version -> Integer,
        look_on -> Date,
    }
}

diesel::table! {
    clocks (place) {
        place -> Text,
        filing_id -> Text,
        due_on -> Date,
        kind -> Text,
        subject -> Text,
        reference -> Text,
        working_deadline -> Nullable<Date>,
        alarm -> Bool,
        if_nobody_acts -> Text,
        citation -> Text,
        rule -> Text,
        agency -> Nullable<Text>,
        referral_id -> Nullable<Text>,
        order_id -> Nullable<Text>,
        order_number -> Nullable<Text>,
        paused_since -> Nullable<Date>,
        paused_by -> Nullable<Text>,
    }
}

diesel::table! {
    clock_filings (filing_id) {
        filing_id -> Text,
        computed_on -> Date,
        look_on -> Date,
        nudge_on -> Nullable<Date>,
        computed_by -> Text,
    }
}

diesel::table! {
    hit_agencies (agency, hit_id) {
        agency -> Text,
        hit_id -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    settings,
    agencies,
    accounts,
    sessions,
    sign_in_failures,
    factors,
    service_keys,
    signing_keys,
    key_rotations,
    personal_keys,
    signed_acts,
    witnesses,
    cosignatures,
    issuers,
    identities,
    used_issuer_tokens,
    used_refresh_tokens,
    review_lists,
    filings,
    number_findings,
    filing_texts,
    changes,
    screenings,
    hits,
    triages,
    rescreenings,
    rescreening_filings,
    referrals,
    acknowledgments,
    opinions,
    questions,
    read_alarms,
    question_answers,
    recommendations,
    orders,
    sponsors,
    terms,
    determinations,
    rescission_requests,
    reminders,
    notices,
    service_records,
    docket,
    letters,
    calendar_feeds,
    idempotency,
    ledger,
    commitments,
    regime_acts,
    declassifications,
    clock_notes,
    clocks,
    clock_filings,
    hit_agencies,
);

diesel::joinable!(rescreening_filings -> rescreenings (rescreening_id));
diesel::joinable!(rescreening_filings -> filings (filing_id));
diesel::joinable!(hits -> screenings (screening_id));
diesel::joinable!(triages -> hits (hit_id));
diesel::joinable!(sponsors -> orders (order_id));
diesel::joinable!(clock_notes -> orders (order_id));
diesel::joinable!(referrals -> filings (filing_id));
diesel::joinable!(question_answers -> questions (question_id));
diesel::joinable!(orders -> filings (filing_id));
diesel::joinable!(notices -> filings (filing_id));
diesel::joinable!(service_records -> notices (notice_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(factors -> accounts (account_id));
diesel::joinable!(service_keys -> accounts (account_id));
diesel::joinable!(cosignatures -> witnesses (witness_id));
diesel::joinable!(identities -> issuers (issuer_id));
diesel::joinable!(used_refresh_tokens -> sessions (session_id));
