//! Any bytes as a dataset of JSON lines.
#![no_main]

#[path = "../cases/mod.rs"]
mod cases;

libfuzzer_sys::fuzz_target!(|data: &[u8]| cases::jsonl(data));
