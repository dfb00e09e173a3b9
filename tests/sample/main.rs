//! The sample project: built from the seeds beside the repository, and compared with what is committed.
//!
//! `VARIORUM_WRITE_SAMPLE=1 cargo test --test sample the_files_are` writes `assets/codebooks/ecf.ron` and `projects/vostochny-2023` anew.
//! Where the seeds are absent, only what is committed is looked at.
#![expect(clippy::expect_used, clippy::panic, reason = "test support: a seed that is not as expected is a failing test")]

mod annotations;
mod codebook;
mod documents;
mod folder;
mod ledger;
#[path = "../support/ordered.rs"]
mod ordered;
mod register;
mod seeds;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use variorum::analysis::{check::check, stats};
use variorum::formats::{self, Input, ReadOptions, WriteOptions};
use variorum::model::{
    AnnotationId, ClaimId, Coder, CoderId, DocumentId, Event, EventId, Progress, ProgressState, Project, ProjectInfo, Record, StepOrigin,
    Transaction, TreatmentKey, TreatmentKind,
};

use variorum::store;
use variorum::text::Style;

use documents::Report;
use seeds::Seeds;

/// Every time in the sample: 2023-10-01T00:00:00Z. The gold does not say when it was made.
const WHEN: Timestamp = Timestamp::constant(1_696_118_400, 0);

fn gold_coder() -> CoderId {
    CoderId::new("gold").expect("an id")
}

/// The sample as the seeds give it, with the files that the two reports came from.
struct Sample {
    project: Project,
    reports: [Report; 2],
}

fn build(seeds: &Seeds) -> Sample {
    let (info, codebook) = codebook::build(seeds.template("ecf"), seeds.template("pf"));
    let (bare, faults) = Project::assemble(ProjectInfo::default(), info.clone(), codebook.clone());
    assert_eq!(faults, [], "the codebook holds together");
    let reports = documents::build(seeds);
    let mut records = codebook;
    records.extend(people().into_iter().chain(reports.iter().map(|r| r.document.clone().into())));
    records.extend(register::build().into_iter().map(Record::from));
    records.extend(ledger::claims(&seeds.matrix).into_iter().map(Record::from));
    records.extend(annotations::build(&seeds.gold, &reports, &bare).into_iter().map(Record::from));
    records.extend(annotations::links(&seeds.gold).into_iter().map(Record::from));
    records.extend(ledger::treatments(&seeds.matrix, &seeds.gold, &reports).into_iter().map(Record::from));
    records.extend(reports.iter().map(|r| finished(&r.document.id)));
    let (project, faults) = Project::assemble(project_info(), info, records);
    assert_eq!(faults, [], "the sample holds together");
    Sample { project, reports }
}

fn project_info() -> ProjectInfo {
    ProjectInfo {
        id: "vostochny-2023".to_owned(),
        title: "Vostochny 2023".to_owned(),
        note: "Two reports of the meeting of Vladimir Putin and Kim Jong Un on 13 September 2023, read closely: of 29 claims that can \
               be listed between them, one is asserted by both."
            .to_owned(),
        created: Some(WHEN),
        extra: [].into(),
    }
}

fn people() -> [Record; 2] {
    let coder = Coder {
        id: gold_coder(),
        name: "gold".to_owned(),
        note: "Made by hand, quote by quote; to compare others with.".to_owned(),
        created: Some(WHEN),
        extra: [].into(),
    };
    let event = Event {
        id: EventId::new(documents::EVENT).expect("an id"),
        name: "Kim–Putin summit at Vostochny, 13 September 2023".to_owned(),
        date: Some("2023-09-13".to_owned()),
        note: String::new(),
        extra: [].into(),
    };
    [coder.into(), event.into()]
}

fn finished(document: &DocumentId) -> Record {
    let state = ProgressState::Finished;
    Progress { coder: gold_coder(), document: document.clone(), state, changed: WHEN, extra: [].into() }.into()
}

/// What each document does with a claim, as the rows of the matrix say it: `asserts/omits`.
fn cells_of(project: &Project, claim: &ClaimId) -> String {
    let word = |document: &DocumentId| {
        let key = TreatmentKey { coder: gold_coder(), document: document.clone(), claim: claim.clone() };
        project.treatments().get(&key).map_or("unchecked", |t| t.kind.word())
    };
    project.documents().keys().map(word).collect::<Vec<_>>().join("/")
}

fn totals(words: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut totals = BTreeMap::new();
    for word in words {
        *totals.entry(word).or_default() += 1;
    }
    totals
}

/// The statistics count what has none as 0; the gold does not list it.
fn used(counts: BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    counts.into_iter().filter(|(_, n)| *n > 0).collect()
}

