//! Makes a codebook's records from its entry in the list.
//!
//! A group is a layer, because a layer is what the reader folds, hides, counts and colours. Ids are those of the list, behind the
//! template's id where they do not begin with a word and a dot already: several templates can lie in one project.

use serde_json::Value as Json;
use variorum::model::{Attribute, AttributeId, AttributeKind, Code, CodeId, CodebookInfo, Layer, LayerId, LinkType, Record, Scope};
use variorum::store::CodebookParts;

use crate::seeds::{Group, Template, TemplateCode};
use crate::words;

/// The codebook as the program has it.
pub fn build(template: &Template) -> CodebookParts {
    let mut maker = Maker { template, records: Vec::new() };
    let common = maker.common_attributes();
    for (rank, (group, codes)) in (1..).zip(template.grouped()) {
        maker.layer(rank, group, &codes, &common);
    }
    maker.links();
    let info = CodebookInfo {
        name: template.name.clone(),
        purpose: words::purpose(&template.id).to_owned(),
        source: template.source.clone(),
        unit: template.unit.clone(),
        rules: rules(template),
        revision: 1,
        ..CodebookInfo::default()
    };
    CodebookParts { info, records: maker.records }
}

/// Each rule says which codebook it is of: in a project it may stand among those of others.
fn rules(template: &Template) -> Vec<String> {
    let name = &template.name;
    let mut rules: Vec<String> = words::how_to(&template.id).iter().map(|&rule| rule.to_owned()).collect();
    let carries = if template.multiple { "may carry several" } else { "carries one" };
    rules.push(format!("{name}: one unit {carries} of these codes."));
    if !template.note.is_empty() {
        rules.push(format!("{name}: {}", template.note));
    }
    if !template.original18.is_empty() {
        rules.push(format!("{name}: the eighteen of 2019, from which these were merged, are: {}.", template.original18));
    }
    if !template.unused.is_empty() {
        rules.push(format!("{name}: possible in the scheme, but not in use: {}.", template.unused.join(", ")));
    }
    rules
}

/// The id of a code, from the list's.
pub fn code_id(template: &Template, id: &str) -> CodeId {
    let prefixed = id.split_once('.').is_some_and(|(word, _)| template.id.starts_with(word));
    if prefixed { new(id) } else { new(&format!("{}.{id}", template.id)) }
}

fn new<T: std::str::FromStr>(id: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    id.parse().expect("the list's ids are ids")
}

struct Maker<'a> {
    template: &'a Template,
    records: Vec<Record>,
}

