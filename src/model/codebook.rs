//! The codebook: layers, codes, attributes and link types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AttributeId, CodeId, Extra, LayerId, LinkTypeId, Reference, Value};

/// Says what the codebook as a whole is; its parts are records of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodebookInfo {
    /// Title, such as "Entities / Claims / Framing".
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The papers it follows, as one cites them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What one codes: a span, a sentence, a document, a claim in a document.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Rules of coding, one each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Counts the changes of meaning; every annotation remembers the one it was made under.
    #[serde(skip_serializing_if = "is_never")]
    pub revision: u32,
    /// Fields of a newer minor version.
    #[serde(skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// A family of codes that share attributes: Entities, Claims, Framing, Document, or one of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Its id.
    pub id: LayerId,
    /// Its name on the screen.
    pub name: String,
    /// Place in the list, ascending.
    #[serde(default)]
    pub rank: u32,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// Attributes that all its codes have, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeId>,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

/// Where a code may be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// On spans of text.
    Span,
    /// On a whole paragraph.
    Paragraph,
    /// On the whole document.
    Document,
}

/// One code: what an annotation says of its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Its id, such as `E.PER`.
    pub id: CodeId,
    /// The layer it belongs to.
    pub layer: LayerId,
    /// Its name on the screen.
    pub name: String,
    /// Place among its siblings, ascending.
    #[serde(default)]
    pub rank: u32,
    /// The code above it in a tree of codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CodeId>,
    /// Where it may be put; never empty.
    pub scopes: Vec<Scope>,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// What belongs to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub include: String,
    /// What does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exclude: String,
    /// Examples from texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// Other names it is found by, in any language and script.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Hue in degrees (0 to 359) of its colour; lightness and chroma are the theme's. `None`: from its layer and rank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hue: Option<u16>,
    /// The key that applies it to a selection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
    /// Attributes of this code alone, in order; its layer's come after them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeId>,
    /// No longer offered, but still read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Revision of the codebook at which its meaning last changed: annotations made under older ones are to be reviewed.
    #[serde(default, skip_serializing_if = "is_never")]
    pub revised: u32,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Code {
    /// A code for spans, with a name and nothing else.
    pub fn new(id: CodeId, layer: LayerId, name: &str) -> Self {
        Self {
            id,
            layer,
            name: name.to_owned(),
            rank: 0,
            parent: None,
            scopes: vec![Scope::Span],
            definition: String::new(),
            include: String::new(),
            exclude: String::new(),
            examples: Vec::new(),
            aliases: Vec::new(),
            hue: None,
            key: None,
            attributes: Vec::new(),
            retired: false,
            revised: 0,
            extra: Extra::new(),
        }
    }
}

/// A typed attribute that annotations of some codes carry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its id, such as `entities.form` or `E.GPE.sense`.
    pub id: AttributeId,
    /// Its name on the screen and in exports, such as `form`.
    pub name: String,
    /// What values it takes.
    pub kind: AttributeKind,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// The value that a new annotation gets; `None`: it is left open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// When it may be set (valence only where voice is); `None`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl Attribute {
    /// Whether it may be set beside these values.
    pub fn applies(&self, values: &BTreeMap<AttributeId, Value>) -> bool {
        self.when.as_ref().is_none_or(|condition| condition.is_met(values))
    }
}

/// Makes an attribute depend on the value of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The attribute it depends on.
    pub attribute: AttributeId,
    /// The words that the other one must have one of (`yes` and `no` for yes or no); empty: any value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

impl Condition {
    /// Whether these values meet it.
    pub fn is_met(&self, values: &BTreeMap<AttributeId, Value>) -> bool {
        let wanted = |word: &str| self.values.iter().any(|v| v == word);
        match values.get(&self.attribute) {
            Some(_) if self.values.is_empty() => true,
            Some(Value::Choice(word) | Value::Text(word)) => wanted(word),
            Some(Value::Choices(words)) => words.iter().any(|word| wanted(word)),
            Some(Value::YesNo(yes)) => wanted(if *yes { "yes" } else { "no" }),
            Some(Value::Number(number)) => wanted(&number.to_string()),
            Some(Value::References(_)) | None => false,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_never(revision: &u32) -> bool {
    *revision == 0
}

/// What values an attribute takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AttributeKind {
    /// One of these words.
    Choice(Vec<String>),
    /// Any number of these words.
    Choices(Vec<String>),
    /// Free text.
    Text,
    /// A number from the first to the second, in steps of the third where given.
    Number {
        /// Smallest value.
        min: Option<f64>,
        /// Largest value.
        max: Option<f64>,
        /// Distance of neighbouring values; 1 for whole numbers.
        step: Option<f64>,
    },
    /// Yes or no.
    YesNo,
    /// One or several entities of the register.
    Entity,
    /// One or several claims of the ledger.
    Claim,
    /// Entities or claims.
    EntityOrClaim,
}

impl AttributeKind {
    /// Whether a value is of this type. A word that is not among the choices is (`check` warns of it).
    pub fn takes(&self, value: &Value) -> bool {
        let all = |references: &[Reference], good: fn(&Reference) -> bool| !references.is_empty() && references.iter().all(good);
        match (self, value) {
            (Self::Choice(_), Value::Choice(_))
            | (Self::Choices(_), Value::Choices(_))
            | (Self::Text, Value::Text(_))
            | (Self::YesNo, Value::YesNo(_)) => true,
            (Self::Number { .. }, Value::Number(n)) => n.is_finite(),
            (Self::Entity, Value::References(refs)) => all(refs, |r| matches!(r, Reference::Entity(_))),
            (Self::Claim, Value::References(refs)) => all(refs, |r| matches!(r, Reference::Claim(_))),
            (Self::EntityOrClaim, Value::References(refs)) => !refs.is_empty(),
            _ => false,
        }
    }
}

/// A type of link between two annotations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkType {
    /// Its id, such as `source-of`.
    pub id: LinkTypeId,
    /// Its name on the screen.
    pub name: String,
    /// Place in the list, ascending.
    #[serde(default)]
    pub rank: u32,
    /// Codes it may start from; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<CodeId>,
    /// Codes it may lead to; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<CodeId>,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// Attributes that a link of this type carries, such as the two values of a discrepancy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeId>,
    /// Fields of a newer minor version.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> AttributeId {
        AttributeId::new(name).unwrap()
    }

    #[test]
    fn a_condition_asks_for_a_value_or_for_any() {
        let any = Condition { attribute: id("voice"), values: vec![] };
        let quoted = Condition { attribute: id("voice"), values: vec!["quoted".into()] };
        let mut values = BTreeMap::new();
        assert!(!any.is_met(&values));
        values.insert(id("voice"), Value::Choice("document".into()));
        assert!(any.is_met(&values) && !quoted.is_met(&values));
        values.insert(id("voice"), Value::Choice("quoted".into()));
        assert!(quoted.is_met(&values));
    }

    #[test]
    fn yes_and_no_are_words_of_a_condition() {
        let no = Condition { attribute: id("checked"), values: vec!["no".into()] };
        assert!(no.is_met(&[(id("checked"), Value::YesNo(false))].into()));
        assert!(!no.is_met(&[(id("checked"), Value::YesNo(true))].into()));
    }
}
