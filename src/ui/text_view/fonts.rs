//! Faces of the reading text: Source Serif 4, Source Sans 3, Noto Naskh Arabic and Noto Serif Hebrew from memory, then what the
//! system has.

use std::borrow::Cow;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, FallbackKey, Script, SourceCache};
use parley::{FontContext, FontFamily, FontFamilyName, GenericFamily, LayoutContext};

use super::api::Face;
use super::atlas::Atlas;
use super::layout::Ink;
use super::missing::MissingScripts;

const SERIF: &str = "Source Serif 4";
const SANS: &str = "Source Sans 3";
const ARABIC: &str = "Noto Naskh Arabic";
const HEBREW: &str = "Noto Serif Hebrew";

static FACES: [&[u8]; 10] = [
    include_bytes!("../../../assets/fonts/source-sans-3/SourceSans3-Regular.ttf"),
    include_bytes!("../../../assets/fonts/source-sans-3/SourceSans3-Semibold.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-Regular.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-It.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-Bold.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-BoldIt.ttf"),
    include_bytes!("../../../assets/fonts/noto-naskh-arabic/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../../assets/fonts/noto-naskh-arabic/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../../../assets/fonts/noto-serif-hebrew/NotoSerifHebrew-Regular.ttf"),
    include_bytes!("../../../assets/fonts/noto-serif-hebrew/NotoSerifHebrew-Bold.ttf"),
];

/// Faces, shaping scratch space and rasterised glyphs; one for the whole program.
pub struct FontStore {
    pub(super) fonts: FontContext,
    pub(super) layouts: LayoutContext<Ink>,
    pub(super) atlas: Atlas,
    pub(super) missing: MissingScripts,
}

impl FontStore {
    /// The bundled faces, with the system's behind them for other scripts.
    pub fn new() -> Self {
        Self::with(CollectionOptions { shared: false, system_fonts: true })
    }

    /// The bundled faces alone: the same on every machine, for tests and benchmarks.
    pub fn bundled_only() -> Self {
        Self::with(CollectionOptions { shared: false, system_fonts: false })
    }

    /// The bundled faces and, for a script each (its ISO 15924 code, such as `Hang`), one more: pictures need other scripts to look
    /// the same on every machine.
    pub fn bundled_and(faces: &[(&str, &'static [u8])]) -> Self {
        let mut store = Self::bundled_only();
        let collection = &mut store.fonts.collection;
        for (script, face) in faces {
            let families = collection.register_fonts(Blob::new(Arc::new(*face)), None);
            if let Ok(script) = script.parse::<Script>() {
                collection.append_fallbacks(FallbackKey::new(script, None), families.iter().map(|(family, _)| *family));
            }
        }
        store
    }

    /// The faces alone, for text that is set elsewhere.
    pub fn into_fonts(self) -> FontContext {
        self.fonts
    }

    /// Bundled families of scripts that the interface's own face lacks.
    pub fn other_families() -> [&'static str; 2] {
        [ARABIC, HEBREW]
    }

    fn with(options: CollectionOptions) -> Self {
        let mut collection = Collection::new(options);
        for face in FACES {
            collection.register_fonts(Blob::new(Arc::new(face)), None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Self { fonts, layouts: LayoutContext::new(), atlas: Atlas::default(), missing: MissingScripts::default() }
    }
}

impl Default for FontStore {
    fn default() -> Self {
        Self::new()
    }
}

/// A reading face and what stands in for it.
pub(super) fn family(face: Face) -> FontFamily<'static> {
    static WITH_SERIFS: [FontFamilyName<'static>; 4] = [
        FontFamilyName::named(SERIF),
        FontFamilyName::named(ARABIC),
        FontFamilyName::named(HEBREW),
        FontFamilyName::Generic(GenericFamily::Serif),
    ];
    static WITHOUT: [FontFamilyName<'static>; 5] = [
        FontFamilyName::named(SANS),
        FontFamilyName::named(ARABIC),
        FontFamilyName::named(HEBREW),
        FontFamilyName::Generic(GenericFamily::SansSerif),
        FontFamilyName::named(SERIF),
    ];
    FontFamily::List(Cow::Borrowed(match face {
        Face::Serif => &WITH_SERIFS,
        Face::Sans => &WITHOUT,
    }))
}

/// The face of code in the source.
pub(super) fn monospace() -> FontFamily<'static> {
    static LIST: [FontFamilyName<'static>; 4] = [
        FontFamilyName::Generic(GenericFamily::Monospace),
        FontFamilyName::named(SERIF),
        FontFamilyName::named(ARABIC),
        FontFamilyName::named(HEBREW),
    ];
    FontFamily::List(Cow::Borrowed(&LIST))
}
