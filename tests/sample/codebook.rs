//! Makes the built-in codebook `ecf` from its template.
//!
//! What the template says in words ("reference to the claim matrix") becomes a type here. Three things differ, each on purpose:
//! `D.OMIT` is left out (an omission is a *treatment* of a claim, which records who looked), a quotation may support or attack
//! another one (the gold does that), and discrepancies between sources are link types with both values.

use serde_json::Value as Json;
use variorum::model::{
    Attribute, AttributeId, AttributeKind, Code, CodeId, CodebookInfo, Layer, LayerId, LinkType, LinkTypeId, Record, Scope,
};

use crate::seeds::{Group, Template, TemplateCode};

/// The code that is a treatment instead.
pub const OMISSION: &str = "D.OMIT";

/// One key per code over the whole codebook: entities have the digits in their order, all others a letter of their name.
const KEYS: [(&str, char); 27] = [
    ("E.PER", '1'),
    ("E.GRP", '2'),
    ("E.ORG", '3'),
    ("E.GPE", '4'),
    ("E.LOC", '5'),
    ("E.EVT", '6'),
    ("E.OBJ", '7'),
    ("E.TIME", '8'),
    ("C.CLM", 'c'),
    ("C.CON", 'q'), // quotation
    ("C.SRC", 's'),
    ("C.CUE", 'v'), // verb of saying
    ("C.EVD", 'g'), // ground
    ("F.DEF", 'd'),
    ("F.CAU", 'y'), // why
    ("F.EVA", 'j'), // judgement
    ("F.REM", 'f'), // future
    ("F.WRD", 'w'),
    ("F.NAM", 'n'),
    ("F.MET", 'm'),
    ("F.EMP", 'e'),
    ("F.BGD", 'b'),
    ("D.ORIGIN", 'o'),
    ("D.LEAD", 'l'),
    ("D.TONE", 't'),
    ("D.FRAME", 'p'), // policy frame
    ("D.NOTE", 'r'),  // remark
];

/// What the attributes mean; the template has only their names and values.
const DEFINITIONS: [(&str, &str); 40] = [
    ("entities.entity", "Who or what is meant, in the entity register; a mention of several names them all."),
    ("entities.form", "The shape of the naming, not who is meant."),
    ("entities.honorific", "The honorific as the text has it; 'none' when there is none."),
    ("entities.emphasis", "What typography or position does to the mention."),
    ("entities.agency", "The part it plays in what its sentence reports."),
    ("E.GPE.sense", "What the place's name stands for here."),
    ("E.LOC.kind", "Built, natural, or a region without a government."),
    ("E.OBJ.kind", "What kind of thing."),
    ("E.TIME.kind", "What kind of time or number."),
    ("E.TIME.normalised", "The resolved value, as ISO 8601 where it has one: 2023-09-13."),
    ("C.CLM.kind", "What kind of proposition."),
    ("C.CLM.polarity", "Whether it is said to be so or not to be so; the claim of the ledger stays positive."),
    ("C.CLM.certainty", "How sure the text presents it to be."),
    ("C.CLM.voice", "Whether the document says it itself or has someone say it."),
    ("C.CLM.stance", "How the document stands towards it."),
    ("C.CLM.presupposed", "Taken for granted rather than said."),
    ("C.CLM.checkable", "Whether evidence outside the text could settle it."),
    ("claims.claim", "The proposition it states, in the claim ledger."),
    ("C.CON.quotation", "Word for word, in the document's words, or both."),
    ("C.CON.level", "Depth of the attribution: 1 where the document quotes, 2 where the quoted source quotes in turn."),
    ("C.SRC.type", "What kind of source."),
    ("C.SRC.entity", "Who is speaking, in the entity register."),
    ("C.CUE.force", "What the cue does to its content: 'pointed out' endorses, 'recalled' takes it for true, 'said' does neither."),
    ("C.EVD.type", "What kind of ground."),
    ("framing.voice", "Whose words carry it; decided before the valence."),
    ("framing.target", "The entity or claim it is about."),
    ("framing.valence", "How it paints the target, from -2 (very bad) to 2 (very good)."),
    ("F.WRD.appraisal", "What the word expresses: feeling, a judgement of conduct, or the worth of a thing (Martin and White's attitude)."),
    ("F.WRD.force", "How strong the word is."),
    ("F.WRD.plain", "The neutral alternative."),
    ("F.NAM.kind", "How the naming raises, lowers or classifies."),
    ("F.MET.kind", "Which framing device (Gamson and Modigliani)."),
    ("F.EMP.kind", "What makes it stand out."),
    ("D.ORIGIN.dateline", "Place, date and agency as printed; 'none' when there is none."),
    ("D.ORIGIN.agency", "Agency or outlet the text itself names."),
    ("D.ORIGIN.byline", "Author as printed; 'none' when there is none."),
    ("D.ORIGIN.genre", "Kind of text."),
    ("D.LEAD.first_actor", "The actor who comes first and is most often the grammatical subject of headline and lead."),
    ("D.LEAD.headline", "Whether the headline has that actor too; 'none' where there is no headline."),
    ("D.TONE.target", "The actor."),
];

