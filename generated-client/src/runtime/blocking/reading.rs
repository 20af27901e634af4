use std::io::{self, Read};

use crate::runtime::blocking::iterators::Blocking;
use crate::runtime::download::Download;
use crate::runtime::error::Error;
use crate::runtime::operation::Operation;

/// Reads the file while it arrives. An error holds the [`Error`] of the call.
impl<O: Operation> Read for Blocking<Download<O>> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        // A chunk without bytes is not the end.
        let chunk = self.find(|chunk| !chunk.as_ref().is_ok_and(bytes::Bytes::is_empty));
        let Some(mut chunk) = chunk.transpose().map_err(into_io)? else {
            return Ok(0);
        };
        let length = chunk.len().min(buffer.len());
        buffer[..length].copy_from_slice(&chunk.split_to(length));
        self.get_mut().give_back(chunk);
        Ok(length)
    }
}

fn into_io(error: Error) -> io::Error {
    let kind = match error.is_timeout() {
        true => io::ErrorKind::TimedOut,
        false => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}
