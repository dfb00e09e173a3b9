//! Sentence borders beside those that people set: precision and recall by language, with the rules of Unicode alone and with ours.
//!
//! The texts are the news sentences of Universal Dependencies treebanks, and of GUM for English, in `corpora/` beside the repository (or where
//! `VARIORUM_SHARED` says), put together to paragraphs of ten. Any file with one sentence a line can be measured:
//! `VARIORUM_SENTENCES=de=german.txt cargo test --test sentence_borders -- --nocapture`.

use std::path::{Path, PathBuf};

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;
use variorum::text::sentences::{Language, borders};

/// Borders found, borders there, and those that are both.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    found: usize,
    there: usize,
    both: usize,
}

impl Score {
    fn add(&mut self, found: &[usize], there: &[usize]) {
        self.found += found.len();
        self.there += there.len();
        self.both += found.iter().filter(|at| there.contains(at)).count();
    }

    fn precision(self) -> f64 {
        100.0 * self.both as f64 / self.found.max(1) as f64
    }

    fn recall(self) -> f64 {
        100.0 * self.both as f64 / self.there.max(1) as f64
    }
}

fn corpora() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("VARIORUM_SHARED").map_or_else(beside, PathBuf::from).join("corpora")
}

/// Words with the spaces between them as they were printed; the corpus has a space before each comma.
fn printed(line: &str) -> String {
    let mut text = line.to_owned();
    for mark in [",", ".", ";", ":", "?", "!", ")", "'s", "n't", "%", "’s"] {
        text = text.replace(&format!(" {mark}"), mark);
    }
    text.replace("( ", "(")
}

fn gum() -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(corpora().join("gum-wikinews")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let text = |file: PathBuf| std::fs::read_to_string(file).unwrap();
    let lines = files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "tsv")).map(text);
    lines.flat_map(|text| text.lines().filter_map(|line| line.strip_prefix("#Text=")).map(printed).collect::<Vec<_>>()).collect()
}

fn lines(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Precision and recall by the rules of Unicode and by ours. Headings without a full stop are left out: nobody can tell where they end.
fn measure(tag: &str, sentences: &[String]) -> [Score; 2] {
    let ends = |line: &&String| {
        line.trim_end_matches(['"', '”', '’', '\'', ')', '»', '“']).ends_with(['.', '!', '?', '。', '！', '？', '।', '؟', '…'])
    };
    let ended: Vec<&String> = sentences.iter().filter(ends).collect();
    let between = if tag.starts_with("zh") { "" } else { " " };
    let language = Language::of(Some(tag), "");
    let mut scores = [Score::default(); 2];
    for paragraph in ended.chunks(10) {
        let mut text = String::new();
        let mut there = Vec::new();
        for (number, sentence) in paragraph.iter().enumerate() {
            if number > 0 {
                text.push_str(between);
                there.push(text.len());
            }
            text.push_str(sentence);
        }
        let inner = |borders: Vec<usize>| borders.into_iter().filter(|at| *at > 0 && *at < text.len()).collect::<Vec<_>>();
        let rules = SentenceSegmenter::new(SentenceBreakInvariantOptions::default()).segment_str(&text).collect();
        scores[0].add(&inner(rules), &there);
        scores[1].add(&inner(borders(&text, language)), &there);
    }
    scores
}

#[test]
fn sentences_end_where_people_end_them_more_often_than_by_the_rules_alone() {
    let folder = corpora().join("multilingual");
    let pud = |tag: &'static str, name: &str| (tag.to_owned(), lines(&folder.join(name)));
    let mut all = vec![
        ("en".to_owned(), gum()),
        pud("ru", "ud_ru_pud_news300.txt"),
        pud("ar", "ud_ar_pud_news300.txt"),
        pud("hi", "ud_hi_pud_news300.txt"),
        pud("ko", "ud_ko_pud_news300.txt"),
        pud("zh", "ud_zh_pud_news300.txt"),
        pud("th", "ud_th_pud_news300.txt"),
        pud("he", "ud_he_iahltwiki_dev200.txt"),
    ];
    let others = std::env::var("VARIORUM_SENTENCES").unwrap_or_default();
    all.extend(others.split(',').filter_map(|other| other.split_once('=')).map(|(tag, file)| (tag.to_owned(), lines(Path::new(file)))));
    for (tag, sentences) in all {
        if sentences.is_empty() {
            eprintln!("skipped: the sentences of {tag} are not beside the repository");
            continue;
        }
        let [rules, ours] = measure(&tag, &sentences);
        println!(
            "sentences: {tag} {} borders, precision {:.1} -> {:.1} %, recall {:.1} -> {:.1} %",
            rules.there,
            rules.precision(),
            ours.precision(),
            rules.recall(),
            ours.recall()
        );
        assert!(ours.precision() >= rules.precision(), "{tag}");
        // What is held together by mistake is little beside what was torn by mistake.
        assert!(rules.both - ours.both <= (rules.found - rules.both) - (ours.found - ours.both), "{tag}");
    }
}
