//! Rust code of examples, laid out as rustfmt does.

/// The longest line.
const WIDTH: usize = 92;

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Code {
    Text(String),
    /// A function or method with its arguments.
    Call(String, Vec<Code>),
    /// A receiver with calls.
    Chain(String, Vec<Code>),
    /// An array.
    List(Vec<Code>),
}

impl Code {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Returns whether the expression needs no variable of its own as an argument.
    pub(super) fn is_short(&self) -> bool {
        match self {
            Self::Text(text) => text.len() < 24,
            _ => false,
        }
    }

    /// Returns the expression in one line.
    pub(super) fn inline(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Call(name, arguments) => format!("{name}({})", joined(arguments)),
            Self::Chain(receiver, calls) => calls.iter().fold(receiver.clone(), |chain, call| {
                format!("{chain}.{}", call.inline())
            }),
            Self::List(items) => format!("[{}]", joined(items)),
        }
    }

    /// Returns the lines of a statement.
    pub(super) fn statement(&self, start: &str, end: &str) -> Vec<String> {
        let text = format!("{start}{}{end}", self.print(0, start.len() + end.len()));
        text.lines().map(str::to_owned).collect()
    }

    /// Returns the expression at an indentation; `around` columns of its first line are taken.
    fn print(&self, indent: usize, around: usize) -> String {
        let inline = self.inline();
        if indent + around + inline.len() <= WIDTH {
            return inline;
        }
        let inner = indent + 4;
        let (blanks, end) = (" ".repeat(inner), " ".repeat(indent));
        match self {
            Self::Text(text) => text.clone(),
            Self::Call(name, arguments) if !arguments.is_empty() => {
                format!("{name}(\n{}{end})", lines(arguments, inner))
            }
            Self::List(items) if !items.is_empty() => format!("[\n{}{end}]", lines(items, inner)),
            Self::Call(..) | Self::List(_) => inline,
            Self::Chain(receiver, calls) => calls.iter().fold(receiver.clone(), |chain, call| {
                format!("{chain}\n{blanks}.{}", call.print(inner, 2))
            }),
        }
    }
}

/// Returns the lines of a `use` declaration.
pub(super) fn import(module: &str, names: &[&str]) -> Vec<String> {
    if let [name] = names {
        return vec![format!("use {module}::{name};")];
    }
    let inline = format!("use {module}::{{{}}};", names.join(", "));
    if inline.len() <= WIDTH {
        return vec![inline];
    }
    let mut lines = vec![format!("use {module}::{{"), "    ".to_owned()];
    for name in names {
        match lines.last_mut() {
            Some(line) if line.trim().is_empty() => line.push_str(&format!("{name},")),
            Some(line) if line.len() + name.len() + 2 <= WIDTH => {
                line.push_str(&format!(" {name},"));
            }
            _ => lines.push(format!("    {name},")),
        }
    }
    lines.push("};".to_owned());
    lines
}

fn joined(items: &[Code]) -> String {
    let items: Vec<_> = items.iter().map(Code::inline).collect();
    items.join(", ")
}

fn lines(items: &[Code], indent: usize) -> String {
    let blanks = " ".repeat(indent);
    let items = items.iter();
    items
        .map(|item| format!("{blanks}{},\n", item.print(indent, 1)))
        .collect()
}
