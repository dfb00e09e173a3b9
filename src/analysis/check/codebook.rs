//! Oddities of the codebook.

use std::collections::BTreeMap;

use super::Findings;
use crate::model::{Attribute, AttributeKind, Code, CodeId, Project, RecordId};

impl Findings<'_> {
    /// Keys, colours, trees and attributes of codes.
    pub(super) fn codebook(&mut self) {
        let project = self.project;
        let mut keys: BTreeMap<char, &CodeId> = BTreeMap::new();
        for code in project.codes().values() {
            let place = RecordId::Code(code.id.clone());
            if code.name.trim().is_empty() {
                self.warn(&place, "it has no name");
            }
            if let Some(hue) = code.hue.filter(|hue| *hue > 359) {
                self.warn(&place, format!("its hue {hue} is no angle from 0 to 359"));
            }
            if let Some(key) = code.key.filter(|_| !code.retired)
                && let Some(other) = keys.insert(key, &code.id)
            {
                self.warn(&place, format!("its key '{key}' is that of the code {other} as well"));
            }
            self.parent(code, &place);
        }
        for attribute in project.attributes().values() {
            let place = RecordId::Attribute(attribute.id.clone());
            match &attribute.kind {
                AttributeKind::Choice(words) | AttributeKind::Choices(words) => {
                    if words.is_empty() {
                        self.warn(&place, "it has no words to choose from");
                    }
                    for (at, word) in words.iter().enumerate() {
                        if words.iter().take(at).any(|w| w == word) {
                            self.warn(&place, format!("its word '{word}' stands twice"));
                        }
                    }
                }
                AttributeKind::Number { min: Some(min), max: Some(max), .. } if min > max => {
                    self.warn(&place, format!("its smallest value {min} is above its largest {max}"));
                }
                AttributeKind::Number { .. }
                | AttributeKind::Text
                | AttributeKind::YesNo
                | AttributeKind::Entity
                | AttributeKind::Claim
                | AttributeKind::EntityOrClaim => {}
            }
            if depends_on_itself(project, attribute) {
                self.warn(&place, "whether it is asked for depends on its own value");
            }
            if project.uses_of(&place) == 0 {
                self.warn(&place, "no code, layer or link type has it");
            }
        }
    }

    fn parent(&mut self, code: &Code, place: &RecordId) {
        let Some(parent) = code.parent.as_ref().and_then(|id| self.project.codes().get(id)) else { return };
        if parent.layer != code.layer {
            self.warn(place, format!("it belongs to the layer {}, but the code {} above it to {}", code.layer, parent.id, parent.layer));
        }
    }
}

/// Whether an attribute's condition leads back to it, so that it could never be set first.
fn depends_on_itself(project: &Project, attribute: &Attribute) -> bool {
    let next = |a: &Attribute| a.when.as_ref().and_then(|c| project.attributes().get(&c.attribute));
    let conditions = std::iter::successors(next(attribute), |a| next(a));
    conditions.take(project.attributes().len()).any(|a| a.id == attribute.id)
}
