//! In which words the documents speak of an entity, and its mentions by document.

use egui::{FontId, RichText, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::facts::{counted, title_of};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Row, quiet_button, row_in, rows, section, semibold, shortened};
use super::EntitiesWish;
use super::detail::Wish;
use crate::analysis::naming::{Form, Naming, form_of, naming_of};
use crate::model::{Annotation, AnnotationId, DocumentId, Entity, EntityId, Project, Reference};

const ROW: f32 = 24.0;
/// Heights that the two lists grow to.
const FORMS: f32 = 240.0;
const MENTIONS: f32 = 300.0;

/// A line of a list: a document with what it has, or one of the things it has.
#[derive(Debug, Clone, PartialEq)]
enum Line<T> {
    Document(DocumentId, String),
    Of(T),
}

/// A form of a document: its words, how often, and how often in bold.
type FormLine = (DocumentId, String, usize, usize);

/// The lists of one entity, made again when something changed.
#[derive(Debug, Default)]
pub(super) struct Forms {
    key: Option<(u64, EntityId)>,
    lines: Vec<Line<FormLine>>,
    mentions: Vec<Line<AnnotationId>>,
    count: usize,
    /// The form whose uses are listed alone, and these.
    chosen: Option<(DocumentId, String)>,
    uses: Vec<Line<AnnotationId>>,
}

impl Forms {
    fn update(&mut self, ctx: &ViewContext<'_>, entity: &EntityId) {
        let key = Some((ctx.revision, entity.clone()));
        if self.key == key {
            return;
        }
        if self.key.as_ref().is_none_or(|(_, before)| before != entity) {
            self.chosen = None;
        }
        self.key = key;
        self.lines = form_lines(ctx.project, naming_of(ctx.project, entity));
        let mut all: Vec<_> = ctx.project.annotations_naming(&Reference::Entity(entity.clone())).collect();
        all.sort_by_key(|a| (&a.document, a.start(), &a.id));
        self.count = all.len();
        self.mentions = mention_lines(ctx.project, all.into_iter().map(AsRef::as_ref));
        self.choose(ctx, entity, self.chosen.clone());
    }

    fn choose(&mut self, ctx: &ViewContext<'_>, entity: &EntityId, form: Option<(DocumentId, String)>) {
        self.uses.clear();
        if let Some((document, text)) = &form {
            let naming = ctx.project.annotations_naming(&Reference::Entity(entity.clone()));
            let mut uses: Vec<_> = naming.filter(|a| a.document == *document && form_of(a) == *text).collect();
            uses.sort_by_key(|a| (a.start(), &a.id));
            self.uses = mention_lines(ctx.project, uses.into_iter().map(AsRef::as_ref));
        }
        self.chosen = form.filter(|_| !self.uses.is_empty());
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, entity: &Entity, wish: &mut Wish) {
        self.update(ctx, &entity.id);
        if self.count == 0 {
            section(ui, ctx.theme, "No mentions");
            return;
        }
        if !self.lines.is_empty() {
            section(ui, ctx.theme, "Forms").on_hover_text("A place that several annotations lie on counts once");
            let mut clicked = None;
            rows(ui, ("forms", FORMS, ROW), self.lines.len(), |ui, at| match self.lines.get(at) {
                Some(Line::Document(_, words)) => heading(ui, ctx, words),
                Some(Line::Of(form)) => clicked = clicked.take().or(form_row(ui, ctx, form, self.chosen.as_ref())),
                None => {}
            });
            if let Some(form) = clicked {
                let other = Some(form).filter(|form| self.chosen.as_ref() != Some(form));
                self.choose(ctx, &entity.id, other);
            }
            ui.add_space(SIZES.gap);
        }
        self.list(ui, ctx, entity, wish);
    }

    fn list(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, entity: &Entity, wish: &mut Wish) {
        let mut all = false;
        let lines = if let Some((document, text)) = &self.chosen {
            let count = self.uses.iter().filter(|line| matches!(line, Line::Of(_))).count();
            section(ui, ctx.theme, &format!("“{}” in {document}: {}", shortened(text, 40), counted(count, "mention", "mentions")));
            all = quiet_button(ui, "Show all mentions").clicked();
            &self.uses
        } else {
            section(ui, ctx.theme, &counted(self.count, "mention", "mentions"));
            if quiet_button(ui, "Show them in the list of annotations").clicked() {
                wish.window = Some(EntitiesWish::ListMentions(entity.id.clone()));
            }
            &self.mentions
        };
        rows(ui, ("mentions", MENTIONS, ROW), lines.len(), |ui, at| match lines.get(at) {
            Some(Line::Document(_, words)) => heading(ui, ctx, words),
            Some(Line::Of(id)) => mention_row(ui, ctx, id),
            None => {}
        });
        if all {
            self.choose(ctx, &entity.id, None);
        }
    }
}