impl Maker<'_> {
    fn layer(&mut self, rank: u32, group: Option<&Group>, codes: &[&TemplateCode], common: &[AttributeId]) {
        let template = self.template;
        let (id, name, purpose): (LayerId, _, _) = match group {
            None => (new(&template.id), &template.name, words::purpose(&template.id)),
            Some(group) => {
                let slug = group.name.to_lowercase().replace(' ', "-");
                (new(&format!("{}.{slug}", template.id)), &group.name, words::group_purpose(&group.name))
            }
        };
        let layer =
            Layer { id: id.clone(), name: name.clone(), rank, purpose: purpose.to_owned(), attributes: common.to_vec(), extra: [].into() };
        self.records.push(layer.into());
        for (rank, code) in (1..).zip(codes) {
            let attributes = self.items(code);
            let record = Code {
                id: code_id(template, &code.id),
                layer: id.clone(),
                name: code.name.clone(),
                rank,
                parent: None,
                scopes: scopes(&code.scope),
                definition: code.definition.clone(),
                include: String::new(),
                exclude: String::new(),
                examples: Vec::new(),
                aliases: Vec::new(),
                hue: None,
                key: None,
                attributes,
                retired: false,
                revised: 0,
                extra: [].into(),
            };
            self.records.push(record.into());
        }
    }

    /// The attributes that all codes have.
    fn common_attributes(&mut self) -> Vec<AttributeId> {
        let template = self.template;
        let mut ids = Vec::new();
        if !template.tone.is_empty() {
            let definition = "How the text as a whole sounds towards the policy or its object.";
            ids.push(self.attribute("tone", AttributeKind::Choice(template.tone.clone()), definition));
        }
        for (name, values) in template.attributes.0.iter().chain(&template.checkthat_attributes.0) {
            let scale = values.to_string().contains("5 points");
            let definition = words::attribute(&format!("{}.{name}", template.id));
            let definition = if scale { format!("{definition} On a scale: no…yes, 5 points.") } else { definition.to_owned() };
            ids.push(self.attribute(name, kind(values), &definition));
        }
        if !template.toulmin.0.is_empty() {
            let roles = template.toulmin.0.iter().map(|(role, _)| role.clone()).collect();
            let meanings: Vec<_> = template.toulmin.0.iter().map(|(role, meaning)| format!("{role} is {meaning}")).collect();
            let definition = format!("The part it plays by Toulmin: {}.", meanings.join("; "));
            ids.push(self.attribute("role", AttributeKind::Choice(roles), &definition));
        }
        if template.id == "nli" {
            ids.push(self.attribute("claim", AttributeKind::Claim, "The claim that is judged, in the claim ledger."));
        }
        ids
    }

    /// The yes-or-no questions that a definition lists after "Items:", each an attribute of its code.
    fn items(&mut self, code: &TemplateCode) -> Vec<AttributeId> {
        let Some((_, items)) = code.definition.split_once("Items: ") else { return Vec::new() };
        let short = code.id.split_once('.').map_or(code.id.as_str(), |(_, short)| short);
        let items = (1..).zip(items.trim_end_matches('.').split("; "));
        items.map(|(n, item)| self.record(&format!("{short}.{n}"), item, AttributeKind::YesNo, "")).collect()
    }

    fn attribute(&mut self, name: &str, kind: AttributeKind, definition: &str) -> AttributeId {
        self.record(name, name, kind, definition)
    }

    fn record(&mut self, id: &str, name: &str, kind: AttributeKind, definition: &str) -> AttributeId {
        let id: AttributeId = new(&format!("{}.{id}", self.template.id));
        let record = Attribute {
            id: id.clone(),
            name: name.to_owned(),
            kind,
            definition: definition.to_owned(),
            default: None,
            when: None,
            extra: [].into(),
        };
        self.records.push(record.into());
        id
    }

    fn links(&mut self) {
        match self.template.id.as_str() {
            // The list says "span plus relation" without naming the two relations that PARC and PolNeAR draw.
            "quo" => {
                self.link("source-of", &["source"], &["content"], "The source whose content it is.");
                self.link("cue-of", &["cue"], &["content"], "The words that turn it into attributed content.");
            }
            "arg" => {
                for relation in &self.template.relations {
                    let word = if relation == "supports" { "for" } else { "against" };
                    let definition = format!("Offered {word} it.");
                    self.link(relation, &["premise", "claim"], &["premise", "claim", "major"], &definition);
                }
            }
            other => assert!(self.template.relations.is_empty(), "{other} has relations whose ends are not known here"),
        }
    }

    fn link(&mut self, name: &str, from: &[&str], to: &[&str], definition: &str) {
        let id = &self.template.id;
        let links = self.records.iter().filter(|record| matches!(record, Record::LinkType(_))).count();
        let ends = |codes: &[&str]| codes.iter().map(|code| new(&format!("{id}.{code}"))).collect();
        let record = LinkType {
            id: new(&format!("{id}.{name}")),
            name: name.replace('-', " "),
            rank: links as u32 + 1,
            from: ends(from),
            to: ends(to),
            definition: definition.to_owned(),
            attributes: Vec::new(),
            extra: [].into(),
        };
        self.records.push(record.into());
    }
}

fn kind(values: &Json) -> AttributeKind {
    match values {
        Json::Array(values) if values.iter().all(Json::is_number) => {
            let at = |n: Option<&Json>| n.and_then(Json::as_f64);
            AttributeKind::Number { min: at(values.first()), max: at(values.last()), step: Some(1.0) }
        }
        Json::Array(values) => {
            let words: Vec<String> = values.iter().map(|value| value.as_str().expect("a word").to_owned()).collect();
            match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["yes", "no"] => AttributeKind::YesNo,
                ["no…yes, 5 points"] => AttributeKind::Number { min: Some(1.0), max: Some(5.0), step: Some(1.0) },
                _ => AttributeKind::Choice(words),
            }
        }
        Json::String(words) if words == "entity" => AttributeKind::Entity,
        Json::String(words) if words.starts_with("1..n") => AttributeKind::Number { min: Some(1.0), max: None, step: Some(1.0) },
        // A chain of sources has an order, which a set of entities would lose.
        Json::String(words) if words.starts_with("text") || words.starts_with("chain") => AttributeKind::Text,
        other => panic!("there is a kind of attribute that is not known here: {other}"),
    }
}

/// A sentence is a span, and often a whole paragraph.
fn scopes(words: &str) -> Vec<Scope> {
    let known =
        [(Scope::Span, ["span", "sentence"]), (Scope::Paragraph, ["paragraph", "sentence"]), (Scope::Document, ["document", "document"])];
    let scopes: Vec<_> = known.into_iter().filter(|(_, known)| known.iter().any(|word| words.contains(word))).collect();
    assert!(!scopes.is_empty(), "there is a scope that is not known here: {words}");
    scopes.into_iter().map(|(scope, _)| scope).collect()
}
