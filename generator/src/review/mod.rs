//! Changes between two versions of the document, for users of the Rust client.
//!
//! Two [`Surface`](crate::surface::Surface)s are compared item by item; what no type shows (bounds, defaults, headers) is
//! compared in the documents. Each change has a [`Kind`], and each kind a [`Level`]; the version that may follow is
//! derived from the worst level. Everything else (Markdown, JSON, HTML, the changelog) is a view of the resulting
//! [`Review`].

mod bump;
mod change;
mod document;
mod fields;
mod groups;
mod html;
mod kind;
mod markdown;
mod methods;
mod pairs;
mod pairs_by_use;
mod result;
mod structs;
mod type_key;
mod type_pair;
mod types;
mod version;

pub use self::bump::next_version;
pub use self::change::Change;
pub use self::html::html;
pub use self::kind::{Kind, Level};
pub use self::markdown::{changelog, markdown};
use self::pairs::Pairs;
pub use self::result::{Note, Review};
pub use self::version::Version;

/// Compares two versions.
pub fn review(old: &Version, new: &Version) -> Review {
    let pairs = Pairs::of(&old.surface, &new.surface);
    let mut changes = groups::changes(&old.surface, &new.surface, &pairs);
    changes.extend(types::changes(&old.surface, &new.surface, &pairs));
    let more = document::changes(old, new, &changes);
    changes.extend(more);
    changes.sort_by(|one, other| one.order().cmp(&other.order()));
    changes.dedup();
    let notes = [old, new].into_iter().flat_map(|version| {
        let notes = version.notes.iter();
        notes.map(|text| Note {
            version: version.name.clone(),
            text: text.clone(),
        })
    });
    Review {
        old: old.name.clone(),
        new: new.name.clone(),
        level: changes.iter().map(|change| change.level).min(),
        notes: notes.collect(),
        changes,
    }
}
