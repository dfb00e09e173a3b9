//! Two people at one project: this program's steps, and another one's edits of the files by text. What either wrote must be findable.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use variorum::model::{
    Annotation, Attribute, AttributeKind, Code, Coder, Document, DocumentId, Edit, Entity, Extra, Memo, Project, ProjectInfo, Record,
    RecordId, Value as Attributed,
};
use variorum::text::ReadingText;

use crate::Numbers;
use crate::support::{id, now, put, small, transaction};

/// Words of every document, with a place for each.
const PLACES: [(usize, usize, &str); 4] = [(0, 3, "Kim"), (4, 7, "met"), (8, 13, "Putin"), (15, 18, "Kim")];
const TEXT: &str = "Kim met Putin. Kim left.";

/// A project of two coders with something in every file.
pub fn start() -> Project {
    let mut project = small();
    let code = |n: usize| Code { id: id(&format!("C{n}")), ..(**project.codes().values().next().unwrap()).clone() };
    let extra = Extra::new;
    let mut edits: Vec<Edit> = (0..4).map(|n| Edit::Add(code(n).into())).collect();
    let attribute = |name: &str| Attribute {
        id: id(name),
        name: name.into(),
        kind: AttributeKind::Text,
        definition: String::new(),
        default: None,
        when: None,
        extra: extra(),
    };
    edits.extend(["form", "tone"].map(|name| Edit::Add(attribute(name).into())));
    edits.push(Edit::Add(Coder { id: id("b"), name: "B".into(), note: String::new(), created: None, extra: extra() }.into()));
    for n in 1..3 {
        let document = Document::new(id::<DocumentId>(&format!("d{n}")), ReadingText::new(TEXT).unwrap());
        edits.push(Edit::Add(document.into()));
    }
    for n in 0..4 {
        let name = format!("name {n}");
        edits.push(Edit::Add(
            Entity {
                id: id(&format!("e{n}")),
                name,
                kind: String::new(),
                aliases: vec![],
                wikidata: None,
                note: String::new(),
                extra: extra(),
            }
            .into(),
        ));
        edits.push(Edit::Add(memo(&format!("m{n}"), "begun").into()));
    }
    for n in 0..12 {
        let (start, end, quote) = PLACES[n % 4];
        let coder = id(["a", "b"][n % 2]);
        edits.push(Edit::Add(
            Annotation {
                coder,
                document: id(&format!("d{}", n % 3)),
                code: id(&format!("C{}", n % 4)),
                memo: format!("begun {n}"),
                ..put(&format!("r{n:02}"), start, end, quote)
            }
            .into(),
        ));
    }
    project.apply(&transaction(edits)).unwrap();
    project
}

fn memo(name: &str, text: &str) -> Memo {
    let (id, coder, created) = (id(name), id("a"), now());
    Memo { id, coder, about: None, links: vec![], title: String::new(), text: text.into(), created, changed: None, extra: Extra::new() }
}

