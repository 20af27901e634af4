//! Damaged documents: imported or refused, never a crash.

use crate::{Files, bundled, imported, tree};

/// Imports `bytes` as the entry file and checks that an error has a message with a place.
fn import(bytes: &[u8]) {
    let files = Files::from([("spec.yaml".to_owned(), bytes.to_vec())]);
    match bundled(&files) {
        Ok(_) => assert!(imported(&files).contains("openapi: ")),
        Err(error) => {
            assert!(!error.problems().is_empty());
            assert!(error.to_string().starts_with("spec.yaml"), "{error}");
        }
    }
}

#[test]
fn a_document_that_is_cut_anywhere() -> Result<(), Box<dyn std::error::Error>> {
    let text = tree("facts")?.remove("spec.yaml").unwrap_or_default();
    for length in 0..text.len() {
        import(&text[..length]);
    }
    Ok(())
}

#[test]
fn a_document_with_single_bytes_replaced() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = tree("facts")?.remove("spec.yaml").unwrap_or_default();
    for index in (0..text.len()).step_by(5) {
        for byte in [b'\n', b' ', b'{', b'"', b'-', b':', b'$', b'1', 0, 0xff] {
            let original = std::mem::replace(&mut text[index], byte);
            import(&text);
            text[index] = original;
        }
    }
    Ok(())
}
