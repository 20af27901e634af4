//! `bindings TARGET MODULE FOLDER [--strip]`: writes the JavaScript that loads a module, for `web` or `nodejs`. With
//! `--strip` the module has no names.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindings: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<_> = env::args().skip(1).collect();
    let strips = arguments.pop_if(|last| last == "--strip").is_some();
    let [target, module, folder] = arguments.as_slice() else {
        return Err("the arguments are TARGET MODULE FOLDER [--strip]".into());
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).typescript(false);
    bindgen
        .remove_name_section(strips)
        .remove_producers_section(strips);
    // The page has no path to the module, which is next to the JavaScript.
    bindgen.omit_default_module_path(false);
    match target.as_str() {
        "web" => bindgen.web(true)?,
        "nodejs" => bindgen.nodejs(true)?,
        other => return Err(format!("unknown target {other:?}; it is `web` or `nodejs`").into()),
    };
    bindgen.generate(folder)?;
    Ok(())
}
