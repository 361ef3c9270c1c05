ALTER TABLE clocks DROP COLUMN paused_by;
ALTER TABLE clocks DROP COLUMN paused_since;
DROP TABLE question_answers;
DROP TABLE questions;
