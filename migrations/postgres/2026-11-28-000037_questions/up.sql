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

CREATE TRIGGER questions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON questions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER question_answers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON question_answers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An open question pauses a clock, so both tables are among those that clocks are computed from.
CREATE TRIGGER clocks_of_questions AFTER INSERT ON questions
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_filing();
CREATE TRIGGER clocks_of_question_answers AFTER INSERT ON question_answers
    FOR EACH ROW EXECUTE FUNCTION clocks_changed_of_filing();

-- Since when a clock stands still, and the question that keeps it still.
ALTER TABLE clocks ADD COLUMN paused_since DATE;
ALTER TABLE clocks ADD COLUMN paused_by TEXT;
