//! A Redis server of a test's own.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// The variable that names another program than `redis-server`, such as `valkey-server`.
const PROGRAM: &str = "SHARED_LIMITS_SERVER";

/// A server on a free port of loopback that keeps nothing on disk by default.
pub(crate) struct Redis {
    port: u16,
    process: Option<Child>,
    folder: PathBuf,
}

impl Redis {
    /// Starts a server, `None` where the program is not installed. With `CI=true` it has to be.
    pub(crate) fn start() -> Option<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let folder = env::temp_dir().join(format!("shared-limits-{}-{port}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut redis = Self {
            port,
            process: None,
            folder,
        };
        if !redis.restart() {
            let is_ci = env::var("CI").is_ok_and(|value| value == "true");
            assert!(
                !is_ci,
                "redis-server is not installed; .ci/setup installs it"
            );
            // Not `eprintln`, which the test harness hides where a test passes.
            let mut terminal = std::io::stderr();
            writeln!(terminal, "skipped: redis-server is not installed").unwrap();
            return None;
        }
        Some(redis)
    }

    /// Starts the server again, with the data of the last `SAVE`, if any. Returns whether it is installed.
    pub(crate) fn restart(&mut self) -> bool {
        let program = env::var(PROGRAM).unwrap_or_else(|_| "redis-server".to_owned());
        let mut command = Command::new(program);
        command.args(["--port", &self.port.to_string(), "--bind", "127.0.0.1"]);
        command.args(["--save", "", "--appendonly", "no", "--daemonize", "no"]);
        command.arg("--dir").arg(&self.folder);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        match process {
            Ok(process) => self.process = Some(process),
            Err(error) if error.kind() == ErrorKind::NotFound => return false,
            Err(error) => panic!("redis-server: {error}"),
        }
        let start = Instant::now();
        while self
            .command(&["PING"])
            .is_none_or(|reply| !reply.starts_with("+PONG"))
        {
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "redis-server does not start"
            );
            thread::sleep(Duration::from_millis(20));
        }
        true
    }

    pub(crate) fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Waits until the server does not take missing counts for lost ones any more.
    pub(crate) fn grow_up(&self) {
        thread::sleep(Duration::from_millis(3100));
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Stops the process without ending it, or lets it go on.
    pub(crate) fn freeze(&self, frozen: bool) {
        let signal = if frozen { "-STOP" } else { "-CONT" };
        let id = self.process.as_ref().unwrap().id().to_string();
        let status = Command::new("kill").args([signal, &id]).status();
        assert!(status.unwrap().success());
    }

    /// Sends a command and returns the response as it is sent.
    pub(crate) fn command(&self, words: &[&str]) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_millis(200)))
            .unwrap();
        let mut request = format!("*{}\r\n", words.len());
        for word in words {
            request.push_str(&format!("${}\r\n{word}\r\n", word.len()));
        }
        stream.write_all(request.as_bytes()).ok()?;
        let mut reply = Vec::new();
        let mut chunk = [0; 65_536];
        while let Ok(length @ 1..) = stream.read(&mut chunk) {
            reply.extend_from_slice(&chunk[..length]);
            if length < 1000 && words[0] == "PING" {
                break;
            }
        }
        Some(String::from_utf8_lossy(&reply).into_owned())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
        // A folder that cannot be removed is in the system's folder for temporary files.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
