/// Measures events while they arrive: bytes since the last blank line, comments not counted.
///
/// The reader of events keeps what belongs to an event until its blank line, in however many pieces
/// it comes.
pub(super) struct Meter {
    limit: usize,
    event: usize,
    is_at_line_start: bool,
    is_in_comment: bool,
    /// Whether a line feed would belong to the line end before it.
    has_carriage_return: bool,
}

impl Meter {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            event: 0,
            is_at_line_start: true,
            is_in_comment: false,
            has_carriage_return: false,
        }
    }

    /// Takes in a piece. Returns where an event starts that is too large, if one is: all before it
    /// are within the limit.
    pub(super) fn measure(&mut self, piece: &[u8]) -> Option<usize> {
        let (mut at, mut start) = (0, 0);
        for line in piece.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            at += line.len();
            let follows_return =
                std::mem::replace(&mut self.has_carriage_return, line.last() == Some(&b'\r'));
            if follows_return && line == b"\n" {
                continue;
            }
            let is_line_start = self.is_at_line_start;
            self.is_at_line_start = matches!(line.last(), Some(b'\n' | b'\r'));
            if is_line_start {
                self.is_in_comment = line[0] == b':';
            }
            if is_line_start && self.is_at_line_start && line.len() == 1 {
                self.event = 0;
                start = at;
            } else if !self.is_in_comment {
                self.event += line.len();
            }
            if self.event > self.limit {
                return Some(start);
            }
        }
        None
    }
}
