//! How far two values of a discrepancy lie apart, where both are numbers or dates.

use jiff::civil::Date;

/// The second value less the first one in words: `+2 hours`, `-1.5`, `+3 days`; `None` when they cannot be compared.
///
/// Numbers may have a sign, separators of thousands and a unit, which must be the same on both sides; dates are written `2023-09-14`.
pub fn difference(a: &str, b: &str) -> Option<String> {
    dates(a, b).or_else(|| numbers(a, b))
}

fn dates(a: &str, b: &str) -> Option<String> {
    let read = |text: &str| text.trim().parse::<Date>().ok().filter(|_| text.trim().len() == 10);
    let days = read(a)?.until(read(b)?).ok()?.get_days();
    Some(match days {
        1 | -1 => format!("{days:+} day"),
        0 => "0 days".to_owned(),
        _ => format!("{days:+} days"),
    })
}

fn numbers(a: &str, b: &str) -> Option<String> {
    let (a, b) = (Quantity::read(a)?, Quantity::read(b)?);
    if a.unit.to_lowercase() != b.unit.to_lowercase() {
        return None;
    }
    let places = a.decimals.max(b.decimals);
    let by = b.number - a.number;
    let words = if by == 0.0 { "0".to_owned() } else { format!("{by:+.places$}") };
    Some(if b.unit.is_empty() { words } else { format!("{words} {}", b.unit) })
}

struct Quantity<'a> {
    number: f64,
    decimals: usize,
    unit: &'a str,
}

impl<'a> Quantity<'a> {
    /// `1,200.5 km`: digits, commas and thin spaces between groups of three, a full stop before decimals.
    fn read(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let sign = text.starts_with(['-', '−', '+']);
        let first = text.chars().next().filter(|_| sign).map_or(0, char::len_utf8);
        let rest = text.get(first..)?;
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{202f}' | '\u{2009}'))).unwrap_or(rest.len());
        let (digits, unit) = rest.split_at_checked(end)?;
        let digits = digits.trim_end_matches(['.', ',']);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let groups: Vec<&str> = whole.split([',', '\u{202f}', '\u{2009}']).collect();
        let is_grouped = groups.iter().skip(1).all(|g| g.len() == 3) && groups.first().is_some_and(|g| !g.is_empty());
        if !is_grouped || !part.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let number: f64 = format!("{}.{part}0", groups.concat()).parse().ok()?;
        let negative = text.starts_with(['-', '−']);
        Some(Self { number: if negative { -number } else { number }, decimals: part.len(), unit: unit.trim() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(a: &str, b: &str) -> Option<String> {
        difference(a, b)
    }

    #[test]
    fn numbers_and_dates_have_a_difference() {
        assert_eq!(by("5", "8").as_deref(), Some("+3"));
        assert_eq!(by("8", "5").as_deref(), Some("-3"));
        assert_eq!(by("5 hours", "6.5 hours").as_deref(), Some("+1.5 hours"));
        assert_eq!(by("1,200", "900").as_deref(), Some("-300"));
        assert_eq!(by("7", "7").as_deref(), Some("0"));
        assert_eq!(by("2023-09-13", "2023-09-14").as_deref(), Some("+1 day"));
        assert_eq!(by("2023-03-01", "2023-02-27").as_deref(), Some("-2 days"));
        assert_eq!(by("−2", "3").as_deref(), Some("+5"));
    }

    #[test]
    fn what_cannot_be_compared_has_none() {
        for (a, b) in
            [("", "5"), ("5 hours", "5 km"), ("many", "5"), ("2023-09-13", "Wednesday"), ("1,2", "3"), ("5-6", "7"), ("1.2.3", "2")]
        {
            assert_eq!(by(a, b), None, "{a} {b}");
        }
    }
}
