//! The codebooks that come with the program.

use super::StoreError;
use super::codebook::{CodebookParts, read_codebook};

/// A codebook that comes with the program. What a list shows of it stands here, so that listing reads no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its id on the command line.
    pub id: &'static str,
    /// Its name on the screen.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// The papers it follows; empty: it is our own.
    pub source: &'static str,
    /// What one codes with it: a span, a sentence, a document.
    pub unit: &'static str,
    /// How many layers it has.
    pub layers: usize,
    /// How many codes it has.
    pub codes: usize,
    /// How many attributes it has.
    pub attributes: usize,
    text: &'static str,
}

/// All of them, the usual one first.
pub const TEMPLATES: [Template; 16] = [
    Template {
        id: "ecf",
        name: "Entities / Claims / Framing",
        purpose: "Comparative close reading: several documents, one event. 8 + 5 + 9 span codes and 5 document questions; everything finer is an attribute or a link, so that one key press opens a code and the rest is optional.",
        source: "",
        unit: "",
        layers: 4,
        codes: 27,
        attributes: 46,
        text: include_str!("../../assets/codebooks/ecf.ron"),
    },
    Template {
        id: "pf",
        name: "Policy frames",
        purpose: "Which side of an issue a text brings to the front: fifteen frames that fit any policy issue.",
        source: "Boydstun, Gross, Resnik & Smith 2013; Boydstun, Card, Gross, Resnik & Smith 2014; Card et al. 2015 (Media Frames Corpus). SemEval-2023 T3 uses the same list without Other (14).",
        unit: "span cueing a frame; one primary frame per document and per headline",
        layers: 1,
        codes: 15,
        attributes: 1,
        text: include_str!("../../assets/codebooks/pf.ron"),
    },
    Template {
        id: "pt",
        name: "Persuasion techniques (23 in 6 groups)",
        purpose: "How a text persuades without arguing: twenty-three techniques in six groups.",
        source: "Piskorski, Stefanovitch, Da San Martino & Nakov 2023, SemEval-2023 Task 3 and annotation guidelines (JRC)",
        unit: "span (evaluated per paragraph)",
        layers: 6,
        codes: 23,
        attributes: 0,
        text: include_str!("../../assets/codebooks/pt.ron"),
    },
    Template {
        id: "prop14",
        name: "Propaganda techniques (14)",
        purpose: "How propaganda works on its readers: the fourteen techniques of the shared task, on the exact words.",
        source: "Da San Martino et al. 2019 (18 techniques, EMNLP); Da San Martino et al. 2020, SemEval-2020 Task 11 (14: rare ones merged or dropped)",
        unit: "span (character offsets)",
        layers: 1,
        codes: 14,
        attributes: 0,
        text: include_str!("../../assets/codebooks/prop14.ron"),
    },
    Template {
        id: "sv",
        name: "Generic news frames",
        purpose: "How a news story presents its matter: five frames, each asked by a few yes-or-no questions about the whole story.",
        source: "Semetko & Valkenburg 2000 (5 frames, 20 yes/no questions per story; frame score = mean of its items)",
        unit: "document (yes/no items)",
        layers: 1,
        codes: 5,
        attributes: 20,
        text: include_str!("../../assets/codebooks/sv.ron"),
    },
    Template {
        id: "conll",
        name: "CoNLL-2003 entities",
        purpose: "Named entities in four classes, as the most used benchmark has them.",
        source: "Tjong Kim Sang & De Meulder 2003",
        unit: "span, flat, BIO tokens",
        layers: 1,
        codes: 4,
        attributes: 0,
        text: include_str!("../../assets/codebooks/conll.ron"),
    },
    Template {
        id: "onto",
        name: "OntoNotes 5 entities (18)",
        purpose: "Named entities and values in eighteen types, as OntoNotes has them.",
        source: "Hovy et al. 2006; Weischedel et al. 2013 (LDC2013T19)",
        unit: "span, flat, names plus values",
        layers: 1,
        codes: 18,
        attributes: 0,
        text: include_str!("../../assets/codebooks/onto.ron"),
    },
    Template {
        id: "quo",
        name: "Quotation attribution",
        purpose: "Who says what in a text: source, cue and content of every attribution, joined by links.",
        source: "Pareti 2012, 2016 (PARC 3.0); Newell, Margolin & Ruths 2018 (PolNeAR)",
        unit: "span plus relation",
        layers: 1,
        codes: 4,
        attributes: 6,
        text: include_str!("../../assets/codebooks/quo.ron"),
    },
    Template {
        id: "entman",
        name: "Entman frame elements",
        purpose: "The four elements of a frame: problem, cause, judgement, remedy.",
        source: "Entman 1993; operationalised as variables by Matthes & Kohring 2008",
        unit: "sentence or paragraph",
        layers: 1,
        codes: 4,
        attributes: 3,
        text: include_str!("../../assets/codebooks/entman.ron"),
    },
    Template {
        id: "gm",
        name: "Frame package (framing and reasoning devices)",
        purpose: "The devices that carry a frame package: five that frame and three that reason.",
        source: "Gamson & Lasch 1983; Gamson & Modigliani 1989",
        unit: "span",
        layers: 1,
        codes: 8,
        attributes: 2,
        text: include_str!("../../assets/codebooks/gm.ron"),
    },
    Template {
        id: "arg",
        name: "Argument components",
        purpose: "What a text argues: its stance, the claims for or against it, and the reasons, joined by links.",
        source: "Stab & Gurevych 2014, 2017 (AAE); Toulmin 1958 as optional roles",
        unit: "span (clause) plus relation",
        layers: 1,
        codes: 3,
        attributes: 2,
        text: include_str!("../../assets/codebooks/arg.ron"),
    },
    Template {
        id: "fact",
        name: "Event factuality",
        purpose: "How certain each source presents each event to be, and whether it happened.",
        source: "Saurí & Pustejovsky 2009 (FactBank)",
        unit: "event span, one value per source",
        layers: 1,
        codes: 8,
        attributes: 1,
        text: include_str!("../../assets/codebooks/fact.ron"),
    },
    Template {
        id: "cw",
        name: "Check-worthiness",
        purpose: "Which sentences state facts that are worth checking.",
        source: "Hassan et al. 2015, 2017 (ClaimBuster); CheckThat! labs 2018-2024; Alam et al. 2021",
        unit: "sentence",
        layers: 1,
        codes: 3,
        attributes: 5,
        text: include_str!("../../assets/codebooks/cw.ron"),
    },
    Template {
        id: "nli",
        name: "Evidence relation (claim against document)",
        purpose: "Whether a document supports a claim, refutes it, or lets nobody tell.",
        source: "Thorne et al. 2018 (FEVER)",
        unit: "claim x document, with evidence sentences",
        layers: 1,
        codes: 3,
        attributes: 1,
        text: include_str!("../../assets/codebooks/nli.ron"),
    },
    Template {
        id: "app",
        name: "Appraisal",
        purpose: "How the words evaluate: attitude, engagement with other voices, graduation.",
        source: "Martin & White 2005",
        unit: "span",
        layers: 1,
        codes: 14,
        attributes: 3,
        text: include_str!("../../assets/codebooks/app.ron"),
    },
    Template {
        id: "sa",
        name: "Social actors",
        purpose: "How people are put into words: left out, named, classed, counted, made into things.",
        source: "van Leeuwen 1996, 2008",
        unit: "span",
        layers: 1,
        codes: 23,
        attributes: 0,
        text: include_str!("../../assets/codebooks/sa.ron"),
    },
];

/// The codebook of this id.
pub fn template(id: &str) -> Result<CodebookParts, StoreError> {
    let found = TEMPLATES.iter().find(|template| template.id == id);
    let found = found.ok_or_else(|| StoreError::NoTemplate { id: id.to_owned() })?;
    read_codebook(found.text)
}
