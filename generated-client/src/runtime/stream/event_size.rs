/// Measures events while they arrive: bytes since the last blank line, comments not counted.
///
/// The parser of events keeps all of an event until its blank line, in however many chunks it
/// arrives.
pub(super) struct Meter {
    limit: usize,
    event: usize,
    event_has_data: bool,
    line: LineStart,
    is_at_line_start: bool,
    /// Whether a line feed would belong to the line end before it.
    has_carriage_return: bool,
    has_data: bool,
    /// Whether the start of the name of data turned out to be that of another field. Starts count as
    /// data until then: a slow server may send them in chunks of their own.
    has_false_start: bool,
}

/// The name of the field of an event that has data.
const DATA: &[u8] = b"data";

/// A line, as far as its start shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineStart {
    /// It has blanks only so far.
    Blank {
        /// Whether it could be the first line of an event.
        starts_event: bool,
        /// Whether there are blanks, apart from a byte order mark.
        is_indented: bool,
    },
    Comment,
    /// So many characters of the name of data, and nothing else.
    Name(usize),
    Data,
    Other,
}

impl LineStart {
    const fn blank(starts_event: bool) -> Self {
        Self::Blank {
            starts_event,
            is_indented: false,
        }
    }
}

/// The content of a chunk, apart from events that are within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measured {
    Nothing,
    /// An event that is too large starts at this index.
    TooLarge(usize),
    /// JSON or HTML starts at this index instead of an event.
    Foreign(usize),
}

impl Meter {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            event: 0,
            event_has_data: false,
            line: LineStart::blank(true),
            is_at_line_start: true,
            has_carriage_return: false,
            has_data: false,
            has_false_start: false,
        }
    }

    /// Measures the next chunk.
    pub(super) fn measure(&mut self, chunk: &[u8]) -> Measured {
        let (mut at, mut start) = (0, 0);
        for line in chunk.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let line_start = at;
            at += line.len();
            let follows_return =
                std::mem::replace(&mut self.has_carriage_return, line.last() == Some(&b'\r'));
            if follows_return && line == b"\n" {
                continue;
            }
            let is_line_start = self.is_at_line_start;
            self.is_at_line_start = matches!(line.last(), Some(b'\n' | b'\r'));
            if is_line_start && self.is_at_line_start && line.len() == 1 {
                self.has_data |= std::mem::take(&mut self.event_has_data);
                self.event = 0;
                start = at;
                continue;
            }
            if is_line_start {
                self.line = LineStart::blank(self.event == 0);
            }
            if let Some(index) = self.find_foreign(line) {
                return Measured::Foreign(line_start + index);
            }
            if self.line == LineStart::Data {
                self.has_data = true;
                self.event_has_data = true;
            }
            self.has_data |= matches!(self.line, LineStart::Name(1..)) && !self.has_false_start;
            if self.line != LineStart::Comment {
                self.event += line.len();
            }
            if self.event > self.limit {
                return Measured::TooLarge(start);
            }
        }
        Measured::Nothing
    }

    /// Returns whether data of an event was measured since the last time.
    pub(super) fn take_data(&mut self) -> bool {
        std::mem::take(&mut self.has_data)
    }

    /// Determines the kind of a line from more of it. Returns where JSON or HTML starts where an event
    /// should start: no line of an event starts like that.
    fn find_foreign(&mut self, more: &[u8]) -> Option<usize> {
        let LineStart::Blank {
            starts_event,
            mut is_indented,
        } = self.line
        else {
            self.match_name(more);
            return None;
        };
        // The byte order mark may come first.
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | 0xef | 0xbb | 0xbf);
        let index = more.iter().position(|byte| !is_blank(byte));
        let blanks = &more[..index.unwrap_or(more.len())];
        is_indented |= blanks.iter().any(u8::is_ascii);
        let Some(index) = index else {
            self.line = LineStart::Blank {
                starts_event,
                is_indented,
            };
            return None;
        };
        let first = more[index];
        self.line = match first {
            _ if is_indented => LineStart::Other,
            b':' => LineStart::Comment,
            _ => LineStart::Name(0),
        };
        self.match_name(&more[index..]);
        (starts_event && matches!(first, b'{' | b'[' | b'<')).then_some(index)
    }

    /// Compares more of a line with the name of data: other fields, however similar, are not events.
    fn match_name(&mut self, more: &[u8]) {
        for byte in more {
            self.line = match self.line {
                LineStart::Name(length) if DATA.get(length) == Some(byte) => {
                    LineStart::Name(length + 1)
                }
                LineStart::Name(length) if length == DATA.len() && is_name_end(*byte) => {
                    LineStart::Data
                }
                LineStart::Name(length) => {
                    self.has_false_start |= length > 0;
                    LineStart::Other
                }
                LineStart::Blank { .. }
                | LineStart::Comment
                | LineStart::Data
                | LineStart::Other => return,
            };
        }
    }
}

fn is_name_end(byte: u8) -> bool {
    matches!(byte, b':' | b'\n' | b'\r')
}
