//! Fields that `spec/` declares to be secret, and what the client shows.

use std::fs;
use std::path::Path;

use digitalocean::__testing::excerpts_show;

#[test]
fn no_secret_field_shows_its_value() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/codegen.toml");
    let config: toml::Table = fs::read_to_string(config)
        .expect("configuration")
        .parse()
        .expect("TOML");
    let marks = config["secrets"].as_array().expect("a list");
    let names: Vec<_> = marks
        .iter()
        .filter_map(|mark| mark.as_str()?.rsplit_once('.'))
        .map(|(_, name)| name)
        .collect();
    assert!(names.contains(&"upload_url"), "{names:?}");
    let shown: Vec<_> = names.iter().filter(|name| excerpts_show(name)).collect();
    assert!(shown.is_empty(), "{shown:?}");
}
