use crate::actions::ops;
use crate::shared::ActionLink;
use crate::{Client, Waiter};

impl ActionLink {
    /// Waits until the linked action is completed.
    #[inline]
    pub fn wait_until_completed(&self, client: &Client) -> Waiter<ops::Get> {
        client.actions().wait_until_completed(self.id)
    }
}

/// The links of a response name the started actions.
#[allow(
    unused_macros,
    reason = "unused where no group is compiled that has such links"
)]
macro_rules! waits {
    ($links:path) => {
        impl $links {
            /// Returns a wait for each action that was started.
            #[inline]
            pub fn waits(&self, client: &Client) -> Vec<Waiter<ops::Get>> {
                self.actions
                    .iter()
                    .map(|link| link.wait_until_completed(client))
                    .collect()
            }
        }
    };
}

#[cfg(feature = "droplets")]
waits!(crate::droplets::DropletCreatedLinks);
#[cfg(feature = "floating_ips")]
waits!(crate::floating_ips::FloatingIpCreatedLinks);
#[cfg(feature = "reserved_ips")]
waits!(crate::reserved_ips::ReservedIpCreatedLinks);
