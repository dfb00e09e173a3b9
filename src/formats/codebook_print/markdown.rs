//! The codebook as Markdown (`CommonMark` 0.31).

use std::fmt::Write as _;

use super::{Sheet, lines, scopes};
use crate::model::{Attribute, Code, Project};

/// The codebook of a project as Markdown.
pub fn markdown(project: &Project) -> String {
    let sheet = Sheet::of(project);
    let mut out = format!("# {}\n", escaped(sheet.title));
    for words in [&sheet.info.purpose].into_iter().filter(|words| !words.is_empty()) {
        let _ = write!(out, "\n{}\n", escaped(words));
    }
    let revision = if sheet.info.revision == 0 { String::new() } else { sheet.info.revision.to_string() };
    let facts = [("Source", sheet.info.source.as_str()), ("Unit", sheet.info.unit.as_str()), ("Revision", revision.as_str())];
    let facts: Vec<_> = facts.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    if !facts.is_empty() {
        out.push('\n');
    }
    for (name, words) in facts {
        item(&mut out, 0, &format!("**{name}:** {}", escaped(words)));
    }
    if !sheet.info.rules.is_empty() {
        out.push_str("\n## Rules\n\n");
    }
    for (n, rule) in (1..).zip(&sheet.info.rules) {
        let _ = writeln!(out, "{n}. {}", escaped(rule));
    }
    for section in &sheet.layers {
        let _ = write!(out, "\n## {}\n", escaped(&section.layer.name));
        if !section.layer.purpose.is_empty() {
            let _ = write!(out, "\n{}\n", escaped(&section.layer.purpose));
        }
        out.push('\n');
        for code in &section.codes {
            let _ = writeln!(out, "- {} (`{}`)", escaped(&code.name), code.id);
        }
        let common: Vec<&Attribute> = sheet.attributes(&section.layer.attributes).collect();
        if !common.is_empty() {
            out.push_str("\nAll codes of this layer have these attributes:\n\n");
            attributes(&mut out, &sheet, 0, common);
        }
        for code in &section.codes {
            entry(&mut out, &sheet, code);
        }
    }
    if !sheet.links.is_empty() {
        out.push_str("\n## Links\n\n");
    }
    for link in &sheet.links {
        let definition = if link.definition.is_empty() { String::new() } else { format!(". {}", escaped(&link.definition)) };
        item(&mut out, 0, &format!("**{}** (`{}`): {}{definition}", escaped(&link.name), link.id, escaped(&sheet.ends(link))));
        attributes(&mut out, &sheet, 1, sheet.attributes(&link.attributes).collect());
    }
    out
}

fn entry(out: &mut String, sheet: &Sheet<'_>, code: &Code) {
    let retired = if code.retired { " (retired)" } else { "" };
    let _ = write!(out, "\n### {}{retired}\n\n", escaped(&code.name));
    let key = code.key.map(|key| format!(", key {}", escaped(&key.to_string()))).unwrap_or_default();
    item(out, 0, &format!("`{}`: on {}{key}", code.id, scopes(code)));
    if let Some(parent) = &code.parent {
        item(out, 0, &format!("**Below:** {}", escaped(&sheet.code(parent))));
    }
    for (name, words) in lines(code) {
        item(out, 0, &format!("**{name}:** {}", escaped(words)));
    }
    if !code.aliases.is_empty() {
        item(out, 0, &format!("**Also called:** {}", escaped(&code.aliases.join(", "))));
    }
    for example in &code.examples {
        item(out, 0, &format!("**Example:** {}", escaped(example)));
    }
    let own: Vec<&Attribute> = sheet.attributes(&code.attributes).collect();
    if !own.is_empty() {
        item(out, 0, "**Attributes:**");
        attributes(out, sheet, 1, own);
    }
}

fn attributes(out: &mut String, sheet: &Sheet<'_>, depth: usize, attributes: Vec<&Attribute>) {
    for attribute in attributes {
        item(out, depth, &format!("**{}**: {}", escaped(&attribute.name), escaped(&sheet.asked(attribute))));
    }
}

fn item(out: &mut String, depth: usize, words: &str) {
    let _ = writeln!(out, "{}- {words}", "  ".repeat(depth));
}

/// Words that stay words: nothing in them begins a mark, a link or a line of its own.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let marks_a_line = |at: usize, c: char| at == 0 && "#+-=~".contains(c);
        let in_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = (in_number.len() < line.len() && in_number.starts_with(['.', ')'])).then_some(line.len() - in_number.len());
        for (at, c) in line.char_indices() {
            if "\\`*_[]<>|&!".contains(c) || marks_a_line(at, c) || numbered == Some(at) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}