/// What step `number` of this program does: it depends on the number and the project alone.
pub fn ours(project: &Project, seed: u64, number: u64) -> Vec<Edit> {
    let mut numbers = Numbers::new(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    numbers.next();
    let word = format!("o{number}");
    let annotations: Vec<_> = project.annotations().values().filter(|a| project.links_of(&a.id).next().is_none()).collect();
    let picked = (*numbers.pick(&annotations)).clone();
    let (start, end, quote) = *numbers.pick(&PLACES);
    let set = |a: Annotation| vec![Edit::Set(a.into())];
    match numbers.below(12) {
        0 | 1 => set(Annotation { memo: word, ..(*picked).clone() }),
        2 => set(Annotation { code: id(&format!("C{}", numbers.below(4))), ..(*picked).clone() }),
        3 => set(Annotation { target: put("z", start, end, quote).target, ..(*picked).clone() }),
        4 | 5 => {
            let mut a = (*picked).clone();
            a.attributes.insert(id(["form", "tone"][numbers.below(2)]), Attributed::Text(word));
            set(a)
        }
        6 => vec![Edit::Remove(RecordId::Annotation(picked.id.clone()))],
        7 => {
            let (document, coder) = (id(&format!("d{}", numbers.below(3))), id(["a", "b"][numbers.below(2)]));
            vec![Edit::Add(
                Annotation { document, coder, memo: word, code: id("C1"), ..put(&format!("ours-{number:05}"), start, end, quote) }.into(),
            )]
        }
        8 => {
            let entities: Vec<_> = project.entities().values().collect();
            vec![Edit::Set(Entity { note: word, ..(***numbers.pick(&entities)).clone() }.into())]
        }
        9 => {
            let memos: Vec<_> = project.memos().values().collect();
            vec![Edit::Set(Memo { text: word, ..(***numbers.pick(&memos)).clone() }.into())]
        }
        10 => vec![Edit::SetProject(Box::new(ProjectInfo { note: word, ..project.info().clone() }))],
        _ => {
            // Another coder takes it over: the record goes from one file to another.
            let coder = if picked.coder.as_str() == "a" { "b" } else { "a" };
            set(Annotation { coder: id(coder), ..(*picked).clone() })
        }
    }
}

/// A field of something, and what somebody wrote there.
pub type Fact = (String, String, Value);

/// Fields by their paths; lists and the program's own times are left out.
fn fields(thing: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for (name, value) in thing.as_object().unwrap() {
        match (name.as_str(), value) {
            ("changed" | "created" | "id" | "links" | "aliases", _) => {}
            ("attributes", Value::Object(map)) => found.extend(map.iter().map(|(key, value)| (format!("{name}.{key}"), value.clone()))),
            (_, value) => drop(found.insert(name.clone(), value.clone())),
        }
    }
    found
}

fn of_record(record: &Record) -> BTreeMap<String, Value> {
    let value = serde_json::to_value(record).unwrap();
    fields(value.as_object().unwrap().values().next().unwrap())
}

/// Everything that a project says, by name.
pub fn said(project: &Project) -> BTreeMap<String, BTreeMap<String, Value>> {
    let mut found: BTreeMap<_, _> = project.records().map(|record| (record.id().to_string(), of_record(&record))).collect();
    found.insert("the project".into(), fields(&serde_json::to_value(project.info()).unwrap()));
    found
}

/// What must be findable, and what the project said last as far as its own side knows.
pub struct Ledger {
    pub must: BTreeSet<(String, String, String)>,
    now: BTreeMap<String, BTreeMap<String, Value>>,
    pub edits: usize,
}

impl Ledger {
    pub fn new(project: &Project) -> Self {
        Self { must: BTreeSet::new(), now: said(project), edits: 0 }
    }

    /// This program went from one state to another: what it wrote must be found, what it wrote over was known to it.
    pub fn ours(&mut self, after: &Project) {
        let after = said(after);
        let names: BTreeSet<&String> = self.now.keys().chain(after.keys()).collect();
        let empty = BTreeMap::new();
        for name in names {
            let (was, is) = (self.now.get(name).unwrap_or(&empty), after.get(name).unwrap_or(&empty));
            for path in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
                if was.get(path) != is.get(path) {
                    if let Some(value) = was.get(path) {
                        self.must.remove(&(name.clone(), path.clone(), value.to_string()));
                    }
                    if let Some(value) = is.get(path) {
                        self.must.insert((name.clone(), path.clone(), value.to_string()));
                    }
                }
            }
        }
        self.now = after;
    }

    /// Another person wrote `new` over `old` in a file: what the file said they saw and gave up, whoever had written it.
    fn theirs(&mut self, name: &str, path: &str, old: Option<&Value>, new: Option<&Value>) {
        if old == new {
            // Who writes what stands there already has changed nothing.
            return;
        }
        if let Some(old) = old {
            self.must.remove(&(name.to_owned(), path.to_owned(), old.to_string()));
        }
        if let Some(new) = new {
            self.must.insert((name.to_owned(), path.to_owned(), new.to_string()));
        }
        self.edits += 1;
    }

    /// What must be found and is neither in the project nor in its conflicts nor, as words, in the backups.
    pub fn lost(&mut self, project: &Project, root: &Path) -> Vec<String> {
        let now = said(project);
        let kept = kept(project);
        let mut backups = None;
        let mut lost = Vec::new();
        for (name, path, value) in &self.must {
            let is = |fields: &BTreeMap<String, Value>| fields.get(path).is_some_and(|there| there.to_string() == *value);
            if now.get(name).is_some_and(is) || kept.get(name).is_some_and(|versions| versions.iter().any(is)) {
                continue;
            }
            let backups = backups.get_or_insert_with(|| texts(&root.join(".variorum/backups")));
            if value.len() < 4 || !backups.contains(value) {
                lost.push(format!("{name}: {path}: {value}"));
            }
        }
        self.now = now;
        lost
    }
}

