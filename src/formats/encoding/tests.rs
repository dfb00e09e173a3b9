//! Encodings of news in the languages they are for, whole, cut and damaged.

use super::*;
use proptest::prelude::*;

/// News in the languages that an encoding is for.
const TEXTS: [(&str, &str, &str); 19] = [
    (
        "windows-1250",
        "windows-1250",
        "Prezydent spotkał się z przywódcą na kosmodromie. Żadne porozumienie nie zostało podpisane, powiedział rzecznik. Wojna na Ukrainie trwa, a Zachód obawia się dostaw broni.",
    ),
    (
        "windows-1251",
        "windows-1251",
        "Президент встретился с Ким Чен Ыном на космодроме Восточный. Никаких соглашений подписано не было, сообщил пресс-секретарь.",
    ),
    (
        "windows-1252",
        "windows-1252",
        "Le président a rencontré le dirigeant au cosmodrome. Aucun accord n’a été signé, a déclaré le porte-parole – c’est très étonnant.",
    ),
    (
        "windows-1253",
        "windows-1253",
        "Ο πρόεδρος συναντήθηκε με τον ηγέτη στο κοσμοδρόμιο. Δεν υπογράφηκε καμία συμφωνία, δήλωσε ο εκπρόσωπος.",
    ),
    (
        "windows-1254",
        "windows-1254",
        "Cumhurbaşkanı, liderle uzay üssünde görüştü. Hiçbir anlaşma imzalanmadı, dedi sözcü. Şimdi çözüm için başka bir gün gerekiyor, ılımlı değiller.",
    ),
    ("windows-1255", "windows-1255", "הנשיא נפגש עם המנהיג בנמל החלל. שום הסכם לא נחתם, אמר הדובר. המלחמה באוקראינה נמשכת."),
    ("windows-1256", "windows-1256", "التقى الرئيس بالزعيم في قاعدة الفضاء، ولم يتم توقيع أي اتفاق، كما قال المتحدث باسم الكرملين."),
    (
        "windows-1257",
        "windows-1257",
        "Prezidentas susitiko su lyderiu kosmodrome. Jokie susitarimai nebuvo pasirašyti, sakė atstovas spaudai. Karas Ukrainoje tęsiasi, o Vakarai baiminasi ginklų tiekimo.",
    ),
    ("windows-1258", "windows-1258", "Tôi không biết. Ông ta đến đây hôm qua và nói rằng không có gì được ký kết giữa hai bên."),
    (
        "KOI8-R",
        "KOI8-U",
        "Президент встретился с Ким Чен Ыном на космодроме Восточный. Никаких соглашений подписано не было, сообщил пресс-секретарь.",
    ),
    (
        "KOI8-U",
        "KOI8-U",
        "Президент зустрівся з лідером на космодромі. Жодних угод не було підписано, сказав речник. Війна в Україні триває, і її кінець невідомий.",
    ),
    ("Shift_JIS", "Shift_JIS", "大統領は宇宙基地で指導者と会談した。協定は署名されなかったと報道官は述べた。"),
    ("EUC-JP", "EUC-JP", "大統領は宇宙基地で指導者と会談した。協定は署名されなかったと報道官は述べた。"),
    ("EUC-KR", "EUC-KR", "대통령은 우주기지에서 지도자를 만났다. 어떤 합의도 서명되지 않았다고 대변인이 말했다."),
    ("gb18030", "gb18030", "总统在航天发射场会见了领导人。发言人说，没有签署任何协议。我昨天在中国大使馆见到了王先生。"),
    ("Big5", "Big5", "總統在太空發射場會見了領導人。發言人說，沒有簽署任何協議。我昨天在大使館見到了王先生。"),
    (
        "ISO-8859-2",
        "ISO-8859-2",
        "Prezydent spotkał się z przywódcą na kosmodromie. Żadne porozumienie nie zostało podpisane, powiedział rzecznik. Zachód obawia się dostaw broni, więc śledzi źródła.",
    ),
    (
        "ISO-8859-5",
        "ISO-8859-5",
        "Президент встретился с Ким Чен Ыном на космодроме Восточный. Никаких соглашений подписано не было, сообщил пресс-секретарь.",
    ),
    (
        "macintosh",
        "macintosh",
        "Le président a rencontré le dirigeant au cosmodrome. Aucun accord n’a été signé, a déclaré le porte-parole – c’est très étonnant.",
    ),
];

fn encoded(name: &str, text: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(name.as_bytes()).unwrap();
    let composed = if name == "windows-1258" {
        icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
    } else {
        text.to_owned()
    };
    // Vietnamese has its letters whole and its tones apart there.
    let text = if name == "windows-1258" { vietnamese(&composed) } else { composed };
    let (bytes, _, unmapped) = encoding.encode(&text);
    assert!(!unmapped, "{name}");
    bytes.into_owned()
}

