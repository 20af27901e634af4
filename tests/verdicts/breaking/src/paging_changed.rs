use digitalocean::paging_changed::ops;
use digitalocean::pagination::Numbered;

pub fn program() {
    fn is_numbered<O: Numbered>() {}
    is_numbered::<ops::List>();
}
