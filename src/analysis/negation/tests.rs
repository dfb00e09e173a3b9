//! Sentences, what negates in them, and what they say positively; `–` where there is none.

use super::*;

const SENTENCES: &str = "
Russia and North Korea did not sign agreements | did not | Russia and North Korea signed agreements
No agreements were signed | No | Agreements were signed
Russia signed no agreements | no | Russia signed agreements
No joint statement was signed | No | A joint statement was signed
There is no agreement | no | There is an agreement
There was no evidence of a deal | no | There was evidence of a deal
Kim didn't meet Putin | didn't | Kim met Putin
Kim didn’t go to Moscow | didn’t | Kim went to Moscow
Russia does not have any plans | does not | Russia has plans
Moscow doesn't carry out tests | doesn't | Moscow carries out tests
They do not sign or ratify treaties | do not | They sign and ratify treaties
Kim did not yet visit Russia | did not | Kim visited Russia
The meeting was not planned | was not | The meeting was planned
The talks weren't public | weren't | The talks were public
The treaty has not been signed yet | has not | The treaty has been signed
North Korea will not send shells | will not | North Korea will send shells
North Korea won't send anything | won't | North Korea will send something
Russia cannot supply weapons | cannot | Russia can supply weapons
Russia can not supply weapons | can not | Russia can supply weapons
Russia can't supply weapons | can't | Russia can supply weapons
Kim has never left the country | never | Kim has left the country
Kim never met Putin | never | Kim met Putin
Putin no longer trusts Kim | no longer | Putin still trusts Kim
Nobody signed anything | Nobody | Somebody signed something
No one signed | No one | Someone signed
None of the ministers came | None | Some of the ministers came
Not all ministers came | Not | All ministers came
Neither Kim nor Putin signed the treaty | Neither | Kim and Putin signed the treaty
Kim arrived without an escort | without | Kim arrived with an escort
Kim left without signing | without | –
Russia failed to sign the treaty | failed to | Russia signed the treaty
The text lacks a date | lacks | The text has a date
Peskov denied that agreements were signed | denied | Agreements were signed
Moscow denied signing agreements | denied | –
They decided not to sign | not | They decided to sign
It was not a visit but a summit | not | –
Kim did not arrive until noon | not | –
";

#[test]
fn negations_are_found_and_turned_round() {
    for line in SENTENCES.lines().filter(|line| !line.is_empty()) {
        let [sentence, cue, positive] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let found = negation(sentence).unwrap_or_else(|| panic!("nothing in: {sentence}"));
        assert_eq!((found.cue.as_str(), found.positive.as_deref().unwrap_or("–")), (cue, positive), "{sentence}");
    }
}

#[test]
fn what_is_turned_round_is_not_negated_any_more() {
    let positive = SENTENCES.lines().filter_map(|line| line.rsplit_once(" | ")).map(|(_, positive)| positive).filter(|p| *p != "–");
    for sentence in positive {
        assert_eq!(negation(sentence), None, "{sentence}");
    }
}

#[test]
fn positive_sentences_are_let_be() {
    let sentences = [
        "Putin-Kim contacts are a tradition, no longer a sensation",
        "Kim met Putin, not Xi",
        "The summit was not only long but also friendly",
        "Officials debated whether or not to go",
        "No more than five ministers came",
        "No. 5 was launched",
        "Kim said \"no comment\"",
        "Ministers who did not attend sent letters",
        "The glory of Russia will be immortal",
        "Norway noted the notable north",
        "The test failed",
        "",
        "not",
    ];
    for sentence in sentences {
        let found = negation(sentence).filter(|n| n.positive.is_some());
        assert_eq!(found, None, "{sentence}");
    }
}

#[test]
fn other_languages_are_neither_found_nor_a_trouble() {
    for sentence in ["Никаких соглашений не подписано", "لم يوقعوا", "не", "🤝 n't", "’’’", "\"", "Keine Abkommen"]
    {
        let _ = negation(sentence).and_then(|n| n.positive);
    }
}
