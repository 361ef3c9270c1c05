//! One mail: what it is made of, and how it is put on the wire (RFC 5322).
//!
//! Names and addresses come from a filing, so from anybody. Nothing in them may become a header or a command: addresses
//! with anything odd are refused, white space in names is folded and everything else is encoded. Not its job: the words
//! (`domain::notice`).

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MessageBuilder};

use domain::notice::{Notice, OfficeAddress, SUBJECT, mail_text};

/// One mail to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The Message-ID without angle brackets; also the name under which a transport remembers it.
    pub message_id: String,
    /// Name of the sender.
    pub from_name: String,
    /// Address of the sender.
    pub from_address: String,
    /// Name of the recipient.
    pub to_name: String,
    /// Address of the recipient.
    pub to_address: String,
    /// The subject line.
    pub subject: String,
    pub text: String,
    /// When it is sent.
    pub date: Timestamp,
}

/// Why a message cannot be put on the wire, however often one tries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// The address is none.
    #[error("the {whose} address is not a mail address: {why}; correct it and send the notice again")]
    Address {
        /// `recipient's` or `sender's`.
        whose: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A name or the subject holds control characters.
    #[error("the {0} holds control characters")]
    ControlCharacters(&'static str),
    /// The Message-ID is not of the form that `domain::notice::message_id` makes.
    #[error("the Message-ID is not letters, digits, `.`, `-`, `_` around one `@`")]
    MessageId,
    /// The message builder refused.
    #[error("the message cannot be built: {0}")]
    Build(String),
}

impl Outgoing {
    /// The mail of a notice, sent from this address at this time; `None` where no address of the recipient is on record.
    pub fn of_notice(notice: &Notice, office: &OfficeAddress, sender: &str, date: Timestamp) -> Option<Self> {
        Some(Self {
            message_id: notice.message_id.clone(),
            from_name: office.name.clone(),
            from_address: sender.to_owned(),
            to_name: notice.principal.clone(),
            to_address: notice.address.clone()?,
            subject: SUBJECT.to_owned(),
            text: mail_text(&notice.reference, office),
            date,
        })
    }

    /// The message as it goes on the wire, with its envelope.
    pub(super) fn compose(&self) -> Result<Message, Unsendable> {
        check_message_id(&self.message_id)?;
        if self.subject.chars().any(char::is_control) {
            return Err(Unsendable::ControlCharacters("subject"));
        }
        let built: MessageBuilder = Message::builder()
            .from(mailbox("sender's", &self.from_name, &self.from_address)?)
            .to(mailbox("recipient's", &self.to_name, &self.to_address)?)
            .subject(self.subject.as_str())
            .date(SystemTime::from(self.date))
            .message_id(Some(format!("<{}>", self.message_id)))
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN);
        built.body(body_of(&self.text)).map_err(|e| Unsendable::Build(e.to_string()))
    }
}

/// Plain lines stay as they are, so that a person can read the file of a mail; lettre would already
/// encode what is wider than 76 columns. All else is encoded.
fn body_of(text: &str) -> Body {
    /// RFC 5322, 2.1.1, without the line break.
    const WIDEST: usize = 998;
    let plain = |line: &str| line.len() <= WIDEST && line.bytes().all(|b| matches!(b, b' '..=b'~'));
    if text.lines().all(plain) {
        let lines = text.lines().flat_map(|line| [line, "\r\n"]).collect::<String>();
        Body::dangerous_pre_encoded(lines.into_bytes(), ContentTransferEncoding::SevenBit)
    } else {
        Body::new(text.to_owned())
    }
}

/// Longest Message-ID taken: with a suffix it is a file name.
const LONGEST_MESSAGE_ID: usize = 200;

fn check_message_id(id: &str) -> Result<(), Unsendable> {
    let part = |p: &str| {
        !p.is_empty()
            && p.split('.').all(|atom| {
                !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            })
    };
    match id.split_once('@') {
        Some((left, right)) if id.len() <= LONGEST_MESSAGE_ID && part(left) && part(right) => Ok(()),
        _ => Err(Unsendable::MessageId),
    }
}

