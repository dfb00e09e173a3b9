//! What the eye sees is found: texts made after reports of what other programs miss, and what a reader would count in them.
//!
//! Right values: the words as they stand on the page, counted by hand; UAX #15 and #29, Python's `casefold`.

mod story;

use variorum::analysis::looking;
use variorum::model::*;
use variorum::text::ReadingText;
use variorum::text::find::{Case, Extent, Finder, Folding, Query, Syntax};

/// What is found in a text, as it stands there.
fn found<'t>(query: &Query, text: &'t str) -> Vec<&'t str> {
    Finder::new(query).unwrap().spans(text).map(|span| &text[span.range()]).collect()
}

fn words(pattern: &str) -> Query {
    Query { case: Case::Exact, ..Query::forgiving(pattern) }
}

fn whole(pattern: &str) -> Query {
    Query { extent: Extent::WholeWords, ..words(pattern) }
}

fn exact(pattern: &str) -> Query {
    Query { folding: Folding::NONE, ..words(pattern) }
}

fn regex(pattern: &str, case: Case, folding: Folding) -> Query {
    Query { syntax: Syntax::Regex, case, folding, ..words(pattern) }
}

const COMPOSED: &str = "The caf\u{e9} in Z\u{fc}rich served cr\u{e8}me to Pe\u{f1}a. ";
const APART: &str = "The cafe\u{301} in Zu\u{308}rich served cre\u{300}me to Pen\u{303}a. ";
const WRAPPED: &str = "The spokesman of the foreign\nministry said that the foreign\u{a0}ministry\nhad no comment. The foreign ministry later\n\
                       repeated this on 13\u{a0}September and 13\u{202f}September.\nIt was a co-\noperation agreement.\n";
const CHINESE: &str = "我昨天在中国大使馆见到了王先生。\n中国，是一个国家。\n";

#[test]
fn the_texts_here_are_those_of_the_shared_cases() {
    let shared = std::env::var_os("VARIORUM_SHARED")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), std::path::PathBuf::from);
    for (name, text) in [("p01-nfc.txt", COMPOSED), ("p01-nfd.txt", APART), ("p05-chinese.txt", CHINESE)] {
        match std::fs::read_to_string(shared.join("cases").join(name)) {
            Ok(there) => assert_eq!(there.trim_end(), text.trim_end(), "{name}"),
            Err(_) => eprintln!("skipped: {name} is not beside the repository"),
        }
    }
}

#[test]
fn accents_are_found_composed_and_apart() {
    for pattern in ["café", "cafe\u{301}", "Zürich", "Zu\u{308}rich", "crème", "Pen\u{303}a"] {
        for text in [COMPOSED, APART] {
            assert_eq!(found(&whole(pattern), text).len(), 1, "{pattern} in {text}");
        }
    }
    // No hit ends inside a letter.
    assert!(found(&words("cafe"), APART).is_empty() && found(&words("cafe"), COMPOSED).is_empty());
    assert_eq!(found(&exact("cafe"), APART), ["cafe"]);
    let jamo: String = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize("김정은 동지").into_owned();
    assert_eq!(found(&words("김정은"), &jamo).len(), 1);
    assert_eq!(found(&words(&jamo), "김정은 동지께서"), ["김정은 동지"]);
    assert!(found(&words("기"), &jamo).is_empty(), "기 is no letter of 김");
}

#[test]
fn any_white_space_parts_words() {
    assert_eq!(found(&words("foreign ministry"), WRAPPED), ["foreign\nministry", "foreign\u{a0}ministry", "foreign ministry"]);
    assert_eq!(found(&whole("13 September"), WRAPPED), ["13\u{a0}September", "13\u{202f}September"]);
    assert_eq!(found(&words("13\u{a0}September"), WRAPPED).len(), 2);
    assert_eq!(found(&words("金 正恩"), "金\u{3000}正恩"), ["金\u{3000}正恩"]);
    assert_eq!(found(&exact("foreign ministry"), WRAPPED), ["foreign ministry"]);
}

#[test]
fn a_word_that_a_line_end_parts_is_found_with_its_hyphen_and_without() {
    assert_eq!(found(&whole("co-operation"), WRAPPED), ["co-\noperation"]);
    assert_eq!(found(&whole("cooperation"), WRAPPED), ["co-\noperation"]);
    assert_eq!(found(&whole("co- operation"), WRAPPED), ["co-\noperation"]);
    assert!(found(&words("cooperation"), "a co-operation").is_empty(), "only a line's end parts words");
    let long = format!("{}nego\u{ad}\n  tiations went on{}", "Many words stood there. ".repeat(40), " and on".repeat(90));
    assert_eq!(found(&words("negotiations went"), &long), ["nego\u{ad}\n  tiations went"]);
    assert!(found(&words("wellknown"), "5-\n6 and x -\ny").is_empty());
}