/// What the layers are for.
const LAYERS: [(&str, &str); 4] = [
    ("Entities", "Who and what is mentioned, and how it is named."),
    ("Claims", "What is said to be so, by whom, in whose words and on what grounds."),
    ("Framing", "How the words ask the reader to take it."),
    ("Document", "Questions answered once per document."),
];

/// Builds the codebook and its records.
pub fn build(template: &Template, frames: &Template) -> (CodebookInfo, Vec<Record>) {
    let mut maker = Maker { frames, records: Vec::new() };
    for (rank, group) in (1..).zip(&template.groups) {
        maker.layer(group, rank);
    }
    maker.link_types(&template.groups);
    maker.discrepancies();
    (info(template), maker.records)
}

fn info(template: &Template) -> CodebookInfo {
    let purpose = template.purpose.replace("6 document questions", "5 document questions");
    let mut rules = template.rules.clone();
    rules.push(
        "An omission is not a code but the treatment 'omits' of a claim, with its importance: only claims that another document of the \
         same event has, confirmed by a reader."
            .to_owned(),
    );
    CodebookInfo { name: template.name.clone(), purpose, rules, revision: 1, ..CodebookInfo::default() }
}

struct Maker<'a> {
    frames: &'a Template,
    records: Vec<Record>,
}

