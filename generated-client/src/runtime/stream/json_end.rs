/// Finds the end of a JSON object or list that arrives in chunks, and looks at each byte once.
#[derive(Default)]
pub(super) struct JsonEnd {
    /// How many objects and lists are open.
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    state: JsonProgress,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum JsonProgress {
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
        self.state == JsonProgress::End
    }

    /// Returns the end of the JSON if it is in the next chunk.
    pub(super) fn find(&mut self, chunk: &[u8]) -> Option<usize> {
        let is_end = |byte: &u8| {
            self.read(*byte);
            self.state == JsonProgress::End
        };
        Some(chunk.iter().position(is_end)? + 1)
    }

    fn read(&mut self, byte: u8) {
        match self.state {
            JsonProgress::Start if byte.is_ascii_whitespace() => {}
            JsonProgress::Start if matches!(byte, b'{' | b'[') => {
                self.state = JsonProgress::Inside;
                self.depth = 1;
            }
            JsonProgress::Start => self.state = JsonProgress::Other,
            JsonProgress::Inside if self.is_in_string => self.read_in_string(byte),
            JsonProgress::Inside => match byte {
                b'"' => self.is_in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.state = JsonProgress::End;
                    }
                }
                _ => {}
            },
            JsonProgress::End | JsonProgress::Other => {}
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
