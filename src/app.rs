//! Floor 4: opens the parts of the service from the settings, runs them and stops them.

pub mod keys;
pub mod ledger_end;
pub mod private;

use crate::api::{self, Api, Listeners, Proof};
use crate::app::keys::OpenKeys;
use crate::auth::issuer::Fetcher;
use crate::auth::password::Passwords;
use crate::clock::{Clock, DemoClock, SystemClock, SystemIds};
use crate::config::Config;
use crate::jobs::{Job, Jobs, Left};
use crate::mail::{Folder, Smtp, SmtpOptions, SmtpUrl, Transport};
use crate::search::{Condition, SearchIndex};
use crate::store::{DatabaseUrl, Store};
use crate::telemetry::Metrics;
use crate::tls::{Renewal, Tls, TlsFiles};
use crate::workflow::clock::{clocks, tick};
use crate::workflow::filing::index;
use crate::workflow::frame::post::Post;
use crate::workflow::frame::present_list;
use crate::workflow::frame::status;
use crate::workflow::list::rescreen::Rescreener;
use crate::workflow::list::setup;
use crate::workflow::notice::outbox;
use crate::workflow::notice::outbox::Sending;
use crate::workflow::office::alarms;
use crate::workflow::office::keys::KeyRing;
use crate::workflow::office::{demo, housekeeping, key_rotation};
use crate::workflow::{Ctx, Service, Settings, numbers};
use actix_web::web;
use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Opens the existing database and what use cases need, without a service around them. Most commands work with this. If
/// there is no database, this is an error, and none is created.
pub fn open_office(config: &Config) -> Result<Ctx> {
    let url = database_url(config)?;
    keys::refuse_emptied_database(config, &url)?;
    prepare_context(config, Store::open_existing(&url, config.demo)?)
}

/// Opens the database and what use cases need, and creates the database if there is none.
pub fn open_or_make_office(config: &Config) -> Result<Ctx> {
    if config.database.is_none() {
        make_data_folder(config)?;
    }
    let url = database_url(config)?;
    keys::refuse_emptied_database(config, &url)?;
    prepare_context(config, Store::open(&url, config.demo)?)
}

fn make_data_folder(config: &Config) -> Result<()> {
    private::make_folder(&config.data)
        .with_context(|| format!("cannot create the data folder {}", config.data.display()))
}

fn database_url(config: &Config) -> Result<DatabaseUrl> {
    Ok(config.database_url()?.expose_secret().parse()?)
}

fn prepare_context(config: &Config, store: Store) -> Result<Ctx> {
    let clock: Arc<dyn Clock> = match demo_clock(config, &store)? {
        Some(clock) => clock,
        None => Arc::new(SystemClock),
    };
    let cx = make_context(config, store, clock);
    setup::prepare(&cx)?;
    Ok(cx)
}

fn make_context(config: &Config, store: Store, clock: Arc<dyn Clock>) -> Ctx {
    let settings = Arc::new(settings_of(config));
    Ctx { store, clock, ids: Arc::new(SystemIds), settings, lists: Arc::default(), tree: Arc::default(), service: None }
}

fn settings_of(config: &Config) -> Settings {
    let sender = config.mail.from.as_ref().unwrap_or(&config.office.email);
    let days = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    Settings {
        determination_window_days: days(config.law.determination_window_days),
        referral_due_days: days(config.law.referral_due_days),
        marking_period_days: days(config.law.marking_period_days),
        property_statement_days: days(config.law.property_statement_days),
        property_claim_days: days(config.law.property_claim_days),
        property_hearing_days: days(config.law.property_hearing_days),
        retroactive_renewal_days: days(config.law.retroactive_renewal_days),
        appeal_days: days(config.law.appeal_days),
        originator_notice_days: days(config.law.originator_notice_days),
        receipt_due_days: days(config.law.receipt_due_days),
        referral_reminder_days: days(config.law.referral_reminder_days),
        referral_escalation_days: days(config.law.referral_escalation_days),
        paused_by_questions: config.questions.pause,
        alarming_reads: config.alarms.filings_read,
        receipt_license: config.law.receipt_license,
        countries: config.law.countries.clone(),
        office: config.office.clone(),
        mail_from: config.mail.from.clone(),
        mail_domain: sender.rsplit_once('@').map_or("localhost", |(_, domain)| domain).to_owned(),
    }
}

