//! The list of codebooks beside the project. That no field of it is lost is tested on the words, not here.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;

use crate::ordered::Ordered;

/// The list as text, or word that it is not here.
pub fn beside_the_project() -> Option<String> {
    let beside = || Some(Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared"));
    let shared = std::env::var_os("VARIORUM_SHARED").map(PathBuf::from).or_else(beside)?;
    let file = shared.join("codebooks/codebooks.json");
    if !file.is_file() {
        println!("skipped: no ../shared/codebooks beside the project, so the codebooks cannot be built again");
        return None;
    }
    Some(std::fs::read_to_string(file).expect("the list of codebooks can be read"))
}

/// All codebooks of the list but `ecf`, which `tests/sample` makes.
pub fn templates(text: &str) -> Vec<Template> {
    let all: Vec<Template> = serde_json::from_str(text).expect("the list of codebooks is as it was");
    all.into_iter().filter(|template| template.id != "ecf").collect()
}

/// One codebook of the list.
#[derive(Debug, Deserialize)]
pub struct Template {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub multiple: bool,
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    pub codes: Vec<TemplateCode>,
    #[serde(default)]
    pub attributes: Ordered<Json>,
    #[serde(default)]
    pub checkthat_attributes: Ordered<Json>,
    #[serde(default)]
    pub relations: Vec<String>,
    #[serde(default)]
    pub tone: Vec<String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub original18: String,
    #[serde(default)]
    pub unused: Vec<String>,
    #[serde(default)]
    pub toulmin: Ordered<String>,
}

#[derive(Debug, Deserialize)]
pub struct Group {
    pub name: String,
    pub codes: Vec<TemplateCode>,
}

#[derive(Debug, Deserialize)]
pub struct TemplateCode {
    pub id: String,
    pub name: String,
    pub scope: String,
    pub definition: String,
}

impl Template {
    /// Its codes with the group of each; no group is the template itself.
    pub fn grouped(&self) -> Vec<(Option<&Group>, Vec<&TemplateCode>)> {
        let mut all: Vec<_> = self.groups.iter().map(|group| (Some(group), group.codes.iter().collect())).collect();
        if !self.codes.is_empty() {
            all.push((None, self.codes.iter().collect()));
        }
        all
    }
}
