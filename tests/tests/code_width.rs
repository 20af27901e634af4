//! Code in the documentation fits on its page: rustdoc shows about 92 columns without a scroll bar. Hidden lines do not
//! count, nor do examples that only readers of the sources see (`ignore`).

use std::fs;

use anyhow::ensure;
use tests::files_below;
use tests::second_reader::root;

/// The longest line of code, in characters.
const WIDTH: usize = 92;

#[test]
fn code_in_the_documentation_fits_on_the_page() -> anyhow::Result<()> {
    let mut files = vec![root().join("README.md")];
    let sources = files_below(&root().join("generated-client/src"))?;
    files.extend(sources.into_iter().filter(|path| {
        path.extension()
            .is_some_and(|kind| kind == "rs" || kind == "md")
    }));
    let (mut lines, mut wide) = (0, Vec::new());
    for path in files {
        let is_code = path.extension().is_some_and(|kind| kind == "rs");
        let text = fs::read_to_string(&path)?;
        let text = text.lines().enumerate();
        let (mut is_open, mut is_shown) = (false, false);
        for (index, line) in text {
            let line = match is_code {
                true => documentation(line).unwrap_or_default(),
                false => line,
            };
            if let Some(words) = line.strip_prefix("```") {
                is_open = !is_open;
                is_shown = is_open && !["ignore", "sh", "text"].contains(&words);
                continue;
            }
            let is_shown = is_shown && line != "#" && !line.starts_with("# ");
            lines += usize::from(is_shown);
            if is_shown && line.chars().count() > WIDTH {
                wide.push(format!("{}:{}: {line}", path.display(), index + 1));
            }
        }
        ensure!(!is_open, "{}: a block of code does not end", path.display());
    }
    ensure!(lines > 3000, "only {lines} lines of code");
    ensure!(wide.is_empty(), "wider than {WIDTH}: {wide:#?}");
    Ok(())
}

/// Returns the text of a documentation comment.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line.strip_prefix("///").or(line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}
