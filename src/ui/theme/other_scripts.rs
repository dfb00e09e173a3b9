//! Faces for what the interface's own ones lack: titles, quotes and names in any script. Asked for by egui, character by character.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{FallbackRequest, FontData, FontFamily, FontInsert, FontProvider};
use fontique::{FallbackKey, GenericFamily, QueryFamily, QueryFont, QueryStatus, Script};
use icu_properties::props;
use icu_properties::{CodePointMapData, PropertyNamesShort};
use parley::FontContext;

use super::super::text_view::FontStore;
use super::SEMIBOLD;

/// Finds faces among the bundled ones and the system's, as the page does; they are looked up when the first is asked for.
#[derive(Default)]
struct OtherScripts {
    fonts: Mutex<Option<FontContext>>,
}

/// Lets the interface show every script that the page can; call once.
pub fn show_other_scripts(ctx: &egui::Context) {
    ctx.add_font_provider(Arc::new(OtherScripts::default()));
}

impl FontProvider for OtherScripts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let character = request.cluster.chars().next()?;
        let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let fonts = fonts.get_or_insert_with(|| FontStore::new().into_fonts());
        let found = font_with(fonts, character, *request.family == FontFamily::Name(SEMIBOLD.into()))?;
        // One file may hold several faces, and the regular and the bold face of a script are two.
        let name = format!("other script {} {}", found.blob.id(), found.index);
        Some(FontInsert { name, data: FontData::from_blob(Arc::new(found.blob), found.index), families: Vec::new() })
    }
}

fn font_with(fonts: &mut FontContext, character: char, bold: bool) -> Option<QueryFont> {
    let mut query = fonts.collection.query(&mut fonts.source_cache);
    let weight = if bold { fontique::FontWeight::SEMI_BOLD } else { fontique::FontWeight::NORMAL };
    query.set_attributes(fontique::Attributes { weight, ..fontique::Attributes::default() });
    query.set_families(
        FontStore::other_families()
            .map(QueryFamily::Named)
            .into_iter()
            .chain([QueryFamily::Generic(GenericFamily::SansSerif), QueryFamily::Generic(GenericFamily::Emoji)]),
    );
    if let Some(script) = script_of(character) {
        query.set_fallbacks(FallbackKey::new(script, None));
    }
    let mut found = None;
    query.matches_with(|font| {
        let has = font.charmap().and_then(|map| map.map(character)).is_some_and(|glyph| glyph != 0);
        if has {
            found = Some(font.clone());
            return QueryStatus::Stop;
        }
        QueryStatus::Continue
    });
    found
}

/// The script of a character by its ISO 15924 code.
fn script_of(character: char) -> Option<Script> {
    let script = CodePointMapData::<props::Script>::new().get(character);
    PropertyNamesShort::<props::Script>::new().get(script)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_and_hebrew_have_faces_on_every_machine_and_private_characters_none() {
        let mut fonts = FontStore::bundled_only().into_fonts();
        for character in ['ع', 'ש'] {
            assert!(font_with(&mut fonts, character, false).is_some(), "{character}");
            assert!(font_with(&mut fonts, character, true).is_some(), "{character}");
        }
        assert!(font_with(&mut fonts, '\u{e000}', false).is_none());
    }
}
