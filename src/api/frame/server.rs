//! The listeners, which of them speak TLS, and how long a client may take. When the service stops, it takes no new
//! requests and gives those under way some time to finish.
//!
//! Plain HTTP is served on loopback only, unless the operator declares that a proxy gives TLS. The same holds for health
//! and metrics: on loopback they are plain, for probes on the same machine; elsewhere they have the TLS of the service.
//!
//! HTTP/2 is not offered. Over HTTP/2 the server library does not hold the head of a request to `timeouts.request`, and
//! one connection carries many requests at a time, while the limits count connections.

use crate::api::{Api, app, ops_app};
use crate::config::{Config, HostPort};
use crate::tls::{Tls, TlsError};
use actix_web::{HttpServer, web};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The service could not begin.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address} for {what}: {why}. Set {setting} to another")]
    Listen {
        address: HostPort,
        /// What the listener was for.
        what: &'static str,
        /// What the system said.
        why: std::io::Error,
        /// The setting that names the address.
        setting: &'static str,
    },
    /// Others on the network could read what is served on an address.
    #[error(
        "{what} would be served without TLS on {address}, which others can reach. Set tls.certificate and tls.key to \
         serve over TLS, or set tls.by_proxy if a reverse proxy gives TLS, or set {setting} to an address of loopback \
         such as 127.0.0.1:8080"
    )]
    Plain {
        address: SocketAddr,
        /// What the listener was for.
        what: &'static str,
        /// The setting that names the address.
        setting: &'static str,
    },
    /// The files of TLS cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The server failed.
    #[error("the server failed")]
    Io(#[from] std::io::Error),
}

/// Listeners that are open but not yet served: ports are known before the first request can come.
pub struct Listeners {
    main: TcpListener,
    ops: Option<TcpListener>,
    tls: Option<Tls>,
}

impl Listeners {
    /// Opens what the settings name, to be served over TLS if there is one. Plain HTTP on an address that others can
    /// reach is an error, unless a proxy gives TLS.
    pub fn open(config: &Config, tls: Option<Tls>) -> Result<Self, ServeError> {
        let plain = if tls.is_some() || config.tls.by_proxy { Plain::Anywhere } else { Plain::OnLoopback };
        let main = listen(&config.listen, "the service", "listen", plain)?;
        let ops = config.ops_listen.beside(&config.listen);
        let ops = ops.map(|at| listen(&at, "health and metrics", "ops_listen", plain)).transpose()?;
        Ok(Self { main, ops, tls })
    }
    /// The scheme of the addresses of the service.
    pub fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }
    /// The address of the service.
    pub fn main(&self) -> std::io::Result<SocketAddr> {
        self.main.local_addr()
    }
    /// The address of health and metrics, where they have a listener.
    pub fn ops(&self) -> Option<std::io::Result<SocketAddr>> {
        self.ops.as_ref().map(TcpListener::local_addr)
    }
}

/// Where a listener may be that does not know yet whether it speaks TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plain {
    OnLoopback,
    /// It speaks TLS where others can reach it, or a proxy does.
    Anywhere,
}

