//! Identifiers: what Rust accepts and a reader expects.
//!
//! A name that begins with a digit gets a leading word, made from what it says:
//!
//! | wire        | type or variant | member or argument |
//! |-------------|-----------------|--------------------|
//! | `1.2`       | `V1_2`          | `v1_2`             |
//! | `5m`, `24h` | `Minutes5`, `Hours24` | `minutes5`   |
//! | `1024x1536` | `Size1024x1536` | `size1024x1536`    |
//! | `1_clicks`  | `OneClicks`     | `one_clicks`       |
//! | `-1`        | `Minus1`        | `minus1`           |
//! | `600`       | `N600`          | `n600`             |

use super::words;

/// Words that are no identifiers, of all editions.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "Self",
];

/// Small numbers are spelled out before a word.
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// Returns the identifier for a type or variant: `VpcPeering`; `None` where the text is empty.
pub(crate) fn type_like(words: &str) -> Option<String> {
    let name = words::pascal(&readable(words)?);
    Some(if name == "Self" {
        "SelfValue".to_owned()
    } else {
        name
    })
}

/// Returns the identifier for a member, method, argument or module: `type_`; `None` where the text is empty.
pub(crate) fn value_like(words: &str) -> Option<String> {
    let mut name = readable(words)?;
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    }
    Some(name)
}

/// Returns the words of `text`, the first of which begins with a letter.
fn readable(words: &str) -> Option<String> {
    if words.is_empty() {
        return None;
    }
    let snake = words::snake(words);
    let negative = words.starts_with('-') && words[1..].starts_with(|c: char| c.is_ascii_digit());
    if negative {
        return Some(format!("minus{snake}"));
    }
    if snake.starts_with(|first: char| first.is_ascii_digit()) {
        return Some(with_leading_word(&snake));
    }
    Some(snake)
}

/// Returns `snake`, which begins with a digit, with a word before it that says what the number is.
fn with_leading_word(snake: &str) -> String {
    let first = snake.split('_').next().unwrap_or(snake);
    let rest = snake[first.len()..].trim_start_matches('_');
    let (number, unit) = first.split_at(first.bytes().take_while(u8::is_ascii_digit).count());
    let numeric = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());

    if unit.is_empty() && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("v{snake}");
    }
    if unit.is_empty() && !rest.is_empty() {
        let spelled = number
            .parse::<usize>()
            .ok()
            .and_then(|number| NUMBERS.get(number));
        return spelled.map_or_else(|| format!("n{snake}"), |word| format!("{word}_{rest}"));
    }
    if rest.is_empty() && unit.strip_prefix('x').is_some_and(numeric) {
        return format!("size{snake}");
    }
    let duration = match unit {
        "s" => "seconds",
        "m" => "minutes",
        "h" => "hours",
        "d" => "days",
        "w" => "weeks",
        _ => return format!("n{snake}"),
    };
    if rest.is_empty() {
        format!("{duration}{number}")
    } else {
        format!("n{snake}")
    }
}
