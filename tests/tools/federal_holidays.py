#!/usr/bin/env python3
"""Prints every weekday from FIRST to LAST year that is a legal public holiday in the District of Columbia.

Written from the statute (5 USC 6103 and its history), without a look at crates/domain/src/base/calendar.rs, which the test
`r4_13_e02_business_days_agree_with_an_independent_source` holds against it:

- the Uniform Monday Holiday Act (Pub. L. 90-363), from 1971: Washington's Birthday, Memorial Day and Columbus Day on
  Mondays; Veterans Day on the fourth Monday of October, until Pub. L. 94-97 put it back on November 11 from 1978;
- Martin Luther King's Birthday from 1986 (Pub. L. 98-144), Juneteenth from 2021 (Pub. L. 117-17);
- Inauguration Day, January 20 of each fourth year after 1965, or the Monday after a Sunday (6103(c));
- a holiday on a Saturday is kept on the Friday before (6103(b)), one on a Sunday on the Monday after (Executive Orders
  10358 and 11582). January 1 on a Saturday is thus kept in the year before.

Where the library `holidays` can be imported, it must agree on every one of these days, or nothing is printed and the
exit code is 1. Its own additions for the District (Emancipation Day, which is no federal holiday) are left out. It is
asked from 1971 on: of 1970 it does not move Washington's Birthday (a Sunday) and Memorial Day (a Saturday), though
Executive Order 10358 and Pub. L. 86-362 did. Agreement was seen with holidays 0.109.

Usage: federal_holidays.py FIRST LAST
"""

import sys
from calendar import Calendar
from datetime import date, timedelta

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6


def weekdays(year, month, weekday):
    """All days of a month that fall on a weekday."""
    days = (d for d in Calendar().itermonthdates(year, month) if d.month == month)
    return [d for d in days if d.weekday() == weekday]


def legal(year):
    """The days the statute names in a year, whatever weekday they fall on, that are moved from weekends."""
    mondays = year >= 1971
    days = [date(year, 1, 1), date(year, 7, 4), date(year, 12, 25)]
    days.append(weekdays(year, 2, MONDAY)[2] if mondays else date(year, 2, 22))
    days.append(weekdays(year, 5, MONDAY)[-1] if mondays else date(year, 5, 30))
    days.append(weekdays(year, 9, MONDAY)[0])
    days.append(weekdays(year, 11, THURSDAY)[3])
    if mondays:
        days.append(weekdays(year, 10, MONDAY)[1])
    if 1971 <= year <= 1977:
        days.append(weekdays(year, 10, MONDAY)[3])
    else:
        days.append(date(year, 11, 11))
    if year >= 1986:
        days.append(weekdays(year, 1, MONDAY)[2])
    if year >= 2021:
        days.append(date(year, 6, 19))
    return days


def kept(day):
    """The day on which a holiday is kept."""
    shift = {SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0)
    return day + timedelta(days=shift)


def inauguration(year):
    if year <= 1965 or (year - 1965) % 4:
        return []
    day = date(year, 1, 20)
    if day.weekday() == SUNDAY:
        day += timedelta(days=1)
    return [day] if day.weekday() < SATURDAY else []


def by_statute(first, last):
    days = set()
    for year in range(first, last + 2):
        days.update(kept(d) for d in legal(year))
        days.update(inauguration(year))
    return {d for d in days if first <= d.year <= last and d.weekday() < SATURDAY}


def by_library(first, last):
    try:
        import holidays
    except ImportError:
        return None
    all_of_them = holidays.US(subdiv="DC", years=range(first, last + 2))
    ours = {
        d
        for d in all_of_them
        if first <= d.year <= last
        and d.weekday() < SATURDAY
        and any("Emancipation" not in name for name in all_of_them.get_list(d))
    }
    return holidays.__version__, ours


def main():
    first, last = int(sys.argv[1]), int(sys.argv[2])
    days = by_statute(first, last)
    library = by_library(first, last)
    if library is None:
        print("the library `holidays` is not installed: the statute alone was computed", file=sys.stderr)
    else:
        version, theirs = library
        differing = sorted(str(d) for d in theirs ^ days if d.year > 1970)
        if differing:
            print(f"holidays {version} differs: {differing}", file=sys.stderr)
            sys.exit(1)
        print(f"holidays {version} agrees", file=sys.stderr)
    for day in sorted(days):
        print(day)


main()
