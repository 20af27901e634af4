//! The methods that all visitors share: for `null`, and for an optional value that is there.

/// Declares the methods of a visitor with a `json_path` for `null`, which it notes, and for an optional value that is there,
/// which it reads by a method of the deserializer.
macro_rules! visit_absent {
    ($deserialize:ident) => {
        fn visit_none<E>(self) -> Result<(), E> {
            self.json_path.note_absent();
            Ok(())
        }

        fn visit_unit<E>(self) -> Result<(), E> {
            self.json_path.note_absent();
            Ok(())
        }

        fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
            source.$deserialize(self)
        }
    };
}

pub(super) use visit_absent;
