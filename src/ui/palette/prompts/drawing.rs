//! The strip: the question, what can be answered with its keys, and how one goes on.

use egui::text::LayoutJob;
use egui::{Button, FontId, RichText, Sense, TextEdit, TextFormat, TextWrapMode, Ui, pos2, vec2};

use super::super::super::context::ViewContext;
use super::super::super::theme::{SIZES, Theme};
use super::super::super::widgets::{Row, paint_key, row_in, semibold};
use super::answers::{Answer, keys, toggled};
use super::{Prompts, Question, WIDTH, takes_references};
use crate::model::{AttributeKind, Value};
use crate::ui::keyboard::give_keyboard;

const ROW: f32 = 25.0;

impl Prompts {
    pub(super) fn contents(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, question: &Question<'_>) {
        ui.set_width(WIDTH);
        heading(ui, ctx, question);
        let answer = match &question.attribute.kind {
            AttributeKind::Choice(words) | AttributeKind::Choices(words) => self.chips(ui, ctx.theme, question, words),
            AttributeKind::YesNo => self.yes_no(ui, ctx.theme, question),
            AttributeKind::Text | AttributeKind::Number { .. } => {
                self.field_line(ui, question);
                None
            }
            AttributeKind::Entity | AttributeKind::Claim | AttributeKind::EntityOrClaim => self.proposals(ui, ctx.theme, question),
        };
        if let Some(complaint) = &self.complaint {
            ui.label(RichText::new(complaint).size(SIZES.small).color(ctx.theme.warning));
        }
        ui.add_space(2.0);
        let on = if matches!(question.attribute.kind, AttributeKind::Choices(_)) { "Enter goes on" } else { "Enter skips" };
        let back = if self.passed.is_empty() { "" } else { " · Backspace goes back" };
        ui.label(RichText::new(format!("{on}{back} · Esc leaves")).size(SIZES.small).color(ctx.theme.muted));
        if let Some(answer) = answer {
            self.take(ui, ctx, question, answer);
        }
    }

