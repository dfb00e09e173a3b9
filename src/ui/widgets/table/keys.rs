//! Choosing rows: clicks with Ctrl and Shift, arrows, Space, Ctrl+A.

use std::collections::BTreeSet;

use egui::{Event, Key, Modifiers, Ui};

use super::{ListOf, Table};
use crate::model::Project;
use crate::ui::keyboard::take_key;

/// Rows that Page up and Page down go over.
const PAGE: isize = 20;

impl<L: ListOf> Table<L> {
    /// A click on the row at this place.
    pub(super) fn clicked(&mut self, at: usize, modifiers: Modifiers) {
        let Some(id) = self.listed().get(at).cloned() else { return };
        if modifiers.shift {
            self.cursor = Some(at);
            self.choose_to_cursor();
        } else if modifiers.command {
            self.cursor = Some(at);
            self.anchor = Some(at);
            self.toggle(id);
        } else {
            self.cursor = Some(at);
            self.anchor = Some(at);
            self.chosen = [id].into();
        }
    }

    fn toggle(&mut self, id: L::Id) {
        if !self.chosen.remove(&id) {
            self.chosen.insert(id);
        }
    }

    fn choose_to_cursor(&mut self) {
        let Some(cursor) = self.cursor else { return };
        let anchor = *self.anchor.get_or_insert(cursor);
        let between = anchor.min(cursor)..=anchor.max(cursor);
        self.chosen = self.listed().get(between).unwrap_or_default().iter().cloned().collect();
    }

    /// Reads the keys while the table has the keyboard; returns the row that Enter was pressed on.
    pub(super) fn read_keys(&mut self, ui: &Ui, project: &Project) -> Option<L::Id> {
        let last = self.listed().len().checked_sub(1)?;
        let steps = [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, PAGE),
            (Key::PageUp, -PAGE),
            (Key::End, isize::MAX),
            (Key::Home, isize::MIN),
        ];
        for (key, step) in steps {
            for modifiers in [Modifiers::SHIFT, Modifiers::NONE] {
                if ui.input_mut(|input| take_key(input, modifiers, key)) {
                    self.step(step, last, modifiers.shift);
                }
            }
        }
        if ui.input_mut(|input| take_key(input, Modifiers::COMMAND, Key::A)) {
            self.chosen = self.listed().iter().cloned().collect();
        }
        let at_cursor = self.cursor.and_then(|at| self.listed().get(at)).cloned();
        if ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Space)) {
            self.anchor = self.cursor;
            at_cursor.clone().into_iter().for_each(|id| self.toggle(id));
        }
        if ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Escape)) {
            self.chosen = BTreeSet::new();
        }
        if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy))) && !self.chosen.is_empty() {
            ui.ctx().copy_text(self.chosen_text(project));
        }
        at_cursor.filter(|_| ui.input_mut(|input| take_key(input, Modifiers::NONE, Key::Enter)))
    }

    fn step(&mut self, step: isize, last: usize, extends: bool) {
        let to = match self.cursor {
            None if step < 0 => last,
            None => 0,
            Some(at) => at.saturating_add_signed(step).min(last),
        };
        self.cursor = Some(to);
        self.scroll = true;
        if extends {
            self.choose_to_cursor();
        } else {
            self.anchor = Some(to);
            self.chosen = self.listed().get(to).cloned().into_iter().collect();
        }
    }
}
