//! The person's own keys: the file beside the settings, read at the start and when one comes back to the window.

use std::path::PathBuf;

use super::App;
use crate::session::Notice;
use crate::ui::keymap::Keymap;

impl App {
    /// Whether `?` was typed where it is no letter of a text, of an answer or of a code's own; takes it.
    pub(super) fn asks_for_help(&self) -> bool {
        let is_code_key = || self.session.as_ref().is_some_and(|s| s.project().codes().values().any(|c| c.key == Some('?') && !c.retired));
        let is_question = |event: &egui::Event| matches!(event, egui::Event::Text(text) if text == "?");
        let asked = self.ctx.input(|input| input.events.iter().any(is_question));
        if !asked || self.ctx.text_edit_focused() || self.window.is_asking() || is_code_key() {
            return false;
        }
        self.ctx.input_mut(|input| input.events.retain(|event| !is_question(event)));
        true
    }

    fn keymap_file(&self) -> Option<PathBuf> {
        self.settings_file.as_ref().map(|file| file.with_file_name("keymap.json"))
    }

    /// Puts the keys of the file in force if it has changed, and tells what is wrong in it.
    pub(super) fn read_keymap(&mut self) {
        let Some(file) = self.keymap_file() else { return };
        let text = std::fs::read_to_string(&file).ok();
        if text == self.keymap_text {
            return;
        }
        let (keymap, wrong) = text.as_deref().map(Keymap::read).unwrap_or_default();
        keymap.put_in_force(&self.ctx);
        self.keymap_text = text;
        for what in wrong {
            self.window.tell(&self.ctx, Notice::warning(what, "Mend the line and come back to this window").at(&file));
        }
    }

    /// Writes the file with the keys in force if there is none, and says where it is.
    pub(super) fn edit_keys(&mut self) {
        let Some(file) = self.keymap_file() else {
            let notice =
                Notice::refused("There is no folder for settings, so keys cannot be changed", "VARIORUM_SETTINGS can name a file in one");
            return self.window.tell(&self.ctx, notice);
        };
        let written = match file.try_exists() {
            Ok(true) => Ok(()),
            _ => self.write_keymap(&file),
        };
        let notice = match written {
            Ok(()) => {
                Notice::done(format!("Your keys are in {}: change them there, and they count when you are back here", file.display()))
            }
            Err(error) => {
                Notice::error(format!("The file of your keys could not be written: {error}"), "The built-in keys are in force").at(file)
            }
        };
        self.window.tell(&self.ctx, notice);
    }

    fn write_keymap(&mut self, file: &std::path::Path) -> std::io::Result<()> {
        let text = Keymap::in_force(&self.ctx).write();
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, &text)?;
        self.keymap_text = Some(text);
        Ok(())
    }
}
