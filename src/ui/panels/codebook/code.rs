//! The editor of one code.

use egui::{Id, RichText, ScrollArea, Ui};

use super::super::super::context::ViewContext;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{draft_line, draft_text, field_heading, hint, memos, quiet_button, section, semibold};
use super::about::{WIDTH, lines_of};
use super::attributes;
use super::likeness::Likenesses;
use super::merging::MergeForm;
use super::picker::Picker;
use super::sheet::Sheet;
use super::splitting::SplitForm;
use super::uses::Uses;
use super::{Wish, looks, place};
use crate::model::{Code, RecordId};
use crate::session::{Carrier, CodebookChange, Command, Part};

/// What the editor remembers between frames.
#[derive(Debug, Default)]
pub(super) struct CodeEditor {
    likenesses: Likenesses,
    uses: Uses,
}

impl CodeEditor {
    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code, picker: &mut Picker) -> Option<Wish> {
        let mut wish = None;
        ScrollArea::vertical().id_salt(("code", &code.id)).auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(WIDTH.min(ui.available_width() - 14.0));
            let retired = if code.retired { " · retired" } else { "" };
            ui.label(RichText::new(&code.name).font(semibold(SIZES.heading)).color(ctx.theme.text));
            hint(ui, ctx.theme, format!("{}{retired}", code.id));
            wish = wish.take().or(self.likenesses.show(ui, ctx, code));
            buttons(ui, ctx, code, &mut wish);
            self.uses.show(ui, ctx, code);
            fields(ui, ctx, code);
            looks::show(ui, ctx, code);
            wish = wish.take().or(place::show(ui, ctx, code, picker));
            wish = wish.take().or(of_layer(ui, ctx, code));
            ui.add_space(SIZES.gap);
            memos(ui, ctx, Some(&RecordId::Code(code.id.clone())));
            ui.add_space(SIZES.group_gap);
        });
        wish
    }
}

fn fields(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
    let id = |part: &str| Id::unique(("code", part, &code.id));
    let set = Command::SetCode;
    field_heading(ui, ctx.theme, "Name");
    draft_line(ui, ctx.send, id("name"), "Name", &code.name, |name| set(Code { name, ..code.clone() }));
    field_heading(ui, ctx.theme, "Other names it is found by, one a line");
    draft_text(ui, ctx.send, id("aliases"), "Other names", &code.aliases.join("\n"), 1, |text| {
        set(Code { aliases: lines_of(&text), ..code.clone() })
    });
    field_heading(ui, ctx.theme, "Definition");
    draft_text(ui, ctx.send, id("definition"), "Definition", &code.definition, 3, |definition| set(Code { definition, ..code.clone() }));
    field_heading(ui, ctx.theme, "Include");
    draft_text(ui, ctx.send, id("include"), "Include", &code.include, 2, |include| set(Code { include, ..code.clone() }));
    field_heading(ui, ctx.theme, "Exclude");
    draft_text(ui, ctx.send, id("exclude"), "Exclude", &code.exclude, 2, |exclude| set(Code { exclude, ..code.clone() }));
    field_heading(ui, ctx.theme, "Examples, one a line");
    draft_text(ui, ctx.send, id("examples"), "Examples", &code.examples.join("\n"), 2, |text| {
        set(Code { examples: lines_of(&text), ..code.clone() })
    });
}

fn of_layer(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) -> Option<Wish> {
    let mut wish = attributes::show(ui, ctx, &Carrier::Code(code.id.clone()), &code.attributes);
    if let Some(layer) = ctx.project.layers().get(&code.layer).filter(|l| !l.attributes.is_empty()) {
        let names: Vec<&str> = layer.attributes.iter().filter_map(|id| ctx.project.attributes().get(id)).map(|a| a.name.as_str()).collect();
        hint(ui, ctx.theme, format!("From the layer {}: {}", layer.name, names.join(", ")));
        if quiet_button(ui, "Edit the layer’s attributes").clicked() {
            wish = Some(Wish::Choose(super::Chosen::Layer(layer.id.clone())));
        }
    } else if code.attributes.is_empty() {
        section(ui, ctx.theme, "Its annotations carry no values yet");
    }
    wish
}

fn buttons(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code, wish: &mut Option<Wish>) {
    ui.horizontal_wrapped(|ui| {
        if ui.button("Merge…").on_hover_text("Make this code and others one").clicked() {
            *wish = Some(Wish::prepare(Sheet::Merge(MergeForm::new(code.id.clone()))));
        }
        if ui.button("Split…").on_hover_text("Make several codes of this one").clicked() {
            *wish = Some(Wish::prepare(Sheet::Split(SplitForm::new(ctx.project, code.id.clone()))));
        }
        let (words, change) = if code.retired {
            ("Bring back", CodebookChange::BringBack(code.id.clone()))
        } else {
            ("Retire", CodebookChange::Retire(code.id.clone()))
        };
        if ui.button(words).on_hover_text("A retired code is no longer offered, but what has it stays").clicked() {
            ctx.send.run(Command::Codebook(change));
        }
        if ui.button("Delete…").clicked() {
            let change = CodebookChange::Delete(Part::Code(code.id.clone()));
            *wish = Some(Wish::prepare(Sheet::confirm(format!("Delete the code {}", code.name), "Delete", change)));
        }
    });
}
