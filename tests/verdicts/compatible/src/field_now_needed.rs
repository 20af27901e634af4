use digitalocean::field_now_needed::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new().a("a").b("b").c("c").d("d").e("e")
}
