//! Words that names are made of. Identifiers are made in [`names`](crate::names).

use crate::ir::NameHint;

/// The hint for the items of something that would be named by `hint`.
pub(in crate::lower) fn of_item(hint: NameHint) -> NameHint {
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
        NameHint::Chosen(_) | NameHint::Sent { .. } => hint,
    }
}

/// The singular of an English noun in the plural; words that are none stay as they are.
pub(in crate::lower) fn singular(word: &str) -> String {
    const SAME: [&str; 7] = ["status", "dns", "https", "tls", "nfs", "sms", "address"];
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
