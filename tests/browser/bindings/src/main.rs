//! `bindings TARGET MODULE FOLDER`: writes the JavaScript that loads a module, for `web` or `nodejs`.

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
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [target, module, folder] = arguments.as_slice() else {
        return Err("the arguments are TARGET MODULE FOLDER".into());
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).typescript(false);
    // The page names no path: the module is next to the JavaScript.
    bindgen.omit_default_module_path(false);
    match target.as_str() {
        "web" => bindgen.web(true)?,
        "nodejs" => bindgen.nodejs(true)?,
        other => return Err(format!("unknown target {other:?}; it is `web` or `nodejs`").into()),
    };
    bindgen.generate(folder)?;
    Ok(())
}
