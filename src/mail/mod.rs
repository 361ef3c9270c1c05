//! Mail: puts one notice into the hands of a mail server, or of a folder, exactly as told.
//!
//! [`Transport`] is a true seam: [`Folder`] keeps `.eml` files (the default), [`Smtp`] speaks to a
//! mail server. Both build the message the same way from an [`Outgoing`] and answer with a [`Delivery`].
//!
//! **Never sent twice.** A delivery may be repeated at any time, because whoever asked for it may
//! have died before it could write down the answer. What that means differs:
//!
//! - [`Folder`]: exactly once. The file name is the Message-ID and the file appears in one step, so
//!   a repetition finds it there.
//! - [`Smtp`]: SMTP itself can only promise "at least once": between the server taking a message and
//!   the client learning of it, either may die (RFC 5321, 4.5.3.2.6). The [`Journal`] turns that
//!   into "at most once, and never a guess": a repetition after an answered delivery repeats the
//!   answer, and a repetition after an interrupted one sends nothing and says
//!   [`Delivery::Unknown`], for a person to decide. Resending is then a new notice with a new
//!   Message-ID.
//!
//! The journal is as good as its folder: processes that send the same notices must share it.
//!
//! Not its job: what a mail says and whom it is for (`domain::notice`), when to try again
//! (`domain::notice::retry_after`), and what has been sent so far (`store`).

mod durable;
mod folder;
mod journal;
mod message;
mod smtp;
mod smtp_url;

pub use folder::Folder;
pub use journal::{Journal, State};
pub use message::{Outgoing, Unsendable};
pub use smtp::{Smtp, SmtpOptions, SmtpSetupError, Timeouts};
pub use smtp_url::{BadSmtpUrl, SmtpUrl};

/// What became of one attempt to deliver one message. The text is for the officer who reads the
/// state of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It has been taken, now or by an earlier attempt.
    Sent {
        /// The server's own words.
        reply: String,
    },
    /// It has not been taken; trying again may help.
    Retry {
        /// Why not.
        reply: String,
    },
    /// It has not been taken and never will be as it is; a person must act.
    Permanent {
        /// Why not.
        reply: String,
    },
    /// It may or may not have been taken: the attempt was cut off between the end of the message and
    /// the server's answer. It is not sent again under this Message-ID; a person decides.
    Unknown {
        /// What is known.
        reply: String,
    },
}

impl Delivery {
    /// The text, whatever became of it.
    pub fn reply(&self) -> &str {
        match self {
            Self::Sent { reply } | Self::Retry { reply } | Self::Permanent { reply } | Self::Unknown { reply } => reply,
        }
    }
}

/// A way to deliver mail. Blocks until the outcome is known; call it off the request path.
pub trait Transport: Send + Sync {
    /// Delivers one message, or finds that it has been delivered. Safe to repeat with the same
    /// Message-ID.
    fn deliver(&self, message: &Outgoing) -> Delivery;

    /// Tells that the outcome of this Message-ID is on record elsewhere and it will never be
    /// delivered again, so that nothing about it need be remembered here. Failing to forget is
    /// harmless.
    fn settled(&self, _message_id: &str) {}
}
