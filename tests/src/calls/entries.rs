#![expect(deprecated, reason = "every method is called, deprecated ones too")]

use digitalocean::Operation;

use super::{Calling, Entry, Types, Way};

macro_rules! entries {
    ($({
        id $id:literal; group $group:ident; method $method:ident; op $operation:ty;
        args [$($argument:ident: $type:ty = $place:ident $wire:literal),* $(,)?];
        query [$($setter:ident: $value:ty = $parameter:literal),* $(,)?];
        body $body:ident $($body_type:ty)?; output $output:ident; stream $stream:ident;
        errors [$($status:literal $($error_type:ty)?),* $(,)?];
        $(waiters [
            $($waiter:ident($($given:ident: $given_type:ty = path $given_wire:literal),* $(,)?)),* $(,)?
        ];)?
    })*) => {
        /// All methods of the client.
        pub const ENTRIES: &[Entry] = &[$(Entry {
            id: $id,
            group: stringify!($group),
            method: stringify!($method),
            meta: <$operation as Operation>::META,
            arguments: &[$((stringify!($place), $wire)),*],
            setters: &[$($parameter),*],
            body: stringify!($body),
            output: stringify!($output),
            streams: entries!(@streams $stream),
            call: |client, given, way| {
                let _ = given;
                $(let $argument: $type = given.argument($wire)?;)*
                let request = entries!(
                    @call $body [$($body_type)?] given client.$group() $method $($argument)*
                );
                $(let request = match given.setter::<$value>($parameter)? {
                    Some(value) => request.$setter(value),
                    None => request,
                };)*
                Ok(match way {
                    Way::Send => Calling::send(request),
                    Way::Head => Calling::head(request),
                    Way::All => entries!(@all $output $stream request),
                })
            },
            waiters: &[$($((stringify!($waiter), |client, given| {
                let _ = given;
                $(let $given: $given_type = given.argument($given_wire)?;)*
                Ok(Calling::wait(client.$group().$waiter($($given),*)))
            })),*)?],
            types: Types {
                body: entries!(@body $($body_type)?),
                error: |status, body| {
                    let _ = body;
                    match status {
                        $($status => entries!(@error body $($error_type)?),)*
                        _ => None,
                    }
                },
            },
            event: entries!(@event $stream $operation),
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
    (@all page no $request:ident) => { Calling::items($request) };
    (@all $output:ident yes $request:ident) => { Calling::events($request) };
    (@all $output:ident no $request:ident) => { Calling::send($request) };
    (@error $body_value:ident) => { None };
    (@error $body_value:ident $error:ty) => { Some(Types::body_of::<$error>($body_value)) };
    (@body) => { None };
    (@body $body:ty) => { Some(Types::body_of::<$body>) };
    (@streams yes) => { true };
    (@streams no) => { false };
    (@event no $operation:ty) => { |_| None };
    (@event yes $operation:ty) => {
        |data| {
            let event = <$operation as digitalocean::Streaming>::read_event(data);
            Some(match event {
                Some(event) => serde_json::to_value(&event).map_err(|error| error.to_string()),
                None => Err("not the documented event".to_owned()),
            })
        }
    };
}

digitalocean::for_each_operation!(entries);
