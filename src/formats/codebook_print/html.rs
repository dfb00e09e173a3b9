//! The codebook as one HTML file that needs nothing beside it, for the screen and for paper.
//!
//! Every piece of the analyst's own words is escaped and has `dir="auto"`, so that a definition in Arabic reads from the right.

use std::fmt::Write as _;

use super::{Section, Sheet, lines, scopes};
use crate::model::{Attribute, Code, LinkType, Project};

/// How it looks on the screen and on paper.
const STYLE: &str = include_str!("../../../assets/codebook.css");

/// The codebook of a project as one HTML file.
pub fn html(project: &Project) -> String {
    let sheet = Sheet::of(project);
    let title = escaped(sheet.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1 dir=\"auto\">{title}</h1>\n"
    );
    head(&mut out, &sheet);
    for (n, section) in sheet.layers.iter().enumerate() {
        layer(&mut out, &sheet, section, n);
    }
    if !sheet.links.is_empty() {
        out.push_str("<h2>Links</h2>\n");
    }
    for kind in &sheet.links {
        link(&mut out, &sheet, kind);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn head(out: &mut String, sheet: &Sheet<'_>) {
    let info = sheet.info;
    if !info.purpose.is_empty() {
        let _ = writeln!(out, "<p class=\"purpose\" dir=\"auto\">{}</p>", escaped(&info.purpose));
    }
    let revision = if info.revision == 0 { String::new() } else { info.revision.to_string() };
    let facts = [("Source", info.source.as_str()), ("Unit", info.unit.as_str()), ("Revision", revision.as_str())];
    let facts: Vec<_> = facts.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    if !facts.is_empty() {
        out.push_str("<dl class=\"facts\">\n");
        for (name, words) in facts {
            pair(out, name, words, "");
        }
        out.push_str("</dl>\n");
    }
    if !info.rules.is_empty() {
        out.push_str("<h2>Rules</h2>\n<ol class=\"rules\">\n");
        for rule in &info.rules {
            let _ = writeln!(out, "<li dir=\"auto\">{}</li>", escaped(rule));
        }
        out.push_str("</ol>\n");
    }
}

fn layer(out: &mut String, sheet: &Sheet<'_>, section: &Section<'_>, n: usize) {
    let layer = section.layer;
    let _ = writeln!(out, "<section>\n<h2 id=\"layer-{n}\" dir=\"auto\">{}</h2>", escaped(&layer.name));
    if !layer.purpose.is_empty() {
        let _ = writeln!(out, "<p dir=\"auto\">{}</p>", escaped(&layer.purpose));
    }
    out.push_str("<ul class=\"toc\">\n");
    for code in &section.codes {
        let below = if code.parent.is_some() { " class=\"below\"" } else { "" };
        let name = escaped(&code.name);
        let _ = writeln!(out, "<li{below} dir=\"auto\"><a href=\"#{}\">{name}</a></li>", anchor(code).replace('%', "%25"));
    }
    out.push_str("</ul>\n");
    let common: Vec<&Attribute> = sheet.attributes(&layer.attributes).collect();
    if !common.is_empty() {
        out.push_str("<p class=\"label\">Attributes of all codes of this layer</p>\n");
        attributes(out, sheet, &common);
    }
    for code in &section.codes {
        entry(out, sheet, code);
    }
    out.push_str("</section>\n");
}

fn entry(out: &mut String, sheet: &Sheet<'_>, code: &Code) {
    let retired = if code.retired { " retired" } else { "" };
    let _ = writeln!(out, "<article class=\"code{retired}\" id=\"{}\">\n<div class=\"head\">", anchor(code));
    let _ = writeln!(out, "<h3 dir=\"auto\">{}</h3> <code>{}</code>", escaped(&code.name), escaped(code.id.as_str()));
    if let Some(key) = code.key {
        let _ = writeln!(out, "<span class=\"key\" title=\"Key\">{}</span>", escaped(&key.to_string()));
    }
    let _ = writeln!(out, "<span class=\"scope\">{}</span>\n</div>", scopes(code));
    let from = out.len();
    if let Some(parent) = &code.parent {
        pair(out, "Below", &sheet.code(parent), "");
    }
    for (name, words) in lines(code) {
        pair(out, name, words, "");
    }
    if !code.aliases.is_empty() {
        pair(out, "Also called", &code.aliases.join(", "), "");
    }
    for (n, example) in code.examples.iter().enumerate() {
        pair(out, if n == 0 { "Examples" } else { "" }, example, " class=\"example\"");
    }
    if out.len() > from {
        out.insert_str(from, "<dl>\n");
        out.push_str("</dl>\n");
    }
    let own: Vec<&Attribute> = sheet.attributes(&code.attributes).collect();
    if !own.is_empty() {
        out.push_str("<p class=\"label\">Attributes</p>\n");
        attributes(out, sheet, &own);
    }
    out.push_str("</article>\n");
}

fn link(out: &mut String, sheet: &Sheet<'_>, kind: &LinkType) {
    let (name, id) = (escaped(&kind.name), escaped(kind.id.as_str()));
    let _ = writeln!(out, "<article class=\"link\">\n<div class=\"head\"><h3 dir=\"auto\">{name}</h3> <code>{id}</code></div>");
    let _ = writeln!(out, "<p dir=\"auto\">{}</p>", escaped(&sheet.ends(kind)));
    if !kind.definition.is_empty() {
        let _ = writeln!(out, "<p dir=\"auto\">{}</p>", escaped(&kind.definition));
    }
    attributes(out, sheet, &sheet.attributes(&kind.attributes).collect::<Vec<_>>());
    out.push_str("</article>\n");
}

fn attributes(out: &mut String, sheet: &Sheet<'_>, attributes: &[&Attribute]) {
    if attributes.is_empty() {
        return;
    }
    out.push_str("<ul class=\"attributes\">\n");
    for attribute in attributes {
        let definition = attribute.definition.trim();
        let definition = if definition.is_empty() { String::new() } else { format!("{} ", escaped(definition)) };
        let (name, values) = (escaped(&attribute.name), escaped(&sheet.values(attribute)));
        let _ = writeln!(out, "<li dir=\"auto\"><b>{name}</b>: {definition}<span class=\"values\">{values}</span></li>");
    }
    out.push_str("</ul>\n");
}

fn pair(out: &mut String, name: &str, words: &str, class: &str) {
    let _ = writeln!(out, "<dt>{name}</dt><dd{class} dir=\"auto\">{}</dd>", escaped(words));
}

/// Ids of codes have no white space, quotation marks or brackets, so they can be anchors; in an address `%` begins an escape.
fn anchor(code: &Code) -> String {
    escaped(&format!("code-{}", code.id))
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>\n"),
            c => out.push(c),
        }
    }
    out
}
