//! Codebooks that a person edited by hand: each fault is told in one sentence with its line, and nothing panics.

use std::fs;

use variorum::store::{CodebookParts, TEMPLATES, read_codebook, save_template, template, template_in, templates, write_codebook};

/// A sound codebook, one record a line, so that a fault can be put on a line that is known.
const SOUND: &str = r#"(
format: "2.0",
info: (name: "Small", purpose: "To be broken.", revision: 1),
layers: [
(id: "L", name: "Layer", rank: 1, attributes: ["L.kind"]),
],
attributes: [
(id: "L.kind", name: "kind", kind: Choice(["one", "two"])),
],
codes: [
(id: "A", layer: "L", name: "First", rank: 1, scopes: [Span], key: 'a'),
(id: "B", layer: "L", name: "Second", rank: 2, parent: "A", scopes: [Span], key: 'b'),
],
link_types: [
(id: "to", name: "to", rank: 1, from: ["A"], to: ["B"]),
],
)
"#;

/// What is said of the codebook with one piece of it replaced.
fn said(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "{from}");
    read_codebook(&SOUND.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn a_sound_codebook_is_read_and_written_as_it_was() {
    let parts = read_codebook(SOUND).unwrap();
    assert_eq!(parts.records.len(), 5);
    assert_eq!(write_codebook(&parts).unwrap(), SOUND);
}

#[test]
fn a_ring_of_parents_is_told() {
    let said = said("name: \"First\",", "name: \"First\", parent: \"B\",");
    assert!(said.contains("stands above itself in the tree of codes") && said.contains(":11:"), "{said}");
}

#[test]
fn an_id_that_stands_twice_is_told_where_it_stands_again() {
    let said = said("(id: \"B\"", "(id: \"A\"");
    assert!(said.contains("the id is taken by line 11 already") && said.ends_with(":12:1"), "{said}");
}

#[test]
fn an_unknown_type_of_attribute_is_told() {
    let said = said("Choice([\"one\", \"two\"])", "Colour");
    assert!(said.contains("this record cannot be read") && said.contains("Colour") && said.contains(":8:"), "{said}");
    assert!(!said.contains("kept aside"), "nothing keeps it: {said}");
}

#[test]
fn two_codes_of_one_key_are_told() {
    let said = said("key: 'b'", "key: 'a'");
    assert!(said.contains("its key 'a' is that of the code A as well") && said.ends_with(":12:1"), "{said}");
}

#[test]
fn a_retired_code_may_have_the_key_of_another() {
    assert!(read_codebook(&SOUND.replace("key: 'b'", "key: 'a', retired: true")).is_ok());
}

#[test]
fn references_to_what_does_not_exist_are_told() {
    for (from, to, line) in [
        ("attributes: [\"L.kind\"]", "attributes: [\"L.gone\"]", ":5:1"),
        ("layer: \"L\", name: \"Second\"", "layer: \"Gone\", name: \"Second\"", ":12:1"),
        ("parent: \"A\"", "parent: \"Gone\"", ":12:1"),
        ("to: [\"B\"]", "to: [\"Gone\"]", ":15:1"),
    ] {
        let said = said(from, to);
        assert!(said.contains("which does not exist") && said.ends_with(line), "{said}");
    }
}

#[test]
fn a_code_that_can_be_put_nowhere_is_told() {
    let said = said("scopes: [Span], key: 'a'", "scopes: [], key: 'a'");
    assert!(said.contains("its list of scopes is empty"), "{said}");
}

#[test]
fn several_faults_are_the_first_and_a_number() {
    let broken = SOUND.replace("parent: \"A\"", "parent: \"Gone\"").replace("to: [\"B\"]", "to: [\"Gone\"]");
    let said = read_codebook(&broken).unwrap_err().to_string();
    assert!(said.contains("(and 1 more)") && said.ends_with(":12:1"), "{said}");
}

#[test]
fn a_part_of_another_name_is_told_and_not_dropped() {
    let said = said("codes: [", "code: [");
    assert_eq!(said, "could not understand the file: a codebook has no part 'code'; is 'codes' meant?: codebook.ron:10:1");
}

#[test]
fn broken_syntax_is_told_where_it_breaks() {
    let said = said("rank: 2, parent", "rank: , parent");
    assert!(said.contains(":12:"), "{said}");
}

#[test]
fn a_file_cut_off_anywhere_is_refused_and_never_panics() {
    for known in TEMPLATES {
        let text = write_codebook(&template(known.id).unwrap()).unwrap();
        let whole = text.trim_end().len();
        let ends = (0..whole).filter(|at| text.is_char_boundary(*at)).step_by(1 + whole / 150);
        for at in ends {
            assert!(read_codebook(&text[..at]).is_err(), "{} cut at {at}", known.id);
        }
    }
}

#[test]
fn a_codebook_is_kept_listed_behind_those_of_the_program_and_read_back() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("templates");
    let parts = read_codebook(SOUND).unwrap();
    let file = save_template(&folder, "my-own", &parts).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), SOUND);
    let listed = templates(Some(&folder));
    assert_eq!(listed.len(), TEMPLATES.len() + 1);
    let own = listed.last().unwrap();
    assert_eq!((own.id.as_str(), own.name.as_str(), own.codes, &own.file), ("my-own", "Small", 2, &Some(file)));
    assert_eq!(template_in(Some(&folder), "my-own").unwrap(), parts);
    assert!(template_in(None, "my-own").is_err());
}

#[test]
fn a_name_in_use_or_no_files_name_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let parts = CodebookParts::default();
    save_template(folder.path(), "mine", &parts).unwrap();
    for taken in ["mine", "ecf", "PF", "none"] {
        let error = save_template(folder.path(), taken, &parts).unwrap_err();
        assert_eq!(error.to_string(), format!("could not keep the codebook: there is one called '{taken}' already"));
    }
    for bad in ["", "../x", "a/b", "a,b", "con", "a b"] {
        assert!(save_template(folder.path(), bad, &parts).is_err(), "{bad}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_broken_file_is_listed_with_its_fault_and_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.ron"), SOUND.replace("parent: \"A\"", "parent: \"B\"")).unwrap();
    fs::write(folder.path().join("good.ron"), SOUND).unwrap();
    fs::write(folder.path().join("odd.ron"), [0xff, 0xfe]).unwrap();
    fs::write(folder.path().join("pf.ron"), "()").unwrap();
    let listed = templates(Some(folder.path()));
    let own: Vec<_> = listed.iter().filter(|entry| entry.file.is_some()).map(|entry| (entry.id.as_str(), entry.fault.is_some())).collect();
    assert_eq!(own, [("bad", true), ("good", false), ("odd", true)]);
    let fault = listed.iter().find_map(|entry| entry.fault.clone()).unwrap();
    assert!(fault.contains("above itself") && fault.contains("bad.ron:12:1"), "{fault}");
}
