//! Floor 3: the jobs that run by themselves: the clock, the mail, the index, housekeeping.
//!
//! Each job reads the state and does what is due. It takes no input, so running it twice or after a crash does nothing
//! twice. Waking a job only shortens its wait. A job that fails or panics is logged, shown, and tried again with a
//! growing pause; it never stops the service. Each job is one workflow call; no use case is written here.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Whether a run left something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// More is due now.
    More,
    Nothing,
}

/// Work that a thread of its own repeats.
pub struct Job {
    name: &'static str,
    every: Duration,
    run: Box<dyn FnMut() -> Result<Left, String> + Send>,
}

impl Job {
    /// A job that runs at least this often.
    pub fn new(
        name: &'static str,
        every: Duration,
        run: impl FnMut() -> Result<Left, String> + Send + 'static,
    ) -> Self {
        Self { name, every, run: Box::new(run) }
    }
}

/// The runs and failures of a job, with its last error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobState {
    pub name: &'static str,
    /// Times it ran.
    pub runs: u64,
    /// Times it failed in a row, up to now.
    pub failures: u32,
    /// Its last error, until it next succeeds.
    pub last_error: Option<String>,
}

#[derive(Default)]
struct Board {
    stop: bool,
    nudges: u64,
    states: Vec<JobState>,
}

struct Shared {
    board: Mutex<Board>,
    changed: Condvar,
}

impl Shared {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes the jobs and shows how they are.
#[derive(Clone)]
pub struct JobWaker(Arc<Shared>);

impl JobWaker {
    /// Ends the wait of every job, because something may be due now.
    pub fn wake(&self) {
        self.0.board().nudges += 1;
        self.0.changed.notify_all();
    }
    /// The state of every job.
    pub fn states(&self) -> Vec<JobState> {
        self.0.board().states.clone()
    }
}

/// The running jobs, a thread each. Ended by [`Jobs::stop`].
pub struct Jobs {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// Longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Jobs {
    /// Starts a thread for each job.
    pub fn start(jobs: Vec<Job>) -> std::io::Result<Self> {
        let states = jobs.iter().map(|j| JobState { name: j.name, runs: 0, failures: 0, last_error: None }).collect();
        let shared =
            Arc::new(Shared { board: Mutex::new(Board { states, ..Board::default() }), changed: Condvar::new() });
        let threads = jobs
            .into_iter()
            .enumerate()
            .map(|(place, job)| {
                let shared = shared.clone();
                std::thread::Builder::new()
                    .name(format!("job-{}", job.name))
                    .spawn(move || run_job(job, place, &shared))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { shared, threads })
    }
    /// The handle that wakes the jobs.
    pub fn waker(&self) -> JobWaker {
        JobWaker(self.shared.clone())
    }
    /// Lets each job finish its present step, then ends all of them.
    pub fn stop(self) {
        self.shared.board().stop = true;
        self.shared.changed.notify_all();
        for thread in self.threads {
            // A panic in a job was caught and logged where it happened.
            let _ = thread.join();
        }
    }
}

fn run_job(mut job: Job, place: usize, shared: &Shared) {
    loop {
        let heard = {
            let board = shared.board();
            if board.stop {
                return;
            }
            board.nudges
        };
        let outcome = catch_unwind(AssertUnwindSafe(&mut job.run)).unwrap_or_else(|_| Err("it panicked".into()));
        let mut board = shared.board();
        let Some(state) = board.states.get_mut(place) else { return };
        state.runs += 1;
        let pause = match outcome {
            Ok(left) => {
                state.failures = 0;
                state.last_error = None;
                if left == Left::More { Duration::ZERO } else { job.every }
            }
            Err(error) => {
                tracing::error!(job = job.name, %error, "job.failed");
                state.failures = state.failures.saturating_add(1);
                state.last_error = Some(error);
                let grown = Duration::from_secs(1 << state.failures.min(6));
                grown.min(LONGEST_PAUSE)
            }
        };
        // A call of `wake` while the job ran is not lost: the job may have read the state before the change. After a
        // failure it does not shorten the pause.
        let failed = state.failures > 0;
        let _ = shared.changed.wait_timeout_while(board, pause, |b| !b.stop && (failed || b.nudges == heard));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Instant;

    fn wait_until(what: impl Fn() -> bool) {
        let start = Instant::now();
        while !what() {
            assert!(start.elapsed() < Duration::from_secs(20), "it does not happen");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_nudge_wakes_a_job_and_more_work_is_done_at_once() {
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = runs.clone();
        let jobs = Jobs::start(vec![Job::new("count", Duration::from_secs(3600), move || {
            let n = counted.fetch_add(1, Ordering::SeqCst);
            Ok(if n < 2 { Left::More } else { Left::Nothing })
        })])
        .expect("threads");
        wait_until(|| runs.load(Ordering::SeqCst) == 3);
        jobs.waker().wake();
        wait_until(|| runs.load(Ordering::SeqCst) == 4);
        jobs.stop();
        assert_eq!(runs.load(Ordering::SeqCst), 4);
    }

    #[test]
    fn a_panic_is_shown_and_the_job_goes_on() {
        let mut first = true;
        let jobs = Jobs::start(vec![Job::new("fragile", Duration::from_secs(3600), move || {
            assert!(!std::mem::take(&mut first), "a planned failure");
            Ok(Left::Nothing)
        })])
        .expect("threads");
        let waker = jobs.waker();
        wait_until(|| waker.states()[0].failures == 1);
        assert_eq!(waker.states()[0].last_error.as_deref(), Some("it panicked"));
        wait_until(|| waker.states()[0].runs == 2);
        assert_eq!(waker.states()[0].last_error, None);
        jobs.stop();
    }
}