/// The clock of a demonstration, at the instant of the settings or of its last setting. It never goes back.
fn demo_clock(config: &Config, store: &Store) -> Result<Option<Arc<DemoClock>>> {
    if !store.is_demo() {
        return Ok(None);
    }
    let stood = demo::last_set_to(store)?;
    let start = match (config.demo_now, stood) {
        (Some(asked), Some(stood)) if asked < stood => anyhow::bail!(
            "the clock of this demonstration stands at {stood} and only goes forward; leave out --demo-now, or name a later instant"
        ),
        (Some(asked), _) => Some(asked),
        (None, stood) => stood,
    };
    Ok(start.map(|at| Arc::new(DemoClock::starting_at(at))))
}

/// How long a claimed notice belongs to this process, if it is written to a folder.
const FOLDER_LEASE: SignedDuration = SignedDuration::from_secs(10);
/// How long a claimed notice belongs to this process, if it is sent to a mail server: longer than all timeouts of a
/// delivery together.
const SMTP_LEASE: SignedDuration = SignedDuration::from_mins(30);

/// The notice that everybody accepts before signing in. An empty one is an error: nobody would see that there is none.
fn read_banner(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the notice of sign_in.banner_file, {}", file.display()))?;
    let text = text.trim().to_owned();
    anyhow::ensure!(!text.is_empty(), "the notice of sign_in.banner_file, {}, is empty", file.display());
    Ok(text)
}

fn open_transport(config: &Config) -> Result<(Box<dyn Transport>, SignedDuration)> {
    let Some(url) = &config.mail.smtp else {
        let dir = config.mail_dir().unwrap_or_else(|| config.data.join("mail"));
        let folder = Folder::open(&dir).with_context(|| format!("cannot use the mail folder {}", dir.display()))?;
        return Ok((Box::new(folder), FOLDER_LEASE));
    };
    let mut url: SmtpUrl = url.0.parse()?;
    if let Some(user) = &config.mail.smtp_user {
        url = url.with_user(user);
    }
    let password = config.mail.smtp_password_file.as_deref().map(crate::config::read_secret).transpose()?;
    let smtp = Smtp::new(url, SmtpOptions { password, ..SmtpOptions::default() })?;
    Ok((Box::new(smtp), SMTP_LEASE))
}

/// TLS of the service, if the settings name its files. Certificates are held against the clock of the machine, in a
/// demonstration too.
fn open_tls(config: &Config) -> Result<Option<Tls>> {
    let (Some(certificate), Some(key)) = (config.tls.certificate.clone(), config.tls.key.clone()) else {
        return Ok(None);
    };
    let files = TlsFiles { certificate, key, client_ca: config.tls.client_ca.clone() };
    Ok(Some(Tls::open(files, SystemClock.now()).context("the service cannot speak TLS")?))
}

/// The folder of the index of this node.
pub fn index_dir(config: &Config) -> PathBuf {
    config.data.join("index")
}

/// A service that is ready to run.
pub struct App {
    config: Config,
    cx: Ctx,
    tls: Option<Tls>,
    listeners: Listeners,
    api: Api,
    metrics: Arc<Metrics>,
    ring: Arc<KeyRing>,
}

impl App {
    /// Opens everything; refuses with the cause and the way out.
    pub fn open(config: Config) -> Result<Self> {
        make_data_folder(&config)?;
        let tls = open_tls(&config)?;
        let listeners = Listeners::open(&config, tls.clone())?;
        let mut cx = open_or_make_office(&config)?;
        for warning in private::tighten(&config) {
            tracing::warn!("{warning}");
        }
        // This refuses a database whose ledger was cut off, emptied or written anew since the service last ran.
        ledger_end::keep(&config.data, &cx)?;
        // A list that cannot be loaded must stop the start, not the first filing.
        present_list::in_force(&cx)?;
        // The folder is private, so nobody else reaches the files of the index.
        private::make_folder(&index_dir(&config)).context("cannot create the folder of the index")?;
        let (index, condition) = SearchIndex::open(index_dir(&config))?;
        if let Condition::Discarded { why } = condition {
            tracing::warn!(why, "index.discarded");
        }
        let (transport, lease) = open_transport(&config)?;
        // The clock that `office` made is the demonstration's; the service needs it by its own name, too.
        let demo_clock = demo_clock(&config, &cx.store)?
            .or_else(|| cx.store.is_demo().then(|| Arc::new(DemoClock::starting_at(cx.now()))));
        if let Some(clock) = &demo_clock {
            cx.clock = clock.clone();
        }
        cx.service = Some(Arc::new(Service {
            index,
            transport,
            post: Post::default(),
            lease,
            reads: Default::default(),
            demo_clock,
        }));
        let metrics = Arc::new(Metrics::new()?);
        let OpenKeys { ring, seal } = keys::open_or_make(&config, &cx)?;
        let banner = config.sign_in.banner_file.as_deref().map(read_banner).transpose()?;
        let fetcher = Fetcher::new(config.tls.issuer_ca.as_deref()).context("tls.issuer_ca")?;
        let proof = Proof { passwords: Passwords::new()?, keys: ring.clone(), seal, banner, fetcher };
        let api = Api::new(&config, cx.clone(), proof, metrics.clone());
        Ok(Self { config, cx, tls, listeners, api, metrics, ring })
    }

