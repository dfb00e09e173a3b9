//! Codes found by a few letters: worked out once for each state of the codebook and query, so that a frame never walks all codes.

use std::cmp::Reverse;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Color32, FontId, Stroke, TextFormat};
use imbl::OrdMap;

use super::super::context::ViewContext;
use super::super::fuzzy::{self, Fit};
use super::super::theme::SIZES;
use super::semibold;
use crate::model::{Code, CodeId, Layer, LayerId, Project, Scope};

/// What is looked for among the codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeQuery<'a> {
    /// Letters of a name or an id; with none all codes fit.
    pub words: &'a str,
    /// Only codes that can be put there; `None`: anywhere.
    pub scope: Option<Scope>,
    /// The layer to show while nothing is typed; `None`: all of them, the codes put last first.
    pub layer: Option<&'a LayerId>,
}

/// A code that fits.
#[derive(Debug, Clone)]
pub struct FoundCode {
    /// The code.
    pub code: Arc<Code>,
    /// The letters of its name that fit (characters).
    pub letters: Vec<usize>,
}

/// The codes that fit, best first, kept until project or query change.
#[derive(Debug, Default)]
pub struct CodeList {
    key: Option<Key>,
    found: Vec<FoundCode>,
    worked_out: usize,
}

#[derive(Debug)]
struct Key {
    /// As they were: coding changes neither of them, and comparing them is comparing two pointers.
    codes: OrdMap<CodeId, Arc<Code>>,
    layers: OrdMap<LayerId, Arc<Layer>>,
    words: String,
    scope: Option<Scope>,
    layer: Option<LayerId>,
    last: Option<CodeId>,
}

impl Key {
    fn is(&self, other: &Self) -> bool {
        let asked = |key: &Self| (key.words.clone(), key.scope, key.layer.clone(), key.last.clone());
        self.codes.ptr_eq(&other.codes) && self.layers.ptr_eq(&other.layers) && asked(self) == asked(other)
    }
}

impl CodeList {
    /// Works the list out again if it is not the one of this query; says whether it did.
    pub fn update(&mut self, ctx: &ViewContext<'_>, query: &CodeQuery<'_>) -> bool {
        let key = Key {
            codes: ctx.project.codes().clone(),
            layers: ctx.project.layers().clone(),
            words: query.words.trim().to_owned(),
            scope: query.scope,
            layer: query.layer.cloned(),
            last: ctx.last_code.cloned(),
        };
        if self.key.as_ref().is_some_and(|known| known.is(&key)) {
            return false;
        }
        self.found = find(ctx.project, ctx.recent, query);
        self.key = Some(key);
        self.worked_out += 1;
        true
    }

    /// What fits, best first.
    pub fn found(&self) -> &[FoundCode] {
        &self.found
    }

    /// How often the list was worked out; tests ask whether it is kept.
    pub fn worked_out(&self) -> usize {
        self.worked_out
    }
}

fn find(project: &Project, recent: &[CodeId], query: &CodeQuery<'_>) -> Vec<FoundCode> {
    let offered = |code: &&Arc<Code>| !code.retired && query.scope.is_none_or(|scope| code.scopes.contains(&scope));
    let used = |code: &Code| recent.iter().position(|known| *known == code.id).unwrap_or(usize::MAX);
    let words = query.words.trim();
    if words.is_empty() {
        let plain = |code: &Arc<Code>| FoundCode { code: Arc::clone(code), letters: Vec::new() };
        if let Some(layer) = query.layer {
            return project.codes_of(layer).into_iter().filter(offered).map(plain).collect();
        }
        let layers = project.layers_in_order();
        let mut all: Vec<FoundCode> = layers.iter().flat_map(|layer| project.codes_of(&layer.id)).filter(offered).map(plain).collect();
        all.sort_by_key(|found| used(&found.code));
        return all;
    }
    let mut found: Vec<(i32, FoundCode)> = project.codes().values().filter(offered).filter_map(|code| fitting(words, code)).collect();
    found.sort_by_cached_key(|(score, found)| (Reverse(*score), used(&found.code), found.code.layer.clone(), found.code.rank));
    found.into_iter().map(|(_, code)| code).collect()
}

/// A code by its name, its id or another name of it, in whatever script.
fn fitting(words: &str, code: &Arc<Code>) -> Option<(i32, FoundCode)> {
    let name = fuzzy::fit(words, &code.name);
    let others = std::iter::once(code.id.as_str()).chain(code.aliases.iter().map(String::as_str));
    let score = name.as_ref().map(|fit| fit.score).into_iter().chain(fuzzy::best(words, others)).max()?;
    // Where another name fits better, the letters of the name do not say why it was found.
    let letters = name.filter(|fit| fit.score == score).map(|Fit { places, .. }| places).unwrap_or_default();
    Some((score, FoundCode { code: Arc::clone(code), letters }))
}

/// Words in which some letters stand out, by weight and a line under them as well as by colour.
pub fn emphasised(text: &str, letters: &[usize], ink: Color32, accent: Color32) -> LayoutJob {
    let plain = TextFormat::simple(FontId::proportional(SIZES.body), ink);
    let strong = TextFormat { font_id: semibold(SIZES.body), color: accent, underline: Stroke::new(1.0, accent), ..TextFormat::default() };
    let mut job = LayoutJob::default();
    let mut stretch = String::new();
    let mut is_strong = false;
    let mut letters = letters.iter().copied().peekable();
    for (place, letter) in text.chars().enumerate() {
        let fits = letters.next_if_eq(&place).is_some();
        if fits != is_strong && !stretch.is_empty() {
            job.append(&std::mem::take(&mut stretch), 0.0, if is_strong { strong.clone() } else { plain.clone() });
        }
        is_strong = fits;
        stretch.push(letter);
    }
    job.append(&stretch, 0.0, if is_strong { strong } else { plain });
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_changes_no_letter() {
        let job = emphasised("Прямая угроза", &[0, 7, 8], Color32::BLACK, Color32::BLUE);
        assert_eq!(job.text, "Прямая угроза");
        assert_eq!(job.sections.len(), 4);
        let strong: Vec<&str> = job
            .sections
            .iter()
            .filter(|s| s.format.color == Color32::BLUE)
            .map(|s| &job.text[s.byte_range.start.0..s.byte_range.end.0])
            .collect();
        assert_eq!(strong, ["П", "уг"]);
    }
}
