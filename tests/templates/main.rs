//! The built-in codebooks: made from the list beside the project, compared with what is committed, and used.
//!
//! `VARIORUM_WRITE_SAMPLE=1 cargo test --test templates the_files_are` writes them anew.

mod adding;
mod build;
#[path = "../support/ordered.rs"]
mod ordered;
mod printing;
mod seeds;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value as Json;
use variorum::analysis::check::check;
use variorum::model::{Attribute, AttributeId, AttributeKind, CodeId, Project, ProjectInfo, Record, Scope};
use variorum::session::{Environment, Session};
use variorum::store::{self, CodebookParts};

use build::{build, code_id};
use seeds::{Template, beside_the_project, templates};

fn file(id: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/codebooks/{id}.ron"))
}

fn project(parts: CodebookParts) -> Project {
    let (project, errors) = Project::assemble(ProjectInfo::default(), parts.info, parts.records);
    assert_eq!(errors, []);
    project
}

/// The committed codebook of an entry in the list.
fn committed(template: &Template) -> Project {
    project(store::template(&template.id).unwrap())
}

mod made_from_the_list {
    use super::*;

    #[test]
    fn the_files_are_what_the_list_gives() {
        let Some(list) = beside_the_project() else { return };
        for template in templates(&list) {
            let text = store::write_codebook(&build(&template)).unwrap();
            if std::env::var_os("VARIORUM_WRITE_SAMPLE").is_some() {
                fs::write(file(&template.id), &text).unwrap();
            }
            assert!(fs::read_to_string(file(&template.id)).unwrap() == text, "{}.ron is not what the list gives", template.id);
        }
    }

    #[test]
    fn the_program_offers_the_codebooks_of_the_list_and_no_others() {
        let Some(list) = beside_the_project() else { return };
        let list: Vec<Json> = serde_json::from_str(&list).unwrap();
        let names = |entry: &Json| (entry["id"].as_str().unwrap().to_owned(), entry["name"].as_str().unwrap().to_owned());
        let offered = store::TEMPLATES.iter().map(|template| (template.id.to_owned(), template.name.to_owned()));
        assert!(offered.eq(list.iter().map(names)));
    }

    #[test]
    fn every_code_has_its_name_and_definition_word_for_word() {
        let Some(list) = beside_the_project() else { return };
        for template in templates(&list) {
            let project = committed(&template);
            let entries: Vec<_> = template.grouped().into_iter().flat_map(|(_, codes)| codes).collect();
            assert_eq!(project.codes().len(), entries.len(), "{}", template.id);
            for entry in entries {
                let code = &project.codes()[&code_id(&template, &entry.id)];
                assert_eq!((&code.name, &code.definition), (&entry.name, &entry.definition));
            }
        }
    }

    /// Layers, attributes and link types of each: groups of the list (or one), its attributes (with tone, items and roles), relations.
    #[test]
    fn layers_attributes_and_relations_count_as_in_the_list() {
        let Some(list) = beside_the_project() else { return };
        for template in templates(&list) {
            let project = committed(&template);
            let id = template.id.as_str();
            assert_eq!(project.layers().len(), template.groups.len().max(1), "{id}");
            let listed = template.attributes.0.len() + template.checkthat_attributes.0.len();
            let more = match id {
                "pf" | "arg" | "nli" => 1, // tone, role by Toulmin, claim
                "sv" => 20,                // "20 yes/no questions per story"
                _ => 0,
            };
            assert_eq!(project.attributes().len(), listed + more, "{id}");
            let links = if id == "quo" { 2 } else { template.relations.len() };
            assert_eq!(project.link_types().len(), links, "{id}");
        }
    }

