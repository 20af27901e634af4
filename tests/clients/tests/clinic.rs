//! A client of an API in the style of FHIR: a resource of any type, members with extensions, `+json`, filters with signs.

use clients::Server;
use clinic::patient::{PatientRequest, PostPatientPrefer, Resource};

fn client(url: &str) -> clinic::Client {
    clinic::Client::builder()
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_bundle_has_resources_of_known_and_unknown_types() {
    let bundle = r#"{"resourceType": "Bundle", "type": "searchset", "total": 2, "entry": [
        {"resource": {"resourceType": "Patient", "id": "p1", "_active": {"id": "e"}, "active": true}},
        {"resource": {"resourceType": "Observation", "id": "o1", "valueInteger": 3}}
    ]}"#;
    let server = Server::start(200, "application/fhir+json", bundle);
    let found = client(&server.url)
        .patient()
        .search_type_patient()
        .family_exact("Ån")
        .family("A")
        .sort(vec!["a".to_owned(), "-b".to_owned()])
        .birthdate(["ge2000", "lt2001"])
        .await
        .unwrap();
    let entries = found.entry.as_deref().unwrap();
    let Some(Resource::Patient(patient)) = &entries[0].resource else {
        panic!("{entries:?}");
    };
    assert_eq!(patient.active, Some(true));
    assert_eq!(patient.active_.as_ref().unwrap().id.as_deref(), Some("e"));
    assert!(matches!(entries[1].resource, Some(Resource::Unknown(_))));
    let request = server.request();
    let target = request.target();
    for pair in [
        "GET /Patient?",
        "family%3Aexact=%C3%85n",
        "family=A",
        "_sort=a,-b",
        "birthdate=ge2000&birthdate=lt2001",
    ] {
        assert!(target.contains(pair), "{target}");
    }
    assert_eq!(request.header("accept"), Some("application/fhir+json"));
}

#[tokio::test]
async fn a_patient_is_created_with_its_media_type_and_headers() {
    let server = Server::start(
        201,
        "application/fhir+json",
        r#"{"resourceType": "Patient", "id": "p1"}"#,
    );
    let body = PatientRequest::new().active(true).birth_date("2000-01-01");
    let patient = client(&server.url)
        .patient()
        .post_patient(body)
        .prefer(PostPatientPrefer::ReturnMinimal)
        .if_none_exist("identifier=1")
        .await
        .unwrap();
    assert_eq!(patient.id.as_deref(), Some("p1"));
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/fhir+json"));
    assert_eq!(request.header("prefer"), Some("return=minimal"));
    assert_eq!(request.header("if-none-exist"), Some("identifier=1"));
    assert_eq!(
        request.body,
        r#"{"resourceType":"Patient","active":true,"birthDate":"2000-01-01"}"#
    );
}

#[tokio::test]
async fn a_deletion_may_have_no_body() {
    let server = Server::start(204, "application/fhir+json", "");
    let result = client(&server.url).patient().delete_patient_id("a/b").send().await;
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(server.request().target(), "DELETE /Patient/a%2Fb");
}
