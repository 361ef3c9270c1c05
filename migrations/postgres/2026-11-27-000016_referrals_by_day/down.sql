DROP INDEX referrals_by_day;
