//! The tree of layers, codes and types of links. Only the lines on the screen are built.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Context, FontId, Rect, Response, RichText, ScrollArea, Ui, pos2, vec2};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Row, filter_field, paint_dot, paint_key, paint_swatch, row_in, semibold};
use super::Chosen;
use super::rows::{Direction, Line, lines, moved, uses};
use crate::model::{Code, CodeId, Extra, Layer, LayerId, LinkType, Project};
use crate::session::plan::codebook::{free_code, free_layer, free_link_type};
use crate::session::{Asked, CodebookChange, Command};

const ROW: f32 = 27.0;
/// Points that a code stands to the right of the one above it.
const INDENT: f32 = 16.0;

/// What the tree remembers between frames.
#[derive(Debug, Default)]
pub(super) struct Tree {
    filter: String,
    closed: BTreeSet<LayerId>,
    key: Option<(u64, String, usize)>,
    lines: Vec<Line>,
    /// How often each code was put, by the project's revision.
    uses: Asked<u64, BTreeMap<CodeId, usize>>,
    /// What Up and Down would do to what is chosen, worked out for this revision.
    moves: Option<(u64, Chosen, [Option<CodebookChange>; 2])>,
    /// Whether what is chosen was asked for in this frame and is not there yet.
    pub awaited: bool,
}

impl Tree {
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &mut Chosen, to_review: usize) {
        filter_field(ui, &mut self.filter, "Filter codes…");
        self.buttons(ui, ctx, chosen);
        if to_review > 0 {
            review_line(ui, ctx, chosen, to_review);
        }
        self.update(ui.ctx(), ctx);
        // The height of a row is counted with the gap below it.
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, self.lines.len(), |ui, range| {
            for at in range {
                let Some(line) = self.lines.get(at) else { continue };
                let response = self.line(ui, ctx, line, line.chosen.as_ref() == Some(chosen));
                let Some(what) = line.chosen.clone().filter(|_| response.clicked()) else { continue };
                // A second click on a layer closes and opens it.
                if let (Chosen::Layer(id), true) = (&what, what == *chosen) {
                    if !self.closed.remove(id) {
                        self.closed.insert(id.clone());
                    }
                    self.key = None;
                    return;
                }
                *chosen = what;
            }
        });
    }

    fn update(&mut self, egui: &Context, ctx: &ViewContext<'_>) {
        let key = Some((ctx.revision, self.filter.clone(), self.closed.len()));
        if self.key != key {
            self.key = key;
            self.lines = lines(ctx.project, &self.filter, &self.closed);
        }
        let project = ctx.project.clone();
        self.uses.ask(ctx.revision, ctx.wake_where_long(egui), move || uses(&project));
    }

    fn buttons(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &mut Chosen) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            ui.spacing_mut().button_padding.x = 6.0;
            let layer = layer_of(ctx.project, chosen);
            if ui.add_enabled(layer.is_some(), egui::Button::new("New code")).clicked()
                && let Some(code) = layer.and_then(|layer| new_code(ctx.project, &layer, chosen))
            {
                self.go(chosen, Chosen::Code(code.id.clone()));
                ctx.send.run(Command::SetCode(code));
            }
            if ui.button("New layer").clicked()
                && let Some(layer) = new_layer(ctx.project)
            {
                self.go(chosen, Chosen::Layer(layer.id.clone()));
                ctx.send.run(Command::SetLayer(layer));
            }
            if ui.button("New link type").clicked()
                && let Some(kind) = new_link_type(ctx.project)
            {
                self.go(chosen, Chosen::LinkType(kind.id.clone()));
                ctx.send.run(Command::Codebook(CodebookChange::SetLinkType(kind)));
            }
            for (words, name, direction) in [("Up", "Move up", Direction::Up), ("Down", "Move down", Direction::Down)] {
                let change = self.moves(ctx, chosen, direction);
                let keys = if direction == Direction::Up { "Alt+Up" } else { "Alt+Down" };
                let button = ui.add_enabled(change.is_some(), egui::Button::new(words)).accessible_name(name);
                if let Some(change) = change.filter(|_| button.on_hover_text(keys).clicked()) {
                    ctx.send.run(Command::Codebook(change));
                }
            }
        });
    }

    fn moves(&mut self, ctx: &ViewContext<'_>, chosen: &Chosen, direction: Direction) -> Option<CodebookChange> {
        if !self.moves.as_ref().is_some_and(|(revision, of, _)| *revision == ctx.revision && of == chosen) {
            let both = [Direction::Up, Direction::Down].map(|direction| moved(ctx.project, chosen, direction));
            self.moves = Some((ctx.revision, chosen.clone(), both));
        }
        let (.., [up, down]) = self.moves.as_ref()?;
        if direction == Direction::Up { up.clone() } else { down.clone() }
    }

    fn go(&mut self, chosen: &mut Chosen, to: Chosen) {
        self.filter.clear();
        self.awaited = true;
        *chosen = to;
    }

    fn line(&self, ui: &mut Ui, ctx: &ViewContext<'_>, line: &Line, chosen: bool) -> Response {
        match &line.chosen {
            Some(Chosen::Code(id)) => self.code_line(ui, ctx, line, id, chosen),
            Some(Chosen::Layer(id)) => {
                let closed = self.closed.contains(id);
                let label = format!("Layer {}{}", line.name, if closed { ", closed" } else { "" });
                let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen, enabled: true });
                let words = if closed { format!("{} …", line.name) } else { line.name.clone() };
                words_at(ui, ctx, response.rect, 8.0, RichText::new(words).font(semibold(SIZES.small)).color(ctx.theme.muted));
                response
            }
            Some(_) => {
                let response = row_in(ui, ctx.theme, ROW, &Row { label: &line.name, chosen, enabled: true });
                words_at(ui, ctx, response.rect, 8.0, RichText::new(&line.name).color(ctx.theme.text));
                response
            }
            None => {
                let (_, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::hover());
                words_at(ui, ctx, response.rect, 8.0, RichText::new(&line.name).font(semibold(SIZES.small)).color(ctx.theme.muted));
                response
            }
        }
    }

    fn code_line(&self, ui: &mut Ui, ctx: &ViewContext<'_>, line: &Line, id: &CodeId, chosen: bool) -> Response {
        let uses = self.uses.answer().get(id).copied().unwrap_or(0);
        let code = ctx.project.codes().get(id);
        let retired = code.is_some_and(|c| c.retired);
        let label = format!("Code {}, {}{}", line.name, counted(uses, "use", "uses"), if retired { ", retired" } else { "" });
        let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen, enabled: true });
        let rect = response.rect;
        let indent = INDENT * line.depth.min(8) as f32;
        if let Some(style) = ctx.styles.get(id).filter(|_| !retired) {
            let swatch = Rect::from_center_size(pos2(rect.left() + 20.0 + indent, rect.center().y), vec2(24.0, 13.0));
            paint_swatch(ui.painter(), swatch, style);
        }
        let mut right = rect.right() - 10.0;
        if uses > 0 {
            let number = ui.painter().layout_no_wrap(uses.to_string(), FontId::proportional(SIZES.small), ctx.theme.muted);
            ui.painter().galley(pos2(right - number.size().x, rect.center().y - number.size().y / 2.0), number, ctx.theme.muted);
        }
        right -= 42.0;
        if let Some(key) = code.and_then(|c| c.key) {
            right -= paint_key(ui, ctx.theme, pos2(right, rect.center().y), &key.to_string()) + 6.0;
        }
        let room = Rect::from_min_max(rect.min, pos2(right, rect.max.y));
        let colour = if retired { ctx.theme.muted } else { ctx.theme.text };
        let words = RichText::new(&line.name).color(colour);
        words_at(ui, ctx, room, 42.0 + indent, if retired { words.italics() } else { words });
        response
    }
}

