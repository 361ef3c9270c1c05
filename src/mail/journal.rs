//! What is known about deliveries by SMTP, on disk before it matters.
//!
//! For each Message-ID there are three states, and two files that tell them apart:
//!
//! | files | state | a repeated delivery |
//! |---|---|---|
//! | none | [`State::Fresh`]: the server has not taken it | sends it |
//! | `<id>.attempt` | [`State::Interrupted`]: it may or may not have been taken | sends nothing, a person decides |
//! | `<id>.sent` (with or without the other) | [`State::Accepted`] with the server's reply | repeats the reply |
//!
//! `.attempt` is on disk before the message is offered (before `DATA`), and taken away only when the
//! message has surely not been taken. `.sent` is on disk before anyone is told. The names of the files
//! are all that they say about a message.
//!
//! Not its job: deciding what a state means for a notice.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use crate::mail::durable;

/// What is known about one Message-ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The server has not taken it.
    Fresh,
    /// It was being offered when something cut the attempt off.
    Interrupted,
    /// The server has taken it, with this reply.
    Accepted(String),
}

/// The journal of one folder.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
}

impl Journal {
    /// The journal in this folder. Creates the folder where it is missing; fails where it cannot be
    /// written to.
    pub fn open(dir: impl Into<PathBuf>) -> io::Result<Self> {
        let dir = dir.into();
        durable::folder(&dir)?;
        Ok(Self { dir })
    }

    /// Waits until no other thread or process works with this journal and keeps them out. Held for
    /// a whole delivery, so that two of one message can never overlap.
    pub(super) fn lock(&self) -> io::Result<Held<'_>> {
        Ok(Held { journal: self, _lock: durable::lock(&self.dir)? })
    }

    fn attempt(&self, message_id: &str) -> PathBuf {
        self.dir.join(format!("{message_id}.attempt"))
    }

    fn sent(&self, message_id: &str) -> PathBuf {
        self.dir.join(format!("{message_id}.sent"))
    }
}

/// The journal, to oneself.
#[derive(Debug)]
pub(super) struct Held<'a> {
    journal: &'a Journal,
    _lock: File,
}

impl Held<'_> {
    /// What is known about a message.
    pub(super) fn state(&self, message_id: &str) -> io::Result<State> {
        match fs::read(self.journal.sent(message_id)) {
            Ok(reply) => return Ok(State::Accepted(String::from_utf8_lossy(&reply).into_owned())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
        let interrupted = self.journal.attempt(message_id).try_exists()?;
        Ok(if interrupted { State::Interrupted } else { State::Fresh })
    }

    /// Writes down that the message is about to be offered.
    pub(super) fn begin(&self, message_id: &str) -> io::Result<()> {
        durable::write(&self.journal.dir, &format!("{message_id}.attempt"), b"")
    }

    /// Writes down that the server has taken the message.
    pub(super) fn accepted(&self, message_id: &str, reply: &str) -> io::Result<()> {
        durable::write(&self.journal.dir, &format!("{message_id}.sent"), reply.as_bytes())?;
        durable::remove(&self.journal.attempt(message_id))
    }

    /// Writes down that the message has surely not been taken. Should this not reach the disk, the
    /// message counts as interrupted: too careful, never too bold.
    pub(super) fn not_taken(&self, message_id: &str) -> io::Result<()> {
        durable::remove(&self.journal.attempt(message_id))
    }

    /// Removes all that is known about a message.
    pub(super) fn forget(&self, message_id: &str) -> io::Result<()> {
        durable::remove(&self.journal.attempt(message_id))?;
        durable::remove(&self.journal.sent(message_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0a1b@office.example";

    /// The journal as the next process finds it.
    fn after_a_crash(journal: Journal) -> (Journal, State) {
        let journal = Journal::open(journal.dir).unwrap();
        let state = journal.lock().unwrap().state(ID).unwrap();
        (journal, state)
    }

    #[test]
    fn each_place_to_crash_leaves_the_state_it_should() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path().join("spool")).unwrap();
        let (journal, state) = after_a_crash(journal);
        assert_eq!(state, State::Fresh);

        journal.lock().unwrap().begin(ID).unwrap();
        let (journal, state) = after_a_crash(journal);
        assert_eq!(state, State::Interrupted);

        journal.lock().unwrap().not_taken(ID).unwrap();
        let (journal, state) = after_a_crash(journal);
        assert_eq!(state, State::Fresh);

        journal.lock().unwrap().begin(ID).unwrap();
        journal.lock().unwrap().accepted(ID, "250 2.0.0 taken as 77").unwrap();
        let (journal, state) = after_a_crash(journal);
        assert_eq!(state, State::Accepted("250 2.0.0 taken as 77".into()));

        // Killed between writing `.sent` and removing `.attempt`.
        journal.lock().unwrap().begin(ID).unwrap();
        let (journal, state) = after_a_crash(journal);
        assert_eq!(state, State::Accepted("250 2.0.0 taken as 77".into()));

        journal.lock().unwrap().forget(ID).unwrap();
        assert_eq!(after_a_crash(journal).1, State::Fresh);
    }

    #[test]
    fn a_half_written_file_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        journal.lock().unwrap().begin(ID).unwrap();
        // Killed while `.sent` was being written.
        fs::write(dir.path().join(".part"), "25").unwrap();
        let (journal, state) = after_a_crash(journal);
        assert_eq!(state, State::Interrupted);
        journal.lock().unwrap().accepted(ID, "250 ok").unwrap();
        assert_eq!(after_a_crash(journal).1, State::Accepted("250 ok".into()));
    }

    #[test]
    fn one_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        let other = Journal::open(dir.path()).unwrap();
        std::thread::scope(|s| {
            let held = journal.lock().unwrap();
            let waiting = s.spawn(|| other.lock().unwrap().state(ID).unwrap());
            held.begin(ID).unwrap();
            held.accepted(ID, "250 ok").unwrap();
            drop(held);
            assert_eq!(waiting.join().unwrap(), State::Accepted("250 ok".into()));
        });
    }
}
