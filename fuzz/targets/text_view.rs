//! Any characters with any annotations: laid out, painted, walked and clicked.
#![no_main]

#[path = "../cases/mod.rs"]
mod cases;

// cargo-fuzz switches parley's assertions on, of which one is known to fail where its answer is right (see the program's manifest).
// Such texts are among the seeds, which run without it.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if !cases::has_marked_separator(data) {
        cases::text_view(data);
    }
});
