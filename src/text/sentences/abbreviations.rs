//! Abbreviations, and words that begin sentences, by language.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::Language;

/// CLDR's lists; the file says where they come from.
const CLDR: &str = include_str!("../../../assets/cldr/sentence-suppressions.txt");

/// What CLDR's lists leave out although news are full of it: its English list has no *Dr.* and writes *E.g.* large, its German one has no
/// *Prof.*, *bzw.* or *usw.*, its Russian one no *г.* (year, city) and no *им.* (named after).
const MORE: [(Language, &str); 7] = [
    (
        Language::English,
        "Dr.|Sr.|Jr.|St.|Gen.|Gov.|Sen.|Adm.|Cmdr.|Hon.|Pres.|Inc.|Ltd.|Co.|Corp.|Bros.|e.g.|i.e.|cf.|etc.|al.|ca.|approx.|Fig.|Vol.|ed.|eds.|Ave.\
         |Blvd.|Oct.|Jul.|Spc.|Pfc.|Cpl.|Det.|Supt.|Mont.|Calif.|Mass.|Ala.|Ariz.|Ark.|Fla.|Ga.|Ill.|Ind.|Kan.|Ky.|La.|Mich.|Minn.|Miss.|Mo.\
         |Neb.|Nev.|Okla.|Ore.|Pa.|Penn.|Tenn.|Tex.|Va.|Vt.|Wash.|Wis.|Wyo.",
    ),
    (
        Language::German,
        "Prof.|Dipl.|Mag.|bzw.|usw.|etc.|bspw.|vs.|Bd.|Bde.|ff.|Abb.|Anm.|Hg.|Hl.|hl.|Tab.|dgl.|jun.|sen.|Sr.|gegr.|ca.|Gen.|Präs.|Stv.|stv.\
         |ehem.|ggü.|zzt.|zul.|Mitgl.|Univ.|Ltg.|Lt.|i.d.R.|z.T.|v.a.",
    ),
    (Language::French, "Dr.|Me.|St.|Ste.|cf.|p.|pp.|vol.|art.|apr.|chap.|env.|max.|min.|tél."),
    (Language::Spanish, "Ud.|Uds.|pág.|págs.|núm.|art.|EE.UU.|EE. UU.|Gral.|Ing.|Prof.|aprox.|tel."),
    (Language::Italian, "Dott.|Dr.|Prof.|prof.|art.|pagg.|cfr.|ing.|sig.|Avv.|On.|nn."),
    (Language::Portuguese, "Sr.|Sra.|Srta.|Prof.|Profa.|art.|Eng.|Gen.|Cel.|aprox."),
    (
        Language::Russian,
        "г.|в.|вв.|им.|ст.|св.|стр.|рис.|см.|ср.|обл.|пос.|просп.|пер.|млн.|млрд.|тов.|акад.|ген.|гр.|корп.|оф.|стр.|напр.|пр.|т.|д.|п.|с.|р.\
         |ред.|изд.|долл.|коп.|мин.|сек.",
    ),
];

/// Abbreviations that stand before what they belong to, so that no sentence ends with them whatever follows: a name may be *He* or *An*.
const LEADING: &str = " Mr. Mrs. Ms. Dr. Prof. Gen. Gov. Sen. Rep. Rev. Hon. Pres. Col. Lt. Capt. Sgt. Maj. Adm. Cmdr. St. Spc. Pfc. Cpl. Det. e.g. \
                       E.g. i.e. I.e. cf. vs. Fig. Vol. approx. ca. z.B. Z.B. d.h. D.h. bzw. vgl. Vgl. bspw. Hr. Hrn. Fr. Frl. Nr. sog. Dipl. Mag. M. \
                       MM. Me. Sr. Sra. Srta. Dña. D. Lic. Ing. Dott. Sig. Avv. dott. им. проф. акад. ген. тов. ул. см. ср. напр. ";

/// Words before a number that belong to it.
const BEFORE_NUMBERS: &str =
    " No. no. Nos. Nr. Art. art. Abs. Sec. sec. Ch. ch. Fig. fig. Vol. vol. Bd. S. p. pp. pág. núm. n. стр. ст. рис. гл. § ";

/// Months in German, which are written large and stand behind an ordinal.
const MONTHS: &str = " Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember Jan Feb Mär Apr Jun Jul Aug \
                      Sep Sept Okt Nov Dez ";