/// Both versions of what is to be settled, by name.
fn kept(project: &Project) -> BTreeMap<String, Vec<BTreeMap<String, Value>>> {
    use variorum::model::Versions;
    let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for conflict in project.conflicts().values() {
        match &conflict.versions {
            Versions::Record { id, ours, theirs } => {
                found.entry(id.to_string()).or_default().extend(ours.iter().chain(theirs).map(of_record));
            }
            Versions::Project { ours, theirs } => {
                let heads = [ours, theirs].map(|info| fields(&serde_json::to_value(info).unwrap()));
                found.entry("the project".into()).or_default().extend(heads);
            }
            Versions::Codebook { .. } => {}
        }
    }
    found
}

/// Everything that is kept below a folder, as one text.
fn texts(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        all += &if path.is_dir() { texts(&path) } else { String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned() };
    }
    all
}

/// Another person changes the files by text, a few lines of them.
pub fn others(root: &Path, ledger: &mut Ledger, numbers: &mut Numbers, word: &mut u64) {
    for _ in 0..=numbers.below(4) {
        *word += 1;
        let word = format!("t{word}");
        match numbers.below(10) {
            0 => in_entities(root, ledger, numbers, &word),
            1 => in_memos(root, ledger, numbers, &word),
            2 => in_project(root, ledger, &word),
            _ => in_annotations(root, ledger, numbers, &word),
        }
    }
}

/// The text between two others, and where it stands.
fn between<'a>(line: &'a str, from: &str, to: &str) -> Option<(usize, &'a str)> {
    let start = line.find(from)? + from.len();
    let length = line[start..].find(to)?;
    Some((start, &line[start..start + length]))
}

/// Writes a field of one record's line anew, or adds it behind `id`; what stood there before.
fn write_field(line: &mut String, field: &str, word: &str) -> Option<String> {
    let from = format!("{field}: \"");
    if let Some((at, old)) = between(line, &from, "\"") {
        let (length, old) = (old.len(), old.to_owned());
        line.replace_range(at..at + length, word);
        return Some(old);
    }
    let at = line.rfind(')').unwrap();
    line.insert_str(at, &format!(", {field}: \"{word}\""));
    None
}

fn annotation_files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for coder in ["a", "b"] {
        let files = files_in_shards(&root.join("annotations").join(coder));
        found.extend(files.into_iter().filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('d'))));
    }
    found.sort();
    found
}

/// Files that lie in folders by their names.
fn files_in_shards(folder: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect::<Vec<_>>();
    let mut found: Vec<PathBuf> = entries(folder).iter().filter(|shard| shard.is_dir()).flat_map(|shard| entries(shard)).collect();
    // A kill may have left a file of the program that is half written, which nobody edits.
    found.retain(|path| path.extension().is_some_and(|extension| extension == "ron"));
    found.sort();
    found
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().split_inclusive('\n').map(str::to_owned).collect()
}

fn in_annotations(root: &Path, ledger: &mut Ledger, numbers: &mut Numbers, word: &str) {
    let files = annotation_files(root);
    if files.is_empty() {
        return;
    }
    let path = numbers.pick(&files).clone();
    let mut lines = lines(&path);
    let is_annotation = |line: &str| line.starts_with("(id: ") && line.contains("code: ");
    let found: Vec<usize> = (0..lines.len()).filter(|at| is_annotation(&lines[*at])).collect();
    if found.is_empty() {
        return;
    }
    let at = *numbers.pick(&found);
    let id = between(&lines[at], "id: \"", "\"").unwrap().1.to_owned();
    let name = format!("annotation {id}");
    let text = |text: &str| Value::String(text.to_owned());
    match numbers.below(8) {
        0..=2 => {
            let old = write_field(&mut lines[at], "memo", word);
            ledger.theirs(&name, "memo", old.as_deref().map(text).as_ref(), Some(&text(word)));
        }
        3 => {
            let code = format!("C{}", numbers.below(4));
            let old = write_field(&mut lines[at], "code", &code);
            ledger.theirs(&name, "code", old.as_deref().map(text).as_ref(), Some(&text(&code)));
        }
        4 => {
            let Some((from, old)) = between(&lines[at], "spans: [", "]") else { return };
            let (start, end, quote) = *numbers.pick(&PLACES);
            let (length, old) = (old.len(), old.to_owned());
            let old = place_in_json(&old);
            lines[at].replace_range(from..from + length, &format!("({start}, {end}, \"{quote}\")"));
            ledger.theirs(&name, "target", old.as_ref(), Some(&target_in_json(start, end, quote)));
        }
        5 if lines.iter().filter(|line| line.contains(&format!("\"{id}\""))).count() == 1 => {
            // What the others saw of it is given up with it.
            let line = lines.remove(at);
            for (path, field) in [
                ("memo", "memo: \""),
                ("code", "code: \""),
                ("attributes.form", "\"form\": Text(\""),
                ("attributes.tone", "\"tone\": Text(\""),
            ] {
                let old = between(&line, field, "\"").map(|(_, old)| old);
                let old = if path.starts_with("attributes") { old.map(|old| serde_json::json!({"Text": old})) } else { old.map(text) };
                ledger.theirs(&name, path, old.as_ref(), None);
            }
            let target = between(&line, "spans: [", "]").and_then(|(_, old)| place_in_json(old));
            ledger.theirs(&name, "target", target.as_ref(), None);
            ledger.gone(&name, path_of(&path));
        }
        6 => {
            let line = format!(
                "(id: \"theirs-{word}\", code: \"C2\", spans: [(4, 7, \"met\")], memo: \"{word}\", created: \"2026-01-02T03:04:05Z\"),\n"
            );
            lines.insert(at, line);
            ledger.theirs(&format!("annotation theirs-{word}"), "memo", None, Some(&text(word)));
        }
        _ => {
            let old = write_field(&mut lines[at], "memo", word);
            ledger.theirs(&name, "memo", old.as_deref().map(text).as_ref(), Some(&text(word)));
        }
    }
    fs::write(&path, lines.concat()).unwrap();
}

