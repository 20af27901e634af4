//! Returns the fuzzer's responses to the methods.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tests::fuzz::Exerciser;

thread_local! {
    static EXERCISER: Exerciser = Exerciser::new().expect("a runtime");
}

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = EXERCISER.with(|exerciser| exerciser.run(bytes)) {
        panic!("{error:#}");
    }
});