fn listen(at: &HostPort, what: &'static str, setting: &'static str, plain: Plain) -> Result<TcpListener, ServeError> {
    let open = || {
        let addresses: Vec<SocketAddr> = (at.host.as_str(), at.port).to_socket_addrs()?.collect();
        let listener = TcpListener::bind(addresses.as_slice())?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    let (listener, address) = open().map_err(|why| ServeError::Listen { address: at.clone(), what, why, setting })?;
    // The address that was bound counts, not its name: what a name stands for is not ours to say.
    if plain == Plain::OnLoopback && !is_loopback(address) {
        return Err(ServeError::Plain { address, what, setting });
    }
    Ok(listener)
}

/// Whether only this machine can reach an address.
fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

/// Connections of one worker at a time. As many may be in the handshake of TLS: with fewer places for handshakes, whoever
/// opens connections and stays silent would keep everybody else from connecting.
const CONNECTIONS: usize = 25_600;

/// Threads that may wait for the database, for each worker. There are more of them than writers that may wait
/// (`store::Store::write`), so that a reader always finds a thread. The runtime makes them when they are needed.
const BLOCKING_THREADS: usize = 96;

/// Time a probe of health or metrics has for each step of a request.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);

/// Serves until a signal stops the service: SIGTERM lets requests under way finish, SIGINT does not. `ready` is called
/// after the handlers of both signals are registered, so that whoever learns from it that the service runs can stop it
/// at once.
pub async fn serve(
    api: web::Data<Api>,
    config: &Config,
    listeners: Listeners,
    ready: impl FnOnce() -> std::io::Result<()>,
) -> Result<(), ServeError> {
    let signals = StopSignals::register()?;
    let t = &config.timeouts;
    let shutdown = t.shutdown.as_secs().max(1);
    let mail = api.clone();
    let grace = t.shutdown / 2;
    let workers = config.workers.and_then(|n| usize::try_from(n).ok());
    let Listeners { main: listener, ops, tls } = listeners;
    let main = HttpServer::new({
        let api = api.clone();
        move || app(api.clone())
    })
    .keep_alive(t.keep_alive)
    .client_request_timeout(t.request)
    .client_disconnect_timeout(t.disconnect)
    .tls_handshake_timeout(t.request)
    .max_connections(CONNECTIONS)
    .max_connection_rate(CONNECTIONS)
    .shutdown_timeout(shutdown)
    .worker_max_blocking_threads(BLOCKING_THREADS)
    .disable_signals();
    let main = match &tls {
        Some(tls) => main.listen_rustls_0_23(listener, tls.server_config()?)?,
        None => main.listen(listener)?,
    };
    let main = match workers {
        Some(n) => main.workers(n).run(),
        None => main.run(),
    };
    let stopping = main.handle();
    actix_web::rt::spawn(async move {
        let graceful = signals.wait().await;
        mail.stop_mail(grace);
        stopping.stop(graceful).await;
    });
    ready()?;
    let Some(listener) = ops else { return Ok(main.await?) };
    let reachable = !is_loopback(listener.local_addr()?);
    // One thread is enough for probes. It is stopped below, after the service has.
    let ops = HttpServer::new(move || ops_app(api.clone()))
        .workers(1)
        .client_request_timeout(PROBE_TIMEOUT)
        .tls_handshake_timeout(PROBE_TIMEOUT)
        .shutdown_timeout(1)
        .disable_signals();
    let ops = match tls.filter(|_| reachable) {
        Some(tls) => ops.listen_rustls_0_23(listener, tls.server_config()?)?,
        None => ops.listen(listener)?,
    };
    let ops = ops.run();
    let handle = ops.handle();
    let probes = actix_web::rt::spawn(ops);
    let served = main.await;
    handle.stop(false).await;
    match probes.await {
        Ok(Ok(())) => {}
        Ok(Err(e)) => tracing::error!(cause = %e, "health and metrics failed"),
        Err(e) => tracing::error!(cause = %e, "health and metrics were dropped"),
    }
    Ok(served?)
}

/// The signals that end the service.
struct StopSignals {
    term: Signal,
    int: Signal,
}

impl StopSignals {
    /// Registers handlers. After this neither signal ends the process by itself.
    fn register() -> std::io::Result<Self> {
        Ok(Self { term: signal(SignalKind::terminate())?, int: signal(SignalKind::interrupt())? })
    }
    /// Waits for a signal. Returns whether requests under way may finish.
    async fn wait(mut self) -> bool {
        tokio::select! { _ = self.term.recv() => true, _ = self.int.recv() => false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_taken_for_this_machine_alone() {
        let loopback = |text: &str| is_loopback(format!("{text}:1").parse().expect("an address"));
        for own in ["127.0.0.1", "127.8.8.8", "[::1]", "[::ffff:127.0.0.1]"] {
            assert!(loopback(own), "{own}");
        }
        for reachable in
            ["0.0.0.0", "[::]", "10.0.0.1", "192.0.2.1", "[fe80::1]", "[::ffff:0.0.0.0]", "[::ffff:10.0.0.1]"]
        {
            assert!(!loopback(reachable), "{reachable}");
        }
    }
}
