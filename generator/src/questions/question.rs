use std::fmt;

use serde::Serialize;

use super::choice::Choice;

/// Something that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The topic.
    pub topic: Topic,
    /// Whether the update is impossible without a decision.
    pub blocks: bool,
    /// JSON pointer, operation, or file and line.
    pub location: String,
    /// The question.
    pub what: String,
    /// The choices; empty where only reading the document helps.
    pub choices: Vec<Choice>,
}

impl Question {
    /// Whether the first choice only removes an entry of `spec/` that matches nothing any more.
    pub fn is_prunable(&self) -> bool {
        let topics = [
            Topic::RemovedTarget,
            Topic::Configuration,
            Topic::Documentation,
        ];
        let first = self.choices.first();
        let removes = first.is_some_and(|choice| choice.edits.iter().any(|edit| edit.remove));
        topics.contains(&self.topic) && removes
    }
}

/// The topic of a question, in the order of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// An overlay action does not apply.
    Overlay,
    /// An overlay action is for something that upstream removed.
    RemovedTarget,
    /// The document is wrong or has a construct that is not generated.
    Document,
    /// A tag without a group.
    Group,
    /// A method without a name.
    Method,
    /// A list that is not regular.
    List,
    /// A response of which a member may be the resource.
    Resource,
    /// A value that may be a secret.
    Secret,
    /// A server of an unknown kind.
    Server,
    /// A union whose variants have no names.
    Union,
    /// Fields and parameters of one name with several types.
    SeveralTypes,
    /// A state that nobody waits for.
    Waiter,
    /// An entry of the configuration that matches nothing.
    Configuration,
    /// A field whose form differs between the model and the body of an update.
    Conversion,
    /// The arguments of `new` change.
    ArgumentOrder,
    /// A sample that the document does not describe, or a correction without one.
    Sample,
    /// A name that reads badly.
    Name,
    /// An item without documentation, or documentation without an item.
    Documentation,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overlay => "Stale overlay actions",
            Self::RemovedTarget => "Overlay actions for what upstream removed",
            Self::Document => "Constructs of the document",
            Self::Group => "Groups",
            Self::Method => "Methods without a name",
            Self::List => "Lists that are not regular",
            Self::Resource => "Responses with several members",
            Self::Secret => "Secrets",
            Self::Server => "Servers",
            Self::Union => "Unions without names",
            Self::SeveralTypes => "Names with several types",
            Self::Waiter => "States to wait for",
            Self::Configuration => "Entries of codegen.toml that match nothing",
            Self::Conversion => "From models to the bodies of updates",
            Self::ArgumentOrder => "Arguments of `new`",
            Self::Sample => "Samples of what servers and clients send",
            Self::Name => "Names that read badly",
            Self::Documentation => "Documentation",
        })
    }
}