mod built_from_the_seeds {
    use super::*;

    fn sample() -> Option<(Seeds, Sample)> {
        let seeds = Seeds::beside_the_project()?;
        let sample = build(&seeds);
        Some((seeds, sample))
    }

    #[test]
    fn layers_and_codes_count_as_in_the_gold() {
        let Some((seeds, Sample { project, .. })) = sample() else { return };
        let rows = || seeds.gold.iter().filter(|g| g.code != codebook::OMISSION);
        let counts = stats::stats(&project).annotations;
        assert_eq!(used(counts.by_layer), totals(rows().map(|g| g.layer.clone())));
        assert_eq!(used(counts.by_code), totals(rows().map(|g| g.code.clone())));
    }

    #[test]
    fn every_span_has_the_words_of_the_gold_without_asterisks() {
        let Some((seeds, Sample { project, .. })) = sample() else { return };
        for row in seeds.gold.iter().filter(|g| g.code != codebook::OMISSION) {
            let annotation = &project.annotations()[&AnnotationId::new(&row.id).unwrap()];
            assert_eq!(annotation.quote(), row.quote.replace("**", ""), "{}", row.id);
            assert_eq!(annotation.is_on_text(), row.scope.as_deref() != Some("document"), "{}", row.id);
        }
    }

    #[test]
    fn every_link_of_the_gold_is_there_and_keeps_to_the_codebook() {
        let Some((seeds, Sample { project, .. })) = sample() else { return };
        assert_eq!(project.links().len(), seeds.gold.iter().map(|g| g.links.len()).sum::<usize>());
        for link in project.links().values() {
            let kind = &project.link_types()[&link.kind];
            let allowed = |ends: &[_], id| ends.is_empty() || ends.contains(&project.annotations()[id].code);
            assert!(allowed(&kind.from, &link.from) && allowed(&kind.to, &link.to), "{}", link.id);
        }
    }

    #[test]
    fn omissions_of_the_gold_are_treatments_with_their_importance() {
        let Some((seeds, Sample { project, .. })) = sample() else { return };
        let rows = seeds.gold.iter().filter(|g| g.code == codebook::OMISSION);
        let weighed = project.treatments().values().filter(|t| t.importance.is_some());
        assert_eq!(rows.count(), 4);
        let weights = weighed.map(|t| format!("{} {} {}", t.document, t.claim, t.importance.unwrap())).collect::<Vec<_>>();
        assert_eq!(weights, ["000 cl:22 2", "002 cl:08 2", "002 cl:09 3", "002 cl:14 3"]);
    }

    #[test]
    fn every_other_name_of_an_entity_stands_in_a_text() {
        let Some((_, Sample { project, .. })) = sample() else { return };
        for entity in project.entities().values() {
            for alias in &entity.aliases {
                let stands = project.documents().values().any(|d| d.text.as_str().contains(alias.as_str()));
                assert!(stands, "{}: {alias}", entity.id);
            }
        }
    }

    #[test]
    fn a_chain_of_attribution_begins_with_the_outermost_voice() {
        let Some((_, Sample { project, .. })) = sample() else { return };
        let key = TreatmentKey { coder: gold_coder(), document: "000".parse().unwrap(), claim: "cl:09".parse().unwrap() };
        let treatment = &project.treatments()[&key];
        let by: Vec<_> = treatment.by.iter().map(ToString::to_string).collect();
        assert_eq!(by, ["ent:kcna", "ent:kim"]);
        assert_eq!(treatment.memo, "nested");
    }
}

mod as_committed {
    use super::*;