#[test]
fn words_are_whole_in_chinese_japanese_and_thai() {
    assert_eq!(found(&whole("中国"), CHINESE).len(), 2);
    assert_eq!(found(&whole("東京"), "彼は東京都に住み、東京で働く。").len(), 2);
    assert_eq!(found(&whole("กรุงเทพ"), "เขาไปกรุงเทพเมื่อวานนี้ ฉันอยู่ที่กรุงเทพมหานคร").len(), 2);
    assert_eq!(found(&whole("กา"), "ดื่มกาแฟที่กรุงเทพ").len(), 0);
    for text in ["我用Emacs写作", "ぼくはEmacsを使う", "ผมใช้Emacsเขียนโปรแกรม", "Emacs는 편집기이다"]
    {
        assert_eq!(found(&whole("Emacs"), text), ["Emacs"], "{text}");
        assert_eq!(found(&Query { extent: Extent::WholeWords, ..regex("Emac.", Case::Exact, Folding::NONE) }, text), ["Emacs"], "{text}");
    }
    assert!(found(&whole("Emacs"), "GNUEmacs Emacsen").is_empty());
    assert_eq!(found(&whole("김정은"), "김정은은 김정은이 김정은동지").len(), 2);
}

#[test]
fn what_cannot_be_seen_hides_no_word() {
    for text in [
        "co\u{ad}operation",
        "co\u{200b}operation",
        "\u{feff}cooperation",
        "coop\u{200d}eration",
        "\u{202a}cooperation\u{202c}",
        "coo\u{fe0f}peration",
    ] {
        assert_eq!(found(&Query { extent: Extent::Anywhere, ..words("cooperation") }, text).len(), 1, "{text:?}");
        let long = format!("{}{text}{}", "Words. ".repeat(100), " more".repeat(100));
        assert_eq!(found(&words("cooperation"), &long).len(), 1, "{text:?}, long");
    }
    // Persian with and without the joiner that keeps letters apart.
    assert_eq!(found(&words("میخواهم"), "من می\u{200c}خواهم بروم"), ["می\u{200c}خواهم"]);
    assert_eq!(found(&words("می\u{200c}خواهم"), "من میخواهم بروم"), ["میخواهم"]);
    // What belongs to the last letter comes with it.
    assert_eq!(found(&words("❤"), "I ❤\u{fe0f} NY"), ["❤\u{fe0f}"]);
    assert!(found(&words("👩"), "👩\u{200d}👦").is_empty());
    assert!(found(&words("🇷🇺"), "🇰🇷🇺🇸").is_empty());
}

#[test]
fn marks_of_a_typewriter_are_those_of_a_printer() {
    assert_eq!(found(&words("Kim's"), "Kim's Kim’s Kimʼs").len(), 3);
    assert_eq!(found(&words("\"no\""), "\"no\" “no” „no“ «no»").len(), 4);
    assert_eq!(
        found(&words("100-year"), "100-year 100‐year 100‑year 100–year 100\u{ad}year"),
        ["100-year", "100‐year", "100‑year", "100–year"]
    );
    assert_eq!(found(&words("צה\"ל"), "צה״ל"), ["צה״ל"]);
    assert_eq!(found(&exact("Kim's"), "Kim's Kim’s"), ["Kim's"]);
}

#[test]
fn each_kind_of_difference_can_be_made_to_matter() {
    let text = "It's a cafe\u{301}  co\u{ad}op";
    for (kinds, patterns) in [
        ("letters,spaces,invisible", ["It’s", "café", "a café", "coop"]),
        ("letters,spaces,punctuation", ["coop", "It’s", "café", "a café"]),
        ("letters,invisible,punctuation", ["café coop", "It’s", "café", "coop"]),
        ("spaces,invisible,punctuation", ["café", "It’s", "a cafe", "coop"]),
    ] {
        let query = |pattern| Query { folding: Folding::read(kinds).unwrap(), ..words(pattern) };
        let [missed, rest @ ..] = patterns;
        assert!(found(&query(missed), text).is_empty(), "{missed} without {kinds}");
        assert!(rest.iter().all(|pattern| !found(&query(pattern), text).is_empty()), "{rest:?} with {kinds}");
    }
}

#[test]
fn capitals_fold_in_full() {
    let ignoring = |pattern: &str| Query::forgiving(pattern);
    assert_eq!(found(&ignoring("STRASSE"), "Straße strasse Strasse").len(), 3);
    assert_eq!(found(&ignoring("straße"), "STRASSE").len(), 1);
    assert!(found(&ignoring("s"), "ß").is_empty(), "half a letter is no letter");
    assert_eq!(found(&ignoring("i\u{307}stanbul"), "İstanbul").len(), 1);
    assert!(found(&ignoring("istanbul"), "İstanbul").is_empty(), "as Python's casefold has it");
    assert_eq!(found(&ignoring("σίσυφος"), "ΣΊΣΥΦΟΣ Σίσυφοσ").len(), 2);
    assert_eq!(found(&words("Straße"), "STRASSE Strasse Straße"), ["Straße"]);
}

