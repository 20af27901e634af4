//! Waiters: a method and the constant that says what it waits for.

use quote::quote;

use super::{
    context::Context,
    deprecated::deprecated,
    docs,
    listed::{code, either},
    method,
    module::{CodeItem, MemberCode, Unit},
    type_printer::TypePrinter,
};
use crate::{
    ir::{Group, Waiter},
    names::{GroupNames, WaiterNames},
};

pub(super) fn render(
    context: Context<'_>,
    group: &Group,
    names: &GroupNames,
    waiter: &Waiter,
    own: &WaiterNames,
) -> Unit {
    let mut types = TypePrinter::new(context);
    for name in ["Waiter", "WaitSpec"] {
        types.runtime(name);
    }
    let until = waiter.gone_is_ready.then(|| {
        types.runtime("Gone");
        quote! { , Gone }
    });
    let module = format!("crate::generated::{}", names.module);
    types.uses.add(&module, "ops");
    types.uses.add(&module, &names.handle.to_string());

    let operation = &group.operations[waiter.operation];
    let polled = &names.operations[waiter.operation];
    let docs = docs::wrap(&waiter_docs(waiter, names, &polled.method.to_string()), 4);
    let (method, constant, structure) = (&own.method, &own.constant, &polled.operation);
    let parameters = method::parameters(operation, polled, &mut types);
    let arguments = method::arguments(operation, polled);
    let get = &polled.method;
    // A call of a deprecated method is a warning, even in a deprecated method.
    let request = if operation.deprecated {
        types.runtime("Request");
        let value = method::value(operation, polled);
        quote! { Request::new(&self.client, #value) }
    } else {
        quote! { self.#get(#(#arguments),*) }
    };
    let deprecated = deprecated(operation.deprecated);
    let code = quote! {
        #deprecated
        #[inline]
        pub fn #method(&self #(, #parameters)*) -> Waiter<ops::#structure #until> {
            Waiter::new(#request, &#constant)
        }
    };

    let Waiter {
        status,
        ready,
        failed,
        ..
    } = waiter;
    let constant = quote! {
        const #constant: WaitSpec = WaitSpec {
            status: #status,
            ready: &[#(#ready),*],
            failed: &[#(#failed),*],
        };
    };
    Unit {
        part: polled.segments.clone(),
        defines: Vec::new(),
        uses: types.uses,
        code_items: vec![
            CodeItem::Member(MemberCode { docs, code }),
            CodeItem::Item(constant),
        ],
    }
}

/// Returns a sentence about a wait.
pub(super) fn summary(waiter: &Waiter) -> String {
    format!("Waits until the {} is {}.", waiter.noun, until(waiter))
}

/// Returns the states that end a wait.
fn until(waiter: &Waiter) -> String {
    match (waiter.ready.is_empty(), waiter.gone_is_ready) {
        (true, _) => "deleted".to_owned(),
        (false, true) => format!("{} or no longer exists", either(&code(&waiter.ready))),
        (false, false) => either(&code(&waiter.ready)),
    }
}

fn waiter_docs(waiter: &Waiter, names: &GroupNames, polled: &str) -> String {
    let mut text = format!("Waits until the {} is {}", waiter.noun, until(waiter));
    if !waiter.failed.is_empty() {
        text.push_str(&format!(
            "; {} ends the wait with an error",
            either(&code(&waiter.failed))
        ));
    }
    text.push_str(&format!(
        ". Polls [`{polled}`]({}::{polled}).",
        names.handle
    ));
    if waiter.gone_is_ready {
        text.push_str(" Returns the last known state.");
    }
    text
}
