use digitalocean::argument_renamed::ops;

pub fn program(operation: &ops::Check) -> i64 {
    operation.id
}
