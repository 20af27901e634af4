use digitalocean::paging_changed::ops;
use digitalocean::Numbered;

pub fn program() {
    fn is_numbered<O: Numbered>() {}
    is_numbered::<ops::List>();
}
