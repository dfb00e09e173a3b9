//! Any characters with any annotations: laid out, painted, walked and clicked.
#![no_main]

#[path = "../cases/mod.rs"]
mod cases;

libfuzzer_sys::fuzz_target!(|data: &[u8]| cases::text_view(data));
