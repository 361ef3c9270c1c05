//! Deadlines as an iCalendar (RFC 5545) with neutral words: a summary that fits any office, a reference, a day.
//! Somebody who sees the calendar learns only that there are deadlines. Not its job: which deadlines, and who may have
//! them.

use jiff::Timestamp;
use jiff::civil::Date;

/// One deadline in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stays the same while its day moves, so that calendar programs move it and do not copy it.
    pub uid: String,
    pub day: Date,
    /// What is shown on it.
    pub summary: String,
    /// What is shown when it is opened.
    pub description: String,
}

/// Longest line, in octets, without its line break (RFC 5545 section 3.1).
const LINE: usize = 75;

/// The calendar of some events, as it stands at `now`.
pub fn calendar(name: &str, events: &[Event], now: Timestamp) -> String {
    let mut out = String::with_capacity(256 + events.len() * 320);
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Subrosa//Deadlines//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", escape(name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    for event in events {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escape(&event.uid)));
        line(&mut out, &format!("DTSTAMP:{stamp}"));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", event.day.strftime("%Y%m%d")));
        line(&mut out, &format!("SUMMARY:{}", escape(&event.summary)));
        line(&mut out, &format!("DESCRIPTION:{}", escape(&event.description)));
        line(&mut out, "CLASS:PRIVATE");
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// A text value: backslash, comma, semicolon and line break are escaped (RFC 5545 section 3.3.11); other
/// control characters have no place in one.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ',' | ';' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded: no piece longer than 75 octets, none cut inside a character.
fn line(out: &mut String, content: &str) {
    let mut room = LINE;
    for c in content.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use ical::IcalParser;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn event(uid: &str, summary: &str, description: &str) -> Event {
        Event { uid: uid.into(), day: date(2027, 3, 10), summary: summary.into(), description: description.into() }
    }

    /// What RFC 5545 says a reader makes of a text value.
    fn unescaped(text: &str) -> String {
        let (mut out, mut chars) = (String::new(), text.chars());
        while let Some(c) = chars.next() {
            out.push(match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => '\n',
                    Some(other) => other,
                    None => c,
                },
                c => c,
            });
        }
        out
    }

    #[test]
    fn a_calendar_reads_like_this() {
        let now: Timestamp = "2026-03-10T16:00:00.5Z".parse().expect("an instant");
        let description = "Reference K7QX-M2PA-9RTD. Act by 2027-03-09; look it up, \\ in the Office.\nNothing more.";
        let text = calendar("Deadlines", &[event("ab12@office.example", "Term ends", description)], now);
        insta::assert_snapshot!(text.replace("\r\n", "\n"));
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    }

    proptest! {
        /// Whatever a text is, it comes back when lines are unfolded and values unescaped as the RFC says.
        #[test]
        fn any_text_comes_back(text in "([^\\p{Cc}]{0,100}\n){0,3}[^\\p{Cc}]{0,100}") {
            let written = calendar("Deadlines", &[event("u@x", &text, &text)], Timestamp::UNIX_EPOCH);
            for line in written.split("\r\n") {
                prop_assert!(line.len() <= LINE && !line.contains('\n') && !line.contains('\r'), "{line:?}");
            }
            let unfolded = written.replace("\r\n ", "");
            let values = unfolded.split("\r\n").filter_map(|l| {
                l.strip_prefix("DESCRIPTION:").or_else(|| l.strip_prefix("SUMMARY:"))
            });
            let values: Vec<String> = values.map(unescaped).collect();
            prop_assert_eq!(values, [text.clone(), text]);
        }

        /// Another program's parser reads the same. It has quirks of its own with colons and with space at
        /// folds, so it is given words.
        #[test]
        fn another_parser_reads_the_same(
            summaries in prop::collection::vec("[a-zà-ÿ漢字,;\\\\]{1,120}", 0..4),
            description in "[A-Za-z0-9à-ÿ,;.\\\\-]{1,200}",
        ) {
            let events: Vec<Event> =
                summaries.iter().enumerate().map(|(i, s)| event(&format!("u{i}@x"), s, &description)).collect();
            let text = calendar("Deadlines", &events, Timestamp::UNIX_EPOCH);
            let parsed = IcalParser::new(text.as_bytes()).next();
            let parsed = parsed.ok_or_else(|| TestCaseError::fail("no calendar"))?;
            let parsed = parsed.map_err(|e| TestCaseError::fail(e.to_string()))?;
            prop_assert_eq!(parsed.events.len(), events.len());
            for (component, event) in parsed.events.iter().zip(&events) {
                let value = |name: &str| {
                    let property = component.properties.iter().find(|p| p.name == name);
                    property.and_then(|p| p.value.as_deref()).map(unescaped).unwrap_or_default()
                };
                prop_assert_eq!(value("UID"), event.uid.clone());
                prop_assert_eq!(value("SUMMARY"), event.summary.clone());
                prop_assert_eq!(value("DESCRIPTION"), event.description.clone());
                prop_assert_eq!(value("DTSTART"), "20270310");
            }
        }
    }
}
