//! The seeds as they lie beside the project: two reports, hand-made annotations, a claim matrix, a codebook.
//!
//! They are not part of the repository; where they are absent, tests that need them say so and pass.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::ordered::Ordered;

/// File name of the first report (Russian agency style, no title of its own).
pub const FIRST: &str = "000_659c6c7c6ec4f9e8.txt";
/// File name of the second report (KCNA, with Markdown asterisks).
pub const SECOND: &str = "002_0f40269e7dfd4f3c.txt";

/// Everything the sample is made from.
pub struct Seeds {
    pub gold: Vec<Gold>,
    pub matrix: Vec<MatrixRow>,
    pub templates: Vec<Template>,
    pub first: Vec<u8>,
    pub second: Vec<u8>,
}

impl Seeds {
    /// Reads the seeds, or says that they are not here.
    pub fn beside_the_project() -> Option<Self> {
        let beside = || Some(Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared"));
        let shared = std::env::var_os("VARIORUM_SHARED").map(PathBuf::from).or_else(beside)?;
        if !shared.join("seeds").is_dir() {
            println!("skipped: no ../shared/seeds beside the project, so the sample cannot be built again");
            return None;
        }
        let bytes = |path: &str| fs::read(shared.join(path)).expect("a seed can be read");
        Some(Self {
            gold: json(&shared.join("seeds/gold.json")),
            matrix: json(&shared.join("seeds/claim-matrix.json")),
            templates: json(&shared.join("codebooks/codebooks.json")),
            first: bytes(&format!("seeds/{FIRST}")),
            second: bytes(&format!("seeds/{SECOND}")),
        })
    }

    /// A codebook by its id.
    pub fn template(&self, id: &str) -> &Template {
        self.templates.iter().find(|t| t.id == id).expect("the template is among the codebooks")
    }
}

fn json<T: DeserializeOwned>(path: &PathBuf) -> T {
    let text = fs::read_to_string(path).expect("a seed can be read");
    serde_json::from_str(&text).expect("a seed is the JSON it was")
}

/// One hand-made annotation; offsets are code points of the raw file.
#[derive(Deserialize)]
pub struct Gold {
    pub id: String,
    pub doc: String,
    pub start: usize,
    pub end: usize,
    pub quote: String,
    pub layer: String,
    pub code: String,
    pub attributes: Ordered<serde_json::Value>,
    pub entity: Option<String>,
    pub claim: Option<String>,
    #[serde(default)]
    pub links: Vec<GoldLink>,
    pub note: String,
    pub scope: Option<String>,
}

#[derive(Deserialize)]
pub struct GoldLink {
    pub rel: String,
    pub to: String,
}

/// One claim with its cell per document.
#[derive(Deserialize)]
pub struct MatrixRow {
    pub id: String,
    pub canonical: String,
    pub sources: Ordered<Cell>,
}

#[derive(Deserialize)]
pub struct Cell {
    pub status: String,
    pub attributed_to: String,
    pub annotation: Option<String>,
}

/// One codebook of the list; fields that some have and others lack are empty there.
#[derive(Deserialize)]
pub struct Template {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub rules: Vec<String>,
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    pub codes: Vec<TemplateCode>,
}

#[derive(Deserialize)]
pub struct Group {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub codes: Vec<TemplateCode>,
    #[serde(default)]
    pub common_attributes: Ordered<serde_json::Value>,
    #[serde(default)]
    pub links: Ordered<String>,
}

#[derive(Deserialize)]
pub struct TemplateCode {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    pub definition: String,
    #[serde(default)]
    pub include: String,
    #[serde(default)]
    pub exclude: String,
    #[serde(default)]
    pub example: String,
    #[serde(default)]
    pub attributes: Ordered<serde_json::Value>,
}
