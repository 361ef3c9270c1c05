//! Takes new files over while the service runs, and says in the log when a certificate is about to expire.

use crate::tls::credentials::{Credentials, Pem};
use crate::tls::{Tls, TlsError};
use jiff::{SignedDuration, Timestamp};

/// From how long before its end on the log warns of a certificate. Authorities that issue for 90 days renew 30 days
/// before the end, so that a certificate this old was not renewed by itself.
const WARN_BEFORE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How often the log warns.
const WARN_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// What a look at the files found.
#[derive(Debug)]
pub enum Look {
    /// The files are those of the present certificate.
    Same,
    /// New connections get the new certificate.
    Renewed,
    /// The files are others and cannot be used. New connections get the certificate they got before.
    Kept(TlsError),
}

/// Looks at the files again and again. Each look that finds something new says so in the log, once.
#[derive(Debug)]
pub struct Renewal {
    tls: Tls,
    /// What the log was told about files that cannot be used: their digest, if they could be read, and what is wrong.
    complained: Option<(Option<[u8; 32]>, String)>,
    warned_at: Option<Timestamp>,
}

impl Renewal {
    /// Watches the files of this TLS, which all its copies share.
    pub fn of(tls: &Tls) -> Self {
        Self { tls: tls.clone(), complained: None, warned_at: None }
    }

    /// Looks at the files, takes new ones over, and warns of an end that is near.
    pub fn look(&mut self, now: Timestamp) -> Look {
        let look = self.take_over(now);
        self.warn_of_end(now);
        look
    }

    fn take_over(&mut self, now: Timestamp) -> Look {
        let files = &self.tls.files;
        let (digest, checked) = match Pem::read(files) {
            Ok(pem) if pem.digest() == self.tls.offer.present().digest => {
                self.complained = None;
                return Look::Same;
            }
            Ok(pem) => (Some(pem.digest()), Credentials::check(files, &pem, self.tls.offer.provider(), now)),
            Err(e) => (None, Err(e)),
        };
        match checked {
            Ok(credentials) => {
                let until = credentials.valid_until;
                self.tls.offer.replace(credentials);
                (self.complained, self.warned_at) = (None, None);
                tracing::info!(
                    "the files of TLS changed: new connections get the certificate that is valid until {until}"
                );
                Look::Renewed
            }
            Err(why) => {
                let complaint = Some((digest, why.to_string()));
                if self.complained != complaint {
                    let until = self.tls.offer.present().valid_until;
                    tracing::error!(
                        "the files of TLS changed and cannot be used: {why}. New connections still get the certificate \
                         that was read before, valid until {until}"
                    );
                    self.complained = complaint;
                }
                Look::Kept(why)
            }
        }
    }

    fn warn_of_end(&mut self, now: Timestamp) {
        let until = self.tls.offer.present().valid_until;
        let left = until.duration_since(now);
        let warned_lately = self.warned_at.is_some_and(|at| now.duration_since(at) < WARN_EVERY);
        if left > WARN_BEFORE || warned_lately {
            return;
        }
        self.warned_at = Some(now);
        let path = self.tls.files.certificate.display();
        if left.is_negative() {
            tracing::error!(
                "the certificate of TLS expired on {until}, and clients that check it do not connect. Renew {path}; it \
                 is read again when it changes"
            );
        } else {
            let days = left.as_hours() / 24;
            tracing::warn!(
                "the certificate of TLS expires in {days} days, on {until}. Renew {path}; it is read again when it changes"
            );
        }
    }
}
