use std::sync::LazyLock;

use super::Entry;

/// All methods of the client.
pub static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| crate::generated::GROUPS.concat());

/// Declares the methods of a group, as the generated registry lists them.
macro_rules! methods {
    ($({
        id $id:literal; group $group:ident; method $method:ident; op $operation:ty;
        args [$($argument:ident: $type:ty = $place:ident $wire:literal),* $(,)?];
        query [$($setter:ident: $value:ty = $parameter:literal),* $(,)?];
        body $body:ident $($body_type:ty)?; output $output:ident; stream $stream:ident;
        errors [$($status:literal $($error_type:ty)?),* $(,)?];
        $(waiters [
            $($waiter:ident($($given:ident: $given_type:ty = path $given_wire:literal),* $(,)?)),* $(,)?
        ];)?
        $(from [$($model:ty),* $(,)?];)?
    })*) => {
        pub(crate) const METHODS: &[$crate::calls::Entry] = &[$($crate::calls::Entry {
            id: $id,
            group: stringify!($group),
            method: stringify!($method),
            meta: <$operation as digitalocean::operation::Operation>::META,
            arguments: &[$((stringify!($place), $wire)),*],
            setters: &[$($parameter),*],
            body: stringify!($body),
            output: stringify!($output),
            streams: $crate::calls::methods!(@streams $stream),
            call: |client, given, way| {
                let _ = given;
                $(let $argument: $type = given.argument($wire)?;)*
                let request = $crate::calls::methods!(
                    @call $body [$($body_type)?] given client.$group() $method $($argument)*
                );
                $(let request = match given.setter::<$value>($parameter)? {
                    Some(value) => request.$setter(value),
                    None => request,
                };)*
                Ok(match way {
                    $crate::calls::Way::Send => $crate::calls::Calling::send(request),
                    $crate::calls::Way::Head => $crate::calls::Calling::head(request),
                    $crate::calls::Way::All => $crate::calls::methods!(@all $output $stream request),
                })
            },
            waiters: &[$($((stringify!($waiter), |client, given| {
                let _ = given;
                $(let $given: $given_type = given.argument($given_wire)?;)*
                Ok($crate::calls::Calling::wait(client.$group().$waiter($($given),*)))
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
    (@call none [] $given:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {
        $client.$group().$method($($argument),*)
    };
    (@call required [$body:ty] $given:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {
        $client.$group().$method($($argument,)* $given.body::<$body>()?)
    };
    (@call octets [] $given:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {
        $client.$group().$method($($argument,)* $given.octets())
    };
    (@call optional [$body:ty] $given:ident $client:ident.$group:ident() $method:ident $($argument:ident)*) => {{
        let request = $client.$group().$method($($argument),*);
        match $given.optional_body::<$body>()? {
            Some(body) => request.body(body),
            None => request,
        }
    }};
    (@all page no $request:ident) => { $crate::calls::Calling::items($request) };
    (@all $output:ident yes $request:ident) => { $crate::calls::Calling::events($request) };
    (@all $output:ident no $request:ident) => { $crate::calls::Calling::send($request) };
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