    /// What has the keyboard where nothing is typed.
    fn keyboard(&mut self, ui: &Ui, rect: egui::Rect, question: &Question<'_>) {
        let response = ui.interact(rect, Self::field(), Sense::focusable_noninteractive());
        let name = format!("{}: answer with a key", question.attribute.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Group, true, &name));
        if std::mem::take(&mut self.wants_keyboard) {
            give_keyboard(&response);
        }
    }

    fn chips(&mut self, ui: &mut Ui, theme: &Theme, question: &Question<'_>, words: &[String]) -> Option<Answer> {
        let several = matches!(question.attribute.kind, AttributeKind::Choices(_));
        let has = |word: &String| match question.value {
            Some(Value::Choice(chosen)) => chosen == word,
            Some(Value::Choices(chosen)) => chosen.contains(word),
            _ => false,
        };
        let mut keys = keys();
        let mut answer = None;
        let shown = ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(5.0, 5.0);
            for word in words {
                if chip(ui, theme, question, keys.next(), word, has(word)) {
                    let one = || Answer::Set(Some(Value::Choice(word.clone())));
                    answer = Some(if several { Answer::Toggle(toggled(words, question.value, word)) } else { one() });
                }
            }
        });
        self.keyboard(ui, shown.response.rect, question);
        answer
    }

    fn yes_no(&mut self, ui: &mut Ui, theme: &Theme, question: &Question<'_>) -> Option<Answer> {
        let mut answer = None;
        let shown = ui.horizontal(|ui| {
            for (key, word, yes) in [('y', "Yes", true), ('n', "No", false)] {
                if chip(ui, theme, question, Some(key), word, question.value == Some(&Value::YesNo(yes))) {
                    answer = Some(Answer::Set(Some(Value::YesNo(yes))));
                }
            }
        });
        self.keyboard(ui, shown.response.rect, question);
        answer
    }

    fn field_line(&mut self, ui: &mut Ui, question: &Question<'_>) {
        let hint = match &question.attribute.kind {
            AttributeKind::Number { min: Some(min), max: Some(max), .. } => format!("A number from {min} to {max}"),
            AttributeKind::Number { .. } => "A number".to_owned(),
            _ => "In your own words".to_owned(),
        };
        let field = TextEdit::singleline(&mut self.draft).id(Self::field()).hint_text(hint).desired_width(WIDTH);
        let response = ui.add(field).accessible_name(format!("{}: type an answer", question.attribute.name));
        if response.changed() {
            self.complaint = None;
        }
        if std::mem::take(&mut self.wants_keyboard) {
            give_keyboard(&response);
        }
    }

    fn proposals(&mut self, ui: &mut Ui, theme: &Theme, question: &Question<'_>) -> Option<Answer> {
        let field = TextEdit::singleline(&mut self.search.query).id(Self::field()).hint_text("Type a name…").desired_width(WIDTH);
        let response = ui.add(field).accessible_name(format!("{}: type a name", question.attribute.name));
        if response.changed() {
            (self.cursor, self.complaint) = (0, None);
        }
        if std::mem::take(&mut self.wants_keyboard) {
            give_keyboard(&response);
        }
        let typed = !self.search.query.trim().is_empty();
        let rows = self.rows(question);
        let mut chosen = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        for (place, proposal) in rows.iter().enumerate() {
            let label = format!("{}: {}", question.attribute.name, proposal.name);
            let row = row_in(ui, theme, ROW, &Row { label: &label, chosen: typed && place == self.cursor, enabled: true });
            let mut right = row.rect.right() - 8.0;
            if !typed {
                right -= paint_key(ui, theme, pos2(right, row.rect.center().y), &(place + 1).to_string()) + 8.0;
            }
            let remark = ui.painter().layout_no_wrap(proposal.remark.clone(), FontId::proportional(SIZES.small), theme.muted);
            right -= remark.size().x;
            ui.painter().galley(pos2(right, row.rect.center().y - remark.size().y / 2.0), remark, theme.muted);
            let words = egui::WidgetText::from(RichText::new(&proposal.name).size(SIZES.body).color(theme.text));
            let room = (right - row.rect.left() - 18.0).max(40.0);
            let galley = words.into_galley(ui, Some(TextWrapMode::Truncate), room, FontId::proportional(SIZES.body));
            ui.painter().galley(pos2(row.rect.left() + 8.0, row.rect.center().y - galley.size().y / 2.0), galley, theme.text);
            if row.clicked() {
                chosen = Some(self.named(question, proposal));
            }
        }
        chosen
    }
}

fn heading(ui: &mut Ui, ctx: &ViewContext<'_>, question: &Question<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(RichText::new(ctx.code_name(&question.annotation.code)).size(SIZES.small).color(ctx.theme.muted));
        ui.label(RichText::new("›").size(SIZES.small).color(ctx.theme.muted));
        ui.label(RichText::new(&question.attribute.name).font(semibold(SIZES.body)).color(ctx.theme.text));
        let named = match question.value {
            Some(Value::References(references)) if takes_references(&question.attribute.kind) => references.len(),
            _ => 0,
        };
        if named > 0 {
            ui.label(RichText::new(format!("{named} named")).size(SIZES.small).color(ctx.theme.muted));
        }
        if !question.attribute.definition.is_empty() {
            let words = RichText::new(&question.attribute.definition).size(SIZES.small).color(ctx.theme.muted);
            ui.add(egui::Label::new(words).truncate()).on_hover_text(&question.attribute.definition);
        }
    });
    ui.add_space(3.0);
}

fn chip(ui: &mut Ui, theme: &Theme, question: &Question<'_>, key: Option<char>, word: &str, chosen: bool) -> bool {
    let mut job = LayoutJob::default();
    if let Some(key) = key {
        let small = TextFormat::simple(FontId::monospace(SIZES.small), theme.muted);
        job.append(&key.to_string(), 0.0, TextFormat { valign: egui::Align::Center, ..small });
    }
    job.append(word, if key.is_some() { 7.0 } else { 0.0 }, TextFormat::simple(FontId::proportional(SIZES.body), theme.text));
    let name = match key {
        Some(key) => format!("{}: {word}, key {key}", question.attribute.name),
        None => format!("{}: {word}, no key", question.attribute.name),
    };
    ui.add(Button::selectable(chosen, job).frame_when_inactive(true)).accessible_name(name).clicked()
}
