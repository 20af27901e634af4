use super::*;

#[test]
fn sentences_made_of_names_have_no_meaning() {
    for (text, names, kind) in [
        ("The name.", &["name", "droplet"][..], "string"),
        ("ID of the Droplet.", &["droplet_id", "volume"], "integer"),
        ("The unique identifier.", &["id", "droplet"], "string"),
        ("Number of vCPUs.", &["vcpus", "size"], "integer"),
        (
            "Whether backups are enabled.",
            &["backups_enabled", "droplet"],
            "boolean",
        ),
        (
            "Returns the Droplet.",
            &["droplets_get", "droplets"],
            "operation",
        ),
        (
            "Time at which it was created.",
            &["created_at", "image"],
            "timestamp",
        ),
        ("The apiAgent status.", &["status", "api_agent"], "enum"),
    ] {
        let mut words = NameWords::default();
        assert!(words.say_all(text, names, kind), "{text}");
    }
}

#[test]
fn sentences_with_other_words_have_a_meaning() {
    for (text, names, kind) in [
        ("RAM in MiB.", &["memory", "droplet"][..], "integer"),
        (
            "Size of the local disk in GiB.",
            &["disk", "droplet"],
            "integer",
        ),
        (
            "Whether another action is in progress.",
            &["locked", "droplet"],
            "boolean",
        ),
        (
            "Seconds between two checks.",
            &["check_interval", "health_check"],
            "integer",
        ),
    ] {
        let mut words = NameWords::default();
        assert!(!words.say_all(text, names, kind), "{text}");
    }
}

#[test]
fn case_and_signs_make_no_difference() {
    assert!(is_same("Backup IDs.", "backup IDs"));
    assert!(!is_same("Backup IDs.", "Backups."));
}

#[test]
fn flaws_of_form_are_named() {
    assert!(flaw("").is_some());
    assert!(flaw("size in GiB").is_some());
    assert!(flaw("What it costs.").is_some());
    assert!(flaw("`true` while it runs.").is_none());
}
