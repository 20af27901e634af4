//! References to components.
//!
//! After the import (`import/resolve.rs`) every reference names a component as it is called: names of OpenAPI have no
//! character that a JSON pointer escapes.

use crate::json_pointer::escape;

/// Returns the JSON pointer of a component.
pub(crate) fn pointer(section: &str, name: &str) -> String {
    format!("#/components/{section}/{}", escape(name))
}

/// Returns the name of the component that a reference names, if it is one of the section.
pub(crate) fn named<'r>(reference: &'r str, section: &str) -> Option<&'r str> {
    let path = reference.strip_prefix("#/components/")?;
    let name = path.strip_prefix(section)?.strip_prefix('/')?;
    (!name.contains('/')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_a_component_of_one_section() {
        assert_eq!(named(&pointer("schemas", "disk"), "schemas"), Some("disk"));
        for other in [
            "#/components/responses/disk",
            "#/components/schemasdisk",
            "#/components/schemas/disk/properties/size",
            "disk.yml",
        ] {
            assert_eq!(named(other, "schemas"), None, "{other}");
        }
    }
}
