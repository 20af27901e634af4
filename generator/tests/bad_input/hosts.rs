//! Servers and credentials: what would be sent to another host, or with another credential.

use crate::{CHECK, CONFIG, GROUP, document, operation, refusal};

/// The security schemes that the client knows.
const SCHEMES: &str = "components: {securitySchemes: {bearer_auth: {type: http, scheme: bearer}, \
                       inference_bearer_auth: {type: http, scheme: bearer}}}\n";

/// The error for an operation and the server that the configuration calls by this kind.
fn server(kind: &str, servers: &str, more: &str) -> String {
    let document = format!(
        "paths: {{/v2/widgets: {{put: {{operationId: widgets_put, tags: [Widgets], servers: {servers}{more}, \
         responses: {{'204': {{description: ''}}}}}}}}}}\n{SCHEMES}"
    );
    let servers = format!(
        "[servers]\n'https://other.example.com' = '{kind}'\n'https://{{a}}.example.com' = '{kind}'\n\
         'https://{{a}}.{{b}}' = '{kind}'\n"
    );
    refusal(&document, &[], &format!("{CONFIG}{servers}{GROUP}"))
}

/// The error for what an operation of the API requires.
fn security(text: &str) -> String {
    document(&format!(
        "paths: {{/v2/widgets: {{get: {{operationId: widgets_check, tags: [Widgets], security: {text}, responses: \
         {{'204': {{description: ''}}}}}}}}}}\n{SCHEMES}"
    ))
}

#[test]
fn servers_of_the_document_and_of_path_items() {
    let rooted = |servers: &str| {
        document(&format!(
            "servers: {servers}\npaths: {{/v2/widgets: {{get: {CHECK}}}}}\n"
        ))
    };
    let message = |url: &str| {
        format!(
            "the client sends to `https://api.digitalocean.com`, not to `{url}`; correct the server in an overlay, or \
             give it to the operations that are sent there"
        )
    };
    assert_eq!(
        rooted("[{url: 'https://evil.example.com'}]"),
        format!("#/servers/0: {}", message("https://evil.example.com"))
    );
    assert_eq!(
        rooted("[{url: 'https://api.digitalocean.com/'}, {url: 'https://{region}.example.com'}]"),
        format!("#/servers/1: {}", message("https://{region}.example.com"))
    );
    assert_eq!(
        document(&format!(
            "paths: {{/v2/widgets: {{servers: [{{url: 'https://evil.example.com'}}], get: {CHECK}}}}}\n"
        )),
        "#/paths/~1v2~1widgets/servers/0: unknown server; add to [servers] in spec/codegen.toml: \
         \"https://evil.example.com\" = \"api\""
    );
}

#[test]
fn servers_of_operations() {
    let at = "#/paths/~1v2~1widgets/put/servers";
    assert_eq!(
        server(
            "inference",
            "[{url: 'https://other.example.com'}, {url: 'https://evil.example.com'}]",
            ""
        ),
        format!("{at}: an operation is sent to one server; leave one of them in an overlay")
    );
    let written_out = "only the URL of a host that users of the client set has a variable; write the others out in an overlay";
    assert_eq!(
        server("inference", "[{url: 'https://{a}.example.com'}]", ""),
        format!("{at}/0/url: {written_out}")
    );
    assert_eq!(
        server("agent", "[{url: 'https://{a}.{b}'}]", ""),
        format!("{at}/0/url: {written_out}")
    );
    assert_eq!(
        server(
            "agent",
            "[{url: 'https://{a}.example.com', variables: {a: {default: a}, c: {default: c}}}]",
            ""
        ),
        format!(
            "{at}/0/variables/c: the URL of the server has no such variable; remove it in an overlay"
        )
    );
}

#[test]
fn requirements_that_the_client_does_not_meet() {
    let at = "#/paths/~1v2~1widgets/get/security";
    assert_eq!(
        security("[{made_up: []}]"),
        format!("{at}: there is no security scheme `made_up`; correct the name in an overlay")
    );
    assert_eq!(
        security("[{bearer_auth: []}, {inference_bearer_auth: []}]"),
        format!(
            "{at}: the client sends the credential of `bearer_auth` to this server, not of `inference_bearer_auth`; \
             correct it or the server in an overlay"
        )
    );
    for requirement in ["{bearer_auth: [], inference_bearer_auth: []}", "{}"] {
        assert_eq!(
            security(&format!("[{requirement}]")),
            format!(
                "{at}: a requirement has exactly one scheme, since the client sends one credential; leave \
                 `bearer_auth` in an overlay"
            )
        );
    }
    assert_eq!(
        security("[]"),
        format!(
            "{at}: the client sends a credential to this server; require `bearer_auth` in an overlay"
        )
    );
}

#[test]
fn requirements_of_other_servers() {
    let of = |kind: &str, requirement: &str| {
        let servers = "[{url: 'https://other.example.com'}]";
        server(kind, servers, &format!(", security: {requirement}"))
    };
    let at = "#/paths/~1v2~1widgets/put/security";
    assert_eq!(
        of("inference", "[{bearer_auth: []}]"),
        format!(
            "{at}: the client sends the credential of `inference_bearer_auth` to this server, not of `bearer_auth`; \
             correct it or the server in an overlay"
        )
    );
    assert_eq!(
        of("upload", "[{bearer_auth: []}]"),
        format!("{at}: a presigned URL gets no credential; set `security: []` in an overlay")
    );
}

