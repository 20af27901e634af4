use crate::spaces_keys::{SpacesKey, SpacesKeyResponse};

impl SpacesKeyResponse {
    /// Returns the key, whether it was returned alone or in a list of one; `None` if the response had none.
    #[inline]
    #[must_use]
    pub fn into_key(self) -> Option<SpacesKey> {
        let listed = self.keys.into_iter().next();
        self.key.or(listed)
    }
}
