use digitalocean::field_no_longer_needed::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new().a("a").b("b").c("c").d("d").e("e")
}
