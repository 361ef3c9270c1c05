//! Mail: delivers one notice to a mail server or into a folder.
//!
//! [`Transport`] has two implementations: [`Folder`] keeps `.eml` files (the default), [`Smtp`] speaks to a mail
//! server. Both build the message the same way from an [`Outgoing`] and answer with a [`Delivery`].
//!
//! **Never sent twice.** A delivery may be repeated at any time, because whoever asked for it may
//! have died before it could write down the answer. What that means differs:
//!
//! - [`Folder`]: exactly once for each folder. The file name is the Message-ID and the file appears in one
//!   step, so a repetition finds it there. The folder has a name ([`Transport::memory`]), by which whoever
//!   repeats a delivery knows that it asks the same folder.
//! - [`Smtp`]: SMTP itself can only promise "at least once": between the server taking a message and
//!   the client learning of it, either may die (RFC 5321, 4.5.3.2.6). So it asks for [`Leave`] before it
//!   offers a message. Whoever gives leave writes that down first, where every process that sends the same
//!   notices looks (`store::notices`), and gives it once: what was offered and not answered is
//!   [`Delivery::Unknown`], for a person to decide. Resending is then a new notice with a new Message-ID.
//!
//! Not its job: what a mail says and whom it is for (`domain::notice`), when to try again
//! (`domain::notice::retry_after`), and what has been sent so far (`store`).

mod durable;
mod folder;
mod message;
mod smtp;
mod smtp_url;

pub use folder::Folder;
pub use message::{Outgoing, Unsendable};
pub use smtp::{Smtp, SmtpOptions, SmtpSetupError, Timeouts};
pub use smtp_url::{BadSmtpUrl, SmtpUrl};

use std::time::Instant;

/// The outcome of one attempt to deliver one message. The text is for the officer who reads the state of a notice.
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
    /// It was not offered: leave was not given, or the delivery was to end before that. Nothing has gone out.
    NotOffered {
        /// Why not.
        reply: String,
    },
}

impl Delivery {
    /// The text, whatever became of it.
    pub fn reply(&self) -> &str {
        match self {
            Self::Sent { reply }
            | Self::Retry { reply }
            | Self::Permanent { reply }
            | Self::Unknown { reply }
            | Self::NotOffered { reply } => reply,
        }
    }
}

/// The questions of a delivery to its caller, asked on the thread that called [`Transport::deliver`].
pub trait Leave {
    /// Asked once, right before the message is offered. `true` means that the caller has recorded that the message may
    /// have gone out from now on, and that nobody else offers it.
    fn may_offer(&self) -> bool;

    /// The instant by which the delivery must end, once it must. Asked again and again while the delivery waits. A
    /// delivery that has not offered its message then ends at once.
    fn must_end_by(&self) -> Option<Instant>;
}

/// Leave that is always given, and never asks a delivery to end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Granted;

impl Leave for Granted {
    fn may_offer(&self) -> bool {
        true
    }
    fn must_end_by(&self) -> Option<Instant> {
        None
    }
}

/// A way to deliver mail. Blocks until the outcome is known; call it off the request path.
pub trait Transport: Send + Sync {
    /// Delivers one message.
    fn deliver(&self, message: &Outgoing, leave: &dyn Leave) -> Delivery;

    /// The name of the place that remembers which messages were delivered there, so that one that may have
    /// been delivered is safely delivered again there, and only there. `None` where nothing remembers.
    fn memory(&self) -> Option<&str> {
        None
    }
}