    /// What use cases work with.
    pub fn cx(&self) -> &Ctx {
        &self.cx
    }

    /// Serves until the process is asked to stop; then lets requests and jobs finish. Prints a line on standard output
    /// when it is ready.
    pub fn run(self) -> Result<()> {
        let Self { config, cx, tls, listeners, api, metrics, ring } = self;
        let (scheme, address) = (listeners.scheme(), listeners.main()?);
        if let Some(ops) = listeners.ops() {
            tracing::info!(address = %ops?, "ops.listening");
        }
        if !setup::has_accounts(&cx)? {
            tracing::warn!(
                "there are no accounts yet. Add the first: subrosa account add NAME --role security_officer \
                 --password-file FILE --own-password (with the same --database and --data)"
            );
        }
        let to_look_at = numbers::settle(&cx)?;
        let off = status::settle(&cx)?;
        if off > 0 {
            tracing::info!("{off} filings had a status that an older program computed otherwise; each now has its own");
        }
        if to_look_at > 0 {
            tracing::warn!(
                "{to_look_at} filings have an application number that a person must look at: see subrosa filing numbers \
                 (with the same --database and --data)"
            );
        }
        let mut jobs = make_jobs(&config, &cx, &metrics);
        jobs.push(keep_keys(&cx, ring, &metrics));
        jobs.extend(tls.as_ref().map(watch_tls));
        let jobs = Jobs::start(jobs).context("cannot start the jobs")?;
        let ready = || {
            let mut out = std::io::stdout();
            writeln!(out, "listening on {scheme}://{address}")?;
            out.flush()
        };
        let served = actix_web::rt::System::new().block_on(api::serve(web::Data::new(api), &config, listeners, ready));
        // A signal may have stopped it before.
        cx.service()?.post.stop_sending(Instant::now());
        jobs.stop();
        if let Err(e) = ledger_end::keep(&config.data, &cx) {
            tracing::error!("{e:#}");
        }
        if let Err(e) = cx.store.empty_log() {
            tracing::warn!(error = %e, "the write-ahead log is not empty");
        }
        tracing::info!("service.stopped");
        Ok(served?)
    }
}

