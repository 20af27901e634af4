//! The text that explains the command line.

pub(crate) const USAGE: &str = "\
Usage: cargo xtask COMMAND

Commands:
  bench [PART ...]
        measure the budgets and write BENCHMARKS.md; with names of parts, measure those and only print the table
  codegen [--check] [--spec FILE] [--accept-order TYPE ...]
        write the generated part of the client from spec/; with --check, only report how it differs; --accept-order lets
        the arguments of `new` of a type change
  codegen --spec FILE --out DIR [--config FILE] [--overlay FILE]... [--init] [--skip-unsupported] [--check]
        write a complete client crate for any OpenAPI 3.0 document; --init also writes the configuration that it
        uses, by default DIR/codegen.toml; --skip-unsupported leaves out and lists what cannot be generated
  corpus
        read and send the payloads of others in ../shared/corpus, and show the results
  docs [--accept]
        count the undocumented items by group, and write lower numbers to spec/docs/undocumented.toml
  docs --repeated
        list the texts that most items share and that may belong in `defaults`
  docs [--skeleton] GROUP
        list the undocumented items of a group; with --skeleton, as YAML to fill in
  check [--list] [CHECK ...]
        run all checks or the named ones, and print a table of their times; --list prints the plan only
  fuzz [--minutes 10]
        give the client responses that a fuzzer generates, and stop at the first with an undefined outcome
  spec import PATH [--commit HASH] [--date YYYY-MM-DD]
        import the upstream document (tree, entry file or bundled file) into spec/
  spec update PATH [--dry-run] [--prune] [--undocumented] [--json FILE] [--accept-order TYPE ...]
              [--accept-rename TYPE ...] [--commit HASH] [--date YYYY-MM-DD]
        take a new version of the upstream document: import it, compare, generate, and write the changelog and the
        version; where a person has to decide something, print all questions with their choices and write nothing;
        --prune removes entries of spec/ that match nothing any more, --undocumented accepts new items without texts
  spec diff [OLD [NEW]] [--markdown FILE] [--json FILE] [--html FILE]
        report what changes for users of the client between two versions, each a tree, a bundle or a git revision;
        without NEW the working tree, without OLD what is committed; exits 3 if a change breaks users
  spec semver OLD NEW
        compare the verdict of `spec diff` with that of cargo-semver-checks, which must be installed
  spec bundle PATH --out FILE
        write the complete upstream document as one file
";
