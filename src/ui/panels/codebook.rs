//! The codebook: layers and codes as a tree, and what each code means.

use egui::{Id, Rect, RichText, ScrollArea, Ui, pos2, vec2};

use super::super::context::ViewContext;
use super::super::facts::counted;
use super::super::theme::SIZES;
use super::super::widgets::{
    Row, draft_line, draft_text, field_heading, hint, memos, paint_key, paint_swatch, quiet_button, row_in, section, semibold,
};
use crate::model::{Code, CodeId, Layer, RecordId, Scope};
use crate::session::Command;

/// What the codebook view remembers between frames.
#[derive(Debug, Default)]
pub struct Codebook {
    selected: Option<CodeId>,
}

impl Codebook {
    /// Shows the codebook.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        if ctx.project.codes().is_empty() {
            hint(ui, ctx.theme, "The codebook has no codes yet");
        }
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 0, right: 8, top: 8, bottom: 4 });
        egui::Panel::left("codebook tree").default_size(330.0).frame(frame).show(ui, |ui| self.tree(ui, ctx));
        let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(20, 10));
        egui::CentralPanel::default().frame(frame).show(ui, |ui| match self.selected.as_ref().and_then(|id| ctx.project.codes().get(id)) {
            Some(code) => detail(ui, ctx, code),
            None => about(ui, ctx),
        });
    }

    fn tree(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for layer in ctx.project.layers_in_order() {
                ui.add_space(SIZES.gap);
                section(ui, ctx.theme, &layer.name).on_hover_text(&layer.purpose);
                for code in ctx.project.codes_of(&layer.id) {
                    self.line(ui, ctx, code);
                }
                if quiet_button(ui, "New code…").accessible_name(format!("New code in {}", layer.name)).clicked()
                    && let Some(code) = new_code(ctx, layer)
                {
                    self.selected = Some(code.id.clone());
                    ctx.send.run(Command::SetCode(code));
                }
            }
        });
    }

    fn line(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
        let chosen = self.selected.as_ref() == Some(&code.id);
        let response = row_in(ui, ctx.theme, 27.0, &Row { label: &code.name, chosen, enabled: true });
        let rect = response.rect;
        let indent = if code.parent.is_some() { 14.0 } else { 0.0 };
        if let Some(style) = ctx.styles.get(&code.id) {
            let swatch = Rect::from_center_size(pos2(rect.left() + 20.0 + indent, rect.center().y), vec2(24.0, 13.0));
            paint_swatch(ui.painter(), swatch, style);
        }
        let colour = if code.retired { ctx.theme.muted } else { ctx.theme.text };
        let words = egui::WidgetText::from(RichText::new(&code.name).color(colour));
        let galley = words.into_galley(ui, Some(egui::TextWrapMode::Truncate), rect.width() - 100.0, egui::TextStyle::Body);
        ui.painter().galley(pos2(rect.left() + 42.0 + indent, rect.center().y - galley.size().y / 2.0), galley, colour);
        if let Some(key) = code.key {
            paint_key(ui, ctx.theme, pos2(rect.right() - 10.0, rect.center().y), &key.to_string());
        }
        if response.clicked() {
            self.selected = Some(code.id.clone());
        }
    }
}

fn new_code(ctx: &ViewContext<'_>, layer: &Layer) -> Option<Code> {
    let base = layer.id.as_str();
    let mut ids = (1..1000).filter_map(|n| CodeId::new(&format!("{base}.new{n}")).ok());
    let id = ids.find(|id| !ctx.project.codes().contains_key(id))?;
    let rank = ctx.project.codes_of(&layer.id).iter().map(|c| c.rank + 1).max().unwrap_or(0);
    Some(Code {
        id,
        layer: layer.id.clone(),
        name: "New code".to_owned(),
        rank,
        parent: None,
        scopes: vec![Scope::Span],
        definition: String::new(),
        include: String::new(),
        exclude: String::new(),
        examples: Vec::new(),
        hue: None,
        key: None,
        attributes: Vec::new(),
        retired: false,
        revised: 0,
        extra: crate::model::Extra::new(),
    })
}