fn words_at(ui: &Ui, ctx: &ViewContext<'_>, rect: Rect, left: f32, words: RichText) {
    let width = (rect.width() - left).max(20.0);
    let galley = egui::WidgetText::from(words).into_galley(ui, Some(egui::TextWrapMode::Truncate), width, egui::TextStyle::Body);
    ui.painter().galley(pos2(rect.left() + left, rect.center().y - galley.size().y / 2.0), galley, ctx.theme.text);
}

fn review_line(ui: &mut Ui, ctx: &ViewContext<'_>, chosen: &mut Chosen, to_review: usize) {
    let words = format!("{to_review} to review");
    let response = row_in(ui, ctx.theme, ROW, &Row { label: &words, chosen: *chosen == Chosen::Review, enabled: true });
    paint_dot(ui.painter(), pos2(response.rect.left() + 14.0, response.rect.center().y), ctx.theme.warning);
    words_at(ui, ctx, response.rect, 26.0, RichText::new(&words).color(ctx.theme.text));
    if response.on_hover_text("Annotations that were made before their code came to mean what it means now").clicked() {
        *chosen = Chosen::Review;
    }
}

/// The layer that a new code belongs to: that of what is chosen, else the first.
fn layer_of(project: &Project, chosen: &Chosen) -> Option<LayerId> {
    match chosen {
        Chosen::Layer(id) => Some(id.clone()),
        Chosen::Code(id) => project.codes().get(id).map(|c| c.layer.clone()),
        Chosen::About | Chosen::LinkType(_) | Chosen::Review => project.layers_in_order().first().map(|l| l.id.clone()),
    }
}

fn new_code(project: &Project, layer: &LayerId, chosen: &Chosen) -> Option<Code> {
    let codes = project.codes_of(layer);
    let prefix = codes.first().and_then(|c| c.id.as_str().split_once('.')).map_or("", |(prefix, _)| prefix);
    let parent = match chosen {
        Chosen::Code(id) => project.codes().get(id).and_then(|c| c.parent.clone()),
        Chosen::About | Chosen::Layer(_) | Chosen::LinkType(_) | Chosen::Review => None,
    };
    let rank = codes.iter().map(|c| c.rank.saturating_add(1)).max().unwrap_or(0);
    let id = free_code(project, prefix, "new code", &[])?;
    Some(Code { rank, parent, ..Code::new(id, layer.clone(), "New code") })
}

fn new_layer(project: &Project) -> Option<Layer> {
    let rank = project.layers().values().map(|l| l.rank.saturating_add(1)).max().unwrap_or(0);
    let id = free_layer(project, "new layer")?;
    Some(Layer { id, name: "New layer".to_owned(), rank, purpose: String::new(), attributes: Vec::new(), extra: Extra::new() })
}

fn new_link_type(project: &Project) -> Option<LinkType> {
    Some(LinkType {
        id: free_link_type(project, "new link type")?,
        name: "New link type".to_owned(),
        rank: project.link_types().values().map(|k| k.rank.saturating_add(1)).max().unwrap_or(0),
        from: Vec::new(),
        to: Vec::new(),
        definition: String::new(),
        attributes: Vec::new(),
        extra: Extra::new(),
    })
}
