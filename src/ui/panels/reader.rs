//! The reader: what the document is, its page, and what the page asks for.

mod shown;
mod strip;
mod typography;

use std::cell::RefCell;
use std::collections::BTreeMap;

use egui::{Align as Side, Id, Layout, Popup, PopupKind, Rect, RichText, Ui};

use super::super::actions::{Action, Needs, info, key_text};
use super::super::context::{Request, ViewContext};
use super::super::facts::{Facts, counted, title_of};
use super::super::text_view::{
    Align, FontStore, Hits, MenuTarget, MissingScript, PageContext, PageEvent, PageOutput, ReadingSettings, TextView, Visible,
};
use super::super::theme::SIZES;
use super::super::widgets::{arrow_button, hint, quiet_button, semibold};
use crate::analysis::mentions::is_unlinked;
use crate::model::{AnnotationId, Document, DocumentId};
use crate::session::Command;
use crate::ui::keyboard::give_keyboard;

/// What the reader remembers between frames.
pub struct Reader {
    view: TextView,
    fonts: RefCell<FontStore>,
    visible: Visible,
    hits: Hits,
    open: Option<DocumentId>,
    scrolls: BTreeMap<DocumentId, usize>,
    jump: Option<(AnnotationId, Align)>,
    place: Option<(DocumentId, usize, Align)>,
    wants_focus: bool,
    menu: Option<egui::Pos2>,
    strip: strip::Strip,
    page: Option<Id>,
}

/// What a menu on the page offers, as far as it makes sense.
const PAGE_MENU: [Action; 13] = [
    Action::CodeWords,
    Action::RepeatCode,
    Action::CodeAll,
    Action::CodeNext,
    Action::CodeQuotation,
    Action::LinkTo,
    Action::NewClaim,
    Action::AddFragment,
    Action::DeleteAnnotation,
    Action::Copy,
    Action::CopyQuotation,
    Action::NextAnnotation,
    Action::PreviousAnnotation,
];

/// What the page wants the window to know.
#[derive(Debug, Default)]
pub struct ReaderOutput {
    /// Offer the codes for the selection.
    pub open_palette: bool,
    /// Where the page is on the screen, below its header.
    pub page: Option<Rect>,
    /// Where the selection is on the screen.
    pub selection_rect: Option<Rect>,
    /// What was typed on the page while words were selected.
    pub typed: Option<String>,
    /// Scripts that were met for the first time and that no font has.
    pub missing_scripts: Vec<MissingScript>,
}

impl Reader {
    /// A reader with these faces.
    pub fn new(fonts: FontStore) -> Self {
        Self {
            view: TextView::measuring(),
            fonts: RefCell::new(fonts),
            visible: Visible::default(),
            hits: Hits::default(),
            open: None,
            scrolls: BTreeMap::new(),
            jump: None,
            place: None,
            wants_focus: false,
            menu: None,
            strip: strip::Strip::default(),
            page: None,
        }
    }

    /// Takes over where each document was left and what was shown.
    pub fn remember(&mut self, scrolls: BTreeMap<DocumentId, usize>, visible: Visible) {
        self.open = None;
        self.scrolls = scrolls;
        self.visible = visible;
    }

    /// First visible byte of each document that was open.
    pub fn scrolls(&self) -> BTreeMap<DocumentId, usize> {
        let mut scrolls = self.scrolls.clone();
        if let Some(open) = &self.open {
            scrolls.insert(open.clone(), self.view.first_visible_offset());
        }
        scrolls
    }

    /// What is shown of the annotations.
    pub fn visible(&self) -> &Visible {
        &self.visible
    }

    /// Shows more or less of the annotations.
    pub fn set_visible(&mut self, visible: Visible) {
        self.visible = visible;
    }

    /// Puts an annotation into the middle of the page when its document is shown next.
    pub fn jump_to(&mut self, annotation: AnnotationId) {
        self.jump = Some((annotation, Align::Center));
    }

    /// Whether something waits to be seen on the page.
    pub fn is_called(&self) -> bool {
        self.jump.is_some() || self.place.is_some()
    }

    /// Scrolls just as far as an annotation needs to be seen.
    pub fn reveal(&mut self, annotation: AnnotationId) {
        self.jump = Some((annotation, Align::Nearest));
    }

    /// Shows a place (bytes) when its document is shown next.
    pub fn go_to(&mut self, document: DocumentId, offset: usize, align: Align) {
        self.place = Some((document, offset, align));
    }

