//! Tolerant reading: what is corrected, what is reported, what fails.

use crate::runtime::codec::{decode, decode_envelope};

use super::models::{Droplet, Image, Status};

const WHOLE: &str = r#"{"id":3,"name":"web","status":"new","networks":{"v4":[{"ip":"1.1.1.1","type":"public"}]},
    "created_at":"2020-11-14T16:29:21Z","next":null,"price":"5.5","size":12}"#;

#[test]
fn a_whole_record_needs_no_correction() {
    let (droplet, drift) = decode::<Droplet>("droplets_get", WHOLE.as_bytes()).unwrap();
    assert_eq!(drift, []);
    assert_eq!(droplet.id, 3);
    assert_eq!(droplet.status, Status::New);
    assert_eq!(droplet.price, 5.5);
    assert_eq!(droplet.size.as_str(), "12");
    assert_eq!(droplet.networks.v4.unwrap()[0].type_, "public");
}

#[test]
fn what_a_record_lacks_reads_as_zero_and_is_reported_with_its_path() {
    let body = br#"{"droplets":[{"networks":{"v4":[{}, null]}}]}"#;
    let answer = decode_envelope::<Vec<Droplet>>("droplets_list", body, &["droplets"]).unwrap();
    let paths: Vec<&str> = answer
        .drift
        .iter()
        .map(|drift| drift.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "droplets[0].networks.v4[0].type",
            "droplets[0].networks.v4[1]",
            "droplets[0].id",
            "droplets[0].name",
            "droplets[0].status",
            "droplets[0].created_at",
            "droplets[0].next",
            "droplets[0].price",
            "droplets[0].size"
        ]
    );
}

#[test]
fn a_wrong_shape_fails_with_its_path() {
    let body = br#"{"networks":{"v4":[{"type":"public"},{"type":[7]}]}}"#;
    let error = decode::<Droplet>("droplets_get", body).unwrap_err();
    assert_eq!(error.path(), "networks.v4[1].type");
    assert_eq!(error.reason(), "invalid type: sequence, expected a string");
}

#[test]
fn unions() {
    let body = br#"["ubuntu", 7, {"type": "private"}, {"type": "x"}]"#;
    let (images, _) = decode::<Vec<Image>>("x", body).unwrap();
    assert_eq!(images[0], "ubuntu".into());
    assert_eq!(images[1], 7.into());
    assert!(matches!(images[2], Image::Network(_)));
    assert!(matches!(images[3], Image::Unknown(_)));
}
