//! The default transport: a folder of `.eml` files, for a mail system that picks them up, a person,
//! or a test. Not its job: sending.
//!
//! The folder has a name of its own, in the file `.name`, by which two processes know that they use the same folder.
//!
//! A file is named after its Message-ID and appears complete or not at all. Where it is already
//! there, the message has been delivered. Whatever takes files away must therefore leave them for as
//! long as a notice may be tried again: until the notice is recorded as sent.

use std::io;
use std::path::{Path, PathBuf};

use crate::mail::message::Outgoing;
use crate::mail::{Delivery, Leave, Transport, durable};

/// Delivers into a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    dir: PathBuf,
    name: String,
}

/// The file that holds the folder's name.
const NAME: &str = ".name";

impl Folder {
    /// A transport that keeps its mail here. Creates the folder where it is missing; fails where it
    /// cannot be written to.
    pub fn open(dir: impl Into<PathBuf>) -> io::Result<Self> {
        let dir = dir.into();
        durable::make_folder(&dir)?;
        let name = Self::read_or_make_name(&dir)?;
        Ok(Self { dir, name })
    }

    /// Reads the name that was stored in a folder. If none was, this stores a random one.
    fn read_or_make_name(dir: &Path) -> io::Result<String> {
        let _lock = durable::lock_folder(dir)?;
        match std::fs::read_to_string(dir.join(NAME)) {
            Ok(name) if !name.trim().is_empty() => return Ok(name.trim().to_owned()),
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let name = format!("folder:{}", random.iter().map(|b| format!("{b:02x}")).collect::<String>());
        durable::write_file(dir, NAME, name.as_bytes())?;
        Ok(name)
    }

    /// Where the mail lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes a message into the folder, if leave is given. A message that is there already needs no leave.
    fn file(&self, name: &str, content: &[u8], leave: &dyn Leave) -> io::Result<bool> {
        if self.dir.join(name).try_exists()? {
            return Ok(true);
        }
        // Leave is asked for before the folder is locked, because it may wait for the database.
        if !leave.may_offer() {
            return Ok(false);
        }
        let _lock = durable::lock_folder(&self.dir)?;
        if !self.dir.join(name).try_exists()? {
            durable::write_file(&self.dir, name, content)?;
        }
        Ok(true)
    }
}

impl Transport for Folder {
    fn deliver(&self, message: &Outgoing, leave: &dyn Leave) -> Delivery {
        let mail = match message.compose() {
            Ok(mail) => mail,
            Err(refused) => return Delivery::Permanent { reply: refused.to_string() },
        };
        let name = format!("{}.eml", message.message_id);
        match self.file(&name, &mail.formatted(), leave) {
            Ok(true) => Delivery::Sent { reply: format!("filed as {name}") },
            Ok(false) => Delivery::NotOffered { reply: "not filed: it is no longer this process's to send".into() },
            Err(e) => Delivery::Retry { reply: format!("{} cannot be written to: {e}", self.dir.display()) },
        }
    }

    fn memory(&self) -> Option<&str> {
        Some(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Granted;
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
        assert_eq!(
            folder.deliver(&first, &Granted),
            Delivery::Sent { reply: "filed as 0a1b.1@office.example.eml".into() }
        );
        let later = Outgoing { date: first.date + jiff::SignedDuration::from_hours(1), ..first.clone() };
        assert!(matches!(folder.deliver(&later, &Granted), Delivery::Sent { .. }));
        assert_eq!(eml_files(folder.dir()), ["0a1b.1@office.example.eml"]);
        let kept = fs::read(folder.dir().join("0a1b.1@office.example.eml")).unwrap();
        assert_eq!(kept, first.compose().unwrap().formatted());
    }

    #[test]
    fn what_a_killed_process_left_half_written_is_neither_mail_nor_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        fs::write(dir.path().join(".part"), "Subject: A let").unwrap();
        assert!(matches!(folder.deliver(&outgoing(), &Granted), Delivery::Sent { .. }));
        assert_eq!(eml_files(dir.path()).len(), 1);
        assert!(!dir.path().join(".part").exists());
    }

    #[test]
    fn a_folder_that_takes_nothing_is_tried_again() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path().join("mail")).unwrap();
        fs::remove_dir_all(folder.dir()).unwrap();
        let Delivery::Retry { reply } = folder.deliver(&outgoing(), &Granted) else { panic!("not to be retried") };
        assert!(reply.contains("mail cannot be written to: "), "{reply}");

        fs::create_dir(folder.dir()).unwrap();
        // Stands in for a full disk: writing the part file fails, nothing half-written stays.
        fs::create_dir(folder.dir().join(".part")).unwrap();
        assert!(matches!(folder.deliver(&outgoing(), &Granted), Delivery::Retry { .. }));
        assert_eq!(eml_files(folder.dir()), Vec::<String>::new());
    }

    #[test]
    fn a_folder_keeps_its_name_and_shares_it_with_nobody_else() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let name = |dir: &Path| Folder::open(dir).unwrap().memory().unwrap().to_owned();
        assert_eq!(name(one.path()), name(one.path()));
        assert_ne!(name(one.path()), name(two.path()));
    }

    #[test]
    fn nothing_is_filed_without_leave() {
        struct Refused;
        impl Leave for Refused {
            fn may_offer(&self) -> bool {
                false
            }
            fn must_end_by(&self) -> Option<std::time::Instant> {
                None
            }
        }
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        assert!(matches!(folder.deliver(&outgoing(), &Refused), Delivery::NotOffered { .. }));
        assert_eq!(eml_files(dir.path()).len(), 0);
        assert!(matches!(folder.deliver(&outgoing(), &Granted), Delivery::Sent { .. }));
        assert!(matches!(folder.deliver(&outgoing(), &Refused), Delivery::Sent { .. }), "it lies there");
    }

    #[test]
    fn a_folder_that_cannot_be_is_refused_at_the_start() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), "").unwrap();
        assert!(Folder::open(dir.path().join("file")).is_err());
    }
}