#[test]
fn schemes_other_than_bearer_tokens() {
    for scheme in [
        "{type: apiKey, in: query, name: token}",
        "{type: http, scheme: basic}",
        "{type: openIdConnect, openIdConnectUrl: 'https://id.example.com'}",
    ] {
        let errors = document(&format!(
            "paths: {{/v2/widgets: {{get: {CHECK}}}}}\ncomponents: {{securitySchemes: {{bearer_auth: {scheme}}}}}\n"
        ));
        assert_eq!(
            errors.lines().next().unwrap_or_default(),
            "#/components/securitySchemes/bearer_auth: the client only sends bearer tokens (`type: http`, `scheme: \
             bearer`); correct or remove the scheme in an overlay"
        );
    }
    assert_eq!(
        document(&format!(
            "security: [{{made_up: []}}]\npaths: {{/v2/widgets: {{put: {}}}}}\n",
            CHECK.replace("tags", "security: [{made_up: []}], tags")
        )),
        "#/security: there is no security scheme `made_up`; correct the name in an overlay\n\
         #/paths/~1v2~1widgets/put/security: there is no security scheme `made_up`; correct the name in an overlay"
    );
    assert_eq!(
        operation(
            "/v2/widgets",
            "security: [{bearer_auth: []}], responses: {'204': {description: ''}}"
        ),
        "#/paths/~1v2~1widgets/get/security: there is no security scheme `bearer_auth`; correct the name in an overlay"
    );
}

/// The error for a document whose configuration decides nothing about credentials.
fn foreign(head: &str, more: &str) -> String {
    let document = format!(
        "{head}\npaths: {{/v2/widgets: {{get: {{operationId: widgets_check, tags: [Widgets], {more}responses: {{'204': \
         {{description: ''}}}}}}}}}}\n"
    );
    refusal(&document, &[], &format!("reference = ''\n{GROUP}"))
}

#[test]
fn security_schemes_that_do_not_exist() {
    let message = "there is no security scheme `made_up`; correct the name in an overlay";
    assert!(
        foreign("security: [{made_up: []}]", "")
            .contains(&format!("#/security/0/made_up: {message}"))
    );
    assert!(
        foreign("", "security: [{made_up: []}], ").contains(&format!(
            "#/paths/~1v2~1widgets/get/security/0/made_up: {message}"
        ))
    );
    let dangling = "security: [{a: []}]\ncomponents: {securitySchemes: {a: {$ref: '#/components/securitySchemes/b'}, b: \
                    {$ref: '#/components/securitySchemes/a'}}}";
    assert!(foreign(dangling, "").contains("there is no security scheme `a`"));
}

#[test]
fn names_that_no_header_has() {
    let parameter = "parameters: [{in: header, name: X Bad, schema: {type: string}}], ";
    assert_eq!(
        foreign("", parameter),
        "#/paths/~1v2~1widgets/get/parameters/0/name: `X Bad` is not a valid header name; correct it in an overlay"
    );
    let key = "security: [{a: []}]\ncomponents: {securitySchemes: {a: {type: apiKey, in: header, name: X Bad}}}";
    assert_eq!(
        foreign(key, ""),
        "#/components/securitySchemes/a/name: `X Bad` is not a valid header name; correct it in an overlay"
    );
}

#[test]
fn variables_that_a_server_does_not_declare() {
    let message = "the server does not declare its variable `tenant`, so that users of the client set the URL by \
                   `ClientBuilder::";
    let root = foreign("servers: [{url: 'https://{tenant}.example.com'}]", "");
    let expected = format!("#/servers/0/url: {message}base_url`");
    assert!(root.starts_with(&expected), "{root}");
    let own = foreign("", "servers: [{url: 'https://{tenant}.example.com'}], ");
    let expected = format!("#/paths/~1v2~1widgets/get/servers/0/url: {message}server`");
    assert!(own.starts_with(&expected), "{own}");
}

#[test]
fn forms_without_members() {
    let at = "#/paths/~1v2~1widgets/get/requestBody/content/application~1x-www-form-urlencoded";
    let form = |schema: &str| {
        let body = format!(
            "requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {schema}}}}}}}, "
        );
        foreign("", &body)
    };
    let text = form("{type: string, enum: [a]}");
    let expected = format!("{at}/schema: a body of `application/x-www-form-urlencoded` is sent");
    assert!(text.starts_with(&expected), "{text}");
    let none = form("{type: object, properties: {}}");
    let expected = format!("{at}: a form without members is left out");
    assert!(none.starts_with(&expected), "{none}");
    assert_eq!(
        form("{oneOf: [{type: string}, {type: string, enum: [a]}]}"),
        format!(
            "{at}/schema: a form has named members; describe it as an object in an overlay, or give it another media \
             type"
        )
    );
}
