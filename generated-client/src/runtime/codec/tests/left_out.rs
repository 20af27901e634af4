//! Required fields that a server left out.

use serde_json::{Value, json};

use crate::runtime::codec::{conversion, decode, encode, record};

record! {
    pub struct Part {
        pub name: String as filled,
        pub port: i64,
    }
}

record! {
    pub struct Model {
        pub id: String,
        pub name: String,
        pub note: String,
        pub count: i64,
        pub part: Part,
    }
}

record! {
    pub struct Body {
        pub name: Option<String> as needed,
        pub note: Option<String>,
        pub count: Option<i64> as needed,
        pub part: Option<Part> as needed,
    }
    no default;
}

conversion! {
    Model => Body {
        same always [name, count, part];
        same even_empty [note];
    }
}

fn model(value: &Value) -> Model {
    decode("op", value.to_string().as_bytes()).unwrap().0
}

fn sent(model: &Model) -> Result<Value, String> {
    let body = encode(&Body::from(model)).map_err(|error| error.to_string())?;
    Ok(serde_json::from_slice(&body).unwrap())
}

#[test]
fn fields_that_a_model_lacks_stay_unset() {
    for value in [
        json!({ "id": "1" }),
        json!({ "id": "1", "name": null, "note": null, "count": null, "part": null }),
    ] {
        let body = serde_json::to_value(Body::from(&model(&value))).unwrap();
        assert_eq!(body, json!({}), "{value}");
        let error = sent(&model(&value)).unwrap_err();
        assert_eq!(error, "missing required field `name` in Body", "{value}");
    }
    assert_eq!(
        Body::from(&Model::default()).name,
        None,
        "nobody's name is empty"
    );
}

#[test]
fn values_of_the_server_are_kept_whatever_they_are() {
    let whole = json!({ "name": "a", "note": "", "count": 0, "part": { "name": "b", "port": 0 } });
    assert_eq!(sent(&model(&whole)).unwrap(), whole);
}

#[test]
fn a_field_that_was_set_later_is_sent() {
    let mut model = model(&json!({ "name": "a", "part": { "name": "b" } }));
    let error = |model: &Model| sent(model).unwrap_err();
    assert_eq!(error(&model), "missing required field `count` in Body");
    model.count = 3;
    assert_eq!(error(&model), "missing required field `part.port` in Body");
    model.part.port = 80;
    let expected = json!({ "name": "a", "count": 3, "part": { "name": "b", "port": 80 } });
    assert_eq!(sent(&model).unwrap(), expected);
}

#[test]
fn a_model_round_trips() {
    let text = json!({ "id": "1", "part": { "name": "b" }, "x": 1 });
    let read = model(&text);
    assert_eq!(serde_json::to_value(&read).unwrap(), text);
    assert_eq!(model(&text), read);
    // The default value equals none.
    let filled = json!({ "id": "1", "name": "", "part": { "name": "b", "port": 0 }, "x": 1 });
    assert_eq!(model(&filled), read);
}
