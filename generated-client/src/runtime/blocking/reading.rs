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
        // A piece without bytes is not the end.
        let piece = self.find(|piece| !piece.as_ref().is_ok_and(bytes::Bytes::is_empty));
        let Some(mut piece) = piece.transpose().map_err(into_io)? else {
            return Ok(0);
        };
        let length = piece.len().min(buffer.len());
        buffer[..length].copy_from_slice(&piece.split_to(length));
        self.get_mut().give_back(piece);
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
