use crate::spaces_keys::{SpacesKey, SpacesKeyAnswer};

impl SpacesKeyAnswer {
    /// Returns the key, which comes alone or as the only one of a list; none if the answer had none.
    #[inline]
    #[must_use]
    pub fn into_key(self) -> Option<SpacesKey> {
        let listed = self.keys.into_iter().next();
        self.key.or(listed)
    }
}
