//! Programs that compile with the old client of their case and do not with the new one. Each is left out by the
//! configuration `without_` and its name.

#[cfg(not(without_argument_added))]
mod argument_added;
#[cfg(not(without_argument_now_option))]
mod argument_now_option;
#[cfg(not(without_argument_removed))]
mod argument_removed;
#[cfg(not(without_argument_renamed))]
mod argument_renamed;
#[cfg(not(without_argument_retyped))]
mod argument_retyped;
#[cfg(not(without_argument_retyped_signed_to_unsigned))]
mod argument_retyped_signed_to_unsigned;
#[cfg(not(without_arguments_reordered))]
mod arguments_reordered;
#[cfg(not(without_body_added))]
mod body_added;
#[cfg(not(without_body_now_optional))]
mod body_now_optional;
#[cfg(not(without_body_now_required))]
mod body_now_required;
#[cfg(not(without_body_removed))]
mod body_removed;
#[cfg(not(without_body_retyped))]
mod body_retyped;
#[cfg(not(without_builder_method_changed))]
mod builder_method_changed;
#[cfg(not(without_builder_method_removed))]
mod builder_method_removed;
#[cfg(not(without_conversion_removed))]
mod conversion_removed;
#[cfg(not(without_default_impl_removed))]
mod default_impl_removed;
#[cfg(not(without_deletion_removed))]
mod deletion_removed;
#[cfg(not(without_enum_value_removed))]
mod enum_value_removed;
#[cfg(not(without_enum_value_renamed))]
mod enum_value_renamed;
#[cfg(not(without_error_variant_removed))]
mod error_variant_removed;
#[cfg(not(without_events_removed))]
mod events_removed;
#[cfg(not(without_events_retyped))]
mod events_retyped;
#[cfg(not(without_field_now_optional))]
mod field_now_optional;
#[cfg(not(without_field_now_optional_list_is_sent))]
mod field_now_optional_list_is_sent;
#[cfg(not(without_field_now_required))]
mod field_now_required;
#[cfg(not(without_field_nullability_changed))]
mod field_nullability_changed;
#[cfg(not(without_field_removed))]
mod field_removed;
#[cfg(not(without_field_renamed))]
mod field_renamed;
#[cfg(not(without_field_retyped))]
mod field_retyped;
#[cfg(not(without_field_retyped_enum_to_string))]
mod field_retyped_enum_to_string;
#[cfg(not(without_field_retyped_one_to_many))]
mod field_retyped_one_to_many;
#[cfg(not(without_field_retyped_signed_to_unsigned))]
mod field_retyped_signed_to_unsigned;
#[cfg(not(without_field_retyped_string_to_enum))]
mod field_retyped_string_to_enum;
#[cfg(not(without_group_removed))]
mod group_removed;
#[cfg(not(without_group_renamed))]
mod group_renamed;
#[cfg(not(without_group_struct_renamed))]
mod group_struct_renamed;
#[cfg(not(without_method_moved))]
mod method_moved;
#[cfg(not(without_method_removed))]
mod method_removed;
#[cfg(not(without_method_renamed))]
mod method_renamed;
#[cfg(not(without_new_changed))]
mod new_changed;
#[cfg(not(without_new_changed_fifth_argument))]
mod new_changed_fifth_argument;
#[cfg(not(without_new_changed_retyped_argument))]
mod new_changed_retyped_argument;
#[cfg(not(without_new_removed))]
mod new_removed;
#[cfg(not(without_operation_struct_renamed))]
mod operation_struct_renamed;
#[cfg(not(without_option_now_argument))]
mod option_now_argument;
#[cfg(not(without_option_removed))]
mod option_removed;
#[cfg(not(without_option_renamed))]
mod option_renamed;
#[cfg(not(without_option_retyped))]
mod option_retyped;
#[cfg(not(without_option_retyped_signed_to_unsigned))]
mod option_retyped_signed_to_unsigned;
#[cfg(not(without_output_retyped))]
mod output_retyped;
#[cfg(not(without_output_retyped_list_to_page))]
mod output_retyped_list_to_page;
#[cfg(not(without_output_retyped_nothing_before))]
mod output_retyped_nothing_before;
#[cfg(not(without_paging_changed))]
mod paging_changed;
#[cfg(not(without_setter_removed))]
mod setter_removed;
#[cfg(not(without_type_kind_changed))]
mod type_kind_changed;
#[cfg(not(without_type_moved))]
mod type_moved;
#[cfg(not(without_type_removed))]
mod type_removed;
#[cfg(not(without_type_renamed))]
mod type_renamed;
#[cfg(not(without_variant_removed))]
mod variant_removed;
#[cfg(not(without_variant_retyped))]
mod variant_retyped;
#[cfg(not(without_waiter_changed))]
mod waiter_changed;
#[cfg(not(without_waiter_removed))]
mod waiter_removed;
