//! A client of a document whose members, parameters, operations, tags, schemas and enum values have names that Rust, the
//! runtime or the generated code has, too. It compiles, and requests have the names of the document.

use clients::Server;
use names::members::{Member, MemberUpdate, Values};

fn client(url: &str) -> names::Client {
    names::Client::builder()
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[test]
fn functions_of_traits_are_not_hidden_by_setters() {
    let mut member = Member::default();
    member.from = Some("a".to_owned());
    member.into_ = Some("b".to_owned());
    let update = MemberUpdate::from(&member).try_from_("c").clone_("d").default_("e");
    let copy = update.clone();
    assert!(copy == update && format!("{copy:?}").starts_with("MemberUpdate"));
    assert_eq!(copy.from_.as_deref(), Some("a"));
    assert_eq!(copy.into_.as_deref(), Some("b"));
    assert_eq!(copy.unknown_fields().len(), 0);
}

#[tokio::test]
async fn members_and_parameters_have_the_names_of_the_document() {
    let server = Server::start(200, "application/json", r#"{"from": "x", "self": "y", "Self": "z"}"#);
    let body = MemberUpdate::new().from_("a").self_("b").unknown("c");
    let member = client(&server.url).members().update_member("1", body).await.unwrap();
    assert_eq!(member.from.as_deref(), Some("x"));
    let request = server.request();
    assert!(request.body.contains(r#""from":"a""#), "{}", request.body);
}

#[test]
fn values_have_their_texts() {
    for text in ["from", "Self", "self", "Unknown", "Ok", "null", "as_str", "String"] {
        assert_eq!(Values::from(text).as_str(), text);
    }
}
