-- The clock looks daily for referrals near to their day that nobody has answered.
CREATE INDEX referrals_by_day ON referrals (status, due_on);