    /// Marks what was found in the open document.
    pub fn mark_hits(&mut self, hits: &Hits) {
        self.hits.clone_from(hits);
    }

    /// First visible byte of the open document.
    pub fn top(&self) -> usize {
        self.view.first_visible_offset()
    }

    /// Brings a document back to where it was scrolled to, when it is shown next.
    pub fn return_to(&mut self, document: DocumentId, top: usize) {
        if self.open.as_ref() == Some(&document) {
            self.view.restore_scroll(top);
        } else {
            self.scrolls.insert(document, top);
        }
    }

    /// Gives the page the keyboard at the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Does not ask for the keyboard any more.
    pub fn leave_keyboard(&mut self) {
        self.wants_focus = false;
    }

    /// Shows the open document.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, reading: &ReadingSettings, facts: &Facts) -> ReaderOutput {
        let Some(document) = ctx.document() else {
            nothing_open(ui, ctx);
            return ReaderOutput::default();
        };
        header(ui, ctx, document, reading, facts);
        self.strip.show(ui, ctx, self.page);
        self.switch(&document.id);
        if let Some((id, align)) = self.jump.take()
            && let Some(target) = ctx.project.annotations().get(&id)
            && target.document == document.id
        {
            self.view.scroll_to(target.start(), align);
        }
        if let Some((_, offset, align)) = self.place.take_if(|(wanted, ..)| *wanted == document.id) {
            self.view.scroll_to(offset, align);
        }
        let page = PageContext {
            project: ctx.project,
            document,
            coder: ctx.coder,
            selection: ctx.selection.text,
            selected: ctx.selection.annotation.as_ref(),
            theme: ctx.theme,
            reading,
            visible: &self.visible,
            hits: &self.hits,
            fonts: &self.fonts,
            revision: ctx.revision,
        };
        let output = self.view.show(ui, &page);
        if std::mem::take(&mut self.wants_focus) {
            give_keyboard(&output.response);
        }
        self.page = Some(output.response.id);
        strip::Strip::hold_tab(ui, ctx, output.response.id);
        let layer = output.response.layer_id;
        let wishes = self.carry_out(ui, ctx, output);
        self.show_menu(ui, ctx, layer);
        wishes
    }

    fn show_menu(&mut self, ui: &Ui, ctx: &ViewContext<'_>, layer: egui::LayerId) {
        let Some(pos) = self.menu else { return };
        let mut open = true;
        let popup = Popup::new(Id::unique("page menu"), ui.ctx().clone(), pos, layer).kind(PopupKind::Menu).open_bool(&mut open);
        popup.layout(Layout::top_down_justified(Side::Min)).show(|ui| {
            ui.set_min_width(260.0);
            for line in PAGE_MENU.into_iter().filter_map(info) {
                let possible = match line.needs {
                    Needs::Words => ctx.has_words(),
                    Needs::Annotation => ctx.annotation().is_some(),
                    Needs::WordsOrAnnotation => ctx.has_words() || ctx.annotation().is_some(),
                    Needs::WordsAndAnnotation => ctx.has_words() && ctx.annotation().is_some(),
                    Needs::Mention => ctx.annotation().is_some_and(|annotation| is_unlinked(ctx.project, annotation)),
                    Needs::Nothing | Needs::Project | Needs::Document => true,
                };
                let keys = RichText::new(key_text(ui.ctx(), line.action)).color(ctx.theme.muted);
                if ui.add_enabled(possible, egui::Button::new(line.label).shortcut_text(keys).frame_when_inactive(false)).clicked() {
                    ctx.send.act(line.action);
                    ui.close();
                }
            }
        });
        if !open {
            self.menu = None;
        }
    }

    fn carry_out(&mut self, ui: &Ui, ctx: &ViewContext<'_>, output: PageOutput) -> ReaderOutput {
        let mut wishes = ReaderOutput {
            page: Some(output.response.rect),
            selection_rect: output.selection_rect,
            typed: output.typed,
            missing_scripts: output.missing_scripts,
            ..ReaderOutput::default()
        };
        // In a gesture, letters and selections are answers to it and code nothing.
        if wishes.typed.as_deref().is_some_and(|typed| self.strip.typed(ctx, typed)) {
            wishes.typed = None;
        }
        for event in output.events {
            match event {
                PageEvent::Select(selection) => ctx.send.run(Command::Select(selection)),
                PageEvent::SelectAnnotation(id) => ctx.send.run(Command::SelectAnnotation(id)),
                PageEvent::OpenPalette => wishes.open_palette = ctx.gesture.is_none(),
                PageEvent::Resize { annotation, place, span } => ctx.send.run(Command::Resize { annotation, place, span }),
                PageEvent::AddFragment(annotation) => ctx.send.run(Command::AddFragment(annotation)),
                PageEvent::FollowLink(end) => ctx.send.send(Request::JumpTo(end)),
                PageEvent::ContextMenu { pos, target } => {
                    if let MenuTarget::Annotation(id) = target {
                        ctx.send.run(Command::SelectAnnotation(Some(id)));
                    }
                    self.menu = Some(pos);
                }
                PageEvent::OpenLink(url) => ui.ctx().open_url(egui::OpenUrl::new_tab(url)),
                // The page has put it on the clipboard itself.
                PageEvent::CopyText(_) => {}
            }
        }
        wishes
    }

    fn switch(&mut self, document: &DocumentId) {
        if self.open.as_ref() == Some(document) {
            return;
        }
        if let Some(old) = self.open.take() {
            self.scrolls.insert(old, self.view.first_visible_offset());
        }
        self.view.restore_scroll(self.scrolls.get(document).copied().unwrap_or(0));
        self.open = Some(document.clone());
    }
}

