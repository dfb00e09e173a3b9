//! Faces of the reading text: Source Serif 4 and Source Sans 3 from memory, then what the system has for other scripts.

use std::borrow::Cow;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, FontFamily, FontFamilyName, GenericFamily, LayoutContext};

use super::api::Face;
use super::atlas::Atlas;
use super::layout::Ink;

const SERIF: &str = "Source Serif 4";
const SANS: &str = "Source Sans 3";

static FACES: [&[u8]; 6] = [
    include_bytes!("../../../assets/fonts/source-sans-3/SourceSans3-Regular.ttf"),
    include_bytes!("../../../assets/fonts/source-sans-3/SourceSans3-Semibold.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-Regular.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-It.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-Bold.ttf"),
    include_bytes!("../../../assets/fonts/source-serif-4/SourceSerif4-BoldIt.ttf"),
];

/// Faces, shaping scratch space and rasterised glyphs; one for the whole program.
pub struct FontStore {
    pub(super) fonts: FontContext,
    pub(super) layouts: LayoutContext<Ink>,
    pub(super) atlas: Atlas,
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

    fn with(options: CollectionOptions) -> Self {
        let mut collection = Collection::new(options);
        for face in FACES {
            collection.register_fonts(Blob::new(Arc::new(face)), None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Self { fonts, layouts: LayoutContext::new(), atlas: Atlas::default() }
    }
}

impl Default for FontStore {
    fn default() -> Self {
        Self::new()
    }
}

/// A reading face and what stands in for it.
pub(super) fn family(face: Face) -> FontFamily<'static> {
    static WITH_SERIFS: [FontFamilyName<'static>; 2] = [FontFamilyName::named(SERIF), FontFamilyName::Generic(GenericFamily::Serif)];
    static WITHOUT: [FontFamilyName<'static>; 3] =
        [FontFamilyName::named(SANS), FontFamilyName::Generic(GenericFamily::SansSerif), FontFamilyName::named(SERIF)];
    FontFamily::List(Cow::Borrowed(match face {
        Face::Serif => &WITH_SERIFS,
        Face::Sans => &WITHOUT,
    }))
}

/// The face of code in the source.
pub(super) fn monospace() -> FontFamily<'static> {
    static LIST: [FontFamilyName<'static>; 2] = [FontFamilyName::Generic(GenericFamily::Monospace), FontFamilyName::named(SERIF)];
    FontFamily::List(Cow::Borrowed(&LIST))
}
