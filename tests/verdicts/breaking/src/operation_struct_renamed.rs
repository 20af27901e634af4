use digitalocean::operation_struct_renamed::{OperationStructRenamed, ops};
use digitalocean::Request;

pub fn program(handle: &OperationStructRenamed) -> Request<ops::Get1> {
    handle.get_1()
}