fn heading(ui: &mut Ui, ctx: &ViewContext<'_>, words: &str) {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, words));
    let words = egui::WidgetText::from(RichText::new(words).font(semibold(SIZES.small)).color(ctx.theme.muted));
    paint_line(ui, rect, words, ctx.theme.muted);
}

fn form_row(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    (document, text, count, bold): &FormLine,
    chosen: Option<&(DocumentId, String)>,
) -> Option<(DocumentId, String)> {
    let is_chosen = chosen.is_some_and(|(in_document, words)| in_document == document && words == text);
    let counts = if *bold > 0 { format!("{count}× · {bold} bold") } else { format!("{count}×") };
    let label = format!("Form “{}” in {document}: {counts}", shortened(text, 80));
    let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen: is_chosen, enabled: true });
    let counts = ui.painter().layout_no_wrap(counts, FontId::proportional(SIZES.small), ctx.theme.muted);
    let right = response.rect.right() - 8.0 - counts.size().x;
    ui.painter().galley(egui::pos2(right, response.rect.center().y - counts.size().y / 2.0), counts, ctx.theme.muted);
    let rect = response.rect.with_max_x(right - 6.0);
    paint_line(ui, rect, RichText::new(text).color(ctx.theme.text).into(), ctx.theme.text);
    let clicked = response.on_hover_text(shortened(text, 300)).clicked();
    clicked.then(|| (document.clone(), text.clone()))
}

fn mention_row(ui: &mut Ui, ctx: &ViewContext<'_>, id: &AnnotationId) {
    let Some(annotation) = ctx.project.annotations().get(id) else { return };
    let words = if annotation.is_on_text() {
        format!("“{}” · {}", shortened(&form_of(annotation), 60), ctx.code_name(&annotation.code))
    } else {
        format!("The whole document · {}", ctx.code_name(&annotation.code))
    };
    let label = format!("{}: {words}", annotation.document);
    let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen: false, enabled: true });
    paint_line(ui, response.rect, RichText::new(&words).color(ctx.theme.text).into(), ctx.theme.text);
    if response.on_hover_text("Show it in the text").clicked() {
        ctx.send.send(Request::JumpTo(annotation.id.clone()));
    }
}

fn paint_line(ui: &Ui, rect: egui::Rect, words: egui::WidgetText, colour: egui::Color32) {
    let room = (rect.width() - 12.0).max(20.0);
    let galley = words.into_galley(ui, Some(egui::TextWrapMode::Truncate), room, egui::TextStyle::Body);
    ui.painter().galley(egui::pos2(rect.left() + 6.0, rect.center().y - galley.size().y / 2.0), galley, colour);
}

fn form_lines(project: &Project, all: Vec<Naming>) -> Vec<Line<FormLine>> {
    let mut lines = Vec::new();
    for naming in all {
        let places: usize = naming.forms.iter().map(|form| form.count).sum();
        let words = format!("{} · {}", name_of(project, &naming.document), counted(places, "place", "places"));
        lines.push(Line::Document(naming.document.clone(), words));
        let line = |Form { text, count, bold, .. }: Form| Line::Of((naming.document.clone(), text, count, bold));
        lines.extend(naming.forms.into_iter().map(line));
    }
    lines
}

/// Mentions in the order of documents, each document with their number.
fn mention_lines<'a>(project: &Project, mentions: impl Iterator<Item = &'a Annotation>) -> Vec<Line<AnnotationId>> {
    let mut lines: Vec<Line<AnnotationId>> = Vec::new();
    let mut of: Vec<AnnotationId> = Vec::new();
    let mut document: Option<&DocumentId> = None;
    let mut close = |document: Option<&DocumentId>, of: &mut Vec<AnnotationId>| {
        if let Some(document) = document {
            let words = format!("{} · {}", name_of(project, document), counted(of.len(), "mention", "mentions"));
            lines.push(Line::Document(document.clone(), words));
            lines.extend(of.drain(..).map(Line::Of));
        }
    };
    for mention in mentions {
        if document != Some(&mention.document) {
            close(document, &mut of);
            document = Some(&mention.document);
        }
        of.push(mention.id.clone());
    }
    close(document, &mut of);
    lines
}

fn name_of(project: &Project, id: &DocumentId) -> String {
    let title = project.documents().get(id).map(|document| shortened(&title_of(document), 34));
    title.map_or_else(|| id.to_string(), |title| format!("{id} · {title}"))
}
