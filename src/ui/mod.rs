//! The window: theme, widgets, text view, panels, dialogs, palette.

pub mod text_view;
pub mod theme;