#[test]
fn expressions_are_exact_until_a_folding_is_asked_for() {
    let forgiving = |pattern: &str| regex(pattern, Case::Ignore, Folding::ALL);
    assert!(found(&regex("café", Case::Exact, Folding::NONE), APART).is_empty());
    assert_eq!(found(&forgiving("caf.\\b"), APART), ["cafe\u{301}"]);
    assert_eq!(found(&forgiving("foreign (ministry|office)"), WRAPPED).len(), 3);
    assert_eq!(found(&forgiving("(kim|putin)'s"), "Kim’s and PUTINʼS").len(), 2);
    assert_eq!(found(&forgiving("co-?oper\\w+"), "co\u{ad}operation Co‑operative"), ["co\u{ad}operation", "Co‑operative"]);
    assert_eq!(found(&forgiving("stra(ß|x)e"), "STRASSE Straße").len(), 2);
    assert_eq!(found(&forgiving("[’]s"), "Kim's"), ["'s"]);
    assert_eq!(found(&forgiving("김.은"), "김\u{1100}\u{1175}\u{11b7}은").len(), 1);
    assert_eq!(found(&forgiving("[a–z]"), "b"), Vec::<&str>::new(), "a dash in a class stays a dash");
}

#[test]
fn one_script_is_not_found_in_another() {
    for (pattern, text) in [("Kim", "Кіт Ким"), ("ОНА", "OHA"), ("中国", "東京タワー"), ("كيم", "کیم"), ("김", "金")]
    {
        for text in [text.to_owned(), text.repeat(200)] {
            assert!(found(&Query::forgiving(pattern), &text).is_empty(), "{pattern} in {text}");
        }
    }
}

#[test]
fn a_word_before_omits_is_not_missed() {
    let looked = |words: &str, text: &str| {
        let words = looking::written_words(words);
        let finder = Finder::new(&looking::query(&words).unwrap()).unwrap();
        let found: Vec<String> = finder.spans(text).map(|span| text[span.range()].to_owned()).collect();
        let counts = looking::counts(&words, found.iter().map(String::as_str));
        (found, counts)
    };
    // In Chinese and Thai words count wherever they stand.
    assert_eq!(looked("中国，大使馆", CHINESE).1, [2, 1]);
    assert_eq!(looked("เทพ", "เขาไปกรุงเทพเมื่อวานนี้").1, [1]);
    // A stem is found before a vowel sign, a name before a particle, and to the end of the word.
    assert_eq!(looked("किताब", "उसकी किताबें यहाँ हैं").0, ["किताबें"]);
    assert_eq!(looked("김정은", "김정은이 말했다").0, ["김정은이"]);
    assert_eq!(looked("sign, café", "Nothing was SIGNED in the cafe\u{301}s."), (vec!["SIGNED".into(), "cafe\u{301}s".into()], vec![1, 1]));
    assert_eq!(looked("cooperation", "It was co-\noperation"), (vec!["co-\noperation".to_owned()], vec![1]));
    assert!(looked("sign", "The assignment, de\u{ad}sign").0.is_empty());
}

#[test]
fn names_are_proposed_and_looked_for_however_they_are_written() {
    use variorum::analysis::proposals::{Index, Mention, propose};
    let story = story::project();
    let entity = Entity {
        id: story::id("ent:peña"),
        name: "Enrique Pen\u{303}a".to_owned(),
        kind: String::new(),
        aliases: vec!["中国".to_owned(), "Straße".to_owned()],
        wikidata: None,
        note: String::new(),
        extra: [].into(),
    };
    let document = Document::new(story::id("d9"), ReadingText::new("x").unwrap());
    let records: Vec<Record> = story.records().chain([entity.into(), document.into()]).collect();
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert_eq!(errors, []);
    let index = Index::of(&project);
    for words in ["Enrique Peña", "PEÑA", "STRASSE", "Enri\u{ad}que\u{a0}Peña"] {
        let document = story::id("d9");
        let proposals = propose(&index, &project, Mention { words, document: &document, kind: "" }, 3);
        assert!(proposals.iter().any(|p| p.entity.as_str() == "ent:peña"), "{words}");
    }
    let suggested = looking::words_to_look_for(&project, "Enrique Peña besuchte 中国大使馆");
    assert!(suggested.iter().any(|word| word == "中国"), "{suggested:?}");
}