fn header(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document, reading: &ReadingSettings, facts: &Facts) {
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        ui.add_space(SIZES.margin);
        ui.with_layout(Layout::right_to_left(Side::Center), |ui| {
            ui.add_space(SIZES.margin);
            shown::show(ui, ctx);
            typography::show(ui, ctx, reading);
            shown::show_hidden(ui, ctx);
            if !ctx.project.claims().is_empty() {
                unchecked(ui, ctx, facts.unchecked);
            }
            ui.with_layout(Layout::left_to_right(Side::Center), |ui| {
                ways(ui, ctx);
                if let Some(outlet) = &document.outlet {
                    ui.label(RichText::new(outlet).font(semibold(SIZES.body)).color(ctx.theme.text));
                }
                let more = [document.language.as_deref(), document.date.as_deref()];
                let more: Vec<&str> = more.into_iter().flatten().collect();
                let words = std::iter::once(&*title_of(document)).chain(more).collect::<Vec<_>>().join(" · ");
                ui.add(egui::Label::new(RichText::new(&words).color(ctx.theme.muted)).truncate()).on_hover_text(&words);
            });
        });
    });
    ui.add_space(2.0);
    ui.add(egui::Separator::default().spacing(1.0));
}

/// How many claims are left to check, and the way to them.
fn unchecked(ui: &mut Ui, ctx: &ViewContext<'_>, open: usize) {
    if open == 0 {
        ui.label(RichText::new("All claims checked").size(SIZES.small).color(ctx.theme.muted));
        return;
    }
    let words = format!("{} unchecked", counted(open, "claim", "claims"));
    let keys = key_text(ui.ctx(), Action::Unchecked);
    if quiet_button(ui, &words).on_hover_text(format!("Check them one by one  {keys}")).clicked() {
        ctx.send.act(Action::Unchecked);
    }
}

/// The ways back and forward.
fn ways(ui: &mut Ui, ctx: &ViewContext<'_>) {
    ui.spacing_mut().item_spacing.x = 2.0;
    let ways = [
        (Action::Back, "Back", true, ctx.trail.leads_back(ctx.project)),
        (Action::Forward, "Forward", false, ctx.trail.leads_forward(ctx.project)),
    ];
    for (action, name, leftwards, possible) in ways {
        let keys = key_text(ui.ctx(), action);
        if arrow_button(ui, ctx.theme, name, leftwards, possible).on_hover_text(format!("{name}  {keys}")).clicked() {
            ctx.send.act(action);
        }
    }
    ui.spacing_mut().item_spacing.x = 8.0;
    ui.add_space(2.0);
}

fn nothing_open(ui: &mut Ui, ctx: &ViewContext<'_>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.38);
        let empty = ctx.project.documents().is_empty();
        let (what, how) = if empty {
            ("This project has no documents yet", "Import texts or Markdown files, or drop them on this window")
        } else {
            ("No document is open", "Choose one in the library")
        };
        ui.label(RichText::new(what).font(semibold(SIZES.heading)).color(ctx.theme.text));
        hint(ui, ctx.theme, how);
        if empty {
            ui.add_space(SIZES.gap);
            if ui.button("Import documents…").clicked() {
                ctx.send.act(Action::Import);
            }
        }
    });
}
