use crate::vpcs::{PeeringResponse, VpcPeering};

impl PeeringResponse {
    /// Returns the peering, whatever its name in the response was; `None` if the response had none.
    #[inline]
    #[must_use]
    pub fn into_peering(self) -> Option<VpcPeering> {
        self.peering.or(self.vpc_peering)
    }
}
