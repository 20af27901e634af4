//! Conversions that are undecided, and decisions that do not fit.

use crate::{CONFIG, GROUP, refusal};

const PATHS: &str = include_str!("conversions.yaml");

fn with(decisions: &str) -> String {
    refusal(PATHS, &[], &format!("{CONFIG}{GROUP}{decisions}"))
}

#[test]
fn a_field_of_another_form_is_undecided() {
    assert_eq!(
        with(""),
        "spec/codegen.toml [conversions.widgets_update]: `region` has another type in the body than in what is \
         returned; add where its value comes from, or leave it out:\n\n[conversions.widgets_update]\n\
         fields = { \"region\" = \"region.…\" }\nleave = [\"region\"]\n"
    );
    // A source of another form decides nothing.
    assert!(
        with("[conversions.widgets_update.fields]\nregion = 'region'")
            .contains("`region` has another type")
    );
}

#[test]
fn decisions_that_do_not_fit() {
    let place = "spec/codegen.toml [conversions.widgets_update]: ";
    let decided = "[conversions.widgets_update]\nfields = { region = 'region.slug' }\n";
    let refused = |more: &str| with(&format!("{decided}{more}\n"));
    assert_eq!(
        refused("leave = ['size']"),
        format!("{place}`size` decides nothing; remove it")
    );
    assert_eq!(
        refused("only_one = [['name', 'tag']]"),
        format!("{place}`only_one` names `name` and `tag`, which the body does not have both")
    );
    assert_eq!(
        refused("model = 'widget'"),
        format!("{place}what the GET of the path returns has no member `widget`")
    );
    assert_eq!(
        with("[conversions.widgets_update.fields]\nregion = 'region.name'"),
        format!("{place}`region` is to come from `region.name`, which is not returned")
    );
    assert_eq!(
        with("[conversions.widgets_update]\nleave = ['region']\n[conversions.gone]\nleave = ['a']"),
        "spec/codegen.toml [conversions.gone]: matches nothing in the document; remove the entry or correct its key"
    );
    assert_eq!(
        with(
            "[conversions.widgets_update]\nleave = ['region']\n[[further_conversions]]\nmodel = 'gone'\nbody = 'input'"
        ),
        "spec/codegen.toml [[further_conversions]]: `gone` is not a record that occurs in responses only"
    );
}

#[test]
fn an_update_that_is_made_from_nothing_has_a_reason() {
    let paths = PATHS.replace(
        "properties: {name: {type: string}, region: {type: string}}",
        "properties: {version: {type: string}}",
    );
    let with = |decisions: &str| refusal(&paths, &[], &format!("{CONFIG}{GROUP}{decisions}"));
    assert_eq!(
        with(""),
        "spec/codegen.toml [conversions.widgets_update]: the body has nothing in common with what the GET of the path \
         returns; say where its fields come from, or why they come from nowhere:\n\n[conversions.widgets_update]\n\
         fields = { \"…\" = \"…\" }\n\n[no_conversion]\nwidgets_update = \"…\"\n"
    );
    assert_eq!(
        with("[no_conversion]\nwidgets_update = 'a version to move to'\nwidgets_get = 'reads'"),
        "spec/codegen.toml [no_conversion]: `widgets_get` is not an update, or its body is made from what the GET returns; \
         remove the entry"
    );
}
