//! Looking for words in one document before it is said to omit a claim: how often they are there, and where.

use std::sync::Arc;

use egui::{Key, Label, RichText, ScrollArea, TextEdit, Ui};

use super::super::context::{Request, ViewContext};
use super::super::facts::counted;
use super::super::text_view::Align;
use super::super::theme::SIZES;
use super::{Row, field_heading, hint, paint_occurrence, row_in, words_around};
use crate::analysis::looking::{counts, query, written_words};
use crate::model::{Document, DocumentId};
use crate::session::{Documents, Search};
use crate::text::TextSelection;
use crate::ui::keyboard::{give_keyboard, take_key};

/// Height of the list of places, and of one of them, in points.
const LIST: f32 = 132.0;
const ROW: f32 = 23.0;

/// Words and what has been found of them.
#[derive(Debug, Default)]
pub struct Looking {
    text: String,
    search: Option<Search>,
    /// The words and the document that were looked for last.
    of: Option<(Vec<String>, Arc<Document>)>,
    /// How often each word was found, and the state of the search they were counted in.
    counts: (u64, Vec<usize>),
    wants_focus: bool,
}

impl Looking {
    /// Begins with these words.
    pub fn begin(&mut self, words: &[String]) {
        self.text = words.join(", ");
        self.of = None;
        self.wants_focus = true;
    }

    /// Begins anew, with these words instead, when there are none yet.
    pub fn begin_once(&mut self, words: &[String]) {
        if self.of.is_none() && self.text.is_empty() {
            self.begin(words);
            self.wants_focus = false;
        }
    }

    /// The words as they are now.
    pub fn words(&self) -> Vec<String> {
        written_words(&self.text)
    }

    /// Whether everything is found that can be.
    pub fn is_done(&self) -> bool {
        self.search.as_ref().is_none_or(|search| !search.is_running())
    }

    /// Shows words and places; true when Enter was pressed in the field and the search is at its end.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, document: &DocumentId) -> bool {
        field_heading(ui, ctx.theme, "Words to look for, with commas between them");
        let width = ui.available_width();
        let id = ui.make_persistent_id("words to look for");
        let entered = ui.memory(|m| m.has_focus(id)) && ui.input_mut(|i| take_key(i, egui::Modifiers::NONE, Key::Enter));
        let field = TextEdit::multiline(&mut self.text).id(id).desired_rows(2).desired_width(width);
        let field = ui.add(field).accessible_name("Words to look for");
        if std::mem::take(&mut self.wants_focus) {
            give_keyboard(&field);
        }
        self.look(ui, ctx, document);
        self.outcome(ui, ctx);
        self.places(ui, ctx);
        entered && self.is_done()
    }

    fn look(&mut self, ui: &Ui, ctx: &ViewContext<'_>, document: &DocumentId) {
        let Some(document) = ctx.project.documents().get(document) else { return };
        let search = self.search.get_or_insert_with(|| {
            let ctx = ui.ctx().clone();
            Search::new(Arc::new(move || ctx.request_repaint()))
        });
        let words = written_words(&self.text);
        let same = self.of.as_ref().is_some_and(|(of, text)| *of == words && text.id == document.id && text.text == document.text);
        if !same {
            match query(&words) {
                Some(query) => {
                    let documents: Documents = [(document.id.clone(), Arc::clone(document))].into_iter().collect();
                    search.start(query, documents, ctx.revision);
                }
                None => search.clear(),
            }
            self.of = Some((words, Arc::clone(document)));
        }
        search.poll();
        let state = search.changes();
        if self.counts.0 != state
            && let Some((words, document)) = &self.of
        {
            let spans = search.found().iter().flat_map(|found| found.spans.iter());
            self.counts = (state, counts(words, spans.filter_map(|span| document.text.slice(*span))));
        }
    }

    fn outcome(&self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let (Some(search), Some((words, _))) = (&self.search, &self.of) else { return };
        if search.is_running() {
            hint(ui, ctx.theme, "Searching…");
            return;
        }
        let (sentence, colour) = match (words.is_empty(), search.total()) {
            (true, _) => ("No words: the whole text was read for it".to_owned(), ctx.theme.muted),
            (false, 0) => ("Found nowhere in this document".to_owned(), ctx.theme.text),
            (false, n) => (format!("Found {}: look before you say omits", counted(n, "time", "times")), ctx.theme.warning),
        };
        ui.add(Label::new(RichText::new(search.refusal().map_or(sentence, ToOwned::to_owned)).color(colour)).wrap());
        let each: Vec<String> = words.iter().zip(&self.counts.1).map(|(word, n)| format!("{word} {n}")).collect();
        if !each.is_empty() {
            ui.add(Label::new(RichText::new(each.join(" · ")).size(SIZES.small).color(ctx.theme.muted)).wrap())
                .on_hover_text("Words that begin with it are counted, too: sign finds signed");
        }
    }

    fn places(&self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let (Some(search), Some((_, document))) = (&self.search, &self.of) else { return };
        if search.total() == 0 {
            return;
        }
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let area =
                ScrollArea::vertical().id_salt("places looked at").max_height(LIST).min_scrolled_height(LIST).auto_shrink([false, true]);
            area.show_rows(ui, ROW, search.total(), |ui, range| {
                for number in range {
                    let Some((_, span)) = search.hit(number) else { continue };
                    let Some((left, matched, right)) = words_around(document, span) else { continue };
                    let label = format!("Place {}: {matched}", number + 1);
                    let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen: false, enabled: true });
                    paint_occurrence(ui, ctx.theme, response.rect, response.rect.width() * 0.42, [&left, &matched, &right]);
                    if response.on_hover_text("Show it in the text").clicked() {
                        let place = TextSelection::of(span);
                        ctx.send.send(Request::GoTo { document: document.id.clone(), place, align: Align::Center });
                    }
                }
            });
        });
    }
}
