//! How one reads and what is shown: what the page's header asks for, and the actions beside it.

use super::App;
use crate::session::{CodeColours, ReadingSettings, Visible};
use crate::ui::actions::Action;

/// Sizes of reading text in points that make sense.
const TEXT_SIZES: std::ops::RangeInclusive<f32> = 10.0..=40.0;

impl App {
    pub(super) fn set_reading(&mut self, mut reading: ReadingSettings) {
        reading.size = reading.size.clamp(*TEXT_SIZES.start(), *TEXT_SIZES.end());
        if self.settings.reading != reading {
            self.settings.reading = reading;
            self.unsaved = true;
        }
    }

    pub(super) fn set_visible(&mut self, visible: Visible) {
        if *self.window.reader.visible() != visible {
            self.window.reader.set_visible(visible);
            self.remember_places();
            self.unsaved = true;
        }
    }

    pub(super) fn act_on_looks(&mut self, action: Action) {
        let shown = self.window.reader.visible().clone();
        match action {
            Action::SafeColours => {
                self.settings.code_colours = match self.settings.code_colours {
                    CodeColours::Families => CodeColours::Safe,
                    CodeColours::Safe => CodeColours::Families,
                };
                self.unsaved = true;
            }
            Action::CycleDensity => self.set_visible(Visible { density: shown.density.next(), ..shown }),
            Action::CycleArcs => self.set_visible(Visible { arcs: shown.arcs.next(), ..shown }),
            Action::ShowEverything => self.set_visible(shown.with_everything()),
            _ => {}
        }
    }
}
