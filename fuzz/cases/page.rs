//! The page: blocks, layout, marks, caret and hits, in a headless egui with the bundled faces.

use std::cell::RefCell;

use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use variorum::model::{CodebookInfo, CoderId, Document, DocumentId, Project, ProjectInfo};
use variorum::text::{ReadingText, Span, TextSelection, segmentation};
use variorum::ui::text_view::{FontStore, Hits, PageContext, PageEvent, ReadingSettings, TextView, Visible};
use variorum::ui::theme::{Theme, install_fonts};

use super::{annotated, support};

/// What does not change from case to case, for making it takes longer than a case.
struct Desk {
    ctx: Context,
    fonts: RefCell<FontStore>,
    theme: Theme,
}

thread_local! {
    static DESK: Desk = {
        let ctx = Context::default();
        install_fonts(&ctx);
        let theme = Theme::light();
        theme.apply(&ctx);
        Desk { ctx, fonts: RefCell::new(FontStore::bundled_only()), theme }
    };
}

const KEYS: [Key; 8] = [Key::ArrowRight, Key::ArrowDown, Key::ArrowLeft, Key::End, Key::ArrowUp, Key::Home, Key::PageDown, Key::PageUp];

/// Lays out, paints, walks and clicks a text of any characters with any annotations. The caret must stand between graphemes.
pub fn text_view(data: &[u8]) {
    let (text, placed, point) = annotated(data);
    let id = DocumentId::new("d").expect("an id");
    let coder = CoderId::new("a").expect("an id");
    let mut records = support::codebook();
    records.push(support::coder_record(&coder));
    for (number, (start, end, code)) in placed.iter().enumerate() {
        let span = Span::new(*start, *end).expect("a span");
        records.push(support::annotation(&format!("n{number}"), &id, &coder, *code, span, &text).into());
    }
    records.push(Document::new(id.clone(), ReadingText::new(text.as_str()).expect("no carriage return")).into());
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert!(errors.is_empty(), "{errors:?}");
    DESK.with(|desk| read(desk, &project, &id, &coder, &placed, pos2(point[0], point[1])));
}

fn read(desk: &Desk, project: &Project, id: &DocumentId, coder: &CoderId, placed: &[(usize, usize, usize)], point: Pos2) {
    let document = project.documents().get(id).expect("the document");
    let text = document.text.as_str();
    let (mut view, mut selection) = (TextView::new(), None::<TextSelection>);
    let mut spans: Vec<Span> = placed.iter().filter_map(|(start, end, _)| Span::new(*start, *end).ok()).collect();
    spans.sort_by_key(|span| (span.start(), span.end()));
    spans.dedup_by(|later, earlier| later.start() < earlier.end());
    let hits = Hits { spans: spans.into(), current: Some(0), revision: 1 };
    let selected = project.annotations().keys().next();
    for events in story(point) {
        let input = RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(900.0, 700.0))), events, ..RawInput::default() };
        let mut output = desk.ctx.run_ui(input, |ui| {
            let cx = PageContext {
                project,
                document,
                coder,
                selection,
                selected,
                theme: &desk.theme,
                reading: &ReadingSettings::default(),
                visible: &Visible::default(),
                hits: &hits,
                fonts: &desk.fonts,
                revision: 1,
            };
            let page = view.show(ui, &cx);
            variorum::ui::keyboard::give_keyboard(&page.response);
            for event in page.events {
                if let PageEvent::Select(wanted) = event {
                    selection = Some(wanted);
                }
            }
        });
        output.textures_delta.clear();
        desk.ctx.tessellate(output.shapes, output.pixels_per_point);
        let focus = selection.unwrap_or_default().focus;
        assert_eq!(segmentation::snap_to_grapheme(text, focus), focus, "the caret stands between graphemes");
    }
}

/// The input of each frame: a first look, the caret by keys with and without Shift, a click and a double click.
fn story(point: Pos2) -> Vec<Vec<Event>> {
    let key = |key, modifiers| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let button = |pressed| Event::PointerButton { pos: point, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    let mut frames = vec![Vec::new(), Vec::new()];
    frames.extend([Modifiers::NONE, Modifiers::SHIFT, Modifiers::CTRL].map(|m| KEYS.map(|k| key(k, m)).to_vec()));
    frames.push(vec![Event::PointerMoved(point), button(true), button(false)]);
    frames.push(vec![button(true), button(false)]);
    frames.push(Vec::new());
    frames
}
