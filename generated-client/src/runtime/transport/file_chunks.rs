//! Reads a file piece by piece, on the runtime's threads for blocking work.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::payload::PayloadStream;

/// The size of a piece.
const PIECE: usize = 64 << 10;

/// Opens a file for reading.
pub(crate) fn read_file(path: PathBuf) -> BoxFuture<'static, io::Result<PayloadStream>> {
    Box::pin(async move {
        let (piece, file) = read(Source::Path(path)).await??;
        Ok(Box::pin(Pieces::Here(piece, file)) as PayloadStream)
    })
}

/// Where the next piece is.
enum Pieces {
    /// Read already.
    Here(Bytes, File),
    /// On its way, with the file for those after it.
    Coming(JoinHandle<io::Result<(Bytes, File)>>),
    /// There is none.
    Ended,
}

/// What a piece is read from.
enum Source {
    Path(PathBuf),
    File(File),
}

/// Reads a piece. All reading is this one job: tasks are large code for each kind of job.
fn read(source: Source) -> JoinHandle<io::Result<(Bytes, File)>> {
    spawn_blocking(move || {
        let mut file = match source {
            Source::Path(path) => File::open(path)?,
            Source::File(file) => file,
        };
        let mut piece = vec![0; PIECE];
        let length = file.read(&mut piece)?;
        piece.truncate(length);
        Ok((piece.into(), file))
    })
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (piece, file) = match std::mem::replace(&mut *self, Self::Ended) {
            Self::Ended => return Poll::Ready(None),
            Self::Here(piece, file) => (piece, file),
            Self::Coming(mut task) => match Pin::new(&mut task).poll(context) {
                Poll::Pending => {
                    *self = Self::Coming(task);
                    return Poll::Pending;
                }
                Poll::Ready(Ok(Ok(read))) => read,
                Poll::Ready(Ok(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
            },
        };
        if piece.is_empty() {
            return Poll::Ready(None);
        }
        *self = Self::Coming(read(Source::File(file)));
        Poll::Ready(Some(Ok(piece)))
    }
}
