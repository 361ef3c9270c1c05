//! Names of the record in words for people: `in_effect` is "in effect".

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

/// The name a value has on the wire, in words.
pub fn words(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name.replace('_', " "),
        Ok(other) => plain(&other),
        Err(_) => String::new(),
    }
}

/// Names after each other.
pub fn listed<T: ToString>(of: impl IntoIterator<Item = T>) -> String {
    of.into_iter().map(|x| x.to_string()).collect::<Vec<_>>().join(", ")
}

/// JSON as a line: members by name, without those that say nothing.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(n) => n.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(of) => listed(of.iter().map(inner).filter(|t| !t.is_empty())),
        Value::Object(of) => {
            let members = of.iter().map(|(k, v)| (k, inner(v))).filter(|(_, v)| !v.is_empty());
            members.map(|(k, v)| format!("{}: {v}", k.replace('_', " "))).collect::<Vec<_>>().join("; ")
        }
    }
}

/// The same inside another: with brackets around members.
fn inner(value: &Value) -> String {
    match plain(value) {
        text if value.is_object() && !text.is_empty() => format!("({text})"),
        text => text,
    }
}

/// How far a day is away.
pub fn away(days_left: i32) -> String {
    match days_left {
        0 => "today".into(),
        1 => "tomorrow".into(),
        n if n > 1 => format!("in {n} days"),
        -1 => "yesterday".into(),
        n => format!("{} days ago", -i64::from(n)),
    }
}

/// A last day; 9999-12-31 stands for none.
pub fn last_day(day: Date) -> String {
    if day == Date::MAX { "no end in sight".into() } else { day.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_and_members_become_words() {
        assert_eq!(words(&domain::order::OrderStatus::InEffect), "in effect");
        assert_eq!(
            plain(&json!({"line": {"number": 2}, "accepts": true, "note": null, "of": ["a", "b"]})),
            "line: (number: 2); accepts: yes; of: a, b"
        );
        assert_eq!([0, 1, 9, -1, -9].map(away), ["today", "tomorrow", "in 9 days", "yesterday", "9 days ago"]);
        assert_eq!(last_day(Date::MAX), "no end in sight");
    }
}