fn detail(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
    let id = |part: &str| Id::unique(("code", part, &code.id));
    let set = Command::SetCode;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(640.0);
        ui.label(RichText::new(&code.name).font(semibold(SIZES.heading)).color(ctx.theme.text));
        let uses = ctx.project.uses_of(&RecordId::Code(code.id.clone()));
        hint(ui, ctx.theme, format!("{} · {} · {}", code.id, scope_words(code), counted(uses as usize, "use", "uses")));
        field_heading(ui, ctx.theme, "Name");
        draft_line(ui, ctx.send, id("name"), "Name", &code.name, |name| set(Code { name, ..code.clone() }));
        field_heading(ui, ctx.theme, "Key");
        let key = code.key.map(String::from).unwrap_or_default();
        draft_line(ui, ctx.send, id("key"), "Key", &key, |text| set(Code { key: text.trim().chars().next(), ..code.clone() }));
        field_heading(ui, ctx.theme, "Definition");
        draft_text(ui, ctx.send, id("definition"), "Definition", &code.definition, 3, |definition| {
            set(Code { definition, ..code.clone() })
        });
        field_heading(ui, ctx.theme, "Include");
        draft_text(ui, ctx.send, id("include"), "Include", &code.include, 2, |include| set(Code { include, ..code.clone() }));
        field_heading(ui, ctx.theme, "Exclude");
        draft_text(ui, ctx.send, id("exclude"), "Exclude", &code.exclude, 2, |exclude| set(Code { exclude, ..code.clone() }));
        field_heading(ui, ctx.theme, "Examples, one a line");
        draft_text(ui, ctx.send, id("examples"), "Examples", &code.examples.join("\n"), 2, |text| {
            let examples = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(ToOwned::to_owned).collect();
            set(Code { examples, ..code.clone() })
        });
        attributes(ui, ctx, code);
        ui.add_space(SIZES.gap);
        memos(ui, ctx, Some(&RecordId::Code(code.id.clone())));
        ui.add_space(SIZES.group_gap);
        ui.horizontal(|ui| {
            let words = if code.retired { "Offer it again" } else { "Retire the code" };
            if ui.button(words).on_hover_text("A retired code is no longer offered, but what has it stays").clicked() {
                ctx.send.run(set(Code { retired: !code.retired, ..code.clone() }));
            }
            if quiet_button(ui, "Delete the code").on_hover_text("With every annotation that has it; undo brings all back").clicked() {
                ctx.send.run(Command::DeleteCode(code.id.clone()));
            }
        });
    });
}

fn scope_words(code: &Code) -> String {
    let word = |scope: &Scope| match scope {
        Scope::Span => "on words",
        Scope::Paragraph => "on paragraphs",
        Scope::Document => "on documents",
    };
    code.scopes.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn attributes(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
    let attributes = ctx.project.attributes_of(&code.id);
    if attributes.is_empty() {
        return;
    }
    section(ui, ctx.theme, "Attributes");
    for attribute in attributes {
        let words = kind_words(&attribute.kind);
        ui.add(egui::Label::new(RichText::new(format!("{}: {words}", attribute.name)).color(ctx.theme.text)).wrap())
            .on_hover_text(&attribute.definition);
    }
}

/// What values an attribute takes, in words.
fn kind_words(kind: &crate::model::AttributeKind) -> String {
    use crate::model::AttributeKind as Kind;
    match kind {
        Kind::Choice(words) => format!("one of {}", words.join(", ")),
        Kind::Choices(words) => format!("any of {}", words.join(", ")),
        Kind::Text => "free text".to_owned(),
        Kind::Number { min, max, .. } => {
            let end = |n: &Option<f64>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
            format!("a number from {} to {}", end(min), end(max))
        }
        Kind::YesNo => "yes or no".to_owned(),
        Kind::Entity => "entities of the register".to_owned(),
        Kind::Claim => "claims of the ledger".to_owned(),
        Kind::EntityOrClaim => "entities or claims".to_owned(),
    }
}

fn about(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let info = ctx.project.codebook();
    ui.set_max_width(640.0);
    ui.label(RichText::new(&info.name).font(semibold(SIZES.heading)).color(ctx.theme.text));
    ui.add(egui::Label::new(&info.purpose).wrap());
    if !info.rules.is_empty() {
        section(ui, ctx.theme, "Rules of coding");
        for (place, rule) in info.rules.iter().enumerate() {
            ui.add(egui::Label::new(format!("{}. {rule}", place + 1)).wrap());
        }
    }
    ui.add_space(SIZES.gap);
    hint(ui, ctx.theme, format!("Revision {}. Choose a code at the left to read and edit it", info.revision));
}