/// The jobs of the service.
fn make_jobs(config: &Config, cx: &Ctx, metrics: &Arc<Metrics>) -> Vec<Job> {
    let job = |name: &'static str, every: Duration, run: fn(&Ctx, Timestamp) -> Result<Left, String>| {
        let (cx, metrics) = (cx.clone(), metrics.clone());
        Job::new(name, every, move || {
            let done = run(&cx, cx.now());
            metrics.job(name, if done.is_ok() { "done" } else { "failed" });
            done
        })
    };
    let index = {
        let (cx, metrics) = (cx.clone(), metrics.clone());
        Job::new("index", Duration::from_millis(200), move || {
            let service = cx.service().map_err(|e| e.to_string())?;
            let more = index::index_next_batch(&cx, &service.index).map_err(|e| e.to_string())?;
            if let Ok(behind) =
                service.index.cursor().map_err(|_| ()).and_then(|c| index::changes_behind(&cx, c).map_err(|_| ()))
            {
                metrics.set_index_behind(behind);
            }
            Ok(if more { Left::More } else { Left::Nothing })
        })
    };
    let rescreen = {
        let (cx, metrics, mut rescreener) = (cx.clone(), metrics.clone(), Rescreener::default());
        Job::new("rescreen", Duration::from_millis(500), move || {
            let done = rescreener.step(&cx);
            metrics.job("rescreen", if done.is_ok() { "done" } else { "failed" });
            done.map(|more| if more { Left::More } else { Left::Nothing }).map_err(|e| e.to_string())
        })
    };
    let clock = {
        let (cx, metrics) = (cx.clone(), metrics.clone());
        Job::new("clock", Duration::from_secs(20), move || {
            let done = run_clock(&cx, &metrics);
            metrics.job("clock", if done.is_ok() { "done" } else { "failed" });
            done
        })
    };
    let ledger_end = {
        let (data, cx, metrics) = (config.data.clone(), cx.clone(), metrics.clone());
        Job::new("ledger", Duration::from_secs(10), move || {
            let done = ledger_end::keep(&data, &cx);
            metrics.job("ledger", if done.is_ok() { "done" } else { "failed" });
            done.map(|()| Left::Nothing).map_err(|e| format!("{e:#}"))
        })
    };
    vec![
        clock,
        ledger_end,
        job("mail", Duration::from_millis(500), |cx, now| {
            let service = cx.service().map_err(|e| e.to_string())?;
            let Service { transport, post, lease, .. } = service;
            let sending = Sending { transport: transport.as_ref(), post, lease: *lease, limit: 50 };
            let sent = outbox::send_due(cx, now, sending).map_err(|e| e.to_string())?;
            Ok(if sent.more { Left::More } else { Left::Nothing })
        }),
        index,
        rescreen,
        job("deadlines", Duration::from_secs(1), |cx, _| {
            let done = clocks::kept::catch_up(cx).map_err(|e| e.to_string())?;
            match done.failed {
                0 => Ok(Left::Nothing),
                n => Err(format!("the clocks of {n} filings could not be computed")),
            }
        }),
        job("housekeeping", Duration::from_secs(3600), |cx, _| {
            housekeeping::tidy(cx, SystemClock.now()).map(|()| Left::Nothing).map_err(|e| e.to_string())
        }),
    ]
}

/// The job that makes the next token key in its time, and takes over what other nodes, or the command line, did with keys.
fn keep_keys(cx: &Ctx, ring: Arc<KeyRing>, metrics: &Arc<Metrics>) -> Job {
    let (cx, metrics) = (cx.clone(), metrics.clone());
    Job::new("keys", Duration::from_secs(2), move || {
        let done = key_rotation::keep(&cx, &ring, SystemClock.now());
        metrics.job("keys", if done.is_ok() { "done" } else { "failed" });
        done.map(|()| Left::Nothing).map_err(|e| e.to_string())
    })
}

/// The job that takes new files of TLS over. Files that cannot be used are no failure of the job: after a failure it would
/// wait for up to a minute, and the log would name the same files at every run.
fn watch_tls(tls: &Tls) -> Job {
    let mut renewal = Renewal::of(tls);
    Job::new("tls", Duration::from_secs(2), move || {
        renewal.look(SystemClock.now());
        Ok(Left::Nothing)
    })
}

/// Runs the clock once, and counts the orders about to lapse for want of an answer.
fn run_clock(cx: &Ctx, metrics: &Metrics) -> Result<Left, String> {
    let done = tick::tick(cx, cx.now()).map_err(|e| e.to_string())?;
    metrics.set_alarms(clocks::alarms(cx).map_err(|e| e.to_string())?);
    metrics.set_read_alarms(alarms::count(cx).map_err(|e| e.to_string())?);
    if done.failed > 0 { Err(format!("{} orders could not be looked at", done.failed)) } else { Ok(Left::Nothing) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_the_one_of_the_settings_or_the_desk() {
        let mut config = Config::default();
        config.office.email = "desk@a.example".into();
        let of_desk = settings_of(&config);
        assert_eq!((of_desk.sender(), of_desk.mail_domain.as_str()), ("desk@a.example", "a.example"));
        config.mail.from = Some("notices@b.example".into());
        let own = settings_of(&config);
        assert_eq!((own.sender(), own.mail_domain.as_str()), ("notices@b.example", "b.example"));
        assert_eq!(own.office.email, "desk@a.example", "questions go to the desk");
    }
}
