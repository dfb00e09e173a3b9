//! The window: theme, widgets, text view, panels, dialogs, palette.

pub mod actions;
pub mod context;
pub mod dialogs;
pub mod facts;
pub mod fuzzy;
pub mod icon;
pub mod keyboard;
pub mod keymap;
pub mod look;
mod narrow;
pub mod palette;
pub mod panels;
pub mod proposals;
pub mod rooms;
pub mod sample;
pub mod strokes;
pub mod text_view;
pub mod theme;
pub mod widgets;
pub mod window;
