//! The page as pictures: few, small, in the bundled faces, drawn by a software renderer.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test page_pictures` draws them anew; look at each before committing it.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod page;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use egui_kittest::kittest::Queryable;
use egui_kittest::wgpu::{WgpuTestRenderer, default_wgpu_setup};
use egui_kittest::{Harness, SnapshotOptions};
use page::{Shell, mark};
use variorum::model::{Annotation, AnnotationId, Place, Target};
use variorum::text::{Span, TextSelection};
use variorum::ui::theme::{Theme, ThemeKind, install_fonts};

const REPORT: &str = "Pyongyang, September 14 -- Kim Jong Un, general secretary of the party, had a historic meeting with Putin.\n\n\
                      The private train arrived at the spaceport at 13:00. He got off, shook hands and took the salute.";

/// Waits for a future that needs nobody to wake it.
fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::yield_now(),
        }
    }
}

/// Whether pictures can be drawn here. Where they cannot, it says so once; where they must, that is a failure.
#[expect(clippy::default_trait_access, reason = "the package that names the type is not ours to depend on")]
fn can_draw() -> bool {
    let instance = wait_for(default_wgpu_setup().new_instance());
    let Err(why) = wait_for(instance.request_adapter(&Default::default())) else { return true };
    assert!(std::env::var_os("VARIORUM_DEMAND_SNAPSHOTS").is_none(), "no graphics adapter was found: {why}");
    eprintln!("skipped: no graphics adapter was found ({why})");
    false
}

/// A page of 640 x 360 points, or as many as fit with the zoom.
fn page_of(mut shell: Shell, kind: ThemeKind, zoom: f32) -> Harness<'static, Shell> {
    shell.theme = theme(kind);
    shell.reading.measure = 60.0;
    let mut harness = Harness::builder()
        .with_size(egui::vec2(640.0, 360.0) / zoom)
        .with_pixels_per_point(zoom)
        .with_step_dt(1.0 / 60.0)
        .allow_missing_glyphs()
        .with_context_setup(move |ctx| {
            install_fonts(ctx);
            theme(kind).apply(ctx);
        })
        .renderer(WgpuTestRenderer::new())
        .build_ui_state(|ui, shell: &mut Shell| shell.show(ui), shell);
    harness.run();
    harness
}

fn theme(kind: ThemeKind) -> Theme {
    match kind {
        ThemeKind::Light => Theme::light(),
        ThemeKind::Dark => Theme::dark(),
        ThemeKind::Sepia => Theme::sepia(),
    }
}

/// Compares with the picture of this name. Rounding differs between drivers, so a few pixels at the edges of letters may.
fn compare(mut harness: Harness<'_, Shell>, name: &str) {
    let options = SnapshotOptions::new().threshold(1.5).max_failed_pixels(200);
    harness.snapshot_options(name, &options);
}

fn span_of(words: &str) -> Span {
    let start = REPORT.find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

/// Eight annotations over one word, each around the one before, and some beside them.
fn deep() -> Shell {
    let inner = span_of("general");
    let nested = (0..8_usize).map(|depth| {
        let (start, end) = (inner.start() - 2 * depth, inner.end() + 3 * depth);
        mark(&format!("n{depth}"), depth * 3 + depth % 3, Span::new(start, end).unwrap(), REPORT)
    });
    let beside = [("b1", 9, "Pyongyang"), ("b2", 4, "historic meeting with Putin"), ("b3", 6, "meeting"), ("b4", 2, "private train")];
    let beside = beside.map(|(id, code, words)| mark(id, code, span_of(words), REPORT));
    Shell::marked(REPORT, nested.chain(beside).collect())
}

/// One annotation on three stretches over two paragraphs.
fn scattered() -> Annotation {
    let place = |words: &str| Place { span: span_of(words), quote: Arc::from(words) };
    let target = Target::Spans(vec![place("Kim Jong Un"), place("had a historic meeting"), place("shook hands")]);
    Annotation { target, ..mark("parts", 3, span_of("Pyongyang"), REPORT) }
}

#[test]
fn eight_annotations_over_one_word_in_light() {
    if can_draw() {
        compare(page_of(deep(), ThemeKind::Light, 1.0), "page_deep_light");
    }
}

#[test]
fn eight_annotations_over_one_word_in_dark_with_one_selected() {
    if can_draw() {
        let mut shell = deep();
        shell.selected = Some(AnnotationId::new("b2").unwrap());
        compare(page_of(shell, ThemeKind::Dark, 1.0), "page_deep_dark");
    }
}

#[test]
fn sepia_at_twice_the_size_with_words_selected() {
    if can_draw() {
        let mut shell = deep();
        shell.selection = Some(TextSelection::of(span_of("September 14")));
        let mut harness = page_of(shell, ThemeKind::Sepia, 2.0);
        harness.get_by_label_contains("Reading text of").focus();
        harness.run();
        compare(harness, "page_sepia_zoomed");
    }
}

#[test]
fn the_parts_of_a_discontinuous_annotation_are_joined() {
    if can_draw() {
        let mut shell = Shell::marked(REPORT, vec![scattered(), mark("n", 1, span_of("secretary"), REPORT)]);
        shell.selected = Some(AnnotationId::new("parts").unwrap());
        compare(page_of(shell, ThemeKind::Light, 1.0), "page_discontinuous");
    }
}

#[test]
fn what_deceives_or_has_no_glyph_is_seen() {
    if can_draw() {
        let text = "pay \u{202e}evil\u{202c} now, zero\u{200b}width, soft\u{ad}hyphen, a\u{2028}b\u{2029}c\u{85}d, bell\u{7}.\n\n\
                    No glyph: \u{d55c}\u{10ffff}.";
        compare(page_of(Shell::with(text, &[]), ThemeKind::Light, 1.0), "page_oddities");
    }
}
