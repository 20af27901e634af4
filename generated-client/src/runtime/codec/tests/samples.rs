//! Samples for the fake.

use crate::runtime::codec::{Sample, Sampler, decode, encode};

use super::models::{Chain, Droplet, Image, Status, Tree};

#[test]
fn a_sample_reads_back_without_correction() {
    for optional in [false, true] {
        let sample = Droplet::sample(&mut Sampler::new(optional));
        assert_eq!(sample.kernel.is_some(), optional);
        assert_eq!(sample.status, Status::New);
        let (read, drifts) = decode::<Droplet>("op", &encode(&sample).unwrap()).unwrap();
        assert_eq!((read, drifts), (sample, vec![]));
    }
}

#[test]
fn samples_of_recursive_types_end() {
    let sampler = || Sampler::new(true);
    assert!(Chain::sample(&mut sampler()).next.is_some());
    assert_ne!(Tree::sample(&mut sampler()), Tree::default());
    assert_eq!(Image::sample(&mut sampler()), Image::from("sample"));
}
