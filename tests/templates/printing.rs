//! The codebook as a document for people.

use variorum::formats::codebook_print::{html, markdown};
use variorum::model::{Project, ProjectInfo};
use variorum::store::{self, TEMPLATES};

fn project(text: &str) -> Project {
    let parts = store::read_codebook(text).unwrap();
    Project::assemble(ProjectInfo::default(), parts.info, parts.records).0
}

const SMALL: &str = r#"(
format: "1.0",
info: (name: "Tags & <b>", purpose: "To show *everything*.", source: "Someone 2001", unit: "span", rules: ["Shortest words.", "1. is no number"], revision: 3),
layers: [(id: "L", name: "Layer", rank: 1, purpose: "What for.", attributes: ["L.kind"])],
attributes: [
(id: "L.kind", name: "kind", kind: Choice(["one", "two"]), definition: "Which."),
(id: "A.level", name: "level", kind: Number(min: 1.0, max: None, step: 1.0)),
],
codes: [
(id: "A", layer: "L", name: "First", rank: 1, scopes: [Span, Document], definition: "It is <first>.", include: "All.", exclude: "None.", examples: ["[this]", "that"], key: 'a', attributes: ["A.level"]),
(id: "C", layer: "L", name: "Third", rank: 2, scopes: [Span]),
(id: "B", layer: "L", name: "تعريف", rank: 9, parent: "A", scopes: [Paragraph], definition: "النص", retired: true),
],
link_types: [(id: "to", name: "to", rank: 1, from: ["A"], definition: "Leads on.")],
)
"#;

#[test]
fn markdown_says_all_of_it_and_escapes_what_would_be_a_mark() {
    insta::assert_snapshot!(markdown(&project(SMALL)), @r"");
}

#[test]
fn html_is_escaped_and_every_word_of_the_analyst_finds_its_own_direction() {
    let page = html(&project(SMALL));
    let body = page.split_once("<body>").unwrap().1;
    insta::assert_snapshot!(body, @r"");
}

#[test]
fn html_needs_nothing_beside_it_and_runs_nothing() {
    for known in TEMPLATES {
        let parts = store::template(known.id).unwrap();
        let page = html(&Project::assemble(ProjectInfo::default(), parts.info, parts.records).0);
        for outside in ["<script", "<link", "<img", "src=", "http:", "https:", "@import", "url("] {
            assert!(!page.contains(outside), "{}: {outside}", known.id);
        }
        assert!(page.contains("@media print"));
    }
}

#[test]
fn both_forms_have_every_code_with_its_definition() {
    for known in TEMPLATES {
        let parts = store::template(known.id).unwrap();
        let project = Project::assemble(ProjectInfo::default(), parts.info, parts.records).0;
        let (page, text) = (html(&project), markdown(&project));
        assert_eq!(page.matches("<article class=\"code").count(), known.codes, "{}", known.id);
        assert_eq!(text.lines().filter(|line| line.starts_with("### ")).count(), known.codes, "{}", known.id);
        for code in project.codes().values() {
            assert!(page.contains(&format!("<code>{}</code>", code.id)) && text.contains(&format!("`{}`", code.id)), "{}", code.id);
        }
    }
}
