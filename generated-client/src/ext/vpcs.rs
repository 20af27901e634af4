use crate::vpcs::{PeeringAnswer, VpcPeering};

impl PeeringAnswer {
    /// Returns the peering, under whichever name it came; none if the answer had none.
    #[inline]
    #[must_use]
    pub fn into_peering(self) -> Option<VpcPeering> {
        self.peering.or(self.vpc_peering)
    }
}
