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
use variorum::ui::text_view::FontStore;
use variorum::ui::theme::{Theme, ThemeKind, install_fonts};

/// A mixed paragraph: Arabic with Latin names, European and Arabic digits, a bracket, and vowel marks.
const ARABIC: &str = "التقى الرئيس Putin بالزعيم Kim Jong Un في 13 سبتمبر 2023 (عند الساعة 13:00)، ووقّعا الاتفاق رقم ١٢٣٫٤.\n\n\
                      بِسْمِ اللَّهِ الرَّحْمَٰنِ: لا شيء.";
/// Hebrew with points, a hyphened number, a bracket and a Latin name.
const HEBREW: &str = "הנשיא פוטין נפגש עם Kim Jong Un ב-13 בספטמבר 2023 (בשעה 13:00).\n\nבְּרֵאשִׁית בָּרָא אֱלֹהִים.";
const KOREAN: &str = "김정은 국무위원장은 2023년 9월 13일 푸틴 대통령을 만났다.";
/// Conjuncts (kṣa, tra, nda, śra, dva, ṣṭra), a vowel before its consonant (hi), a repha (rma).
const DEVANAGARI: &str = "क्षत्रिय हिन्दी श्री द्वितीय राष्ट्र धर्म ने कहा 2023";

/// Faces for the scripts that the program does not bundle, cut down to the letters above.
const PICTURE_FACES: [(&str, &[u8]); 2] = [
    ("Hang", include_bytes!("assets/fonts/NotoSerifKR-pictures.otf")),
    ("Deva", include_bytes!("assets/fonts/NotoSerifDevanagari-pictures.ttf")),
];

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
fn page_of(shell: Shell, kind: ThemeKind, zoom: f32) -> Harness<'static, Shell> {
    page_sized(shell, kind, zoom, egui::vec2(640.0, 360.0))
}

fn page_sized(mut shell: Shell, kind: ThemeKind, zoom: f32, size: egui::Vec2) -> Harness<'static, Shell> {
    shell.theme = theme(kind);
    shell.reading.measure = 60.0;
    let mut harness = Harness::builder()
        .with_size(size / zoom)
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

/// A few lines in another script, with annotations: id, words, which occurrence of them (from 0).
fn script_picture(text: &str, annotations: &[(&str, &str, usize)], name: &str) {
    if can_draw() {
        let mut shell = Shell::with(text, annotations);
        shell.fonts = FontStore::bundled_and(&PICTURE_FACES).into();
        shell.selected = Some(AnnotationId::new(annotations[0].0).unwrap());
        compare(page_sized(shell, ThemeKind::Light, 1.0, egui::vec2(640.0, 240.0)), name);
    }
}

#[test]
fn annotations_within_and_across_one_another() {
    if can_draw() {
        let nested = [
            ("outer", "Kim Jong Un, general secretary of the party, had a historic meeting", 0),
            ("inner", "general secretary of the party", 0),
            ("innermost", "party", 0),
            ("across", "historic meeting with Putin", 0),
            ("twin", "historic meeting with Putin", 0),
        ];
        compare(page_sized(Shell::with(REPORT, &nested), ThemeKind::Light, 1.0, egui::vec2(640.0, 240.0)), "page_nested");
    }
}

#[test]
fn arabic_joins_and_runs_leftwards_while_names_and_numbers_in_it_do_not() {
    // From the Arabic word before the name to the Latin name itself: one stretch of the text, two on the line.
    let mixed = [("mixed", "الرئيس Putin", 0), ("number", "13 سبتمبر 2023", 0), ("digits", "١٢٣٫٤", 0), ("marks", "اللَّهِ", 0)];
    script_picture(ARABIC, &mixed, "page_arabic");
}

#[test]
fn hebrew_keeps_its_points_under_its_letters() {
    script_picture(HEBREW, &[("mixed", "עם Kim Jong Un ב-13", 0), ("points", "בְּרֵאשִׁית", 0)], "page_hebrew");
}

#[test]
fn korean_is_set_in_a_face_that_has_it() {
    script_picture(KOREAN, &[("person", "김정은", 0), ("date", "9월 13일", 0), ("object", "푸틴 대통령을", 0)], "page_korean");
}

#[test]
fn devanagari_makes_its_conjuncts() {
    script_picture(DEVANAGARI, &[("word", "क्षत्रिय", 0), ("other", "राष्ट्र", 0)], "page_devanagari");
}

#[test]
fn what_deceives_or_has_no_glyph_is_seen() {
    if can_draw() {
        let text = "pay \u{202e}evil\u{202c} now, zero\u{200b}width, soft\u{ad}hyphen, a\u{2028}b\u{2029}c\u{85}d, bell\u{7}.\n\n\
                    No glyph: \u{d55c}\u{10ffff}.";
        compare(page_of(Shell::with(text, &[]), ThemeKind::Light, 1.0), "page_oddities");
    }
}
