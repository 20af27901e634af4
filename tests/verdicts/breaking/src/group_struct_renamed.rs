use digitalocean::group_struct_renamed::GroupStructRenamed;

pub async fn program(handle: &GroupStructRenamed) {
    let _ = handle.check().await;
}
