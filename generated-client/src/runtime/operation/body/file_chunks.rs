//! Reads a file in chunks, on the runtime's threads for blocking work.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::operation::body::payload_stream::PayloadStream;
use crate::runtime::platform::future::BoxFuture;
use crate::runtime::platform::task::{AnyResult, BlockingTask, Stopped, spawn_blocking};

/// The size of a chunk.
const CHUNK: usize = 64 << 10;

/// Opens a file for reading.
pub(crate) fn read_file(path: PathBuf) -> BoxFuture<'static, io::Result<PayloadStream>> {
    Box::pin(async move {
        let (chunk, file) = result(read(ChunkSource::Path(path)).await)?;
        Ok(Box::pin(FileChunks::Here(chunk, file)) as PayloadStream)
    })
}

/// The state of the next chunk.
enum FileChunks {
    /// It was read.
    Here(Bytes, File),
    /// It is being read, with the file for the next ones.
    Coming(BlockingTask),
    /// There is none.
    Ended,
}

/// The source of a chunk.
enum ChunkSource {
    Path(PathBuf),
    File(File),
}

/// A chunk, and the file for the next ones.
type ReadChunk = io::Result<(Bytes, File)>;

/// Starts to read a chunk.
fn read(source: ChunkSource) -> BlockingTask {
    spawn_blocking(Box::new(move || Box::new(read_now(source))))
}

fn read_now(source: ChunkSource) -> ReadChunk {
    let mut file = match source {
        ChunkSource::Path(path) => File::open(path)?,
        ChunkSource::File(file) => file,
    };
    let mut chunk = vec![0; CHUNK];
    let length = file.read(&mut chunk)?;
    chunk.truncate(length);
    Ok((chunk.into(), file))
}

/// Returns the chunk that a task has read.
fn result(read: Result<AnyResult, Stopped>) -> ReadChunk {
    match read?.downcast::<ReadChunk>() {
        Ok(chunk) => *chunk,
        Err(_) => Err(io::Error::other("the chunk has another type")),
    }
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
                Poll::Ready(read) => match result(read) {
                    Ok(read) => read,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
            },
        };
        if chunk.is_empty() {
            return Poll::Ready(None);
        }
        *self = Self::Coming(read(ChunkSource::File(file)));
        Poll::Ready(Some(Ok(chunk)))
    }
}
