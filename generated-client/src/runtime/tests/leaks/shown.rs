use std::any::type_name;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::sync::Mutex;

/// The texts so far. The compiler names the types, nobody lists them by hand.
#[derive(Default)]
pub(super) struct Notes(Mutex<Notebook>);

#[derive(Default)]
pub(super) struct Notebook {
    /// A value and its text.
    pub(super) texts: Vec<(String, String)>,
    pub(super) debugged: BTreeSet<String>,
    pub(super) displayed: BTreeSet<String>,
}

impl Notes {
    /// Shows a value by `Debug`.
    pub(super) fn debug<T: Debug>(&self, value: &T) {
        let (name, text) = (name::<T>(), format!("{value:?} {value:#?}"));
        self.text(&name, &text);
        self.0.lock().unwrap().debugged.insert(name);
    }

    /// Shows a value by `Debug` and `Display`.
    pub(super) fn display<T: Debug + Display>(&self, value: &T) {
        self.debug(value);
        let (name, text) = (name::<T>(), value.to_string());
        self.text(&name, &text);
        self.0.lock().unwrap().displayed.insert(name);
    }

    /// Shows an error and its causes.
    pub(super) fn error<T: Error>(&self, error: &T) {
        self.display(error);
        let mut cause = error.source();
        while let Some(error) = cause {
            self.text("a cause", &format!("{error} {error:?}"));
            cause = error.source();
        }
    }

    /// Takes down a text.
    pub(super) fn text(&self, what: &str, text: &str) {
        let mut book = self.0.lock().unwrap();
        book.texts.push((what.to_owned(), text.to_owned()));
    }

    pub(super) fn take(&self) -> Notebook {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Returns the name of a type, without module and parameters.
fn name<T>() -> String {
    let name = type_name::<T>().split('<').next().unwrap_or_default();
    name.rsplit("::").next().unwrap_or_default().to_owned()
}
