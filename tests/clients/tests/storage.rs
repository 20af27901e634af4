//! A client of an API that stores files: fields and files in one body, bytes of other media types, a key in the query.

use clients::Server;
use storage::transport::Part;
use storage::objects::{ListObjectsField, UploadObjectRequest};

fn client(url: &str) -> storage::Client {
    let builder = storage::Client::builder().token("k&y");
    builder.base_url(url).unwrap().build().unwrap()
}

#[tokio::test]
async fn an_object_is_uploaded_with_its_fields() {
    let server = Server::start(201, "application/json", r#"{"key": "a.png", "size": 3}"#);
    let fields = UploadObjectRequest::new("a.png")
        .public(true)
        .tags(["x", "y"])
        .metadata([("by", "me")]);
    let content = Part::new("PNG")
        .file_name("a \"1\".png")
        .media_type("image/png");
    let object = client(&server.url)
        .objects()
        .upload_object("photos", content, fields)
        .thumbnail("small")
        .await
        .unwrap();
    assert_eq!((object.key.as_str(), object.size), ("a.png", 3));
    let request = server.request();
    assert_eq!(
        request.target(),
        "POST /buckets/photos/objects?api_key=k%26y"
    );
    assert_eq!(request.header("authorization"), None);
    let media_type = request.header("content-type").unwrap();
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let parts: Vec<_> = request.body.split(&format!("--{boundary}")).collect();
    let part = |head: &str| parts.iter().filter(|part| part.contains(head)).count();
    assert_eq!(
        part(
            "; name=\"content\"; filename=\"a %221%22.png\"\r\ncontent-type: image/png\r\n\r\nPNG\r\n"
        ),
        1
    );
    assert_eq!(part("; name=\"thumbnail\"; filename=\"thumbnail\"\r\n"), 1);
    assert_eq!(
        part("; name=\"key\"\r\ncontent-type: text/plain; charset=utf-8\r\n\r\na.png\r\n"),
        1
    );
    assert_eq!(part("; name=\"public\"\r\n"), 1);
    assert_eq!(part("; name=\"tags\"\r\n"), 2);
    assert_eq!(
        part("content-type: application/json\r\n\r\n{\"by\":\"me\"}\r\n"),
        1
    );
    assert_eq!(parts.last(), Some(&"--\r\n"));
}

#[tokio::test]
async fn files_are_read_while_they_are_sent() {
    let path = std::env::temp_dir().join(format!("storage-{}.txt", std::process::id()));
    std::fs::write(&path, "from a file").unwrap();
    let server = Server::start(202, "application/json", "");
    let files = [Part::file(&path).unwrap(), Part::new("in memory")];
    client(&server.url)
        .objects()
        .upload_objects("photos", files)
        .await
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let request = server.request();
    let length = request
        .header("content-length")
        .unwrap()
        .parse::<usize>()
        .unwrap();
    assert_eq!(length, request.body.len());
    assert!(
        request.body.contains("from a file\r\n") && request.body.contains("in memory\r\n"),
        "{request:?}"
    );
    assert_eq!(request.body.matches("; name=\"files\"").count(), 2);
}

#[tokio::test]
async fn bytes_are_sent_with_their_media_type() {
    let server = Server::start(200, "application/json", r#"{"key": "a", "size": 1}"#);
    let request = client(&server.url)
        .objects()
        .replace_object("photos", "a/b", vec![0x50])
        .if_match("\"1\"");
    request.await.unwrap();
    let request = server.request();
    assert_eq!(
        request.target(),
        "PUT /buckets/photos/objects/a%2Fb?api_key=k%26y"
    );
    assert_eq!(request.header("content-type"), Some("image/png"));
    assert_eq!(request.header("if-match"), Some("\"1\""));
}

#[tokio::test]
async fn lists_of_a_query_are_joined() {
    let server = Server::start(200, "application/json", r#"{"objects": [], "next": null}"#);
    let fields = vec![ListObjectsField::Key, ListObjectsField::Size];
    client(&server.url)
        .objects()
        .list_objects("photos")
        .fields(fields)
        .await
        .unwrap();
    assert_eq!(
        server.request().target(),
        "GET /buckets/photos/objects?fields=key,size&api_key=k%26y"
    );
}

#[tokio::test]
async fn content_is_a_file() {
    let server = Server::start(200, "image/png", "PNG");
    let file = client(&server.url)
        .objects()
        .download_object("photos", "a")
        .await
        .unwrap();
    assert_eq!(&file.bytes()[..], b"PNG");
}
