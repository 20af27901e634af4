//! A server on loopback for one request.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

/// A server for one request.
pub struct Server {
    /// Its base URL.
    pub url: String,
    served: JoinHandle<String>,
}

impl Server {
    /// Starts a server that returns this response.
    pub fn start(status: u16, media_type: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("port");
        let url = format!("http://{}", listener.local_addr().expect("address"));
        let response = format!(
            "HTTP/1.1 {status} Status\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n\
             {body}",
            body.len()
        );
        let served = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("connection");
            let request = request(&mut stream);
            stream.write_all(response.as_bytes()).expect("response");
            request
        });
        Self { url, served }
    }

    /// Returns the request that it received.
    pub fn request(self) -> Received {
        let text = self.served.join().expect("server");
        let (head, body) = text.split_once("\r\n\r\n").expect("end of the headers");
        let (line, headers) = head.split_once("\r\n").unwrap_or((head, ""));
        Received {
            line: line.to_owned(),
            headers: headers.to_owned(),
            body: body.to_owned(),
        }
    }
}

/// A request as it was received.
#[derive(Debug)]
pub struct Received {
    /// Method, target and version.
    pub line: String,
    headers: String,
    /// The body.
    pub body: String,
}

impl Received {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self
            .headers
            .lines()
            .filter_map(|line| line.split_once(": "));
        let mut values = headers.filter(|(found, _)| found.eq_ignore_ascii_case(name));
        values.next().map(|(_, value)| value)
    }

    /// Returns method and target.
    pub fn target(&self) -> &str {
        self.line.trim_end_matches(" HTTP/1.1")
    }
}

/// Reads a request to its end.
fn request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).expect("request");
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            assert!(read > 0, "the request has no end");
            continue;
        };
        let head = head.to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if read == 0 || body.len() >= length.unwrap_or(0) {
            return text.into_owned();
        }
    }
}
