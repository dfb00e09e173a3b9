//! `variorum formats`: what can be read and written.

use std::io::Write;

use serde::Serialize;

use super::{Ending, Failure, write_json};
use crate::formats::{About, FORMATS, Format, Holds, Links};

/// Lists what can be read and written, and what each format can hold
#[derive(Debug, clap::Args)]
pub(super) struct Formats {
    /// Gives one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct List {
    formats: Vec<&'static About>,
}

impl Formats {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let formats: Vec<&About> = FORMATS.into_iter().map(Format::about).collect();
        if self.json {
            write_json(out, &List { formats })?;
            return Ok(Ending::Well);
        }
        for about in formats {
            let does = match (about.reads, about.writes) {
                (true, true) => "reads, writes",
                (true, false) => "reads",
                (false, _) => "writes",
            };
            writeln!(out, "{:<16} {} (.{}): {does}", about.id, about.name, about.extensions.join(", ."))?;
            writeln!(out, "{:<16} holds {}", "", held(&about.holds).join(", "))?;
        }
        Ok(Ending::Well)
    }
}

fn held(holds: &Holds) -> Vec<&'static str> {
    let links = match holds.links {
        Links::None => "",
        Links::Document => "links inside a document",
        Links::Project => "links across documents",
    };
    let all = [
        (holds.text, "texts"),
        (holds.runs, "typography"),
        (holds.annotations, "annotations"),
        (holds.overlap, "overlapping ones"),
        (holds.discontinuous, "discontinuous ones"),
        (holds.attributes, "attributes"),
        (!links.is_empty(), links),
        (holds.coders, "coders"),
        (holds.memos, "memos"),
        (holds.claims, "claims and treatments"),
        (holds.codebook, "the codebook"),
    ];
    all.into_iter().filter(|(held, _)| *held).map(|(_, word)| word).collect()
}
