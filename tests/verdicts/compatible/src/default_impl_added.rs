use digitalocean::default_impl_added::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new().a("a").b("b").c("c").d("d").e("e")
}
