//! A chat with a model that calls a function of this program before it responds.

use digitalocean::serverless_inference::{
    ChatCompletionRequest, ChatCompletionTool, ChatMessage, FunctionDefinition,
};
use digitalocean::{Client, Result};
use serde_json::json;

/// Returns the model's response to a question.
pub(crate) async fn run(client: &Client, model: &str, question: &str) -> Result<String> {
    let inference = client.serverless_inference();
    let parameters = json!({ "type": "object", "properties": { "city": { "type": "string" } } });
    let function = FunctionDefinition::new("temperature")
        .description("Returns the temperature of a city in °C.")
        .parameters(parameters);
    let mut messages = vec![ChatMessage::new("user").content(question)];
    loop {
        let body = ChatCompletionRequest::new(model, messages.clone())
            .tools([ChatCompletionTool::new(function.clone())]);
        let response = inference.create_chat_completion(body).await?;
        let choice = response.choices.into_iter().next().unwrap_or_default();
        if choice.message.tool_calls.is_empty() {
            return Ok(choice.message.content.unwrap_or_default());
        }
        messages.push(ChatMessage::from(&choice.message));
        for call in choice.message.tool_calls {
            let result = temperature(&call.function.arguments);
            messages.push(
                ChatMessage::new("tool")
                    .tool_call_id(call.id)
                    .content(result),
            );
        }
    }
}

/// The function of this program; its arguments are JSON, made by the model.
fn temperature(arguments: &str) -> String {
    let arguments: serde_json::Value = serde_json::from_str(arguments).unwrap_or_default();
    let celsius = if arguments["city"] == "Reykjavik" {
        4
    } else {
        21
    };
    json!({ "celsius": celsius }).to_string()
}
