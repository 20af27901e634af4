use crate::byoip_prefixes::{ByoipPrefixCreated, NewByoipPrefix};

impl ByoipPrefixCreated {
    /// Returns the new prefix, whether it came in its wrapper or not.
    #[inline]
    #[must_use]
    pub fn into_prefix(self) -> NewByoipPrefix {
        self.byoip_prefix.unwrap_or(NewByoipPrefix {
            region: self.region,
            status: self.status,
            uuid: self.uuid,
            unknown_fields: self.unknown_fields,
        })
    }
}
