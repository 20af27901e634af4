//! Finds out what costs most this month.

use std::collections::BTreeMap;

use digitalocean::{Client, Result};
use futures_util::TryStreamExt;

/// Returns the descriptions of the current invoice's items with their sums in US dollars, the largest first.
pub(crate) async fn run(client: &Client) -> Result<Vec<(String, f64)>> {
    let billing = client.billing();
    let invoices = billing.list_invoices().await?;
    let preview = invoices.extra().invoice_preview.as_ref();
    let Some(id) = preview.map(|preview| preview.invoice_uuid.as_str()) else {
        return Ok(Vec::new());
    };
    let mut sums = BTreeMap::<String, f64>::new();
    let mut items = billing.get_invoice(id).items();
    while let Some(item) = items.try_next().await? {
        let amount: f64 = item
            .amount
            .and_then(|amount| amount.parse().ok())
            .unwrap_or_default();
        *sums
            .entry(item.description.unwrap_or_default())
            .or_default() += amount;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    Ok(sums)
}