fn mailbox(whose: &'static str, name: &str, address: &str) -> Result<Mailbox, Unsendable> {
    let bad = |why: String| Unsendable::Address { whose, why };
    if address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(bad("it holds white space or control characters".into()));
    }
    let email = address.parse().map_err(|e: lettre::address::AddressError| bad(e.to_string().to_lowercase()))?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().any(char::is_control) {
        return Err(Unsendable::ControlCharacters("name"));
    }
    Ok(Mailbox::new((!name.is_empty()).then_some(name), email))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(in crate::mail) fn outgoing() -> Outgoing {
        Outgoing {
            message_id: "0a1b.1@office.example".into(),
            from_name: "Records Desk".into(),
            from_address: "desk@office.example".into(),
            to_name: "Ada Marlowe".into(),
            to_address: "ada@example.org".into(),
            subject: SUBJECT.into(),
            text: mail_text("K7QX-M2PA-9RTD", &OfficeAddress::default()),
            date: "2026-11-03T14:05:06Z".parse().unwrap(),
        }
    }

    fn wire(message: &Outgoing) -> String {
        String::from_utf8(message.compose().unwrap().formatted()).unwrap()
    }

    #[test]
    fn the_wire_form_of_a_notice() {
        insta::assert_snapshot!(wire(&outgoing()).replace("\r\n", "\n"));
    }

    #[test]
    fn text_outside_ascii_or_in_endless_lines_is_encoded() {
        for text in ["Łódź\n".to_owned(), "x".repeat(999)] {
            let mail = wire(&Outgoing { text, ..outgoing() });
            assert!(mail.is_ascii() && mail.lines().all(|l| l.len() <= 100), "{mail}");
            assert!(mail.contains("quoted-printable") || mail.contains("base64"), "{mail}");
        }
    }

    #[test]
    fn names_are_encoded_and_never_become_headers() {
        for name in ["Hale, Prior & \"Sons\"", "Łódź Maritime", "a\r\nBcc: x@example.org", "x".repeat(5_000).as_str()]
        {
            let mail = wire(&Outgoing { to_name: name.into(), ..outgoing() });
            let (head, _) = mail.split_once("\r\n\r\n").unwrap();
            assert!(head.is_ascii());
            let headers: Vec<_> =
                head.lines().filter(|l| !l.starts_with([' ', '\t'])).map(|l| l.split(':').next().unwrap()).collect();
            assert_eq!(
                headers,
                [
                    "From",
                    "To",
                    "Subject",
                    "Date",
                    "Message-ID",
                    "Auto-Submitted",
                    "Content-Type",
                    "Content-Transfer-Encoding"
                ]
            );
        }
    }

    #[test]
    fn what_cannot_be_sent_says_why() {
        let why = |m: Outgoing| m.compose().unwrap_err().to_string();
        for address in ["", "ada", "ada@", "a b@example.org", "ada@example.org\r\nRCPT TO:<x@y.z>", "a@b@c", "a@x\u{0}"]
        {
            let text = why(Outgoing { to_address: address.into(), ..outgoing() });
            assert!(text.starts_with("the recipient's address is not a mail address: "), "{text}");
        }
        for id in ["", "a", "@b", "a@", "a@b@c", "../a@b", "a..b@c", "a@b\r\nX: y", "ä@b", "a@b>", &"a".repeat(300)] {
            assert!(why(Outgoing { message_id: id.into(), ..outgoing() }).contains("Message-ID"), "{id:?}");
        }
        assert!(why(Outgoing { to_name: "a\u{0}b".into(), ..outgoing() }).contains("control characters"));
        assert!(why(Outgoing { subject: "a\nb".into(), ..outgoing() }).contains("control characters"));
    }

    proptest! {
        #[test]
        fn whatever_the_parties_are_called_the_headers_stay(
            name in "(\\PC|[\r\n\t\u{0}-\u{1f}<>\",@:;=?]){0,40}",
            address in "(\\PC|[\r\n\t <>\",@.:;]){0,40}",
        ) {
            for m in [
                Outgoing { to_name: name.clone(), ..outgoing() },
                Outgoing { to_name: name.clone(), to_address: address.clone(), ..outgoing() },
                Outgoing { to_address: format!("{address}@example.org"), ..outgoing() },
            ] {
                let Ok(composed) = m.compose() else { continue };
                let mail = String::from_utf8(composed.formatted()).unwrap();
                let (head, body) = mail.split_once("\r\n\r\n").unwrap();
                let headers = head.split("\r\n").filter(|l| !l.starts_with([' ', '\t'])).count();
                prop_assert_eq!(headers, 8, "{}", head);
                prop_assert!(!head.replace("\r\n", "").contains(['\r', '\n']));
                prop_assert!(body.starts_with("A letter addressed to you"));
                prop_assert_eq!(composed.envelope().to().len(), 1);
            }
        }
    }
}