fn target_in_json(start: usize, end: usize, quote: &str) -> Value {
    serde_json::json!({"Spans": [{"span": [start, end], "quote": quote}]})
}

/// One of the places, as a file says it.
fn place_in_json(said: &str) -> Option<Value> {
    let is_said = |(start, end, quote): &&(usize, usize, &str)| said == format!("({start}, {end}, \"{quote}\")");
    PLACES.iter().find(is_said).map(|(start, end, quote)| target_in_json(*start, *end, quote))
}

/// Coder and document as the path of a file says them.
fn path_of(path: &Path) -> (String, String) {
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    (name(path.parent().unwrap().parent().unwrap()), name(path))
}

impl Ledger {
    /// The rest of a record that others removed: what its line and its path said.
    fn gone(&mut self, name: &str, (coder, document): (String, String)) {
        let Some(now) = self.now.get(name).cloned() else { return };
        for (path, value) in now {
            let is_said = match path.as_str() {
                "coder" => value == Value::String(coder.clone()),
                "document" => value == Value::String(document.clone()),
                "memo" | "code" | "target" => false,
                path => !path.starts_with("attributes"),
            };
            if is_said {
                self.must.remove(&(name.to_owned(), path, value.to_string()));
            }
        }
    }
}

fn in_entities(root: &Path, ledger: &mut Ledger, numbers: &mut Numbers, word: &str) {
    let files = files_in_shards(&root.join("entities"));
    let path = numbers.pick(&files);
    let id = between(&fs::read_to_string(path).unwrap(), "id: \"", "\"").unwrap().1.to_owned();
    note_in_a_record(path, &format!("entity {id}"), ledger, word);
}

/// Writes the note of the record that a file is.
fn note_in_a_record(path: &Path, name: &str, ledger: &mut Ledger, word: &str) {
    let text = fs::read_to_string(path).unwrap();
    let old = between(&text, "\nnote: \"", "\"").map(|(at, old)| (at, old.to_owned()));
    let new = match &old {
        Some((at, old)) => format!("{}{word}{}", &text[..*at], &text[at + old.len()..]),
        None => text.replace("\n)\n", &format!("\nnote: \"{word}\",\n)\n")),
    };
    assert_ne!(new, text);
    // A record without a note says that it has none.
    ledger.theirs(name, "note", old.map(|(_, old)| Value::String(old)).as_ref(), Some(&Value::String(word.to_owned())));
    fs::write(path, new).unwrap();
}

fn in_memos(root: &Path, ledger: &mut Ledger, numbers: &mut Numbers, word: &str) {
    field_in_a_list(&root.join("annotations/a/memos.ron"), "memo", "text", ledger, numbers, word);
}

fn field_in_a_list(path: &Path, kind: &str, field: &str, ledger: &mut Ledger, numbers: &mut Numbers, word: &str) {
    let mut lines = lines(path);
    let found: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("(id: ")).collect();
    let at = *numbers.pick(&found);
    let name = format!("{kind} {}", between(&lines[at], "id: \"", "\"").unwrap().1);
    let old = write_field(&mut lines[at], field, word).map(Value::String);
    ledger.theirs(&name, field, old.as_ref(), Some(&Value::String(word.to_owned())));
    fs::write(path, lines.concat()).unwrap();
}

fn in_project(root: &Path, ledger: &mut Ledger, word: &str) {
    note_in_a_record(&root.join("project.ron"), "the project", ledger, word);
}
