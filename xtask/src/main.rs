//! The commands of this repository.

mod bench;
mod browser;
mod changes;
mod check;
mod client_crate;
mod codegen;
mod command_error;
mod corpus;
mod docs;
mod fuzz;
mod generated_files;
mod init;
mod progress;
mod repository;
mod spec;
mod spec_files;
mod spec_source;
mod toolchain;
mod usage;

use std::process::ExitCode;

use command_error::CommandError;
use usage::USAGE;

fn main() -> ExitCode {
    match run(lexopt::Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            error.exit_code()
        }
    }
}

fn run(mut arguments: lexopt::Parser) -> Result<(), CommandError> {
    match arguments.next()? {
        Some(lexopt::Arg::Value(command)) if command == "spec" => spec::run(arguments),
        Some(lexopt::Arg::Value(command)) if command == "bench" => bench::run(arguments),
        Some(lexopt::Arg::Value(command)) if command == "check" => check::run(arguments),
        Some(lexopt::Arg::Value(command)) if command == "codegen" => codegen::run(arguments),
        Some(lexopt::Arg::Value(command)) if command == "corpus" => corpus::run(arguments),
        Some(lexopt::Arg::Value(command)) if command == "docs" => docs::run(arguments),
        Some(lexopt::Arg::Value(command)) if command == "fuzz" => fuzz::run(arguments),
        Some(lexopt::Arg::Short('h') | lexopt::Arg::Long("help")) => {
            eprint!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(other.unexpected().into()),
        None => Err(CommandError::usage("no command given")),
    }
}
