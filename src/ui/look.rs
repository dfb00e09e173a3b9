//! The theme in use and the looks of the codes in it, worked out again only when they change.

use super::theme::{CodeStyles, Theme, ThemeKind};
use crate::session::{CodeColours, Session, Settings, ThemeChoice};

/// Theme and code styles.
#[derive(Debug, Default)]
pub struct Look {
    theme: Theme,
    applied: Option<(ThemeKind, CodeColours)>,
    styles: CodeStyles,
    styles_of: Option<(u64, ThemeKind, CodeColours)>,
}

impl Look {
    /// The theme in use.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The looks of the open project's codes.
    pub fn styles(&self) -> &CodeStyles {
        &self.styles
    }

    /// Forgets the codes of a project that was closed.
    pub fn forget_codes(&mut self) {
        self.styles_of = None;
    }

    /// Follows the settings, the system and the codebook.
    pub fn update(&mut self, ctx: &egui::Context, settings: &Settings, session: Option<&Session>) {
        let (kind, colours) = (kind_of(ctx, settings.theme), settings.code_colours);
        if self.applied != Some((kind, colours)) {
            self.theme = Theme::of(kind).with_code_colours(colours);
            self.theme.apply(ctx);
            self.applied = Some((kind, colours));
        }
        let Some(session) = session else { return };
        let key = Some((session.revision(), kind, colours));
        if self.styles_of != key {
            self.styles = CodeStyles::of(session.project(), &self.theme);
            self.styles_of = key;
        }
    }
}

fn kind_of(ctx: &egui::Context, choice: ThemeChoice) -> ThemeKind {
    match choice {
        ThemeChoice::Light => ThemeKind::Light,
        ThemeChoice::Dark => ThemeKind::Dark,
        ThemeChoice::Sepia => ThemeKind::Sepia,
        ThemeChoice::System => match ctx.system_theme() {
            Some(egui::Theme::Dark) => ThemeKind::Dark,
            Some(egui::Theme::Light) | None => ThemeKind::Light,
        },
    }
}
