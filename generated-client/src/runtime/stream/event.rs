use std::fmt;

/// An event of a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<T> {
    /// An event of the documented type.
    Known(T),
    /// An event of another type or shape, as it was received.
    Unknown(RawEvent),
}

impl<T> Event<T> {
    /// Returns the event if it is of the documented type.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(event) => Some(event),
            Self::Unknown(_) => None,
        }
    }
}

/// An event as it was received. `Debug` shows the length of its data, which may be secret.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// The type, if the server sent one.
    pub name: Option<String>,
    /// The data.
    pub data: String,
    /// The ID, if the server sent one.
    pub id: Option<String>,
}

impl fmt::Debug for RawEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawEvent")
            .field("name", &self.name)
            .field("data", &format_args!("({} bytes)", self.data.len()))
            .field("id", &self.id)
            .finish()
    }
}