    #[test]
    fn choices_are_the_values_of_the_list_in_their_order() {
        let Some(list) = beside_the_project() else { return };
        let mut compared = 0;
        for template in templates(&list) {
            let project = committed(&template);
            for (name, values) in template.attributes.0.iter().chain(&template.checkthat_attributes.0) {
                let attribute: &Attribute = &project.attributes()[&format!("{}.{name}", template.id).parse::<AttributeId>().unwrap()];
                assert_eq!(attribute.name, *name);
                if let AttributeKind::Choice(words) = &attribute.kind {
                    assert_eq!(Json::from(words.clone()), *values);
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 9, "five of quo, one of arg, one of cw, two of app");
    }

    /// Every word of the list is somewhere in the codebook; scopes and the names of types have become types.
    #[test]
    fn no_words_of_the_list_are_lost() {
        let Some(list) = beside_the_project() else { return };
        let list: Vec<Json> = serde_json::from_str(&list).unwrap();
        for entry in list.iter().filter(|entry| entry["id"] != "ecf") {
            let id = entry["id"].as_str().unwrap();
            let parts = store::template(id).unwrap();
            let mut kept = Vec::new();
            strings(&serde_json::to_value(&parts.info).unwrap(), "", &mut kept);
            for record in &parts.records {
                strings(&json(record), "", &mut kept);
            }
            let kept: Vec<String> = kept.into_iter().map(|(_, words)| words.to_lowercase()).collect();
            let mut said = Vec::new();
            strings(entry, "", &mut said);
            for (field, words) in said {
                let became_a_type = field == "scope" || ["text", "entity"].contains(&words.as_str());
                let words = words.strip_prefix("text: ").unwrap_or(&words).to_lowercase();
                assert!(became_a_type || kept.iter().any(|kept| kept.contains(&words)), "{id}: {field}: {words}");
            }
        }
    }

    fn json(record: &Record) -> Json {
        match record {
            Record::Layer(r) => serde_json::to_value(&**r),
            Record::Code(r) => serde_json::to_value(&**r),
            Record::Attribute(r) => serde_json::to_value(&**r),
            Record::LinkType(r) => serde_json::to_value(&**r),
            other => panic!("a codebook has no {other:?}"),
        }
        .unwrap()
    }

    /// All strings with the name of the field they stand in, and the names of fields that are data themselves.
    fn strings(value: &Json, field: &str, found: &mut Vec<(String, String)>) {
        match value {
            Json::String(words) => found.push((field.to_owned(), words.clone())),
            Json::Array(values) => values.iter().for_each(|value| strings(value, field, found)),
            Json::Object(fields) => {
                for (name, value) in fields {
                    if ["attributes", "checkthat_attributes", "toulmin"].contains(&field) {
                        found.push((field.to_owned(), name.clone()));
                    }
                    strings(value, name, found);
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
}

#[test]
fn the_table_says_what_the_files_say() {
    assert_eq!(store::TEMPLATES.len(), 16);
    for known in store::TEMPLATES {
        let parts = store::template(known.id).unwrap();
        let count = |is: fn(&Record) -> bool| parts.records.iter().filter(|record| is(record)).count();
        let info = (parts.info.name.as_str(), parts.info.purpose.as_str(), parts.info.source.as_str(), parts.info.unit.as_str());
        assert_eq!((known.name, known.purpose, known.source, known.unit), info, "{}", known.id);
        let layers = count(|record| matches!(record, Record::Layer(_)));
        let codes = count(|record| matches!(record, Record::Code(_)));
        let attributes = count(|record| matches!(record, Record::Attribute(_)));
        assert_eq!((known.layers, known.codes, known.attributes), (layers, codes, attributes), "{}", known.id);
        assert!(store::write_codebook(&parts).unwrap() == fs::read_to_string(file(known.id)).unwrap(), "{}", known.id);
    }
}

#[test]
fn all_sixteen_lie_in_one_project_without_a_clash() {
    let all: Vec<_> = store::TEMPLATES.iter().flat_map(|known| store::template(known.id).unwrap().records).collect();
    let count = all.len();
    let (project, errors) = Project::assemble(ProjectInfo::default(), variorum::model::CodebookInfo::default(), all);
    assert_eq!(errors, []);
    assert_eq!(project.records().count(), count);
    assert_eq!(check(&project).problems, []);
}

#[test]
fn every_code_can_be_put_somewhere_and_says_what_it_means() {
    for known in store::TEMPLATES {
        let project = project(store::template(known.id).unwrap());
        for code in project.codes().values() {
            assert!(!code.scopes.is_empty() && !code.definition.is_empty() && !code.name.is_empty(), "{}", code.id);
        }
        assert!(project.layers().values().all(|layer| !layer.purpose.is_empty()), "{}", known.id);
    }
}

#[test]
fn a_claim_is_judged_in_a_document_and_on_its_evidence() {
    let project = project(store::template("nli").unwrap());
    let code = &project.codes()[&"nli.REFUTES".parse::<CodeId>().unwrap()];
    assert_eq!(code.scopes, [Scope::Span, Scope::Paragraph, Scope::Document]);
    let claim = &project.attributes()[&project.layers().values().next().unwrap().attributes[0]];
    assert_eq!(claim.kind, AttributeKind::Claim);
}

#[test]
fn a_new_project_with_any_of_them_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    for known in store::TEMPLATES {
        let environment = Environment::fixed(Timestamp::UNIX_EPOCH);
        let place = folder.path().join(known.id);
        let session = Session::create(&place, known.name, "Ann", &[known.id], environment, Arc::new(|| {})).unwrap();
        assert_eq!(session.project().codes().len(), known.codes);
        assert_eq!(check(session.project()).problems, [], "{}", known.id);
        assert_eq!(session.project().codebook().revision, 1);
    }
}
