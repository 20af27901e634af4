//! Strings for the patterns of the document: one that is easy and one that is as hard as the pattern lets it be.

/// Each pattern with its strings. The validator checks that they fit.
const STRINGS: &[(&str, &str, &str)] = &[
    (r"^[a-zA-Z0-9\-\.]+$", "example.com", "a-b.C-9"),
    (r"^[a-z][a-z0-9-]{0,30}[a-z0-9]$", "sample-app", "a--0"),
    (
        r"^((xn--)?[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*\.)+[a-zA-Z]{2,}\.?$",
        "app.example.com",
        "xn--bcher-kva.example.",
    ),
    (r"^[_A-Za-z][_A-Za-z0-9]*$", "KEY_1", "_k9_"),
    (
        r#"^[A-Za-z0-9()\[\]'"][-A-Za-z0-9_. \/()\[\]]{0,40}[A-Za-z0-9()\[\]'"]$"#,
        "Sample destination",
        r#""a b/(c) [d]""#,
    ),
    (
        r"^https://",
        "https://example.com",
        "https://example.com/ä%2F?a=\"b\" c",
    ),
    (
        r"^$|[0-9a-f]{8}\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\b[0-9a-f]{12}",
        "5a4981aa-9653-4bd1-bef5-d6bff52042e4",
        "ä/%2F \"00000000-0000-0000-0000-000000000000\"",
    ),
    (
        r"^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)+$",
        "db.example.com",
        "9-a.B",
    ),
    (r"^[A-Z_]*(,[A-Z_]+)*$", "ANSI,TRADITIONAL", "A_B,_"),
    (r"^.+/.+$", "owner/name", "ä b/\"%2F\""),
    (
        r"^(default|[a-z_]+=(on|off|default)(,[a-z_]+=(on|off|default))*)$",
        "default",
        "index_merge=on,mrr=default",
    ),
    (r"^[_A-Za-z0-9][-._A-Za-z0-9]{0,63}$", "topic_1", "_-._9"),
    (r"^[KEg\$lshzxeA]*$", "Kg", "$E"),
    (r"^[a-zA-Z0-9_-]+$", "sample_1", "-_9"),
    (r"^[a-zA-Z0-9]?[a-z0-9A-Z.\-]*[a-z0-9A-Z]$", "web-1", "a.-9"),
    (r"^[a-zA-Z0-9][a-zA-Z0-9\.-]+$", "web-1", "9.-"),
    (
        r"^$|^((25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)$",
        "192.0.2.1",
        "255.255.255.255",
    ),
    (
        r"^do:kubernetes:.*",
        "do:kubernetes:5a4981aa",
        "do:kubernetes:ä/%2F \"\"",
    ),
    (
        r"^do:(dbaas|domain|droplet|floatingip|loadbalancer|space|volume|kubernetes|vpc):.*",
        "do:droplet:13457723",
        "do:space:ä/%2F \"\"",
    ),
    (r"^[a-z0-9-]{1,63}$", "my-registry", "-9-"),
    (r"^[a-zA-Z0-9_\-\:]+$", "prod:web", "a:_-9"),
    (r"^[a-zA-Z0-9\-]+$", "sample-1", "-9-"),
    (
        r".+\.[Jj][Ss][Oo][Nn][Ll]$",
        "batch.jsonl",
        "ä /%2F\".JsonL",
    ),
];

/// Returns a string that fits a pattern, none where the table above lacks it.
pub(super) fn string(pattern: &str, awkward: bool) -> Option<&'static str> {
    let (_, easy, hard) = STRINGS.iter().find(|(known, ..)| *known == pattern)?;
    Some(if awkward { hard } else { easy })
}
