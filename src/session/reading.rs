//! How the reader likes to read, and what is shown of the annotations: remembered with the settings, never part of a project.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{Annotation, CodeId, CoderId, LayerId, LinkTypeId};

/// How the reader likes to read; for this person on this machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingSettings {
    /// Size of the text in points.
    pub size: f32,
    /// Length of a line in characters; 60 to 75 read best.
    pub measure: f32,
    /// Distance of base lines as a multiple of the size, before room for annotations is added.
    pub leading: f32,
    /// The face of the text.
    pub face: Face,
    /// How paragraphs are told apart.
    pub paragraphs: Paragraphs,
    /// What is numbered in the margin.
    pub numbers: Numbers,
    /// Whether the minimap is shown beside the scroll bar.
    pub minimap: bool,
}

impl Default for ReadingSettings {
    fn default() -> Self {
        Self {
            size: 18.0,
            measure: 66.0,
            leading: 1.5,
            face: Face::Serif,
            paragraphs: Paragraphs::Spaced,
            numbers: Numbers::default(),
            minimap: true,
        }
    }
}

/// What is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Numbers {
    /// Paragraphs, in the margin.
    pub paragraphs: bool,
    /// Lines, every fifth of them in the margin, from 1 in each paragraph.
    pub lines: bool,
    /// Sentences where they begin, from 1 in each paragraph.
    pub sentences: bool,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { paragraphs: true, lines: false, sentences: false }
    }
}

/// The face of the reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Face {
    /// Source Serif 4.
    #[default]
    Serif,
    /// Source Sans 3.
    Sans,
}

/// How paragraphs are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Paragraphs {
    /// By white space between them.
    #[default]
    Spaced,
    /// By an indent of their first line, as in a book.
    Indented,
}

/// What is shown of the annotations. The default shows everything but arcs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visible {
    /// Layers left out.
    pub hidden_layers: BTreeSet<LayerId>,
    /// Codes left out.
    pub hidden_codes: BTreeSet<CodeId>,
    /// Coders left out.
    pub hidden_coders: BTreeSet<CoderId>,
    /// Types of links whose arcs are left out.
    pub hidden_links: BTreeSet<LinkTypeId>,
    /// How much is drawn of those shown.
    pub density: Density,
    /// Which links are drawn as arcs.
    pub arcs: Arcs,
}

impl Visible {
    /// Whether an annotation is shown; `layer` is that of its code.
    pub fn shows(&self, annotation: &Annotation, layer: Option<&LayerId>) -> bool {
        self.density != Density::None
            && !self.hidden_codes.contains(&annotation.code)
            && !self.hidden_coders.contains(&annotation.coder)
            && layer.is_none_or(|l| !self.hidden_layers.contains(l))
    }
}

impl Visible {
    /// How many layers, codes, coders and types of links are left out.
    pub fn hidden(&self) -> usize {
        self.hidden_layers.len() + self.hidden_codes.len() + self.hidden_coders.len() + self.hidden_links.len()
    }

    /// The same with nothing left out.
    #[must_use]
    pub fn with_everything(self) -> Self {
        let density = if self.density == Density::None { Density::Full } else { self.density };
        Self { density, arcs: self.arcs, ..Self::default() }
    }
}

/// How much of the annotations is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Density {
    /// The bare text.
    None,
    /// Thin lines.
    Quiet,
    /// Lines, labels and brackets.
    #[default]
    Full,
}

impl Density {
    /// The next one of none, quiet, full.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::None => Self::Quiet,
            Self::Quiet => Self::Full,
            Self::Full => Self::None,
        }
    }
}

/// Which links are drawn as arcs between their ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Arcs {
    /// None.
    None,
    /// Those of the selected annotation.
    #[default]
    Selected,
    /// All that have an end in sight.
    All,
}

impl Arcs {
    /// The next one of none, selected, all.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::None => Self::Selected,
            Self::Selected => Self::All,
            Self::All => Self::None,
        }
    }
}