/// Small words with which sentences begin. Behind an abbreviation that may end a sentence they tell that it does: *in the U.S. He said*.
fn starters(language: Language) -> &'static str {
    match language {
        Language::English => {
            " the a an he she it they we you i this that these those there here but and or so yet in on at by for from with to of as if when \
             while after before since until although though however moreover what who why how where his her its their our my your no not now then \
             today yesterday some many most all both another each such even still also only meanwhile according "
        }
        Language::German => {
            " der die das den dem des ein eine einer einem einen er sie es wir ihr ich man dies diese dieser dieses diesen diesem jene doch aber und \
             oder denn auch nur noch so da dann danach dort hier heute gestern im in am an auf aus bei mit nach von vor zu zum zur für gegen über \
             unter um während wegen nachdem als wenn weil ob obwohl dass wer was wie wo warum kein keine seine seinen ihre ihren sein mein unser alle \
             viele einige mehr nicht nun jetzt später zuvor bisher seit trotz laut damit dabei daher darauf "
        }
        Language::French => {
            " le la les l un une des il elle ils elles on nous vous je ce c cet cette ces dans en de du d pour par avec sans sur selon quand comme si \
             non et mais ou se son sa ses leur au aux à qui que aussi ainsi après avant depuis "
        }
        Language::Spanish => {
            " el la los las un una unos unas él ella ellos ellas este esta esto estos estas ese esa en de del por para con sin sobre según cuando como \
             si no y pero o se su sus lo al a también además después antes desde "
        }
        Language::Italian => {
            " il lo la i gli le l un uno una egli lui lei loro noi questo questa questi in di del della per con senza su secondo quando come se non e \
             ma o si suo sua a al che anche dopo prima "
        }
        Language::Portuguese => {
            " o a os as um uma ele ela eles elas este esta isto em no na de do da por para com sem sobre segundo quando como se não e mas ou seu sua \
             ao à que também depois antes "
        }
        Language::Russian => {
            " он она оно они мы вы я это этот эта эти в во на с со к по из за о об от до при для без и но а или что как если когда где кто не так \
             также уже еще ещё его её ее их после там тогда однако "
        }
        Language::Greek | Language::WithOrdinals | Language::Other => " ",
    }
}

/// The abbreviations of a language, with their full stops.
struct Listed {
    words: HashSet<&'static str>,
    /// Those of several words.
    phrases: Vec<&'static str>,
}

fn listed(language: Language) -> Option<&'static Listed> {
    const LANGUAGES: [Language; 7] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Italian,
        Language::Portuguese,
        Language::Russian,
    ];
    static LISTS: OnceLock<Vec<(Language, Listed)>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let of_language = |language: Language| {
            let tagged = |line: &&'static str| line.split_once('\t').is_some_and(|(tag, _)| Language::tagged(tag) == language);
            let cldr = CLDR.lines().filter(|line| !line.starts_with('#')).find(tagged).and_then(|line| line.split_once('\t'));
            let more = MORE.iter().find(|(of, _)| *of == language).map_or("", |(_, more)| more);
            let all = cldr.map_or("", |(_, list)| list).split('|').chain(more.split('|')).filter(|entry| !entry.is_empty());
            let (phrases, words): (Vec<&str>, HashSet<&str>) = {
                let (phrases, words): (Vec<&str>, Vec<&str>) = all.partition(|entry| entry.contains(' '));
                (phrases, words.into_iter().collect())
            };
            (language, Listed { words, phrases })
        };
        LANGUAGES.into_iter().map(of_language).collect()
    });
    lists.iter().find(|(of, _)| *of == language).map(|(_, listed)| listed)
}

/// Whether a word with its full stop, or the words that end with it, are an abbreviation of a language. Where the language is not known,
/// those count that many of them have.
pub(super) fn is_listed(language: Language, before: &str, word: &str) -> bool {
    let of_language = |listed: &Listed| listed.words.contains(word) || listed.phrases.iter().any(|phrase| ends_with(before, phrase));
    listed(language).is_some_and(of_language) || is_leading(word)
}

/// Whether a place lies inside an abbreviation of several words: `ap.|J.-C.`
pub(super) fn is_inside_phrase(language: Language, before: &str, after: &str) -> bool {
    let parted_here = |phrase: &&str| {
        let mut spaces = phrase.match_indices(' ');
        spaces.any(|(at, _)| ends_with(before, phrase.get(..at).unwrap_or("-")) && after.starts_with(phrase.get(at + 1..).unwrap_or("-")))
    };
    listed(language).is_some_and(|listed| listed.phrases.iter().any(parted_here))
}

/// Whether a text ends with some words, and no other word goes over into them.
fn ends_with(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// Whether an abbreviation always stands before what it belongs to.
pub(super) fn is_leading(word: &str) -> bool {
    LEADING.contains(&format!(" {word} "))
}

/// Whether a word with its full stop stands before numbers.
pub(super) fn is_before_numbers(word: &str) -> bool {
    BEFORE_NUMBERS.contains(&format!(" {word} "))
}

/// Whether a word is a month in German.
pub(super) fn is_german_month(word: &str) -> bool {
    MONTHS.contains(&format!(" {word} "))
}

/// Whether sentences of a language like to begin with a word.
pub(super) fn is_starter(language: Language, word: &str) -> bool {
    starters(language).contains(&format!(" {} ", word.to_lowercase()))
}
