//! A page in a shell of the smallest kind, as the tests of the text view need it.
#![allow(dead_code, reason = "each test file uses its part")]

#[path = "../../benches/support/mod.rs"]
pub mod support;

use std::cell::RefCell;
use std::sync::Arc;

use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use variorum::model::{Annotation, AnnotationId, CodebookInfo, CoderId, Document, DocumentId, Project, ProjectInfo};
use variorum::text::{ReadingText, Span, TextSelection};
use variorum::ui::text_view::{FontStore, FrameStats, Hits, PageContext, PageEvent, ReadingSettings, TextView, Visible};
use variorum::ui::theme::{Theme, install_fonts};

/// A shell of the smallest kind: it does what the page asks for, as the program does.
pub struct Shell {
    pub project: Project,
    pub document: DocumentId,
    pub coder: CoderId,
    pub fonts: RefCell<FontStore>,
    pub theme: Theme,
    pub view: TextView,
    pub selection: Option<TextSelection>,
    pub selected: Option<AnnotationId>,
    pub events: Vec<PageEvent>,
    pub typed: String,
    pub stats: FrameStats,
    pub visible: Visible,
    /// What was found on the page.
    pub hits: Hits,
    pub revision: u64,
    pub reading: ReadingSettings,
}

impl Shell {
    pub fn of(project: Project, document: DocumentId) -> Self {
        Self {
            project,
            document,
            coder: CoderId::new("a").unwrap(),
            fonts: RefCell::new(FontStore::bundled_only()),
            theme: Theme::light(),
            view: TextView::new(),
            selection: None,
            selected: None,
            events: Vec::new(),
            typed: String::new(),
            stats: FrameStats::default(),
            visible: Visible::default(),
            hits: Hits::default(),
            revision: 0,
            reading: ReadingSettings::default(),
        }
    }

    /// A document with annotations: id, words, which occurrence of them (from 0).
    pub fn with(text: &str, annotations: &[(&str, &str, usize)]) -> Self {
        let number = |(code, (id, words, nth)): (usize, &(&str, &str, usize))| {
            let (start, _) = text.match_indices(words).nth(*nth).unwrap();
            mark(id, code, Span::new(start, start + words.len()).unwrap(), text)
        };
        Self::marked(text, annotations.iter().enumerate().map(number).collect())
    }

    /// A document with these annotations.
    pub fn marked(text: &str, annotations: Vec<Annotation>) -> Self {
        let document = DocumentId::new("d").unwrap();
        let mut records = support::codebook();
        records.push(support::coder_record(&CoderId::new("a").unwrap()));
        records.extend(annotations.into_iter().map(Into::into));
        records.push(Document::new(document.clone(), ReadingText::new(text).unwrap()).into());
        let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
        assert!(errors.is_empty(), "{errors:?}");
        Self::of(project, document)
    }

    pub fn show(&mut self, ui: &mut egui::Ui) {
        let cx = PageContext {
            project: &self.project,
            document: self.project.documents().get(&self.document).unwrap(),
            coder: &self.coder,
            selection: self.selection,
            selected: self.selected.as_ref(),
            theme: &self.theme,
            reading: &self.reading,
            visible: &self.visible,
            hits: &self.hits,
            fonts: &self.fonts,
            revision: self.revision,
        };
        let output = self.view.show(ui, &cx);
        for event in &output.events {
            match event {
                PageEvent::Select(selection) => self.selection = Some(*selection),
                PageEvent::SelectAnnotation(id) => self.selected.clone_from(id),
                _ => {}
            }
        }
        self.events.extend(output.events);
        self.typed.push_str(&output.typed.unwrap_or_default());
        self.stats = output.stats;
    }

    pub fn text(&self) -> Arc<str> {
        self.project.documents().get(&self.document).unwrap().text.shared()
    }

    pub fn selected_words(&self) -> String {
        self.selection.and_then(TextSelection::span).map_or_else(String::new, |s| self.text()[s.range()].to_owned())
    }
}

/// An annotation of one span by coder `a` with the code of this number.
pub fn mark(id: &str, code: usize, span: Span, text: &str) -> Annotation {
    support::annotation(id, &DocumentId::new("d").unwrap(), &CoderId::new("a").unwrap(), code, span, text)
}

pub fn harness(shell: Shell) -> Harness<'static, Shell> {
    let mut harness = Harness::builder()
        .with_size(vec2(900.0, 700.0))
        .with_step_dt(1.0 / 60.0)
        .allow_missing_glyphs()
        .with_context_setup(|ctx| {
            install_fonts(ctx);
            Theme::light().apply(ctx);
        })
        .build_ui_state(|ui, shell: &mut Shell| shell.show(ui), shell);
    harness.run();
    harness
}

pub fn focused(shell: Shell) -> Harness<'static, Shell> {
    let mut harness = harness(shell);
    harness.get_by_label_contains("Reading text of").focus();
    harness.run();
    harness
}

pub fn press(harness: &mut Harness<'_, Shell>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

pub fn mouse(harness: &mut Harness<'_, Shell>, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    harness.event(Event::PointerMoved(pos));
    harness.event(Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers });
    harness.step();
}

pub fn click(harness: &mut Harness<'_, Shell>, pos: Pos2) {
    mouse(harness, pos, true, Modifiers::NONE);
    mouse(harness, pos, false, Modifiers::NONE);
}

/// Forgets the last clicks, so that the next is no double click.
pub fn wait(harness: &mut Harness<'_, Shell>) {
    harness.run_steps(40);
}
