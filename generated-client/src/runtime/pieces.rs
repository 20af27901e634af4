//! Reads a file piece by piece, on the runtime's threads for blocking work.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::runtime::payload::PayloadStream;
use crate::runtime::transport::BoxFuture;

/// The size of a piece.
const PIECE: usize = 64 << 10;

/// Opens a file for reading.
pub(crate) fn read_file(path: PathBuf) -> BoxFuture<'static, io::Result<PayloadStream>> {
    Box::pin(async move {
        let file = spawn_blocking(move || File::open(path)).await??;
        let pieces = Pieces(Some(spawn_blocking(move || read(file))));
        Ok(Box::pin(pieces) as PayloadStream)
    })
}

/// The next piece on its way, with the file for those after it.
struct Pieces(Option<JoinHandle<io::Result<(Bytes, File)>>>);

fn read(mut file: File) -> io::Result<(Bytes, File)> {
    let mut piece = vec![0; PIECE];
    let length = file.read(&mut piece)?;
    piece.truncate(length);
    Ok((piece.into(), file))
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(task) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let result = ready!(Pin::new(task).poll(context));
        self.0 = None;
        Poll::Ready(match result {
            Ok(Ok((piece, _))) if piece.is_empty() => None,
            Ok(Ok((piece, file))) => {
                self.0 = Some(spawn_blocking(move || read(file)));
                Some(Ok(piece))
            }
            Ok(Err(error)) => Some(Err(error)),
            Err(error) => Some(Err(error.into())),
        })
    }
}