impl Maker<'_> {
    fn layer(&mut self, group: &Group, rank: u32) {
        let prefix = group.name.to_lowercase();
        let attributes = self.attributes(&prefix, &group.common_attributes.0);
        let layer = Layer {
            id: layer_id(&group.name),
            name: group.name.clone(),
            rank,
            purpose: found(&LAYERS, &group.name).to_owned(),
            attributes,
            extra: [].into(),
        };
        self.records.push(layer.into());
        let codes = group.codes.iter().filter(|c| c.id != OMISSION);
        for (rank, code) in (1..).zip(codes) {
            self.code(group, code, rank);
        }
    }

    fn code(&mut self, group: &Group, code: &TemplateCode, rank: u32) {
        let mut attributes = self.attributes(&code.id, &code.attributes.0);
        match code.id.as_str() {
            // The gold says who a source is and which claim a quotation states; the template has both on other codes only.
            "C.SRC" => attributes.insert(0, self.attribute("C.SRC.entity", "entity", AttributeKind::Entity)),
            "C.CON" => attributes.insert(0, attribute_id("claims.claim")),
            _ => {}
        }
        let record = Code {
            id: code_id(&code.id),
            layer: layer_id(&group.name),
            name: code.name.clone(),
            rank,
            parent: None,
            scopes: scopes(&code.scope),
            definition: definition(code),
            include: code.include.clone(),
            exclude: code.exclude.clone(),
            examples: examples(&code.example),
            aliases: Vec::new(),
            hue: None,
            key: Some(key(&code.id)),
            attributes,
            retired: false,
            revised: 0,
            extra: [].into(),
        };
        self.records.push(record.into());
    }

    fn attributes(&mut self, owner: &str, pairs: &[(String, Json)]) -> Vec<AttributeId> {
        let mut ids = Vec::new();
        for (name, values) in pairs {
            // Claims and quotations name their claim by one and the same attribute.
            let (id, name) = match name.as_str() {
                "canonical" => ("claims.claim".to_owned(), "claim"),
                name => (format!("{owner}.{name}"), name),
            };
            let kind = self.kind(values);
            ids.push(self.attribute(&id, name, kind));
        }
        ids
    }

    fn attribute(&mut self, id: &str, name: &str, kind: AttributeKind) -> AttributeId {
        let definition = match id {
            "D.TONE.value" => "The document's own voice towards the actor, quotations left out, from -2 to 2.".to_owned(),
            "D.FRAME.frames" => format!("One to three policy frames: {}.", self.frame_names()),
            "D.FRAME.primary" => format!("The one that organises the text: {}.", self.frame_names()),
            id => found(&DEFINITIONS, id).to_owned(),
        };
        let id = attribute_id(id);
        self.records.push(
            Attribute { id: id.clone(), name: name.to_owned(), kind, definition, default: None, when: None, extra: [].into() }.into(),
        );
        id
    }

    fn kind(&self, values: &Json) -> AttributeKind {
        let frames = || self.frames.codes.iter().map(|c| c.id.clone()).collect();
        match values {
            Json::Array(values) if values.iter().all(Json::is_number) => number(values),
            Json::Array(values) => AttributeKind::Choice(values.iter().map(|v| v.as_str().expect("a word").to_owned()).collect()),
            Json::String(words) => match words.as_str() {
                "yes/no" => AttributeKind::YesNo,
                "entity" | "reference to the project-wide entity list" => AttributeKind::Entity,
                "reference to the claim matrix" => AttributeKind::Claim,
                "reference to entity or claim" => AttributeKind::EntityOrClaim,
                "set of pf codes" => AttributeKind::Choices(frames()),
                "pf code" => AttributeKind::Choice(frames()),
                words if words.starts_with("text") => AttributeKind::Text,
                words => panic!("the template has a kind of attribute that is not known here: {words}"),
            },
            other => panic!("the template has a kind of attribute that is not known here: {other}"),
        }
    }

    fn frame_names(&self) -> String {
        let names: Vec<_> = self.frames.codes.iter().map(|c| format!("{} {}", c.id, c.name)).collect();
        names.join(", ")
    }

    fn link_types(&mut self, groups: &[Group]) {
        let links = groups.iter().flat_map(|g| &g.links.0);
        for (rank, (id, words)) in (1..).zip(links) {
            let (mut from, to) = ends(words);
            if id == "supports" || id == "attacks" {
                from.push(code_id("C.CON"));
            }
            let record = LinkType {
                id: link_type_id(id),
                name: id.replace('-', " "),
                rank,
                from,
                to,
                definition: link_definition(id).to_owned(),
                attributes: Vec::new(),
                extra: [].into(),
            };
            self.records.push(record.into());
        }
    }

    /// Two sources that do not say the same, with both values.
    fn discrepancies(&mut self) {
        let values = [("difference.a", "value A"), ("difference.b", "value B"), ("difference.by", "difference")];
        let attributes: Vec<_> = values.map(|(id, name)| self.discrepancy_value(id, name)).into();
        let kinds = [
            ("number-differs", "Both give a number for one thing, and not the same."),
            ("date-differs", "Both date one thing, and not the same."),
            ("attribution-differs", "Both have it said, by different people."),
            ("label-differs", "Both name one thing, by words that judge differently."),
        ];
        for (rank, (id, definition)) in (101..).zip(kinds) {
            let record = LinkType {
                id: link_type_id(id),
                name: id.replace('-', " "),
                rank,
                from: Vec::new(),
                to: Vec::new(),
                definition: definition.to_owned(),
                attributes: attributes.clone(),
                extra: [].into(),
            };
            self.records.push(record.into());
        }
    }

    fn discrepancy_value(&mut self, id: &str, name: &str) -> AttributeId {
        let definition = match id {
            "difference.a" => "What the annotation says that the link starts from.",
            "difference.b" => "What the annotation says that the link leads to.",
            _ => "How they differ: by how much, or in what.",
        };
        let id = attribute_id(id);
        let record = Attribute {
            id: id.clone(),
            name: name.to_owned(),
            kind: AttributeKind::Text,
            definition: definition.to_owned(),
            default: None,
            when: None,
            extra: [].into(),
        };
        self.records.push(record.into());
        id
    }
}

