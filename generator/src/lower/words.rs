//! Words that names are made of. Identifiers are made in [`names`](crate::names).

use crate::ir::NameHint;

/// The hint for the items of something that would be named by `hint`.
pub(super) fn of_item(hint: NameHint) -> NameHint {
    match hint {
        NameHint::Inside { parent, member } => NameHint::Inside {
            parent,
            member: singular(&member),
        },
        NameHint::OfOperation { method, role } => NameHint::OfOperation {
            method,
            role: singular(&role),
        },
        NameHint::Component { key, stripped } => NameHint::Component {
            key: singular(&key),
            stripped: stripped.map(|name| singular(&name)),
        },
        NameHint::Chosen(name) => NameHint::Chosen(name),
    }
}

/// The singular of an English noun in the plural; words that are none stay as they are.
pub(super) fn singular(word: &str) -> String {
    const SAME: [&str; 9] = [
        "status",
        "dns",
        "kubernetes",
        "redis",
        "https",
        "tls",
        "nfs",
        "sms",
        "address",
    ];
    let lower = word.to_ascii_lowercase();
    let ends = |ending: &str| lower.ends_with(ending);
    let cut = |n: usize| word.get(..word.len() - n).unwrap_or(word).to_owned();
    if SAME.iter().any(|same| ends(same)) || ends("ss") || ends("us") || ends("is") {
        word.to_owned()
    } else if ends("ies") {
        format!("{}y", cut(3))
    } else if ends("sses") || ends("xes") || ends("ches") || ends("shes") {
        cut(2)
    } else if ends("s") && word.len() > 2 {
        cut(1)
    } else {
        word.to_owned()
    }
}

/// Words in snake case are turned into a phrase, without punctuation: `backup_ids[]` to `Backup IDs`.
pub(super) fn phrase(words: &str) -> String {
    const CAPITALS: [&str; 35] = [
        "id", "ids", "ip", "ips", "url", "uuid", "uuids", "vpc", "dns", "cpu", "gpu", "ssh", "tls",
        "ssl", "http", "https", "tcp", "udp", "uri", "urn", "cdn", "api", "os", "ttl", "json",
        "sql", "bgp", "nat", "ca", "pem", "nfs", "urls", "csv", "pdf", "yaml",
    ];
    let mut out = String::new();
    for (index, word) in words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .enumerate()
    {
        if index > 0 {
            out.push(' ');
        }
        let lower = word.to_ascii_lowercase();
        if CAPITALS.contains(&lower.as_str()) {
            let plural = ["ids", "ips", "urls"]
                .iter()
                .any(|end| lower.ends_with(end));
            let upper = lower.to_ascii_uppercase();
            out.push_str(&if plural {
                format!("{}s", upper.trim_end_matches('S'))
            } else {
                upper
            });
        } else if index == 0 {
            let mut letters = word.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        } else {
            out.push_str(word);
        }
    }
    out
}
