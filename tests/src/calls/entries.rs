use std::sync::LazyLock;

use super::Entry;

/// All methods of the client.
pub static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| crate::generated::GROUPS.concat());

/// Declares the methods of a group, as the generated registry lists them.
macro_rules! methods {
    ($({
        id $id:literal; group $group:ident; method $method:ident; op $operation:ty;
        args [$($argument:ident: $type:ty = $location:ident $wire:literal),* $(,)?];
        query [$($setter:ident: $value:ty = $parameter:literal),* $(,)?];
        body $body:ident $($body_type:ty)?; output $output:ident; stream $stream:ident;
        errors [$($status:literal $($error_type:ty)?),* $(,)?];
        $(waiters [
            $($waiter:ident($($waiter_argument:ident: $argument_type:ty = path $argument_wire:literal),* $(,)?)),* $(,)?
        ];)?
        $(from [$($model:ty),* $(,)?];)?
    })*) => {
        pub(crate) const METHODS: &[$crate::calls::Entry] = &[$($crate::calls::Entry {
            id: $id,
            group: stringify!($group),
            method: stringify!($method),
            meta: <$operation as digitalocean::operation::Operation>::META,
            positional: &[$((stringify!($location), $wire)),*],
            setters: &[$($parameter),*],
            body: stringify!($body),
            output: stringify!($output),
            streams: $crate::calls::methods!(@streams $stream),
            call: |client, arguments, mode| {
                let _ = arguments;
                $(let $argument: $type = arguments.argument($wire)?;)*
                let request = $crate::calls::methods!(
                    @call $body [$($body_type)?] arguments client.$group() $method $($argument)*
                );
                $(let request = match arguments.setter::<$value>($parameter)? {
                    Some(value) => request.$setter(value),
                    None => request,
                };)*
                Ok(match mode {
                    $crate::calls::CallMode::Send => $crate::calls::PendingCall::send(request),
                    $crate::calls::CallMode::Head => $crate::calls::PendingCall::head(request),
                    $crate::calls::CallMode::All => $crate::calls::methods!(@all $output $stream request),
                })
            },
            waiters: &[$($((stringify!($waiter), |client, arguments| {
                let _ = arguments;
                $(let $waiter_argument: $argument_type = arguments.argument($argument_wire)?;)*
                Ok($crate::calls::PendingCall::wait(client.$group().$waiter($($waiter_argument),*)))
            })),*)?],
            types: $crate::calls::BodyTypes {
                body: $crate::calls::methods!(@body $($body_type)?),
                error: |status, body| {
                    let _ = body;
                    match status {
                        $($status => $crate::calls::methods!(@error body $($error_type)?),)*
                        _ => None,
                    }
                },
            },
            event: $crate::calls::methods!(@event $stream $operation),
            conversions: $crate::calls::methods!(@conversions [$($body_type)?] $($($model),*)?),
        }),*];
    };
    (@call none [] $arguments:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {
        $client.$group().$method($($argument),*)
    };
    (@call required [$body:ty] $arguments:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {
        $client.$group().$method($($argument,)* $arguments.body::<$body>()?)
    };
    (@call octets [] $arguments:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {
        $client.$group().$method($($argument,)* $arguments.octets())
    };
    (@call optional [$body:ty] $arguments:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {{
        let request = $client.$group().$method($($argument),*);
        match $arguments.optional_body::<$body>()? {
            Some(body) => request.body(body),
            None => request,
        }
    }};
    (@all page no $request:ident) => { $crate::calls::PendingCall::items($request) };
    (@all $output:ident yes $request:ident) => { $crate::calls::PendingCall::events($request) };
    (@all $output:ident no $request:ident) => { $crate::calls::PendingCall::send($request) };
    (@error $body_value:ident) => { None };
    (@error $body_value:ident $error:ty) => { Some($crate::calls::BodyTypes::body_of::<$error>($body_value)) };
    (@body) => { None };
    (@body $body:ty) => { Some($crate::calls::BodyTypes::body_of::<$body>) };
    (@conversions [$($body:ty)?]) => { &[] };
    (@conversions [$body:ty] $($model:ty),+) => {
        &[$((stringify!($model), $crate::calls::BodyTypes::converted::<$model, $body>)),+]
    };
    (@streams yes) => { true };
    (@streams no) => { false };
    (@event no $operation:ty) => { |_| None };
    (@event yes $operation:ty) => {
        |data| {
            let event = <$operation as digitalocean::stream::Streaming>::read_event(data);
            Some(match event {
                Some(event) => serde_json::to_value(&event).map_err(|error| error.to_string()),
                None => Err("not the documented event".to_owned()),
            })
        }
    };
}

pub(crate) use methods;
