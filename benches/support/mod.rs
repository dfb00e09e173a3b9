//! Standard texts for benchmarks and counting tests: news-like prose with annotations, the same for the same seed.
#![allow(dead_code, reason = "each benchmark uses its part")]

use std::sync::Arc;

use jiff::Timestamp;
use variorum::model::{
    Annotation, AnnotationId, Code, CodeId, CodebookInfo, Coder, CoderId, Document, DocumentId, Layer, LayerId, Origin, Place, Project,
    ProjectInfo, Record, Scope, Target,
};
use variorum::text::{ReadingText, Span};

/// Sizes of the standard texts: name and bytes.
pub const SIZES: [(&str, usize); 4] = [("S", 10_000), ("M", 100_000), ("L", 1_000_000), ("XL", 10_000_000)];

/// Codes of the codebook that is made here.
pub const CODES: usize = 25;

/// How the generated text is broken into paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Paragraphs of some 400 bytes with blank lines between them.
    News,
    /// One paragraph.
    OneParagraph,
    /// A paragraph for every line of some 25 bytes.
    OneLiners,
}

const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "president",
    "summit",
    "talks",
    "said",
    "agreement",
    "minister",
    "historic",
    "cooperation",
    "between",
    "Kim Jong Un",
    "Vladimir Putin",
    "Vostochny",
    "spaceport",
    "delegation",
    "Wednesday",
    "economic",
    "humanitarian",
    "reported",
    "spokesman",
    "region",
    "relations",
    "friendship",
    "meeting",
    "on",
    "at",
    "with",
    "visit",
    "Russia",
    "Pyongyang",
    "strategic",
];

/// A small generator of pseudo-random numbers (`SplitMix64`), so that the texts need no dependency and never change.
pub struct Random(u64);

impl Random {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

/// News-like prose of about `bytes` bytes.
pub fn prose(bytes: usize, shape: Shape, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut text = String::with_capacity(bytes + 64);
    let mut paragraph = 0;
    let mut sentence = 0;
    while text.len() < bytes {
        let word = WORDS[random.below(WORDS.len())];
        text.push_str(word);
        sentence += 1;
        let ends = sentence > 8 && random.below(8) == 0;
        text.push_str(if ends { ". " } else { " " });
        if ends {
            sentence = 0;
        }
        let breaks = match shape {
            Shape::News => ends && text.len() - paragraph > 400,
            Shape::OneParagraph => false,
            Shape::OneLiners => text.len() - paragraph > 25,
        };
        if breaks {
            text.pop();
            text.push_str(if shape == Shape::News { "\n\n" } else { "\n" });
            paragraph = text.len();
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// A project with one document `d` of this text, a coder `a`, 25 codes in three layers, and one annotation per 100 characters:
/// 20 in 100 overlap, up to eight deep.
pub fn project(text: &str, seed: u64) -> (Project, DocumentId) {
    let id = DocumentId::new("d").expect("a good id");
    let coder = CoderId::new("a").expect("a good id");
    let document = Document::new(id.clone(), ReadingText::new(text).expect("no carriage return"));
    let mut records = codebook();
    records.push(coder_record(&coder));
    let mut random = Random::new(seed ^ 0xabcd);
    for number in 0..text.len() / 100 {
        let start = number * 100 + random.below(40);
        let depth = if random.below(100) < 20 { 1 + random.below(7) } else { 0 };
        // Those that overlap reach back over their neighbours.
        let start = text.floor_char_boundary(start.saturating_sub(depth * 100));
        let end = text.floor_char_boundary((start + depth * 100 + 8 + random.below(50)).min(text.len()));
        let Ok(span) = Span::new(start, end) else { continue };
        let code = random.below(CODES);
        records.push(annotation(&format!("n{number}"), &id, &coder, code, span, text).into());
    }
    records.push(document.into());
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert!(errors.is_empty(), "{:?}", errors.first());
    (project, id)
}

/// An annotation of a span with the code of this number (0 to 24).
pub fn annotation(id: &str, document: &DocumentId, coder: &CoderId, code: usize, span: Span, text: &str) -> Annotation {
    Annotation {
        id: AnnotationId::new(id).expect("a good id"),
        coder: coder.clone(),
        document: document.clone(),
        code: code_id(code),
        target: Target::Spans(vec![Place { span, quote: Arc::from(&text[span.range()]) }]),
        attributes: std::collections::BTreeMap::new(),
        memo: String::new(),
        origin: Origin::ByHand,
        created: Timestamp::UNIX_EPOCH,
        changed: None,
        revision: 0,
        orphan: false,
        extra: std::collections::BTreeMap::new(),
    }
}

fn code_id(number: usize) -> CodeId {
    CodeId::new(&format!("{}.C{number}", ["E", "C", "F"][number % 3])).expect("a good id")
}

/// Three layers with 25 codes.
pub fn codebook() -> Vec<Record> {
    let mut records = Vec::new();
    for (rank, name) in ["Entities", "Claims", "Framing"].into_iter().enumerate() {
        let id = LayerId::new(&name[..1]).expect("a good id");
        let layer = Layer {
            id,
            name: name.to_owned(),
            rank: rank as u32,
            purpose: String::new(),
            attributes: Vec::new(),
            extra: std::collections::BTreeMap::new(),
        };
        records.push(layer.into());
    }
    for number in 0..CODES {
        let code = Code {
            id: code_id(number),
            layer: LayerId::new(["E", "C", "F"][number % 3]).expect("a good id"),
            name: format!("Code {number}"),
            rank: number as u32,
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
            extra: std::collections::BTreeMap::new(),
        };
        records.push(code.into());
    }
    records
}

/// A coder's record.
pub fn coder_record(id: &CoderId) -> Record {
    Coder { id: id.clone(), name: id.to_string(), note: String::new(), created: None, extra: std::collections::BTreeMap::new() }.into()
}

/// Bytes of each of [`many`] documents.
pub const BYTES: usize = 5_000;
/// Annotations of each of them.
pub const ANNOTATIONS: usize = 50;

/// A project with so many documents `d00000` and on, a coder `reader`, and the codebook.
pub fn many(documents: usize) -> Project {
    let coder = CoderId::new("reader").expect("a good id");
    let mut records: Vec<Record> = codebook();
    records.push(coder_record(&coder));
    for n in 0..documents {
        let text = prose(BYTES, Shape::News, n as u64);
        let id = DocumentId::new(&format!("d{n:05}")).expect("a good id");
        for a in 0..ANNOTATIONS {
            let start = a * (BYTES / ANNOTATIONS);
            let span = Span::new(start, start + 24).expect("a span");
            records.push(annotation(&format!("a-{n}-{a}"), &id, &coder, a % CODES, span, &text).into());
        }
        records.push(Document::new(id, ReadingText::new(text).expect("no carriage return")).into());
    }
    let (project, faults) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert!(faults.is_empty(), "{:?}", faults.first());
    project
}
