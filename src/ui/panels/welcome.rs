//! The welcome screen: recent projects, the sample, a new project.

use egui::{Align2, FontId, RichText, ScrollArea, Ui, pos2, vec2};

use super::super::actions::Action;
use super::super::context::{CommandSender, Request};
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{Row, cross_button, hint, primary_button, row_in, section, semibold};
use crate::session::{RecentProject, Settings};

const WIDTH: f32 = 640.0;

/// Shows the welcome screen.
pub fn show(ui: &mut Ui, theme: &Theme, settings: &Settings, send: &CommandSender) {
    let room = ui.available_width();
    let width = WIDTH.min(room - 48.0);
    let height = ui.available_height();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.add_space(((room - width) / 2.0).max(0.0));
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space((height * 0.12).max(24.0));
                title(ui, theme);
                ui.add_space(28.0);
                actions(ui, theme, send);
                ui.add_space(32.0);
                recent(ui, theme, settings, send);
            });
        });
    });
}

fn title(ui: &mut Ui, theme: &Theme) {
    ui.label(RichText::new("Variorum").font(semibold(34.0)).color(theme.text));
    ui.label(
        RichText::new("Close reading of several reports of one event: who is named, what is claimed, how it is framed")
            .size(SIZES.body + 1.0)
            .color(theme.muted),
    );
}

fn actions(ui: &mut Ui, theme: &Theme, send: &CommandSender) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        ui.spacing_mut().button_padding = vec2(16.0, 9.0);
        if primary_button(ui, theme, "Open the sample")
            .on_hover_text("Two reports of one summit, coded; opened as a copy of your own")
            .clicked()
        {
            send.act(Action::OpenSample);
        }
        if ui.button("New project…").clicked() {
            send.act(Action::NewProject);
        }
        if ui.button("Open project…").clicked() {
            send.act(Action::OpenProject);
        }
    });
    ui.add_space(4.0);
    hint(ui, theme, "Or drop a project folder on this window");
}

fn recent(ui: &mut Ui, theme: &Theme, settings: &Settings, send: &CommandSender) {
    section(ui, theme, "Recent projects");
    if settings.recent.is_empty() {
        hint(ui, theme, "Projects that you open will be listed here");
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    for project in &settings.recent {
        show_recent(ui, theme, project, send);
    }
}

fn show_recent(ui: &mut Ui, theme: &Theme, project: &RecentProject, send: &CommandSender) {
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, theme, &format!("Forget {}", project.title)).clicked() {
                send.send(Request::Forget(project.clone()));
            }
            let label = format!("Open {}", project.title);
            let response = row_in(ui, theme, 46.0, &Row { label: &label, chosen: false, enabled: true });
            let rect = response.rect;
            ui.painter().text(
                pos2(rect.left() + 10.0, rect.top() + 6.0),
                Align2::LEFT_TOP,
                &project.title,
                semibold(SIZES.body + 1.0),
                theme.text,
            );
            let path = egui::WidgetText::from(RichText::new(project.path.display().to_string()).size(SIZES.small).color(theme.muted));
            let galley = path.into_galley(ui, Some(egui::TextWrapMode::Truncate), rect.width() - 20.0, FontId::proportional(SIZES.small));
            ui.painter().galley(pos2(rect.left() + 10.0, rect.bottom() - 6.0 - galley.size().y), galley, theme.muted);
            if response.clicked() {
                send.send(Request::OpenProject(project.path.clone()));
            }
        });
    });
}
