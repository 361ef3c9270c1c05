-- The clock looks daily for open referrals near to their day. Only those are in the index, so that no other question about
-- referrals is answered by way of their status, which most of them share.
CREATE INDEX referrals_by_day ON referrals (due_on) WHERE status = 'open';
