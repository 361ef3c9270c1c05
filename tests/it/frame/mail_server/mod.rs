//! A small mail server on a real socket that follows the script of a test: at any step it can refuse, hang or close the
//! connection. It speaks TLS and keeps the commands and messages it got.
//!
//! `tls/` holds a certificate for `localhost` by a test authority, valid for a hundred years. The authority's key was not
//! kept. It was made with
//! `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 ...`.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The certificate of the authority that the server's is from.
pub const AUTHORITY: &[u8] = include_bytes!("tls/ca.pem");

/// A step of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Greeting,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the last byte of the message.
    Message,
}

/// What the server does at a step instead of accepting it.
#[derive(Debug, Clone, Copy)]
pub enum Do {
    Reply(&'static str),
    Hang,
    Close,
    /// Accepts after a pause.
    Wait(Duration),
}

/// How the server protects its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    None,
    Upgraded,
    Implicit,
}

/// A message as taken, without dot-stuffing.
#[derive(Debug, Clone)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
    pub encrypted: bool,
}

#[derive(Default)]
struct Notes {
    script: Vec<(At, Do)>,
    commands: Vec<String>,
    taken: Vec<Taken>,
    calls: usize,
}

/// The server; stops when dropped.
pub struct SmtpServer {
    pub address: SocketAddr,
    notes: Arc<Mutex<Notes>>,
    stop: Arc<AtomicBool>,
}

impl SmtpServer {
    pub fn start(tls: Tls) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), notes: Arc::default(), stop: Arc::default() };
        let (notes, stop) = (server.notes.clone(), server.stop.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                notes.lock().unwrap().calls += 1;
                let mut talk = Talk { notes: notes.clone(), stop: stop.clone(), encrypted: false, line: Vec::new() };
                // The thread ends with its connection, whatever ends that.
                thread::spawn(move || talk.serve(stream?, tls));
            }
        });
        server
    }

    /// Sets what the server does from now on at which step.
    pub fn script(&self, script: &[(At, Do)]) {
        self.lock().script = script.to_vec();
    }

    /// The lines that the server has read so far, without the messages.
    pub fn commands(&self) -> Vec<String> {
        self.lock().commands.clone()
    }

    /// The messages that the server has read to their end, whatever it answered.
    pub fn taken(&self) -> Vec<Taken> {
        self.lock().taken.clone()
    }

    /// How many connections the server has had.
    pub fn calls(&self) -> usize {
        self.lock().calls
    }

    fn lock(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the listener.
        let _ = TcpStream::connect(self.address);
    }
}

trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// One connection.
struct Talk {
    notes: Arc<Mutex<Notes>>,
    stop: Arc<AtomicBool>,
    encrypted: bool,
    line: Vec<u8>,
}

impl Talk {
    fn serve(&mut self, socket: TcpStream, tls: Tls) -> io::Result<()> {
        socket.set_nodelay(true)?;
        let mut stream: Box<dyn Stream> =
            if tls == Tls::Implicit { self.encrypt(socket.try_clone()?)? } else { Box::new(socket.try_clone()?) };
        let (mut from, mut to) = (String::new(), Vec::new());
        self.answer(&mut stream, At::Greeting, "220 test.example ready")?;
        loop {
            let line = self.read_line(&mut stream)?;
            self.notes.lock().unwrap().commands.push(line.clone());
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    let offer = if tls == Tls::Upgraded && !self.encrypted { "250-STARTTLS\r\n" } else { "" };
                    let reply = format!("250-test.example\r\n{offer}250-AUTH PLAIN\r\n250 8BITMIME");
                    self.answer(&mut stream, At::Ehlo, &reply)?;
                }
                "STARTTLS" => {
                    self.answer(&mut stream, At::StartTls, "220 go ahead")?;
                    stream = self.encrypt(socket.try_clone()?)?;
                }
                "AUTH" => {
                    self.answer(&mut stream, At::Auth, "235 welcome")?;
                }
                "MAIL" => {
                    from = line;
                    to.clear();
                    self.answer(&mut stream, At::Mail, "250 ok")?;
                }
                "RCPT" => {
                    to.push(line);
                    self.answer(&mut stream, At::Rcpt, "250 ok")?;
                }
                "DATA" => {
                    if self.answer(&mut stream, At::Data, "354 end with a dot")? {
                        let data = self.read_message(&mut stream)?;
                        let (from, to) = (std::mem::take(&mut from), std::mem::take(&mut to));
                        let encrypted = self.encrypted;
                        self.notes.lock().unwrap().taken.push(Taken { from, to, data, encrypted });
                        self.answer(&mut stream, At::Message, "250 2.0.0 taken as 77")?;
                    }
                }
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n")?;
                    return stream.flush();
                }
                _ => stream.write_all(b"500 what?\r\n")?,
            }
        }
    }

    /// Accepts the step, or does what the script says. Returns whether the step was accepted.
    fn answer(&self, stream: &mut dyn Stream, at: At, yes: &str) -> io::Result<bool> {
        let act = self.notes.lock().unwrap().script.iter().find(|(step, _)| *step == at).map(|(_, act)| *act);
        let reply = match act {
            None => yes,
            Some(Do::Reply(other)) => other,
            Some(Do::Wait(pause)) => {
                thread::sleep(pause);
                yes
            }
            Some(Do::Close) => return Err(io::ErrorKind::ConnectionAborted.into()),
            Some(Do::Hang) => {
                while !self.stop.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(10));
                }
                return Err(io::ErrorKind::TimedOut.into());
            }
        };
        stream.write_all(format!("{reply}\r\n").as_bytes())?;
        stream.flush()?;
        Ok(matches!(act, None | Some(Do::Wait(_))))
    }

    fn encrypt(&mut self, socket: TcpStream) -> io::Result<Box<dyn Stream>> {
        let chain = CertificateDer::pem_slice_iter(include_bytes!("tls/server.pem")).map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap();
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
        self.encrypted = true;
        Ok(Box::new(StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), socket)))
    }

    /// Reads one line, without its end. Bytes are read one by one, because nothing may be read ahead of a TLS handshake.
    fn read_line(&mut self, stream: &mut dyn Stream) -> io::Result<String> {
        self.line.clear();
        let mut byte = [0];
        while !self.line.ends_with(b"\r\n") {
            stream.read_exact(&mut byte)?;
            self.line.push(byte[0]);
        }
        self.line.truncate(self.line.len() - 2);
        Ok(String::from_utf8_lossy(&self.line).into_owned())
    }

    fn read_message(&mut self, stream: &mut dyn Stream) -> io::Result<String> {
        let mut data = String::new();
        loop {
            let line = self.read_line(stream)?;
            if line == "." {
                return Ok(data);
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
            data.push_str("\r\n");
        }
    }
}
