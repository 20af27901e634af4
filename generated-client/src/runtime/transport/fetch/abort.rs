use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

/// Ends a request, or the reading of its response, when it is dropped.
#[derive(Debug)]
pub(super) struct Abort(AbortController);

impl Abort {
    pub(super) fn new() -> Result<Self, JsValue> {
        AbortController::new().map(Self)
    }

    /// Returns what a request listens to.
    pub(super) fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}
