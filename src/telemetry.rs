//! Logs and metrics.
//!
//! Logs go to standard error, as lines for people or as JSON. Metrics are in a registry of their own, not in a global
//! one, so that two services in one process do not mix. Neither ever holds text, numbers or categories of a filing:
//! labels are route templates, outcomes and the like.

use prometheus::{
    Encoder as _, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};
use std::time::Duration;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

/// Logs could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The filter is not one.
    #[error("the log filter {filter:?} is not understood: {why}")]
    Filter { filter: String, why: String },
    /// Logs were set up before.
    #[error("logs are set up already")]
    Twice(#[from] TryInitError),
}

/// Starts logging for the whole process, to standard error.
pub fn init(json: bool, filter: &str) -> Result<(), LogError> {
    let parsed = EnvFilter::builder()
        .parse(filter)
        .map_err(|e| LogError::Filter { filter: filter.to_owned(), why: e.to_string() })?;
    let registry = tracing_subscriber::registry().with(parsed);
    // No colours: this build does not have them. If the pipe of the log is closed, lines are lost without an error,
    // because there is nowhere to write the error.
    let lines =
        tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).log_internal_errors(false);
    if json {
        registry.with(lines.json().flatten_event(true)).try_init()?;
    } else {
        registry.with(lines.with_target(false)).try_init()?;
    }
    Ok(())
}

/// The methods that the service or a proxy in front of it knows; all others count as `other`.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// How metrics and logs name the method of a request. A client may send any word.
pub fn method_label(method: &str) -> &'static str {
    METHODS.into_iter().find(|known| *known == method).unwrap_or("other")
}

/// Upper bounds of the classes of request times, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0, 60.0];

/// The metrics of one service.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    sign_ins: IntCounterVec,
    records: IntCounterVec,
    jobs: IntCounterVec,
    notices: IntGaugeVec,
    index_behind: IntGauge,
    alarms: IntGauge,
    read_alarms: IntGauge,
}

impl Metrics {
    /// A fresh registry.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new_custom(Some("subrosa".into()), None)?;
        let counter = |name: &str, help: &str, labels: &[&str]| {
            let made = IntCounterVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(made.clone()))?;
            Ok::<_, prometheus::Error>(made)
        };
        let requests =
            counter("http_requests_total", "Requests answered, by route and status", &["method", "route", "status"])?;
        let sign_ins = counter("sign_ins_total", "Attempts to sign in, by outcome", &["outcome"])?;
        let records = counter("intake_records_total", "Filings taken in, by verdict", &["verdict"])?;
        let jobs = counter("job_runs_total", "Runs of background jobs, by outcome", &["job", "outcome"])?;
        let opts = HistogramOpts::new("http_request_seconds", "Time to answer, by route").buckets(SECONDS.to_vec());
        let seconds = HistogramVec::new(opts, &["method", "route"])?;
        registry.register(Box::new(seconds.clone()))?;
        let notices = IntGaugeVec::new(Opts::new("notices", "Notices, by state"), &["state"])?;
        registry.register(Box::new(notices.clone()))?;
        let index_behind = IntGauge::new("index_behind", "Changes the search index has not yet taken in")?;
        registry.register(Box::new(index_behind.clone()))?;
        let alarms =
            IntGauge::new("orders_alarm", "Orders in their last business days without a determination to renew them")?;
        registry.register(Box::new(alarms.clone()))?;
        let read_alarms =
            IntGauge::new("read_alarms", "Alarms on record about people who read many filings within an hour")?;
        registry.register(Box::new(read_alarms.clone()))?;
        let build = IntGaugeVec::new(Opts::new("build_info", "Always 1, with the version running"), &["version"])?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        registry.register(Box::new(build))?;
        Ok(Self { registry, requests, seconds, sign_ins, records, jobs, notices, index_behind, alarms, read_alarms })
    }
    /// Counts one request. `method` is one of [`method_label`], `route` the template of the route, never the path: what a
    /// client writes must not become a label, because each label takes memory until the service ends.
    pub fn request(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        self.requests.with_label_values(&[method, route, &status.to_string()]).inc();
        self.seconds.with_label_values(&[method, route]).observe(took.as_secs_f64());
    }
    /// Counts one attempt to sign in.
    pub fn sign_in(&self, outcome: &str) {
        self.sign_ins.with_label_values(&[outcome]).inc();
    }
    /// Counts one filing taken in.
    pub fn record(&self, verdict: &str) {
        self.records.with_label_values(&[verdict]).inc();
    }
    /// Counts one run of a job.
    pub fn job(&self, job: &str, outcome: &str) {
        self.jobs.with_label_values(&[job, outcome]).inc();
    }
    /// Sets how many notices are in a state.
    pub fn set_notices(&self, state: &str, n: i64) {
        self.notices.with_label_values(&[state]).set(n);
    }
    /// Sets how far the index is behind the record.
    pub fn set_index_behind(&self, n: i64) {
        self.index_behind.set(n);
    }
    /// Sets how many orders are about to lapse for want of an answer.
    pub fn set_alarms(&self, n: usize) {
        self.alarms.set(i64::try_from(n).unwrap_or(i64::MAX));
    }
    /// Sets how many alarms about people who read many filings are on record.
    pub fn set_read_alarms(&self, n: i64) {
        self.read_alarms.set(n);
    }
    /// All metrics, in the text format of Prometheus.
    pub fn render(&self) -> Result<String, prometheus::Error> {
        let mut out = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut out)?;
        String::from_utf8(out).map_err(|e| prometheus::Error::Msg(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_counted_by_route_and_do_not_mix() {
        let (a, b) = (Metrics::new().expect("metrics"), Metrics::new().expect("metrics"));
        a.request("GET", "/api/v1/filings/{id}", 200, Duration::from_millis(3));
        a.request("GET", "/api/v1/filings/{id}", 404, Duration::from_millis(3));
        a.sign_in("refused");
        a.set_index_behind(7);
        let text = a.render().expect("text");
        for line in [
            "subrosa_http_requests_total{method=\"GET\",route=\"/api/v1/filings/{id}\",status=\"404\"} 1",
            "subrosa_http_request_seconds_count{method=\"GET\",route=\"/api/v1/filings/{id}\"} 2",
            "subrosa_sign_ins_total{outcome=\"refused\"} 1",
            "subrosa_index_behind 7",
            concat!("subrosa_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(!b.render().expect("text").contains("sign_ins_total{"));
    }

    #[test]
    fn a_filter_that_is_none_is_named() {
        let e = init(false, "subrosa=shout").expect_err("no such level");
        assert!(e.to_string().contains("subrosa=shout"), "{e}");
    }
}
