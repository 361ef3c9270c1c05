//! The listeners, and how long a client may take. When the service stops, it takes no new requests and gives those
//! under way some time to finish.

use crate::api::{Api, app, ops_app};
use crate::config::{Config, HostPort};
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
    /// The server failed.
    #[error("the server failed")]
    Io(#[from] std::io::Error),
}

/// Listeners that are open but not yet served: ports are known before the first request can come.
pub struct Listeners {
    main: TcpListener,
    ops: Option<TcpListener>,
}

impl Listeners {
    /// Opens what the settings name.
    pub fn open(config: &Config) -> Result<Self, ServeError> {
        let main = listen(&config.listen, "the service", "listen")?;
        let ops = config.ops_listen.beside(&config.listen);
        let ops = ops.map(|at| listen(&at, "health and metrics", "ops_listen")).transpose()?;
        Ok(Self { main, ops })
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

fn listen(at: &HostPort, what: &'static str, setting: &'static str) -> Result<TcpListener, ServeError> {
    let open = || {
        let addresses: Vec<SocketAddr> = (at.host.as_str(), at.port).to_socket_addrs()?.collect();
        TcpListener::bind(addresses.as_slice())
    };
    open().map_err(|why| ServeError::Listen { address: at.clone(), what, why, setting })
}

/// Threads that may wait for the database, for each worker. There are more of them than writers that may wait
/// (`store::Store::write`), so that a reader always finds a thread. The runtime makes them when they are needed.
const BLOCKING_THREADS: usize = 96;

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
    let main = HttpServer::new({
        let api = api.clone();
        move || app(api.clone())
    })
    .keep_alive(t.keep_alive)
    .client_request_timeout(t.request)
    .client_disconnect_timeout(t.disconnect)
    .shutdown_timeout(shutdown)
    .worker_max_blocking_threads(BLOCKING_THREADS)
    .disable_signals()
    .listen(listeners.main)?;
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
    let Some(listener) = listeners.ops else { return Ok(main.await?) };
    // One thread is enough for probes. It is stopped below, after the service has.
    let ops = HttpServer::new(move || ops_app(api.clone()))
        .workers(1)
        .client_request_timeout(Duration::from_secs(5))
        .shutdown_timeout(1)
        .disable_signals()
        .listen(listener)?
        .run();
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
