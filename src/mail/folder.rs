//! The default transport: a folder of `.eml` files, for a mail system that picks them up, a person,
//! or a test. Not its job: sending.
//!
//! A file is named after its Message-ID and appears complete or not at all. Where it is already
//! there, the message has been delivered. Whatever takes files away must therefore leave them for as
//! long as a notice may be tried again: until the notice is recorded as sent.

use std::io;
use std::path::{Path, PathBuf};

use crate::mail::message::Outgoing;
use crate::mail::{Delivery, Transport, durable};

/// Delivers into a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    dir: PathBuf,
}

impl Folder {
    /// A transport that keeps its mail here. Creates the folder where it is missing; fails where it
    /// cannot be written to.
    pub fn open(dir: impl Into<PathBuf>) -> io::Result<Self> {
        let dir = dir.into();
        durable::folder(&dir)?;
        Ok(Self { dir })
    }

    /// Where the mail lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn file(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let _lock = durable::lock(&self.dir)?;
        if self.dir.join(name).try_exists()? {
            return Ok(());
        }
        durable::write(&self.dir, name, content)
    }
}

impl Transport for Folder {
    fn deliver(&self, message: &Outgoing) -> Delivery {
        let mail = match message.compose() {
            Ok(mail) => mail,
            Err(refused) => return Delivery::Permanent { reply: refused.to_string() },
        };
        let name = format!("{}.eml", message.message_id);
        match self.file(&name, &mail.formatted()) {
            Ok(()) => Delivery::Sent { reply: format!("filed as {name}") },
            Err(e) => Delivery::Retry { reply: format!("{} cannot be written to: {e}", self.dir.display()) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::message::tests::outgoing;
    use std::fs;

    fn eml_files(dir: &Path) -> Vec<String> {
        let names = fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        names.filter(|n| !n.starts_with('.')).collect()
    }

    #[test]
    fn a_repeated_delivery_keeps_one_file_with_its_first_content() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path().join("mail")).unwrap();
        let first = outgoing();
        assert_eq!(folder.deliver(&first), Delivery::Sent { reply: "filed as 0a1b.1@office.example.eml".into() });
        let later = Outgoing { date: first.date + jiff::SignedDuration::from_hours(1), ..first.clone() };
        assert!(matches!(folder.deliver(&later), Delivery::Sent { .. }));
        assert_eq!(eml_files(folder.dir()), ["0a1b.1@office.example.eml"]);
        let kept = fs::read(folder.dir().join("0a1b.1@office.example.eml")).unwrap();
        assert_eq!(kept, first.compose().unwrap().formatted());
    }

    #[test]
    fn what_a_killed_process_left_half_written_is_neither_mail_nor_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        fs::write(dir.path().join(".part"), "Subject: A let").unwrap();
        assert!(matches!(folder.deliver(&outgoing()), Delivery::Sent { .. }));
        assert_eq!(eml_files(dir.path()).len(), 1);
        assert!(!dir.path().join(".part").exists());
    }

    #[test]
    fn a_folder_that_takes_nothing_is_tried_again() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path().join("mail")).unwrap();
        fs::remove_dir_all(folder.dir()).unwrap();
        let Delivery::Retry { reply } = folder.deliver(&outgoing()) else { panic!("not to be retried") };
        assert!(reply.contains("mail cannot be written to: "), "{reply}");

        fs::create_dir(folder.dir()).unwrap();
        // Stands in for a full disk: writing the part file fails, nothing half-written stays.
        fs::create_dir(folder.dir().join(".part")).unwrap();
        assert!(matches!(folder.deliver(&outgoing()), Delivery::Retry { .. }));
        assert_eq!(eml_files(folder.dir()), Vec::<String>::new());
    }

    #[test]
    fn a_folder_that_cannot_be_is_refused_at_the_start() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), "").unwrap();
        assert!(Folder::open(dir.path().join("file")).is_err());
    }
}
