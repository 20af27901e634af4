use crate::actions::ops;
use crate::shared::ActionLink;
use crate::{Client, Waiter};

impl ActionLink {
    /// Waits until the action that the link leads to is completed; `None` if the link names none.
    pub fn wait_until_completed(&self, client: &Client) -> Option<Waiter<ops::Get>> {
        Some(client.actions().wait_until_completed(self.id?))
    }
}
