use crate::kubernetes::{Cluster, ClusterCreated};

impl ClusterCreated {
    /// Returns the new cluster, under whichever name it came; none if the answer had none.
    #[inline]
    #[must_use]
    pub fn into_cluster(self) -> Option<Cluster> {
        self.kubernetes_cluster.or(self.kubernetes_clusters)
    }
}
