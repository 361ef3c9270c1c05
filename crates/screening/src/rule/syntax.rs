//! The complaints of the parser that need more than a sentence: each finds out what the author may have meant.

use std::ops::Range;

use crate::rule::ast::{Expr, Proximity};
use crate::rule::error::Complaint;
use crate::rule::lexer::{Kind, OPERATORS, Token};
use text::suggest::did_you_mean;

/// The operator that a misspelled word may be meant for, with its number.
pub fn similar_operator(text: &str) -> Option<String> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let letters = &text[..text.len() - digits.len()];
    let usable = digits.bytes().all(|b| b.is_ascii_digit()) && letters.len() <= 6;
    usable.then(|| did_you_mean(letters, OPERATORS)).flatten().map(|name| {
        let takes_number = matches!(name, "ADJ" | "NEAR" | "WITH" | "SAME");
        format!("{name}{}", if takes_number { digits } else { "" })
    })
}

/// The complaint about a token where an operand must stand.
pub fn missing_operand(token: &Token, before: Option<&Token>) -> Complaint {
    let what = "a word, a phrase, a quantity or a parenthesis is expected";
    let literal = |name: &str| format!("to look for the word itself, quote it: \"{name}\"");
    match &token.kind {
        Kind::End => match before {
            Some(b) => Complaint::new(b.at.clone(), format!("{what} after this, but the rule ends")),
            None => Complaint::new(token.at.clone(), "the rule is empty"),
        },
        Kind::Not => Complaint::new(token.at.clone(), "NOT needs something on its left to take away from")
            .help("write `a NOT b`; to look for the word itself, quote it: \"not\""),
        Kind::And | Kind::Or | Kind::Xor | Kind::Of => {
            let name = match token.kind {
                Kind::And => "and",
                Kind::Or => "or",
                Kind::Xor => "xor",
                _ => "of",
            };
            Complaint::new(token.at.clone(), format!("{what} here, not the operator {}", name.to_uppercase()))
                .help(literal(name))
        }
        Kind::Near(kind, _) => {
            let name = kind.name_and_default().0;
            Complaint::new(token.at.clone(), format!("{what} here, not the operator {name}"))
                .help(literal(&name.to_lowercase()))
        }
        Kind::Close => Complaint::new(token.at.clone(), format!("{what} before `)`")),
        Kind::Comma => Complaint::new(token.at.clone(), format!("{what} before the comma")),
        Kind::Suffix(names) => {
            Complaint::new(token.at.clone(), format!("nothing stands before the suffix `.{}.`", names.join(",")))
        }
        _ => Complaint::new(token.at.clone(), format!("{what} here")),
    }
}

/// The complaint about a side of a proximity operator that stands at no place in the text.
pub fn not_positional(culprit: &Expr, what: &str, p: Proximity, operator_at: &Range<usize>) -> Complaint {
    let name = p.kind.name_and_default().0;
    let why = match what {
        "a class code" => "a class code stands nowhere in the text".to_owned(),
        "OF" => "`n OF` holds for a whole filing, not at a place in it".to_owned(),
        _ => format!("{what} holds for a whole filing, not at a place in it"),
    };
    // If the culprit spans the operator, the complaint marks the operator.
    let at = if culprit.at.contains(&operator_at.start) { operator_at.clone() } else { culprit.at.clone() };
    Complaint::new(at, format!("{name} joins places in the text, and {why}"))
        .help(format!("a side of {name} is a word, phrase, quantity, OR of these, or another proximity"))
}
