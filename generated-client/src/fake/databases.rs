//! Users of databases: new passwords.

use serde_json::json;

use crate::fake::collection::find;
use crate::fake::echo::Form;
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::fake::state::State;

const RESET: &str = "/v2/databases/{database_cluster_uuid}/users/{username}/reset_auth";

impl State {
    /// Gives a user a new password.
    pub(super) fn reset_password(&mut self, request: &RecordedRequest) -> Option<Reply> {
        if (request.known.method, request.known.path) != ("POST", RESET) {
            return None;
        }
        self.serial += 1;
        let password = json!(format!("password-{}", self.serial));
        let form = Form::of(request.operation)?;
        let (path, _) = request.path().rsplit_once('/')?;
        let (list, key) = path.rsplit_once('/')?;
        let users = self.items(list)?;
        let Some(index) = find(users, key) else {
            return Some(Reply::status(404));
        };
        users[index]["password"] = password;
        let user = form.samples.resource(&users[index]);
        Some(Reply::json(&form.response(user)))
    }
}