fn link_definition(id: &str) -> &'static str {
    match id {
        "source-of" => "The source whose content it is.",
        "cue-of" => "The words that turn it into attributed content.",
        "nested-in" => "Content quoted inside quoted content.",
        "supports" => "Offered for it: a ground, another claim, or the same in someone's very words.",
        "attacks" => "Offered against it.",
        "same-claim" => "The same proposition, in one document or in two.",
        "contradicts" => "Both cannot be so.",
        other => panic!("the template has a link type that is not known here: {other}"),
    }
}

/// Reads "EVD or CLM → CLM or CON"; what follows ("across documents") is for people.
fn ends(words: &str) -> (Vec<CodeId>, Vec<CodeId>) {
    let (from, to) = words.split_once('→').expect("a link type has an arrow");
    let codes = |side: &str| {
        let words = side.split_whitespace().filter(|w| w.len() == 3 && w.chars().all(char::is_uppercase));
        words.map(|w| code_id(&format!("C.{w}"))).collect()
    };
    (codes(from), codes(to.split(" across").next().unwrap_or_default()))
}

/// "document (one per actor)" says in its brackets how often; that belongs to the definition.
fn definition(code: &TemplateCode) -> String {
    match code.scope.split_once(" (") {
        Some((_, often)) => format!("{} ({often}", code.definition.trim_end_matches('.')) + ".",
        None => code.definition.clone(),
    }
}

fn scopes(words: &str) -> Vec<Scope> {
    let known = [("span", Scope::Span), ("paragraph", Scope::Paragraph), ("document", Scope::Document)];
    known.into_iter().filter(|(word, _)| words.contains(word)).map(|(_, scope)| scope).collect()
}

fn examples(words: &str) -> Vec<String> {
    // What the template calls a seed is a document of the sample.
    let words = words.replace("seed 0", "sample 0");
    if words.is_empty() { Vec::new() } else { vec![words] }
}

fn number(values: &[Json]) -> AttributeKind {
    AttributeKind::Number { min: values.first().and_then(Json::as_f64), max: values.last().and_then(Json::as_f64), step: Some(1.0) }
}

fn key(code: &str) -> char {
    KEYS.iter().find(|(id, _)| *id == code).unwrap_or_else(|| panic!("{code} has no key")).1
}

fn found<'a>(table: &[(&str, &'a str)], id: &str) -> &'a str {
    table.iter().find(|(name, _)| *name == id).unwrap_or_else(|| panic!("{id} has no definition")).1
}

fn layer_id(text: &str) -> LayerId {
    LayerId::new(text).expect("an id")
}

fn code_id(text: &str) -> CodeId {
    CodeId::new(text).expect("an id")
}

fn attribute_id(text: &str) -> AttributeId {
    AttributeId::new(text).expect("an id")
}

fn link_type_id(text: &str) -> LinkTypeId {
    LinkTypeId::new(text).expect("an id")
}
