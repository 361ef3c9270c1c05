-- Questions about a referral and their answers. Without an agency the Office asked, or answered. A question is answered
-- once: the answer has the id of its question.
CREATE TABLE questions (
    id TEXT PRIMARY KEY NOT NULL,
    referral_id TEXT NOT NULL REFERENCES referrals (id),
    filing_id TEXT NOT NULL REFERENCES filings (id),
    agency TEXT,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    question TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL
);
CREATE INDEX questions_by_referral ON questions (referral_id, id);
CREATE INDEX questions_by_filing ON questions (filing_id, id);
CREATE TABLE question_answers (
    question_id TEXT PRIMARY KEY NOT NULL REFERENCES questions (id),
    filing_id TEXT NOT NULL REFERENCES filings (id),
    agency TEXT,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL
);

CREATE TRIGGER questions_no_update BEFORE UPDATE ON questions
BEGIN
    SELECT RAISE(ABORT, 'questions is append-only');
END;
CREATE TRIGGER questions_no_delete BEFORE DELETE ON questions
BEGIN
    SELECT RAISE(ABORT, 'questions is append-only');
END;
CREATE TRIGGER question_answers_no_update BEFORE UPDATE ON question_answers
BEGIN
    SELECT RAISE(ABORT, 'question_answers is append-only');
END;
CREATE TRIGGER question_answers_no_delete BEFORE DELETE ON question_answers
BEGIN
    SELECT RAISE(ABORT, 'question_answers is append-only');
END;

-- An open question pauses a clock, so both tables are among those that clocks are computed from.
CREATE TRIGGER clocks_of_questions_insert AFTER INSERT ON questions
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;
CREATE TRIGGER clocks_of_question_answers_insert AFTER INSERT ON question_answers
BEGIN
    UPDATE clock_filings SET look_on = '0001-01-01' WHERE look_on > '0001-01-01' AND filing_id = NEW.filing_id;
END;

-- Since when a clock stands still, and the question that keeps it still.
ALTER TABLE clocks ADD COLUMN paused_since DATE;
ALTER TABLE clocks ADD COLUMN paused_by TEXT;
