use crate::runtime::operation::page_style::Style;

/// How many items may be requested for a page of a list.
#[derive(Clone, Copy)]
pub(crate) struct PageSize {
    /// The query parameter.
    parameter: &'static str,
    /// The documented maximum.
    largest: Option<u32>,
}

impl PageSize {
    #[allow(dead_code, reason = "unused where no group is compiled")]
    pub(crate) const fn of(style: Style, largest: Option<u32>) -> Option<Self> {
        match style.size_parameter() {
            Some(parameter) => Some(Self { parameter, largest }),
            None => None,
        }
    }

    /// Checks a pair of the query; returns what is wrong with it.
    pub(crate) fn check(&self, name: &str, value: &str) -> Result<(), String> {
        if name != self.parameter {
            return Ok(());
        }
        let largest = self.largest.map_or(u64::MAX, u64::from);
        let is_valid = value
            .parse()
            .is_ok_and(|items| (1..=largest).contains(&items));
        match self.largest {
            _ if is_valid => Ok(()),
            Some(largest) => Err(format!(
                "`{name}` {value:?} is not in the range 1 to {largest}"
            )),
            None => Err(format!("`{name}` {value:?} is not a positive number")),
        }
    }
}
