//! A client of an API with nested forms, redirects, ranges of statuses and successes of several shapes.

use billing::invoices::{
    PostInvoicesInvoicePayRequest, PostInvoicesInvoicePayResponse, PostInvoicesRequest,
    PostInvoicesRequestShipping, PostInvoicesRequestShippingAddress,
};
use clients::Server;

fn client(url: &str) -> billing::Client {
    billing::Client::builder()
        .token("t")
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[tokio::test]
async fn nested_members_of_a_form_are_in_brackets() {
    let server = Server::start(
        200,
        "application/json",
        r#"{"id": "in_1", "object": "invoice", "total": 5}"#,
    );
    let address = PostInvoicesRequestShippingAddress::new().country("DE");
    let body = PostInvoicesRequest::new("cus_1")
        .expand(["customer", "lines"])
        .shipping(PostInvoicesRequestShipping::new().address(address));
    let invoice = client(&server.url)
        .invoices()
        .post_invoices(body)
        .await
        .unwrap();
    assert_eq!(invoice.total, 5);
    let request = server.request();
    assert_eq!(request.target(), "POST /v1/invoices");
    assert_eq!(
        request.body,
        "customer=cus_1&expand=customer&expand=lines&shipping%5Baddress%5D%5Bcountry%5D=DE"
    );
}

#[tokio::test]
async fn successes_of_both_schemas_are_distinguished() {
    for (status, body, is_pending) in [
        (
            200,
            r#"{"id": "in_1", "object": "invoice", "total": 5}"#,
            false,
        ),
        (202, r#"{"id": "p_1", "retry_in": 9}"#, true),
    ] {
        let server = Server::start(status, "application/json", body);
        let pay = PostInvoicesInvoicePayRequest::new().source("card");
        let paid = client(&server.url)
            .invoices()
            .post_invoices_invoice_pay("in_1", pay)
            .await
            .unwrap();
        assert_eq!(
            matches!(paid, PostInvoicesInvoicePayResponse::Pending(_)),
            is_pending,
            "{paid:?}"
        );
        assert_eq!(server.request().body, "source=card");
    }
}

#[tokio::test]
async fn lists_in_brackets() {
    let server = Server::start(
        200,
        "application/json",
        r#"{"id": "in_1", "object": "invoice", "total": 5}"#,
    );
    let request = client(&server.url)
        .invoices()
        .get_invoices_invoice("in_1")
        .expand(vec!["customer".to_owned()]);
    request.await.unwrap();
    assert_eq!(
        server.request().target(),
        "GET /v1/invoices/in_1?expand%5B%5D=customer"
    );
}
