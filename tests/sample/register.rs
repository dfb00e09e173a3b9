//! The entity register: who and what the mentions and targets of the gold mean.

use std::collections::BTreeSet;

use variorum::model::{Entity, EntityId, Reference};

/// Id, preferred name, kind, further names (each of them stands in one of the two texts), Wikidata item.
type Row = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str);

const REGISTER: [Row; 21] = [
    (
        "ent:putin",
        "Vladimir Putin",
        "Person",
        &["Putin", "President Putin", "Russian President Vladimir Putin", "the Russian president", "Vladimir Vladimirovich Putin"],
        "Q7747",
    ),
    (
        "ent:kim",
        "Kim Jong Un",
        "Person",
        &["Kim", "North Korean leader Kim Jong Un", "the DPRK leader", "Respected General Secretary Kim Jong Un"],
        "Q56226",
    ),
    ("ent:peskov", "Dmitry Peskov", "Person", &["Peskov", "Russian Presidential Spokesman Dmitry Peskov", "the spokesman"], ""),
    ("ent:choe", "Choe Son Hui", "Person", &[], ""),
    ("ent:ri", "Ri Pyong Chol", "Person", &[], ""),
    ("ent:pak", "Pak Jong Chon", "Person", &[], ""),
    ("ent:kang", "Kang Sun Nam", "Person", &[], ""),
    ("ent:borisov", "Yuri Borisov", "Person", &[], ""),
    ("ent:delegations", "The two delegations", "Group", &["broader delegations from the two countries"], ""),
    ("ent:kcna", "KCNA", "Organisation", &["the news agency"], ""),
    ("ent:dprk", "North Korea", "Place with a government", &["DPRK", "the DPRK", "Democratic People's Republic of Korea"], "Q423"),
    ("ent:russia", "Russia", "Place with a government", &["Russian Federation", "the Russian Federation"], "Q159"),
    ("ent:amur", "Amur Region", "Place with a government", &["Amur Oblast"], ""),
    ("ent:tsiolkovsky", "Tsiolkovsky", "Place with a government", &[], ""),
    ("ent:vostochny", "Vostochny Spaceport", "Place or facility", &["Vostochny", "the Vostochny Spaceport"], ""),
    ("ent:korean-war", "Korean War", "Event", &["the Korean War (1950-1953)"], "Q8663"),
    ("ent:meeting", "Meeting of Putin and Kim on 13 September 2023", "Event", &["their first summit in four years"], ""),
    ("ent:100-year-plan", "\"100-year plan\"", "Thing, work or plan", &[], ""),
    ("ent:rockets", "Soyuz-2, Angara and other carrier rockets", "Thing, work or plan", &["Soyuz-2", "Angara"], ""),
    ("ent:date-0913", "13 September 2023", "Time or quantity", &["Wednesday", "September 13"], ""),
    ("ent:relations", "Relations of Russia and North Korea", "Relation", &["DPRK-Russia Relations", "Russia-DPRK relations"], ""),
];

/// All entities of the register.
pub fn build() -> Vec<Entity> {
    REGISTER.iter().map(|row| entity(*row)).collect()
}

fn entity((id, name, kind, aliases, wikidata): Row) -> Entity {
    Entity {
        id: entity_id(id),
        name: name.to_owned(),
        kind: kind.to_owned(),
        aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
        wikidata: (!wikidata.is_empty()).then(|| wikidata.to_owned()),
        note: String::new(),
        extra: [].into(),
    }
}

/// Reads `ent:putin`, or `ent:putin+kim` for a mention that names both.
pub fn entities_of(words: &str) -> Vec<Reference> {
    let names = words.strip_prefix("ent:").expect("an entity's id begins with ent:");
    let known: BTreeSet<&str> = REGISTER.iter().map(|row| row.0).collect();
    let ids = names.split('+').map(|name| format!("ent:{name}"));
    ids.inspect(|id| assert!(known.contains(id.as_str()), "{id} is not in the register"))
        .map(|id| Reference::Entity(entity_id(&id)))
        .collect()
}

/// The entity that the claim matrix calls by this name.
pub fn voice(name: &str) -> EntityId {
    entity_id(match name {
        "KCNA" => "ent:kcna",
        "Kim" => "ent:kim",
        "Peskov" => "ent:peskov",
        "Putin" => "ent:putin",
        other => panic!("the matrix has someone speak who is not known here: {other}"),
    })
}

fn entity_id(text: &str) -> EntityId {
    EntityId::new(text).expect("an id")
}