    #[test]
    fn the_files_are_what_the_seeds_give() {
        let Some(seeds) = Seeds::beside_the_project() else { return };
        let sample = build(&seeds);
        let (files, codebook) = (folder::rendered(&sample), folder::rendered_codebook(&sample));
        if folder::is_to_be_written() {
            folder::replace(&folder::committed_sample(), &files);
            fs::create_dir_all(folder::committed_codebook().parent().unwrap()).unwrap();
            fs::write(folder::committed_codebook(), &codebook).unwrap();
        }
        let committed = folder::files_of(&folder::committed_sample());
        assert_eq!(committed.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
        for (name, bytes) in &files {
            assert!(
                committed[name] == *bytes,
                "{name} is not what the seeds give; was the sample changed? `git restore projects` undoes that"
            );
        }
        assert!(fs::read_to_string(folder::committed_codebook()).unwrap() == codebook, "ecf.ron is not what the seeds give");
        assert_eq!(folder::open_committed(), sample.project);
    }

    #[test]
    fn the_originals_are_the_seeds_byte_by_byte() {
        let Some(seeds) = Seeds::beside_the_project() else { return };
        let original = |name: &str| fs::read(store::original_path(&folder::committed_sample(), name).unwrap()).unwrap();
        assert!(original(seeds::FIRST) == seeds.first && original(seeds::SECOND) == seeds.second);
    }

    #[test]
    fn the_built_in_codebook_is_the_samples() {
        let text = fs::read_to_string(folder::committed_codebook()).unwrap();
        let parts = store::read_codebook(&text).unwrap();
        assert_eq!(parts.info, *folder::open_committed().codebook());
        assert!(store::write_codebook(&parts).unwrap() == text, "written again it is the same");
        assert!(store::write_codebook(&store::CodebookParts::of(&folder::open_committed())).unwrap() == text);
    }

    #[test]
    fn every_code_has_a_key_of_its_own() {
        let project = folder::open_committed();
        let keys: BTreeSet<_> = project.codes().values().map(|code| code.key.unwrap()).collect();
        assert_eq!(keys.len(), project.codes().len());
    }

    #[test]
    fn the_sample_has_the_promised_counts() {
        let project = folder::open_committed();
        assert_eq!(project.documents().len(), 2);
        assert_eq!(project.annotations().len(), 119);
        assert_eq!(project.annotations().values().filter(|a| a.is_on_text()).count(), 109);
        assert_eq!(project.annotations().values().filter(|a| a.orphan).count(), 0);
        assert_eq!(project.claims().len(), 29);
        assert_eq!(project.treatments().len(), 58);
        let naming_claims = project.annotations().values().filter(|a| a.claims().next().is_some() && a.code.as_str().starts_with("C."));
        assert_eq!(naming_claims.count(), 35);
    }

    #[test]
    fn a_check_finds_nothing() {
        let checked = check(&folder::open_committed());
        assert_eq!(checked.problems, []);
        let counts = [checked.documents, checked.annotations, checked.entities, checked.claims, checked.treatments, checked.orphans];
        assert_eq!(counts, [2, 119, 21, 29, 58, 0]);
    }

    #[test]
    fn the_lossless_dataset_gives_an_equal_project() {
        let project = folder::open_committed();
        let format = formats::by_id("variorum-jsonl").unwrap();
        let mut bytes = Vec::new();
        let report =
            format.write(&project, &WriteOptions { originals: folder::originals(&project), ..WriteOptions::default() }, &mut bytes);
        assert_eq!(report.unwrap().findings, []);
        let input = Input { path: Path::new("sample.jsonl"), bytes: &bytes };
        let (part, _) = format.read(&input, &ReadOptions { encoding: None, now: WHEN }).unwrap();
        let mut copy = Project::default();
        let plan = part.into_edits(&copy).unwrap();
        assert_eq!(plan.originals, folder::originals(&project));
        copy.apply(&Transaction {
            label: "Import".to_owned(),
            coder: gold_coder(),
            time: WHEN,
            origin: StepOrigin::Import,
            merge_key: None,
            edits: plan.edits,
        })
        .unwrap();
        assert!(copy == project, "the copy differs from the sample");
    }

    #[test]
    fn one_claim_of_twenty_nine_is_asserted_by_both() {
        let project = folder::open_committed();
        let cells = totals(project.claims().keys().map(|claim| cells_of(&project, claim)));
        let expected = [
            ("asserts/asserts", 1),
            ("asserts/omits", 5),
            ("attributes/asserts", 3),
            ("attributes/omits", 5),
            ("denies/omits", 2),
            ("omits/asserts", 6),
            ("omits/attributes", 3),
            ("omits/presupposes", 2),
            ("presupposes/asserts", 1),
            ("presupposes/omits", 1),
        ];
        assert_eq!(cells, expected.map(|(word, n)| (word.to_owned(), n)).into());
    }

    #[test]
    fn one_man_is_bold_nine_times_and_the_other_never() {
        let project = folder::open_committed();
        let document = &project.documents()[&"002".parse::<DocumentId>().unwrap()];
        let bold = document.runs.iter().filter(|run| run.1 == Style::Bold).map(|run| document.text.slice(run.0).unwrap().to_owned());
        assert_eq!(totals(bold), [("Kim Jong Un".to_owned(), 9)].into());
    }

    #[test]
    fn every_omission_says_who_looked_at_which_text() {
        let project = folder::open_committed();
        for treatment in project.treatments().values() {
            assert_eq!(treatment.looked.is_some(), treatment.kind == TreatmentKind::Omits, "{}", treatment.key());
        }
    }
}
