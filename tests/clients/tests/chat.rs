//! A client of an API with unions in bodies, streams of events and files.

use chat::chat::{ChatCompletionCreate, Message, SystemMessage, UserMessage};
use clients::Server;
use futures_util::TryStreamExt as _;

fn client(url: &str) -> chat::Client {
    chat::Client::builder()
        .token("t")
        .base_url(url)
        .unwrap()
        .build()
        .unwrap()
}

#[tokio::test]
async fn chunks_of_a_completion_arrive_one_by_one() {
    let events = "data: {\"id\": \"1\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"Hel\"}}]}\n\n\
                  data: {\"id\": \"1\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"lo\"}}]}\n\n\
                  data: [DONE]\n\n";
    let server = Server::start(200, "text/event-stream", events);
    let messages = [
        Message::from(SystemMessage::new("Be brief.")),
        Message::from(UserMessage::new("Hello?")),
    ];
    let body = ChatCompletionCreate::new("m-1", messages);
    let stream = client(&server.url)
        .chat()
        .create_chat_completion(body)
        .stream()
        .await
        .unwrap();
    let events: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(events.len(), 2, "{events:?}");
    let request = server.request();
    assert_eq!(request.target(), "POST /chat/completions");
    assert_eq!(request.header("authorization"), Some("Bearer t"));
    assert!(
        request.body.contains(r#""stream":true"#),
        "{}",
        request.body
    );
    assert!(
        request
            .body
            .contains(r#"{"content":"Hello?","role":"user"}"#),
        "{}",
        request.body
    );
}

#[tokio::test]
async fn a_recording_is_sent_with_its_fields() {
    let server = Server::start(200, "application/json", r#"{"text": "Hello"}"#);
    let fields = chat::audio::TranscriptionCreate::new("whisper-1").language("en");
    let sound = chat::transport::Part::new(vec![1, 2]).file_name("hello.mp3");
    let text = client(&server.url)
        .audio()
        .create_transcription(sound, fields)
        .await
        .unwrap();
    assert_eq!(text, "Hello");
    let request = server.request();
    assert!(
        request
            .body
            .contains("name=\"file\"; filename=\"hello.mp3\""),
        "{}",
        request.body
    );
}

#[tokio::test]
async fn a_field_that_is_missing_is_reported_before_anything_is_sent() {
    let mut fields = chat::audio::TranscriptionCreate::new("whisper-1");
    fields.model = None;
    let error = client("http://localhost:9")
        .audio()
        .create_transcription("sound", fields)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("model"), "{error}");
}