fn vietnamese(decomposed: &str) -> String {
    let shaped = [
        ("a\u{306}", "ă"),
        ("a\u{302}", "â"),
        ("e\u{302}", "ê"),
        ("o\u{302}", "ô"),
        ("o\u{31b}", "ơ"),
        ("u\u{31b}", "ư"),
        ("O\u{302}", "Ô"),
        ("o\u{323}\u{302}", "ô\u{323}"),
        ("e\u{323}\u{302}", "ê\u{323}"),
        ("a\u{323}\u{302}", "â\u{323}"),
    ];
    shaped.iter().rev().fold(decomposed.to_owned(), |text, (apart, whole)| text.replace(apart, whole))
}

fn found(bytes: &[u8]) -> &'static str {
    choose(bytes, None).unwrap().0.name()
}

#[test]
fn legacy_encodings_are_found_whole_cut_and_damaged() {
    let mut wrong = Vec::new();
    for (name, want, text) in TEXTS {
        let bytes = encoded(name, text);
        let cut = &bytes[..bytes.len() - 3];
        let mut damaged = bytes.clone();
        damaged.insert(bytes.len() / 2, 0xff);
        let long = encoded(name, &format!("{text}\n").repeat(30));
        let mut long_damaged = long.clone();
        for at in [10, 500, 900] {
            long_damaged.insert(at, 0x80);
        }
        for (what, bytes) in [("whole", &bytes[..]), ("cut", cut), ("damaged", &damaged), ("long", &long), ("long, damaged", &long_damaged)]
        {
            let found = found(bytes);
            // These two have the same letters.
            let same = want == "windows-1257" && found == "ISO-8859-13";
            if found != want && !same {
                wrong.push(format!("{name} {what}: {found}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn damaged_utf_8_stays_utf_8() {
    for bytes in [
        &b"The caf\xc3\xa9 was open\xff and then closed."[..],
        b"We\xe2\x80\x99re here \xff\xfe and there",
        b"only ASCII, cut in a letter: caf\xc3",
        b"only ASCII, cut in a quotation mark \xe2\x80",
        b"Gr\xc3\xbc\xc3\x9fe, a byte is lost: caf\xc3 and so on",
        "Встреча на космодроме".as_bytes().split_last().unwrap().1,
    ] {
        assert_eq!(found(bytes), "UTF-8", "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(found(b"Il est arriv\xe9"), "windows-1252");
    assert_eq!(found(b"na\xefve caf\xe9 \x93quoted\x94"), "windows-1252");
}

#[test]
fn utf_16_without_a_mark_is_found_in_any_script() {
    for text in [
        "我昨天在中国大使馆见到了王先生。\n中国，是一个国家。\n",
        "大統領は宇宙基地で指導者と会談した。",
        "대통령은 우주기지에서 지도자를 만났다.",
        "Президент встретился с Ким Чен Ыном.",
        "Ο πρόεδρος συναντήθηκε",
        "הנשיא נפגש עם המנהיג בנמל החלל.",
        "التقى الرئيس بالزعيم",
        "ประธานาธิบดีพบกับผู้นำ",
        "राष्ट्रपति ने नेता से मुलाकात की।",
        "Kim met Putin\n",
        "ქართული ენა არის",
        "Il a été signé à l’aube",
        "ગુજરાતી ભાષા છે અને",
        "Kim 😀 met 習近平 on 13 September.",
    ] {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((found(&little), found(&big)), ("UTF-16LE", "UTF-16BE"), "{text}");
        assert_eq!(found(&little[..little.len() - 1]), "UTF-16LE", "cut: {text}");
    }
    for (name, want, text) in TEXTS {
        assert_eq!(found(&[encoded(name, text).as_slice(), b"\x1a"].concat()), want, "with an end mark of DOS: {name}");
    }
}

#[test]
fn western_texts_of_other_machines_are_told_apart() {
    let text = "C’est un cœur brisé : « l’été », dit-il — 5 € à Žižkov.";
    for name in ["windows-1252", "macintosh"] {
        let bytes = encoded(name, &text.replace("Žižkov", "Paris"));
        assert_eq!(found(&bytes), name);
    }
    let (bytes, ..) = ISO_8859_15.encode("Un cœur brisé, une sœur, un bœuf à 5 € pièce, été comme hiver.");
    assert_eq!(found(&bytes), "ISO-8859-15");
}

#[test]
fn the_choice_by_hand_begins_with_what_is_likely() {
    let (bytes, ..) = WINDOWS_1251.encode(TEXTS[1].2);
    let others = alternatives(&bytes, WINDOWS_1251);
    assert!(
        others.contains(&"KOI8-U") && others.contains(&"windows-1252") && !others.contains(&"UTF-8") && !others.contains(&"windows-1251")
    );
}

proptest! {
    #[test]
    fn a_little_damage_leaves_utf_8_what_it_is(text in "[a-z éü’“”й習]{20,80}", at in 0_usize..60, byte in 0x80_u8..) {
        prop_assume!(text.chars().filter(|c| !c.is_ascii()).count() >= 3);
        let mut bytes = text.as_bytes().to_vec();
        let at = at.min(bytes.len());
        bytes.insert(at, byte);
        prop_assert_eq!(found(&bytes), "UTF-8");
    }
}
