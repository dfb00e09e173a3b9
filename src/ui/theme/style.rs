//! From tokens to egui's own style: calm grounds, quiet borders, clear hover and focus.

use egui::style::{WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Visuals, vec2};

use super::{SEMIBOLD, SIZES, Theme};

impl Theme {
    /// Gives every widget of egui the colours, sizes and spacing of this theme.
    ///
    /// Needs [`super::install_fonts`] before, for the semibold face of headings.
    pub fn apply(&self, ctx: &egui::Context) {
        ctx.set_theme(if self.is_dark() { egui::Theme::Dark } else { egui::Theme::Light });
        let visuals = self.visuals();
        ctx.all_styles_mut(|style| {
            style.visuals = visuals.clone();
            set_text_styles(style);
            set_spacing(style);
        });
    }

    fn visuals(&self) -> Visuals {
        let base = if self.is_dark() { Visuals::dark() } else { Visuals::light() };
        let shade = if self.is_dark() { 110 } else { 38 };
        let shadow = |y: i8, blur: u8| Shadow { offset: [0, y], blur, spread: 0, color: Color32::from_black_alpha(shade) };
        Visuals {
            dark_mode: self.is_dark(),
            override_text_color: None,
            weak_text_color: Some(self.muted),
            widgets: self.widgets(),
            selection: egui::style::Selection { bg_fill: self.selection, stroke: Stroke::new(1.0, self.text) },
            hyperlink_color: self.accent,
            faint_bg_color: self.hover.gamma_multiply(0.5),
            extreme_bg_color: self.raised,
            text_edit_bg_color: Some(self.raised),
            code_bg_color: self.hover,
            warn_fg_color: self.warning,
            error_fg_color: self.error,
            window_corner_radius: CornerRadius::same(SIZES.window_radius),
            menu_corner_radius: CornerRadius::same(SIZES.window_radius),
            window_shadow: shadow(8, 28),
            popup_shadow: shadow(4, 16),
            window_fill: self.raised,
            window_stroke: Stroke::new(1.0, self.border),
            panel_fill: self.panel,
            striped: false,
            indent_has_left_vline: false,
            slider_trailing_fill: true,
            // A blinking caret would draw the whole window twice a second; the page's caret stands still as well.
            text_cursor: egui::style::TextCursorStyle { blink: false, ..base.text_cursor },
            ..base
        }
    }

    fn widgets(&self) -> Widgets {
        let radius = CornerRadius::same(SIZES.radius);
        let widget = |fill: Color32, border: Color32, text: Color32, width: f32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(width, border),
            corner_radius: radius,
            fg_stroke: Stroke::new(1.0, text),
            expansion: 0.0,
        };
        Widgets {
            noninteractive: widget(self.panel, self.rule, self.text, 1.0),
            inactive: widget(self.raised, self.border, self.text, 1.0),
            hovered: widget(self.hover, self.muted, self.text, 1.0),
            active: widget(self.hover, self.focus, self.text, 2.0),
            open: widget(self.hover, self.border, self.text, 1.0),
        }
    }
}

fn set_text_styles(style: &mut Style) {
    let plain = |size: f32| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, plain(SIZES.small)),
        (TextStyle::Body, plain(SIZES.body)),
        (TextStyle::Button, plain(SIZES.body)),
        (TextStyle::Heading, FontId::new(SIZES.heading, FontFamily::Name(SEMIBOLD.into()))),
        (TextStyle::Monospace, FontId::new(SIZES.body - 1.0, FontFamily::Monospace)),
    ]
    .into();
}

fn set_spacing(style: &mut Style) {
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, SIZES.gap);
    spacing.button_padding = vec2(10.0, 5.0);
    spacing.interact_size = vec2(40.0, 26.0);
    spacing.window_margin = Margin::same(14);
    spacing.menu_margin = Margin::same(6);
    spacing.indent = 16.0;
    spacing.scroll.bar_width = 8.0;
    spacing.scroll.floating_width = 4.0;
}
