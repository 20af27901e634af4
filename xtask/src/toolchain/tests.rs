use super::{is_of, stated, toolchain};

#[test]
fn versions_are_compared_without_their_patch_level() {
    assert!(is_of("rustc 1.95.0 (abc 2026-04-01)", "1.95"));
    assert!(is_of("rustc 1.95.1 (abc 2026-05-01)", "1.95.0"));
    assert!(!is_of("rustc 1.96.0-nightly (abc 2026-04-01)", "1.95"));
    assert!(!is_of("rustc 1.9.5", "1.95") && !is_of("", "1.95"));
}

#[test]
fn the_version_of_the_workspace_is_stated() {
    let manifest = "[workspace.package]\nrust-version = \"1.95\"\n";
    assert_eq!(stated(manifest).as_deref(), Some("1.95"));
    assert_eq!(stated("[package]\nrust-version = \"1.95\"\n"), None);
    let manifest = include_str!("../../../Cargo.toml");
    assert!(stated(manifest).is_some());
}

#[test]
fn an_installed_toolchain_is_found_by_its_version() {
    let name = "1.95.0-x86_64-unknown-linux-gnu";
    assert_eq!(toolchain(name, "1.95"), Some(name));
    assert_eq!(toolchain("1.95-host (default)", "1.95"), Some("1.95-host"));
    assert_eq!(toolchain("1.950.0-host", "1.95"), None);
    assert_eq!(toolchain("stable-host (active)", "1.95"), None);
}
