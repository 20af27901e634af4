/// Finds the end of a JSON object or list that arrives in chunks, and looks at each byte once.
#[derive(Default)]
pub(super) struct JsonEnd {
    /// How many objects and lists are open.
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    state: Progress,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Progress {
    /// Only blanks so far.
    #[default]
    Start,
    Inside,
    End,
    /// It is not an object or a list.
    Other,
}

impl JsonEnd {
    /// Returns whether the end was found.
    pub(super) fn is_found(&self) -> bool {
        self.state == Progress::End
    }

    /// Returns the end of the JSON if it is in the next chunk.
    pub(super) fn find(&mut self, chunk: &[u8]) -> Option<usize> {
        let is_end = |byte: &u8| {
            self.read(*byte);
            self.state == Progress::End
        };
        Some(chunk.iter().position(is_end)? + 1)
    }

    fn read(&mut self, byte: u8) {
        match self.state {
            Progress::Start if byte.is_ascii_whitespace() => {}
            Progress::Start if matches!(byte, b'{' | b'[') => {
                self.state = Progress::Inside;
                self.depth = 1;
            }
            Progress::Start => self.state = Progress::Other,
            Progress::Inside if self.is_in_string => self.read_in_string(byte),
            Progress::Inside => match byte {
                b'"' => self.is_in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.state = Progress::End;
                    }
                }
                _ => {}
            },
            Progress::End | Progress::Other => {}
        }
    }

    fn read_in_string(&mut self, byte: u8) {
        if self.is_escaped {
            self.is_escaped = false;
        } else {
            self.is_escaped = byte == b'\\';
            self.is_in_string = byte != b'"';
        }
    }
}
