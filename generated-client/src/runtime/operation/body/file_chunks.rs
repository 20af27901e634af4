//! Reads a file in chunks, on the runtime's threads for blocking work.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::runtime::operation::body::payload_stream::PayloadStream;
use crate::runtime::platform::future::BoxFuture;

/// The size of a chunk.
const CHUNK: usize = 64 << 10;

/// Opens a file for reading.
pub(crate) fn read_file(path: PathBuf) -> BoxFuture<'static, io::Result<PayloadStream>> {
    Box::pin(async move {
        let (chunk, file) = read(ChunkSource::Path(path)).await??;
        Ok(Box::pin(FileChunks::Here(chunk, file)) as PayloadStream)
    })
}

/// The state of the next chunk.
enum FileChunks {
    /// It was read.
    Here(Bytes, File),
    /// It is being read, with the file for the next ones.
    Coming(JoinHandle<io::Result<(Bytes, File)>>),
    /// There is none.
    Ended,
}

/// The source of a chunk.
enum ChunkSource {
    Path(PathBuf),
    File(File),
}

/// Reads a chunk. Opening and reading are one job: each kind of job adds much code.
fn read(source: ChunkSource) -> JoinHandle<io::Result<(Bytes, File)>> {
    spawn_blocking(move || {
        let mut file = match source {
            ChunkSource::Path(path) => File::open(path)?,
            ChunkSource::File(file) => file,
        };
        let mut chunk = vec![0; CHUNK];
        let length = file.read(&mut chunk)?;
        chunk.truncate(length);
        Ok((chunk.into(), file))
    })
}

impl Stream for FileChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (chunk, file) = match std::mem::replace(&mut *self, Self::Ended) {
            Self::Ended => return Poll::Ready(None),
            Self::Here(chunk, file) => (chunk, file),
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
        if chunk.is_empty() {
            return Poll::Ready(None);
        }
        *self = Self::Coming(read(ChunkSource::File(file)));
        Poll::Ready(Some(Ok(chunk)))
    }
}
