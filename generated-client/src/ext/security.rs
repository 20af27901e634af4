use crate::security::{Scan, ScanCreated};

impl ScanCreated {
    /// Returns the new scan, whether it came in its wrapper or not.
    #[inline]
    #[must_use]
    pub fn into_scan(self) -> Scan {
        self.scan.unwrap_or(Scan {
            created_at: self.created_at,
            findings: self.findings,
            id: self.id,
            status: self.status,
            unknown_fields: self.unknown_fields,
        })
    }
}
